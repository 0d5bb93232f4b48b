// Patterns like 'yyyy-MM-dd HH:mm:ss.SSS', as Java's DateTimeFormatter knows them.
//
//   y u  year          M L  month (MMM Jan, MMMM January)   d  day        D  day of the year
//   H    hour 0-23     h    hour 1-12    k  1-24    K  0-11 a  AM or PM   m  minute   s  second
//   S    fraction      E    weekday (EEE Mon, EEEE Monday)  e  1-7        Q q  quarter
//   w    week of the year (ISO)          n  nanosecond      X x Z  offset   z V  zone
//   'text' and '' are themselves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/types/time_zone.h"
#include "core/sql/types/value.h"

namespace weir::sql {

class DateTimePattern {
 public:
  // Error kValidation: a letter that stands for nothing, or an open quote.
  static Result<DateTimePattern> Compile(std::string_view pattern);

  // `zone` is only for the offsets and names that the pattern may ask for.
  std::string Format(TimestampValue wall_clock, const TimeZone& zone) const;

  struct Parsed {
    TimestampValue wall_clock;              // What is not in the text is as on 1970-01-01 00:00:00.
    std::optional<int32_t> offset_seconds;  // If the text had one.
  };
  // The whole text must fit.
  std::optional<Parsed> Parse(std::string_view text) const;

 private:
  struct Part {
    char letter = 0;  // 0: `text` as it is.
    int32_t count = 0;
    std::string text;
  };
  std::vector<Part> parts_;
};

}  // namespace weir::sql
