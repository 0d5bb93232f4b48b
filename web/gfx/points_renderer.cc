#include "web/gfx/points_renderer.h"

#include <algorithm>

namespace weir::gfx {
namespace {

constexpr size_t kLanesPerRow = 1024;
constexpr size_t kRefusalsMax = 8'192;

float SecondsOf(Duration duration) {
  return static_cast<float>(static_cast<double>(duration.micros) / 1e6);
}

GLsizeiptr BytesOf(size_t points) { return static_cast<GLsizeiptr>(points * sizeof(RecordPoint)); }

}  // namespace

PointsRenderer::Buffer PointsRenderer::MakeBuffer(size_t points) {
  Buffer made;
  glGenVertexArrays(1, &made.array);
  glGenBuffers(1, &made.buffer);
  glBindVertexArray(made.array);
  glBindBuffer(GL_ARRAY_BUFFER, made.buffer);
  glBufferData(GL_ARRAY_BUFFER, BytesOf(points), nullptr, GL_DYNAMIC_DRAW);
  glEnableVertexAttribArray(0);
  glVertexAttribIPointer(0, 3, GL_UNSIGNED_INT, sizeof(RecordPoint), nullptr);
  glBindVertexArray(0);
  return made;
}

PointsRenderer::PointsRenderer()
    : program_("records"), records_(MakeBuffer(kCapacity)), refusals_(MakeBuffer(kRefusalsMax)) {
  glGenTextures(1, &lanes_);
}

PointsRenderer::~PointsRenderer() {
  for (const Buffer& buffer : {records_, refusals_}) {
    glDeleteVertexArrays(1, &buffer.array);
    glDeleteBuffers(1, &buffer.buffer);
  }
  glDeleteTextures(1, &lanes_);
}

void PointsRenderer::Clear() {
  next_ = 0;
  size_ = 0;
}

void PointsRenderer::Append(std::span<const RecordPoint> points) {
  if (points.size() > kCapacity) points = points.last(kCapacity);
  glBindBuffer(GL_ARRAY_BUFFER, records_.buffer);
  while (!points.empty()) {
    const size_t count = std::min(points.size(), kCapacity - next_);
    glBufferSubData(GL_ARRAY_BUFFER, BytesOf(next_), BytesOf(count), points.data());
    next_ = (next_ + count) % kCapacity;
    size_ = std::min(size_ + count, kCapacity);
    points = points.subspan(count);
  }
}

void PointsRenderer::SetRefusals(std::span<const RecordPoint> points) {
  if (points.size() > kRefusalsMax) points = points.last(kRefusalsMax);
  glBindBuffer(GL_ARRAY_BUFFER, refusals_.buffer);
  glBufferSubData(GL_ARRAY_BUFFER, 0, BytesOf(points.size()), points.data());
  refusals_size_ = points.size();
}

void PointsRenderer::SetLanes(std::span<const Lane> lanes) {
  std::vector<Lane> rows(lanes.begin(), lanes.end());
  rows.resize((std::max<size_t>(rows.size(), 1) + kLanesPerRow - 1) / kLanesPerRow * kLanesPerRow);
  const auto count = static_cast<GLsizei>(rows.size() / kLanesPerRow);
  glBindTexture(GL_TEXTURE_2D, lanes_);
  if (count != lane_rows_) {
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32F, static_cast<GLsizei>(kLanesPerRow), count, 0,
                 GL_RGBA, GL_FLOAT, rows.data());
    lane_rows_ = count;
    return;
  }
  // A row that no shard uses needs no upload; the last one is sent up to its last shard.
  const auto width =
      static_cast<GLsizei>(count == 1 ? std::max<size_t>(lanes.size(), 1) : kLanesPerRow);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, count, GL_RGBA, GL_FLOAT, rows.data());
}

void PointsRenderer::SetUniforms(const Plane& plane) const {
  glUniform2i(program_.Uniform("u_now"), static_cast<GLint>(plane.now.micros / 1'000'000),
              static_cast<GLint>(plane.now.micros % 1'000'000));
  glUniform4f(program_.Uniform("u_box"), plane.x, plane.y, plane.length, plane.breadth);
  glUniform4f(program_.Uniform("u_canvas"), plane.canvas_width, plane.canvas_height, plane.scale,
              plane.time_runs_down ? 1.0f : 0.0f);
  glUniform4f(program_.Uniform("u_time"), SecondsOf(plane.window), SecondsOf(plane.retention),
              SecondsOf(plane.fade), 0);
  glUniform1f(program_.Uniform("u_shrink"), plane.shrink);
  glUniform4fv(program_.Uniform("u_keys"), 8, plane.keys.front().data());
  glUniform4fv(program_.Uniform("u_gone"), 1, plane.gone.data());
  glUniform4fv(program_.Uniform("u_bad"), 1, plane.bad.data());
  glUniform1i(program_.Uniform("u_lanes"), 0);
}

void PointsRenderer::Draw(const Plane& plane) const {
  program_.Use();
  SetUniforms(plane);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, lanes_);
  const GLint refused = program_.Uniform("u_refused");
  if (size_ > 0) {
    glUniform1i(refused, 0);
    glBindVertexArray(records_.array);
    glDrawArrays(GL_POINTS, 0, static_cast<GLsizei>(size_));
  }
  if (refusals_size_ > 0) {
    glUniform1i(refused, 1);
    glBindVertexArray(refusals_.array);
    glDrawArrays(GL_POINTS, 0, static_cast<GLsizei>(refusals_size_));
  }
  glBindVertexArray(0);
}

}  // namespace weir::gfx
