// From a scene to what the renderers take: the border between panels and GL, without either.
#pragma once

#include <vector>

#include "core/engine/engine.h"
#include "web/app/chronicle.h"
#include "web/app/ui_state.h"
#include "web/gfx/plane.h"
#include "web/gfx/record_point.h"
#include "web/ui/delivery_map.h"
#include "web/ui/scene.h"

namespace weir::app {

// Fills in how much arrived of late, by shard.
void CountRecent(const Engine& engine, ui::Scene& scene);

gfx::Plane PlaneOf(const ui::Scene& scene, const UiState& state);
std::vector<gfx::Lane> LanesOf(const ui::Scene& scene);
std::vector<gfx::DensityLane> DensityLanesOf(const ui::Scene& scene);
// A point for every mark of refused writes; larger for more of them.
std::vector<gfx::RecordPoint> RefusalsOf(const ui::Scene& scene, const Chronicle& chronicle);
// Where the shards are on the canvas, for the page's tests and helpers.
std::vector<DrawnLane> LanesDrawn(const ui::Scene& scene);
std::vector<DrawnObject> ObjectsDrawn(const std::vector<ui::DeliveryRow>& rows);

}  // namespace weir::app
