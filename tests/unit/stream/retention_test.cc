// Retention: what a trim drops, what a longer or shorter period does, when closed shards go.
#include <gtest/gtest.h>

#include "core/model/limits.h"
#include "tests/support/streams.h"

namespace weir {
namespace {

using test::ActiveStream;
using test::kStart;
using test::NameOf;
using test::PutOne;

int64_t Retained(const Stream& stream) {
  int64_t records = 0;
  for (const Shard& shard : stream.shards()) {
    records += static_cast<int64_t>(shard.log().end() - shard.log().trim_horizon());
  }
  return records;
}

TEST(RetentionTest, ARecordStaysForTheWholePeriodAndNoLonger) {
  Stream stream = ActiveStream(1);
  PutOne(stream, kStart, "k");
  EXPECT_EQ(stream.oldest_arrival(), kStart);
  EXPECT_EQ(stream.Trim(kStart + Hours(24)), 0);
  EXPECT_EQ(stream.Trim(kStart + Hours(24) + Micros(1)), 1);
  EXPECT_EQ(stream.oldest_arrival(), kNever);
}

TEST(RetentionTest, AShorterPeriodHidesOlderRecordsAtOnce) {
  Stream stream = ActiveStream(1, Hours(48));
  PutOne(stream, kStart, "old");
  PutOne(stream, kStart + Hours(20), "new");
  EXPECT_TRUE(stream.SetRetention(kStart + Hours(40), Hours(24)).ok());
  EXPECT_EQ(Retained(stream), 1);
  EXPECT_EQ(stream.oldest_arrival(), kStart + Hours(20));
}

TEST(RetentionTest, ALongerPeriodRevivesNothing) {
  Stream stream = ActiveStream(1);
  PutOne(stream, kStart, "old");
  PutOne(stream, kStart + Hours(10), "new");
  // The old record is over its time, though nobody has trimmed it yet.
  EXPECT_TRUE(stream.SetRetention(kStart + Hours(24) + Millis(500), Hours(48)).ok());
  EXPECT_EQ(Retained(stream), 1);
  EXPECT_EQ(stream.Trim(kStart + Hours(58)), 0);
  EXPECT_EQ(stream.Trim(kStart + Hours(58) + Micros(1)), 1);
}

TEST(RetentionTest, ThePeriodIsWholeHoursFrom24To8760) {
  Stream stream = ActiveStream(1);
  EXPECT_EQ(NameOf(stream.SetRetention(kStart, Hours(8'760))), "");
  EXPECT_EQ(NameOf(stream.SetRetention(kStart, Hours(8'761))), "InvalidArgumentException");
  EXPECT_EQ(NameOf(stream.SetRetention(kStart, Hours(23))), "InvalidArgumentException");
  EXPECT_EQ(NameOf(stream.SetRetention(kStart, Hours(24) + Seconds(1))),
            "InvalidArgumentException");
  EXPECT_EQ(stream.retention(), Hours(8'760));
}

TEST(RetentionTest, ThePeriodIsNotChangedWhileTheStreamIsUpdating) {
  Stream stream = ActiveStream(1);
  ASSERT_TRUE(stream.UpdateShardCount(kStart, 2).ok());
  EXPECT_EQ(NameOf(stream.SetRetention(kStart, Hours(48))), "ResourceInUseException");
}

TEST(RetentionTest, AClosedShardExpiresWithItsLastRecordOrItsClosing) {
  Stream stream = ActiveStream(2);
  PutOne(stream, kStart, "k");
  ASSERT_TRUE(stream.UpdateShardCount(kStart + Hours(1), 4).ok());
  const Instant closed = kStart + Hours(1) + kReshardDelay;
  stream.AdvanceStatus(closed);
  EXPECT_EQ(stream.Trim(closed + Hours(24)), 1);
  EXPECT_EQ(stream.shards()[0].state(), ShardState::kClosed);
  EXPECT_EQ(stream.oldest_arrival(), closed);
  EXPECT_EQ(stream.Trim(closed + Hours(24) + Micros(1)), 0);
  EXPECT_EQ(stream.shards()[0].state(), ShardState::kExpired);
  EXPECT_EQ(stream.shards()[1].state(), ShardState::kExpired);
  EXPECT_EQ(stream.shards()[2].state(), ShardState::kOpen);
  EXPECT_EQ(stream.oldest_arrival(), kNever);
}

}  // namespace
}  // namespace weir
