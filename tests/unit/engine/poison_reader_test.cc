// The member "poison" of a consumer: names become places, and what is wrong is said.
#include "core/engine/poison_reader.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

std::shared_ptr<const Scenario> ThreeProducers() {
  return test::ScenarioOf(R"({"weir": 1, "name": "t",
    "streams": [{"name": "s"}, {"name": "other"}],
    "producers": [
      {"name": "fleet", "stream": "s", "keys": {"count": 100, "prefix": "truck-"}},
      {"name": "quakes", "stream": "s",
       "replay": {"file": "earthquakes.csv", "key": "net", "time": "time"}},
      {"name": "elsewhere", "stream": "other", "keys": {"count": 5, "prefix": "x-"}}]})");
}

struct Read {
  PoisonSpec poison;
  std::string error;
};

Read ReadFrom(std::string_view poison) {
  const auto scenario = ThreeProducers();
  const Json document = ParseJson(StrCat({R"({"poison": )", poison, "}"})).value();
  JsonReader in(document, "consumers[0]");
  Read read;
  read.poison = ReadPoison(in, *scenario, StreamId{0});
  const Result<void> finished = in.Finish();
  if (!finished.ok()) read.error = finished.error().message;
  return read;
}

TEST(PoisonReaderTest, AKeyIsFoundAmongNumberedOnes) {
  const Read first = ReadFrom(R"({"key": "truck-001"})");
  EXPECT_EQ(first.error, "");
  EXPECT_EQ(first.poison.key, 0U);
  EXPECT_EQ(first.poison.producer, ProducerId{0});
  EXPECT_EQ(ReadFrom(R"({"key": "truck-100"})").poison.key, 99U);
}

TEST(PoisonReaderTest, AKeyIsFoundAmongThoseOfADataSet) {
  const Read read = ReadFrom(R"({"key": "ci"})");
  ASSERT_EQ(read.error, "");
  const auto scenario = ThreeProducers();
  const auto& keys = scenario->producers[1].workload.replay.dataset->keys;
  EXPECT_EQ(keys[read.poison.key.value_or(0)], "ci");
  EXPECT_EQ(read.poison.producer, ProducerId{1});
}

TEST(PoisonReaderTest, EveryAndNumbersAndProducerAreRead) {
  EXPECT_EQ(ReadFrom(R"({"every": 50})").poison.every, 50);
  EXPECT_EQ(ReadFrom(R"({"numbers": [9, 4, 7]})").poison.numbers, (std::vector<uint32_t>{4, 7, 9}));
  EXPECT_EQ(ReadFrom(R"({"producer": "quakes"})").poison.producer, ProducerId{1});
}

struct Wrong {
  const char* poison;
  const char* error;
};

TEST(PoisonReaderTest, WhatIsWrongIsSaid) {
  constexpr Wrong kWrong[] = {
      {"{}", "consumers[0].poison: expected at least one of"},
      {"7", "consumers[0].poison: expected an object"},
      {R"({"kee": "a"})", "consumers[0].poison.kee: unknown member; did you mean \"key\"?"},
      {R"({"key": 7})", "consumers[0].poison.key: expected a text"},
      {R"({"key": "truck-1"})",
       "consumers[0].poison.key: there is no key \"truck-1\"; expected one of truck-001 to "
       "truck-100 of fleet, a key of earthquakes.csv"},
      {R"({"key": "truck-000"})", "consumers[0].poison.key: there is no key"},
      {R"({"key": "truck-101"})", "consumers[0].poison.key: there is no key"},
      {R"({"key": "truck-0x1"})", "consumers[0].poison.key: there is no key"},
      {R"({"key": "truck-"})", "consumers[0].poison.key: there is no key"},
      {R"({"key": "x-1"})", "consumers[0].poison.key: there is no key"},
      {R"({"producer": "quakes", "key": "truck-001"})", "consumers[0].poison.key: there is no"},
      {R"({"producer": "elsewhere"})",
       "consumers[0].poison.producer: there is no producer \"elsewhere\" of this stream; there is "
       "fleet, quakes"},
      {R"({"every": 0})", "consumers[0].poison.every: expected a whole number from 1"},
      {R"({"numbers": []})", "consumers[0].poison.numbers: expected a list of 1 to 10000"},
      {R"({"numbers": 3})", "consumers[0].poison.numbers: expected a list"},
      {R"({"numbers": [-1]})", "consumers[0].poison.numbers: expected a list"},
      {R"({"numbers": [4294967295]})", "consumers[0].poison.numbers: expected a list"},
      {R"({"numbers": [18446744073709551615]})", "consumers[0].poison.numbers: expected a list"},
      {R"({"numbers": [1.5]})", "consumers[0].poison.numbers: expected a list"},
      {R"({"numbers": [1], "every": 2})",
       "consumers[0].poison.numbers: does not go with \"every\""},
  };
  for (const Wrong& wrong : kWrong) {
    const std::string error = ReadFrom(wrong.poison).error;
    EXPECT_TRUE(error.starts_with(wrong.error)) << wrong.poison << "\n" << error;
  }
}

}  // namespace
}  // namespace weir
