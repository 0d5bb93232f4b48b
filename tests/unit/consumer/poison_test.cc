// Which records are poisoned: every condition that is given must hold.
#include "core/consumer/poison.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

ProofRecord Record(uint32_t producer, uint32_t key, uint32_t number) {
  return {ProducerId{producer}, key, number, ShardIndex{0}, SequenceNumber{0}};
}

TEST(PoisonTest, WithoutAConditionNothingIsPoisoned) {
  EXPECT_FALSE(IsPoisoned(PoisonSpec{}, Record(0, 0, 0)));
}

TEST(PoisonTest, AKeyPoisonsAllOfItsRecordsAndNoOther) {
  PoisonSpec poison;
  poison.key = 7;
  EXPECT_TRUE(IsPoisoned(poison, Record(0, 7, 0)));
  EXPECT_TRUE(IsPoisoned(poison, Record(3, 7, 91)));
  EXPECT_FALSE(IsPoisoned(poison, Record(0, 6, 0)));
}

TEST(PoisonTest, AProducerPoisonsItsOwnOnly) {
  PoisonSpec poison;
  poison.producer = ProducerId{2};
  EXPECT_TRUE(IsPoisoned(poison, Record(2, 7, 5)));
  EXPECT_FALSE(IsPoisoned(poison, Record(1, 7, 5)));
}

TEST(PoisonTest, EveryNthIsTheNthTheTwoNthAndSoOn) {
  PoisonSpec poison;
  poison.every = 3;
  std::vector<uint32_t> poisoned;
  for (uint32_t number = 0; number < 10; ++number) {
    if (IsPoisoned(poison, Record(0, 0, number))) poisoned.push_back(number);
  }
  EXPECT_EQ(poisoned, (std::vector<uint32_t>{2, 5, 8}));
  EXPECT_FALSE(IsPoisoned(poison, Record(0, 0, UINT32_MAX - 2)));  // The 4 294 967 294th.
  EXPECT_TRUE(IsPoisoned(poison, Record(0, 0, UINT32_MAX - 1)));   // The 4 294 967 295th.
}

TEST(PoisonTest, NumbersArePoisonedByName) {
  PoisonSpec poison;
  poison.numbers = {4, 9, 200};
  EXPECT_TRUE(IsPoisoned(poison, Record(0, 1, 9)));
  EXPECT_FALSE(IsPoisoned(poison, Record(0, 1, 10)));
}

TEST(PoisonTest, ConditionsTogetherMustAllHold) {
  PoisonSpec poison;
  poison.producer = ProducerId{1};
  poison.key = 7;
  poison.every = 2;
  EXPECT_TRUE(IsPoisoned(poison, Record(1, 7, 3)));
  EXPECT_FALSE(IsPoisoned(poison, Record(0, 7, 3)));
  EXPECT_FALSE(IsPoisoned(poison, Record(1, 8, 3)));
  EXPECT_FALSE(IsPoisoned(poison, Record(1, 7, 2)));
}

}  // namespace
}  // namespace weir
