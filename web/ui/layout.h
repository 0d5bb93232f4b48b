// Where every panel stands, for the three layouts of the playground.
//
//   full                                                     embed
//   +---------------------------------------+-----------+    +--------------------------+--------+
//   | title line                            |           |    | title                    | three  |
//   | hash | heads | lanes                  | inspector |    | heads | lanes            | read-  |
//   | axis                                  |           |    | axis                     | outs   |
//   | delivery streams, where there are any |           |    | delivery streams         |        |
//   | plots: in and out, throttled, age     |           |    +--------------------------+--------+
//   +---------------------------------------+-----------+
//                                                            phone: lanes are columns, time runs
//                                                            down
//
// The desktop window has a bar above and one below; on the page these are the page's own.
#pragma once

#include <cstddef>
#include <cstdint>

#include "web/ui/geometry.h"

namespace weir::ui {

enum class LayoutKind : uint8_t { kFull, kEmbed, kPhone };

// A panel that a layout leaves out has an empty box.
struct Layout {
  LayoutKind kind = LayoutKind::kFull;
  bool time_runs_down = false;
  Box header;
  Box transport;
  Box title;
  Box hash_strip;
  Box heads;
  Box lanes;
  Box axis;
  Box deliveries;  // Of every delivery stream a row.
  Box plots;
  Box inspector;
  Box readouts;

  // Along time, and across it, in pixels.
  float lanes_length() const { return time_runs_down ? lanes.h : lanes.w; }
  float lanes_breadth() const { return time_runs_down ? lanes.w : lanes.h; }
};

// What there is to lay out beside the lanes.
struct LayoutContent {
  bool own_bars = false;  // The header and the transport bar are drawn too (the desktop window).
  size_t delivery_streams = 0;
};

// Every size gives boxes inside the canvas that do not overlap; what has no room is left out, the
// lanes last.
Layout ComputeLayout(LayoutKind kind, float width, float height, LayoutContent content);

// Between the rows of delivery streams; and how many of them a height has room for.
inline constexpr float kDeliveryGap = 8;
size_t DeliveryRowsIn(float height);

}  // namespace weir::ui
