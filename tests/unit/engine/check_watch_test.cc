#include "core/engine/check_watch.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

// 100 records a second into one shard, read by a worker that manages 50; the shard is split at 10
// s.
std::shared_ptr<const Scenario> ScenarioWithCheck(std::string_view check) {
  return test::ScenarioWith(1, StrCat({R"(
    "duration": "60s",
    "producers": [{"name": "p", "stream": "s", "arrivals": {"rate": 100}, "size": 10}],
    "consumers": [{"name": "c", "stream": "s", "records_per_second": 50}],
    "events": [{"at": "10s", "do": "SplitShard", "stream": "s", "shard": 0}],
    "check": [{"id": "x", "why": "w", )",
                                       check, "}]"}));
}

CheckWatch Watched(const std::shared_ptr<const Scenario>& scenario) {
  CheckWatch watch(scenario);
  Engine engine(scenario);
  while (watch.next() != kNever) {
    engine.AdvanceTo(watch.next());
    watch.Observe(engine.View());
  }
  return watch;
}

CheckOutcome OutcomeOf(std::string_view check) {
  return Watched(ScenarioWithCheck(check)).outcomes().at(0);
}

bool Passes(std::string_view check) { return OutcomeOf(check).verdict == CheckVerdict::kPassed; }

Duration When(const CheckOutcome& outcome) { return outcome.at - test::kStart; }

TEST(CheckWatchTest, AtTheEndUnlessItSaysOtherwise) {
  const CheckOutcome outcome = OutcomeOf(R"("that": "run.intended", "is": "= 6000")");
  EXPECT_EQ(outcome.verdict, CheckVerdict::kPassed);
  EXPECT_EQ(When(outcome), Seconds(60));
  EXPECT_EQ(outcome.found->number, 6'000);
  EXPECT_EQ(outcome.expected->number, 6'000);
}

TEST(CheckWatchTest, AtAMomentBetweenSeconds) {
  const CheckOutcome outcome =
      OutcomeOf(R"("that": "run.elapsed", "is": "= 1500ms", "at": "1500ms")");
  EXPECT_EQ(outcome.verdict, CheckVerdict::kPassed);
  EXPECT_EQ(When(outcome), Millis(1'500));
  EXPECT_TRUE(Passes(R"("that": "run.elapsed", "is": "= 0s", "at": "0s")"));
}

TEST(CheckWatchTest, EachComparisonHoldsWhereItShould) {
  const std::pair<const char*, bool> cases[] = {
      {"= 6000", true},  {"= 5999", false}, {"!= 6000", false}, {"!= 1", true},
      {"< 6000", false}, {"< 6001", true},  {"<= 6000", true},  {"<= 5999", false},
      {"> 6000", false}, {"> 5999", true},  {">= 6000", true},  {">= 6001", false},
  };
  for (const auto& [is, holds] : cases) {
    EXPECT_EQ(Passes(StrCat({R"("that": "run.intended", "is": ")", is, "\""})), holds) << is;
  }
  EXPECT_TRUE(Passes(R"("that": "run.order", "is": "= 'kept'")"));
  EXPECT_FALSE(Passes(R"("that": "run.order", "is": "!= 'kept'")"));
}

TEST(CheckWatchTest, PartsAreComparedWithoutRounding) {
  EXPECT_TRUE(Passes(R"("that": "33% of 100", "is": "= 33")"));
  EXPECT_FALSE(Passes(R"("that": "33% of 10", "is": "= 3")"));
  EXPECT_TRUE(Passes(R"("that": "33% of 10", "is": "> 3")"));
  EXPECT_TRUE(Passes(R"("that": "run.intended - 10% of run.intended", "is": "= 5400")"));
  EXPECT_TRUE(Passes(R"("that": "10000% of 1000000000000000", "is": ">= 1000000000000000")"));
}

TEST(CheckWatchTest, AlwaysFailsAtTheFirstSecondAtWhichItIsFalse) {
  const CheckOutcome outcome =
      OutcomeOf(R"("that": "streams.s.open_shards", "is": "= 1", "at": "always")");
  EXPECT_EQ(outcome.verdict, CheckVerdict::kFailed);
  EXPECT_EQ(When(outcome), Seconds(40)) << "a split takes 30 s";
  EXPECT_EQ(outcome.found->number, 2);
}

TEST(CheckWatchTest, AlwaysLooksFromAndUntil) {
  EXPECT_TRUE(
      Passes(R"("that": "streams.s.open_shards", "is": "= 1", "at": "always", "until": "39s")"));
  EXPECT_FALSE(
      Passes(R"("that": "streams.s.open_shards", "is": "= 1", "at": "always", "until": "40s")"));
  EXPECT_TRUE(
      Passes(R"("that": "streams.s.open_shards", "is": "= 2", "at": "always", "from": "40s")"));
  EXPECT_FALSE(
      Passes(R"("that": "streams.s.open_shards", "is": "= 2", "at": "always", "from": "39s")"));
}

TEST(CheckWatchTest, EverPassesAtTheFirstSecondAtWhichItIsTrue) {
  const CheckOutcome outcome =
      OutcomeOf(R"("that": "streams.s.open_shards", "is": "= 2", "at": "ever")");
  EXPECT_EQ(outcome.verdict, CheckVerdict::kPassed);
  EXPECT_EQ(When(outcome), Seconds(40));
  EXPECT_FALSE(Passes(R"("that": "streams.s.open_shards", "is": "= 3", "at": "ever")"));
}

TEST(CheckWatchTest, OnlyMomentsAtWhichSomethingIsThereCountForAlways) {
  EXPECT_TRUE(Passes(R"("that": "streams.s.shards.2.state", "is": "= 'OPEN'", "at": "always")"));
  EXPECT_FALSE(Passes(R"("that": "streams.s.shards.2.state", "is": "= 'OPEN'", "at": "30s")"));
  const CheckOutcome never =
      OutcomeOf(R"("that": "streams.s.shards.7.records_in", "is": "= 0", "at": "always")");
  EXPECT_EQ(never.verdict, CheckVerdict::kFailed) << "there never was such a shard";
  EXPECT_EQ(never.found, std::nullopt);
}

TEST(CheckWatchTest, WhatGrowsIsMeasuredSecondBySecondWhateverTheMoment) {
  EXPECT_TRUE(Passes(R"("that": "run.intended.per_second", "is": "= 100", "at": "1500ms")"));
  EXPECT_TRUE(Passes(R"("that": "streams.s.open_shards.max", "is": "= 2")"));
}

TEST(CheckWatchTest, BeforeTheEndNothingIsDecidedThatMayStillChange) {
  const auto scenario =
      ScenarioWithCheck(R"("that": "streams.s.open_shards", "is": "= 1", "at": "always")");
  CheckWatch watch(scenario);
  Engine engine(scenario);
  while (watch.next() < scenario->start + Seconds(30)) {
    engine.AdvanceTo(watch.next());
    watch.Observe(engine.View());
  }
  EXPECT_EQ(watch.outcomes()[0].verdict, CheckVerdict::kOpen);
  EXPECT_TRUE(watch.passed());
  const CheckWatch copy = watch;
  engine.AdvanceTo(watch.next());
  watch.Observe(engine.View());
  EXPECT_GT(watch.next(), copy.next()) << "a copy stays where it was";
}

TEST(CheckWatchTest, LookingDoesNotDisturbTheRun) {
  const auto scenario =
      ScenarioWithCheck(R"("that": "consumers.c.behind.max", "is": "< 5s", "at": "always")");
  CheckWatch watch(scenario);
  Engine watched(scenario);
  while (watch.next() != kNever) {
    watched.AdvanceTo(watch.next());
    watch.Observe(watched.View());
  }
  Engine alone(test::ScenarioWith(1, R"(
    "duration": "60s",
    "producers": [{"name": "p", "stream": "s", "arrivals": {"rate": 100}, "size": 10}],
    "consumers": [{"name": "c", "stream": "s", "records_per_second": 50}],
    "events": [{"at": "10s", "do": "SplitShard", "stream": "s", "shard": 0}])"));
  alone.AdvanceTo(scenario->end());
  EXPECT_EQ(watched.digests(), alone.digests());
}

}  // namespace
}  // namespace weir
