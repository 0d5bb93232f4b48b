// WatermarkValve: the watermark of a source from those of its shards, the least of those that
// count.
//
// A shard that is idle does not count, and one that wakes up counts again only when its own
// watermark has caught up with what has been told. When all are idle the most of all is told, then
// that the source is idle. The rules are those of Flink's StatusWatermarkValve.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace weir::sql {

class WatermarkValve {
 public:
  // What comes out of one call, in this order.
  struct Told {
    std::optional<int64_t> watermark;
    std::optional<bool> idle;  // true: the source is idle now; false: active again.
  };

  explicit WatermarkValve(size_t shards) : shards_(shards) {}

  Told Watermark(size_t shard, int64_t millis);
  Told Idle(size_t shard);
  Told Active(size_t shard);

  // The shard that holds the watermark back; none: nobody does, or all are idle.
  std::optional<size_t> Slowest() const;

 private:
  struct Shard {
    int64_t watermark = INT64_MIN;
    bool idle = false;
    bool counts = true;
  };
  std::optional<int64_t> Advance();     // To the least of those that count.
  std::optional<int64_t> AdvanceAll();  // To the most of all.

  std::vector<Shard> shards_;
  int64_t told_ = INT64_MIN;
  bool idle_ = false;
};

}  // namespace weir::sql
