// The operations that work on names and positions: CreateStream, GetShardIterator, GetRecords.
#include "core/stream/stream_service.h"

#include <gtest/gtest.h>

#include <string>

#include "core/model/limits.h"
#include "tests/support/streams.h"

namespace weir {
namespace {

using test::kStart;

// Stream 0 with `shards` shards, ACTIVE at kStart.
StreamService ServiceOf(int64_t shards) {
  StreamService service;
  WEIR_CHECK(service.CreateStream(kStart - kCreateStreamDelay, {"s", shards}).ok());
  service.stream({0}).AdvanceStatus(kStart);
  return service;
}

ShardIterator IteratorOf(StreamService& service, Instant now, ShardIteratorType type,
                         uint64_t number = 0, Instant timestamp = {}, ShardIndex shard = {0}) {
  const Result<ShardIterator> iterator =
      service.StartOf(now, {{0}, shard, type, {number}, timestamp});
  WEIR_CHECK(iterator.ok());
  return iterator.value();
}

std::string IteratorError(StreamService& service, Instant now,
                          const StreamService::IteratorRequest& request) {
  const Result<ShardIterator> iterator = service.StartOf(now, request);
  return iterator.ok() ? "" : std::string(ErrorName(iterator.error().code));
}

std::string ReadError(StreamService& service, Instant now, const ShardIterator& iterator) {
  const Result<GetRecordsOutput> output = service.GetRecords(now, iterator, 10);
  return output.ok() ? "" : std::string(ErrorName(output.error().code));
}

TEST(StreamServiceTest, ANameIsTakenUntilItsStreamIsGone) {
  StreamService service = ServiceOf(1);
  EXPECT_EQ(service.CreateStream(kStart, {"s"}).error().code, ErrorCode::kResourceInUse);
  EXPECT_EQ(service.CreateStream(kStart, {"bad name"}).error().code, ErrorCode::kValidation);
  ASSERT_TRUE(service.stream({0}).Delete(kStart).ok());
  EXPECT_EQ(service.CreateStream(kStart, {"s"}).error().code, ErrorCode::kResourceInUse);
  service.stream({0}).AdvanceStatus(kStart + kDeleteStreamDelay);
  EXPECT_FALSE(service.FindStream("s").has_value());
  EXPECT_EQ(service.CreateStream(kStart + kDeleteStreamDelay, {"s"}).value(), StreamId{1});
  EXPECT_EQ(service.FindStream("s"), StreamId{1});
}

TEST(StreamServiceTest, AllStreamsTogetherHaveTheAccountsShards) {
  StreamService service;
  ASSERT_TRUE(service.CreateStream(kStart, {"large", kShardsPerAccountMax - 2}).ok());
  EXPECT_EQ(service.CreateStream(kStart, {"three", 3}).error().code, ErrorCode::kLimitExceeded);
  EXPECT_TRUE(service.CreateStream(kStart, {"two", 2}).ok());
  EXPECT_EQ(service.CreateStream(kStart, {"one", 1}).error().code, ErrorCode::kLimitExceeded);
}

TEST(StreamServiceTest, TheFiveIteratorTypesBeginWhereTheirNamesSay) {
  StreamService service = ServiceOf(1);
  Stream& stream = service.stream({0});
  for (int64_t i = 0; i < 10; ++i) test::PutOne(stream, kStart + Seconds(i), "k");
  const Instant now = kStart + Seconds(20);
  using Type = ShardIteratorType;
  EXPECT_EQ(IteratorOf(service, now, Type::kTrimHorizon).next.ordinal, 0);
  EXPECT_EQ(IteratorOf(service, now, Type::kLatest).next.ordinal, 10);
  EXPECT_EQ(IteratorOf(service, now, Type::kAtSequenceNumber, 4).next.ordinal, 4);
  EXPECT_EQ(IteratorOf(service, now, Type::kAfterSequenceNumber, 4).next.ordinal, 5);
  EXPECT_EQ(IteratorOf(service, now, Type::kAtTimestamp, 0, kStart + Seconds(3)).next.ordinal, 3);
  // A time between two records gives the later one; a time before all of them the oldest.
  EXPECT_EQ(IteratorOf(service, now, Type::kAtTimestamp, 0, kStart + Millis(2'500)).next.ordinal,
            3);
  EXPECT_EQ(IteratorOf(service, now, Type::kAtTimestamp, 0, Instant{}).next.ordinal, 0);
  EXPECT_EQ(IteratorOf(service, now, Type::kAtTimestamp, 0, now).next.ordinal, 10);
}

TEST(StreamServiceTest, TheTrimHorizonMovesWithRetention) {
  StreamService service = ServiceOf(1);
  Stream& stream = service.stream({0});
  for (int64_t i = 0; i < 10; ++i) test::PutOne(stream, kStart + Hours(i), "k");
  const Instant now = kStart + Hours(28) + Micros(1);
  EXPECT_EQ(stream.Trim(now), 5);
  using Type = ShardIteratorType;
  EXPECT_EQ(IteratorOf(service, now, Type::kTrimHorizon).next.ordinal, 5);
  EXPECT_EQ(IteratorOf(service, now, Type::kAtTimestamp, 0, kStart).next.ordinal, 5);
  // A number that was given out and has expired is accepted; reading begins at what is left.
  const ShardIterator old = IteratorOf(service, now, Type::kAtSequenceNumber, 1);
  EXPECT_EQ(service.GetRecords(now, old, 1).value().read.slices.front().first_ordinal, 5);
}

TEST(StreamServiceTest, AnIteratorIsRefusedForWhatDoesNotExist) {
  StreamService service = ServiceOf(1);
  using Type = ShardIteratorType;
  EXPECT_EQ(IteratorError(service, kStart, {{1}, {0}, Type::kLatest, {}, {}}),
            "ResourceNotFoundException");
  EXPECT_EQ(IteratorError(service, kStart, {{0}, {1}, Type::kLatest, {}, {}}),
            "ResourceNotFoundException");
  EXPECT_EQ(IteratorError(service, kStart, {{0}, {0}, Type::kAtSequenceNumber, {0}, {}}),
            "InvalidArgumentException");
  EXPECT_EQ(IteratorError(service, kStart, {{0}, {0}, Type::kAtTimestamp, {}, kStart + Micros(1)}),
            "InvalidArgumentException");
  ASSERT_TRUE(service.stream({0}).Delete(kStart).ok());
  EXPECT_EQ(IteratorError(service, kStart, {{0}, {0}, Type::kLatest, {}, {}}),
            "ResourceNotFoundException");
}

TEST(StreamServiceTest, AnIteratorLivesFiveMinutesAndEveryReadGivesAFreshOne) {
  StreamService service = ServiceOf(1);
  const ShardIterator iterator = IteratorOf(service, kStart, ShardIteratorType::kTrimHorizon);
  EXPECT_EQ(ReadError(service, kStart + Minutes(5) + Micros(1), iterator),
            "ExpiredIteratorException");
  const Instant last = kStart + Minutes(5);
  const Result<GetRecordsOutput> read = service.GetRecords(last, iterator, 10);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(ReadError(service, last + Minutes(5), *read.value().next), "");
}

TEST(StreamServiceTest, ReadingIsRefusedWhileTheStreamIsNotThere) {
  StreamService service;
  ASSERT_TRUE(service.CreateStream(kStart, {"s"}).ok());
  const ShardIterator iterator{{0}, {0}, {}, kStart};
  EXPECT_EQ(ReadError(service, kStart, iterator), "ResourceNotFoundException");
  EXPECT_EQ(ReadError(service, kStart, {{9}, {0}, {}, kStart}), "ResourceNotFoundException");
}

TEST(StreamServiceTest, TheSixthReadInASecondIsThrottledAndReadsNothing) {
  StreamService service = ServiceOf(1);
  test::PutOne(service.stream({0}), kStart, "k");
  const ShardIterator iterator = IteratorOf(service, kStart, ShardIteratorType::kTrimHorizon);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ReadError(service, kStart, iterator), "");
  EXPECT_EQ(ReadError(service, kStart, iterator), "ProvisionedThroughputExceededException");
  EXPECT_EQ(service.stream({0}).shards()[0].counters().records_out, 5);
}

TEST(StreamServiceTest, BehindLatestIsTheAgeOfTheFirstRecordLeftUnread) {
  StreamService service = ServiceOf(1);
  for (int64_t i = 0; i < 3; ++i) test::PutOne(service.stream({0}), kStart + Seconds(i), "k");
  const Instant now = kStart + Seconds(10);
  ShardIterator iterator = IteratorOf(service, now, ShardIteratorType::kTrimHorizon);
  const Duration expected[] = {Seconds(9), Seconds(8), Seconds(0), Seconds(0)};
  for (const Duration& behind : expected) {
    const Result<GetRecordsOutput> read = service.GetRecords(now, iterator, 1);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value().behind_latest, behind);
    iterator = *read.value().next;
  }
}

TEST(StreamServiceTest, AReadStopsAtTheLimitOfRecordsOrTenMiB) {
  StreamService service = ServiceOf(1);
  Stream& stream = service.stream({0});
  const std::string data((1 << 20) - 1, 'x');
  for (int64_t i = 0; i < 12; ++i) test::PutOne(stream, kStart + Seconds(i), "k", data);
  const Instant now = kStart + Seconds(20);
  const ShardIterator iterator = IteratorOf(service, now, ShardIteratorType::kTrimHorizon);
  EXPECT_EQ(service.GetRecords(now, iterator, 2).value().read.records, 2);
  const Result<GetRecordsOutput> read = service.GetRecords(now + Seconds(1), iterator, 10'000);
  EXPECT_EQ(read.value().read.records, 10);
  EXPECT_EQ(read.value().next->next.ordinal, 10);
  EXPECT_EQ(ReadError(service, now + Seconds(5), iterator),
            "ProvisionedThroughputExceededException");
  EXPECT_EQ(ReadError(service, now + Seconds(6), iterator), "");
}

TEST(StreamServiceTest, AtTheEndOfAClosedShardComeItsChildrenAndNoIterator) {
  StreamService service = ServiceOf(1);
  Stream& stream = service.stream({0});
  for (int i = 0; i < 2; ++i) test::PutOne(stream, kStart, "k");
  ASSERT_TRUE(stream.SplitShard(kStart, {0}, {uint64_t{1} << 63, 0}).ok());
  const ShardIterator iterator = IteratorOf(service, kStart, ShardIteratorType::kTrimHorizon);
  // UPDATING: still open, so the end is only the tip.
  const Result<GetRecordsOutput> tip = service.GetRecords(kStart, iterator, 10);
  EXPECT_TRUE(tip.value().next.has_value());
  EXPECT_TRUE(tip.value().child_shards.empty());
  const Instant closed = kStart + kReshardDelay;
  stream.AdvanceStatus(closed);
  // Closed, but a record is left to read.
  const Result<GetRecordsOutput> first = service.GetRecords(closed, iterator, 1);
  ASSERT_TRUE(first.value().next.has_value());
  const Result<GetRecordsOutput> end = service.GetRecords(closed, *first.value().next, 1);
  EXPECT_EQ(end.value().read.records, 1);
  EXPECT_FALSE(end.value().next.has_value());
  EXPECT_EQ(end.value().child_shards, (std::vector<ShardIndex>{{1}, {2}}));
}

TEST(StreamServiceDeathTest, ALimitOutsideOfTheApisIsAProgramError) {
  StreamService service = ServiceOf(1);
  const ShardIterator iterator = IteratorOf(service, kStart, ShardIteratorType::kTrimHorizon);
  EXPECT_DEATH(static_cast<void>(service.GetRecords(kStart, iterator, 0)), "check failed");
  EXPECT_DEATH(static_cast<void>(service.GetRecords(kStart, iterator, 10'001)), "check failed");
}

}  // namespace
}  // namespace weir
