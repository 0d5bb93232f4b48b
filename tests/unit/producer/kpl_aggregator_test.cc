// When an aggregate is closed, and what it holds then.
#include "core/producer/kpl_aggregator.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/producer/kpl_aggregate.h"
#include "tests/support/kpl.h"

namespace weir {
namespace {

using test::kStart;
using test::UserOf;

std::vector<uint32_t> NumbersOf(const KplStreamRecord& record) {
  std::vector<uint32_t> numbers;
  for (const KplUser& user : record.users) numbers.push_back(user.record.number);
  return numbers;
}

// Bytes of an aggregate of `count` records of one key "k1" with `data` bytes each.
size_t BytesOf(size_t count, size_t data) {
  return kKplFrameBytes + KplTableEntrySize(2) + count * KplRecordEntrySize(0, data);
}

TEST(KplAggregatorTest, AnAggregateHoldsUpToAggregationMaxSizeBytes) {
  KplSpec spec;
  ASSERT_EQ(spec.aggregation_max_size, 51'200);
  // Ten records that fill it to the byte.
  const uint32_t data = 5'000;
  uint32_t rest = 0;
  while (BytesOf(9, data) + KplRecordEntrySize(0, rest) < 51'200) ++rest;
  ASSERT_EQ(BytesOf(9, data) + KplRecordEntrySize(0, rest), 51'200u);
  for (const uint32_t more : {0u, 1u}) {
    KplAggregator aggregator(spec);
    std::vector<KplStreamRecord> out;
    for (uint32_t i = 0; i < 9; ++i) aggregator.Put(UserOf(1, i, data), {0}, out);
    ASSERT_TRUE(out.empty());
    aggregator.Put(UserOf(1, 9, rest + more), {0}, out);
    ASSERT_EQ(out.size(), 1u);
    EXPECT_EQ(out[0].users.size(), more == 0 ? 10u : 9u);
    EXPECT_EQ(out[0].data_bytes, more == 0 ? 51'200u : BytesOf(9, data));
    EXPECT_EQ(out[0].billed_bytes(), out[0].data_bytes + 1);  // The key "a".
  }
}

TEST(KplAggregatorTest, AnAggregateHoldsUpToAggregationMaxCountRecords) {
  KplSpec spec;
  spec.aggregation_max_count = 3;
  KplAggregator aggregator(spec);
  std::vector<KplStreamRecord> out;
  aggregator.Put(UserOf(1, 0, 10), {0}, out);
  aggregator.Put(UserOf(2, 1, 10), {0}, out);
  EXPECT_TRUE(out.empty());
  aggregator.Put(UserOf(3, 2, 10), {0}, out);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(NumbersOf(out[0]), (std::vector<uint32_t>{0, 1, 2}));
}

TEST(KplAggregatorTest, ARecordOnItsOwnStaysWhatItIs) {
  KplAggregator aggregator{KplSpec{}};
  std::vector<KplStreamRecord> out;
  aggregator.Put(UserOf(7, 0, 60'000), {0}, out);  // Larger than an aggregate may be.
  aggregator.FlushDue(kStart + Millis(100), out);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_FALSE(out[0].aggregated());
  EXPECT_EQ(out[0].data_bytes, 60'000u);
  EXPECT_EQ(out[0].billed_bytes(), 60'002u);  // With its own key, "k7".
}

TEST(KplAggregatorTest, AnAggregateIsDueWithItsFirstRecord) {
  KplAggregator aggregator{KplSpec{}};
  std::vector<KplStreamRecord> out;
  EXPECT_EQ(aggregator.next_deadline(), kNever);
  aggregator.Put(UserOf(1, 0, 10, kStart), {0}, out);
  aggregator.Put(UserOf(1, 1, 10, kStart + Millis(60)), {0}, out);
  EXPECT_EQ(aggregator.next_deadline(), kStart + Millis(100));
  aggregator.FlushDue(kStart + Micros(99'999), out);
  EXPECT_TRUE(out.empty());
  aggregator.FlushDue(kStart + Millis(100), out);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].users.size(), 2u);
  EXPECT_EQ(aggregator.next_deadline(), kNever);
}

TEST(KplAggregatorTest, ShardsDoNotMix) {
  KplAggregator aggregator{KplSpec{}};
  std::vector<KplStreamRecord> out;
  aggregator.Put(UserOf(1, 0, 10), {4}, out);
  aggregator.Put(UserOf(2, 1, 10), {1}, out);
  aggregator.Put(UserOf(3, 2, 10), {4}, out);
  aggregator.FlushDue(kStart + Seconds(1), out);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].predicted, ShardIndex{4});
  EXPECT_EQ(NumbersOf(out[0]), (std::vector<uint32_t>{0, 2}));
  EXPECT_EQ(NumbersOf(out[1]), (std::vector<uint32_t>{1}));
}

TEST(KplAggregatorTest, WhatIsDueFirstComesFirst) {
  KplAggregator aggregator{KplSpec{}};
  std::vector<KplStreamRecord> out;
  aggregator.Put(UserOf(1, 5, 10), {0}, out);
  KplUser again = UserOf(1, 2, 10);  // Failed before, due earlier.
  again.deadline = kStart + Millis(50);
  aggregator.Put(again, {0}, out);
  aggregator.FlushDue(kStart + Millis(50), out);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(NumbersOf(out[0]), (std::vector<uint32_t>{2, 5}));
  EXPECT_EQ(out[0].deadline, kStart + Millis(50));
}

TEST(KplAggregatorTest, WhatDoesNotFitInAnotherOrderStaysOpen) {
  // 130 keys in an order in which the long-lived places of two bytes are used once; sorted, they
  // are used 60 times more, and no longer fit.
  KplSpec spec;
  std::vector<KplUser> users;
  for (uint32_t i = 0; i < 130; ++i) users.push_back(UserOf(100 + i, i, 1));
  for (uint32_t i = 0; i < 60; ++i) users.push_back(UserOf(100, 130 + i, 1));
  AggregateSize size;
  for (const KplUser& user : users) {
    size.Add(user.record.hash_key, user.key_bytes, user.data_bytes());
  }
  spec.aggregation_max_size = static_cast<int64_t>(size.bytes()) + 1;
  users[0].deadline = kStart + Millis(90);  // Key 100 now comes last of all.
  for (uint32_t i = 0; i < 60; ++i) users[130 + i].deadline = kStart + Millis(90);
  for (uint32_t i = 1; i < 130; ++i) users[i].deadline = kStart + Millis(10);
  KplAggregator aggregator(spec);
  std::vector<KplStreamRecord> out;
  for (const KplUser& user : users) aggregator.Put(user, {0}, out);
  ASSERT_TRUE(out.empty());
  aggregator.FlushDue(kStart + Millis(10), out);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_LT(out[0].users.size(), 190u);
  EXPECT_LE(out[0].data_bytes, spec.aggregation_max_size);
  EXPECT_EQ(aggregator.next_deadline(), kStart + Millis(90));
  aggregator.FlushDue(kStart + Millis(90), out);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].users.size() + out[1].users.size(), 190u);
}

}  // namespace
}  // namespace weir
