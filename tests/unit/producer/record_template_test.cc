// What a template makes of a record: each kind of value, the same every time.
#include "core/producer/record_template.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "core/base/text.h"
#include "core/engine/json_document.h"
#include "core/engine/template_reader.h"
#include "tests/support/builders.h"
#include "tests/support/near.h"

namespace weir {
namespace {

using test::kStart;
using test::Near;

RecordTemplate TemplateOf(std::string_view json) {
  const Result<Json> document = ParseJson(json);
  WEIR_CHECK(document.ok());
  Result<RecordTemplate> read = ReadTemplate(document.value(), "template", 20);
  if (!read.ok()) ADD_FAILURE() << read.error().message;
  return std::move(read).value();
}

std::string ErrorOf(std::string_view json) {
  const Result<Json> document = ParseJson(json);
  WEIR_CHECK(document.ok());
  const Result<RecordTemplate> read = ReadTemplate(document.value(), "template", 20);
  return read.ok() ? "" : read.error().message;
}

std::string Render(const RecordTemplate& record_template, uint32_t number, uint32_t key = 0,
                   uint64_t seed = 7) {
  std::string out;
  const std::string name = "truck-" + std::to_string(key);
  record_template.Render({seed, key, number, name, kStart + Millis(1'250)}, out);
  return out;
}

// Values of member "v" over `count` records.
std::map<std::string, int> Drawn(std::string_view node, int count) {
  const RecordTemplate record_template = TemplateOf(StrCat({"{\"v\": ", node, "}"}));
  std::map<std::string, int> seen;
  for (int i = 0; i < count; ++i) {
    const std::string text = Render(record_template, static_cast<uint32_t>(i));
    ++seen[text.substr(5, text.size() - 6)];
  }
  return seen;
}

TEST(RecordTemplateTest, WhatIsNotDrawnStandsForItself) {
  const std::string text = R"({"a":1,"b":"x\"y","c":[true,null,-2.5],"d":{},"e":{"f":[]}})";
  EXPECT_EQ(Render(TemplateOf(text), 0), text);
}

TEST(RecordTemplateTest, KeyAndCounterTellWhichRecordItIs) {
  const RecordTemplate record_template = TemplateOf(
      R"({"truck": {"$": "key"}, "n": {"$": "counter"}, "m": {"$": "counter", "start": -5, "step": 10}})");
  EXPECT_EQ(Render(record_template, 3, 12), R"({"truck":"truck-12","n":3,"m":25})");
}

TEST(RecordTemplateTest, TheSameRecordIsMadeTheSameEveryTime) {
  const RecordTemplate record_template = TemplateOf(
      R"({"a": {"$": "int", "min": 0, "max": 1000000}, "b": {"$": "uuid"}, "c": {"$": "name"}})");
  std::set<std::string> texts;
  for (uint32_t i = 0; i < 100; ++i) {
    EXPECT_EQ(Render(record_template, i), Render(record_template, i));
    texts.insert(Render(record_template, i));
    EXPECT_NE(Render(record_template, i), Render(record_template, i, 0, 8));
  }
  EXPECT_EQ(texts.size(), 100u);
}

TEST(RecordTemplateTest, WholeNumbersReachBothEndsEvenly) {
  const auto seen = Drawn(R"({"$": "int", "min": -2, "max": 2})", 5'000);
  ASSERT_EQ(seen.size(), 5u);
  for (const auto& [value, count] : seen) EXPECT_TRUE(Near(count, 1'000, 120)) << value;
  EXPECT_TRUE(seen.contains("-2"));
  EXPECT_TRUE(seen.contains("2"));
}

TEST(RecordTemplateTest, DecimalsHaveAsManyPlacesAsAsked) {
  const auto seen = Drawn(R"({"$": "decimal", "min": -0.02, "max": 0.02})", 2'000);
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_TRUE(seen.contains("-0.01"));
  EXPECT_TRUE(seen.contains("0.00"));
  std::string text;
  AppendDecimal(text, -12'050, 3);
  text += ' ';
  AppendDecimal(text, 5, 9);
  text += ' ';
  AppendDecimal(text, 42, 0);
  EXPECT_EQ(text, "-12.050 0.000000005 42");
}

TEST(RecordTemplateTest, NormalValuesLieAroundTheirMean) {
  const auto seen = Drawn(R"({"$": "normal", "mean": 100, "deviation": 10, "decimals": 0})", 4'000);
  int within = 0;
  int64_t sum = 0;
  for (const auto& [value, count] : seen) {
    const int64_t number = std::stoll(value);
    sum += number * count;
    if (number >= 90 && number <= 110) within += count;
  }
  EXPECT_TRUE(Near(sum / 4'000, 100, 1));
  EXPECT_TRUE(Near(within, 4'000 * 70 / 100, 150));  // 68.3 %, and the edges.
  const auto cut = Drawn(
      R"({"$": "normal", "mean": 0, "deviation": 5, "decimals": 0, "min": -1, "max": 1})", 500);
  EXPECT_EQ(cut.size(), 3u);
}

TEST(RecordTemplateTest, ChoicesFollowTheirWeights) {
  const auto seen =
      Drawn(R"({"$": "choice", "of": ["ok", {"code": 500}, null], "weights": [8, 2, 0]})", 5'000);
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_TRUE(Near(seen.at("\"ok\""), 4'000, 150));
  EXPECT_TRUE(seen.contains("{\"code\":500}"));
}

TEST(RecordTemplateTest, TimesAreThoseOfTheCreation) {
  EXPECT_EQ(Drawn(R"({"$": "time"})", 3).begin()->first, "\"2026-01-01T00:00:01.250Z\"");
  EXPECT_EQ(Drawn(R"({"$": "time", "as": "s"})", 3).begin()->first, "1767225601");
  EXPECT_EQ(Drawn(R"({"$": "time", "as": "ms"})", 3).begin()->first, "1767225601250");
  EXPECT_EQ(Drawn(R"({"$": "time", "as": "us"})", 3).begin()->first, "1767225601250000");
  const auto late = Drawn(R"({"$": "time", "as": "s", "late": "10s"})", 500);
  EXPECT_EQ(late.size(), 11u);  // 1.25 s to ten seconds before.
}

TEST(RecordTemplateTest, UuidsAreOfVersionFour) {
  for (const auto& [value, count] : Drawn(R"({"$": "uuid"})", 50)) {
    EXPECT_EQ(count, 1);
    ASSERT_EQ(value.size(), 38u);
    EXPECT_EQ(value[15], '4');
    EXPECT_NE(std::string("89ab").find(value[20]), std::string::npos);
    for (const size_t dash : {9U, 14U, 19U, 24U}) EXPECT_EQ(value[dash], '-');
  }
}

TEST(RecordTemplateTest, TextsAndArraysHaveLengthsInTheirRange) {
  std::set<size_t> lengths;
  for (const auto& [value, count] : Drawn(R"({"$": "text", "min": 2, "max": 4})", 200)) {
    lengths.insert(value.size() - 2);
  }
  EXPECT_EQ(lengths, (std::set<size_t>{2, 3, 4}));
  const auto arrays = Drawn(R"({"$": "array", "min": 0, "max": 2, "of": 1})", 200);
  EXPECT_EQ(arrays.size(), 3u);
  EXPECT_TRUE(arrays.contains("[]"));
  EXPECT_TRUE(arrays.contains("[1,1]"));
}

TEST(RecordTemplateTest, BoolsNamesAndCities) {
  EXPECT_EQ(Drawn(R"({"$": "bool", "percent": 0})", 99).size(), 1u);
  EXPECT_TRUE(Near(Drawn(R"({"$": "bool", "percent": 30})", 2'000).at("true"), 600, 80));
  EXPECT_EQ(Drawn(R"({"$": "name", "part": "first"})", 2'000).size(), 24u);
  EXPECT_GT(Drawn(R"({"$": "name"})", 2'000).size(), 400u);
  EXPECT_EQ(Drawn(R"({"$": "city", "part": "name"})", 2'000).size(), 24u);
  EXPECT_TRUE(Drawn(R"({"$": "city"})", 2'000)
                  .contains(R"({"name":"Paris","country":"FR","lat":48.8566,"lon":2.3522})"));
}

TEST(RecordTemplateTest, WhatIsPerKeyStaysWithTheKey) {
  const RecordTemplate record_template = TemplateOf(
      R"({"a": {"$": "int", "per": "key", "min": 0, "max": 1000000},
          "b": {"$": "int", "per": "key", "min": 0, "max": 1000000}})");
  std::set<std::string> texts;
  for (uint32_t key = 0; key < 50; ++key) {
    const std::string text = Render(record_template, 1, key);
    EXPECT_EQ(Render(record_template, 9'999, key), text);
    texts.insert(text);
    const size_t comma = text.find(',');
    EXPECT_NE(text.substr(4, comma - 4), text.substr(comma + 5)) << "drawn apart";
  }
  EXPECT_EQ(texts.size(), 50u);
}

TEST(RecordTemplateTest, NoRecordIsLongerThanSaid) {
  const std::string json =
      R"({"k": {"$": "key"}, "t": {"$": "text", "min": 0, "max": 40}, "u": {"$": "uuid"},
          "c": {"$": "city"}, "l": [1, {"$": "array", "max": 3, "min": 0, "of": {"$": "time"}}],
          "x": {"$": "choice", "of": [1, "a long text indeed", {"$": "name"}]}})";
  const RecordTemplate record_template = TemplateOf(json);
  for (uint32_t i = 0; i < 2'000; ++i) {
    EXPECT_LE(static_cast<int64_t>(Render(record_template, i, i).size()),
              record_template.BytesMax(20));
  }
}

TEST(RecordTemplateTest, AMistakeIsNamedWithItsPlace) {
  EXPECT_EQ(
      ErrorOf(R"({"a": {"$": "integer"}})"),
      "template.a.$: expected one of array, choice, key, counter, int, decimal, normal, bool, "
      "time, uuid, text, name, city, found \"integer\"");
  EXPECT_EQ(ErrorOf(R"({"a": [0, {"$": "int", "min": 2, "max": 1}]})"),
            "template.a[1].max: is less than min");
  EXPECT_EQ(ErrorOf(R"({"a": {"$": "int", "min": 2}})"),
            "template.a.max: is missing; expected a whole number");
  EXPECT_EQ(ErrorOf(R"({"a": {"$": "key", "mni": 2}})"),
            "template.a.mni: unknown member; expected one of $, per");
  EXPECT_EQ(ErrorOf(R"({"a": {"$": "decimal", "min": 0.123, "max": 1}})"),
            "template.a.min: expected a number from -1000000000 to 1000000000 with at most 2 "
            "decimals, found 0.123");
  EXPECT_EQ(ErrorOf(R"({"a": {"$": "choice", "of": [1, 2], "weights": [1]}})"),
            "template.a.weights: expected a list of 2 whole numbers, one for each of \"of\"");
  EXPECT_EQ(ErrorOf(R"({"a": {"$": "choice", "of": [1, 2], "weights": [0, 0]}})"),
            "template.a.weights: are all 0");
  EXPECT_EQ(ErrorOf(R"({"a": {"$": "choice", "of": [{"$": "bool", "percent": 101}]}})"),
            "template.a.of[0].percent: expected a whole number from 0 to 100, found 101");
  EXPECT_EQ(ErrorOf(R"([1])"), "template: expected an object that is like the records");
  EXPECT_EQ(ErrorOf(R"({"a": {"$": "array", "min": 0, "max": 10000,
                              "of": {"$": "text", "min": 0, "max": 2000}}})"),
            "template: a record could have more than 10485760 bytes, the most that any stream "
            "takes");
}

}  // namespace
}  // namespace weir
