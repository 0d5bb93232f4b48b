#include "core/sql/types/time_zone.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/text.h"
#include "core/sql/types/calendar.h"
#include "core/sql/types/words.h"
#include "core/sql/types/zone_rules.h"

namespace weir::sql {
namespace {

Error UnknownZone(std::string_view name) {
  std::vector<std::string_view> names;
  for (const ZoneRule& rule : ZoneRules()) names.push_back(rule.name);
  const std::string_view near = NearestOf(name, names);
  std::string message = StrCat({"no time zone is called '", name, "'"});
  if (!near.empty()) message += StrCat({"; is '", near, "' meant?"});
  return Error{ErrorCode::kValidation, std::move(message)};
}

// "+08:00", "-0330", "+8", "+08:00:30". False: something else.
bool ReadOffset(std::string_view text, int32_t& seconds) {
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return false;
  std::array<int32_t, 3> parts{};
  std::string_view rest = text.substr(1);
  const bool colons = rest.find(':') != std::string_view::npos;
  for (size_t part = 0; part < parts.size() && !rest.empty(); ++part) {
    size_t digits = 0;
    while (digits < rest.size() && digits < 2 && rest[digits] >= '0' && rest[digits] <= '9') {
      parts[part] = parts[part] * 10 + (rest[digits++] - '0');
    }
    if (digits == 0) return false;
    rest.remove_prefix(digits);
    if (colons && !rest.empty()) {
      if (rest[0] != ':' || rest.size() == 1) return false;
      rest.remove_prefix(1);
    }
  }
  if (!rest.empty() || parts[0] > 18 || parts[1] > 59 || parts[2] > 59) return false;
  seconds = parts[0] * 3'600 + parts[1] * 60 + parts[2];
  if (text[0] == '-') seconds = -seconds;
  return true;
}

}  // namespace

Result<TimeZone> TimeZone::Find(std::string_view name) {
  TimeZone zone;
  if (name == "UTC" || name == "Z" || name == "GMT" || name == "UT" || name == "Etc/UTC")
    return zone;
  std::string_view offset = name;
  for (const std::string_view prefix : {"UTC", "GMT", "UT"}) {
    if (offset.starts_with(prefix)) {
      offset.remove_prefix(prefix.size());
      break;
    }
  }
  if (ReadOffset(offset, zone.offset_seconds_)) return zone;
  const std::span<const ZoneRule> rules = ZoneRules();
  const auto found = std::ranges::find(rules, name, &ZoneRule::name);
  if (found == rules.end()) return UnknownZone(name);
  zone.rule_ = static_cast<int32_t>(found - rules.begin());
  return zone;
}

int64_t TimeZone::OffsetMillis(int64_t utc_millis) const {
  if (rule_ < 0) return int64_t{offset_seconds_} * kMillisPerSecond;
  return ZoneOffsetMillis(ZoneRules()[static_cast<size_t>(rule_)], utc_millis);
}

int64_t TimeZone::ToUtc(int64_t local_millis) const {
  if (rule_ < 0) return local_millis - int64_t{offset_seconds_} * kMillisPerSecond;
  // The offsets a day before and after cover a change near by; no zone changes twice in two days.
  const int64_t before = OffsetMillis(local_millis - kMillisPerDay);
  const int64_t after = OffsetMillis(local_millis + kMillisPerDay);
  // Earlier instant first: of an hour that comes twice, the first is meant.
  for (const int64_t offset : {std::max(before, after), std::min(before, after)}) {
    if (OffsetMillis(local_millis - offset) == offset) return local_millis - offset;
  }
  return local_millis - before;  // In the gap: the clock as if it had not been put forward.
}

std::string TimeZone::Name() const {
  if (rule_ >= 0) return std::string(ZoneRules()[static_cast<size_t>(rule_)].name);
  if (offset_seconds_ == 0) return "UTC";
  const int32_t magnitude = std::abs(offset_seconds_);
  const auto two = [](int32_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  std::string name = StrCat(
      {offset_seconds_ < 0 ? "-" : "+", two(magnitude / 3'600), ":", two(magnitude / 60 % 60)});
  if (magnitude % 60 != 0) name += ":" + two(magnitude % 60);
  return name;
}

}  // namespace weir::sql
