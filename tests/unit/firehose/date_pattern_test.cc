// Patterns of Java's DateTimeFormatter; what is expected is what its documentation says of each
// letter.
#include "core/firehose/date_pattern.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace weir {
namespace {

constexpr Instant kAfternoon{1'783'951'509'123'456};  // Monday, 2026-07-13T14:05:09.123456Z.

std::string Format(std::string_view pattern, Instant instant, std::string_view zone = "UTC") {
  const TimeZone clock = TimeZone::Find(zone).value();
  const Result<DatePattern> parsed = DatePattern::Parse(pattern);
  if (!parsed.ok()) return "error: " + parsed.error().message;
  std::string text;
  parsed.value().AppendTo(text, ZonedTime::At(instant, clock));
  return text;
}

TEST(DatePatternTest, EachLetterIsWrittenAsJavaWritesIt) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"yyyy/MM/dd/HH/", "2026/07/13/14/"},
      {"yyyy-MM-dd-HH-mm-ss", "2026-07-13-14-05-09"},
      {"y yy yyyyy u uuuu", "2026 26 02026 2026 2026"},
      {"M MM MMM MMMM MMMMM L LLL", "7 07 Jul July J 7 Jul"},
      {"d dd D DDD", "13 13 194 194"},
      {"E EEE EEEE EEEEE e ee eee c", "Mon Mon Monday M 2 02 Mon 2"},
      {"H HH h hh k K KK a", "14 14 2 02 14 2 02 PM"},
      {"m mm s ss", "5 05 9 09"},
      {"S SSS SSSSSS SSSSSSSSS", "1 123 123456 123456000"},
      {"n A N", "123456000 50709123 50709123456000"},
      {"w ww W F Y", "29 29 3 6 2026"},
      {"Q QQ QQQ QQQQ", "3 03 Q3 3rd quarter"},
      {"G GGGG", "AD Anno Domini"},
      {"VV z zzzz O OOOO X XX XXX x xx xxx Z ZZZZ ZZZZZ",
       "UTC UTC Coordinated Universal Time GMT GMT Z Z Z +00 +0000 +00:00 +0000 GMT Z"},
      {"'year='yyyy'/month='MM", "year=2026/month=07"},
      {"''yy'' 'it''s'", "'26' it's"},
      {"yyyy[-MM]", "2026-07"},
      {"", ""}};
  for (const auto& [pattern, expected] : cases) {
    EXPECT_EQ(Format(pattern, kAfternoon), expected) << pattern;
  }
}

TEST(DatePatternTest, MidnightAndNoonAreTheirOwnHours) {
  const Instant midnight{1'783'900'800'000'000};  // 2026-07-13T00:00Z.
  EXPECT_EQ(Format("H k K h a", midnight), "0 24 0 12 AM");
  EXPECT_EQ(Format("H k K h a", midnight + Hours(12)), "12 12 0 12 PM");
}

TEST(DatePatternTest, TheZoneMovesTheDate) {
  EXPECT_EQ(Format("yyyy/MM/dd HH:mm XXX x z", kAfternoon, "Asia/Tokyo"),
            "2026/07/13 23:05 +09:00 +09 GMT+09:00");
  EXPECT_EQ(Format("dd HH:mm X xx O ZZZZZ", kAfternoon, "Asia/Kolkata"),
            "13 19:35 +0530 +0530 GMT+5:30 +05:30");
  EXPECT_EQ(Format("dd HH XX OOOO VV", kAfternoon, "America/New_York"),
            "13 10 -0400 GMT-04:00 America/New_York");
}

TEST(DatePatternTest, TheWeekBasedYearIsNotTheYear) {
  const Instant last{1'798'675'200'000'000};  // Thursday, 2026-12-31: its week holds 1 January.
  EXPECT_EQ(Format("yyyy YYYY ww", last), "2026 2027 01");
  const Instant saturday = last - Hours(5 * 24);  // 2026-12-26.
  EXPECT_EQ(Format("yyyy YYYY ww", saturday), "2026 2026 52");
}

TEST(DatePatternTest, WhatJavaRefusesIsRefusedInItsWords) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"yyyy-MM-ddThh", "error: Unknown pattern letter: T"},
      {"ddd", "error: Too many pattern letters: d"},
      {"HHH", "error: Too many pattern letters: H"},
      {"MMMMMM", "error: Too many pattern letters: M"},
      {"DDDD", "error: Too many pattern letters: D"},
      {"aa", "error: Too many pattern letters: a"},
      {"V", "error: Pattern letter count must be 2: V"},
      {"OO", "error: Pattern letter count must be 1 or 4: O"},
      {"'open", "error: Pattern ends with an incomplete string literal: 'open"},
      {"yyyy#", "error: Pattern includes reserved character: '#'"},
      {"yy]", "error: Pattern invalid as it contains ] without previous ["}};
  for (const auto& [pattern, expected] : cases) {
    EXPECT_EQ(Format(pattern, kAfternoon), expected) << pattern;
  }
}

}  // namespace
}  // namespace weir
