#include "core/firehose/date_pattern.h"

#include <array>
#include <cstddef>
#include <cstdlib>

#include "core/base/text.h"

namespace weir {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

// How often a letter may stand, as Java has it.
struct Letters {
  std::string_view letters;
  int32_t count_max;
};
constexpr Letters kLetters[] = {{"yuY", 19}, {"DSnNA", 9},    {"MLQqGEecXx", 5}, {"Z", 5},
                                {"zO", 4},   {"dhHkKmsw", 2}, {"aWF", 1},        {"V", 2}};

Error Refused(std::string text) { return Error{ErrorCode::kInvalidArgument, std::move(text)}; }

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

int32_t CountMax(char letter) {
  for (const Letters& row : kLetters) {
    if (row.letters.find(letter) != std::string_view::npos) return row.count_max;
  }
  return 0;
}

Result<void> CheckLetter(char letter, int32_t count) {
  const std::string_view one(&letter, 1);
  const int32_t count_max = CountMax(letter);
  if (count_max == 0) return Refused(StrCat({"Unknown pattern letter: ", one}));
  if (letter == 'V' && count != 2) return Refused("Pattern letter count must be 2: V");
  if (letter == 'O' && count != 1 && count != 4) {
    return Refused("Pattern letter count must be 1 or 4: O");
  }
  if (letter == 'D' && count > 3) return Refused("Too many pattern letters: D");
  if (letter == 'c' && count == 2) return Refused("Invalid pattern \"cc\"");
  if (count > count_max) return Refused(StrCat({"Too many pattern letters: ", one}));
  return {};
}

void AppendPadded(std::string& text, int64_t value, int32_t width) {
  const std::string digits = std::to_string(std::abs(value));
  if (value < 0) text += '-';
  for (int32_t i = static_cast<int32_t>(digits.size()); i < width; ++i) text += '0';
  text += digits;
}

void AppendYear(std::string& text, int64_t year, int32_t count) {
  if (count == 2) {
    AppendPadded(text, ((year % 100) + 100) % 100, 2);
    return;
  }
  if (count >= 4 && year > 9'999) text += '+';
  AppendPadded(text, year, count);
}

// 3: short, 4: whole, 5: the first letter.
void AppendName(std::string& text, std::string_view name, int32_t count) {
  text += name.substr(0, count == 4 ? name.size() : count == 5 ? 1 : 3);
}

// The week of the year by weeks from Sunday on, the first holding 1 January; `year` becomes its
// year.
int32_t WeekOf(const CivilTime& civil, int64_t& year) {
  const int64_t days = DaysFromCivil(civil.year, civil.month, civil.day);
  const int64_t next = DaysFromCivil(civil.year + 1, 1, 1);
  if (days - civil.day_of_week + 7 > next) {
    year = civil.year + 1;
    return 1;
  }
  year = civil.year;
  return (civil.day_of_year - 1 + DayOfWeek(DaysFromCivil(civil.year, 1, 1))) / 7 + 1;
}

// "+0530", "+05:30": with or without a colon, the minutes, and seconds where there are any.
void AppendOffset(std::string& text, Duration offset, bool colon, bool minutes_always) {
  const int64_t seconds = offset.micros / 1'000'000;
  const int64_t minutes = std::abs(seconds) / 60;
  text += seconds < 0 ? '-' : '+';
  AppendPadded(text, minutes / 60, 2);
  if (!minutes_always && minutes % 60 == 0) return;
  if (colon) text += ':';
  AppendPadded(text, minutes % 60, 2);
}

void AppendGmtOffset(std::string& text, Duration offset, bool whole) {
  text += "GMT";
  if (offset.micros == 0) return;
  const int64_t minutes = std::abs(offset.micros) / 60'000'000;
  text += offset.micros < 0 ? '-' : '+';
  AppendPadded(text, minutes / 60, whole ? 2 : 1);
  if (!whole && minutes % 60 == 0) return;
  text += ':';
  AppendPadded(text, minutes % 60, 2);
}

void AppendZone(std::string& text, char letter, int32_t count, const ZonedTime& time) {
  const bool utc = time.offset.micros == 0;
  switch (letter) {
    case 'V':
      text += time.zone;
      return;
    case 'z':
      if (time.zone == "UTC") text += count == 4 ? "Coordinated Universal Time" : "UTC";
      // A name that is not known is told by its offset.
      if (time.zone != "UTC") AppendGmtOffset(text, time.offset, true);
      return;
    case 'O':
      AppendGmtOffset(text, time.offset, count == 4);
      return;
    case 'Z':
      if (count == 4) return AppendGmtOffset(text, time.offset, true);
      if (count == 5 && utc) {
        text += 'Z';
        return;
      }
      AppendOffset(text, time.offset, count == 5, true);
      return;
    default:  // X and x
      if (letter == 'X' && utc) {
        text += 'Z';
        return;
      }
      AppendOffset(text, time.offset, count == 3 || count == 5, count > 1);
  }
}

void AppendDayOrWeek(std::string& text, char letter, int32_t count, const CivilTime& civil) {
  int64_t year = 0;
  const std::string_view name = kDays[static_cast<size_t>(civil.day_of_week)];
  switch (letter) {
    case 'E':
      return AppendName(text, name, count < 3 ? 3 : count);
    case 'e':
    case 'c':
      if (count >= 3) return AppendName(text, name, count);
      return AppendPadded(text, civil.day_of_week + 1, count);
    case 'D':
      return AppendPadded(text, civil.day_of_year, count);
    case 'F':
      return AppendPadded(text, (civil.day - 1) % 7 + 1, 1);
    case 'w':
      return AppendPadded(text, WeekOf(civil, year), count);
    case 'W': {
      const int32_t first = DayOfWeek(DaysFromCivil(civil.year, civil.month, 1));
      return AppendPadded(text, (civil.day - 1 + first) / 7 + 1, 1);
    }
    default:  // Y
      WeekOf(civil, year);
      return AppendYear(text, year, count);
  }
}

void AppendDate(std::string& text, char letter, int32_t count, const CivilTime& civil) {
  switch (letter) {
    case 'y':  // Of the era; before the year 1 nothing arrives.
    case 'u':
      return AppendYear(text, civil.year, count);
    case 'M':
    case 'L':
      if (count < 3) return AppendPadded(text, civil.month, count);
      return AppendName(text, kMonths[static_cast<size_t>(civil.month - 1)], count);
    case 'd':
      return AppendPadded(text, civil.day, count);
    case 'G':
      text += count == 4 ? "Anno Domini" : count == 5 ? "A" : "AD";
      return;
    case 'Q':
    case 'q': {
      constexpr std::array<std::string_view, 4> kQuarters = {"1st", "2nd", "3rd", "4th"};
      const int32_t quarter = (civil.month + 2) / 3;
      if (count == 4) {
        text += StrCat({kQuarters[static_cast<size_t>(quarter - 1)], " quarter"});
        return;
      }
      if (count == 3) text += 'Q';
      return AppendPadded(text, quarter, count == 2 ? 2 : 1);
    }
    default:
      return AppendDayOrWeek(text, letter, count, civil);
  }
}

// False: `letter` is none of the time of day.
bool AppendTimeOfDay(std::string& text, char letter, int32_t count, const CivilTime& civil) {
  const int64_t micros =
      (int64_t{civil.hour} * 3'600 + civil.minute * 60 + civil.second) * 1'000'000 + civil.micros;
  switch (letter) {
    case 'H':
      AppendPadded(text, civil.hour, count);
      return true;
    case 'k':
      AppendPadded(text, civil.hour == 0 ? 24 : civil.hour, count);
      return true;
    case 'K':
      AppendPadded(text, civil.hour % 12, count);
      return true;
    case 'h':
      AppendPadded(text, (civil.hour + 11) % 12 + 1, count);
      return true;
    case 'a':
      text += civil.hour < 12 ? "AM" : "PM";
      return true;
    case 'm':
      AppendPadded(text, civil.minute, count);
      return true;
    case 's':
      AppendPadded(text, civil.second, count);
      return true;
    case 'S': {
      std::string digits;
      AppendPadded(digits, int64_t{civil.micros} * 1'000, 9);
      text.append(digits, 0, static_cast<size_t>(count));
      return true;
    }
    case 'n':
      AppendPadded(text, int64_t{civil.micros} * 1'000, count);
      return true;
    case 'N':
      AppendPadded(text, micros * 1'000, count);
      return true;
    case 'A':
      AppendPadded(text, micros / 1'000, count);
      return true;
    default:
      return false;
  }
}

}  // namespace

ZonedTime ZonedTime::At(Instant instant, const TimeZone& zone) {
  const Duration offset = zone.OffsetAt(instant);
  return ZonedTime{ToCivil(instant + offset), offset, zone.name()};
}

Result<DatePattern> DatePattern::Parse(std::string_view pattern) {
  DatePattern parsed;
  const auto literal = [&](std::string_view text) {
    if (parsed.pieces_.empty() || parsed.pieces_.back().letter != 0) parsed.pieces_.emplace_back();
    parsed.pieces_.back().literal += text;
  };
  int32_t optional_depth = 0;
  for (size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    size_t end = at + 1;
    if (IsLetter(c)) {
      while (end < pattern.size() && pattern[end] == c) ++end;
      const int32_t count = static_cast<int32_t>(end - at);
      if (Result<void> checked = CheckLetter(c, count); !checked.ok()) return checked.error();
      parsed.pieces_.push_back(Piece{c, count, {}});
    } else if (c == '\'') {
      if (end < pattern.size() && pattern[end] == '\'') {
        literal("'");
        at = end + 1;
        continue;
      }
      // Within quotes two of them are one.
      for (; end < pattern.size(); ++end) {
        if (pattern[end] != '\'') {
          literal(pattern.substr(end, 1));
        } else if (end + 1 < pattern.size() && pattern[end + 1] == '\'') {
          literal(pattern.substr(end++, 1));
        } else {
          break;
        }
      }
      if (end == pattern.size()) {
        return Refused(StrCat({"Pattern ends with an incomplete string literal: ", pattern}));
      }
      ++end;
    } else if (c == '[') {
      ++optional_depth;
    } else if (c == ']') {
      if (--optional_depth < 0)
        return Refused("Pattern invalid as it contains ] without previous [");
    } else if (c == '{' || c == '}' || c == '#') {
      return Refused(
          StrCat({"Pattern includes reserved character: '", std::string_view(&c, 1), "'"}));
    } else {
      literal(pattern.substr(at, 1));
    }
    at = end;
  }
  return parsed;
}

void DatePattern::AppendTo(std::string& text, const ZonedTime& time) const {
  for (const Piece& piece : pieces_) {
    if (piece.letter == 0) {
      text += piece.literal;
    } else if (std::string_view("VzOXxZ").find(piece.letter) != std::string_view::npos) {
      AppendZone(text, piece.letter, piece.count, time);
    } else if (!AppendTimeOfDay(text, piece.letter, piece.count, time.civil)) {
      AppendDate(text, piece.letter, piece.count, time.civil);
    }
  }
}

}  // namespace weir
