// What a producer means to send: numbers, times, sizes and keys, generated or replayed.
#include "core/producer/workload.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;

constexpr Instant kStop = kStart + Hours(1);

WorkloadSpec Spec() {
  WorkloadSpec spec;
  spec.arrivals.rate = {10, Seconds(1)};
  spec.keys.count = 5;
  return spec;
}

Workload WorkloadOf(const WorkloadSpec& spec, Instant stop = kStop) {
  return Workload(spec, kStart, stop, 7, "p");
}

PendingRecords Take(Workload& workload, size_t max, Instant until = kNever) {
  PendingRecords out;
  workload.TakeUntil(until, max, out);
  return out;
}

TEST(WorkloadTest, RecordsAreNumberedFromZeroInTheOrderOfTheirCreation) {
  Workload workload = WorkloadOf(Spec());
  const PendingRecords records = Take(workload, 100);
  ASSERT_EQ(records.size(), 100);
  for (size_t i = 0; i < 100; ++i) {
    EXPECT_EQ(records.records()[i].number, i);
    EXPECT_EQ(records.created_at(i), kStart + Millis(static_cast<int64_t>(i) * 100));
    EXPECT_EQ(records.records()[i].hash_key,
              HashKeyOf("key-" + std::to_string(records.records()[i].key + 1)));
    EXPECT_EQ(records.records()[i].billed_bytes, 100 + 5);  // Data and "key-N".
  }
  EXPECT_EQ(workload.taken(), 100);
}

TEST(WorkloadTest, OnlyWhatIsCreatedByThenIsTaken) {
  Workload workload = WorkloadOf(Spec());
  EXPECT_EQ(Take(workload, 100, kStart + Millis(250)).size(), 3);
  EXPECT_EQ(Take(workload, 100, kStart + Millis(299)).size(), 0);
  EXPECT_EQ(Take(workload, 100, kStart + Millis(300)).size(), 1);
}

TEST(WorkloadTest, ItEndsAtItsStopOrItsLimit) {
  Workload stopped = WorkloadOf(Spec(), kStart + Seconds(1));
  EXPECT_EQ(Take(stopped, 1'000).size(), 10);  // The stop itself does not belong to it.
  EXPECT_EQ(stopped.next_at(), kNever);
  WorkloadSpec limited = Spec();
  limited.limit = 7;
  Workload workload = WorkloadOf(limited);
  EXPECT_EQ(Take(workload, 1'000).size(), 7);
  EXPECT_EQ(workload.next_at(), kNever);
  Workload never = WorkloadOf(Spec(), kStart);
  EXPECT_EQ(never.next_at(), kNever);
}

TEST(WorkloadTest, WhatIsCreatedByThenIsCountedAsItIsTaken) {
  WorkloadSpec uneven = Spec();
  uneven.arrivals.spacing = ArrivalSpacing::kPoisson;
  uneven.limit = 30;
  for (const WorkloadSpec& spec : {Spec(), uneven}) {
    Workload workload = WorkloadOf(spec, kStart + Seconds(4));
    for (const Duration ahead : {Millis(0), Millis(250), Millis(300), Seconds(3), Seconds(9)}) {
      Workload copy = workload;
      Take(copy, SIZE_MAX, kStart + ahead);
      EXPECT_EQ(workload.CreatedBy(kStart + ahead), copy.taken()) << ahead.micros;
    }
    EXPECT_EQ(workload.CreatedBy(kNever), workload.CreatedBy(kStart + Seconds(4)));
    Take(workload, 12);
    EXPECT_EQ(workload.CreatedBy(kStart), 12);
  }
}

TEST(WorkloadTest, SizesLieInTheirRangeAndReachBothEnds) {
  WorkloadSpec spec = Spec();
  spec.size = {10, 13};
  Workload workload = WorkloadOf(spec);
  const PendingRecords records = Take(workload, 400);
  std::vector<int> counts(4);
  for (const SyntheticRecord& record : records.records()) ++counts.at(record.billed_bytes - 5 - 10);
  for (const int count : counts) EXPECT_GT(count, 60);
}

TEST(WorkloadTest, DataIsJsonOfExactlyTheRightLength) {
  WorkloadSpec spec = Spec();
  spec.size = {0, 120};
  Workload workload = WorkloadOf(spec);
  const PendingRecords records = Take(workload, 300);
  bool json = false;
  for (const SyntheticRecord& record : records.records()) {
    const std::string data = workload.Data(record.key, record.number, record.billed_bytes);
    ASSERT_EQ(data.size(), record.billed_bytes - 5);
    if (data.size() < 60) continue;
    json = true;
    EXPECT_EQ(data.substr(0, 8), "{\"key\":\"");
    EXPECT_EQ(data.substr(data.size() - 2), "\"}");
  }
  EXPECT_TRUE(json);
}

TEST(WorkloadTest, ReturnedRecordsGiveTheirNumbersBack) {
  Workload workload = WorkloadOf(Spec());
  Take(workload, 50);
  workload.Return(20);
  EXPECT_EQ(workload.taken(), 30);
  workload.SetRate(kStart + Seconds(3), {1, Seconds(1)});
  const PendingRecords again = Take(workload, 1);
  EXPECT_EQ(again.records()[0].number, 30);
  EXPECT_EQ(again.created_at(0), kStart + Seconds(4));
}

TEST(WorkloadTest, ARecordIsSpelledByTheKeysOfItsTime) {
  Workload workload = WorkloadOf(Spec());
  const PendingRecords before = Take(workload, 10);
  KeySpec salted;
  salted.count = 1'000;
  salted.partition_by = PartitionBy::kSalted;
  workload.SetKeys(salted, 99);
  const PendingRecords after = Take(workload, 200);
  for (const PendingRecords* records : {&before, &after}) {
    for (const SyntheticRecord& record : records->records()) {
      const std::string name =
          workload.PartitionKey(record.key, record.number, record.billed_bytes);
      EXPECT_EQ(name.find('#') != std::string::npos, records == &after);
      EXPECT_EQ(workload.HashOf(record.key, record.number, record.billed_bytes), record.hash_key);
      EXPECT_EQ(HashKeyOf(name), record.hash_key);
      EXPECT_EQ(workload.Data(record.key, record.number, record.billed_bytes).size(), 100);
    }
  }
  EXPECT_EQ(workload.PartitionKey(4, 3, 0), "key-5");  // The name of a key stays as it was.
}

TEST(WorkloadTest, RecordsTakenBackAcrossAChangeOfKeysAreSpelledByTheNewOnes) {
  Workload workload = WorkloadOf(Spec());
  Take(workload, 10);
  KeySpec many;
  many.count = 1'000;
  workload.SetKeys(many, 99);
  workload.Return(5);  // Prepared with the old keys, sent by nobody.
  workload.SetRate(kStart, {10, Seconds(1)});
  const PendingRecords records = Take(workload, 100);
  for (const SyntheticRecord& record : records.records()) {
    ASSERT_EQ(workload.HashOf(record.key, record.number, record.billed_bytes), record.hash_key);
    ASSERT_EQ(HashKeyOf(workload.PartitionKey(record.key, record.number, record.billed_bytes)),
              record.hash_key);
  }
}

std::shared_ptr<const Dataset> SmallDataset() {
  auto dataset = std::make_shared<Dataset>();
  dataset->keys = {"us", "ci"};
  dataset->payload = "aabbbcccc";
  dataset->rows = {{Instant{5'000'000}, {}, 0, 0, 2},
                   {Instant{5'000'000}, {}, 1, 2, 3},
                   {Instant{15'000'000}, {}, 0, 5, 4}};
  return dataset;
}

WorkloadSpec Replay(int64_t speed) {
  WorkloadSpec spec;
  spec.replay.dataset = SmallDataset();
  spec.replay.speed = speed;
  return spec;
}

TEST(WorkloadTest, AReplayBeginsWithItsFirstRowAndKeepsTheDataAndItsPace) {
  Workload workload = WorkloadOf(Replay(1));
  const PendingRecords records = Take(workload, 10);
  ASSERT_EQ(records.size(), 3);
  EXPECT_EQ(records.created_at(0), kStart);
  EXPECT_EQ(records.created_at(1), kStart);
  EXPECT_EQ(records.created_at(2), kStart + Seconds(10));
  EXPECT_EQ(records.records()[1].billed_bytes, 3 + 2);
  EXPECT_EQ(records.records()[1].hash_key, HashKeyOf("ci"));
  EXPECT_EQ(workload.Data(1, 1, 5), "bbb");
  EXPECT_EQ(workload.PartitionKey(1, 1, 0), "ci");
}

TEST(WorkloadTest, AReplayRunsAsManyTimesFasterAsItsSpeedSays) {
  Workload workload = WorkloadOf(Replay(1'000));
  EXPECT_EQ(Take(workload, 10).created_at(2), kStart + Millis(10));
}

TEST(WorkloadTest, RowsTakenBackAreSentAgainAtTheirOwnTime) {
  Workload workload = WorkloadOf(Replay(1));
  Take(workload, 10);
  workload.Return(1);
  workload.SetRate(kStart + Seconds(1), {1, Seconds(1)});  // A data set has its own pace.
  EXPECT_EQ(workload.next_at(), kStart + Seconds(10));
  const PendingRecords again = Take(workload, 10);
  ASSERT_EQ(again.size(), 1);
  EXPECT_EQ(again.records()[0].number, 2);
}

}  // namespace
}  // namespace weir
