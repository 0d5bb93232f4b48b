#include "web/gfx/record_layer.h"

#include <algorithm>
#include <cmath>

namespace weir::gfx {
namespace {

// Records handed over in one frame at most; of more only a part is looked at, with a weight.
constexpr size_t kFreshMax = 40'000;
constexpr size_t kRestartMax = 250'000;

// Points shrink where they would cover each other.
float ShrinkFor(uint64_t visible, const Plane& plane) {
  const float area = std::max(plane.length * plane.breadth, 1.0f);
  const float each = area / static_cast<float>(std::max<uint64_t>(visible, 1));
  return std::clamp(std::sqrt(each) / 13.0f, 0.5f, 1.0f);
}

}  // namespace

void RecordLayer::Update(const Engine& engine, const Input& input) {
  now_ = engine.now();
  const Instant far = now_ - input.window;
  visible_ = CountSince(engine, input.stream, far);
  const uint64_t most = software_ ? kPointsMaxSoftware : kPointsMax;
  // Once dense it stays so until there is clearly less, or it would flicker at the border.
  const bool density = visible_ > (density_ ? most * 8 / 10 : most);

  bool restart =
      !filled_ || input.epoch != epoch_ || input.stream != stream_ || density != density_;
  restart = restart || feed_.since() > far;
  restart = restart || (density && DensityStep(input.window) != map_.step());
  epoch_ = input.epoch;
  stream_ = input.stream;
  density_ = density;
  filled_ = true;
  plane_ = input.plane;
  plane_.shrink = ShrinkFor(visible_, plane_);
  // Some more of the past than is seen now, so that zooming out begins smoothly.
  if (restart) feed_.Restart(far - input.window);
  if (density_) {
    UpdateDensity(engine, input, restart);
  } else {
    UpdatePoints(engine, input, restart);
  }
  density_lanes_ = input.density_lanes;
  points_.SetLanes(input.lanes);
  if (input.refusals != nullptr) points_.SetRefusals(*input.refusals);
}

void RecordLayer::UpdatePoints(const Engine& engine, const Input& input, bool restart) {
  if (restart) points_.Clear();
  const std::vector<Shard>& shards = engine.streams().stream(input.stream).shards();
  const Instant start = engine.scenario().start;
  fresh_.clear();
  feed_.Update(engine, input.stream, restart ? PointsRenderer::kCapacity : kFreshMax,
               [&](ShardIndex shard, std::span<const RecordView> records, uint32_t) {
                 const HashKeyRange range = shards[shard.index()].range();
                 for (const RecordView& record : records) {
                   fresh_.push_back(MakePoint(record.arrived_at - start, shard.value,
                                              PlaceWithin(record.hash_place, range),
                                              SizeClass(record.billed_bytes), record.key));
                 }
               });
  points_.Append(fresh_);
}

void RecordLayer::UpdateDensity(const Engine& engine, const Input& input, bool restart) {
  if (restart) {
    points_.Clear();
    map_.Restart(engine.scenario().start, now_, DensityStep(input.window));
  }
  map_.AdvanceTo(now_);
  feed_.Update(engine, input.stream, restart ? kRestartMax : kFreshMax,
               [&](ShardIndex, std::span<const RecordView> records, uint32_t weight) {
                 map_.Add(records, weight);
               });
  density_renderer_.Upload(map_);
}

void RecordLayer::Draw() const {
  if (plane_.length <= 0 || plane_.breadth <= 0) return;
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glDisable(GL_DEPTH_TEST);
  glEnable(GL_SCISSOR_TEST);
  const float right = plane_.x + (plane_.time_runs_down ? plane_.breadth : plane_.length);
  const float bottom = plane_.y + (plane_.time_runs_down ? plane_.length : plane_.breadth);
  const auto device = [this](float pixels) {
    return static_cast<GLint>(std::lround(pixels * plane_.scale));
  };
  glScissor(device(plane_.x), plane_.pixel_height - device(bottom), device(right - plane_.x),
            device(bottom - plane_.y));
#if !defined(IMGUI_IMPL_OPENGL_ES3)
  glEnable(GL_PROGRAM_POINT_SIZE);
#endif
  if (density_) density_renderer_.Draw(plane_, map_, now_, density_lanes_);
  points_.Draw(plane_);
}

}  // namespace weir::gfx
