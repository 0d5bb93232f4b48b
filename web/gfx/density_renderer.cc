#include "web/gfx/density_renderer.h"

#include <array>
#include <vector>

namespace weir::gfx {
namespace {

struct Corner {
  float along;
  float across;
  float place;
};

void AppendLane(std::vector<Corner>& corners, const DensityLane& lane) {
  const Corner a{0, lane.from, lane.place_from};
  const Corner b{1, lane.from, lane.place_from};
  const Corner c{0, lane.to, lane.place_to};
  const Corner d{1, lane.to, lane.place_to};
  corners.insert(corners.end(), {a, b, c, c, b, d});
}

float SecondsOf(Duration duration) {
  return static_cast<float>(static_cast<double>(duration.micros) / 1e6);
}

}  // namespace

DensityRenderer::DensityRenderer() : program_("density") {
  glGenVertexArrays(1, &array_);
  glGenBuffers(1, &corners_);
  glBindVertexArray(array_);
  glBindBuffer(GL_ARRAY_BUFFER, corners_);
  glEnableVertexAttribArray(0);
  glVertexAttribPointer(0, 3, GL_FLOAT, GL_FALSE, sizeof(Corner), nullptr);
  glBindVertexArray(0);
  glGenTextures(1, &cells_);
  glBindTexture(GL_TEXTURE_2D, cells_);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  // Time is a ring of rows; the hash space has two ends.
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_REPEAT);
  const std::vector<uint8_t> empty(kDensityColumns * kDensityPlaces, 0);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, static_cast<GLsizei>(kDensityPlaces),
               static_cast<GLsizei>(kDensityColumns), 0, GL_RED, GL_UNSIGNED_BYTE, empty.data());
}

DensityRenderer::~DensityRenderer() {
  glDeleteVertexArrays(1, &array_);
  glDeleteBuffers(1, &corners_);
  glDeleteTextures(1, &cells_);
}

void DensityRenderer::Upload(DensityMap& map) {
  const std::span<const uint8_t> texels = map.Texels();
  const DensityMap::Rows rows = map.TakeChangedRows();
  if (rows.first >= rows.last) return;
  glBindTexture(GL_TEXTURE_2D, cells_);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, static_cast<GLint>(rows.first),
                  static_cast<GLsizei>(kDensityPlaces),
                  static_cast<GLsizei>(rows.last - rows.first), GL_RED, GL_UNSIGNED_BYTE,
                  texels.subspan(rows.first * kDensityPlaces).data());
}

void DensityRenderer::Draw(const Plane& plane, const DensityMap& map, Instant now,
                           std::span<const DensityLane> lanes) const {
  std::vector<Corner> corners;
  for (const DensityLane& lane : lanes) AppendLane(corners, lane);
  program_.Use();
  glUniform4f(program_.Uniform("u_box"), plane.x, plane.y, plane.length, plane.breadth);
  glUniform4f(program_.Uniform("u_canvas"), plane.canvas_width, plane.canvas_height, plane.scale,
              plane.time_runs_down ? 1.0f : 0.0f);
  glUniform4f(program_.Uniform("u_time"), SecondsOf(plane.window), SecondsOf(plane.retention),
              SecondsOf(plane.fade), 0);
  glUniform3f(program_.Uniform("u_grid"), map.RowOf(now), SecondsOf(map.step()),
              static_cast<float>(map.greatest()));
  glUniform4fv(program_.Uniform("u_ramp"), 3, plane.ramp.front().data());
  glUniform1i(program_.Uniform("u_cells"), 0);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, cells_);
  glBindVertexArray(array_);
  glBindBuffer(GL_ARRAY_BUFFER, corners_);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(corners.size() * sizeof(Corner)),
               corners.data(), GL_STREAM_DRAW);
  glDrawArrays(GL_TRIANGLES, 0, static_cast<GLsizei>(corners.size()));
  glBindVertexArray(0);
}

}  // namespace weir::gfx
