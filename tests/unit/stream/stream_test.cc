// A stream's data plane: who may write when, and what a request is refused for.
#include "core/stream/stream.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/model/limits.h"
#include "tests/support/streams.h"

namespace weir {
namespace {

using test::ActiveStream;
using test::kStart;
using test::NameOf;
using test::PutError;
using test::PutOne;
using test::RecordAt;

std::vector<PutRecordsEntry> Entries(size_t count, std::string_view key, std::string_view data) {
  return std::vector<PutRecordsEntry>(count, {key, data, {}});
}

TEST(StreamTest, ANewStreamIsActiveAfterItsDelayAndNotFoundBefore) {
  Stream stream(kStart, {"s"});
  EXPECT_EQ(stream.status(), StreamStatus::kCreating);
  EXPECT_EQ(stream.next_status_at(), kStart + kCreateStreamDelay);
  EXPECT_EQ(PutError(stream, kStart, Entries(1, "k", "x")), "ResourceNotFoundException");
  stream.AdvanceStatus(kStart + kCreateStreamDelay - Micros(1));
  EXPECT_EQ(stream.status(), StreamStatus::kCreating);
  stream.AdvanceStatus(kStart + kCreateStreamDelay);
  EXPECT_EQ(stream.status(), StreamStatus::kActive);
  EXPECT_EQ(stream.next_status_at(), kNever);
  EXPECT_EQ(PutError(stream, kStart + kCreateStreamDelay, Entries(1, "k", "x")), "");
}

TEST(StreamTest, ADeletedStreamIsGoneAtOnceAndForGood) {
  Stream stream = ActiveStream(1);
  EXPECT_TRUE(stream.Delete(kStart).ok());
  EXPECT_EQ(stream.status(), StreamStatus::kDeleting);
  EXPECT_EQ(PutError(stream, kStart, Entries(1, "k", "x")), "ResourceNotFoundException");
  EXPECT_EQ(NameOf(stream.Delete(kStart)), "ResourceNotFoundException");
  stream.AdvanceStatus(kStart + kDeleteStreamDelay);
  EXPECT_EQ(stream.status(), StreamStatus::kDeleted);
  EXPECT_EQ(NameOf(stream.SetRetention(kStart + Hours(1), Hours(48))), "ResourceNotFoundException");
}

TEST(StreamTest, ARequestHoldsFrom1To500Records) {
  Stream stream = ActiveStream(1);
  EXPECT_EQ(PutError(stream, kStart, Entries(500, "k", "x")), "");
  EXPECT_EQ(PutError(stream, kStart, Entries(501, "k", "x")), "ValidationException");
  EXPECT_EQ(PutError(stream, kStart, {}), "ValidationException");
  EXPECT_EQ(stream.shards()[0].counters().records_in, 500);
}

TEST(StreamTest, APartitionKeyHasFrom1To256CharactersHoweverManyBytes) {
  Stream stream = ActiveStream(1);
  std::string umlauts;
  for (int i = 0; i < 256; ++i) umlauts += "\xc3\xbc";
  EXPECT_EQ(PutError(stream, kStart, Entries(1, umlauts, "x")), "");
  EXPECT_EQ(PutError(stream, kStart, Entries(1, umlauts + "u", "x")), "ValidationException");
  EXPECT_EQ(PutError(stream, kStart, Entries(1, std::string(256, 'k'), "x")), "");
  EXPECT_EQ(PutError(stream, kStart, Entries(1, std::string(257, 'k'), "x")),
            "ValidationException");
  EXPECT_EQ(PutError(stream, kStart, Entries(1, "", "x")), "ValidationException");
  EXPECT_EQ(stream.shards()[0].counters().bytes_in, 512 + 1 + 256 + 1);
}

TEST(StreamTest, ARecordOfOneMiBWithItsKeyPassesAndAByteMoreRefusesTheRequest) {
  Stream stream = ActiveStream(1);
  const std::string data((1 << 20) - 1, 'x');
  EXPECT_EQ(PutError(stream, kStart, Entries(1, "kk", data)), "InvalidArgumentException");
  EXPECT_EQ(PutError(stream, kStart, Entries(1, "k", data)), "");
}

TEST(StreamTest, AStreamForLargeRecordsTakes10MiBAndNotAByteMore) {
  Stream stream = ActiveStream(1, Hours(24), kMaxRecordSizeKibMax);
  const std::string data((10 << 20) - 1, 'x');
  EXPECT_EQ(PutError(stream, kStart, Entries(1, "kk", data)), "InvalidArgumentException");
  EXPECT_EQ(PutOne(stream, kStart, "k", data).outcome, PutOutcome::kAccepted);
  EXPECT_EQ(PutOne(stream, kStart, "k", "").outcome, PutOutcome::kThrottledBytes);
}

TEST(StreamTest, ARequestOfMoreThan10MiBIsRefusedAsAWhole) {
  Stream stream = ActiveStream(20);
  const std::string data((1 << 20) - 1, 'x');
  std::vector<PutRecordsEntry> entries = Entries(10, "k", data);  // Exactly 10 MiB with the keys.
  EXPECT_EQ(PutError(stream, kStart, entries), "");
  entries.push_back({"k", "", {}});
  EXPECT_EQ(PutError(stream, kStart + Hours(1), entries), "InvalidArgumentException");
}

TEST(StreamTest, AMalformedRecordRefusesAllAndWritesNone) {
  Stream stream = ActiveStream(2);
  std::vector<PutRecordsEntry> entries = Entries(499, "k", "x");
  entries.push_back({"", "x", {}});
  std::vector<PutRecordsResultEntry> results(entries.size());
  const Result<void> put = stream.PutRecords(kStart, entries, results);
  ASSERT_FALSE(put.ok());
  EXPECT_NE(put.error().message.find("record 499"), std::string::npos);
  for (const Shard& shard : stream.shards()) EXPECT_EQ(shard.log().end(), 0);
}

TEST(StreamTest, AnExplicitHashKeyReplacesTheHashOfThePartitionKey) {
  Stream stream = ActiveStream(4);
  for (uint32_t i = 0; i < 4; ++i) {
    const PutRecordsEntry entry{"same", "x", stream.shards()[i].range().ending};
    PutRecordsResultEntry result;
    ASSERT_TRUE(stream.PutRecords(kStart, {&entry, 1}, {&result, 1}).ok());
    EXPECT_EQ(result.shard, ShardIndex{i});
  }
}

TEST(StreamTest, ABatchAnswersRecordByRecordInItsOrder) {
  Stream stream = ActiveStream(2);
  // Shard 0 is filled; what goes to shard 1 passes all the same.
  const std::string full((1 << 20) - 1, 'x');
  const HashKey low{};
  const HashKey high = kHashKeyMax;
  const std::vector<PutRecordsEntry> entries{
      {"a", full, low}, {"b", "x", low}, {"c", "x", high}, {"d", "x", low}};
  std::vector<PutRecordsResultEntry> results(entries.size());
  ASSERT_TRUE(stream.PutRecords(kStart, entries, results).ok());
  EXPECT_EQ(results[0].outcome, PutOutcome::kAccepted);
  EXPECT_EQ(results[1].outcome, PutOutcome::kThrottledBytes);
  EXPECT_EQ(results[2].outcome, PutOutcome::kAccepted);
  EXPECT_EQ(results[2].shard, ShardIndex{1});
  EXPECT_EQ(results[2].sequence_number, SequenceNumber{0});
  EXPECT_EQ(results[3].outcome, PutOutcome::kThrottledBytes);
}

TEST(StreamTest, SimulatedRecordsAreRoutedLimitedAndRefusedLikeRealOnes) {
  Stream stream = ActiveStream(2);
  const std::vector<SyntheticRecord> records{RecordAt(0, 0, 1 << 20), RecordAt(0, 1, 1),
                                             RecordAt(UINT64_MAX, 2, 1), RecordAt(0, 3, 1)};
  std::vector<ThrottledEntry> throttled;
  ASSERT_TRUE(stream.PutSynthetic(kStart, {0}, records, throttled).ok());
  ASSERT_EQ(throttled.size(), 2);
  EXPECT_EQ(throttled[0].index, 1);
  EXPECT_EQ(throttled[0].shard, ShardIndex{0});
  EXPECT_EQ(throttled[0].outcome, PutOutcome::kThrottledBytes);
  EXPECT_EQ(throttled[1].index, 3);
  EXPECT_EQ(stream.shards()[1].log().Row(0).number, 2);

  const std::vector<SyntheticRecord> too_large{RecordAt(0, 0, 1), RecordAt(0, 1, (1 << 20) + 1)};
  EXPECT_EQ(NameOf(stream.PutSynthetic(kStart, {0}, too_large, throttled)),
            "InvalidArgumentException");
  EXPECT_EQ(stream.shards()[0].log().end(), 1);
  EXPECT_EQ(throttled.size(), 2);
}

TEST(StreamTest, FewRecordsInManyShardsSeeTheLimitsOfTheirMoment) {
  // With fewer records than shards only the shards that are written to are brought up to date.
  Stream stream = ActiveStream(100);
  const std::vector<SyntheticRecord> one{RecordAt(0, 0, 1 << 20)};
  std::vector<ThrottledEntry> throttled;
  for (int64_t second = 0; second < 3; ++second) {
    ASSERT_TRUE(stream.PutSynthetic(kStart + Seconds(second), {0}, one, throttled).ok());
    EXPECT_TRUE(throttled.empty()) << second;
  }
}

TEST(StreamSettingsTest, WhatCreateStreamRefusesHasTheServicesName) {
  const auto refused = [](const StreamSettings& settings) {
    return NameOf(ValidateSettings(settings));
  };
  EXPECT_EQ(refused({"a.b_c-D9", 1, Hours(24), 1'024}), "");
  EXPECT_EQ(refused({std::string(128, 'a'), 20'000, Hours(8'760), 10'240}), "");
  EXPECT_EQ(refused({std::string(129, 'a')}), "ValidationException");
  EXPECT_EQ(refused({""}), "ValidationException");
  EXPECT_EQ(refused({"a b"}), "ValidationException");
  EXPECT_EQ(refused({"\xc3\xa4"}), "ValidationException");
  EXPECT_EQ(refused({"s", 0}), "ValidationException");
  EXPECT_EQ(refused({"s", -1}), "ValidationException");
  EXPECT_EQ(refused({"s", 20'001}), "ValidationException");
  EXPECT_EQ(refused({"s", 1, Hours(23)}), "InvalidArgumentException");
  EXPECT_EQ(refused({"s", 1, Hours(8'761)}), "InvalidArgumentException");
  EXPECT_EQ(refused({"s", 1, Hours(24) + Minutes(1)}), "InvalidArgumentException");
  EXPECT_EQ(refused({"s", 1, Hours(24), 1'023}), "ValidationException");
  EXPECT_EQ(refused({"s", 1, Hours(24), 10'241}), "ValidationException");
}

}  // namespace
}  // namespace weir
