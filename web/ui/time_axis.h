// Time on the canvas: a record enters at age zero, where the lanes begin, and moves away from it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.h"

namespace weir::ui {

// How far back a picture of `length` pixels reaches at a speed of `speed` virtual seconds a second:
// records move 60 pixels in a second of a viewer's time. Never more of the past than the run or the
// retention period has, with room for the horizon beside it. `zoom` above 1 shows less.
Duration WindowFor(double speed, float length, Duration run, Duration retention, double zoom);

// The next of the steps in which people count time: 1, 2, 5 s ... 1 min, 2 min ... 6 h, 12 h, 1
// day.
Duration RoundUpAge(Duration age);

class TimeAxis {
 public:
  TimeAxis() = default;
  // `window` is more than zero; `length` in pixels.
  TimeAxis(Duration window, float length) : window_(window), length_(length) {}

  Duration window() const { return window_; }
  float length() const { return length_; }
  // Pixels from the entry. An age beyond the window gives more than length().
  float At(Duration age) const;
  Duration AgeAt(float pixel) const;

 private:
  Duration window_ = Seconds(1);
  float length_ = 0;
};

struct Tick {
  float at = 0;
  std::string label;  // "5 s": how long ago.
};

// Round ages at least `apart` pixels from one another, without zero.
std::vector<Tick> TicksOf(const TimeAxis& axis, float apart);

}  // namespace weir::ui
