#include "tests/sim/observation.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/check.h"
#include "core/firehose/delivery_stream.h"

namespace weir::swarm {

Observer::Observer(std::shared_ptr<const Scenario> scenario)
    : scenario_(std::move(scenario)), engine_(scenario_) {}

std::optional<Observation> Observer::Next() {
  if (ended_) return std::nullopt;
  const Instant next = engine_.NextEventAt();
  ended_ = next > scenario_->end();
  engine_.AdvanceTo(std::min(next, scenario_->end()), this);
  Observation seen;
  seen.now = engine_.now();
  seen.view = engine_.View();
  for (const Stream& stream : engine_.streams().streams()) {
    seen.settings.push_back(stream.settings());
  }
  seen.events = std::exchange(events_, {});
  CopyAppended(seen);
  CopyHands(seen);
  CopyInvocations(seen);
  CopyObjects(seen);
  return seen;
}

void Observer::CopyAppended(Observation& seen) {
  ends_.resize(seen.view.streams.size());
  for (const StreamView& stream : seen.view.streams) {
    std::vector<uint64_t>& ends = ends_[stream.id.index()];
    ends.resize(stream.shards.size());
    for (const ShardView& shard : stream.shards) {
      uint64_t& end = ends[shard.index.index()];
      if (shard.end <= end) continue;
      Appended appended{stream.id, shard.index, {}};
      std::vector<RecordView> records;
      engine_.CopyRecords(stream.id, shard.index, end, static_cast<size_t>(shard.end - end),
                          records);
      const AggregateTable& aggregates = engine_.streams().aggregates();
      for (const RecordView& record : records) {
        SeenRecord& copy = appended.records.emplace_back();
        static_cast<RecordView&>(copy) = record;
        copy.aggregates =
            record.producer.value != UINT32_MAX && aggregates.Aggregates(record.producer);
        if (!copy.aggregates) continue;
        aggregates.ForEach(record.producer, record.number,
                           [&](const UserRecord& user) { copy.users.push_back(user); });
      }
      end = shard.end;
      seen.appended.push_back(std::move(appended));
    }
  }
}

void Observer::CopyHands(Observation& seen) const {
  const std::vector<Consumer>& consumers = engine_.consumers();
  seen.hands.resize(consumers.size());
  seen.cursors.resize(consumers.size());
  const auto note = [&](size_t consumer, const ShardCursor& cursor) {
    if (cursor.read_at != seen.now) return;
    const StreamView& stream = seen.view.streams[scenario_->consumers[consumer].stream.index()];
    const uint64_t end = stream.shards[cursor.shard.index()].end;
    seen.cursors[consumer].push_back(
        {cursor.shard, cursor.iterator ? cursor.iterator->next.ordinal : end});
  };
  for (size_t i = 0; i < consumers.size(); ++i) {
    if (const LambdaMapping* lambda = consumers[i].lambda()) {
      for (const LambdaShard& shard : lambda->leases()) note(i, shard.cursor);
    }
    const KclApplication* kcl = consumers[i].kcl();
    if (kcl == nullptr) continue;
    for (uint32_t slot = 0; slot < kcl->runs().size(); ++slot) {
      const ShardRun& run = kcl->runs()[slot];
      const bool free = run.state == RunState::kFree;
      if (!free) note(i, run.cursor);
      seen.hands[i].push_back({slot, free, run.worker, run.identity, kcl->leases()[run.place].shard,
                               run.begin, run.next});
    }
  }
}

// An invocation takes a millisecond at least, so that none begins and ends unseen.
void Observer::CopyInvocations(Observation& seen) {
  invocations_.resize(scenario_->consumers.size());
  open_.resize(scenario_->consumers.size());
  std::set<std::pair<uint32_t, uint32_t>> ended;  // Consumer and shard: of one or more of them.
  for (const TraceEvent& event : seen.events) {
    switch (event.kind) {
      case TraceKind::kProcessed:
      case TraceKind::kInvocationFailed:
      case TraceKind::kWindowClosed:
        ended.insert({event.subject, event.object});
        break;
      case TraceKind::kInvoked: {
        const ConsumerId consumer{event.subject};
        const uint64_t number = ++invocations_[consumer.index()];
        if (const auto what = engine_.FindInvocation(consumer, number)) {
          seen.invoked.push_back({consumer, number, *what});
        }
        break;
      }
      default:
        break;
    }
  }
  for (const auto& [consumer, shard] : ended) {
    std::erase_if(open_[consumer], [&](const Open& open) {
      if (open.shard.value != shard || engine_.FindInvocation({consumer}, open.number)) {
        return false;
      }
      seen.finished.emplace_back(ConsumerId{consumer}, open.number);
      return true;
    });
  }
  for (const InvocationView& invoked : seen.invoked) {
    open_[invoked.consumer.index()].push_back({invoked.number, invoked.what.shard});
  }
}

void Observer::CopyObjects(Observation& seen) {
  const std::vector<DeliveryStream>& streams = engine_.delivery_streams();
  objects_.resize(streams.size());
  for (const DeliveryStream& stream : streams) {
    for (int64_t& number = objects_[stream.id().index()]; number < stream.objects_made();
         ++number) {
      const DeliveredObjectView object = stream.ObjectAt(number);
      const DeliveryBatch* batch = stream.RecordsOf(number);
      WEIR_CHECK(batch != nullptr);  // No scenario of the swarm has as many records.
      SeenObject& copy = seen.objects.emplace_back();
      copy.delivery_stream = stream.id();
      copy.type = object.type;
      copy.lane = object.lane;
      copy.partition = object.partition;
      copy.bytes = object.bytes;
      for (size_t i = batch->first; i < batch->records.size(); ++i) {
        copy.records.push_back(batch->records[i]);
      }
    }
  }
}

void LogMirror::Add(const Observation& seen) {
  for (const Appended& appended : seen.appended) {
    if (appended.stream.index() >= streams_.size()) streams_.resize(appended.stream.index() + 1);
    std::vector<Shard>& shards = streams_[appended.stream.index()];
    if (appended.shard.index() >= shards.size()) shards.resize(appended.shard.index() + 1);
    Shard& shard = shards[appended.shard.index()];
    shard.insert(shard.end(), appended.records.begin(), appended.records.end());
  }
}

const LogMirror::Shard& LogMirror::shard(StreamId stream, ShardIndex shard) const {
  if (stream.index() >= streams_.size()) return none_;
  const std::vector<Shard>& shards = streams_[stream.index()];
  return shard.index() < shards.size() ? shards[shard.index()] : none_;
}

}  // namespace weir::swarm
