// The virtual clock of a front end: how much virtual time a frame of real time is worth.
//
// Wall time never enters the engine. A frame hands over how long it lasted, at most kFrameMax: a
// tab that slept goes on where it stopped and catches nothing up.
#pragma once

#include <cstdint>

#include "core/base/time.h"

namespace weir::app {

inline constexpr double kSpeedMin = 0.01;
inline constexpr double kSpeedMax = 10'000;
inline constexpr double kFrameMaxMs = 50;

class Playback {
 public:
  bool playing() const { return playing_; }
  void set_playing(bool playing) { playing_ = playing; }

  // Virtual seconds a second, as given by the last SetSpeed.
  double speed() const { return static_cast<double>(thousandths_) / 1'000; }
  // Held within [kSpeedMin, kSpeedMax] and rounded to thousandths.
  void SetSpeed(double speed);

  // The virtual time of a frame of `dt_ms`. What is less than a microsecond is kept for the next
  // frame, so that a hundredth of real time does not run slow. Zero while paused.
  Duration Take(double dt_ms);

 private:
  bool playing_ = false;
  int64_t thousandths_ = 1'000;
  int64_t left_over_ = 0;  // Thousandths of a microsecond.
};

// The speeds that "faster" and "slower" go through, in a 1-2-5 series.
double FasterThan(double speed);
double SlowerThan(double speed);

// The speed at which a run of `duration` takes about a minute; never slower than real time.
double ComfortableSpeed(Duration duration);

}  // namespace weir::app
