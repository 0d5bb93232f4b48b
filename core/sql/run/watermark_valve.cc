#include "core/sql/run/watermark_valve.h"

#include <algorithm>

namespace weir::sql {

std::optional<int64_t> WatermarkValve::Advance() {
  std::optional<int64_t> least;
  for (const Shard& shard : shards_) {
    if (shard.counts) least = std::min(least.value_or(INT64_MAX), shard.watermark);
  }
  if (!least.has_value() || *least <= told_) return std::nullopt;
  told_ = *least;
  return told_;
}

std::optional<int64_t> WatermarkValve::AdvanceAll() {
  int64_t most = INT64_MIN;
  for (const Shard& shard : shards_) most = std::max(most, shard.watermark);
  if (most <= told_) return std::nullopt;
  told_ = most;
  return told_;
}

WatermarkValve::Told WatermarkValve::Watermark(size_t index, int64_t millis) {
  Shard& shard = shards_[index];
  if (idle_ || shard.idle || millis <= shard.watermark) return {};
  shard.watermark = millis;
  if (millis >= told_) shard.counts = true;
  return {Advance(), {}};
}

WatermarkValve::Told WatermarkValve::Idle(size_t index) {
  Shard& shard = shards_[index];
  if (shard.idle) return {};
  shard.idle = true;
  shard.counts = false;
  Told told;
  const bool held_back = shard.watermark == told_;
  if (std::all_of(shards_.begin(), shards_.end(), [](const Shard& one) { return one.idle; })) {
    if (held_back) told.watermark = AdvanceAll();
    idle_ = true;
    told.idle = true;
  } else if (held_back) {
    told.watermark = Advance();
  }
  return told;
}

WatermarkValve::Told WatermarkValve::Active(size_t index) {
  Shard& shard = shards_[index];
  if (!shard.idle) return {};
  shard.idle = false;
  if (shard.watermark >= told_) shard.counts = true;
  if (!idle_) return {};
  idle_ = false;
  return {{}, false};
}

std::optional<size_t> WatermarkValve::Slowest() const {
  std::optional<size_t> slowest;
  for (size_t i = 0; i < shards_.size(); ++i) {
    if (!shards_[i].counts) continue;
    if (!slowest.has_value() || shards_[i].watermark < shards_[*slowest].watermark) slowest = i;
  }
  return slowest;
}

}  // namespace weir::sql
