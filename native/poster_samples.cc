#include "native/poster_samples.h"

#include <algorithm>
#include <utility>

#include "core/engine/engine.h"
#include "core/model/limits.h"

namespace weir {
namespace {

constexpr int64_t kColumnsMax = 180;
constexpr int64_t kColumnsMin = 24;
constexpr int64_t kCellsMax = 24'000;  // A poster of a thousand shards stays a picture, not a file.

int64_t Millionths(int64_t part, int64_t whole) {
  return whole <= 0 ? 0 : std::min<int64_t>(part * 1'000'000 / whole, 1'000'000);
}

int64_t PerColumn(int64_t per_second, Duration column) {
  return std::max<int64_t>(per_second * (column.micros / 1'000) / 1'000, 1);
}

PosterShard Compare(const ShardView& before, const ShardView& after, Duration column) {
  PosterShard shard;
  const int64_t records = after.records_in - before.records_in;
  const int64_t bytes = after.bytes_in - before.bytes_in;
  const int64_t refused = after.throttled_records + after.throttled_bytes -
                          before.throttled_records - before.throttled_bytes;
  shard.any = records > 0;
  shard.used_millionths =
      std::max(Millionths(records, PerColumn(kShardWriteRecordsPerSecond, column)),
               Millionths(bytes, PerColumn(kShardWriteBytesPerSecond, column)));
  shard.throttled_millionths = Millionths(refused, refused + records);
  return shard;
}

PosterColumn Compare(const EngineView& before, const EngineView& after, Duration column) {
  PosterColumn out;
  for (size_t s = 0; s < after.streams.size(); ++s) {
    std::vector<PosterShard>& shards = out.streams.emplace_back();
    for (size_t i = 0; i < after.streams[s].shards.size(); ++i) {
      const ShardView& now = after.streams[s].shards[i];
      const bool there = s < before.streams.size() && i < before.streams[s].shards.size();
      const ShardView then = there ? before.streams[s].shards[i] : ShardView{};
      shards.push_back(Compare(then, now, column));
      out.records_in += now.records_in - then.records_in;
      out.throttled += now.throttled_records + now.throttled_bytes - then.throttled_records -
                       then.throttled_bytes;
    }
  }
  for (const ConsumerView& consumer : after.consumers) {
    Duration behind;
    for (const LeaseView& lease : consumer.leases) behind = std::max(behind, lease.behind);
    out.behind.push_back(behind);
  }
  return out;
}

// Whole seconds where that leaves enough of them: what happens once a second is then the same in
// every column.
Duration ColumnOf(Duration duration, int64_t columns_max) {
  const int64_t seconds = duration.micros / 1'000'000;
  if (seconds >= kColumnsMin) return Seconds((seconds + columns_max - 1) / columns_max);
  return Micros(std::max<int64_t>(duration.micros / columns_max, 1));
}

}  // namespace

PosterSamples SampleRun(std::shared_ptr<const Scenario> scenario) {
  int64_t shards = 0;
  for (const StreamSettings& stream : scenario->streams) shards += stream.shard_count;
  const Instant start = scenario->start;
  const Duration duration = scenario->duration;
  const int64_t columns_max =
      std::clamp(kCellsMax / std::max<int64_t>(shards, 1), kColumnsMin, kColumnsMax);
  PosterSamples samples;
  samples.column = ColumnOf(duration, columns_max);
  const int64_t columns = (duration.micros + samples.column.micros - 1) / samples.column.micros;
  Engine engine(std::move(scenario));
  EngineView before = engine.View();
  for (int64_t i = 1; i <= columns; ++i) {
    engine.AdvanceTo(start + std::min(samples.column * i, duration));
    EngineView after = engine.View();
    samples.columns.push_back(Compare(before, after, samples.column));
    before = std::move(after);
  }
  samples.last = std::move(before);
  return samples;
}

}  // namespace weir
