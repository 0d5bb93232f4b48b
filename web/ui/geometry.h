// Places on the canvas, in CSS pixels from its upper left corner.
#pragma once

#include <algorithm>

namespace weir::ui {

struct Spot {
  float x = 0;
  float y = 0;
};

struct Box {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  bool empty() const { return w <= 0 || h <= 0; }
  // The left and upper edges belong to a box, the right and lower ones to its neighbour.
  bool Contains(Spot spot) const {
    return spot.x >= x && spot.x < right() && spot.y >= y && spot.y < bottom();
  }
  Box Inset(float dx, float dy) const { return {x + dx, y + dy, w - 2 * dx, h - 2 * dy}; }
};

// Cut pieces off the sides of a box, so that a layout reads as a list. What is not there is not
// cut: the piece is smaller then, or empty.
inline Box CutTop(Box& from, float h) {
  h = std::min(h, std::max(from.h, 0.0f));
  const Box cut{from.x, from.y, from.w, h};
  from.y += h;
  from.h -= h;
  return cut;
}
inline Box CutBottom(Box& from, float h) {
  h = std::min(h, std::max(from.h, 0.0f));
  from.h -= h;
  return {from.x, from.bottom(), from.w, h};
}
inline Box CutLeft(Box& from, float w) {
  w = std::min(w, std::max(from.w, 0.0f));
  const Box cut{from.x, from.y, w, from.h};
  from.x += w;
  from.w -= w;
  return cut;
}
inline Box CutRight(Box& from, float w) {
  w = std::min(w, std::max(from.w, 0.0f));
  from.w -= w;
  return {from.right(), from.y, w, from.h};
}

}  // namespace weir::ui
