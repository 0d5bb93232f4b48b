// CustomTimeZone. The offsets expected are those of the time zone database, by Python's zoneinfo: a
// second before and at each change of 2026.
#include "core/firehose/time_zone.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

TEST(TimeZoneTest, ClocksChangeWhenTheDatabaseSaysSo) {
  struct Case {
    const char* zone;
    int64_t unix_seconds;
    int64_t offset_seconds;
  };
  const Case cases[] = {
      {"America/New_York", 1767225600, -18000}, {"America/New_York", 1772953199, -18000},
      {"America/New_York", 1772953200, -14400}, {"America/New_York", 1793512799, -14400},
      {"America/New_York", 1793512800, -18000}, {"Europe/London", 1774745999, 0},
      {"Europe/London", 1774746000, 3600},      {"Europe/London", 1792889999, 3600},
      {"Europe/London", 1792890000, 0},         {"Europe/Dublin", 1774745999, 0},
      {"Europe/Dublin", 1774746000, 3600},      {"Europe/Dublin", 1792889999, 3600},
      {"Europe/Dublin", 1792890000, 0},         {"Australia/Sydney", 1775318399, 39600},
      {"Australia/Sydney", 1775318400, 36000},  {"Australia/Sydney", 1791043199, 36000},
      {"Australia/Sydney", 1791043200, 39600},  {"America/Santiago", 1775357999, -10800},
      {"America/Santiago", 1775358000, -14400}, {"America/Santiago", 1788667199, -14400},
      {"America/Santiago", 1788667200, -10800}, {"Asia/Kathmandu", 1767225600, 20700},
      {"Asia/Jerusalem", 1774569599, 7200},     {"Asia/Jerusalem", 1774569600, 10800},
      {"Asia/Jerusalem", 1792882799, 10800},    {"Asia/Jerusalem", 1792882800, 7200},
      {"America/St_Johns", 1772947799, -12600}, {"America/St_Johns", 1772947800, -9000},
      {"America/St_Johns", 1793507399, -9000},  {"America/St_Johns", 1793507400, -12600},
      {"Asia/Tokyo", 1767225600, 32400},        {"Africa/Cairo", 1776981599, 7200},
      {"Africa/Cairo", 1776981600, 10800},      {"Africa/Cairo", 1793307599, 10800},
      {"Africa/Cairo", 1793307600, 7200},       {"Atlantic/Azores", 1774745999, -3600},
      {"Atlantic/Azores", 1774746000, 0},       {"Atlantic/Azores", 1792889999, 0},
      {"Atlantic/Azores", 1792890000, -3600},   {"Pacific/Auckland", 1775311199, 46800},
      {"Pacific/Auckland", 1775311200, 43200},  {"Pacific/Auckland", 1790431199, 43200},
      {"Pacific/Auckland", 1790431200, 46800},  {"UTC", 1774746000, 0}};
  for (const Case& c : cases) {
    const Result<TimeZone> zone = TimeZone::Find(c.zone);
    ASSERT_TRUE(zone.ok()) << c.zone;
    EXPECT_EQ(zone.value().OffsetAt(Instant{c.unix_seconds * 1'000'000}).micros / 1'000'000,
              c.offset_seconds)
        << c.zone << " at " << c.unix_seconds;
    EXPECT_EQ(zone.value().name(), c.zone);
  }
}

TEST(TimeZoneTest, NoZoneIsUtc) {
  EXPECT_EQ(TimeZone::Find("").value().name(), "UTC");
  EXPECT_EQ(TimeZone::Find("").value().OffsetAt(Instant{}).micros, 0);
}

TEST(TimeZoneTest, ANameThatCannotBeOneIsAValidationError) {
  for (const char* name : {"UTC+1", "Asia/Tokyo ", "+09:00"}) {
    const Result<TimeZone> zone = TimeZone::Find(name);
    ASSERT_FALSE(zone.ok()) << name;
    EXPECT_EQ(zone.error().code, ErrorCode::kValidation);
    EXPECT_NE(zone.error().message.find("regular expression pattern: ^$|[a-zA-Z/_]+"),
              std::string::npos);
  }
  EXPECT_NE(TimeZone::Find(std::string(51, 'a')).error().message.find("less than or equal to 50"),
            std::string::npos);
}

TEST(TimeZoneTest, AnUnknownZoneIsNamed) {
  const Result<TimeZone> zone = TimeZone::Find("Mars/Olympus");
  ASSERT_FALSE(zone.ok());
  EXPECT_EQ(zone.error().code, ErrorCode::kInvalidArgument);
  EXPECT_NE(zone.error().message.find("Mars/Olympus"), std::string::npos);
}

}  // namespace
}  // namespace weir
