// A lane by itself: when a batch is formed and of what, and what is left of it after a failure.
#include "core/consumer/lambda_lane.h"

#include <gtest/gtest.h>

#include <vector>

namespace weir {
namespace {

constexpr Instant kNow{1'000'000'000};

LambdaSpec SpecOf(int64_t batch_size) {
  LambdaSpec spec;
  spec.batch_size = batch_size;
  return spec;
}

void Fill(LambdaLane& lane, int records, uint32_t payload_bytes = 100, uint64_t first = 0) {
  for (int i = 0; i < records; ++i) {
    lane.Add({first + static_cast<uint64_t>(i), kNow, payload_bytes, false}, kNow);
  }
}

std::vector<uint64_t> Ordinals(const LambdaLane& lane) {
  std::vector<uint64_t> ordinals;
  for (const LambdaRecord& record : lane.records()) ordinals.push_back(record.ordinal);
  return ordinals;
}

using Numbers = std::vector<uint64_t>;

TEST(LambdaLaneTest, WithoutAWindowABatchLeavesWithWhatThereIs) {
  LambdaLane lane;
  const LambdaSpec spec = SpecOf(3);
  EXPECT_EQ(lane.FormsAt(kNow, spec, false), kNever);
  Fill(lane, 2);
  EXPECT_EQ(lane.FormsAt(kNow, spec, false), kNow);
  lane.Form(kNow, spec);
  EXPECT_EQ(Ordinals(lane), (Numbers{0, 1}));
}

TEST(LambdaLaneTest, ABatchHasBatchSizeRecordsAtTheMost) {
  LambdaLane lane;
  const LambdaSpec spec = SpecOf(3);
  Fill(lane, 7);
  for (const size_t size : {3U, 3U, 1U}) {
    lane.Form(kNow, spec);
    EXPECT_EQ(lane.records().size(), size);
    EXPECT_EQ(lane.FormsAt(kNow, spec, false), kNever);  // One batch at a time.
    lane.Succeed();
  }
  EXPECT_TRUE(lane.empty());
}

TEST(LambdaLaneTest, TheWindowBeginsWithTheFirstRecordAndEndsWhenTheBatchIsFull) {
  LambdaLane lane;
  LambdaSpec spec = SpecOf(3);
  spec.batching_window = Seconds(10);
  Fill(lane, 1);
  EXPECT_EQ(lane.FormsAt(kNow + Seconds(4), spec, false), kNow + Seconds(10));
  EXPECT_EQ(lane.FormsAt(kNow + Seconds(4), spec, true), kNow + Seconds(4));  // Nothing will come.
  lane.Add({1, kNow, 100, false}, kNow + Seconds(9));
  EXPECT_EQ(lane.FormsAt(kNow + Seconds(9), spec, false), kNow + Seconds(10));
  lane.Add({2, kNow, 100, false}, kNow + Seconds(9));
  EXPECT_EQ(lane.FormsAt(kNow + Seconds(9), spec, false), kNow + Seconds(9));
}

TEST(LambdaLaneTest, ThePayloadOfSixMegabytesCutsABatch) {
  const int64_t room = kLambdaPayloadBytesMax - kLambdaEventBytes;
  for (const int64_t more : {0, 1}) {  // Two records fill it to the byte, or miss it by one.
    LambdaLane lane;
    LambdaSpec spec = SpecOf(100);
    spec.batching_window = Seconds(10);
    Fill(lane, 1, static_cast<uint32_t>(room - 100));
    lane.Add({1, kNow, static_cast<uint32_t>(100 + more), false}, kNow);
    EXPECT_EQ(lane.FormsAt(kNow, spec, false), more == 0 ? kNow + Seconds(10) : kNow);
    lane.Form(kNow, spec);
    EXPECT_EQ(lane.records().size(), more == 0 ? 2 : 1);
  }
}

TEST(LambdaLaneTest, ABatchStaysWithinATumblingWindow) {
  LambdaLane lane;
  LambdaSpec spec = SpecOf(100);
  spec.tumbling_window = Seconds(60);
  const Instant end{120'000'000};
  for (const int64_t off : {-2, -1, 0, 1}) {
    lane.Add({static_cast<uint64_t>(off + 2), end + Micros(off), 1, false}, kNow);
  }
  EXPECT_EQ(lane.FormsAt(kNow, spec, false), kNow);
  lane.Form(kNow, spec);
  EXPECT_EQ(Ordinals(lane), (Numbers{0, 1}));
  lane.Succeed();
  lane.Form(kNow, spec);
  EXPECT_EQ(Ordinals(lane), (Numbers{2, 3}));
}

TEST(LambdaLaneTest, WindowsBegin1970AndBeforeItToo) {
  EXPECT_EQ(WindowOf(Instant{0}, Seconds(1)), 0);
  EXPECT_EQ(WindowOf(Instant{999'999}, Seconds(1)), 0);
  EXPECT_EQ(WindowOf(Instant{1'000'000}, Seconds(1)), 1);
  EXPECT_EQ(WindowOf(Instant{-1}, Seconds(1)), -1);
  EXPECT_EQ(WindowOf(Instant{-1'000'000}, Seconds(1)), -1);
}

TEST(LambdaLaneTest, WithoutALimitABatchIsTriedForEver) {
  LambdaLane lane;
  const LambdaSpec spec = SpecOf(10);
  Fill(lane, 4);
  lane.Form(kNow, spec);
  for (int i = 0; i < 20'000; ++i) {
    ASSERT_EQ(lane.Fail(2, false, spec), LambdaLane::Failure::kRetry);
  }
  EXPECT_EQ(lane.piece().processed, 2);
  EXPECT_EQ(Ordinals(lane), (Numbers{0, 1, 2, 3}));
}

TEST(LambdaLaneTest, ABatchIsTriedOnceMoreThanItIsRetried) {
  for (const int64_t retries : {0, 1, 5}) {
    LambdaLane lane;
    LambdaSpec spec = SpecOf(10);
    spec.retry_attempts = retries;
    Fill(lane, 4);
    lane.Form(kNow, spec);
    for (int64_t i = 0; i < retries; ++i) {
      ASSERT_EQ(lane.Fail(0, false, spec), LambdaLane::Failure::kRetry) << retries;
    }
    EXPECT_EQ(lane.Fail(0, false, spec), LambdaLane::Failure::kDiscard) << retries;
  }
}

TEST(LambdaLaneTest, BisectingIsolatesTheBadRecordAndDoesNotCountAsARetry) {
  LambdaLane lane;
  LambdaSpec spec = SpecOf(10);
  spec.bisect_batch_on_error = true;
  spec.retry_attempts = 0;
  Fill(lane, 8);
  lane.Form(kNow, spec);
  Numbers order;
  Numbers discarded;
  for (int i = 0; lane.HasPiece(); ++i) {
    ASSERT_LT(i, 100);
    uint32_t good = 0;
    while (good < lane.records().size() && lane.records()[good].ordinal != 5) ++good;
    for (uint32_t k = lane.piece().processed; k < good; ++k) {
      order.push_back(lane.records()[k].ordinal);
    }
    if (good == lane.records().size()) {
      lane.Succeed();
    } else if (lane.Fail(good, false, spec) == LambdaLane::Failure::kDiscard) {
      for (const LambdaRecord& record : lane.records()) discarded.push_back(record.ordinal);
      lane.DropFirst(lane.piece().size());
    }
  }
  EXPECT_EQ(discarded, (Numbers{5}));
  EXPECT_EQ(order, (Numbers{0, 1, 2, 3, 4, 6, 7}));  // The first time each: in order.
}

TEST(LambdaLaneTest, TheRecordThatWasIsolatedHasAllItsRetries) {
  LambdaLane lane;
  LambdaSpec spec = SpecOf(10);
  spec.bisect_batch_on_error = true;
  spec.retry_attempts = 2;
  Fill(lane, 8);
  lane.Form(kNow, spec);
  for (int splits = 0; splits < 3; ++splits) {
    ASSERT_EQ(lane.Fail(0, false, spec), LambdaLane::Failure::kSplit);
  }
  ASSERT_EQ(lane.records().size(), 1);
  EXPECT_EQ(lane.Fail(0, false, spec), LambdaLane::Failure::kRetry);
  EXPECT_EQ(lane.Fail(0, false, spec), LambdaLane::Failure::kRetry);
  EXPECT_EQ(lane.Fail(0, false, spec), LambdaLane::Failure::kDiscard);
}

TEST(LambdaLaneTest, AReportMovesTheCheckpointToTheLowestFailure) {
  LambdaLane lane;
  LambdaSpec spec = SpecOf(10);
  spec.retry_attempts = 2;
  Fill(lane, 6);
  lane.Form(kNow, spec);
  EXPECT_EQ(lane.Fail(4, true, spec), LambdaLane::Failure::kRetry);
  EXPECT_EQ(Ordinals(lane), (Numbers{4, 5}));
  EXPECT_EQ(lane.piece().processed, 0);  // What was processed is through.
  EXPECT_EQ(lane.Fail(0, true, spec), LambdaLane::Failure::kRetry);
  EXPECT_EQ(lane.Fail(0, true, spec), LambdaLane::Failure::kDiscard);
}

TEST(LambdaLaneTest, WithBothAReportOfTheFirstRecordIsHalved) {
  LambdaLane lane;
  LambdaSpec spec = SpecOf(10);
  spec.bisect_batch_on_error = true;
  Fill(lane, 6);
  lane.Form(kNow, spec);
  EXPECT_EQ(lane.Fail(2, true, spec), LambdaLane::Failure::kRetry);
  EXPECT_EQ(Ordinals(lane), (Numbers{2, 3, 4, 5}));
  EXPECT_EQ(lane.Fail(0, true, spec), LambdaLane::Failure::kSplit);
  EXPECT_EQ(Ordinals(lane), (Numbers{2, 3}));
}

TEST(LambdaLaneTest, HalvesKnowWhatOfThemHasBeenProcessed) {
  LambdaLane lane;
  LambdaSpec spec = SpecOf(10);
  spec.bisect_batch_on_error = true;
  Fill(lane, 8);
  lane.Form(kNow, spec);
  EXPECT_EQ(lane.Fail(6, false, spec), LambdaLane::Failure::kSplit);
  EXPECT_EQ(lane.piece().processed, 4);  // All of the first half,
  lane.Succeed();
  EXPECT_EQ(lane.piece().processed, 2);  // and two of the second.
  EXPECT_EQ(Ordinals(lane), (Numbers{4, 5, 6, 7}));
}

TEST(LambdaLaneTest, WaitsDoubleUpToTheirLimit) {
  EXPECT_EQ(LambdaBackoff(0), kLambdaRetryWaitMin);
  EXPECT_EQ(LambdaBackoff(1), kLambdaRetryWaitMin);
  EXPECT_EQ(LambdaBackoff(2), kLambdaRetryWaitMin * 2);
  EXPECT_EQ(LambdaBackoff(4), kLambdaRetryWaitMin * 8);
  EXPECT_EQ(LambdaBackoff(10'000), kLambdaRetryWaitMax);
}

TEST(LambdaLaneTest, WhatWaitsCanExpire) {
  LambdaLane lane;
  Fill(lane, 5);
  EXPECT_EQ(lane.DropWaitingBefore(0), 0);
  EXPECT_EQ(lane.DropWaitingBefore(3), 3);
  EXPECT_EQ(lane.waiting(), 2);
  EXPECT_EQ(lane.oldest(), 3);
  Fill(lane, 1, 100, 5);
  lane.Form(kNow, SpecOf(10));
  EXPECT_EQ(Ordinals(lane), (Numbers{3, 4, 5}));
}

}  // namespace
}  // namespace weir
