// Draws records as points: uploaded once into a ring, moved by the shader.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "web/gfx/gl.h"
#include "web/gfx/plane.h"
#include "web/gfx/program.h"
#include "web/gfx/record_point.h"

namespace weir::gfx {

// All calls need a current GL context. What GL holds is lost with its context: then the object is
// made anew and filled again.
class PointsRenderer {
 public:
  static constexpr size_t kCapacity = size_t{1} << 17;

  PointsRenderer();
  PointsRenderer(const PointsRenderer&) = delete;
  PointsRenderer& operator=(const PointsRenderer&) = delete;
  ~PointsRenderer();

  void Clear();
  // The oldest are overwritten when there is no room.
  void Append(std::span<const RecordPoint> points);
  // Replaces the points of refused writes.
  void SetRefusals(std::span<const RecordPoint> points);
  // By shard.
  void SetLanes(std::span<const Lane> lanes);

  void Draw(const Plane& plane) const;
  size_t size() const { return size_; }

 private:
  // Everything but the records' own buffer is small and written whole.
  struct Buffer {
    GLuint array = 0;
    GLuint buffer = 0;
  };
  static Buffer MakeBuffer(size_t points);
  void SetUniforms(const Plane& plane) const;

  Program program_;
  Buffer records_;
  Buffer refusals_;
  GLuint lanes_ = 0;
  GLsizei lane_rows_ = 0;
  size_t next_ = 0;  // Where in the ring the next point goes.
  size_t size_ = 0;
  size_t refusals_size_ = 0;
};

}  // namespace weir::gfx
