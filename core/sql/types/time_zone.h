// TimeZone: UTC, a fixed offset, or a zone of the IANA database by its present and recent rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace weir::sql {

class TimeZone {
 public:
  TimeZone() = default;  // UTC.

  // "UTC", "Z", "GMT+08:00", "+08:00", "-03:30", "Asia/Shanghai", "America/New_York".
  // Error kValidation: not known, with the nearest name.
  static Result<TimeZone> Find(std::string_view name);

  bool IsUtc() const { return rule_ < 0 && offset_seconds_ == 0; }
  // What is added to UTC for the wall clock.
  int64_t OffsetMillis(int64_t utc_millis) const;
  int64_t ToLocal(int64_t utc_millis) const { return utc_millis + OffsetMillis(utc_millis); }
  // The instant of a wall clock. In the hour that a change of time skips: moved on by the gap; in
  // the one it repeats: the earlier of the two, as Java's ZonedDateTime does.
  int64_t ToUtc(int64_t local_millis) const;
  std::string Name() const;

  friend bool operator==(const TimeZone&, const TimeZone&) = default;

 private:
  int32_t rule_ = -1;  // Index in the table of zones; -1: offset_seconds_ always.
  int32_t offset_seconds_ = 0;
};

}  // namespace weir::sql
