#include "core/stream/aggregate_table.h"

#include <gtest/gtest.h>

#include <vector>

namespace weir {
namespace {

std::vector<uint32_t> NumbersOf(const AggregateTable& table, ProducerId producer,
                                uint32_t aggregate) {
  std::vector<uint32_t> numbers;
  table.ForEach(producer, aggregate,
                [&](const UserRecord& record) { numbers.push_back(record.number); });
  return numbers;
}

uint64_t DigestOf(const AggregateTable& table) {
  Digest digest;
  table.AddTo(digest);
  return digest.value();
}

TEST(AggregateTableTest, GivesBackTheUserRecordsOfEachAggregateInTheirOrder) {
  AggregateTable table;
  table.MarkAggregating(ProducerId{2});
  EXPECT_EQ(table.Add(Instant{}, {2}, std::vector<UserRecord>{{5, 10, 100, 0}, {6, 11, 100, 0}}),
            0u);
  EXPECT_EQ(table.Add(Instant{}, {2}, std::vector<UserRecord>{{5, 9, 50, 0}}), 1u);
  EXPECT_EQ(NumbersOf(table, {2}, 0), (std::vector<uint32_t>{10, 11}));
  EXPECT_EQ(NumbersOf(table, {2}, 1), (std::vector<uint32_t>{9}));
  EXPECT_EQ(table.UserRecordsOf({2}, 0), 2u);
  EXPECT_EQ(table.UserRecordsOf({2}, 1), 1u);
  EXPECT_EQ(table.size({2}), 2u);
}

TEST(AggregateTableTest, OnlyMarkedProducersAggregate) {
  AggregateTable table;
  table.MarkAggregating(ProducerId{1});
  EXPECT_FALSE(table.Aggregates({0}));
  EXPECT_TRUE(table.Aggregates({1}));
  EXPECT_FALSE(table.Aggregates({2}));
  EXPECT_FALSE(table.Aggregates({UINT32_MAX}));  // Put by a command.
  EXPECT_EQ(table.size({7}), 0u);
}

TEST(AggregateTableTest, ACopyDoesNotSeeWhatIsAddedLater) {
  AggregateTable table;
  table.MarkAggregating(ProducerId{0});
  table.Add(Instant{}, {0}, std::vector<UserRecord>{{1, 1, 1, 1}});
  const AggregateTable copy = table;
  table.Add(Instant{}, {0}, std::vector<UserRecord>{{2, 2, 2, 2}});
  EXPECT_EQ(copy.size({0}), 1u);
  EXPECT_EQ(table.size({0}), 2u);
  EXPECT_NE(DigestOf(copy), DigestOf(table));
}

TEST(AggregateTableTest, TheDigestTellsEveryField) {
  const UserRecord base{1, 2, 3, 4};
  const auto digest = [](UserRecord record) {
    AggregateTable table;
    table.MarkAggregating(ProducerId{0});
    table.Add(Instant{}, {0}, std::vector<UserRecord>{record});
    return DigestOf(table);
  };
  EXPECT_EQ(digest(base), digest(base));
  for (uint32_t UserRecord::* field :
       {&UserRecord::key, &UserRecord::number, &UserRecord::bytes, &UserRecord::hash_place}) {
    UserRecord other = base;
    other.*field += 1;
    EXPECT_NE(digest(base), digest(other));
  }
}

}  // namespace
}  // namespace weir
