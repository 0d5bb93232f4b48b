// A batch, user record by user record: aggregates opened, stopped at and gone on with anywhere.
#include "core/consumer/record_batch.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/support/builders.h"

namespace weir {
namespace {

constexpr Instant kNow{5'000'000};
constexpr ProducerId kPlain{0};
constexpr ProducerId kAggregating{1};

// Records 0 and 3 are plain; 1 and 2 hold three and two user records.
struct Batch {
  Batch() {
    aggregates.MarkAggregating(kAggregating);
    const std::vector<UserRecord> three{{7, 0, 10, 1}, {7, 1, 10, 1}, {8, 2, 10, 9}};
    const std::vector<UserRecord> two{{7, 3, 10, 1}, {8, 4, 10, 9}};
    log.Append(kNow, kPlain, test::RecordAt(0, 40));
    log.Append(kNow, kAggregating, test::RecordAt(0, aggregates.Add(kNow, kAggregating, three)));
    log.Append(kNow, kAggregating, test::RecordAt(0, aggregates.Add(kNow, kAggregating, two)));
    log.Append(kNow, kPlain, test::RecordAt(0, 41));
  }
  RecordBatch From(RecordPlace place) const {
    return {log.Read({place.ordinal}, 100, 1'000'000), ShardIndex{0}, place};
  }

  AggregateTable aggregates;
  ShardLog log;
};

std::vector<RecordPlace> Places(const RecordBatch& batch, const AggregateTable& aggregates) {
  std::vector<RecordPlace> places;
  batch.Look(aggregates, [&](const PlacedRecord& record) {
    places.push_back(record.place);
    return true;
  });
  return places;
}

const std::vector<RecordPlace> kAll{{0, 0}, {1, 0}, {1, 1}, {1, 2}, {2, 0}, {2, 1}, {3, 0}};

TEST(RecordBatchTest, EveryUserRecordHasItsPlaceAndOnlyTheLastOfARecordEndsIt) {
  const Batch batch;
  EXPECT_EQ(Places(batch.From({0, 0}), batch.aggregates), kAll);
  std::vector<bool> last;
  std::vector<uint32_t> numbers;
  batch.From({0, 0}).Look(batch.aggregates, [&](const PlacedRecord& record) {
    last.push_back(record.last);
    numbers.push_back(record.record->number);
    EXPECT_EQ(record.arrived_at, kNow);
    EXPECT_EQ(record.hash_place.has_value(), record.record->producer == kAggregating);
    return true;
  });
  EXPECT_EQ(last, (std::vector<bool>{true, false, false, true, false, true, true}));
  EXPECT_EQ(numbers, (std::vector<uint32_t>{40, 0, 1, 2, 3, 4, 41}));
}

TEST(RecordBatchTest, ItGoesOnWhereItWasStoppedWhereverThatIs) {
  const Batch batch;
  for (size_t first = 0; first <= kAll.size(); ++first) {
    for (size_t second = 0; first + second <= kAll.size(); ++second) {
      RecordBatch taken = batch.From({0, 0});
      size_t left = 0;
      const auto take = [&](const PlacedRecord&) { return left > 0 && left-- > 0; };
      left = first;
      taken.Take(batch.aggregates, take);
      left = second;
      taken.Take(batch.aggregates, take);
      const std::vector<RecordPlace> rest(kAll.begin() + static_cast<int64_t>(first + second),
                                          kAll.end());
      EXPECT_EQ(Places(taken, batch.aggregates), rest);
      EXPECT_EQ(taken.empty(), rest.empty());
      if (rest.empty()) continue;
      EXPECT_EQ(taken.next(), rest.front());
    }
  }
}

TEST(RecordBatchTest, ItMayBeginWithinAnAggregate) {
  const Batch batch;
  EXPECT_EQ(Places(batch.From({1, 2}), batch.aggregates),
            (std::vector<RecordPlace>(kAll.begin() + 3, kAll.end())));
  EXPECT_EQ(batch.From({1, 2}).first_ordinal(), 1U);
  EXPECT_EQ(batch.From({1, 2}).end_ordinal(), 4U);
}

TEST(RecordBatchTest, ARecordFromOutsideTheWorkloadHasAPlaceAndNoNumber) {
  ShardLog log;
  log.Append(kNow, PutRecordsEntry{"key", "data", {}}, HashKey{});
  const RecordBatch batch(log.Read({0}, 10, 1'000), ShardIndex{0}, {0, 0});
  batch.Look(AggregateTable(), [](const PlacedRecord& record) {
    EXPECT_FALSE(record.record.has_value());
    EXPECT_TRUE(record.last);
    return true;
  });
  EXPECT_TRUE(RecordBatch().empty());
  EXPECT_TRUE(RecordBatch(LogRead{}, ShardIndex{0}, {0, 0}).empty());
}

}  // namespace
}  // namespace weir
