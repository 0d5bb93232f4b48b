#include <gtest/gtest.h>

#include "core/sql/types/calendar.h"
#include "core/sql/types/parse.h"
#include "tests/unit/sql/sql_call.h"

namespace weir::sql::test {
namespace {

Typed Ts(const std::string& text, int precision = 3) {
  return {Type::Timestamp(precision).NotNull(), Value(ParseTimestamp(text, 9).value())};
}
Typed Day(const std::string& text) {
  return {Type::Date().NotNull(), Value(ParseDate(text).value())};
}
Typed Millis(int64_t millis) { return {Type::IntervalDayTime().NotNull(), Value(millis)}; }
Typed Months(int64_t months) { return {Type::IntervalYearMonth().NotNull(), Value(months)}; }

EvalContext In(const char* zone) {
  EvalContext context;
  context.zone = TimeZone::Find(zone).value();
  return context;
}

TEST(SqlCalendar, DaysAndDatesAgreeForFourHundredYears) {
  int64_t day = DaysFromCivil(1799, 12, 31);
  for (int64_t year = 1800; year < 2201; ++year) {
    for (int32_t month = 1; month <= 12; ++month) {
      for (int32_t of_month = 1; of_month <= DaysInMonth(year, month); ++of_month) {
        const CivilDate date = CivilFromDays(++day);
        ASSERT_EQ(DaysFromCivil(year, month, of_month), day);
        ASSERT_TRUE(date.year == year && date.month == month && date.day == of_month) << day;
      }
    }
  }
  EXPECT_EQ(IsoWeekday(DaysFromCivil(2026, 11, 21)), 6);
  EXPECT_EQ(IsoWeekOf(DaysFromCivil(2021, 1, 3)).week, 53);
  EXPECT_EQ(IsoWeekOf(DaysFromCivil(2021, 1, 3)).year, 2020);
}

TEST(SqlTime, PartsOfAMoment) {
  const Typed moment = Ts("2018-03-20 06:44:31.123456", 6);
  EXPECT_EQ(Called("EXTRACT", {Symbol("MICROSECOND"), moment}), "123456");
  EXPECT_EQ(Called("EXTRACT", {Symbol("DOW"), moment}), "3");
  EXPECT_EQ(Called("EXTRACT", {Symbol("WEEK"), moment}), "12");
  EXPECT_EQ(Called("EXTRACT", {Symbol("CENTURY"), moment}), "21");
  EXPECT_EQ(Called("HOUR", {moment}), "6");
  EXPECT_EQ(Called("EXTRACT", {Symbol("DAY"), Millis(19 * 86'400'000LL + 1)}), "19");
  EXPECT_EQ(Called("EXTRACT", {Symbol("FORTNIGHT"), moment}).substr(0, 6), "error:");
}

TEST(SqlTime, BeforeTheEpochTimesAreFloored) {
  EXPECT_EQ(Called("FLOOR", {Ts("1969-12-31 23:59:59.999"), Symbol("HOUR")}),
            "1969-12-31 23:00:00.000");
  EXPECT_EQ(Called("EXTRACT", {Symbol("SECOND"), Ts("1969-12-31 23:59:59.999")}), "59");
  EXPECT_EQ(Called("STEP", {Ts("1969-12-31 23:59:59.999"), Millis(60'000)}),
            "1969-12-31 23:59:00.000");
}

TEST(SqlTime, ACeilingOfLongUnitsGoesByTheDate) {
  EXPECT_EQ(Called("CEIL", {Ts("2018-03-20 06:44:31", 0), Symbol("HOUR")}), "2018-03-20 07:00:00");
  EXPECT_EQ(Called("CEIL", {Ts("2018-03-01 21:00:01", 0), Symbol("MONTH")}), "2018-03-01 00:00:00");
  EXPECT_EQ(Called("CEIL", {Day("2021-02-27"), Symbol("DAY")}), "2021-02-28");
  EXPECT_EQ(Called("FLOOR", {Day("2021-03-01"), Symbol("WEEK")}), "2021-02-28");
}

TEST(SqlTime, AMonthLaterIsTheLastDayOfAShorterOne) {
  EXPECT_EQ(Called("+", {Day("2016-01-31"), Months(1)}), "2016-02-29");
  EXPECT_EQ(Called("-", {Ts("2016-03-31 10:00:00", 0), Months(1)}), "2016-02-29 10:00:00");
  EXPECT_EQ(Called("TIMESTAMPADD", {Symbol("QUARTER"), Int(-1), Day("2021-10-30")}), "2021-07-30");
  const Answer hour = Answered("TIMESTAMPADD", {Symbol("HOUR"), Int(-1), Day("2016-06-15")});
  EXPECT_EQ(hour.text, "2016-06-14 23:00:00.000000");
}

TEST(SqlTime, MonthsBetweenAreWhole) {
  const Typed month = Symbol("MONTH");
  EXPECT_EQ(Called("TIMESTAMPDIFF", {month, Day("2019-09-01"), Day("2016-08-01")}), "-37");
  EXPECT_EQ(Called("TIMESTAMPDIFF", {month, Day("2021-01-31"), Day("2021-02-28")}), "1");
  EXPECT_EQ(Called("TIMESTAMPDIFF", {month, Ts("2021-01-04 12:00:00"), Ts("2021-02-04 11:59:59")}),
            "0");
  EXPECT_EQ(Called("TIMESTAMPDIFF", {Symbol("HOUR"), Day("2021-01-02"), Day("2021-01-01")}), "-24");
}

TEST(SqlTime, WhatLeavesTheCalendarIsAnError) {
  EXPECT_EQ(Called("+", {Day("9999-12-31"), Months(1)}),
            "error: the time is out of the years 0000 to 9999");
  EXPECT_EQ(Called("TIMESTAMPADD", {Symbol("MILLENNIUM"), Big(INT64_MAX), Day("2000-01-01")}),
            "error: the interval is too long");
}

TEST(SqlTime, PatternsReadAndWriteAsInJava) {
  EXPECT_EQ(
      Called("DATE_FORMAT", {Ts("2018-03-04 13:02:03.045"), Text("EEE d. MMMM yy hh:mm a S")}),
      "Sun 4. March 18 01:02 PM 0");
  EXPECT_EQ(
      Called("TO_TIMESTAMP", {Text("20000202 59:59.1234567"), Text("yyyyMMdd mm:ss.SSSSSSS")}),
      "2000-02-02 00:59:59.123");
  EXPECT_EQ(
      Called("TO_TIMESTAMP", {Text("2017-09-15 00:00:00.12345"), Text("yyyy-MM-dd HH:mm:ss.SSS")}),
      "2017-09-15 00:00:00.123");
  EXPECT_EQ(Called("TO_TIMESTAMP", {Text("3 Mar 2020"), Text("d MMM yyyy")}),
            "2020-03-03 00:00:00.000");
  EXPECT_EQ(Called("TO_TIMESTAMP", {Text("2020-13-01")}), "NULL");
  EXPECT_EQ(Called("DATE_FORMAT", {Ts("2018-03-04 13:02:03"), Text("b")}),
            "error: the pattern 'b' has a letter that stands for nothing: b");
}

TEST(SqlZone, TheClockIsPutForwardAndBack) {
  const EvalContext berlin = In("Europe/Berlin");
  EXPECT_EQ(Called("FROM_UNIXTIME", {Big(1'111'885'199)}, berlin), "2005-03-27 01:59:59");
  EXPECT_EQ(Called("FROM_UNIXTIME", {Big(1'111'885'200)}, berlin), "2005-03-27 03:00:00");
  // 02:00 does not exist that day: it is taken as 03:00.
  EXPECT_EQ(Called("UNIX_TIMESTAMP", {Text("2005-03-27 02:00:00")}, berlin), "1111885200");
  // 02:30 comes twice on 2005-10-30: the first is meant.
  EXPECT_EQ(Called("UNIX_TIMESTAMP", {Text("2005-10-30 02:30:00")}, berlin), "1130632200");
  const EvalContext york = In("America/New_York");
  EXPECT_EQ(Called("FROM_UNIXTIME", {Big(1'615'705'199)}, york), "2021-03-14 01:59:59");
  EXPECT_EQ(Called("FROM_UNIXTIME", {Big(1'615'705'200)}, york), "2021-03-14 03:00:00");
  const EvalContext sydney = In("Australia/Sydney");
  EXPECT_EQ(Called("FROM_UNIXTIME", {Big(1'633'190'399)}, sydney), "2021-10-03 01:59:59");
  EXPECT_EQ(Called("FROM_UNIXTIME", {Big(1'633'190'400)}, sydney), "2021-10-03 03:00:00");
  EXPECT_EQ(Called("FROM_UNIXTIME", {Big(1'617'465'600)}, sydney), "2021-04-04 02:00:00");
}

TEST(SqlZone, OffsetsAndNamesAreRead) {
  EXPECT_EQ(TimeZone::Find("GMT-03:30").value().Name(), "-03:30");
  EXPECT_EQ(TimeZone::Find("+08:00").value().OffsetMillis(0), 28'800'000);
  EXPECT_TRUE(TimeZone::Find("UTC").value().IsUtc());
  EXPECT_EQ(TimeZone::Find("Europe/Berlim").error().message,
            "no time zone is called 'Europe/Berlim'; is 'Europe/Berlin' meant?");
  EXPECT_FALSE(TimeZone::Find("+8:").ok());
}

TEST(SqlTime, ThePresentIsTheContexts) {
  EvalContext context = In("Asia/Tokyo");
  context.now = Instant{1'600'000'000'123'456};
  EXPECT_EQ(Called("CURRENT_TIMESTAMP", {}, context), "2020-09-13 21:26:40.123");
  EXPECT_EQ(Called("LOCALTIMESTAMP", {}, context), "2020-09-13 21:26:40.123");
  EXPECT_EQ(Called("UNIX_TIMESTAMP", {}, context), "1600000000");
  EXPECT_EQ(Answered("PROCTIME", {}, context).type.attribute, TimeAttribute::kProctime);
  EXPECT_EQ(Called("CURRENT_WATERMARK", {Ts("2020-01-01 00:00:00")}, context), "NULL");
  context.watermark_ms = 1'000;
  EXPECT_EQ(Called("CURRENT_WATERMARK", {Ts("2020-01-01 00:00:00")}, context),
            "1970-01-01 00:00:01.000");
}

}  // namespace
}  // namespace weir::sql::test
