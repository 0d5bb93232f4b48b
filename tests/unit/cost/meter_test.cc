// What a stream has used, second by second and hour by hour.
#include "core/cost/meter.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

MeterReading Reading(int64_t records, int64_t bytes) {
  MeterReading reading;
  reading.retention = Hours(24);
  reading.open_shards = 2;
  reading.records = records;
  reading.bytes = bytes;
  return reading;
}

TEST(MeterTest, TotalsBecomeUsageOfTheModeTheyWereIn) {
  Meter meter;
  MeterReading reading = Reading(10, 1'000);
  reading.kib_in = 10;
  reading.payload_units = 11;
  reading.read_bytes = 500;
  reading.late_read_bytes = 50;
  reading.pushed_bytes = 70;
  reading.fan_out_consumers = 3;
  meter.Second(reading);
  reading.mode = StreamMode::kOnDemand;
  reading.records = 14;
  reading.bytes = 1'400;
  reading.open_shards = 4;
  meter.Second(reading);
  const StreamUsage& provisioned = meter.usage(StreamMode::kProvisioned);
  EXPECT_EQ(provisioned, (StreamUsage{.seconds = 1,
                                      .records = 10,
                                      .bytes = 1'000,
                                      .kib_in = 10,
                                      .payload_units = 11,
                                      .read_bytes = 500,
                                      .late_read_bytes = 50,
                                      .pushed_bytes = 70,
                                      .shard_seconds = 2,
                                      .fan_out_shard_seconds = 6}));
  EXPECT_EQ(meter.usage(StreamMode::kOnDemand), (StreamUsage{.seconds = 1,
                                                             .records = 4,
                                                             .bytes = 400,
                                                             .shard_seconds = 4,
                                                             .fan_out_shard_seconds = 12}));
  EXPECT_EQ(meter.total().records, 14);
}

TEST(MeterTest, APeakIsOfOneSecond) {
  Meter meter;
  meter.Second(Reading(10, 1'000));
  meter.Second(Reading(40, 1'100));
  meter.Second(Reading(45, 9'000));
  EXPECT_EQ(meter.peak().records, 30);
  EXPECT_EQ(meter.peak().bytes, 7'900);
}

TEST(MeterTest, ExtendedRetentionIsPaidByTheShardFromTheFirstSecond) {
  Meter meter;
  MeterReading reading = Reading(0, 0);
  meter.Second(reading);
  reading.retention = Hours(25);
  meter.Second(reading);
  EXPECT_EQ(meter.total().extended_shard_seconds, 2);
  EXPECT_EQ(meter.total().shard_seconds, 4);
}

// 1 MiB an hour, nothing expires before ten days: after n hours, n MiB are retained.
TEST(MeterTest, StorageIsByAgeAtTheEndOfEachHour) {
  constexpr int64_t kMib = 1 << 20;
  Meter meter;
  int64_t extended = 0;
  int64_t long_term = 0;
  for (int64_t hour = 1; hour <= 200; ++hour) {
    for (int64_t second = 0; second < 3'600; ++second) {
      EXPECT_EQ(meter.hour_is_over(), second == 0);
      meter.Second(Reading(hour, hour * kMib));
    }
    ASSERT_TRUE(meter.hour_is_over());
    meter.Hour(hour * kMib);
    // Of the n MiB, those of the last 24 hours are free.
    if (hour > 24) extended += std::min<int64_t>(hour - 24, 144);
    if (hour > 168) long_term += hour - 168;
  }
  EXPECT_EQ(meter.total().extended_kib_hours, extended * 1'024);
  EXPECT_EQ(meter.total().long_term_kib_hours, long_term * 1'024);
}

TEST(MeterTest, WhatHasExpiredIsNotStored) {
  constexpr int64_t kMib = 1 << 20;
  Meter meter;
  for (int64_t hour = 1; hour <= 30; ++hour) {
    for (int64_t second = 0; second < 3'600; ++second) meter.Second(Reading(hour, hour * kMib));
    // Retention of 26 hours: two MiB older than 24 h at the most.
    meter.Hour(std::min<int64_t>(hour, 26) * kMib);
  }
  EXPECT_EQ(meter.total().extended_kib_hours, (1 + 2 + 2 + 2 + 2 + 2) * 1'024);
}

}  // namespace
}  // namespace weir
