// A segment: rows of real bytes or of simulated records, until it is full or too old.
#include "core/stream/segment.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;

TEST(SegmentTest, BytesComeBackAsTheyWerePut) {
  Segment segment(SegmentKind::kBytes, kStart, 4, 64);
  const std::string data("\0binary\xff", 8);
  segment.Append(kStart + Micros(1), {"key", data, {}}, HashKey{1, 2});
  segment.Append(kStart + Micros(2), {"", "", {}}, HashKey{3, 4});
  EXPECT_EQ(segment.size(), 2);
  EXPECT_EQ(segment.partition_key(0), "key");
  EXPECT_EQ(segment.data(0), data);
  EXPECT_EQ(segment.hash_key(0), (HashKey{1, 2}));
  EXPECT_EQ(segment.BilledBytes(0), 11);
  EXPECT_EQ(segment.partition_key(1), "");
  EXPECT_EQ(segment.data(1), "");
  EXPECT_EQ(segment.Row(0).arrived_at, kStart + Micros(1));
  EXPECT_EQ(segment.Row(0).producer.value, UINT32_MAX);  // Nobody numbered it.
}

TEST(SegmentTest, ASimulatedRecordIsItsNumbers) {
  Segment segment(SegmentKind::kSynthetic, kStart, 4, 0);
  const uint32_t greatest = 10'240 * 1'024;  // The largest record there can be.
  segment.Append(kStart + Seconds(9), ProducerId{199}, {HashKey{}, 7, UINT32_MAX, greatest});
  const RecordRow row = segment.Row(0);
  EXPECT_EQ(row.arrived_at, kStart + Seconds(9));
  EXPECT_EQ(row.producer, ProducerId{199});
  EXPECT_EQ(row.key, 7);
  EXPECT_EQ(row.number, UINT32_MAX);
  EXPECT_EQ(row.billed_bytes, greatest);
  EXPECT_EQ(segment.BilledBytes(0), greatest);
}

TEST(SegmentTest, ItIsFullByRowsByBytesOrByTime) {
  Segment rows(SegmentKind::kSynthetic, kStart, 1, 0);
  EXPECT_TRUE(rows.HasRoomAt(kStart, 10));
  rows.Append(kStart, ProducerId{0}, test::RecordAt(0));
  EXPECT_FALSE(rows.HasRoomAt(kStart, 10));

  Segment bytes(SegmentKind::kBytes, kStart, 10, 8);
  bytes.Append(kStart, {"k", "1234", {}}, HashKey{});
  EXPECT_TRUE(bytes.HasRoomAt(kStart, 3));
  EXPECT_FALSE(bytes.HasRoomAt(kStart, 4));

  // 32 bits of microseconds: 71 minutes and a bit.
  const Segment age(SegmentKind::kSynthetic, kStart, 10, 0);
  EXPECT_TRUE(age.HasRoomAt(kStart + Micros(UINT32_MAX), 1));
  EXPECT_FALSE(age.HasRoomAt(kStart + Micros(int64_t{UINT32_MAX} + 1), 1));
}

TEST(SegmentDeathTest, OneKindHasNotTheOthersRows) {
  Segment synthetic(SegmentKind::kSynthetic, kStart, 4, 0);
  synthetic.Append(kStart, ProducerId{0}, test::RecordAt(0));
  EXPECT_DEATH(static_cast<void>(synthetic.data(0)), "check failed");
  EXPECT_DEATH(synthetic.Append(kStart, {"k", "", {}}, HashKey{}), "check failed");
}

}  // namespace
}  // namespace weir
