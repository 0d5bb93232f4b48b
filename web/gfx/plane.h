// Where and how the picture of records is drawn: what every renderer of this folder gets.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/time.h"

namespace weir::gfx {

using Rgba = std::array<float, 4>;

// CSS pixels from the canvas's corner.
struct Plane {
  float x = 0;
  float y = 0;
  float length = 0;   // Along time.
  float breadth = 0;  // Across it, over the hash space.
  bool time_runs_down = false;
  float canvas_width = 1;
  float canvas_height = 1;
  float scale = 1;  // Device pixels a pixel.
  int pixel_height = 1;

  Duration now;  // Since the start.
  Duration window;
  Duration retention;
  Duration fade;     // How long an expired record is still seen.
  float shrink = 1;  // Of the points' radius.

  std::array<Rgba, 8> keys{};
  Rgba gone{};
  Rgba bad{};
  std::array<Rgba, 3> ramp{};
};

// One shard's place across the plane; `read_age` is that of its oldest record some consumer still
// has to process, in seconds: older ones were read by all.
struct Lane {
  float from = 0;
  float to = 0;
  float read_age = 0;
  float unused = 0;
};
static_assert(sizeof(Lane) == 16);

// A rectangle of the density picture: an open shard's lane and its part of the hash space, 0 to 1.
struct DensityLane {
  float from = 0;
  float to = 0;
  float place_from = 0;
  float place_to = 0;
};

}  // namespace weir::gfx
