// Which record is under the pointer: a search in the logs, no reading back of pixels.
#pragma once

#include <optional>

#include "core/engine/engine.h"
#include "web/app/ui_state.h"
#include "web/ui/scene.h"

namespace weir::ui {

// How far from a record's middle it still counts as hit, in pixels; for fingers more.
inline constexpr float kReachMouse = 9;
inline constexpr float kReachTouch = 22;

struct Hit {
  app::RecordRef ref;
  RecordView record;
  Spot at;
};

// The nearest record within `reach` of `spot`. Where thousands lie under it, one of the newest of
// them: at most kRecordsTried per shard are looked at.
std::optional<Hit> RecordAt(const Engine& engine, const Scene& scene, Spot spot, float reach);
inline constexpr size_t kRecordsTried = 4'096;

// The shard whose tile is under the pointer, the newest first.
std::optional<app::ShardRef> ShardAt(const Scene& scene, Spot spot);

// Where a record is drawn; nothing when it lies outside the window.
std::optional<Spot> SpotOf(const Scene& scene, ShardIndex shard, const RecordView& record);

}  // namespace weir::ui
