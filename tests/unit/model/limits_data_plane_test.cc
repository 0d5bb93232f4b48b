// Each limit of the data plane binds: what it allows passes, one more is refused with the service's
// own error.
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

constexpr const char* kThroughput = "ProvisionedThroughputExceededException";

class DataPlaneLimits : public testing::Test {
 protected:
  void SetUp() override { MakeStream(); }

  void MakeStream(int64_t max_record_size_kib = kMaxRecordSizeKibDefault) {
    service_ = StreamService();
    ASSERT_TRUE(
        service_.AddStream(kStart - kCreateStreamDelay, {"s", 1, Hours(24), max_record_size_kib})
            .ok());
    stream().AdvanceStatus(kStart);
  }
  Stream& stream() { return service_.stream({0}); }

  std::string Put(Instant now, size_t key_bytes, size_t data_bytes) {
    const std::string key(key_bytes, 'k');
    const std::string data(data_bytes, 'd');
    const PutRecordsEntry entry{key, data, {}};
    PutRecordsResultEntry result;
    const Result<void> put = stream().PutRecords(now, {&entry, 1}, {&result, 1});
    if (!put.ok()) return NameOf(put);
    return result.outcome == PutOutcome::kAccepted ? "" : kThroughput;
  }
  std::string PutMany(Instant now, size_t count, size_t data_bytes) {
    const std::string data(data_bytes, 'd');
    const std::vector<PutRecordsEntry> entries(count, PutRecordsEntry{"k", data, {}});
    return test::PutError(stream(), now, entries);
  }
  std::string Get(Instant now, uint64_t from = 0, Instant issued = kStart) {
    const Result<GetRecordsOutput> got =
        service_.GetRecords(now, {{0}, {0}, {from}, issued}, kGetRecordsLimitMax);
    return got.ok() ? "" : ErrorName(got.error().code);
  }

  StreamService service_;
};

TEST_F(DataPlaneLimits, AShardTakesAMebibyteASecond) {
  EXPECT_EQ(Put(kStart, 1, kShardWriteBytesPerSecond - 1), "");
  EXPECT_EQ(Put(kStart, 1, 0), kThroughput);
  // Two bytes are there again after two 2^20ths of a second.
  EXPECT_EQ(Put(kStart + Micros(1), 1, 1), kThroughput);
  EXPECT_EQ(Put(kStart + Micros(2), 1, 1), "");
}

TEST_F(DataPlaneLimits, AShardTakesAThousandRecordsASecond) {
  for (int64_t i = 0; i < kShardWriteRecordsPerSecond; ++i) ASSERT_EQ(Put(kStart, 1, 0), "");
  EXPECT_EQ(Put(kStart, 1, 0), kThroughput);
  EXPECT_EQ(Put(kStart + Micros(999), 1, 0), kThroughput);
  EXPECT_EQ(Put(kStart + Millis(1), 1, 0), "");
}

TEST_F(DataPlaneLimits, TheTankHoldsTheLargestRecordOfTheStream) {
  MakeStream(kMaxRecordSizeKibMax);
  EXPECT_EQ(Put(kStart, 1, kMaxRecordSizeKibMax * 1'024 - 1), "");
  EXPECT_EQ(Put(kStart, 1, 0), kThroughput);
}

TEST_F(DataPlaneLimits, ARecordHasAtMostTheSizeOfTheStream) {
  EXPECT_EQ(Put(kStart, 1, kMaxRecordSizeKibDefault * 1'024), "InvalidArgumentException");
  EXPECT_EQ(Put(kStart, 1, kMaxRecordSizeKibDefault * 1'024 - 1), "");
}

TEST_F(DataPlaneLimits, ACallHasAtMost500Records) {
  EXPECT_EQ(PutMany(kStart, kPutRecordsEntriesMax + 1, 0), "ValidationException");
  EXPECT_EQ(PutMany(kStart, kPutRecordsEntriesMax, 0), "");
}

TEST_F(DataPlaneLimits, ACallHasAtMost10Mebibytes) {
  const size_t each = static_cast<size_t>(kPutRecordsBytesMax) / 16;  // With its key of one byte.
  EXPECT_EQ(PutMany(kStart, 16, each), "InvalidArgumentException");
  EXPECT_EQ(PutMany(kStart, 16, each - 1), "");
}

TEST_F(DataPlaneLimits, AKeyHasAtMost256Characters) {
  EXPECT_EQ(Put(kStart, kPartitionKeyCharactersMax + 1, 0), "ValidationException");
  EXPECT_EQ(Put(kStart, kPartitionKeyCharactersMax, 0), "");
  EXPECT_EQ(Put(kStart, 0, 0), "ValidationException");
}

TEST_F(DataPlaneLimits, AShardAnswersFiveCallsASecond) {
  for (int64_t i = 0; i < kGetRecordsCallsPerSecond; ++i) ASSERT_EQ(Get(kStart), "");
  EXPECT_EQ(Get(kStart), kThroughput);
  EXPECT_EQ(Get(kStart + Micros(199'999)), kThroughput);
  EXPECT_EQ(Get(kStart + Millis(200)), "");
}

TEST_F(DataPlaneLimits, AShardGivesTwoMebibytesASecondAndOwesWhatIsMore) {
  MakeStream(kMaxRecordSizeKibMax);
  ASSERT_EQ(Put(kStart, 1, 2 * kShardReadBytesPerSecond - 1), "");
  const Instant now = kStart + Seconds(10);
  EXPECT_EQ(Get(now, 0, now), "");  // 4 MiB: 2 MiB more than the credit, whole again after 2 s.
  EXPECT_EQ(Get(now + Seconds(2) - Micros(1), 0, now), kThroughput);
  EXPECT_EQ(Get(now + Seconds(2), 0, now), "");
}

TEST_F(DataPlaneLimits, ExactlyTheCreditLeavesNoDebt) {
  MakeStream(kMaxRecordSizeKibMax);
  ASSERT_EQ(Put(kStart, 1, kShardReadBytesPerSecond - 1), "");
  EXPECT_EQ(Get(kStart), "");
  EXPECT_EQ(Get(kStart), "");
}

TEST_F(DataPlaneLimits, AnAnswerHasAtMost10Mebibytes) {
  MakeStream(kMaxRecordSizeKibMax);
  for (int64_t i = 0; i < 3; ++i) {  // 4 MiB each, as the tank refills.
    ASSERT_EQ(Put(kStart + Seconds(10 * i), 1, 4 * kShardWriteBytesPerSecond - 1), "");
  }
  const Result<GetRecordsOutput> got =
      service_.GetRecords(kStart + Minutes(1), {{0}, {0}, {0}, kStart}, kGetRecordsLimitMax);
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got.value().read.records, 2);
  EXPECT_LE(got.value().read.bytes, kGetRecordsBytesMax);
}

TEST_F(DataPlaneLimits, AnAnswerHasAtMost10000Records) {
  for (int64_t second = 0; second < 11; ++second) {
    for (int i = 0; i < 1'000; ++i) ASSERT_EQ(Put(kStart + Seconds(second), 1, 0), "");
  }
  const Result<GetRecordsOutput> got =
      service_.GetRecords(kStart + Minutes(1), {{0}, {0}, {0}, kStart}, kGetRecordsLimitMax);
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got.value().read.records, kGetRecordsLimitMax);
  const auto limit = [](int64_t n) {
    return test::ScenarioError(
        R"({"weir":1,"name":"x","streams":[{"name":"s"}],"consumers":[{"name":"c","stream":"s","limit":)" +
        std::to_string(n) + "}]}");
  };
  EXPECT_EQ(limit(kGetRecordsLimitMax), "");
  EXPECT_NE(limit(kGetRecordsLimitMax + 1), "");
}

TEST_F(DataPlaneLimits, AnIteratorLivesFiveMinutes) {
  EXPECT_EQ(Get(kStart + kShardIteratorLife), "");
  EXPECT_EQ(Get(kStart + kShardIteratorLife + Micros(1)), "ExpiredIteratorException");
}

TEST_F(DataPlaneLimits, AShardGivesFiveIteratorsASecond) {
  const auto iterator = [&](Instant now) {
    const Result<ShardIterator> got =
        service_.GetShardIterator(now, {{0}, {0}, ShardIteratorType::kLatest, {}, {}});
    return got.ok() ? std::string() : ErrorName(got.error().code);
  };
  for (int64_t i = 0; i < kGetShardIteratorCallsPerSecond; ++i) ASSERT_EQ(iterator(kStart), "");
  EXPECT_EQ(iterator(kStart), kThroughput);
  EXPECT_EQ(iterator(kStart + Micros(199'999)), kThroughput);
  EXPECT_EQ(iterator(kStart + Millis(200)), "");
}

// --- Enhanced fan-out ---

class FanOutLimits : public testing::Test {
 protected:
  FanOutId Active(const char* name = "c") {
    return fan_out_.Register(kStart - kRegisterConsumerDelay, name).value();
  }
  std::string Subscribe(Instant now, FanOutId consumer) {
    return NameOf(fan_out_.Subscribe(now, consumer, {0}, 0));
  }
  std::string Register(Instant now, int number) {
    const Result<FanOutId> id = fan_out_.Register(now, "c" + std::to_string(number));
    return id.ok() ? "" : ErrorName(id.error().code);
  }

  FanOut fan_out_;
};

TEST_F(FanOutLimits, AStreamHas20Consumers) {
  for (int i = 0; i < kFanOutConsumersMax; ++i) {
    ASSERT_EQ(Register(kStart + kRegisterConsumerDelay * i, i), "");
  }
  EXPECT_EQ(Register(kStart + Hours(1), 20), "LimitExceededException");
}

TEST_F(FanOutLimits, FiveConsumersAreCreatingAtOnce) {
  for (int i = 0; i < kFanOutConsumersCreatingMax; ++i) ASSERT_EQ(Register(kStart, i), "");
  EXPECT_EQ(Register(kStart, 5), "LimitExceededException");
  EXPECT_EQ(Register(kStart + kRegisterConsumerDelay - Micros(1), 5), "LimitExceededException");
  EXPECT_EQ(Register(kStart + kRegisterConsumerDelay, 5), "");
}

TEST_F(FanOutLimits, AConsumerIsActiveAfterItsDelay) {
  const FanOutId consumer = fan_out_.Register(kStart, "c").value();
  EXPECT_EQ(Subscribe(kStart + kRegisterConsumerDelay - Micros(1), consumer),
            "ResourceInUseException");
  EXPECT_EQ(Subscribe(kStart + kRegisterConsumerDelay, consumer), "");
}

TEST_F(FanOutLimits, ASubscriptionIsTakenOverAfterFiveSeconds) {
  const FanOutId consumer = Active();
  ASSERT_EQ(Subscribe(kStart, consumer), "");
  EXPECT_EQ(Subscribe(kStart + kSubscriptionTakeover - Micros(1), consumer),
            "ResourceInUseException");
  EXPECT_EQ(Subscribe(kStart + kSubscriptionTakeover + kSubscribeEvery, consumer), "");
}

TEST_F(FanOutLimits, SubscribeToShardIsCalledOnceASecond) {
  const FanOutId consumer = Active();
  ASSERT_EQ(Subscribe(kStart, consumer), "");
  EXPECT_EQ(Subscribe(kStart + kSubscribeEvery - Micros(1), consumer), "LimitExceededException");
  EXPECT_EQ(Subscribe(kStart + kSubscribeEvery, consumer), "ResourceInUseException");
}

TEST_F(FanOutLimits, ASubscriptionLivesFiveMinutes) {
  const FanOutId consumer = Active();
  ASSERT_EQ(Subscribe(kStart, consumer), "");
  EXPECT_NE(fan_out_.Find(kStart + kSubscriptionLife - Micros(1), consumer, {0}), nullptr);
  EXPECT_EQ(fan_out_.Find(kStart + kSubscriptionLife, consumer, {0}), nullptr);
}

TEST_F(DataPlaneLimits, ASubscriptionIsPushedTwoMebibytesASecond) {
  MakeStream(kMaxRecordSizeKibMax);
  const size_t each = static_cast<size_t>(kFanOutBytesPerSecond) / 4;
  for (int i = 0; i < 8; ++i) ASSERT_EQ(Put(kStart, 1, each - 1), "");
  const FanOutId consumer =
      stream().fan_out().Register(kStart - kRegisterConsumerDelay, "c").value();
  ASSERT_TRUE(
      service_
          .SubscribeToShard(kStart, consumer, {{0}, {0}, ShardIteratorType::kTrimHorizon, {}, {}})
          .ok());
  const auto push = [&](Instant now) {
    return service_.Push(now, {0}, consumer, {0}, now).value().read.records;
  };
  EXPECT_EQ(push(kStart + Micros(1)), 4);  // A second's worth.
  EXPECT_EQ(push(kStart + Micros(2)), 1);  // Of a token that is there, one record.
  EXPECT_EQ(push(kStart + Micros(3)), 0);  // That is owed now.
  EXPECT_EQ(push(kStart + Seconds(2)), 3);
}

}  // namespace
}  // namespace weir
