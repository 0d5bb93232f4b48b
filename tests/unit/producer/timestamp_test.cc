// Times as data sets write them; the numbers expected are those of GNU date.
#include "core/producer/timestamp.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/text.h"

namespace weir {
namespace {

std::string Read(std::string_view text, TimeUnit unit = TimeUnit::kAuto) {
  const Result<Instant> instant = TimestampParser(unit).Parse(text);
  return instant.ok() ? FormatTimestamp(instant.value()) : "error: " + instant.error().message;
}

void ExpectError(std::string_view text, std::string_view part) {
  const Result<Instant> instant = TimestampParser(TimeUnit::kAuto).Parse(text);
  ASSERT_FALSE(instant.ok()) << text;
  EXPECT_NE(instant.error().message.find(part), std::string::npos) << instant.error().message;
  EXPECT_NE(instant.error().message.find("; expected "), std::string::npos);
  EXPECT_EQ(instant.error().code, ErrorCode::kInput);
}

TEST(TimestampTest, Iso8601IsReadInItsUsualForms) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"2018-02-01T10:00:00Z", "2018-02-01T10:00:00.000000Z"},
      {"2018-02-01t10:00:00z", "2018-02-01T10:00:00.000000Z"},
      {"2018-02-01 10:00", "2018-02-01T10:00:00.000000Z"},
      {"2018-02-01", "2018-02-01T00:00:00.000000Z"},
      {"  2018-02-01  ", "2018-02-01T00:00:00.000000Z"},
      {"2018-02-01T10:00:00.5Z", "2018-02-01T10:00:00.500000Z"},
      {"2018-02-01T10:00:00.123456789Z", "2018-02-01T10:00:00.123456Z"},
      {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z"},
      {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"}};
  for (const auto& [text, expected] : cases) EXPECT_EQ(Read(text), expected) << text;
}

TEST(TimestampTest, DaysAreCountedAsTheCalendarDoes) {
  const auto seconds = [](std::string_view text) {
    return UnixSeconds(TimestampParser(TimeUnit::kAuto).Parse(text).value());
  };
  EXPECT_EQ(seconds("1970-01-01"), 0);
  EXPECT_EQ(seconds("2000-02-29"), 951'782'400);
  EXPECT_EQ(seconds("2000-03-01"), 951'868'800);
  EXPECT_EQ(seconds("1900-03-01"), -2'203'891'200);
  EXPECT_EQ(seconds("2024-12-31"), 1'735'603'200);
  EXPECT_EQ(seconds("0001-01-01"), -62'135'596'800);
}

TEST(TimestampTest, AnOffsetIsTakenAway) {
  EXPECT_EQ(Read("2018-02-01T10:00:00+02:00"), "2018-02-01T08:00:00.000000Z");
  EXPECT_EQ(Read("2018-02-01T10:00:00-0530"), "2018-02-01T15:30:00.000000Z");
  EXPECT_EQ(Read("2018-02-01 10:00 +02"), "2018-02-01T08:00:00.000000Z");
  EXPECT_EQ(Read("2018-02-01 10:00 UTC"), "2018-02-01T10:00:00.000000Z");
  EXPECT_EQ(Read("2018-02-01 10:00:00 GMT"), "2018-02-01T10:00:00.000000Z");
}

TEST(TimestampTest, AnUnknownZoneIsNamed) {
  ExpectError("2018-02-01 10:00 Mars/Olympus", "unknown time zone \"Mars/Olympus\" in");
  ExpectError("2018-02-01 10:00 CEST", "expected Z, UTC, GMT, an offset such as +02:00");
  ExpectError("2018-02-01T10:00+2", "unknown time zone \"+2\"");
  ExpectError("2018-02-01T10:00+24:00", "unknown time zone");
  ExpectError("2018-02-01T10:00+02:", "unknown time zone");
}

TEST(TimestampTest, WhatIsNoTimeIsNamed) {
  ExpectError("", "the time is missing");
  ExpectError("   ", "the time is missing");
  ExpectError("yesterday", "\"yesterday\" is not a time");
  ExpectError("2018-2-1", "is not a time");
  ExpectError("2018-02-01X10:00", "is not a time");
  ExpectError("2018-02-30", "is not a day of the calendar");
  ExpectError("2019-02-29", "is not a day of the calendar");
  ExpectError("1900-02-29", "is not a day of the calendar");
  ExpectError("2018-13-01", "is not a day of the calendar");
  ExpectError("0000-01-01", "is not a day of the calendar");
  ExpectError("2018-02-01T24:00", "has no valid time of day");
  ExpectError("2018-02-01T10:60", "has no valid time of day");
  ExpectError("2018-02-01T10:00:60Z", "has no valid time of day");
  ExpectError("2018-02-01T10:00:00.Z", "has no valid time of day");
  ExpectError("0001-01-01T00:00:00+01:00", "outside the years");
  ExpectError("9999-12-31T23:59:59-00:01", "outside the years");
  ExpectError("12:00", "is not a time");
  ExpectError("1e", "is not a time");
  ExpectError("--5", "is not a time");
  ExpectError("1.2.3", "is not a time");
}

TEST(TimestampTest, TheSizeOfANumberTellsItsUnit) {
  EXPECT_EQ(Read("1517966773"), "2018-02-07T01:26:13.000000Z");
  EXPECT_EQ(Read("1517966773840"), "2018-02-07T01:26:13.840000Z");
  EXPECT_EQ(Read("1517966773840123"), "2018-02-07T01:26:13.840123Z");
  EXPECT_EQ(Read("1517966773.25"), "2018-02-07T01:26:13.250000Z");
  EXPECT_EQ(Read("1.517966773e9"), "2018-02-07T01:26:13.000000Z");
  EXPECT_EQ(Read("1.5E-3"), "1970-01-01T00:00:00.001500Z");
  EXPECT_EQ(Read("-1.5"), "1969-12-31T23:59:58.500000Z");
  EXPECT_EQ(Read("99999999999"), "5138-11-16T09:46:39.000000Z");
  EXPECT_EQ(Read("100000000000"), "1973-03-03T09:46:40.000000Z");
  ExpectError("100000000000000000", "outside the years");
  ExpectError("1e999999999999", "outside the years");
}

TEST(TimestampTest, AUnitThatWasNamedCounts) {
  EXPECT_EQ(Read("5000", TimeUnit::kMillis), "1970-01-01T00:00:05.000000Z");
  EXPECT_EQ(Read("5000", TimeUnit::kMicros), "1970-01-01T00:00:00.005000Z");
  EXPECT_EQ(Read("5000", TimeUnit::kSeconds), "1970-01-01T01:23:20.000000Z");
  EXPECT_EQ(Read("2018-02-01", TimeUnit::kMillis), "2018-02-01T00:00:00.000000Z");
}

TEST(TimestampTest, TheFirstNumberThatIsNotZeroDecidesForTheWholeColumn) {
  TimestampParser column(TimeUnit::kAuto);
  EXPECT_EQ(column.Parse("0").value(), Instant{0});
  EXPECT_EQ(column.Parse("1517966773840").value(), Instant{1'517'966'773'840'000});
  EXPECT_EQ(column.Parse("5000").value(), Instant{5'000'000});  // Milliseconds, as the first.
}

TEST(TimestampTest, DigitsBeyondSeventeenAreCutOff) {
  EXPECT_EQ(Read("1517966773.12345678901234567890"), "2018-02-07T01:26:13.123456Z");
  EXPECT_EQ(Read(std::string("0.") + std::string(100'000, '0') + "1"),
            "1970-01-01T00:00:00.000000Z");
  ExpectError(std::string(100'000, '9'), "outside the years");
}

}  // namespace
}  // namespace weir
