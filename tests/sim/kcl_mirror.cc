#include "tests/sim/kcl_mirror.h"

#include <algorithm>

namespace weir::swarm {

const KclMirror::Shard* KclMirror::Find(ConsumerId consumer, ShardIndex shard) const {
  const std::map<uint32_t, Shard>& shards = applications_[consumer.index()].shards;
  const auto found = shards.find(shard.value);
  return found == shards.end() ? nullptr : &found->second;
}

// What was in hand goes on before anything is taken: a take at this instant sees the checkpoints
// that were written at it.
void KclMirror::Add(const Observation& seen) {
  advances_.clear();
  beginnings_.clear();
  for (const TraceEvent& event : seen.events) {
    if (event.kind != TraceKind::kRecordsExpired) continue;
    for (uint32_t i = 0; i < applications_.size(); ++i) {
      if (scenario_.consumers[i].stream.value == event.subject) applications_[i].exact = false;
    }
  }
  for (uint32_t i = 0; i < applications_.size(); ++i) AddHands(seen, i, true);
  for (const TraceEvent& event : seen.events) {
    if (event.subject >= applications_.size()) continue;
    if (scenario_.consumers[event.subject].kind == ConsumerKind::kKcl) Follow(seen, event);
  }
  for (uint32_t i = 0; i < applications_.size(); ++i) AddHands(seen, i, false);
  for (uint32_t i = 0; i < applications_.size(); ++i) applications_[i].hands = seen.hands[i];
}

void KclMirror::Go(uint32_t consumer, const HandView& hand, RecordPlace from) {
  std::optional<RecordPlace>& reached = applications_[consumer].shards[hand.shard.value].reached;
  const RecordPlace before = reached.value_or(from);
  if (from < hand.next) {
    const StreamId stream = scenario_.consumers[consumer].stream;
    advances_.push_back({{consumer}, stream, hand.shard, from, hand.next, before});
  }
  reached = std::max(before, hand.next);
}

void KclMirror::AddHands(const Observation& seen, uint32_t consumer, bool persistent) {
  Application& application = applications_[consumer];
  for (const HandView& hand : seen.hands[consumer]) {
    const HandView* was =
        hand.slot < application.hands.size() ? &application.hands[hand.slot] : nullptr;
    const bool same =
        was != nullptr && was->identity == hand.identity && was->shard == hand.shard && !was->free;
    if (same != persistent) continue;
    if (was != nullptr && !was->free) {
      const bool passed_on = !same || (was->begin && was->begin != hand.begin);
      if (passed_on || hand.next < was->next) application.exact = false;
    }
    if (!hand.begin || (hand.free && !same)) continue;  // Not open yet, or known to be over.
    const bool begins = !same || !was->begin;
    if (begins) beginnings_.push_back({{consumer}, hand.shard, *hand.begin});
    Go(consumer, hand, begins ? *hand.begin : was->next);
  }
}

void KclMirror::Follow(const Observation& seen, const TraceEvent& event) {
  Application& application = applications_[event.subject];
  switch (event.kind) {
    case TraceKind::kLeaseCreated: {
      const StreamId stream = scenario_.consumers[event.subject].stream;
      const ShardView& shard = seen.view.streams[stream.index()].shards[event.object];
      const auto leased = [&](std::optional<ShardIndex> parent) {
        return parent && application.shards.contains(parent->value);
      };
      application.shards[event.object].first =
          !leased(shard.parent) && !leased(shard.adjacent_parent);
      break;
    }
    case TraceKind::kLeaseDeleted:
      application.shards[event.object].deleted = true;
      break;
    case TraceKind::kShardEnd:
      application.shards[event.object].ended = true;
      break;
    default:
      break;
  }
}

}  // namespace weir::swarm
