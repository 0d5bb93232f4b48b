#include "web/ui/layout.h"

#include <algorithm>

namespace weir::ui {
namespace {

constexpr float kHeaderHeight = 48;
constexpr float kTransportHeight = 56;

// The least height of a delivery stream's row, and what it likes to have.
constexpr float kDeliveryMin = 46;
constexpr float kDeliveryWanted = 84;

// Off the bottom of `room`, of which the lanes keep `lanes`.
void CutDeliveries(Layout& layout, Box& room, size_t delivery_streams, float lanes) {
  const size_t rows = std::min(delivery_streams, DeliveryRowsIn(room.h - lanes));
  if (rows == 0) return;
  const float gaps = kDeliveryGap * static_cast<float>(rows - 1);
  const float wanted = kDeliveryWanted * static_cast<float>(rows) + gaps;
  layout.deliveries = CutBottom(room, std::min(wanted, room.h - lanes));
}

void LayOutFull(Layout& layout, Box room, size_t delivery_streams) {
  // Narrow windows keep the lanes and give up the inspector; low ones give up the plots.
  if (room.w >= 860) {
    layout.inspector = CutRight(room, 300);
  }
  room = room.Inset(20, 0);
  CutBottom(room, 14);
  if (room.h >= 430) {
    layout.plots = CutBottom(room, std::clamp(room.h * 0.2f, 104.0f, 150.0f));
    CutBottom(room, 14);
  }
  layout.title = CutTop(room, 52);
  CutDeliveries(layout, room, delivery_streams, 160);
  if (!layout.deliveries.empty()) CutBottom(room, 8);
  layout.axis = CutBottom(room, 26);
  layout.hash_strip = CutLeft(room, 10);
  CutLeft(room, 10);
  layout.heads = CutLeft(room, 118);
  layout.lanes = room;
}

void LayOutEmbed(Layout& layout, Box room, size_t delivery_streams) {
  if (room.w >= 520) {
    layout.readouts = CutRight(room, 152);
  }
  room = room.Inset(14, 0);
  CutBottom(room, 4);
  layout.title = CutTop(room, 40);
  CutDeliveries(layout, room, delivery_streams, 122);
  layout.axis = CutBottom(room, 22);
  layout.hash_strip = CutLeft(room, 8);
  CutLeft(room, 8);
  layout.heads = CutLeft(room, room.w >= 420 ? 96.0f : 76.0f);
  layout.lanes = room;
}

void LayOutPhone(Layout& layout, Box room, size_t delivery_streams) {
  layout.time_runs_down = true;
  room = room.Inset(12, 0);
  if (room.h >= 560) {
    layout.plots = CutBottom(room, 108);
    CutBottom(room, 10);
  }
  if (room.h >= 250) {
    layout.readouts = CutBottom(room, 54);
  }
  CutBottom(room, 6);
  CutDeliveries(layout, room, delivery_streams, 250);
  if (!layout.deliveries.empty()) CutBottom(room, 10);
  layout.title = CutTop(room, 36);
  layout.axis = CutLeft(room, 40);
  layout.heads = CutTop(room, 34);
  layout.hash_strip = CutTop(room, 8);
  CutTop(room, 6);
  layout.lanes = room;
  layout.axis.y = room.y;
  layout.axis.h = room.h;
}

// A canvas too small for its panels has boxes of negative size: nothing is drawn in them.
void ClampBox(Box& box) {
  box.w = std::max(box.w, 0.0f);
  box.h = std::max(box.h, 0.0f);
}

}  // namespace

size_t DeliveryRowsIn(float height) {
  return static_cast<size_t>(
      std::max((height + kDeliveryGap) / (kDeliveryMin + kDeliveryGap), 0.0f));
}

Layout ComputeLayout(LayoutKind kind, float width, float height, LayoutContent content) {
  Layout layout;
  layout.kind = kind;
  Box room{0, 0, width, height};
  if (content.own_bars) {
    layout.header = CutTop(room, kHeaderHeight);
    layout.transport = CutBottom(room, kTransportHeight);
  }
  switch (kind) {
    case LayoutKind::kFull:
      LayOutFull(layout, room, content.delivery_streams);
      break;
    case LayoutKind::kEmbed:
      LayOutEmbed(layout, room, content.delivery_streams);
      break;
    case LayoutKind::kPhone:
      LayOutPhone(layout, room, content.delivery_streams);
      break;
  }
  for (Box* box : {&layout.header, &layout.transport, &layout.title, &layout.hash_strip,
                   &layout.heads, &layout.lanes, &layout.axis, &layout.deliveries, &layout.plots,
                   &layout.inspector, &layout.readouts}) {
    ClampBox(*box);
  }
  return layout;
}

}  // namespace weir::ui
