// What a stream has moved, as its owner is charged for it: every record rounded up by itself.
#include "core/stream/charges.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/streams.h"

namespace weir {
namespace {

using test::ActiveStream;
using test::kStart;
using test::PutOne;
using test::RecordAt;

Charges ChargesOf(const std::vector<uint32_t>& sizes) {
  std::vector<SyntheticRecord> records;
  for (const uint32_t size : sizes) records.push_back(RecordAt(0, 0, size));
  Charges charges;
  charges.AddRecords(records);
  return charges;
}

TEST(ChargesTest, EveryRecordRoundsUpByItself) {
  const Charges charges = ChargesOf({1, 1'023, 1'024, 1'025});
  EXPECT_EQ(charges.records, 4);
  EXPECT_EQ(charges.bytes, 3'073);
  EXPECT_EQ(charges.kib, 1 + 1 + 1 + 2);
  EXPECT_EQ(charges.payload_units, 4);
}

TEST(ChargesTest, APayloadUnitIsTwentyFiveKilobytes) {
  EXPECT_EQ(ChargesOf({25 * 1'024}).payload_units, 1);
  EXPECT_EQ(ChargesOf({25 * 1'024 + 1}).payload_units, 2);
  EXPECT_EQ(ChargesOf({10, 1 << 20, 50 * 1'024}).payload_units, 1 + 41 + 2);
}

TEST(ChargesTest, ACallIsWhatItsRecordsAre) {
  const std::vector<uint32_t> sizes{7, 30'000, 1'024, 25'600, 25'601, 999'999};
  Charges one_by_one;
  for (const uint32_t size : sizes) one_by_one.AddRecord(size);
  const Charges call = ChargesOf(sizes);
  EXPECT_EQ(call.records, one_by_one.records);
  EXPECT_EQ(call.bytes, one_by_one.bytes);
  EXPECT_EQ(call.kib, one_by_one.kib);
  EXPECT_EQ(call.payload_units, one_by_one.payload_units);
}

TEST(ChargesTest, OnlyWhatIsAcceptedIsCharged) {
  Stream stream = ActiveStream(1);
  // Records of 30,000 bytes: 34 of them fit into the 1 MiB of the shard.
  const std::vector<SyntheticRecord> records(50, RecordAt(0, 0, 30'000));
  std::vector<ThrottledEntry> throttled;
  ASSERT_TRUE(stream.PutSynthetic(kStart, {0}, records, throttled).ok());
  ASSERT_EQ(throttled.size(), 16U);
  EXPECT_EQ(stream.charges().records, 34);
  EXPECT_EQ(stream.charges().bytes, 34 * 30'000);
  EXPECT_EQ(stream.charges().kib, 34 * 30);
  EXPECT_EQ(stream.charges().payload_units, 34 * 2);
}

TEST(ChargesTest, PartitionKeysAreCharged) {
  Stream stream = ActiveStream(1);
  PutOne(stream, kStart, std::string(24, 'k'), std::string(1'001, 'd'));
  EXPECT_EQ(stream.charges().bytes, 1'025);
  EXPECT_EQ(stream.charges().kib, 2);
  PutOne(stream, kStart, "k", std::string(1 << 20, 'd').substr(0, (1 << 20) - 1));  // Throttled.
  EXPECT_EQ(stream.charges().records, 1);
}

TEST(ChargesTest, ReadingIsChargedOnceForEveryReaderAndApartWhenItIsLate) {
  StreamService streams;
  const Result<StreamId> id =
      streams.CreateStream(kStart - kCreateStreamDelay, {"s", 1, Hours(24 * 10), 1'024});
  ASSERT_TRUE(id.ok());
  Stream& stream = streams.stream(id.value());
  stream.AdvanceStatus(kStart);
  PutOne(stream, kStart, "k", std::string(99, 'd'));
  PutOne(stream, kStart + Hours(24 * 2), "k", std::string(49, 'd'));
  const auto read = [&](Instant now) {
    const Result<ShardIterator> iterator =
        streams.GetShardIterator(now, {id.value(), {0}, ShardIteratorType::kTrimHorizon, {}, {}});
    ASSERT_TRUE(iterator.ok());
    ASSERT_TRUE(streams.GetRecords(now, iterator.value(), 10).ok());
  };
  read(kStart + Hours(24 * 7));
  EXPECT_EQ(stream.charges().read_bytes, 150);
  EXPECT_EQ(stream.charges().read_late_bytes, 0) << "seven days old is not over seven days";
  read(kStart + Hours(24 * 7) + Seconds(1));
  EXPECT_EQ(stream.charges().read_bytes, 300);
  EXPECT_EQ(stream.charges().read_late_bytes, 100);
}

}  // namespace
}  // namespace weir
