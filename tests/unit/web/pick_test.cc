// What is under the pointer.
#include "web/ui/pick.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "core/engine/scenario_json.h"
#include "web/gfx/record_feed.h"

namespace weir::ui {
namespace {

class PickTest : public testing::TestWithParam<LayoutKind> {
 protected:
  void At(const char* name, Duration moment, Duration window) {
    engine_.emplace(LoadBundledScenario(name).value());
    engine_->AdvanceTo(engine_->now() + moment);
    view_ = engine_->View();
    scene_ = MakeScene(view_, StreamId{0}, ComputeLayout(GetParam(), 800, 600, {}), window, false);
  }

  std::optional<Engine> engine_;
  EngineView view_;
  Scene scene_;
};

INSTANTIATE_TEST_SUITE_P(BothWays, PickTest,
                         testing::Values(LayoutKind::kFull, LayoutKind::kPhone));

TEST_P(PickTest, ARecordIsFoundWhereItIsDrawn) {
  At("trucks", Seconds(20), Seconds(8));
  std::vector<RecordView> records;
  const ShardIndex shard{1};
  engine_->CopyRecords(StreamId{0}, shard,
                       gfx::FirstSince(*engine_, StreamId{0}, shard, engine_->now() - Seconds(5)),
                       20, records);
  ASSERT_EQ(records.size(), 20U);
  for (const RecordView& record : records) {
    const std::optional<Spot> spot = SpotOf(scene_, shard, record);
    ASSERT_TRUE(spot);
    const std::optional<Hit> hit = RecordAt(*engine_, scene_, *spot, kReachMouse);
    ASSERT_TRUE(hit);
    // Records of one key and moment lie over each other: any of them will do.
    EXPECT_EQ(hit->at.x, spot->x);
    EXPECT_EQ(hit->at.y, spot->y);
    EXPECT_EQ(hit->ref.shard, shard);
  }
}

TEST_P(PickTest, NothingIsHitOutsideTheLanesOrBeforeTheStart) {
  At("first-record", Seconds(3), Seconds(60));
  EXPECT_FALSE(RecordAt(*engine_, scene_, {1, 1}, kReachMouse));
  const Spot empty = scene_.At(scene_.axis.length() - 5, 50);
  EXPECT_FALSE(RecordAt(*engine_, scene_, empty, kReachMouse));
  EXPECT_FALSE(ShardAt(scene_, empty));
}

TEST_P(PickTest, AfterASplitTheNewLanesAreFoundNearNowAndTheParentBehind) {
  At("split", Seconds(100), Seconds(40));
  ASSERT_EQ(view_.streams[0].shards.size(), 3U);
  const float quarter = scene_.layout.lanes_breadth() / 4;
  EXPECT_EQ(ShardAt(scene_, scene_.At(5, quarter))->shard, ShardIndex{1});
  EXPECT_EQ(ShardAt(scene_, scene_.At(5, 3 * quarter))->shard, ShardIndex{2});
  EXPECT_EQ(ShardAt(scene_, scene_.At(scene_.axis.length() - 5, quarter))->shard, ShardIndex{0});
}

TEST_P(PickTest, AClosedShardIsDrainingUntilItsReadersAreThrough) {
  At("split", Seconds(90) + Millis(1), Seconds(40));
  ASSERT_EQ(view_.streams[0].shards[0].state, ShardState::kClosed);
  EXPECT_TRUE(IsDraining(scene_, view_.streams[0].shards[0]));
  At("split", Seconds(120), Seconds(40));
  EXPECT_FALSE(IsDraining(scene_, view_.streams[0].shards[0]));
}

TEST_P(PickTest, WithLittleMotionThePictureStandsBetweenSteps) {
  At("trucks", Millis(20'001), Seconds(24));
  const Scene still = MakeScene(view_, StreamId{0}, scene_.layout, Seconds(24), true);
  EXPECT_EQ(still.now, view_.start + Seconds(20));
  EXPECT_EQ(scene_.now, view_.now);
}

}  // namespace
}  // namespace weir::ui
