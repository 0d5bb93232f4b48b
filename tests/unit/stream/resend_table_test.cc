// Notes of what producers sent more than once.
#include "core/stream/resend_table.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

uint64_t DigestOf(const ResendTable& table) {
  Digest digest;
  table.AddTo(digest);
  return digest.value();
}

TEST(ResendTableTest, KeepsTheTwoNotesOfEachRecordApart) {
  ResendTable table;
  table.NoteRefused({1}, 31);
  table.NoteSentAgain({1}, 32);
  table.NoteRefused({1}, 5'000'000);
  table.NoteSentAgain({1}, 5'000'000);
  EXPECT_TRUE(table.WasRefused({1}, 31));
  EXPECT_FALSE(table.WasSentAgain({1}, 31));
  EXPECT_FALSE(table.WasRefused({1}, 32));
  EXPECT_TRUE(table.WasSentAgain({1}, 32));
  EXPECT_TRUE(table.WasRefused({1}, 5'000'000));
  EXPECT_TRUE(table.WasSentAgain({1}, 5'000'000));
  for (const uint32_t number : {0U, 30U, 33U, 4'999'999U, 5'000'001U, UINT32_MAX - 1}) {
    EXPECT_FALSE(table.WasRefused({1}, number)) << number;
    EXPECT_FALSE(table.WasSentAgain({1}, number)) << number;
  }
}

TEST(ResendTableTest, KnowsNothingOfAProducerThatNeverSentTwice) {
  ResendTable table;
  table.NoteRefused({1}, 7);
  for (const uint32_t producer : {0U, 2U, 100U}) {
    EXPECT_FALSE(table.WasRefused({producer}, 7));
    EXPECT_FALSE(table.MayPutTwice({producer}));
  }
}

TEST(ResendTableTest, OnlyMarkedProducersMayPutTwice) {
  ResendTable table;
  table.MarkMayPutTwice({2}, OrderCause::kWrongShard);
  EXPECT_EQ(table.WhyTwice({2}), OrderCause::kWrongShard);
  EXPECT_TRUE(table.MayPutTwice({2}));
  EXPECT_FALSE(table.MayPutTwice({1}));
}

TEST(ResendTableTest, ACopyKeepsItsOwnNotesAndTheDigestTellsThemApart) {
  ResendTable table;
  table.NoteRefused({0}, 7);
  const ResendTable copy = table;
  table.NoteSentAgain({0}, 7);
  EXPECT_FALSE(copy.WasSentAgain({0}, 7));
  EXPECT_NE(DigestOf(copy), DigestOf(table));
}

}  // namespace
}  // namespace weir
