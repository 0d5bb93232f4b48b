// A pattern of Java's DateTimeFormatter, which is what !{timestamp:...} holds.
//
//   y u Y  year        M L  month     w W  week     D d F  day     E e c  weekday   Q q  quarter
//   a  AM or PM        h H k K  hour  m  minute     s  second      S n N A  fractions   G  era
//   V z O X x Z  zone  'text'  ''  as it stands     [ ]  nothing   any other character: itself
//
// In English, with weeks that begin on Sunday, the first holding 1 January (Modelled: the locale of
// the service is not published). Names of zones other than UTC's (z), p, B and g are not known.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/firehose/time_zone.h"

namespace weir {

// An instant on the clocks of a zone.
struct ZonedTime {
  CivilTime civil;
  Duration offset;
  std::string_view zone;

  static ZonedTime At(Instant instant, const TimeZone& zone);
};

class DatePattern {
 public:
  // Error kInvalidArgument, in Java's words.
  static Result<DatePattern> Parse(std::string_view pattern);

  void AppendTo(std::string& text, const ZonedTime& time) const;

 private:
  struct Piece {
    char letter = 0;  // 0: `literal` as it stands.
    int32_t count = 0;
    std::string literal;
  };
  std::vector<Piece> pieces_;
};

}  // namespace weir
