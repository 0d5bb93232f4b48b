// What the panels of one frame draw: the engine's view and where in it the canvas looks.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/time.h"
#include "core/view/engine_view.h"
#include "web/ui/lane_map.h"
#include "web/ui/layout.h"
#include "web/ui/time_axis.h"

namespace weir::ui {

// Valid for one frame: `view` belongs to the session.
struct Scene {
  Layout layout;
  const EngineView* view = nullptr;
  StreamId stream_id;
  LaneMap lanes;
  TimeAxis axis;
  Instant now;         // As it is drawn; with little motion it moves in steps.
  Duration retention;  // Of the stream.
  // By shard: records that arrived within the last `recent_span`.
  std::vector<int64_t> recent;
  Duration recent_span = Seconds(1);

  const StreamView& stream() const { return view->streams[stream_id.index()]; }
  Duration AgeOf(Instant at) const { return at < now ? now - at : Micros(0); }

  // From pixels along time and across it to the canvas, whichever way time runs; and back.
  Spot At(float along, float across) const;
  float AlongOf(Spot spot) const;
  float AcrossOf(Spot spot) const;
  Box BoxOf(float along, float along_end, const LaneSpan& across) const;
};

// `stream` falls back to the first one; `window` as of WindowFor.
Scene MakeScene(const EngineView& view, StreamId stream, const Layout& layout, Duration window,
                bool reduced_motion);

// Where a shard is drawn: from its opening (or the window's far end) to its closing (or now).
// Nothing when that lies outside the window.
std::optional<Box> TileOf(const Scene& scene, const ShardView& shard);

// The consumers that read the scene's stream and their lease of a shard.
struct ReaderOf {
  const ConsumerView* consumer = nullptr;
  const LeaseView* lease = nullptr;
  int number = 0;  // Among the readers of the stream.
};
std::vector<ReaderOf> ReadersOf(const Scene& scene, ShardIndex shard);

// A closed shard that some reader has not yet read to its end.
bool IsDraining(const Scene& scene, const ShardView& shard);

// Where a record's point is drawn across its lane; shaders/records.vert.glsl does the same.
float AcrossOfRecord(const LaneSpan& lane, double place_within);

}  // namespace weir::ui
