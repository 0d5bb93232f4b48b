#include <algorithm>
#include <utility>

#include "core/engine/explain.h"
#include "core/model/record.h"

namespace weir {

ExplainWatch::ExplainWatch(std::shared_ptr<const Scenario> scenario)
    : scenario_(std::move(scenario)),
      demand_(scenario_),
      refusals_(scenario_->streams.size()),
      readers_(scenario_->consumers.size()) {}

void ExplainWatch::OnEvent(const TraceEvent& event) {
  const Duration at = event.at - scenario_->start;
  if (event.kind == TraceKind::kThrottled && event.subject < refusals_.size()) {
    std::vector<ShardRefusals>& shards = refusals_[event.subject];
    if (event.object >= shards.size()) shards.resize(size_t{event.object} + 1);
    ShardRefusals& shard = shards[event.object];
    if (!shard.first) {
      shard.first = at;
      shard.first_by_bytes = event.y == static_cast<int64_t>(PutOutcome::kThrottledBytes);
    }
    const Instant second{event.at.micros / 1'000'000};
    if (second != shard.last_second) ++shard.seconds;
    shard.last_second = second;
  }
  if (event.subject >= readers_.size()) return;
  ReaderHistory& reader = readers_[event.subject];
  if (event.kind == TraceKind::kReadThrottled && !reader.first_refused) reader.first_refused = at;
  if (event.kind == TraceKind::kFellOffHorizon && !reader.first_lost) reader.first_lost = at;
}

void ExplainWatch::Observe(const EngineView& view) {
  demand_.Observe(view);
  for (size_t i = 0; i < readers_.size(); ++i) {
    Duration behind;
    for (const LeaseView& lease : view.consumers[i].leases) {
      behind = std::max(behind, lease.behind);
    }
    if (behind <= readers_[i].behind_max) continue;
    readers_[i].behind_max = behind;
    readers_[i].behind_max_at = view.now - view.start;
  }
}

}  // namespace weir
