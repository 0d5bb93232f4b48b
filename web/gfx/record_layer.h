// The records of one stream on the canvas: as points, or as a density picture where there are too
// many; and the writes that were refused.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/engine/engine.h"
#include "web/gfx/density_renderer.h"
#include "web/gfx/plane.h"
#include "web/gfx/points_renderer.h"
#include "web/gfx/record_feed.h"

namespace weir::gfx {

// The picture turns to density above so many records in the window.
inline constexpr uint64_t kPointsMax = 60'000;
inline constexpr uint64_t kPointsMaxSoftware = 10'000;  // GL done by the processor.

class RecordLayer {
 public:
  // Needs a current GL context, as do all calls. `software`: GL is done by the processor.
  explicit RecordLayer(bool software) : software_(software) {}

  struct Input {
    StreamId stream;
    uint64_t epoch = 0;  // A new value: the past became another one.
    Duration window;
    Plane plane;
    std::vector<Lane> lanes;  // By shard.
    std::vector<DensityLane> density_lanes;
    const std::vector<RecordPoint>* refusals = nullptr;  // None: unchanged.
  };
  // Takes in what came since the last call.
  void Update(const Engine& engine, const Input& input);
  // Within an ImGui draw callback: sets no state back.
  void Draw() const;

  bool shows_density() const { return density_; }
  uint64_t visible() const { return visible_; }

 private:
  void UpdatePoints(const Engine& engine, const Input& input, bool restart);
  void UpdateDensity(const Engine& engine, const Input& input, bool restart);

  bool software_;
  bool density_ = false;
  bool filled_ = false;
  uint64_t visible_ = 0;
  uint64_t epoch_ = 0;
  StreamId stream_;
  Plane plane_;
  Instant now_;
  RecordFeed feed_;
  PointsRenderer points_;
  DensityMap map_;
  DensityRenderer density_renderer_;
  std::vector<DensityLane> density_lanes_;
  std::vector<RecordPoint> fresh_;
};

}  // namespace weir::gfx
