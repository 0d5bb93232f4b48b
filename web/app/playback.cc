#include "web/app/playback.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace weir::app {
namespace {

constexpr auto kSpeeds = std::to_array<double>({0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20,
                                                50, 100, 200, 500, 1'000, 2'000, 5'000, 10'000});

// Speeds come in thousandths: what is nearer than half of one is the same speed.
constexpr double kSame = 0.0005;

}  // namespace

void Playback::SetSpeed(double speed) {
  const double held = std::isnan(speed) ? 1 : std::clamp(speed, kSpeedMin, kSpeedMax);
  thousandths_ = std::llround(held * 1'000);
  left_over_ = 0;
}

Duration Playback::Take(double dt_ms) {
  if (!playing_ || !(dt_ms > 0)) return Micros(0);
  const int64_t real_micros = std::llround(std::min(dt_ms, kFrameMaxMs) * 1'000);
  const int64_t total = real_micros * thousandths_ + left_over_;
  left_over_ = total % 1'000;
  return Micros(total / 1'000);
}

double FasterThan(double speed) {
  for (const double candidate : kSpeeds) {
    if (candidate > speed + kSame) return candidate;
  }
  return kSpeeds.back();
}

double SlowerThan(double speed) {
  for (size_t i = kSpeeds.size(); i > 0; --i) {
    if (kSpeeds[i - 1] < speed - kSame) return kSpeeds[i - 1];
  }
  return kSpeeds.front();
}

double ComfortableSpeed(Duration duration) {
  const double wanted = static_cast<double>(duration.micros) / 1e6 / 60;
  double best = 1;
  for (const double candidate : kSpeeds) {
    if (candidate >= 1 && candidate <= wanted * 1.01) best = candidate;
  }
  return best;
}

}  // namespace weir::app
