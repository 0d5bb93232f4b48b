// Virtual time. Whole microseconds in 64 bits: no float, no clock of the host, no time zone.
//
// An Instant counts from the Unix epoch, because sequence numbers and object names carry Unix
// seconds. A scenario chooses where its first instant lies; `serve` passes the wall clock.
#pragma once

#include <compare>
#include <cstdint>

namespace weir {

struct Duration {
  int64_t micros = 0;
  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
};

struct Instant {
  int64_t micros = 0;
  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
};

constexpr Duration Micros(int64_t n) { return Duration{n}; }
constexpr Duration Millis(int64_t n) { return Duration{n * 1'000}; }
constexpr Duration Seconds(int64_t n) { return Duration{n * 1'000'000}; }
constexpr Duration Minutes(int64_t n) { return Seconds(n * 60); }
constexpr Duration Hours(int64_t n) { return Seconds(n * 3'600); }

constexpr Instant operator+(Instant a, Duration d) { return Instant{a.micros + d.micros}; }
constexpr Instant operator-(Instant a, Duration d) { return Instant{a.micros - d.micros}; }
constexpr Duration operator-(Instant a, Instant b) { return Duration{a.micros - b.micros}; }
constexpr Duration operator+(Duration a, Duration b) { return Duration{a.micros + b.micros}; }
constexpr Duration operator-(Duration a, Duration b) { return Duration{a.micros - b.micros}; }
constexpr Duration operator*(Duration d, int64_t n) { return Duration{d.micros * n}; }
constexpr Duration operator/(Duration d, int64_t n) { return Duration{d.micros / n}; }

// Later than anything that is ever scheduled, yet far enough from the end of int64 that adding a
// retention period to it cannot overflow.
inline constexpr Instant kNever{INT64_MAX / 4};

// The longest span that a scenario may name: 100 years.
inline constexpr Duration kDurationMax = Hours(24LL * 36'525);

// Seconds since the Unix epoch, rounded towards the past.
constexpr int64_t UnixSeconds(Instant t) {
  const int64_t seconds = t.micros / 1'000'000;
  return t.micros % 1'000'000 < 0 ? seconds - 1 : seconds;
}

}  // namespace weir
