// The log of a shard: dense numbers, reads within their limits, trims, and copies that share.
#include "core/stream/shard_log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;
using test::RecordAt;

constexpr ProducerId kProducer{0};

ShardLog LogOf(uint32_t records, uint32_t bytes = 10) {
  ShardLog log;
  for (uint32_t i = 0; i < records; ++i) {
    EXPECT_EQ(log.Append(kStart + Micros(i), kProducer, RecordAt(0, i, bytes)).ordinal, i);
  }
  return log;
}

std::vector<uint32_t> NumbersOf(const LogRead& read) {
  std::vector<uint32_t> numbers;
  for (const LogSlice& slice : read.slices) {
    for (uint32_t i = slice.begin; i < slice.end; ++i) {
      numbers.push_back(slice.segment->Row(i).number);
    }
  }
  return numbers;
}

std::vector<uint32_t> AllOf(const ShardLog& log) {
  return NumbersOf(log.Read({0}, INT64_MAX, INT64_MAX));
}

uint64_t DigestOf(const ShardLog& log) {
  Digest digest;
  log.AddTo(digest);
  return digest.value();
}

TEST(ShardLogTest, NumbersAreDenseAndReadsGiveTheOrderOfWriting) {
  const ShardLog log = LogOf(1'000);
  EXPECT_EQ(log.end(), 1'000);
  const LogRead read = log.Read({250}, 10, INT64_MAX);
  EXPECT_EQ(read.records, 10);
  EXPECT_EQ(read.bytes, 100);
  EXPECT_EQ(read.slices.front().first_ordinal, 250);
  EXPECT_EQ(NumbersOf(read),
            (std::vector<uint32_t>{250, 251, 252, 253, 254, 255, 256, 257, 258, 259}));
  EXPECT_EQ(read.slices.size(), 2);  // The first segment holds 256 rows.
}

TEST(ShardLogTest, AReadStopsAtItsBytesButNeverBeforeTheFirstRecord) {
  const ShardLog log = LogOf(1'000, 100);
  EXPECT_EQ(log.Read({0}, 10'000, 250).records, 2);
  EXPECT_EQ(log.Read({0}, 10'000, 300).records, 3);
  EXPECT_EQ(log.Read({0}, 10'000, 1).records, 1);
  // The limit counts across segments, not anew in each.
  EXPECT_EQ(log.Read({200}, 10'000, 70 * 100 + 99).records, 70);
}

TEST(ShardLogTest, AtTheEndAndBeyondThereIsNothing) {
  const ShardLog log = LogOf(5);
  EXPECT_EQ(log.Read({5}, 10, 100).records, 0);
  EXPECT_TRUE(log.Read({99}, 10, 100).slices.empty());
  EXPECT_EQ(ShardLog().Read({0}, 10, 100).records, 0);
}

TEST(ShardLogTest, TrimmingDropsWhatArrivedBeforeTheHorizonAndNoMore) {
  ShardLog log = LogOf(1'000);
  EXPECT_EQ(log.TrimBefore(kStart), 0);
  EXPECT_EQ(log.TrimBefore(kStart + Micros(300)), 300);
  EXPECT_EQ(log.trim_horizon(), 300);
  EXPECT_EQ(log.retained_bytes(), 7'000);
  EXPECT_EQ(log.Row(300).number, 300);
  EXPECT_EQ(log.TrimBefore(kStart + Micros(300)), 0);
  // A position below the trim horizon reads from the trim horizon.
  EXPECT_EQ(log.Read({7}, 1, 100).slices.front().first_ordinal, 300);
  EXPECT_EQ(log.TrimBefore(kStart + Seconds(1)), 700);
  EXPECT_TRUE(log.empty());
  EXPECT_EQ(log.retained_bytes(), 0);
  EXPECT_EQ(log.Append(kStart + Seconds(2), kProducer, RecordAt(0, 1'000)).ordinal, 1'000);
  EXPECT_EQ(AllOf(log), (std::vector<uint32_t>{1'000}));
}

TEST(ShardLogTest, ALogOfManyTrimmedSegmentsForgetsThem) {
  ShardLog log;
  uint32_t number = 0;
  // Every hour a record and, by its age, a segment; retention of a day.
  for (int64_t hour = 0; hour < 2'000; ++hour) {
    const Instant now = kStart + Hours(hour * 2);
    log.Append(now, kProducer, RecordAt(0, number++));
    log.TrimBefore(now - Hours(24));
    ASSERT_LE(log.end() - log.trim_horizon(), 13);
    ASSERT_EQ(log.Row(log.trim_horizon()).number, log.trim_horizon());
  }
  EXPECT_EQ(AllOf(log).size(), 13);
}

TEST(ShardLogTest, TheFirstRecordAtOrAfterATimeIsFoundAcrossSegments) {
  ShardLog log = LogOf(1'000);
  EXPECT_EQ(log.FirstAtOrAfter(kStart - Hours(1)), 0);
  EXPECT_EQ(log.FirstAtOrAfter(kStart + Micros(777)), 777);
  EXPECT_EQ(log.FirstAtOrAfter(kStart + Seconds(1)), 1'000);
  log.TrimBefore(kStart + Micros(400));
  EXPECT_EQ(log.FirstAtOrAfter(kStart), 400);
}

TEST(ShardLogTest, OfRecordsThatArrivedTogetherTheFirstIsFound) {
  ShardLog log;
  for (uint32_t i = 0; i < 600; ++i) {
    log.Append(kStart + Millis(i / 200), kProducer, RecordAt(0, i));
  }
  EXPECT_EQ(log.FirstAtOrAfter(kStart + Millis(1)), 200);
  EXPECT_EQ(log.TrimBefore(kStart + Millis(1)), 200);
}

TEST(ShardLogTest, ACopyIsNotTouchedByWhatTheOriginalAppendsOrTrims) {
  ShardLog log = LogOf(300);
  const ShardLog checkpoint = log;
  for (uint32_t i = 300; i < 600; ++i) log.Append(kStart + Millis(1), kProducer, RecordAt(0, i));
  log.TrimBefore(kStart + Millis(1));
  EXPECT_EQ(log.trim_horizon(), 300);
  EXPECT_EQ(checkpoint.end(), 300);
  EXPECT_EQ(AllOf(checkpoint).size(), 300);
  EXPECT_EQ(AllOf(checkpoint).front(), 0);
}

TEST(ShardLogTest, TwoBranchesOfOneLogGoTheirOwnWays) {
  ShardLog a = LogOf(300);
  ShardLog b = a;
  // Whoever appends first goes on in the shared segment; the other opens one of its own.
  for (uint32_t i = 0; i < 50; ++i) {
    a.Append(kStart + Millis(1), kProducer, RecordAt(0, 1'000 + i));
    b.Append(kStart + Millis(1), kProducer, RecordAt(0, 2'000 + i));
  }
  const std::vector<uint32_t> in_a = AllOf(a);
  const std::vector<uint32_t> in_b = AllOf(b);
  ASSERT_EQ(in_a.size(), 350);
  ASSERT_EQ(in_b.size(), 350);
  for (uint32_t i = 0; i < 300; ++i) EXPECT_EQ(in_a[i], in_b[i]);
  for (uint32_t i = 0; i < 50; ++i) {
    EXPECT_EQ(in_a[300 + i], 1'000 + i);
    EXPECT_EQ(in_b[300 + i], 2'000 + i);
  }
}

TEST(ShardLogTest, WhereSegmentsBeginIsNotSeenInTheDigest) {
  ShardLog straight = LogOf(200);
  ShardLog branched = LogOf(100);
  ShardLog other = branched;
  other.Append(kStart, kProducer, RecordAt(0, 9));  // Takes the shared tail away.
  for (uint32_t i = 100; i < 200; ++i) {
    branched.Append(kStart + Micros(i), kProducer, RecordAt(0, i));
  }
  EXPECT_EQ(DigestOf(straight), DigestOf(branched));
  EXPECT_NE(DigestOf(straight), DigestOf(other));
}

TEST(ShardLogTest, TheDigestTellsNumbersKeysSizesAndArrivalsApart) {
  const auto digest = [](Instant at, SyntheticRecord record, ProducerId producer) {
    ShardLog log;
    log.Append(at, producer, record);
    return DigestOf(log);
  };
  const uint64_t one = digest(kStart, {HashKey{}, 1, 2, 3}, {0});
  EXPECT_NE(one, digest(kStart + Micros(1), {HashKey{}, 1, 2, 3}, {0}));
  EXPECT_NE(one, digest(kStart, {HashKey{}, 2, 2, 3}, {0}));
  EXPECT_NE(one, digest(kStart, {HashKey{}, 1, 3, 3}, {0}));
  EXPECT_NE(one, digest(kStart, {HashKey{}, 1, 2, 4}, {0}));
  EXPECT_NE(one, digest(kStart, {HashKey{}, 1, 2, 3}, {1}));
}

TEST(ShardLogTest, RealAndSimulatedRecordsKeepTheirCommonOrder) {
  ShardLog log;
  for (uint32_t i = 0; i < 30; ++i) {
    if (i % 3 == 0) {
      const std::string data = std::to_string(i);
      log.Append(kStart, {"k", data, {}}, HashKey{i, 0});
    } else {
      log.Append(kStart, kProducer, RecordAt(0, i));
    }
  }
  for (uint32_t i = 0; i < 30; ++i) {
    const LogSlice slice = log.SliceAt(i);
    if (i % 3 == 0) {
      EXPECT_EQ(slice.segment->data(slice.begin), std::to_string(i));
    } else {
      EXPECT_EQ(slice.segment->Row(slice.begin).number, i);
    }
  }
}

TEST(ShardLogTest, ARecordLargerThanAnArenaGetsOneOfItsSize) {
  ShardLog log;
  const std::string small(100, 's');
  const std::string large(10'000'000, 'l');
  log.Append(kStart, {"k", small, {}}, HashKey{});
  log.Append(kStart, {"k", large, {}}, HashKey{});
  log.Append(kStart, {"k", small, {}}, HashKey{});
  const LogSlice slice = log.SliceAt(1);
  EXPECT_EQ(slice.segment->data(slice.begin), large);
  EXPECT_EQ(log.retained_bytes(), 10'000'203);
  // An answer of at most 10 MiB: the first two and the third fit exactly when the sum does.
  EXPECT_EQ(log.Read({0}, 10, 10'000'202).records, 2);
  EXPECT_EQ(log.Read({0}, 10, 10'000'203).records, 3);
}

TEST(ShardLogDeathTest, ARecordThatIsTrimmedOrNotYetThereHasNoRow) {
  ShardLog log = LogOf(3);
  log.TrimBefore(kStart + Micros(1));
  EXPECT_DEATH(static_cast<void>(log.Row(0)), "check failed");
  EXPECT_DEATH(static_cast<void>(log.Row(3)), "check failed");
}

// Segments double from 256 rows to 65 536, so the first two of that size begin here and end there.
constexpr uint32_t kFirstGreat = 256 * 255;
constexpr uint32_t kGreatsEnd = kFirstGreat + 2 * 65'536;

TEST(ShardLogTest, MemoryOfTrimmedRecordsIsUsedAgain) {
  ShardLog log = LogOf(kGreatsEnd);
  const Segment* const trimmed = log.SliceAt(kFirstGreat).segment.get();
  log.TrimBefore(kStart + Micros(kFirstGreat + 65'536));
  log.Append(kStart + Seconds(1), kProducer, RecordAt(0, kGreatsEnd, 10));
  EXPECT_EQ(log.SliceAt(kGreatsEnd).segment.get(), trimmed);
  EXPECT_EQ(AllOf(log).front(), kFirstGreat + 65'536);
  EXPECT_EQ(AllOf(log).back(), kGreatsEnd);
}

TEST(ShardLogTest, TrimmedRecordsStayForWhoStillReadsThem) {
  ShardLog log = LogOf(kGreatsEnd);
  const LogSlice slice = log.SliceAt(kFirstGreat);
  log.TrimBefore(kStart + Micros(kFirstGreat + 65'536));
  log.Append(kStart + Seconds(1), kProducer, RecordAt(0, kGreatsEnd, 10));
  EXPECT_EQ(slice.segment->Row(slice.begin).number, kFirstGreat);
}

TEST(ShardLogTest, TrimmedRecordsStayForACopyThatRetainsThem) {
  ShardLog log = LogOf(kGreatsEnd);
  const ShardLog checkpoint = log;
  log.TrimBefore(kStart + Micros(kFirstGreat + 65'536));
  log.Append(kStart + Seconds(1), kProducer, RecordAt(0, kGreatsEnd, 10));
  EXPECT_EQ(checkpoint.Row(kFirstGreat).number, kFirstGreat);
  EXPECT_EQ(AllOf(checkpoint).size(), kGreatsEnd);
}

}  // namespace
}  // namespace weir
