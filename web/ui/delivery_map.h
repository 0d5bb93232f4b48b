// Where the delivery streams of a scenario are drawn: a row each, of the buffers as vessels and the
// objects they became in a tray.
//
//   clicks                   |^^|  |  |          +-----+-----+-----+
//   Direct PUT to S3         |##|  |##|     ->   | new |     | old |   a tile for each object
//   holds 43 s               s0    s1            +-----+-----+-----+
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/view/engine_view.h"
#include "web/ui/geometry.h"
#include "web/ui/layout.h"

namespace weir::ui {

// A buffer and where it stands. A shard of the source has a vessel while its buffer is empty too,
// so that nothing jumps when one is flushed.
struct VesselSpot {
  Box box;
  std::string name;  // "shard 3", "buffer 1", a partition, "errors".
  OutputType type = OutputType::kData;
  const DeliveryBufferView* buffer = nullptr;  // None: empty.
};

struct TileSpot {
  Box box;
  const DeliveredObjectView* object = nullptr;
};

struct DeliveryRow {
  const DeliveryStreamView* stream = nullptr;
  Box head;
  Box vessels;  // Of all of them, with their names below.
  Box tray;
  std::vector<VesselSpot> shown;
  int64_t hidden = 0;           // Buffers for which there is no room.
  std::vector<TileSpot> tiles;  // The newest first.
};

// As many rows as `layout.deliveries` has room for, in the order of the scenario.
std::vector<DeliveryRow> DeliveryRowsOf(const EngineView& view, const Layout& layout);

// The object whose tile is at a spot of the canvas.
struct ObjectHit {
  DeliveryStreamId stream;
  const DeliveredObjectView* object = nullptr;
  Box box;
};
std::optional<ObjectHit> ObjectAt(const std::vector<DeliveryRow>& rows, Spot spot);

// The level of a buffer, 0 to 1: of its size hint; and what is left of its interval.
float LevelOf(const DeliveryBufferView& buffer);
float TimeLeftOf(const DeliveryBufferView& buffer, Instant now);

}  // namespace weir::ui
