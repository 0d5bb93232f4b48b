#include "core/engine/measures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/engine/measure_watch.h"
#include "core/engine/scenario_json.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

constexpr std::string_view kParts = R"(
  "producers": [{"name": "p", "stream": "s", "arrivals": {"rate": 100}, "size": 10}],
  "consumers": [{"name": "c", "stream": "s", "records_per_second": 40}, {"name": "a.b", "stream": "s"},
                {"name": "a", "stream": "s", "records_per_second": 1}],
  "events": [{"at": "5s", "do": "SplitShard", "stream": "s", "shard": 1},
             {"at": "6s", "do": "CreateStream", "stream": "late"}],
  "duration": "1m")";

class MeasuresTest : public testing::Test {
 protected:
  MeasuresTest() : scenario_(test::ScenarioWith(2, kParts)), engine_(scenario_) {}

  void RunTo(Duration at) {
    engine_.AdvanceTo(scenario_->start + at);
    view_ = engine_.View();
  }
  std::optional<MeasureValue> At(std::string_view path) {
    const Result<Measure> measure = Measure::Parse(path, NamesOf(*scenario_));
    EXPECT_TRUE(measure.ok()) << measure.error().message;
    EXPECT_EQ(measure.value().path(), path);
    return measure.value().At(view_);
  }
  int64_t Number(std::string_view path) { return At(path).value().number; }
  std::string ErrorOf(std::string_view path) {
    const Result<Measure> measure = Measure::Parse(path, NamesOf(*scenario_));
    return measure.ok() ? "" : measure.error().message;
  }

  std::shared_ptr<const Scenario> scenario_;
  Engine engine_;
  EngineView view_;
};

TEST_F(MeasuresTest, ReadWhatTheViewHas) {
  RunTo(Seconds(10));
  EXPECT_EQ(Number("run.elapsed"), 10'000'000);
  EXPECT_EQ(Number("run.intended"), view_.producers[0].intended);
  EXPECT_EQ(Number("streams.s.records_in"), view_.producers[0].accepted);
  EXPECT_EQ(Number("streams.s.shards.0.records_in") + Number("streams.s.shards.1.records_in"),
            Number("streams.s.records_in"));
  EXPECT_EQ(Number("producers.p.waiting"), view_.producers[0].waiting);
  EXPECT_EQ(Number("consumers.c.processed"), view_.consumers[0].processed);
  EXPECT_EQ(Number("consumers.c.shards.0.lag_records") + Number("consumers.c.shards.1.lag_records"),
            Number("consumers.c.lag_records"));
  EXPECT_GT(Number("consumers.c.lag_records"), 100);
  EXPECT_EQ(Number("consumers.c.behind"),
            std::max(Number("consumers.c.shards.0.behind"), Number("consumers.c.shards.1.behind")));
  EXPECT_EQ(At("streams.s.status")->text, "UPDATING");
  EXPECT_EQ(At("run.order")->text, "kept");
}

TEST_F(MeasuresTest, ANameMayHoldDots) {
  RunTo(Seconds(3));
  // Although there is an "a", too: the longest name counts.
  EXPECT_EQ(Number("consumers.a.b.processed"), view_.consumers[1].processed);
  EXPECT_EQ(Number("consumers.a.processed"), view_.consumers[2].processed);
  EXPECT_NE(view_.consumers[1].processed, view_.consumers[2].processed);
}

TEST_F(MeasuresTest, WhatIsNotThereYetHasNoValue) {
  RunTo(Seconds(4));
  EXPECT_EQ(At("streams.s.shards.2.records_in"), std::nullopt);
  EXPECT_EQ(At("streams.late.records_in"), std::nullopt);
  EXPECT_EQ(At("consumers.c.shards.3.behind"), std::nullopt);
  EXPECT_EQ(At("run.violation_cause"), std::nullopt);
  RunTo(Seconds(50));
  EXPECT_GT(Number("streams.s.shards.2.records_in"), 0);
  EXPECT_EQ(Number("streams.late.records_in"), 0);
  EXPECT_EQ(Number("streams.s.open_shards"), 3);
  EXPECT_EQ(Number("streams.s.shards"), 4);
}

TEST_F(MeasuresTest, AnUnknownPathSaysWhatIsNear) {
  EXPECT_EQ(ErrorOf("stream.s.records_in"),
            "\"stream.s.records_in\": there are no measures of \"stream\"; did you mean "
            "\"streams\"?");
  EXPECT_EQ(ErrorOf("streams.x.records_in"),
            "\"streams.x.records_in\": there is no stream \"x\"; expected one of s, late");
  EXPECT_EQ(ErrorOf("streams.s"), "\"streams.s\": names a stream and no measure of it");
  EXPECT_EQ(ErrorOf("streams.s.record_in"),
            "\"streams.s.record_in\": there is no measure streams.NAME.record_in; did you mean "
            "\"records_in\"?");
  EXPECT_EQ(ErrorOf("producers.p.shards.0.accepted").substr(0, 57),
            "\"producers.p.shards.0.accepted\": there is no measure prod");
  for (const char* path : {"streams.s.shards.x.records_in", "streams.s.shards.0",
                           "streams.s.shards.", "streams.s.shards.99999999999.records_in"}) {
    EXPECT_NE(ErrorOf(path).find("expected the number of a shard"), std::string::npos) << path;
  }
  for (const char* path : {"", ".", "run", "run.", "streams", "streams.", "consumers..processed"}) {
    EXPECT_NE(ErrorOf(path), "") << path;
  }
}

TEST_F(MeasuresTest, EveryPathOfAViewIsAMeasure) {
  RunTo(Seconds(50));
  const std::vector<std::string> paths = MeasurePaths(view_, true);
  EXPECT_GT(paths.size(), 100);
  for (const std::string& path : paths) EXPECT_EQ(ErrorOf(path), "");
  EXPECT_LT(MeasurePaths(view_, false).size(), paths.size());
}

TEST(MeasureRowsTest, EveryRowIsNamedOnceInItsScopeAndExplained) {
  const std::vector<MeasureRow> rows = MeasureRows();
  for (const MeasureRow& row : rows) {
    EXPECT_GT(row.meaning.size(), 3);
    EXPECT_EQ(row.name.find('.'), std::string_view::npos);
    EXPECT_EQ(std::ranges::count_if(rows,
                                    [&](const MeasureRow& other) {
                                      return other.scope == row.scope && other.name == row.name;
                                    }),
              1)
        << row.name;
    for (const OverRow& over : OverRows()) EXPECT_NE(over.suffix, row.name);
  }
}

// The rows of each scope have a value in one of these: order is lost in the first, a function is
// invoked in the second, and the third has a delivery stream.
TEST(MeasureRowsTest, EveryRowHasAValueOfItsUnitSomewhere) {
  std::vector<std::string> seen;
  for (const char* name : {"trucks:random-key", "poison-pill", "transform"}) {
    const auto scenario = LoadBundledScenario(name);
    ASSERT_TRUE(scenario.ok()) << scenario.error().message;
    Engine engine(scenario.value());
    engine.AdvanceTo(scenario.value()->start + Seconds(30));
    const EngineView view = engine.View();
    for (const std::string& path : MeasurePaths(view, true)) {
      const Measure measure = Measure::Parse(path, NamesOf(*scenario.value())).value();
      const std::optional<MeasureValue> value = measure.At(view);
      if (!value) continue;
      EXPECT_EQ(value->unit, measure.unit()) << path;
      EXPECT_EQ(value->text.empty(), value->unit != MeasureUnit::kText) << path;
      seen.push_back(path);
    }
  }
  for (const MeasureRow& row : MeasureRows()) {
    EXPECT_TRUE(std::ranges::any_of(seen, [&](const std::string& path) {
      return path.ends_with(StrCat({".", row.name}));
    })) << row.name;
  }
}

// --- Over time. ---

class MeasureTrackTest : public MeasuresTest {
 protected:
  // The value at `until` of a measure that was sampled every second.
  std::optional<MeasureValue> Tracked(std::string_view path, Duration until) {
    Result<WatchedMeasure> watched = WatchedMeasure::Parse(path, NamesOf(*scenario_));
    EXPECT_TRUE(watched.ok()) << watched.error().message;
    EXPECT_EQ(watched.value().path(), path);
    MeasureTrack track(std::move(watched).value());
    Engine engine(scenario_);
    for (Duration at; at <= until; at = at + Seconds(1)) {
      engine.AdvanceTo(scenario_->start + at);
      view_ = engine.View();
      track.Sample(view_, at.micros == 0 ? Seconds(0) : Seconds(1));
    }
    return track.At(view_);
  }
};

TEST_F(MeasureTrackTest, PerSecondIsTheGrowthOfTheLastSecond) {
  EXPECT_EQ(Tracked("run.intended.per_second", Seconds(10))->number, 100);
  EXPECT_EQ(Tracked("run.intended.per_second", Seconds(0))->number, 0);
  EXPECT_EQ(Tracked("streams.s.open_shards.per_second", Seconds(20))->number, 0);
}

TEST_F(MeasureTrackTest, PeakIsItsGreatest) {
  EXPECT_EQ(Tracked("streams.s.shards.peak", Seconds(50))->number, 2);
  EXPECT_EQ(Tracked("streams.s.shards.per_second", Seconds(50))->number, 0);
}

TEST_F(MeasureTrackTest, ExtremesAndTheFirstMomentAreKept) {
  EXPECT_EQ(Tracked("streams.s.open_shards.max", Seconds(50))->number, 3);
  EXPECT_EQ(Tracked("streams.s.open_shards.min", Seconds(50))->number, 2);
  EXPECT_EQ(Tracked("streams.s.shards.2.records_in.since", Seconds(50))->number, 36'000'000);
  EXPECT_EQ(Tracked("streams.s.shards.2.records_in.since", Seconds(30)), std::nullopt);
  EXPECT_EQ(Tracked("streams.s.throttled.since", Seconds(50)), std::nullopt);
}

TEST_F(MeasureTrackTest, WhatCannotBeAskedOverTimeIsRefused) {
  for (const char* path : {"run.order.max", "consumers.c.behind.per_second",
                           "streams.s.busiest_shard_percent.peak", "streams.s.status.since"}) {
    EXPECT_FALSE(WatchedMeasure::Parse(path, NamesOf(*scenario_)).ok()) << path;
  }
  EXPECT_TRUE(WatchedMeasure::Parse("consumers.c.behind.max", NamesOf(*scenario_)).ok());
}

TEST(WatchStretchTest, IsASecondUnlessThatWereAMillionLooks) {
  EXPECT_EQ(WatchStretch(Hours(60)), Seconds(1));
  EXPECT_EQ(WatchStretch(Seconds(2'500'000)), Seconds(3));
}

}  // namespace
}  // namespace weir
