// A run that can be scrubbed: seek, step, step back, commands in the past, forks.
#include "core/engine/timeline.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "core/base/prng.h"
#include "tests/support/consumer_run.h"

namespace weir {
namespace {

using test::kStart;
using test::Recorder;

std::shared_ptr<const Scenario> Busy() {
  return test::ScenarioOfParts(
      {.shards = 2,
       .producer = R"("arrivals": {"shape": "poisson", "rate": 2500}, "stop": "50s",
                      "keys": {"shape": "hot", "count": 50})",
       .consumer = R"("poll": "700ms", "records_per_second": 3000)",
       .events = R"({"at": "10s", "do": "UpdateShardCount", "stream": "s", "target": 4})"});
}

Digests StraightTo(const std::shared_ptr<const Scenario>& scenario, Instant moment) {
  Engine engine(scenario);
  engine.AdvanceTo(moment);
  return engine.digests();
}

Command Pause(bool paused) { return PauseConsumerCommand{"c", paused}; }

TEST(TimelineTest, AnyMomentIsTheSameHoweverItIsReached) {
  const auto scenario = Busy();
  Timeline timeline(scenario);
  Prng prng(1);
  for (int i = 0; i < 12; ++i) {
    const Instant moment = kStart + Micros(prng.Between(0, Seconds(60).micros));
    timeline.SeekTo(moment);
    ASSERT_EQ(timeline.now(), moment);
    ASSERT_EQ(timeline.engine().digests(), StraightTo(scenario, moment)) << moment.micros;
  }
}

TEST(TimelineTest, BeforeTheStartThereIsOnlyTheStart) {
  Timeline timeline(Busy());
  timeline.SeekTo(kStart + Seconds(5));
  timeline.SeekTo(kStart - Hours(1));
  EXPECT_EQ(timeline.now(), kStart);
}

TEST(TimelineTest, StepsVisitEveryInstantForwardsAndBackwards) {
  const auto scenario = test::ScenarioOfParts({});
  Timeline timeline(scenario);
  std::vector<Instant> instants{timeline.now()};
  std::vector<Digests> digests;
  while (timeline.now() < kStart + Seconds(3)) {
    ASSERT_TRUE(timeline.StepForward());
    instants.push_back(timeline.now());
    digests.push_back(timeline.engine().digests());
  }
  // The first step runs what is due at the start itself.
  EXPECT_EQ(instants[0], instants[1]);
  for (size_t i = 2; i < instants.size(); ++i) ASSERT_LT(instants[i - 1], instants[i]);
  for (size_t i = instants.size() - 1; i-- > 1;) {
    ASSERT_TRUE(timeline.StepBack());
    ASSERT_EQ(timeline.now(), instants[i]);
    ASSERT_EQ(timeline.engine().digests(), digests[i - 1]) << i;
  }
  EXPECT_FALSE(timeline.StepBack());
}

TEST(TimelineTest, SteppingBackFromBetweenTwoInstantsGoesToTheEarlierOne) {
  Timeline timeline(test::ScenarioOfParts({}));
  timeline.SeekTo(kStart + Millis(105));  // A record arrives then.
  const Digests there = timeline.engine().digests();
  timeline.SeekTo(kStart + Millis(107));
  EXPECT_TRUE(timeline.StepBack());
  EXPECT_EQ(timeline.now(), kStart + Millis(105));
  EXPECT_EQ(timeline.engine().digests(), there);
}

TEST(TimelineTest, ACommandIsJournaledAndStaysWhereItWasGiven) {
  const auto scenario = Busy();
  Timeline timeline(scenario);
  timeline.SeekTo(kStart + Seconds(20));
  ASSERT_TRUE(timeline.Apply(Pause(true)).ok());
  EXPECT_EQ(timeline.commands().size(), 1);
  timeline.SeekTo(kStart + Seconds(40));
  const Digests after = timeline.engine().digests();
  EXPECT_NE(after, StraightTo(scenario, kStart + Seconds(40)));
  timeline.SeekTo(kStart + Seconds(15));
  EXPECT_EQ(timeline.engine().digests(), StraightTo(scenario, kStart + Seconds(15)));
  EXPECT_EQ(timeline.commands().size(), 1);  // Still to come.
  timeline.SeekTo(kStart + Seconds(40));
  EXPECT_EQ(timeline.engine().digests(), after);
}

TEST(TimelineTest, ACommandInThePastCutsOffWhatCameAfterIt) {
  const auto scenario = Busy();
  Timeline timeline(scenario);
  for (const int64_t second : {10, 20, 30}) {
    timeline.SeekTo(kStart + Seconds(second));
    ASSERT_TRUE(timeline.Apply(SetConsumerRateCommand{"c", second}).ok());
  }
  timeline.SeekTo(kStart + Seconds(60));
  timeline.SeekTo(kStart + Seconds(15));
  ASSERT_TRUE(timeline.Apply(Pause(true)).ok());
  ASSERT_EQ(timeline.commands().size(), 2);
  EXPECT_EQ(timeline.commands()[0].at, Seconds(10));
  EXPECT_EQ(timeline.commands()[1].at, Seconds(15));
  timeline.SeekTo(kStart + Seconds(60));
  Timeline again(scenario, timeline.commands());
  again.SeekTo(kStart + Seconds(60));
  EXPECT_EQ(timeline.engine().digests(), again.engine().digests());
}

TEST(TimelineTest, CommandsOfOneInstantKeepTheirOrder) {
  const auto scenario = Busy();
  Timeline timeline(scenario);
  timeline.SeekTo(kStart + Seconds(7));
  ASSERT_TRUE(timeline.Apply(Pause(true)).ok());
  ASSERT_TRUE(timeline.Apply(Pause(false)).ok());
  ASSERT_TRUE(timeline.Apply(SetConsumerRateCommand{"c", 5}).ok());
  timeline.SeekTo(kStart + Seconds(30));
  Timeline again(scenario, timeline.commands());
  again.SeekTo(kStart + Seconds(30));
  EXPECT_EQ(timeline.engine().digests(), again.engine().digests());
  EXPECT_FALSE(again.engine().View().consumers[0].paused);
}

TEST(TimelineTest, ACommandAtTheVeryStartIsReplayedToo) {
  const auto scenario = Busy();
  Timeline timeline(scenario);
  ASSERT_TRUE(timeline.Apply(Pause(true)).ok());
  timeline.SeekTo(kStart + Seconds(30));
  const Digests there = timeline.engine().digests();
  timeline.SeekTo(kStart);
  EXPECT_TRUE(timeline.engine().View().consumers[0].paused);
  timeline.SeekTo(kStart + Seconds(30));
  EXPECT_EQ(timeline.engine().digests(), there);
}

TEST(TimelineTest, ARefusedCommandLeavesNoMark) {
  Timeline timeline(Busy());
  timeline.SeekTo(kStart + Seconds(5));
  const Digests before = timeline.engine().digests();
  const Result<void> refused = timeline.Apply(SplitShardCommand{"s", {99}, std::nullopt});
  EXPECT_EQ(refused.error().code, ErrorCode::kResourceNotFound);
  EXPECT_FALSE(timeline.Apply(DeleteStreamCommand{"nothing"}).ok());
  EXPECT_TRUE(timeline.commands().empty());
  EXPECT_EQ(timeline.engine().digests(), before);
}

TEST(TimelineTest, ARefusedCommandDoesNotCutOffTheFuture) {
  Timeline timeline(Busy());
  timeline.SeekTo(kStart + Seconds(20));
  ASSERT_TRUE(timeline.Apply(Pause(true)).ok());
  timeline.SeekTo(kStart + Seconds(5));
  EXPECT_FALSE(timeline.Apply(DeleteStreamCommand{"nothing"}).ok());
  EXPECT_EQ(timeline.commands().size(), 1);
}

TEST(TimelineTest, StepsStopAtJournaledCommandsToo) {
  const auto scenario = test::ScenarioWith(1, "");  // Nothing happens by itself.
  Timeline empty(scenario);
  EXPECT_FALSE(empty.StepForward());
  Timeline timeline(scenario, {{Seconds(5), PutRecordCommand{"s", "k", "d", {}}}});
  EXPECT_TRUE(timeline.StepForward());
  EXPECT_EQ(timeline.now(), kStart + Seconds(5));
  EXPECT_EQ(timeline.engine().View().streams[0].shards[0].records_in, 1);
  EXPECT_TRUE(timeline.StepBack());
  EXPECT_EQ(timeline.now(), kStart);
  EXPECT_EQ(timeline.engine().View().streams[0].shards[0].records_in, 0);
}

TEST(TimelineTest, AForkGoesItsOwnWay) {
  Timeline timeline(Busy());
  timeline.SeekTo(kStart + Seconds(20));
  Timeline fork = timeline.Fork();
  ASSERT_TRUE(fork.Apply(Pause(true)).ok());
  fork.SeekTo(kStart + Seconds(40));
  timeline.SeekTo(kStart + Seconds(40));
  EXPECT_EQ(timeline.engine().digests(), StraightTo(Busy(), kStart + Seconds(40)));
  EXPECT_NE(timeline.engine().digests(), fork.engine().digests());
  EXPECT_TRUE(timeline.commands().empty());
  fork.SeekTo(kStart + Seconds(10));
  EXPECT_EQ(fork.engine().digests(), StraightTo(Busy(), kStart + Seconds(10)));
}

TEST(TimelineTest, GoingForwardsTheListenerHearsEveryEventOnce) {
  const auto scenario = test::ScenarioOfParts({});
  Recorder all;
  Engine engine(scenario);
  engine.AdvanceTo(kStart + Seconds(10), &all);
  Recorder parts;
  Timeline timeline(scenario);
  for (int64_t i = 1; i <= 20; ++i) timeline.SeekTo(kStart + Millis(500 * i), &parts);
  ASSERT_EQ(parts.events.size(), all.events.size());
  for (size_t i = 0; i < all.events.size(); ++i) EXPECT_EQ(parts.events[i].at, all.events[i].at);
}

}  // namespace
}  // namespace weir
