// What a front end hears of a run.
#include "web/app/chronicle.h"

#include <gtest/gtest.h>

namespace weir::app {
namespace {

constexpr StreamId kStream{1};
constexpr ShardIndex kShard{2};

class ChronicleTest : public testing::Test {
 protected:
  void Refuse(Duration at, int64_t records) {
    TraceEvent event;
    event.at = Instant{} + at;
    event.kind = TraceKind::kThrottled;
    event.subject = kStream.value;
    event.object = kShard.value;
    event.x = records;
    chronicle_.OnEvent(event);
  }
  void Tell(TraceKind kind, Duration at, uint32_t object) {
    TraceEvent event;
    event.at = Instant{} + at;
    event.kind = kind;
    event.subject = kStream.value;
    event.object = object;
    chronicle_.OnEvent(event);
  }
  std::vector<Notice> Take() { return chronicle_.TakeNotices(missed_); }
  int64_t Marked() const {
    int64_t records = 0;
    for (const ThrottleMark& mark : chronicle_.MarksOf(kStream, kShard)) records += mark.records;
    return records;
  }

  Chronicle chronicle_;
  int64_t missed_ = 0;
};

TEST_F(ChronicleTest, OfALongThrottlingOnlyTheBeginningIsTold) {
  for (int second = 10; second < 20; ++second) Refuse(Seconds(second), 5);
  Refuse(Seconds(60), 7);
  const std::vector<Notice> notices = Take();
  ASSERT_EQ(notices.size(), 2U);
  EXPECT_EQ(notices[0].at, Instant{} + Seconds(10));
  EXPECT_EQ(notices[0].shard, kShard);
  EXPECT_EQ(notices[1].records, 7);
  EXPECT_TRUE(Take().empty());
}

TEST_F(ChronicleTest, RefusalsCloseToEachOtherAreOneMark) {
  Refuse(Millis(100), 1);
  Refuse(Millis(105), 2);
  Refuse(Millis(200), 4);
  const std::span<const ThrottleMark> marks = chronicle_.MarksOf(kStream, kShard);
  ASSERT_EQ(marks.size(), 2U);
  EXPECT_EQ(marks[0].records, 3);
  EXPECT_EQ(marks[1].at, Instant{} + Millis(200));
}

TEST_F(ChronicleTest, ALongPastGetsCoarserButLosesNoRecord) {
  for (int i = 0; i < 100'000; ++i) Refuse(Millis(25 * i), 1);
  EXPECT_LE(chronicle_.MarksOf(kStream, kShard).size(), Chronicle::kMarksPerShardMax);
  EXPECT_EQ(Marked(), 100'000);
  Instant before{-1};
  for (const ThrottleMark& mark : chronicle_.MarksOf(kStream, kShard)) {
    EXPECT_GT(mark.at, before);
    before = mark.at;
  }
}

TEST_F(ChronicleTest, GoingBackForgetsWhatIsStillToCome) {
  Refuse(Seconds(1), 1);
  Refuse(Seconds(9), 2);
  const uint64_t version = chronicle_.marks_version();
  chronicle_.ForgetAfter(Instant{} + Seconds(5));
  EXPECT_EQ(Marked(), 1);
  EXPECT_NE(chronicle_.marks_version(), version);
}

TEST_F(ChronicleTest, ChangesOfShardsAtOneInstantAreOneNotice) {
  Tell(TraceKind::kShardClosed, Seconds(1), 0);
  Tell(TraceKind::kShardOpened, Seconds(1), 1);
  Tell(TraceKind::kShardOpened, Seconds(1), 2);
  Tell(TraceKind::kShardClosed, Seconds(2), 1);
  const std::vector<Notice> notices = Take();
  ASSERT_EQ(notices.size(), 2U);
  EXPECT_EQ(notices[0].opened.size(), 2U);
  EXPECT_EQ(notices[0].closed.size(), 1U);
}

TEST_F(ChronicleTest, NothingIsToldWhileSomebodyScrubs) {
  chronicle_.set_telling(false);
  Refuse(Seconds(1), 3);
  EXPECT_FALSE(chronicle_.has_notices());
  EXPECT_EQ(Marked(), 3);
}

TEST_F(ChronicleTest, WhatFindsNoRoomIsCounted) {
  for (int i = 0; i < 130; ++i) Tell(TraceKind::kFellOffHorizon, Seconds(i), 0);
  EXPECT_EQ(Take().size(), Chronicle::kNoticesMax);
  EXPECT_EQ(missed_, 30);
}

TEST_F(ChronicleTest, AShardThatNobodyHeardOfHasNoMarks) {
  EXPECT_TRUE(chronicle_.MarksOf(StreamId{9}, ShardIndex{9}).empty());
}

}  // namespace
}  // namespace weir::app
