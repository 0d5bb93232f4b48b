// Points in time as data sets write them.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"

namespace weir {

// What a bare number counts since 1970-01-01T00:00Z. kAuto goes by the size of the first number
// that is not 0: below 10^11 seconds (until the year 5138), below 10^14 milliseconds, below 10^17
// microseconds.
enum class TimeUnit : uint8_t { kAuto, kSeconds, kMillis, kMicros };

// Reads the times of one column. All its numbers have one unit, so the first one decides.
class TimestampParser {
 public:
  explicit TimestampParser(TimeUnit unit) : unit_(unit) {}

  // Reads, with spaces around it:
  //   2018-02-01T10:00:00.123456+02:00    also with a space for the T; seconds, fraction, time of
  //   2018-02-01                          day may be absent; Z, UTC, GMT, +hh:mm, +hhmm, +hh, or no
  //                                       zone: UTC
  //   1517479200123   1517479200.123   1.517479200e9
  // A fraction finer than a microsecond is cut off. Years 0001 to 9999.
  // Error kInput, with what was expected, but without line or column.
  Result<Instant> Parse(std::string_view text);

 private:
  Result<Instant> ParseNumber(std::string_view text);

  TimeUnit unit_;
};

}  // namespace weir
