#include "core/firehose/time_zone.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "core/base/civil_time.h"
#include "core/base/text.h"

namespace weir {
namespace {

struct Rule {
  std::string_view name;
  std::string_view posix;
};
constexpr Rule kRules[] = {
#include "core/firehose/time_zone_rules.inc"
};

constexpr size_t kNameMax = 50;

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "EST" or "<+0530>": only how long it is counts.
void SkipAbbreviation(std::string_view& rule) {
  size_t at = 0;
  if (!rule.empty() && rule[0] == '<') {
    at = rule.find('>') + 1;
  } else {
    while (at < rule.size() && IsLetter(rule[at])) ++at;
  }
  rule.remove_prefix(at);
}

int32_t ReadNumber(std::string_view& rule) {
  int32_t number = 0;
  while (!rule.empty() && IsDigit(rule[0])) {
    number = number * 10 + (rule[0] - '0');
    rule.remove_prefix(1);
  }
  return number;
}

// "5", "-5:30", "2:00:00", in seconds.
int32_t ReadTime(std::string_view& rule) {
  const bool negative = !rule.empty() && rule[0] == '-';
  if (!rule.empty() && (rule[0] == '-' || rule[0] == '+')) rule.remove_prefix(1);
  int32_t seconds = 0;
  for (int32_t unit = 3'600; unit > 0; unit /= 60) {
    seconds += ReadNumber(rule) * unit;
    if (rule.empty() || rule[0] != ':') break;
    rule.remove_prefix(1);
  }
  return negative ? -seconds : seconds;
}

}  // namespace

TimeZone::Change TimeZone::ReadChange(std::string_view& rule) {
  rule.remove_prefix(2);  // ",M"
  Change change;
  change.month = ReadNumber(rule);
  rule.remove_prefix(1);
  change.week = ReadNumber(rule);
  rule.remove_prefix(1);
  change.weekday = ReadNumber(rule);
  if (!rule.empty() && rule[0] == '/') {
    rule.remove_prefix(1);
    change.seconds = ReadTime(rule);
  }
  return change;
}

TimeZone TimeZone::FromPosix(std::string_view rule) {
  TimeZone zone;
  SkipAbbreviation(rule);
  zone.standard_seconds_ = -ReadTime(rule);  // POSIX counts westwards.
  zone.summer_seconds_ = zone.standard_seconds_;
  if (rule.empty()) return zone;
  SkipAbbreviation(rule);
  zone.summer_seconds_ += 3'600;
  if (rule[0] != ',') zone.summer_seconds_ = -ReadTime(rule);
  zone.to_summer_ = ReadChange(rule);
  zone.to_standard_ = ReadChange(rule);
  return zone;
}

Result<TimeZone> TimeZone::Find(std::string_view name) {
  if (name.empty()) return TimeZone();
  const bool fine = name.size() <= kNameMax && std::ranges::all_of(name, [](char c) {
                      return IsLetter(c) || c == '/' || c == '_';
                    });
  if (!fine) {
    return Error{
        ErrorCode::kValidation,
        StrCat({"1 validation error detected: Value '", name,
                "' at 'extendedS3DestinationConfiguration.customTimeZone' failed to satisfy "
                "constraint: ",
                name.size() > kNameMax
                    ? "Member must have length less than or equal to 50"
                    : "Member must satisfy regular expression pattern: ^$|[a-zA-Z/_]+"})};
  }
  for (const Rule& rule : kRules) {
    if (rule.name != name) continue;
    TimeZone zone = FromPosix(rule.posix);
    zone.name_ = name;
    return zone;
  }
  return Error{ErrorCode::kInvalidArgument,
               StrCat({"CustomTimeZone ", name, " is not a time zone that is known here"})};
}

int64_t TimeZone::At(const Change& change, int64_t year, int32_t offset) {
  const int64_t first = DaysFromCivil(year, change.month, 1);
  int64_t day = first + (change.weekday - DayOfWeek(first) + 7) % 7 + 7 * (change.week - 1);
  const int64_t next_month =
      change.month == 12 ? DaysFromCivil(year + 1, 1, 1) : DaysFromCivil(year, change.month + 1, 1);
  while (day >= next_month) day -= 7;  // Week 5 is the last one there is.
  return day * 86'400 + change.seconds - offset;
}

Duration TimeZone::OffsetAt(Instant instant) const {
  if (to_summer_.month == 0) return Seconds(standard_seconds_);
  const int64_t now = UnixSeconds(instant);
  const int64_t year = ToCivil(instant + Seconds(standard_seconds_)).year;
  const int64_t summer = At(to_summer_, year, standard_seconds_);
  const int64_t standard = At(to_standard_, year, summer_seconds_);
  // In the south summer is what lies outside.
  const bool is_summer =
      summer < standard ? now >= summer && now < standard : now >= summer || now < standard;
  return Seconds(is_summer ? summer_seconds_ : standard_seconds_);
}

}  // namespace weir
