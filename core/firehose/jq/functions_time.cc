// jq's functions of time: seconds since 1970, "broken down time" (an array of year, month from 0,
// day, hour, minute, second, weekday, day of the year from 0), and text. All in UTC and in English.
#include <array>
#include <cmath>
#include <cstdint>

#include "core/base/civil_time.h"
#include "core/base/text.h"
#include "core/firehose/jq/builtins.h"

namespace weir {
namespace {

using Values = std::span<const JqValue>;

constexpr std::string_view kIso8601 = "%Y-%m-%dT%H:%M:%SZ";
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr double kSecondsMax = 6.7e10;  // To the year 4093; jq goes further than any stream does.

// Fields as the C library has them: months and days of the year from 0.
struct Broken {
  std::array<double, 8> field{};
  int64_t at(size_t i) const { return static_cast<int64_t>(field[i]); }
};
enum Field : size_t { kYear, kMonth, kDay, kHour, kMinute, kSecond, kWeekday, kYearday };

bool Given(const Broken& time, JqOutcome& outcome) {
  JqArray fields;
  for (const double field : time.field) fields.push_back(JqValue::Number(field));
  return outcome.Give(JqValue::Array(std::move(fields)));
}

Broken FromSeconds(double seconds) {
  const CivilTime civil = ToCivil(Instant{static_cast<int64_t>(seconds) * 1'000'000});
  Broken time;
  time.field = {static_cast<double>(civil.year),
                static_cast<double>(civil.month - 1),
                static_cast<double>(civil.day),
                static_cast<double>(civil.hour),
                static_cast<double>(civil.minute),
                static_cast<double>(civil.second) + (seconds - std::floor(seconds)),
                static_cast<double>(civil.day_of_week),
                static_cast<double>(civil.day_of_year - 1)};
  return time;
}

bool Read(const JqValue& value, Broken& time) {
  if (!value.is(JqKind::kArray) || value.array().size() < time.field.size()) return false;
  for (size_t i = 0; i < time.field.size(); ++i) {
    const JqValue& field = value.array()[i];
    if (!field.is(JqKind::kNumber) || !(std::fabs(field.number()) < 1e9)) return false;
    time.field[i] = field.number();
  }
  return true;
}

// Fields may lie outside of their ranges: 70 minutes are an hour and ten.
int64_t ToSeconds(const Broken& time) {
  const int64_t months = time.at(kYear) * 12 + time.at(kMonth);
  const int64_t month = ((months % 12) + 12) % 12;
  const int64_t days =
      DaysFromCivil((months - month) / 12, static_cast<int32_t>(month + 1), time.at(kDay));
  return days * 86'400 + time.at(kHour) * 3'600 + time.at(kMinute) * 60 + time.at(kSecond);
}

void Pad(std::string& text, int64_t value, size_t width, char with = '0') {
  std::string digits = std::to_string(value < 0 ? -value : value);
  if (value < 0) text += '-';
  if (digits.size() < width) text.append(width - digits.size(), with);
  text += digits;
}

template <size_t N>
std::string_view Name(const std::array<std::string_view, N>& names, int64_t index) {
  return index >= 0 && index < static_cast<int64_t>(N) ? names[static_cast<size_t>(index)] : "?";
}

CivilTime Civil(const Broken& time) {
  CivilTime civil;
  civil.year = time.at(kYear);
  civil.month = static_cast<int32_t>(time.at(kMonth) % 12 + 1);
  civil.day = static_cast<int32_t>(time.at(kDay));
  civil.day_of_week = static_cast<int32_t>(time.at(kWeekday));
  return civil;
}

void Write(std::string& text, std::string_view format, const Broken& time);

// The conversions that are made of others.
std::string_view Composed(char conversion) {
  switch (conversion) {
    case 'c':
      return "%a %b %e %H:%M:%S %Y";
    case 'D':
    case 'x':
      return "%m/%d/%y";
    case 'F':
      return "%Y-%m-%d";
    case 'T':
    case 'X':
      return "%H:%M:%S";
    case 'R':
      return "%H:%M";
    case 'r':
      return "%I:%M:%S %p";
    default:
      return {};
  }
}

bool WriteDate(std::string& text, char conversion, const Broken& time) {
  int64_t week_year = 0;
  switch (conversion) {
    case 'Y':
      Pad(text, time.at(kYear), 1);
      return true;
    case 'C':
      Pad(text, time.at(kYear) / 100, 2);
      return true;
    case 'y':
      Pad(text, ((time.at(kYear) % 100) + 100) % 100, 2);
      return true;
    case 'm':
      Pad(text, time.at(kMonth) + 1, 2);
      return true;
    case 'd':
      Pad(text, time.at(kDay), 2);
      return true;
    case 'e':
      Pad(text, time.at(kDay), 2, ' ');
      return true;
    case 'j':
      Pad(text, time.at(kYearday) + 1, 3);
      return true;
    case 'a':
      text += Name(kDays, time.at(kWeekday)).substr(0, 3);
      return true;
    case 'A':
      text += Name(kDays, time.at(kWeekday));
      return true;
    case 'b':
    case 'h':
      text += Name(kMonths, time.at(kMonth)).substr(0, 3);
      return true;
    case 'B':
      text += Name(kMonths, time.at(kMonth));
      return true;
    case 'u':
      Pad(text, (time.at(kWeekday) + 6) % 7 + 1, 1);
      return true;
    case 'w':
      Pad(text, time.at(kWeekday), 1);
      return true;
    case 'U':
      Pad(text, (time.at(kYearday) + 7 - time.at(kWeekday)) / 7, 2);
      return true;
    case 'W':
      Pad(text, (time.at(kYearday) + 7 - (time.at(kWeekday) + 6) % 7) / 7, 2);
      return true;
    case 'V':
      Pad(text, IsoWeek(Civil(time), week_year), 2);
      return true;
    case 'G':
    case 'g':
      IsoWeek(Civil(time), week_year);
      Pad(text, conversion == 'G' ? week_year : week_year % 100, conversion == 'G' ? 1 : 2);
      return true;
    default:
      return false;
  }
}

bool WriteTime(std::string& text, char conversion, const Broken& time) {
  const int64_t twelve = (time.at(kHour) + 11) % 12 + 1;
  switch (conversion) {
    case 'H':
      Pad(text, time.at(kHour), 2);
      return true;
    case 'k':
      Pad(text, time.at(kHour), 2, ' ');
      return true;
    case 'I':
      Pad(text, twelve, 2);
      return true;
    case 'l':
      Pad(text, twelve, 2, ' ');
      return true;
    case 'M':
      Pad(text, time.at(kMinute), 2);
      return true;
    case 'S':
      Pad(text, time.at(kSecond), 2);
      return true;
    case 'p':
      text += time.at(kHour) < 12 ? "AM" : "PM";
      return true;
    case 'P':
      text += time.at(kHour) < 12 ? "am" : "pm";
      return true;
    case 's':
      Pad(text, ToSeconds(time), 1);
      return true;
    case 'Z':
      text += "UTC";
      return true;
    case 'z':
      text += "+0000";
      return true;
    case 'n':
      text += '\n';
      return true;
    case 't':
      text += '\t';
      return true;
    case '%':
      text += '%';
      return true;
    default:
      return false;
  }
}

void Write(std::string& text, std::string_view format, const Broken& time) {
  for (size_t at = 0; at < format.size(); ++at) {
    if (format[at] != '%' || at + 1 == format.size()) {
      text += format[at];
      continue;
    }
    const char conversion = format[++at];
    if (const std::string_view composed = Composed(conversion); !composed.empty()) {
      Write(text, composed, time);
    } else if (!WriteDate(text, conversion, time) && !WriteTime(text, conversion, time)) {
      text += '%';
      text += conversion;
    }
  }
}

// Reads `text` by a format, as strptime does.
class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : text_(text) {
    time_.field = {1900, 0, 0, 0, 0, 0, 0, 0};
  }

  bool All(std::string_view format) { return Some(format) && at_ == text_.size(); }
  const Broken& broken() const { return time_; }
  bool has_date() const { return day_ || yearday_; }
  bool only_yearday() const { return yearday_ && !day_; }
  bool afternoon() const { return afternoon_; }

 private:
  bool Some(std::string_view format) {
    for (size_t at = 0; at < format.size(); ++at) {
      if (IsSpace(format[at])) {
        SkipSpace();
      } else if (format[at] == '%' && at + 1 < format.size()) {
        if (!One(format[++at])) return false;
      } else if (at_ < text_.size() && text_[at_] == format[at]) {
        ++at_;
      } else {
        return false;
      }
    }
    return true;
  }

  static bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
  void SkipSpace() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  }

  bool Number(size_t field, int64_t least, int64_t most, size_t digits, int64_t offset = 0) {
    SkipSpace();
    int64_t value = 0;
    size_t count = 0;
    for (; count < digits && at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9';
         ++count) {
      // As in the C library: a digit that would leave the range is not taken.
      if (value * 10 + (text_[at_] - '0') > most) break;
      value = value * 10 + (text_[at_++] - '0');
    }
    if (count == 0 || value < least) return false;
    time_.field[field] = static_cast<double>(value + offset);
    return true;
  }

  template <size_t N>
  bool Word(size_t field, const std::array<std::string_view, N>& names) {
    const auto fits = [&](std::string_view name) {
      if (text_.size() - at_ < name.size()) return false;
      for (size_t i = 0; i < name.size(); ++i) {
        if ((text_[at_ + i] | 0x20) != (name[i] | 0x20)) return false;
      }
      at_ += name.size();
      return true;
    };
    for (size_t i = 0; i < N; ++i) {
      if (!fits(names[i]) && !fits(names[i].substr(0, 3))) continue;
      time_.field[field] = static_cast<double>(i);
      return true;
    }
    return false;
  }

  bool HalfOfDay() {
    const std::string_view word = text_.substr(at_, 2);
    if (word.size() < 2 || (word[1] | 0x20) != 'm') return false;
    if ((word[0] | 0x20) != 'a' && (word[0] | 0x20) != 'p') return false;
    afternoon_ = (word[0] | 0x20) == 'p';
    at_ += 2;
    return true;
  }

  // +hh:mm, +hhmm, +hh, Z: jq does not use it.
  bool Offset() {
    SkipSpace();
    if (at_ < text_.size() && text_[at_] == 'Z') return ++at_, true;
    if (at_ == text_.size() || (text_[at_] != '+' && text_[at_] != '-')) return false;
    size_t digits = 0;
    for (++at_; at_ < text_.size() && digits < 4; ++at_) {
      if (text_[at_] == ':' && digits == 2) continue;
      if (text_[at_] < '0' || text_[at_] > '9') break;
      ++digits;
    }
    return digits == 2 || digits == 4;
  }

  bool One(char conversion) {
    if (const std::string_view composed = Composed(conversion); !composed.empty()) {
      return Some(composed);
    }
    switch (conversion) {
      case 'Y':
        return Number(kYear, 0, 9'999, 4);
      case 'y': {
        if (!Number(kYear, 0, 99, 2)) return false;
        time_.field[kYear] += time_.field[kYear] < 69 ? 2'000 : 1'900;
        return true;
      }
      case 'm':
        return Number(kMonth, 1, 12, 2, -1);
      case 'd':
      case 'e':
        day_ = true;
        return Number(kDay, 1, 31, 2);
      case 'j':
        yearday_ = true;
        return Number(kYearday, 1, 366, 3, -1);
      case 'H':
      case 'k':
        return Number(kHour, 0, 23, 2);
      case 'I':
      case 'l': {
        if (!Number(kHour, 1, 12, 2)) return false;
        time_.field[kHour] = static_cast<double>(time_.at(kHour) % 12 + (afternoon_ ? 12 : 0));
        twelve_ = true;
        return true;
      }
      case 'p': {
        if (!HalfOfDay()) return false;
        if (twelve_) {
          time_.field[kHour] = static_cast<double>(time_.at(kHour) % 12 + (afternoon_ ? 12 : 0));
        }
        return true;
      }
      case 'M':
        return Number(kMinute, 0, 59, 2);
      case 'S':
        return Number(kSecond, 0, 61, 2);
      case 'a':
      case 'A':
        return Word(kWeekday, kDays);
      case 'b':
      case 'B':
      case 'h':
        return Word(kMonth, kMonths);
      case 'z':
        return Offset();
      case 'Z':
        while (at_ < text_.size() && (text_[at_] | 0x20) >= 'a' && (text_[at_] | 0x20) <= 'z')
          ++at_;
        return true;
      case 'n':
      case 't':
        SkipSpace();
        return true;
      case '%':
        return at_ < text_.size() && text_[at_++] == '%';
      default:
        return false;
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  Broken time_;
  bool day_ = false;
  bool yearday_ = false;
  bool twelve_ = false;
  bool afternoon_ = false;
};

bool ParseTime(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kString)) {
    return outcome.Fail(StrCat({"strptime/1 requires string inputs and arguments"}));
  }
  if (!values[1].is(JqKind::kString)) {
    return outcome.Fail("strptime/1 requires string inputs and arguments");
  }
  TimeReader reader(values[0].string());
  if (!reader.All(values[1].string())) {
    return outcome.Fail(StrCat(
        {"date \"", values[0].string(), "\" does not match format \"", values[1].string(), "\""}));
  }
  Broken time = reader.broken();
  // What follows from the date is filled in, as the C library does.
  if (reader.only_yearday()) {
    const CivilTime day = CivilDay(DaysFromCivil(time.at(kYear), 1, 1) + time.at(kYearday));
    time.field[kMonth] = day.month - 1;
    time.field[kDay] = day.day;
  }
  const int64_t days = DaysFromCivil(time.at(kYear), static_cast<int32_t>(time.at(kMonth) + 1),
                                     reader.has_date() ? time.at(kDay) : 1);
  if (reader.has_date()) {
    const CivilTime day = CivilDay(days);
    time.field[kWeekday] = day.day_of_week;
    time.field[kYearday] = static_cast<double>(days - DaysFromCivil(time.at(kYear), 1, 1));
  }
  return Given(time, outcome);
}

bool GmTime(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kNumber)) return outcome.Fail("gmtime() requires a number");
  if (!(std::fabs(values[0].number()) < kSecondsMax)) {
    return outcome.Fail("error converting number of seconds since epoch to datetime");
  }
  return Given(FromSeconds(values[0].number()), outcome);
}

bool MakeTime(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kArray) || values[0].array().size() < 6) {
    return outcome.Fail("mktime requires array of 6 numbers");
  }
  Broken time;
  if (!Read(values[0], time)) return outcome.Fail("mktime requires parsed datetime inputs");
  return outcome.Give(JqValue::Number(static_cast<double>(ToSeconds(time))));
}

bool Format(const JqValue& value, const JqValue& format, JqOutcome& outcome) {
  JqValue broken = value;
  if (value.is(JqKind::kNumber)) {
    if (!GmTime(std::span(&value, 1), outcome)) return false;
    broken = outcome.value;
  } else if (!value.is(JqKind::kArray)) {
    return outcome.Fail("strftime/1 requires parsed datetime inputs");
  }
  Broken time;
  if (!Read(broken, time)) return outcome.Fail("strftime/1 requires parsed datetime inputs");
  if (!format.is(JqKind::kString)) return outcome.Fail("strftime/1 requires a string format");
  std::string text;
  Write(text, format.string(), time);
  return outcome.Give(JqValue::String(std::move(text)));
}
bool FormatTime(Values values, JqOutcome& outcome) { return Format(values[0], values[1], outcome); }
bool ToDate(Values values, JqOutcome& outcome) {
  return Format(values[0], JqValue::String(std::string(kIso8601)), outcome);
}
bool FromDate(Values values, JqOutcome& outcome) {
  const JqValue both[] = {values[0], JqValue::String(std::string(kIso8601))};
  if (!ParseTime(both, outcome)) return false;
  const JqValue broken = outcome.value;
  return MakeTime(std::span(&broken, 1), outcome);
}

constexpr JqPlainRow kRows[] = {
    {"strftime", 1, FormatTime}, {"strptime", 1, ParseTime},   {"gmtime", 0, GmTime},
    {"mktime", 0, MakeTime},     {"todate", 0, ToDate},        {"fromdate", 0, FromDate},
    {"date", 0, ToDate},         {"todateiso8601", 0, ToDate}, {"fromdateiso8601", 0, FromDate}};

}  // namespace

std::span<const JqPlainRow> JqTimeFunctions() { return kRows; }

}  // namespace weir
