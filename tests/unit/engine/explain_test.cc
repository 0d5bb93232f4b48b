// What limits a run, found in small ones whose limit is known.
#include "core/engine/explain.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "core/engine/scenario_json.h"
#include "core/engine/trial.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

class Explained {
 public:
  explicit Explained(std::shared_ptr<const Scenario> scenario)
      : watch_(scenario), engine_(scenario) {
    while (engine_.now() < scenario->end()) {
      engine_.AdvanceTo(std::min(engine_.now() + Seconds(1), scenario->end()), &watch_);
      watch_.Observe(engine_.View());
    }
    explanation_ = Explain(watch_, engine_);
  }

  const Finding* Find(std::string_view id) const {
    const auto found = std::ranges::find(explanation_.findings, id, &Finding::id);
    return found == explanation_.findings.end() ? nullptr : &*found;
  }
  const Advice* Advised(std::string_view id) const {
    const auto found = std::ranges::find(explanation_.advice, id, &Advice::id);
    return found == explanation_.advice.end() ? nullptr : &*found;
  }
  int64_t FactOf(std::string_view finding, std::string_view name) const {
    const Finding* found = Find(finding);
    if (found == nullptr) return -1;
    const auto fact = std::ranges::find(found->facts, name, &Fact::name);
    return fact == found->facts.end() ? -1 : fact->value;
  }
  // A number of the trial of an advice, before or after.
  int64_t Tried(std::string_view advice, std::string_view path, size_t side) const {
    const Advice* advised = Advised(advice);
    if (advised == nullptr) return -1;
    const Result<Trial> trial = TryAdvice(engine_, *advised, ReadBundledFile);
    EXPECT_TRUE(trial.ok()) << trial.error().message;
    const auto found = std::ranges::find(trial.value().measures, path, &ComparedMeasure::path);
    if (found != trial.value().measures.end()) return found->values[side]->number;
    // The same before and after.
    return Measure::Parse(path, {}).value().At(engine_.View())->number;
  }
  const Engine& engine() const { return engine_; }
  const Explanation& explanation() const { return explanation_; }
  const ExplainWatch& watch() const { return watch_; }

 private:
  ExplainWatch watch_;
  Engine engine_;
  Explanation explanation_;
};

Explained OfProducer(int shards, std::string_view members) {
  return Explained(test::ScenarioWith(
      shards, StrCat({R"("duration": "30s", "producers": [{"name": "p", "stream": "s", )", members,
                      R"(}], "consumers": [{"name": "c", "stream": "s"}])"})));
}

TEST(ExplainTest, TheBindingLimitIsTheNearerOne) {
  const Explained records = OfProducer(1, R"("arrivals": {"rate": 500}, "size": 10)");
  EXPECT_NE(records.Find("not-throttled")->text.find("of its 1,000 records/s"), std::string::npos);
  const Explained bytes = OfProducer(1, R"("arrivals": {"rate": 5}, "size": 100000)");
  EXPECT_NE(bytes.Find("not-throttled")->text.find("of its 1 MiB/s"), std::string::npos);
  EXPECT_TRUE(records.explanation().advice.empty());
}

TEST(ExplainTest, TooFewShardsAreCountedFromTheTraffic) {
  const Explained run =
      OfProducer(2, R"("arrivals": {"rate": 3500}, "keys": {"count": 5000}, "size": 10)");
  ASSERT_NE(run.Find("throttled"), nullptr);
  EXPECT_NE(run.Find("too-few-shards"), nullptr);
  const int64_t shards = std::stoll(run.Advised("more-shards")->patch.at(0).second);
  EXPECT_GE(shards, 4);
  EXPECT_LE(shards, 5);
  EXPECT_GT(run.Tried("more-shards", "run.throttled", 0), 0);
  EXPECT_EQ(run.Tried("more-shards", "run.throttled", 1), 0) << "as it was computed";
}

TEST(ExplainTest, OneShardFewerThanAdvisedThrottles) {
  const Explained run =
      OfProducer(2, R"("arrivals": {"rate": 3500}, "keys": {"count": 5000}, "size": 10)");
  Advice fewer = *run.Advised("more-shards");
  fewer.patch[0].second = std::to_string(std::stoll(fewer.patch[0].second) - 1);
  const Result<Trial> trial = TryAdvice(run.engine(), fewer, ReadBundledFile);
  ASSERT_TRUE(trial.ok());
  EXPECT_GT(trial.value().measures.at(0).values[1]->number, 0);
}

TEST(ExplainTest, AHotKeyIsNamedAndNoShardsAreAdvised) {
  const Explained run = OfProducer(6, R"("arrivals": {"rate": 2000},
      "keys": {"shape": "hot", "count": 500, "hot_percent": 60, "prefix": "player-"}, "size": 50)");
  const Finding* hot = run.Find("hot-key");
  ASSERT_NE(hot, nullptr);
  EXPECT_NE(hot->text.find("Key player-001 alone is"), std::string::npos) << hot->text;
  // 60 % of 2,000 a second over 30 s, within a tenth.
  EXPECT_NEAR(static_cast<int>(run.FactOf("hot-key", "hottest_key_records")), 36'000, 3'600);
  EXPECT_EQ(run.Advised("more-shards"), nullptr);
  EXPECT_LT(run.Tried("salt", "run.throttled", 1), run.Tried("salt", "run.throttled", 0) / 100);
  EXPECT_GT(run.Tried("salt", "run.order_violations", 1), 0) << "salting gives order up";
}

TEST(ExplainTest, ABurstIsToldFromARate) {
  const Explained run = OfProducer(1, R"("arrivals": {"shape": "burst", "rate": 100, "peak": 3000,
      "every": "10s", "lasts": "1s"}, "keys": {"count": 2000}, "size": 10)");
  ASSERT_NE(run.Find("burst"), nullptr);
  EXPECT_GE(run.FactOf("burst", "peak_records_per_second"), 2'500);
  EXPECT_LT(run.FactOf("burst", "mean_records_per_second"), 1'000);
}

TEST(ExplainTest, DemandIsWhatWasMeantToBeSentAndNotWhatGotIn) {
  const Explained run =
      OfProducer(1, R"("arrivals": {"rate": 3000}, "keys": {"count": 2000}, "size": 10)");
  const StreamDemand& demand = run.watch().demand().streams()[0];
  EXPECT_NEAR(static_cast<int>(demand.total.records), 90'000, 1);
  EXPECT_LT(run.engine().View().streams[0].shards[0].records_in, 40'000);
  EXPECT_NEAR(static_cast<int>(demand.peak.records), 3'000, 1);
}

TEST(ExplainTest, SharedReadersThatStarveAreCountedAndFanOutCures) {
  const auto scenario = LoadBundledScenario("fan-out");
  const Explained run(scenario.value());
  ASSERT_NE(run.Find("shared-reads"), nullptr);
  EXPECT_EQ(run.FactOf("shared-reads", "readers"), 3);
  EXPECT_NE(run.Find("shared-reads")->text.find("The bytes do not fit."), std::string::npos);
  EXPECT_LT(run.Tried("fan-out", "run.behind", 1), run.Tried("fan-out", "run.behind", 0) / 10);
}

TEST(ExplainTest, TooManyCallsAreAnotherMatter) {
  const auto scenario = LoadBundledScenario("two-readers:too-often");
  ASSERT_TRUE(scenario.ok()) << scenario.error().message;
  const Explained run(scenario.value());
  ASSERT_NE(run.Find("shared-reads"), nullptr);
  EXPECT_NE(run.Find("shared-reads")->text.find("The calls do not fit."), std::string::npos);
  EXPECT_EQ(run.Advised("fan-out"), nullptr);
  EXPECT_EQ(run.Tried("poll-less", "run.reads_throttled", 1), 0);
}

TEST(ExplainTest, ASlowConsumerIsToldWhatItNeeds) {
  const Explained run(test::ScenarioWith(2, R"("duration": "60s",
      "producers": [{"name": "p", "stream": "s", "arrivals": {"rate": 100}, "size": 10}],
      "consumers": [{"name": "c", "stream": "s", "records_per_second": 60}])"));
  ASSERT_NE(run.Find("slow-consumer"), nullptr);
  EXPECT_NE(run.Find("slow-consumer")->text.find("manages 60 records a second"), std::string::npos);
  EXPECT_NE(run.Find("slow-consumer")->text.find("never catches up"), std::string::npos);
  EXPECT_EQ(run.Advised("faster-worker")->patch.at(0).second, "120");
  EXPECT_LE(run.Tried("faster-worker", "run.behind", 1), 2'000'000);
  EXPECT_EQ(run.Advised("more-workers")->patch.size(), 1U) << "there are two shards for two";
}

TEST(ExplainTest, ALossIsTimedAndALongerRetentionPreventsIt) {
  const auto scenario = LoadBundledScenario("longer-retention:never");
  ASSERT_TRUE(scenario.ok()) << scenario.error().message;
  const Explained run(scenario.value());
  ASSERT_NE(run.Find("lost-to-retention"), nullptr);
  EXPECT_NE(run.Find("lost-to-retention")->text.find("the first after 1d 01:59:59"),
            std::string::npos)
      << run.Find("lost-to-retention")->text;
}

TEST(ExplainTest, AnOrderViolationHasItsWitnessAndTheChangeThatKeepsOrder) {
  const auto random = LoadBundledScenario("trucks:random-key");
  const Explained run(random.value());
  ASSERT_NE(run.Find("order-violated"), nullptr);
  EXPECT_GT(run.FactOf("order-violated", "later_record"),
            run.FactOf("order-violated", "earlier_record"));
  EXPECT_GT(run.Tried("partition-by-key", "run.order_violations", 0), 0);
  EXPECT_EQ(run.Tried("partition-by-key", "run.order_violations", 1), 0);
  const Explained early(LoadBundledScenario("reshard:children-at-once").value());
  EXPECT_EQ(early.Tried("parent-first", "run.order_violations", 1), 0);
}

// The library packs many records into one: what counts is what arrives.
TEST(ExplainTest, AnAggregatingProducerIsCountedByWhatArrives) {
  const Explained run(test::ScenarioWith(1, R"("duration": "20s",
      "producers": [{"name": "p", "stream": "s", "kind": "kpl", "arrivals": {"rate": 3000},
                     "size": 20}])"));
  ASSERT_NE(run.Find("not-throttled"), nullptr);
  const int64_t peak = run.FactOf("not-throttled", "peak_records_per_second");
  EXPECT_GT(peak, 0);
  EXPECT_LT(peak, 1'000) << "3,000 user records a second came in far fewer of the stream's";
  const StreamDemand& demand = run.watch().demand().streams()[0];
  EXPECT_EQ(demand.total.records, run.engine().View().streams[0].shards[0].records_in);
}

TEST(ExplainTest, AMappingThatTriesForEverIsToldFromOneThatIsSlow) {
  const Explained poisoned(LoadBundledScenario("poison-pill").value());
  ASSERT_NE(poisoned.Find("failing-batch"), nullptr);
  EXPECT_EQ(poisoned.Find("failing-batch")->about, "consumers.defaults");
  EXPECT_EQ(poisoned.Find("slow-function"), nullptr);
  EXPECT_LE(poisoned.Tried("bisect", "run.behind", 1), 30'000'000);
  const Explained slow(LoadBundledScenario("lambda-parallel").value());
  ASSERT_NE(slow.Find("slow-function"), nullptr);
  EXPECT_EQ(slow.Advised("parallelize")->patch.at(0).second, "5");
  EXPECT_LE(slow.Tried("parallelize", "run.behind", 1), 10'000'000);
}

TEST(ExplainTest, NothingIsWrongWhereNothingIs) {
  const Explained run(LoadBundledScenario("trucks").value());
  EXPECT_TRUE(std::ranges::none_of(run.explanation().findings, &Finding::trouble));
  EXPECT_TRUE(run.explanation().advice.empty());
}

TEST(ExplainTest, LookingDoesNotDisturbTheRun) {
  const auto scenario = LoadBundledScenario("hot-key").value();
  const Explained run(scenario);
  Engine alone(scenario);
  alone.AdvanceTo(scenario->end());
  EXPECT_EQ(run.engine().digests(), alone.digests());
}

}  // namespace
}  // namespace weir
