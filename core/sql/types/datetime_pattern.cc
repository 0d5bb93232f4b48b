#include "core/sql/types/datetime_pattern.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/sql/types/calendar.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

void AppendPadded(int64_t value, int32_t digits, std::string& out) {
  const std::string text = std::to_string(value < 0 ? -value : value);
  if (value < 0) out += '-';
  const auto width = static_cast<size_t>(digits);
  if (text.size() < width) out.append(width - text.size(), '0');
  out += text;
}

// Letters that are written as numbers, so that the width of one beside another is its count.
bool IsNumeric(char letter, int32_t count) {
  if (letter == 'M' || letter == 'L') return count <= 2;
  return std::string_view("yuDdHhkKmsSnwQqe").find(letter) != std::string_view::npos;
}

struct Fields {
  CivilDate date;
  int64_t days = 0;
  int64_t of_day = 0;  // Milliseconds.
  int32_t nanos = 0;   // Within the millisecond.

  int64_t hour() const { return of_day / kMillisPerHour; }
  int64_t nano_of_second() const { return of_day % 1'000 * 1'000'000 + nanos; }
};

void AppendOffset(char letter, int32_t count, int64_t seconds, std::string& out) {
  if (letter == 'X' && seconds == 0) {
    out += 'Z';
    return;
  }
  const int64_t magnitude = seconds < 0 ? -seconds : seconds;
  out += seconds < 0 ? '-' : '+';
  AppendPadded(magnitude / 3'600, 2, out);
  const bool colon = count == 3 || count == 5;
  if (count == 1 && letter != 'Z' && magnitude % 3'600 == 0) return;
  if (colon) out += ':';
  AppendPadded(magnitude / 60 % 60, 2, out);
}

void AppendNamed(std::string_view name, int32_t count, std::string& out) {
  out += count == 4 ? name : name.substr(0, count == 5 ? 1 : 3);
}

void AppendPart(char letter, int32_t count, const Fields& f, std::string& out) {
  switch (letter) {
    case 'y':
    case 'u':
      return AppendPadded(count == 2 ? f.date.year % 100 : f.date.year, count, out);
    case 'M':
    case 'L':
      if (count > 2) return AppendNamed(kMonths[static_cast<size_t>(f.date.month - 1)], count, out);
      return AppendPadded(f.date.month, count, out);
    case 'd':
      return AppendPadded(f.date.day, count, out);
    case 'D':
      return AppendPadded(DayOfYear(f.days), count, out);
    case 'H':
      return AppendPadded(f.hour(), count, out);
    case 'h':
      return AppendPadded((f.hour() + 11) % 12 + 1, count, out);
    case 'k':
      return AppendPadded((f.hour() + 23) % 24 + 1, count, out);
    case 'K':
      return AppendPadded(f.hour() % 12, count, out);
    case 'a':
      out += f.hour() < 12 ? "AM" : "PM";
      return;
    case 'm':
      return AppendPadded(f.of_day / kMillisPerMinute % 60, count, out);
    case 's':
      return AppendPadded(f.of_day / kMillisPerSecond % 60, count, out);
    case 'S': {
      std::string digits;
      AppendPadded(f.nano_of_second(), 9, digits);
      digits.resize(static_cast<size_t>(count), '0');
      out += digits;
      return;
    }
    case 'n':
      return AppendPadded(f.nano_of_second(), count, out);
    case 'E':
      return AppendNamed(kWeekdays[static_cast<size_t>(IsoWeekday(f.days) - 1)], std::max(count, 3),
                         out);
    case 'e':
      return AppendPadded(IsoWeekday(f.days) % 7 + 1, count, out);
    case 'w':
      return AppendPadded(IsoWeekOf(f.days).week, count, out);
    case 'Q':
    case 'q':
      return AppendPadded((f.date.month - 1) / 3 + 1, std::min(count, 2), out);
    default:
      return;
  }
}

// Reading: what the letters gave.
struct Read {
  int64_t year = 1970;
  int64_t month = 1;
  int64_t day = 1;
  int64_t day_of_year = 0;
  int64_t hour = 0;
  int64_t minute = 0;
  int64_t second = 0;
  int64_t nanos = 0;  // Of the second.
  int64_t half = -1;  // 0 AM, 1 PM.
  std::optional<int32_t> offset;
};

std::optional<int64_t> TakeNumber(std::string_view& text, size_t low, size_t high) {
  size_t digits = 0;
  int64_t value = 0;
  while (digits < text.size() && digits < high && text[digits] >= '0' && text[digits] <= '9') {
    value = value * 10 + (text[digits++] - '0');
  }
  if (digits < low) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool TakeName(std::string_view& text, std::span<const std::string_view> names, int32_t count,
              int64_t& index) {
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string_view name = count == 4 ? names[i] : names[i].substr(0, 3);
    if (text.size() < name.size() || !EqualsIgnoreCase(text.substr(0, name.size()), name)) continue;
    text.remove_prefix(name.size());
    index = static_cast<int64_t>(i) + 1;
    return true;
  }
  return false;
}

bool TakeOffset(std::string_view& text, std::optional<int32_t>& offset) {
  if (text.starts_with("Z")) {
    text.remove_prefix(1);
    offset = 0;
    return true;
  }
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
  const bool negative = text[0] == '-';
  text.remove_prefix(1);
  const std::optional<int64_t> hours = TakeNumber(text, 2, 2);
  if (!hours.has_value()) return false;
  if (text.starts_with(":")) text.remove_prefix(1);
  const int64_t minutes = TakeNumber(text, 2, 2).value_or(0);
  const auto seconds = static_cast<int32_t>(*hours * 3'600 + minutes * 60);
  offset = negative ? -seconds : seconds;
  return true;
}

bool Store(char letter, int32_t count, int64_t value, size_t digits, Read& read) {
  switch (letter) {
    case 'y':
    case 'u':
      read.year = count == 2 && digits == 2 ? 2'000 + value : value;
      return true;
    case 'M':
    case 'L':
      read.month = value;
      return value >= 1 && value <= 12;
    case 'd':
      read.day = value;
      return value >= 1 && value <= 31;
    case 'D':
      read.day_of_year = value;
      return value >= 1 && value <= 366;
    case 'H':
      read.hour = value;
      return value <= 23;
    case 'h':
      read.hour = value % 12;
      return value >= 1 && value <= 12;
    case 'k':
      read.hour = value % 24;
      return value >= 1 && value <= 24;
    case 'K':
      read.hour = value;
      return value <= 11;
    case 'm':
      read.minute = value;
      return value <= 59;
    case 's':
      read.second = value;
      return value <= 59;
    case 'n':
      read.nanos = value;
      return value < 1'000'000'000;
    case 'S':
      for (size_t i = digits; i < 9; ++i) value *= 10;
      for (size_t i = 9; i < digits; ++i) value /= 10;
      read.nanos = value;
      return true;
    default:
      return true;  // Read over: weeks, weekdays, quarters.
  }
}

std::optional<TimestampValue> Resolve(const Read& read) {
  int64_t days = 0;
  if (read.day_of_year > 0) {
    if (read.day_of_year == 366 && !IsLeapYear(read.year)) return std::nullopt;
    days = DaysFromCivil(read.year, 1, 1) + read.day_of_year - 1;
  } else {
    const auto month = static_cast<int32_t>(read.month);
    if (read.year > 9'999) return std::nullopt;
    // A day beyond the end of its month is its last: Java's smart resolver.
    const auto day = std::min(static_cast<int32_t>(read.day), DaysInMonth(read.year, month));
    days = DaysFromCivil(read.year, month, day);
  }
  const int64_t hour = read.half == 1 ? read.hour + 12 : read.hour;
  return TimestampValue{days * kMillisPerDay + hour % 24 * kMillisPerHour +
                            read.minute * kMillisPerMinute + read.second * kMillisPerSecond +
                            read.nanos / 1'000'000,
                        static_cast<int32_t>(read.nanos % 1'000'000)};
}

bool ReadPart(char letter, int32_t count, bool adjacent, std::string_view& text, Read& read) {
  int64_t index = 0;
  switch (letter) {
    case 'a':
      if (text.size() < 2) return false;
      read.half = EqualsIgnoreCase(text.substr(0, 2), "PM") ? 1 : 0;
      if (read.half == 0 && !EqualsIgnoreCase(text.substr(0, 2), "AM")) return false;
      text.remove_prefix(2);
      return true;
    case 'E':
      return TakeName(text, kWeekdays, count, index);
    case 'X':
    case 'x':
    case 'Z':
      return TakeOffset(text, read.offset);
    case 'M':
    case 'L':
      if (count > 2) {
        if (!TakeName(text, kMonths, count, index)) return false;
        read.month = index;
        return true;
      }
      break;
    default:
      break;
  }
  if (!IsNumeric(letter, count)) return false;
  const auto width = static_cast<size_t>(count);
  const bool year = letter == 'y' || letter == 'u';
  const bool open = !adjacent && (count == 1 || (year && count != 2));
  const size_t before = text.size();
  const std::optional<int64_t> value =
      TakeNumber(text, width, open ? std::max<size_t>(width, 18) : width);
  return value.has_value() && Store(letter, count, *value, before - text.size(), read);
}

}  // namespace

Result<DateTimePattern> DateTimePattern::Compile(std::string_view pattern) {
  DateTimePattern compiled;
  const auto literal = [&](char c) {
    if (compiled.parts_.empty() || compiled.parts_.back().letter != 0)
      compiled.parts_.push_back({});
    compiled.parts_.back().text += c;
  };
  for (size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (c == '\'') {
      if (at + 1 < pattern.size() && pattern[at + 1] == '\'') {
        literal('\'');
        at += 2;
        continue;
      }
      const size_t end = pattern.find('\'', at + 1);
      if (end == std::string_view::npos) {
        return Error{ErrorCode::kValidation,
                     StrCat({"the pattern '", pattern, "' has an open quote"})};
      }
      for (size_t i = at + 1; i < end; ++i) literal(pattern[i]);
      at = end + 1;
      continue;
    }
    if ((c | 0x20) < 'a' || (c | 0x20) > 'z') {
      literal(c);
      ++at;
      continue;
    }
    if (std::string_view("yuMLdDHhkKamsSnEewQqXxZzV").find(c) == std::string_view::npos) {
      return Error{ErrorCode::kValidation,
                   StrCat({"the pattern '", pattern,
                           "' has a letter that stands for nothing: ", pattern.substr(at, 1)})};
    }
    const size_t end = std::min(pattern.find_first_not_of(c, at), pattern.size());
    compiled.parts_.push_back({c, static_cast<int32_t>(std::min<size_t>(end - at, 64)), {}});
    at = end;
  }
  return compiled;
}

std::string DateTimePattern::Format(TimestampValue wall_clock, const TimeZone& zone) const {
  Fields fields;
  fields.days = FloorDiv(wall_clock.millis, kMillisPerDay);
  fields.of_day = FloorMod(wall_clock.millis, kMillisPerDay);
  fields.nanos = wall_clock.nanos;
  fields.date = CivilFromDays(fields.days);
  std::string out;
  for (const Part& part : parts_) {
    switch (part.letter) {
      case 0:
        out += part.text;
        break;
      case 'X':
      case 'x':
      case 'Z':
        AppendOffset(part.letter, part.count,
                     zone.OffsetMillis(zone.ToUtc(wall_clock.millis)) / kMillisPerSecond, out);
        break;
      case 'z':
      case 'V':
        out += zone.Name();
        break;
      default:
        AppendPart(part.letter, part.count, fields, out);
    }
  }
  return out;
}

std::optional<DateTimePattern::Parsed> DateTimePattern::Parse(std::string_view text) const {
  Read read;
  for (size_t i = 0; i < parts_.size(); ++i) {
    const Part& part = parts_[i];
    if (part.letter == 0) {
      if (!text.starts_with(part.text)) return std::nullopt;
      text.remove_prefix(part.text.size());
      continue;
    }
    const bool adjacent = i + 1 < parts_.size() && parts_[i + 1].letter != 0 &&
                          IsNumeric(parts_[i + 1].letter, parts_[i + 1].count);
    if (!ReadPart(part.letter, part.count, adjacent, text, read)) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  const std::optional<TimestampValue> resolved = Resolve(read);
  if (!resolved.has_value()) return std::nullopt;
  return Parsed{*resolved, read.offset};
}

}  // namespace weir::sql
