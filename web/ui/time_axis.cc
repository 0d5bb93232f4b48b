#include "web/ui/time_axis.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "web/ui/format.h"

namespace weir::ui {
namespace {

constexpr int64_t kSecond = 1'000'000;
constexpr int64_t kMinute = 60 * kSecond;
constexpr int64_t kHour = 60 * kMinute;
constexpr int64_t kDay = 24 * kHour;

// Steps that people count in.
constexpr auto kRoundSteps = std::to_array<int64_t>(
    {1'000,        2'000,     5'000,       10'000,      20'000,       50'000,       100'000,
     200'000,      500'000,   kSecond,     2 * kSecond, 5 * kSecond,  10 * kSecond, 20 * kSecond,
     30 * kSecond, kMinute,   2 * kMinute, 5 * kMinute, 10 * kMinute, 20 * kMinute, 30 * kMinute,
     kHour,        2 * kHour, 3 * kHour,   6 * kHour,   12 * kHour,   kDay,         2 * kDay,
     5 * kDay,     10 * kDay, 20 * kDay,   50 * kDay,   100 * kDay,   200 * kDay,   365 * kDay});

int64_t RoundUpToStep(double micros) {
  for (const int64_t step : kRoundSteps) {
    if (static_cast<double>(step) >= micros) return step;
  }
  return kRoundSteps.back();
}

constexpr double kPixelsPerSecond = 60;
constexpr double kHorizonRoom = 1.12;

}  // namespace

Duration RoundUpAge(Duration age) { return Micros(RoundUpToStep(static_cast<double>(age.micros))); }

Duration WindowFor(double speed, float length, Duration run, Duration retention, double zoom) {
  const double whole_run = static_cast<double>(run.micros);
  const double kept = static_cast<double>(retention.micros);
  const double to_horizon = kept * kHorizonRoom;
  double window = speed * std::max(static_cast<double>(length), 100.0) / kPixelsPerSecond * 1e6;
  // What reaches near the horizon reaches beyond it: there is most to be seen.
  if (window * 1.3 >= kept) window = to_horizon;
  window = std::min({window, whole_run, to_horizon}) / zoom;
  return Micros(std::llround(std::clamp(window, 1'000.0, std::max(to_horizon, 1'000.0))));
}

float TimeAxis::At(Duration age) const {
  return static_cast<float>(static_cast<double>(age.micros) / static_cast<double>(window_.micros) *
                            static_cast<double>(length_));
}

Duration TimeAxis::AgeAt(float pixel) const {
  if (length_ <= 0) return Micros(0);
  return Micros(std::llround(static_cast<double>(pixel) / static_cast<double>(length_) *
                             static_cast<double>(window_.micros)));
}

std::vector<Tick> TicksOf(const TimeAxis& axis, float apart) {
  std::vector<Tick> ticks;
  if (axis.length() <= 0) return ticks;
  const int64_t step = RoundUpToStep(static_cast<double>(axis.AgeAt(apart).micros));
  for (int64_t age = step; age <= axis.window().micros; age += step) {
    ticks.push_back({axis.At(Micros(age)), FormatAge(Micros(age))});
  }
  return ticks;
}

}  // namespace weir::ui
