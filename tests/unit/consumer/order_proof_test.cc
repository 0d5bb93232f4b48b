// The order proof: numbers of a key only grow, and the first pair that breaks this is kept, with
// the cause that the places of the two records and the notes of their producer tell.
#include "core/consumer/order_proof.h"

#include <gtest/gtest.h>

#include "core/model/limits.h"

namespace weir {
namespace {

constexpr Instant kNow{1};

// Two halves of the hash space, of which shard 0 was split into shards 2 and 3.
Stream SplitStream() {
  Stream stream(Instant{0}, {"s", 2});
  stream.AdvanceStatus(Instant{0} + kCreateStreamDelay);
  const Instant split_at = Instant{0} + kCreateStreamDelay;
  const HashKey middle = MiddleOf(stream.shard({0}).range());
  EXPECT_TRUE(stream.SplitShard(split_at, {0}, middle).ok());
  stream.AdvanceStatus(split_at + kReshardDelay);
  return stream;
}

class OrderProofTest : public testing::Test {
 protected:
  OrderProofTest() : stream_(SplitStream()) {}

  OrderVerdict Observe(OrderProof& proof, const ProofRecord& record, Instant now = kNow) {
    return proof.Observe(now, record, {stream_, resends_});
  }
  OrderVerdict Observe(const ProofRecord& record, Instant now = kNow) {
    return Observe(proof_, record, now);
  }

  Stream stream_;
  ResendTable resends_;
  OrderProof proof_;
};

// Lies in shard 2, where its number is its place too.
ProofRecord Record(uint32_t key, uint32_t number, uint32_t producer = 0) {
  return {ProducerId{producer}, key, number, ShardIndex{2}, SequenceNumber{number}};
}

ProofRecord RecordIn(uint32_t shard, uint64_t ordinal, uint32_t number) {
  return {ProducerId{0}, 7, number, ShardIndex{shard}, SequenceNumber{ordinal}};
}

TEST_F(OrderProofTest, GrowingNumbersOfAKeyAreInOrderWithGapsToo) {
  for (const uint32_t number : {0U, 1U, 5U, 6U, 1'000'000U, UINT32_MAX - 1}) {
    EXPECT_EQ(Observe(Record(7, number)), OrderVerdict::kInOrder) << number;
  }
  EXPECT_EQ(proof_.violations(), 0);
  EXPECT_FALSE(proof_.first().has_value());
}

TEST_F(OrderProofTest, ASmallerNumberAfterAGreaterOneIsAViolation) {
  Observe(RecordIn(3, 0, 5));
  EXPECT_EQ(Observe(Record(7, 4), Instant{9}), OrderVerdict::kViolation);
  ASSERT_TRUE(proof_.first().has_value());
  EXPECT_EQ(proof_.first()->late.number, 4);
  EXPECT_EQ(proof_.first()->overtaken_by, 5);
  EXPECT_EQ(proof_.first()->late.shard, ShardIndex{2});
  EXPECT_EQ(proof_.first()->overtaken_in, ShardIndex{3});
  EXPECT_EQ(proof_.first()->processed_at, Instant{9});
}

TEST_F(OrderProofTest, OnlyTheFirstViolationIsKeptButAllAreCounted) {
  Observe(Record(7, 5));
  Observe(Record(7, 4));
  Observe(Record(7, 3));
  Observe(Record(7, 6));  // The greatest number is still 5.
  EXPECT_EQ(proof_.violations(), 2);
  EXPECT_EQ(proof_.first()->late.number, 4);
}

TEST_F(OrderProofTest, TheSameRecordAgainIsADuplicateAndNoViolation) {
  Observe(Record(7, 0));
  EXPECT_EQ(Observe(Record(7, 0)), OrderVerdict::kDuplicate);
  EXPECT_EQ(proof_.duplicates(), 1);
  EXPECT_EQ(proof_.violations(), 0);
}

TEST_F(OrderProofTest, KeysAndProducersAreJudgedApart) {
  Observe(Record(7, 5));
  EXPECT_EQ(Observe(Record(8, 4)), OrderVerdict::kInOrder);
  EXPECT_EQ(Observe(Record(7, 4, 3)), OrderVerdict::kInOrder);
  EXPECT_EQ(Observe(Record(100'000, 0)), OrderVerdict::kInOrder);
}

TEST_F(OrderProofTest, ACopyJudgesOnItsOwn) {
  Observe(Record(7, 5));
  OrderProof copy = proof_;
  Observe(Record(7, 9));
  EXPECT_EQ(Observe(copy, Record(7, 6)), OrderVerdict::kInOrder);
  Digest a;
  proof_.AddTo(a);
  Digest b;
  copy.AddTo(b);
  EXPECT_NE(a.value(), b.value());
}

TEST_F(OrderProofTest, InUnrelatedShardsTheKeyWasSplit) {
  Observe(RecordIn(3, 0, 5));
  Observe(RecordIn(2, 0, 4));
  EXPECT_EQ(proof_.first()->cause, OrderCause::kSplitKey);
}

TEST_F(OrderProofTest, AParentReadAfterItsChildIsNotTheProducersFault) {
  resends_.NoteRefused({0}, 4);  // Though it was refused before.
  Observe(RecordIn(2, 0, 5));
  Observe(RecordIn(0, 99, 4));
  EXPECT_EQ(proof_.first()->cause, OrderCause::kChildBeforeParent);
}

TEST_F(OrderProofTest, LateInTheChildWasLateInTheLog) {
  Observe(RecordIn(0, 99, 5));
  Observe(RecordIn(2, 0, 4));
  EXPECT_EQ(proof_.first()->cause, OrderCause::kCallsInFlight);
  OrderProof other;
  resends_.NoteRefused({0}, 4);
  Observe(other, RecordIn(0, 99, 5));
  Observe(other, RecordIn(2, 0, 4));
  EXPECT_EQ(other.first()->cause, OrderCause::kRetryOvertaken);
}

TEST_F(OrderProofTest, ARecordThatWasRefusedWasOvertakenByItsRetry) {
  resends_.NoteRefused({0}, 3);
  Observe(RecordIn(2, 0, 5));
  Observe(RecordIn(2, 1, 3));
  Observe(RecordIn(2, 2, 4));
  EXPECT_EQ(proof_.causes()[static_cast<size_t>(OrderCause::kRetryOvertaken)], 1);
  EXPECT_EQ(proof_.causes()[static_cast<size_t>(OrderCause::kCallsInFlight)], 1);
  EXPECT_EQ(proof_.first()->cause, OrderCause::kRetryOvertaken);
}

TEST_F(OrderProofTest, WhatWasSentAgainWithoutARefusalIsToldFromBoth) {
  resends_.NoteSentAgain({0}, 3);
  resends_.NoteSentAgain({0}, 4);
  resends_.NoteRefused({0}, 4);
  Observe(RecordIn(2, 0, 5));
  Observe(RecordIn(2, 1, 3));
  Observe(RecordIn(2, 2, 4));  // The refusal came first.
  EXPECT_EQ(proof_.causes()[static_cast<size_t>(OrderCause::kResendOvertaken)], 1);
  EXPECT_EQ(proof_.causes()[static_cast<size_t>(OrderCause::kRetryOvertaken)], 1);
  EXPECT_EQ(proof_.violations(), 2);
  EXPECT_EQ(proof_.duplicates(), 0);
}

TEST_F(OrderProofTest, AConsumerThatMixesAShardIsToldFromAProducerThatDid) {
  OrderProof mixed(ShardOrder::kMixed);
  Observe(mixed, RecordIn(2, 11, 5));
  Observe(mixed, RecordIn(2, 10, 4));  // It lies before the one that was processed first.
  EXPECT_EQ(mixed.first()->cause, OrderCause::kParallelBatches);
  Observe(mixed, RecordIn(2, 12, 3));  // It lies behind.
  EXPECT_EQ(mixed.causes()[static_cast<size_t>(OrderCause::kParallelBatches)], 1);
  EXPECT_EQ(mixed.causes()[static_cast<size_t>(OrderCause::kCallsInFlight)], 1);
}

TEST_F(OrderProofTest, ASecondCopyIsADuplicateHoweverManyCameBetween) {
  resends_.MarkMayPutTwice({0}, OrderCause::kPutTwice);
  for (const uint32_t number : {10U, 11U, 200U}) Observe(RecordIn(2, number, number));
  EXPECT_EQ(Observe(RecordIn(2, 300, 10)), OrderVerdict::kDuplicate);
  EXPECT_EQ(Observe(RecordIn(2, 301, 12)), OrderVerdict::kViolation);  // Never seen before,
  EXPECT_EQ(Observe(RecordIn(2, 302, 12)), OrderVerdict::kDuplicate);  // but now it has been.
  EXPECT_EQ(proof_.causes()[static_cast<size_t>(OrderCause::kPutTwice)], 2);
  EXPECT_EQ(proof_.violations(), 1);
}

TEST_F(OrderProofTest, WhatAnApplicationDoesOnceMoreIsCountedByItsReason) {
  proof_.OnceMore(OrderCause::kAgainAfterCrash, 3);
  proof_.OnceMore(OrderCause::kAgainAfterFailure);
  EXPECT_EQ(proof_.duplicates(), 4);
  EXPECT_EQ(proof_.violations(), 0);
  EXPECT_EQ(proof_.causes()[static_cast<size_t>(OrderCause::kAgainAfterCrash)], 3);
}

}  // namespace
}  // namespace weir
