// Text of numbers, durations and times: what is printed, and what is read back or refused.
#include "core/base/text.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/prng.h"

namespace weir {
namespace {

std::string ErrorOf(std::string_view text) {
  const Result<Duration> parsed = ParseDuration(text);
  return parsed.ok() ? "" : parsed.error().message;
}

TEST(TextTest, StrCatJoinsPiecesAndBytesThatAreNoText) {
  EXPECT_EQ(StrCat({}), "");
  EXPECT_EQ(StrCat({"a", "", std::string_view("\0b", 2)}), std::string("a\0b", 3));
}

TEST(TextTest, ADigestIsPrintedAsSixteenDigits) {
  EXPECT_EQ(ToHex16(0), "0000000000000000");
  EXPECT_EQ(ToHex16(0x0123456789abcdefULL), "0123456789abcdef");
  EXPECT_EQ(ToHex16(UINT64_MAX), "ffffffffffffffff");
}

TEST(TextTest, ThousandsAreSeparatedInGroupsOfThree) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(1'000), "1,000");
  EXPECT_EQ(WithThousands(-999), "-999");
  EXPECT_EQ(WithThousands(-1'234'567), "-1,234,567");
  EXPECT_EQ(WithThousands(INT64_MIN), "-9,223,372,036,854,775,808");
}

TEST(TextTest, ElapsedTimeShowsDaysOnlyFromTheFirstOneOn) {
  EXPECT_EQ(FormatElapsed(Micros(999)), "00:00:00.000");
  EXPECT_EQ(FormatElapsed(Millis(12'500)), "00:00:12.500");
  EXPECT_EQ(FormatElapsed(Hours(24) - Micros(1)), "23:59:59.999");
  EXPECT_EQ(FormatElapsed(Hours(27)), "1d 03:00:00.000");
  EXPECT_EQ(FormatElapsed(kDurationMax), "36525d 00:00:00.000");
}

TEST(TextTest, ADurationIsPrintedInTheLargestUnitThatIsExact) {
  EXPECT_EQ(FormatDuration(Seconds(0)), "0s");
  EXPECT_EQ(FormatDuration(Micros(250)), "250us");
  EXPECT_EQ(FormatDuration(Micros(1'001)), "1001us");
  EXPECT_EQ(FormatDuration(Millis(1'500)), "1500ms");
  EXPECT_EQ(FormatDuration(Seconds(90)), "90s");
  EXPECT_EQ(FormatDuration(Minutes(90)), "90m");
  EXPECT_EQ(FormatDuration(Hours(24)), "24h");  // As the service names its default retention.
  EXPECT_EQ(FormatDuration(Hours(48)), "2d");
}

TEST(TextTest, EveryDurationIsReadBackAsItWasPrinted) {
  Prng prng(1);
  for (int i = 0; i < 5'000; ++i) {
    const int64_t unit = int64_t{1} << prng.Below(52);
    const Duration duration{static_cast<int64_t>(prng.Below(static_cast<uint64_t>(unit)))};
    if (duration > kDurationMax) continue;
    const Result<Duration> back = ParseDuration(FormatDuration(duration));
    ASSERT_TRUE(back.ok()) << duration.micros;
    ASSERT_EQ(back.value(), duration);
  }
}

TEST(TextTest, ADecimalDurationIsExactOrRefused) {
  EXPECT_EQ(ParseDuration("1.5s").value(), Millis(1'500));
  EXPECT_EQ(ParseDuration("0.000001s").value(), Micros(1));
  EXPECT_EQ(ParseDuration("0.25ms").value(), Micros(250));
  EXPECT_EQ(ParseDuration("1.5m").value(), Seconds(90));
  EXPECT_EQ(ParseDuration("0.5d").value(), Hours(12));
  EXPECT_EQ(ParseDuration("0.0us").value(), Micros(0));
  EXPECT_FALSE(ParseDuration("0.5us").ok());
  EXPECT_FALSE(ParseDuration("0.0005ms").ok());
  EXPECT_FALSE(ParseDuration("0.0000001s").ok());  // A seventh decimal.
}

TEST(TextTest, WhatIsNoDurationIsNamedInTheError) {
  for (const char* text : {"", "5", "s", "-5s", "+5s", "5 s", "5S", "5sec", " 5s", "5s ", "1.s",
                           ".5s", "1e3s", "0x5s", "5..5s", "NaNs"}) {
    EXPECT_NE(ErrorOf(text).find(StrCat({"\"", text, "\" is not a duration"})), std::string::npos)
        << text;
  }
}

TEST(TextTest, TheLongestDurationIsReadAndTheNextOneRefused) {
  EXPECT_EQ(ParseDuration("36525d").value(), kDurationMax);
  EXPECT_EQ(ParseDuration("36525.0d").value(), kDurationMax);
  EXPECT_EQ(ParseDuration("3155760000000000us").value(), kDurationMax);
  for (const char* text : {"36526d", "36525.5d", "3155760000000001us", "99999999999999999999d",
                           "9223372036854775808us", "18446744073709551617s"}) {
    EXPECT_FALSE(ParseDuration(text).ok()) << text;
  }
}

TEST(TextTest, TimestampsFollowTheGregorianCalendar) {
  EXPECT_EQ(FormatTimestamp(Instant{0}), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(FormatTimestamp(Instant{-1}), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(FormatTimestamp(Instant{951'782'400'000'000}), "2000-02-29T00:00:00.000000Z");
  EXPECT_EQ(FormatTimestamp(Instant{4'107'542'400'000'000}), "2100-03-01T00:00:00.000000Z");
  EXPECT_EQ(FormatTimestamp(Instant{1'767'225'599'000'001}), "2025-12-31T23:59:59.000001Z");
  EXPECT_EQ(FormatTimestamp(Instant{-62'135'596'800'000'000}), "0001-01-01T00:00:00.000000Z");
  EXPECT_EQ(FormatTimestamp(Instant{253'402'300'799'999'999}), "9999-12-31T23:59:59.999999Z");
}

TEST(TextTest, TheNearestWordIsASlipOfTheFingerAwayNoMore) {
  EXPECT_EQ(NearestWord("strems", {"streams", "consumers"}), "streams");
  EXPECT_EQ(NearestWord("straems", {"streams", "consumers"}), "streams");
  EXPECT_EQ(NearestWord("at", {"to", "as"}), "as");
  EXPECT_EQ(NearestWord("xyz", {"streams", "as", "to"}), "");
  EXPECT_EQ(NearestWord("", {"streams"}), "");
  EXPECT_EQ(NearestWord("name", {}), "");
}

}  // namespace
}  // namespace weir
