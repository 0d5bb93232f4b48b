#include "tests/sim/lambda_mirror.h"

#include <algorithm>

namespace weir::swarm {

bool Poisoned(const PoisonSpec& poison, const SeenUser& user) {
  const bool any = poison.producer || poison.key || poison.every > 0 || !poison.numbers.empty();
  const auto listed = [&] {
    return std::count(poison.numbers.begin(), poison.numbers.end(), user.number) > 0;
  };
  return any && (!poison.producer || poison.producer->value == user.producer.value) &&
         (!poison.key || *poison.key == user.key) &&
         (poison.every == 0 || (int64_t{user.number} + 1) % poison.every == 0) &&
         (poison.numbers.empty() || listed());
}

const LambdaMirror::Shard* LambdaMirror::Find(ConsumerId consumer, ShardIndex shard) const {
  const std::map<uint32_t, Shard>& shards = mappings_[consumer.index()].shards;
  const auto found = shards.find(shard.value);
  return found == shards.end() ? nullptr : &found->second;
}

void LambdaMirror::Add(const Observation& seen, const LogMirror& log) {
  finished_.clear();
  stray_.clear();
  Ended ended;
  for (const auto& [consumer, number] : seen.finished) {
    Mapping& mapping = mappings_[consumer.index()];
    const auto found = mapping.open.find(number);
    if (found == mapping.open.end()) continue;
    ended[{consumer.value, found->second.what.shard.value}].push_back(found->second);
    mapping.open.erase(found);
  }
  for (size_t i = 0; i < seen.events.size(); ++i) {
    const TraceEvent& event = seen.events[i];
    if (event.subject >= mappings_.size()) continue;
    if (scenario_.consumers[event.subject].kind != ConsumerKind::kLambda) continue;
    Follow(seen, log, i, ended);
  }
  for (const InvocationView& invoked : seen.invoked) {
    mappings_[invoked.consumer.index()].open[invoked.number] = invoked;
  }
}

// Where it begins is taken from the view, as by ReadMirror.
void LambdaMirror::Start(const Observation& seen, const TraceEvent& event) {
  for (const LeaseView& lease : seen.view.consumers[event.subject].leases) {
    if (lease.shard.value != event.object) continue;
    Shard shard;
    shard.started_at =
        lease.position - static_cast<uint64_t>(lease.processed + lease.lost_to_retention);
    for (const TraceEvent& other : seen.events) {  // At this very instant.
      const bool discarded = other.kind == TraceKind::kBatchDiscarded &&
                             other.subject == event.subject && other.object == event.object;
      if (discarded) shard.started_at -= static_cast<uint64_t>(other.x);
    }
    mappings_[event.subject].shards[event.object] = shard;
  }
}

void LambdaMirror::Follow(const Observation& seen, const LogMirror& log, size_t& place,
                          Ended& ended) {
  const TraceEvent& event = seen.events[place];
  std::map<uint32_t, Shard>& shards = mappings_[event.subject].shards;
  switch (event.kind) {
    case TraceKind::kLeaseStarted:
      Start(seen, event);
      break;
    case TraceKind::kGetRecords:
      shards[event.object].read += event.x;
      break;
    case TraceKind::kFellOffHorizon:
      shards[event.object].lost += event.x;
      break;
    case TraceKind::kBatchDiscarded:
      shards[event.object].discarded += event.x;
      break;
    case TraceKind::kShardEnd:
      shards[event.object].ended = true;
      break;
    case TraceKind::kProcessed:
    case TraceKind::kInvocationFailed:
    case TraceKind::kWindowClosed:
      if (!Finish(seen, log, place, ended)) stray_.push_back(event);
      break;
    default:
      break;
  }
}

bool LambdaMirror::Reported(const Observation& seen, const LogMirror& log, size_t place,
                            const InvocationView& invocation) const {
  const TraceEvent& event = seen.events[place];
  const ConsumerSpec& spec = scenario_.consumers[event.subject];
  if (!spec.lambda.report_batch_item_failures || event.x == 0) return false;
  if (place + 1 >= seen.events.size()) return false;
  const TraceEvent& next = seen.events[place + 1];
  if (next.kind != TraceKind::kProcessed || next.subject != event.subject ||
      next.object != event.object || next.x != event.x) {
    return false;
  }
  const uint64_t ordinal = invocation.what.ordinals[static_cast<size_t>(event.x)];
  const LogMirror::Shard& records = log.shard(spec.stream, invocation.what.shard);
  bool poisoned = false;
  ForEachUser(records[static_cast<size_t>(ordinal)],
              [&](const SeenUser& user) { poisoned |= Poisoned(spec.poison, user); });
  return poisoned;
}

bool LambdaMirror::Finish(const Observation& seen, const LogMirror& log, size_t& place,
                          Ended& ended) {
  const TraceEvent& event = seen.events[place];
  std::deque<InvocationView>& waiting = ended[{event.subject, event.object}];
  if (waiting.empty()) return false;
  const InvocationView invocation = waiting.front();
  waiting.pop_front();
  const size_t size = invocation.what.ordinals.size();
  const bool closes = event.kind == TraceKind::kWindowClosed;
  if (invocation.what.final_for_window) return closes || event.x == 0;
  if (closes) return false;
  const bool failed = event.kind == TraceKind::kInvocationFailed;
  const size_t got = static_cast<size_t>(event.x);
  if (failed ? got >= size : got != size) return false;
  Finished finished{{event.subject}, invocation, static_cast<uint32_t>(got), 0};
  if (!failed) finished.through = finished.processed;
  if (failed && Reported(seen, log, place, invocation)) {
    finished.through = finished.processed;
    ++place;  // The event that follows is told already.
  }
  Shard& shard = mappings_[event.subject].shards[event.object];
  for (uint32_t i = 0; i < finished.through; ++i) {
    shard.through.insert(invocation.what.ordinals[i]);
  }
  finished_.push_back(std::move(finished));
  return true;
}

}  // namespace weir::swarm
