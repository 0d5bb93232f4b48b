#include "core/engine/comparison.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

using Scenarios = std::array<std::shared_ptr<const Scenario>, 2>;

std::shared_ptr<const Scenario> Writing(int shards, int rate, std::string_view more = "") {
  return test::ScenarioWith(
      shards, StrCat({R"("duration": "20s", "seed": 3,
        "producers": [{"name": "p", "stream": "s", "arrivals": {"rate": )",
                      std::to_string(rate), R"(}, "keys": {"count": 500}, "size": 20}],
        "consumers": [{"name": "c", "stream": "s"}])",
                      more}));
}

struct Result2 {
  RunComparison comparison;
  std::vector<ComparedMeasure> measures;

  const ComparedMeasure* Find(std::string_view path) const {
    const auto found = std::ranges::find(measures, path, &ComparedMeasure::path);
    return found == measures.end() ? nullptr : &*found;
  }
};

Result2 Compare(const Scenarios& scenarios) {
  RunComparison comparison(scenarios);
  std::array<Engine, 2> engines{Engine(scenarios[0]), Engine(scenarios[1])};
  while (comparison.next()) {
    for (size_t i = 0; i < 2; ++i) {
      engines[i].AdvanceTo(scenarios[i]->start +
                           std::min(*comparison.next(), scenarios[i]->duration));
    }
    comparison.Observe(engines[0].View(), engines[1].View());
  }
  std::vector<ComparedMeasure> measures = comparison.Measures(engines[0].View(), engines[1].View());
  return {std::move(comparison), std::move(measures)};
}

TEST(ComparisonTest, ARunDoesNotDifferFromItself) {
  const Result2 same = Compare({Writing(2, 100), Writing(2, 100)});
  EXPECT_GT(same.measures.size(), 60U);
  EXPECT_TRUE(std::ranges::none_of(same.measures, &ComparedMeasure::differs));
  EXPECT_FALSE(same.comparison.throttling().has_value());
  EXPECT_FALSE(same.comparison.lag().has_value());
}

TEST(ComparisonTest, NamesTheFirstSecondAtWhichThrottlingParts) {
  const Result2 compared = Compare({Writing(2, 1'500), Writing(1, 1'500)});
  ASSERT_TRUE(compared.comparison.throttling().has_value());
  const Parting& parting = *compared.comparison.throttling();
  EXPECT_EQ(parting.path, "streams.s.throttled");
  EXPECT_EQ(parting.values[0].number, 0);
  EXPECT_GT(parting.values[1].number, 0);
  // The shard's first second of burst is used up after two: 1,500 a second on 1,000.
  EXPECT_GE(parting.at, Seconds(2));
  EXPECT_LE(parting.at, Seconds(4));
  EXPECT_TRUE(compared.Find("streams.s.throttled")->differs());
  EXPECT_FALSE(compared.Find("run.intended")->differs());
  EXPECT_TRUE(compared.Find("streams.s.throttled.since")->differs());
  const Result2 turned = Compare({Writing(1, 1'500), Writing(2, 1'500)});
  EXPECT_EQ(turned.comparison.throttling()->at, parting.at);
  EXPECT_EQ(turned.comparison.throttling()->values[0], parting.values[1]);
}

TEST(ComparisonTest, NamesTheFirstSecondAtWhichALagParts) {
  const auto slow = test::ScenarioWith(2, R"("duration": "20s", "seed": 3,
      "producers": [{"name": "p", "stream": "s", "arrivals": {"rate": 100},
                     "keys": {"count": 500}, "size": 20}],
      "consumers": [{"name": "c", "stream": "s", "records_per_second": 30}])");
  const Result2 compared = Compare({Writing(2, 100), slow});
  ASSERT_TRUE(compared.comparison.lag().has_value());
  EXPECT_EQ(compared.comparison.lag()->path, "consumers.c.behind");
  EXPECT_GT(compared.comparison.lag()->values[1].number,
            compared.comparison.lag()->values[0].number + 1'000'000);
  EXPECT_FALSE(compared.comparison.throttling().has_value());
}

TEST(ComparisonTest, WhatOnlyOneHasStandsBesideNothing) {
  const auto other =
      test::ScenarioOf(R"({"weir": 1, "name": "o", "duration": "5s", "streams": [{"name": "t"}]})");
  const Result2 compared = Compare({Writing(1, 10), other});
  EXPECT_EQ(compared.Find("streams.t.records_in")->values[0], std::nullopt);
  EXPECT_EQ(compared.Find("streams.t.records_in")->values[1]->number, 0);
  EXPECT_EQ(compared.Find("streams.s.records_in")->values[1], std::nullopt);
  EXPECT_EQ(compared.Find("consumers.c.behind.max")->values[1], std::nullopt);
  EXPECT_EQ(compared.Find("run.elapsed")->values[1]->number, 5'000'000)
      << "the shorter run stays at its end";
}

TEST(ComparisonTest, MeasuresOverTimeStandBehindThoseOfTheSamePart) {
  const Result2 compared = Compare({Writing(1, 10), Writing(1, 10)});
  const auto place = [&](std::string_view path) {
    return std::ranges::find(compared.measures, path, &ComparedMeasure::path) -
           compared.measures.begin();
  };
  EXPECT_GT(place("streams.s.records_in.peak"), place("streams.s.retained_bytes"));
  EXPECT_LT(place("streams.s.records_in.peak"), place("producers.p.keys"));
  EXPECT_GT(place("consumers.c.behind.max"), place("consumers.c.leases"));
}

}  // namespace
}  // namespace weir
