// The order proof: numbers of a key only grow, and the first pair that breaks this is kept.
#include "core/consumer/order_proof.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

constexpr Instant kNow{1};

ProofRecord Record(uint32_t key, uint32_t number, uint32_t producer = 0) {
  return {ProducerId{producer}, key, number, ShardIndex{2}, SequenceNumber{number}};
}

TEST(OrderProofTest, GrowingNumbersOfAKeyAreInOrderWithGapsToo) {
  OrderProof proof;
  for (const uint32_t number : {0U, 1U, 5U, 6U, 1'000'000U, UINT32_MAX - 1}) {
    EXPECT_EQ(proof.Observe(kNow, Record(7, number)), OrderVerdict::kInOrder) << number;
  }
  EXPECT_EQ(proof.violations(), 0);
  EXPECT_FALSE(proof.first().has_value());
}

TEST(OrderProofTest, ASmallerNumberAfterAGreaterOneIsAViolation) {
  OrderProof proof;
  proof.Observe(kNow, Record(7, 5));
  EXPECT_EQ(proof.Observe(Instant{9}, Record(7, 4)), OrderVerdict::kViolation);
  ASSERT_TRUE(proof.first().has_value());
  EXPECT_EQ(proof.first()->late.number, 4);
  EXPECT_EQ(proof.first()->overtaken_by, 5);
  EXPECT_EQ(proof.first()->late.shard, ShardIndex{2});
  EXPECT_EQ(proof.first()->processed_at, Instant{9});
}

TEST(OrderProofTest, OnlyTheFirstViolationIsKeptButAllAreCounted) {
  OrderProof proof;
  proof.Observe(kNow, Record(7, 5));
  proof.Observe(kNow, Record(7, 4));
  proof.Observe(kNow, Record(7, 3));
  proof.Observe(kNow, Record(7, 6));  // The greatest number is still 5.
  EXPECT_EQ(proof.violations(), 2);
  EXPECT_EQ(proof.first()->late.number, 4);
}

TEST(OrderProofTest, TheSameRecordAgainIsADuplicateAndNoViolation) {
  OrderProof proof;
  proof.Observe(kNow, Record(7, 0));
  EXPECT_EQ(proof.Observe(kNow, Record(7, 0)), OrderVerdict::kDuplicate);
  EXPECT_EQ(proof.duplicates(), 1);
  EXPECT_EQ(proof.violations(), 0);
}

TEST(OrderProofTest, KeysAndProducersAreJudgedApart) {
  OrderProof proof;
  proof.Observe(kNow, Record(7, 5));
  EXPECT_EQ(proof.Observe(kNow, Record(8, 4)), OrderVerdict::kInOrder);
  EXPECT_EQ(proof.Observe(kNow, Record(7, 4, 3)), OrderVerdict::kInOrder);
  EXPECT_EQ(proof.Observe(kNow, Record(100'000, 0)), OrderVerdict::kInOrder);
}

TEST(OrderProofTest, ACopyJudgesOnItsOwn) {
  OrderProof proof;
  proof.Observe(kNow, Record(7, 5));
  OrderProof copy = proof;
  proof.Observe(kNow, Record(7, 9));
  EXPECT_EQ(copy.Observe(kNow, Record(7, 6)), OrderVerdict::kInOrder);
  Digest a;
  proof.AddTo(a);
  Digest b;
  copy.AddTo(b);
  EXPECT_NE(a.value(), b.value());
}

}  // namespace
}  // namespace weir
