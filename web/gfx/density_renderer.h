// Draws a DensityMap: one byte texture, one draw call for all lanes.
#pragma once

#include <span>

#include "web/gfx/density_map.h"
#include "web/gfx/gl.h"
#include "web/gfx/plane.h"
#include "web/gfx/program.h"

namespace weir::gfx {

// All calls need a current GL context.
class DensityRenderer {
 public:
  DensityRenderer();
  DensityRenderer(const DensityRenderer&) = delete;
  DensityRenderer& operator=(const DensityRenderer&) = delete;
  ~DensityRenderer();

  // Sends the rows that changed.
  void Upload(DensityMap& map);
  void Draw(const Plane& plane, const DensityMap& map, Instant now,
            std::span<const DensityLane> lanes) const;

 private:
  Program program_;
  GLuint array_ = 0;
  GLuint corners_ = 0;
  GLuint cells_ = 0;
};

}  // namespace weir::gfx
