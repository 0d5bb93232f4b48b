// Panels stand inside the canvas and never over each other.
#include "web/ui/layout.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace weir::ui {
namespace {

struct Named {
  const char* name;
  Box box;
};

std::array<Named, 11> BoxesOf(const Layout& layout) {
  return {{{"header", layout.header},
           {"transport", layout.transport},
           {"title", layout.title},
           {"hash_strip", layout.hash_strip},
           {"heads", layout.heads},
           {"lanes", layout.lanes},
           {"axis", layout.axis},
           {"deliveries", layout.deliveries},
           {"plots", layout.plots},
           {"inspector", layout.inspector},
           {"readouts", layout.readouts}}};
}

bool Overlap(const Box& a, const Box& b) {
  return !a.empty() && !b.empty() && a.x < b.right() - 0.01f && b.x < a.right() - 0.01f &&
         a.y < b.bottom() - 0.01f && b.y < a.bottom() - 0.01f;
}

void ExpectSound(const Layout& layout, float width, float height) {
  const std::array<Named, 11> boxes = BoxesOf(layout);
  for (size_t i = 0; i < boxes.size(); ++i) {
    const Box& box = boxes[i].box;
    if (box.empty()) continue;
    EXPECT_GE(box.x, 0) << boxes[i].name;
    EXPECT_GE(box.y, 0) << boxes[i].name;
    EXPECT_LE(box.right(), width + 0.01f) << boxes[i].name;
    EXPECT_LE(box.bottom(), height + 0.01f) << boxes[i].name;
    for (size_t j = i + 1; j < boxes.size(); ++j) {
      EXPECT_FALSE(Overlap(box, boxes[j].box)) << boxes[i].name << " and " << boxes[j].name;
    }
  }
}

TEST(LayoutTest, EverySizeOfEveryLayoutIsSound) {
  for (const LayoutKind kind : {LayoutKind::kFull, LayoutKind::kEmbed, LayoutKind::kPhone}) {
    for (float width = 160; width <= 2'000; width += 97) {
      for (float height = 160; height <= 1'400; height += 83) {
        for (const bool own_bars : {false, true}) {
          for (const size_t delivery_streams : {0u, 1u, 2u, 7u}) {
            SCOPED_TRACE(std::to_string(width) + " x " + std::to_string(height));
            ExpectSound(ComputeLayout(kind, width, height, {own_bars, delivery_streams}), width,
                        height);
            if (HasFailure()) return;
          }
        }
      }
    }
  }
}

TEST(LayoutTest, TheThreeSizesItWasMadeForHaveAllTheirPanels) {
  const Layout full = ComputeLayout(LayoutKind::kFull, 1280, 704, {.own_bars = false});
  EXPECT_FALSE(full.inspector.empty());
  EXPECT_FALSE(full.plots.empty());
  EXPECT_GE(full.lanes.w, 700);
  EXPECT_GE(full.lanes.h, 400);
  const Layout embed = ComputeLayout(LayoutKind::kEmbed, 720, 304, {.own_bars = false});
  EXPECT_FALSE(embed.readouts.empty());
  EXPECT_GE(embed.lanes.w, 400);
  const Layout phone = ComputeLayout(LayoutKind::kPhone, 390, 300, {.own_bars = false});
  EXPECT_TRUE(phone.time_runs_down);
  EXPECT_FALSE(phone.readouts.empty());
  EXPECT_GE(phone.lanes.h, 120);
}

TEST(LayoutTest, OnlyTheWindowHasBarsOfItsOwn) {
  EXPECT_TRUE(ComputeLayout(LayoutKind::kFull, 1280, 800, {.own_bars = false}).transport.empty());
  EXPECT_FALSE(ComputeLayout(LayoutKind::kFull, 1280, 800, {.own_bars = true}).transport.empty());
}

}  // namespace
}  // namespace weir::ui
