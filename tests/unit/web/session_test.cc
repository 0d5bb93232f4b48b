// A run under a virtual clock.
#include "web/app/session.h"

#include <gtest/gtest.h>

#include "core/engine/scenario_json.h"

namespace weir::app {
namespace {

class SessionTest : public testing::Test {
 protected:
  void Load(std::string_view name) {
    Result<std::shared_ptr<const Scenario>> scenario = LoadBundledScenario(name);
    ASSERT_TRUE(scenario.ok());
    session_.Load(scenario.value());
    session_.SetSpeed(1);
  }
  void PlayFor(double ms, double frame_ms = 16) {
    for (double at = 0; at < ms; at += frame_ms) session_.Advance(frame_ms);
  }
  Digests DigestsAt(std::string_view name, Duration moment) {
    Timeline timeline(LoadBundledScenario(name).value());
    timeline.SeekTo(timeline.now() + moment);
    return timeline.engine().digests();
  }

  Session session_;
};

TEST_F(SessionTest, StartsPausedAtTheBeginning) {
  Load("trucks");
  EXPECT_FALSE(session_.playback().playing());
  EXPECT_EQ(session_.elapsed(), Micros(0));
  EXPECT_FALSE(session_.moving());
  session_.Advance(16);
  EXPECT_EQ(session_.elapsed(), Micros(0));
}

TEST_F(SessionTest, PlayingMovesVirtualTimeOn) {
  Load("trucks");
  session_.Play();
  PlayFor(1'600);
  EXPECT_EQ(session_.elapsed(), Millis(1'600));
  EXPECT_EQ(session_.view().now, session_.timeline().now());
}

TEST_F(SessionTest, FramesOfAnyLengthLeadToTheSameState) {
  Load("hot-key");
  session_.Play();
  PlayFor(5'000, 10);
  ASSERT_EQ(session_.elapsed(), Seconds(5));
  EXPECT_EQ(session_.engine().digests(), DigestsAt("hot-key", Seconds(5)));
}

TEST_F(SessionTest, TheEndPausesAndIsTold) {
  Load("first-record");
  session_.SetSpeed(10'000);
  session_.Play();
  PlayFor(200);
  EXPECT_TRUE(session_.ended());
  EXPECT_FALSE(session_.playback().playing());
  EXPECT_EQ(session_.elapsed(), session_.scenario().duration);
  int64_t missed = 0;
  const std::vector<Notice> notices = session_.chronicle().TakeNotices(missed);
  ASSERT_FALSE(notices.empty());
  EXPECT_EQ(notices.back().kind, NoticeKind::kEnd);
  session_.Play();
  EXPECT_EQ(session_.elapsed(), Micros(0));
}

TEST_F(SessionTest, AFrameOfAHeavyRunIsBounded) {
  Load("six-shards");
  session_.SetSpeed(10'000);
  session_.Play();
  const uint64_t before = session_.engine().work();
  session_.Advance(16);
  const uint64_t used = session_.engine().work() - before;
  EXPECT_GT(used, 0U);
  // A slice may overshoot, since load within it is not known beforehand; not by a multiple.
  EXPECT_LT(used, 2 * kWorkPerFrame);
  EXPECT_LT(session_.elapsed(), session_.scenario().duration);
  EXPECT_TRUE(session_.playback().playing());
}

TEST_F(SessionTest, SeekingIsHeldWithinTheRun) {
  Load("trucks");
  session_.SeekTo(Hours(5));
  session_.FinishSeek();
  EXPECT_EQ(session_.elapsed(), Minutes(5));
  session_.SeekTo(Micros(-5));
  EXPECT_EQ(session_.elapsed(), Micros(0));
}

TEST_F(SessionTest, SeekingBackAndForthLeavesTheStateOfAStraightRun) {
  Load("split");
  for (const int64_t second : {100, 20, 130, 5, 64, 90}) session_.SeekTo(Seconds(second));
  EXPECT_EQ(session_.engine().digests(), DigestsAt("split", Seconds(90)));
}

TEST_F(SessionTest, AFarSeekGoesOnOverSeveralFrames) {
  Result<std::shared_ptr<const Scenario>> heavy = ParseScenario(
      R"({"weir": 1, "name": "heavy", "title": "Heavy", "about": "", "duration": "3h",
          "streams": [{"name": "s", "shards": 1}],
          "producers": [{"name": "p", "stream": "s",
                         "arrivals": {"shape": "steady", "rate": 900},
                         "keys": {"shape": "fleet", "count": 10, "prefix": "k-"}, "size": 100}]})",
      ReadBundledFile);
  ASSERT_TRUE(heavy.ok()) << heavy.error().message;
  session_.Load(heavy.value());
  session_.SeekTo(Hours(3));
  ASSERT_TRUE(session_.seeking());
  EXPECT_TRUE(session_.moving());
  EXPECT_LT(session_.elapsed(), Hours(3));
  int frames = 0;
  while (session_.seeking() && ++frames < 1'000) session_.Advance(16);
  EXPECT_GT(frames, 5);
  EXPECT_EQ(session_.elapsed(), Hours(3));
}

TEST_F(SessionTest, GoingBackIsANewPastForWhoOnlyAppends) {
  Load("trucks");
  session_.SeekTo(Seconds(10));
  const uint64_t epoch = session_.epoch();
  session_.SeekTo(Seconds(20));
  EXPECT_EQ(session_.epoch(), epoch);
  session_.SeekTo(Seconds(5));
  EXPECT_GT(session_.epoch(), epoch);
}

TEST_F(SessionTest, StepsGoFromEventToEventAndBack) {
  Load("first-record");
  ASSERT_TRUE(session_.Step());
  const Duration first = session_.elapsed();
  ASSERT_TRUE(session_.Step());
  const Duration second = session_.elapsed();
  EXPECT_GT(second, first);
  ASSERT_TRUE(session_.StepBack());
  EXPECT_EQ(session_.elapsed(), first);
  while (session_.StepBack()) {
  }
  EXPECT_EQ(session_.elapsed(), Micros(0));
}

TEST_F(SessionTest, SteppingStopsAtTheEnd) {
  Load("first-record");
  session_.SeekTo(Minutes(1) - Millis(1));
  for (int i = 0; i < 100 && session_.Step(); ++i) {
  }
  EXPECT_EQ(session_.elapsed(), Minutes(1));
  EXPECT_FALSE(session_.Step());
}

TEST_F(SessionTest, ACommandIsJournaledAndARefusedOneIsNot) {
  Load("trucks");
  session_.SeekTo(Seconds(10));
  EXPECT_FALSE(session_.Apply(SplitShardCommand{"nowhere", ShardIndex{0}, std::nullopt}).ok());
  EXPECT_TRUE(session_.timeline().commands().empty());
  EXPECT_TRUE(session_.Apply(SplitShardCommand{"positions", ShardIndex{0}, std::nullopt}).ok());
  EXPECT_EQ(session_.timeline().commands().size(), 1U);
}

}  // namespace
}  // namespace weir::app
