#include "tests/sim/observation.h"

#include <algorithm>
#include <utility>

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
      engine_.CopyRecords(stream.id, shard.index, end, static_cast<size_t>(shard.end - end),
                          appended.records);
      end = shard.end;
      seen.appended.push_back(std::move(appended));
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
