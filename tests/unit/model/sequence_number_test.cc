// Sequence numbers in the service's own layout.
#include "core/model/sequence_number.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/prng.h"

namespace weir {
namespace {

// A number that the real service gave out: shard 0, created 21:20:47, put 21:20:50, first record.
constexpr const char* kLive = "49680409514359501145684806754220014236193991545233342466";

TEST(SequenceNumberTest, ALiveNumberOfTheServiceIsDecoded) {
  const Result<SequenceNumberFields> fields = ParseSequenceNumber(kLive);
  ASSERT_TRUE(fields.ok());
  EXPECT_EQ(fields.value().shard_created_s, 1'795'209'647);
  EXPECT_EQ(fields.value().record_s, 1'795'209'650);
  EXPECT_EQ(fields.value().shard_created_s % 86'400, 21 * 3'600 + 20 * 60 + 47);
  EXPECT_EQ(fields.value().shard_index, 0);
  EXPECT_EQ(fields.value().sequence_index, 0);
  EXPECT_EQ(FormatSequenceNumber(fields.value()), kLive);
}

// Adds two decimal texts of at most 60 digits.
std::string Sum(std::string a, std::string b) {
  a.insert(0, 60 - a.size(), '0');
  b.insert(0, 60 - b.size(), '0');
  int carry = 0;
  for (size_t i = 60; i-- > 0;) {
    carry += (a[i] - '0') + (b[i] - '0');
    a[i] = static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  return a.substr(a.find_first_not_of('0'));
}

TEST(SequenceNumberTest, StartingNumbersOfNeighbouringShardsLieTheKnownGapApart) {
  for (uint32_t shard = 0; shard < 15; ++shard) {
    const std::string here = FormatSequenceNumber({1'767'225'600, shard, 0, 1'767'225'600});
    const std::string next = FormatSequenceNumber({1'767'225'600, shard + 1, 0, 1'767'225'600});
    EXPECT_EQ(Sum(here, "22300745198530623141535718272648361505980432"), next);
  }
}

TEST(SequenceNumberTest, EveryFieldIsReadBack) {
  Prng prng(2);
  for (int i = 0; i < 2'000; ++i) {
    SequenceNumberFields fields;
    fields.shard_created_s = prng.Between(0, 16'025'174'999);
    fields.record_s = prng.Between(0, 16'025'174'999);
    fields.shard_index = static_cast<uint32_t>(prng.Next());
    fields.sequence_index = prng.Next() >> 1;
    const std::string text = FormatSequenceNumber(fields);
    ASSERT_EQ(text.size(), 56);
    const Result<SequenceNumberFields> back = ParseSequenceNumber(text);
    ASSERT_TRUE(back.ok()) << text;
    ASSERT_EQ(back.value(), fields);
  }
}

TEST(SequenceNumberTest, TheLeastAndTheGreatestNumberAreKnown) {
  EXPECT_EQ(FormatSequenceNumber({0, 0, 0, 0}),
            "49039857307708443467467104868809893875799651909875269634");
  EXPECT_EQ(FormatSequenceNumber({16'025'174'999, UINT32_MAX, kSequenceIndexEnd, 16'025'174'999}),
            "54757830818687100754102394022356121497630949110341173234");
}

TEST(SequenceNumberTest, NumbersOfOneShardSortAsTheirRecordsAndLieBetweenItsEnds) {
  const int64_t created = 1'767'225'600;
  std::string before = FormatSequenceNumber({created, 3, 0, created});  // Its starting number.
  for (uint64_t ordinal = 0; ordinal < 300; ++ordinal) {
    const uint64_t index = SequenceIndexOf(SequenceNumber{ordinal});
    const std::string number = FormatSequenceNumber({created, 3, index, created});
    EXPECT_LT(before, number);  // All have 56 digits, so text order is number order.
    before = number;
  }
  // A later second in an earlier record cannot outweigh the index.
  EXPECT_LT(FormatSequenceNumber({created, 3, 7, created + 999}),
            FormatSequenceNumber({created, 3, 8, created}));
  EXPECT_LT(before, FormatSequenceNumber({created, 3, kSequenceIndexEnd, created}));
}

TEST(SequenceNumberTest, WhatTheServiceWouldNotGiveOutIsRefused) {
  const std::string live = kLive;
  std::vector<std::string> bad{
      "",         "0",        "1",        "-1",           "12a",
      "0" + live, " " + live, live + "0", live.substr(1), std::string(129, '9')};
  for (size_t i = 0; i < 4; ++i) {
    std::string text = live;
    text[text.size() - 1] = static_cast<char>('0' + (6 + 1 + i) % 10);  // Another version digit.
    bad.push_back(text);
  }
  for (const std::string& text : bad) {
    const Result<SequenceNumberFields> parsed = ParseSequenceNumber(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST(SequenceNumberTest, AShardWhoseTwoCopiesOfItsIndexDisagreeIsRefused) {
  // The live number with 1 in the repeated nibble (hex digit 10) alone: plus 16^36.
  EXPECT_FALSE(
      ParseSequenceNumber(Sum(kLive, "22300745198530623141535718272648361505980416")).ok());
  // And with 1 in the index (hex digits 38 to 45) alone: plus 16.
  EXPECT_FALSE(ParseSequenceNumber(Sum(kLive, "16")).ok());
  EXPECT_TRUE(ParseSequenceNumber(Sum(kLive, "22300745198530623141535718272648361505980432")).ok());
}

TEST(SequenceNumberDeathTest, SecondsBeyondTheLayoutAreAProgramError) {
  EXPECT_DEATH(FormatSequenceNumber({16'025'175'000, 0, 0, 0}), "check failed");
  EXPECT_DEATH(FormatSequenceNumber({0, 0, 0, -1}), "check failed");
  EXPECT_DEATH(FormatSequenceNumber({0, 0, kSequenceIndexEnd + 1, 0}), "check failed");
}

}  // namespace
}  // namespace weir
