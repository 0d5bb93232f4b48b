// A picture of a whole run for a page without scripts: SVG, drawn from the engine alone.
//
//   title, what it is about
//   +--------------------------------------------+  shards by hash range, time to the right;
//   | shard 0 ::::::::::######:::::              |  the fuller the shard, the stronger the colour;
//   | shard 1 :::::::::::::::::::::              |  what was throttled hangs from the upper edge
//   +--------------------------------------------+
//   records a second, in and throttled
//   how far each consumer is behind
//   what came of it, in a line
#pragma once

#include <cstdint>
#include <string>

#include "core/engine/scenario.h"
#include "native/poster_samples.h"

namespace weir {

enum class PosterTheme : uint8_t { kAuto, kLight, kDark };  // kAuto follows the reader's system.

struct PosterLook {
  int64_t width = 720;   // Pixels, kPosterWidthMin to kPosterSideMax.
  int64_t height = 420;  // Pixels, kPosterHeightMin to kPosterSideMax.
  PosterTheme theme = PosterTheme::kAuto;
};
inline constexpr int64_t kPosterWidthMin = 320;
inline constexpr int64_t kPosterHeightMin = 300;
inline constexpr int64_t kPosterSideMax = 4'000;

std::string DrawPoster(const Scenario& scenario, const PosterSamples& samples,
                       const PosterLook& look);

}  // namespace weir
