// Direct PUT: the quotas of facts 1.2 and the answers of 1.3.
#include "core/stream/direct_put.h"

#include <gtest/gtest.h>

#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;

std::vector<DirectRecord> Batch(size_t records, uint32_t bytes) {
  return std::vector<DirectRecord>(records, {{}, 0, 0, bytes, bytes});
}

DirectPut Open(const DirectPutQuota& quota) { return {kStart, "d", false, quota, true}; }

TEST(DirectPutTest, TheQuotasOfTheLargeRegionsAndOfTheOthers) {
  EXPECT_EQ(kDirectPutQuotaLarge, (DirectPutQuota{500'000, 2'000, 5'242'880}));
  EXPECT_EQ(kDirectPutQuotaOther, (DirectPutQuota{100'000, 1'000, 1'048'576}));
}

TEST(DirectPutTest, ByBytesRecordsAreToldToSlowDownOneByOne) {
  DirectPut put = Open(kDirectPutQuotaOther);
  std::vector<ThrottledEntry> throttled;
  ASSERT_TRUE(put.PutRecordBatch(kStart, Batch(3, 500'000), throttled).ok());
  ASSERT_EQ(throttled.size(), 1);
  EXPECT_EQ(throttled[0].index, 2);
  EXPECT_EQ(throttled[0].outcome, PutOutcome::kThrottledBytes);
  EXPECT_EQ(put.TakeInbox().size(), 2);
  EXPECT_EQ(put.counters().bytes, 1'000'000);
}

TEST(DirectPutTest, ByRecords) {
  DirectPut put = Open({300, 1'000, int64_t{1} << 20});
  std::vector<ThrottledEntry> throttled;
  ASSERT_TRUE(put.PutRecordBatch(kStart, Batch(301, 10), throttled).ok());
  ASSERT_EQ(throttled.size(), 1);
  EXPECT_EQ(throttled[0].outcome, PutOutcome::kThrottledRecords);
}

TEST(DirectPutTest, ByRequestsAllOfTheCall) {
  DirectPut put = Open({1'000, 2, int64_t{1} << 20});
  std::vector<ThrottledEntry> throttled;
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(put.PutRecordBatch(kStart, Batch(2, 10), throttled).ok());
  }
  EXPECT_TRUE(throttled.empty());
  ASSERT_TRUE(put.PutRecordBatch(kStart, Batch(2, 10), throttled).ok());
  ASSERT_EQ(throttled.size(), 2);
  EXPECT_EQ(throttled[0].outcome, PutOutcome::kThrottledRequests);
  throttled.clear();
  ASSERT_TRUE(put.PutRecordBatch(kStart + Seconds(1), Batch(2, 10), throttled).ok());
  EXPECT_TRUE(throttled.empty());
}

// 1.2: 1,000 KiB a record, 500 records and 4 MiB a batch.
TEST(DirectPutTest, SizesAreJudgedBeforeAnythingIsTaken) {
  DirectPut put = Open(kDirectPutQuotaLarge);
  std::vector<ThrottledEntry> throttled;
  EXPECT_TRUE(put.PutRecordBatch(kStart, Batch(1, 1'024'000), throttled).ok());
  const Result<void> large = put.PutRecordBatch(kStart, Batch(1, 1'024'001), throttled);
  ASSERT_FALSE(large.ok());
  EXPECT_EQ(large.error().code, ErrorCode::kValidation);
  EXPECT_NE(large.error().message.find("java.nio.HeapByteBuffer[pos=0 lim=1024001 cap=1024001]' at "
                                       "'records.1.member.data'"),
            std::string::npos);
  EXPECT_FALSE(put.PutRecordBatch(kStart, Batch(501, 1), throttled).ok());
  EXPECT_FALSE(put.PutRecordBatch(kStart, Batch(5, 1'000'000), throttled).ok());
  EXPECT_EQ(put.counters().records, 1);
  EXPECT_EQ(put.counters().refused_calls, 3);
}

// 1.3: before it is ACTIVE and after it is gone.
TEST(DirectPutTest, OneThatIsNotActiveIsNotFound) {
  DirectPut put = Open(kDirectPutQuotaLarge);
  std::vector<ThrottledEntry> throttled;
  put.SetActive(false);
  EXPECT_EQ(put.PutRecordBatch(kStart, Batch(1, 1), throttled).error().message,
            "Firehose d is not active in 111111111111 account.");
  put.SetDeleted();
  const Error gone = put.PutRecordBatch(kStart, Batch(1, 1), throttled).error();
  EXPECT_EQ(gone.code, ErrorCode::kResourceNotFound);
  EXPECT_EQ(gone.message, "Firehose d under account 111111111111 not found.");
}

// 1.2: raised on sustained throttling. Modelled: after five minutes that had some, by doubling.
TEST(DirectPutTest, SustainedThrottlingRaisesTheQuota) {
  DirectPut put = Open(kDirectPutQuotaOther);
  std::vector<ThrottledEntry> throttled;
  Instant now = kStart;
  for (int minute = 1; minute <= 5; ++minute) {
    ASSERT_TRUE(put.PutRecordBatch(now, Batch(4, 1'000'000), throttled).ok());
    now = now + kQuotaLookEvery;
    EXPECT_EQ(put.Look(now), minute == 5) << minute;
  }
  EXPECT_EQ(put.quota(), (DirectPutQuota{200'000, 2'000, 2'097'152}));
}

TEST(DirectPutTest, AMinuteWithoutThrottlingBeginsAnew) {
  DirectPut put = Open(kDirectPutQuotaOther);
  std::vector<ThrottledEntry> throttled;
  Instant now = kStart;
  for (int minute = 1; minute <= 9; ++minute) {
    if (minute != 5) {
      ASSERT_TRUE(put.PutRecordBatch(now, Batch(4, 1'000'000), throttled).ok());
    }
    now = now + kQuotaLookEvery;
    EXPECT_FALSE(put.Look(now)) << minute;
  }
}

}  // namespace
}  // namespace weir
