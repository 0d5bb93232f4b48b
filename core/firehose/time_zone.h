// A CustomTimeZone: the clock by which the time in object keys is written.
//
// Modelled: some seventy zones by today's rules (time_zone_rules.inc), for the past and the future
// as well. What a zone did before its present rule is not known here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"

namespace weir {

class TimeZone {
 public:
  TimeZone() = default;  // UTC.

  // "UTC", "Asia/Tokyo", "Europe/Berlin", ...; empty: UTC. Errors: kValidation when the name is not
  // one ([api]: at most 50 of [a-zA-Z/_]), kInvalidArgument when it is not known.
  static Result<TimeZone> Find(std::string_view name);

  // As it was asked for.
  const std::string& name() const { return name_; }

  // What its clocks show at `instant`, minus UTC.
  Duration OffsetAt(Instant instant) const;

 private:
  // The day a season begins: the `week`th `weekday` of `month` (5: the last), `seconds` after
  // midnight by the clock that ends then.
  struct Change {
    int32_t month = 0;  // 0: there are no seasons.
    int32_t week = 0;
    int32_t weekday = 0;
    int32_t seconds = 2 * 3'600;
  };
  static TimeZone FromPosix(std::string_view rule);
  static Change ReadChange(std::string_view& rule);
  // UTC seconds of `change` in `year` when the clock before it is `offset` seconds ahead.
  static int64_t At(const Change& change, int64_t year, int32_t offset);

  std::string name_ = "UTC";
  int32_t standard_seconds_ = 0;
  int32_t summer_seconds_ = 0;
  Change to_summer_;
  Change to_standard_;
};

}  // namespace weir
