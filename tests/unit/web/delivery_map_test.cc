// Vessels and tiles stand in their rows, and keep their places while buffers come and go.
#include "web/ui/delivery_map.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::ui {
namespace {

DeliveryBufferView Buffer(uint32_t lane, int64_t bytes) {
  DeliveryBufferView buffer;
  buffer.lane = lane;
  buffer.bytes = bytes;
  buffer.bytes_max = 1'000;
  buffer.entered_at = Instant{0};
  buffer.due_at = Instant{0} + Seconds(60);
  return buffer;
}

DeliveredObjectView Object(int64_t number) {
  DeliveredObjectView object;
  object.number = number;
  return object;
}

// A stream of `shards` open shards that feeds one delivery stream.
EngineView Fed(uint32_t shards) {
  EngineView view;
  view.streams.resize(1);
  for (uint32_t i = 0; i < shards; ++i) {
    ShardView shard;
    shard.index = ShardIndex{i};
    view.streams[0].shards.push_back(shard);
  }
  view.delivery_streams.resize(1);
  view.delivery_streams[0].source = StreamId{0};
  return view;
}

Layout Wide(size_t delivery_streams) {
  return ComputeLayout(LayoutKind::kFull, 1280, 704, {.delivery_streams = delivery_streams});
}

TEST(DeliveryMapTest, EachOpenShardHasAVesselWhetherItHoldsSomethingOrNot) {
  EngineView view = Fed(3);
  view.delivery_streams[0].buffers = {Buffer(1, 500)};
  const std::vector<DeliveryRow> rows = DeliveryRowsOf(view, Wide(1));
  ASSERT_EQ(rows.size(), 1u);
  ASSERT_EQ(rows[0].shown.size(), 3u);
  EXPECT_EQ(rows[0].shown[0].buffer, nullptr);
  EXPECT_EQ(rows[0].shown[1].buffer, &view.delivery_streams[0].buffers[0]);
  EXPECT_EQ(rows[0].shown[1].name, "shard 1");
  const float before = rows[0].shown[2].box.x;
  view.delivery_streams[0].buffers.clear();
  EXPECT_EQ(DeliveryRowsOf(view, Wide(1))[0].shown[2].box.x, before);
}

TEST(DeliveryMapTest, PartitionsAndErrorsHaveVesselsWhileTheyHoldSomething) {
  EngineView view = Fed(2);
  DeliveryBufferView partition = Buffer(0, 10);
  partition.partition = "us";
  DeliveryBufferView errors = Buffer(0, 10);
  errors.type = OutputType::kProcessingFailed;
  view.delivery_streams[0].buffers = {partition, errors};
  const std::vector<DeliveryRow> rows = DeliveryRowsOf(view, Wide(1));
  ASSERT_EQ(rows[0].shown.size(), 2u);
  EXPECT_EQ(rows[0].shown[0].name, "us");
  EXPECT_EQ(rows[0].shown[1].name, "errors");
}

TEST(DeliveryMapTest, WhatHasNoRoomIsCounted) {
  const EngineView view = Fed(500);
  const std::vector<DeliveryRow> rows = DeliveryRowsOf(view, Wide(1));
  EXPECT_GT(rows[0].hidden, 0);
  EXPECT_EQ(rows[0].shown.size() + static_cast<size_t>(rows[0].hidden), 500u);
  for (const VesselSpot& vessel : rows[0].shown) {
    EXPECT_LE(vessel.box.right(), rows[0].vessels.right() + 0.01f);
  }
}

TEST(DeliveryMapTest, TheNewestObjectIsNearestToTheVesselsAndIsFoundByItsTile) {
  EngineView view = Fed(1);
  for (int64_t i = 0; i < 50; ++i) view.delivery_streams[0].last.push_back(Object(i));
  const std::vector<DeliveryRow> rows = DeliveryRowsOf(view, Wide(1));
  ASSERT_GE(rows[0].tiles.size(), 3u);
  EXPECT_EQ(rows[0].tiles[0].object->number, 49);
  for (const TileSpot& tile : rows[0].tiles) {
    EXPECT_LE(tile.box.right(), rows[0].tray.right());
    const std::optional<ObjectHit> hit = ObjectAt(rows, {tile.box.x + 5, tile.box.y + 5});
    ASSERT_TRUE(hit.has_value());
    EXPECT_EQ(hit->object, tile.object);
  }
  EXPECT_FALSE(ObjectAt(rows, {rows[0].vessels.x, rows[0].vessels.y}).has_value());
}

TEST(DeliveryMapTest, APhoneAndALowEmbedHaveRoomForARow) {
  const EngineView view = Fed(4);
  for (const Layout& layout :
       {ComputeLayout(LayoutKind::kPhone, 390, 640, {.delivery_streams = 1}),
        ComputeLayout(LayoutKind::kEmbed, 720, 304, {.delivery_streams = 1})}) {
    const std::vector<DeliveryRow> rows = DeliveryRowsOf(view, layout);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].shown.size(), 4u);
    EXPECT_GE(layout.lanes_breadth(), 100);
  }
}

TEST(DeliveryMapTest, BothGaugesAreHeldWithinTheVessel) {
  DeliveryBufferView buffer = Buffer(0, 250);
  EXPECT_FLOAT_EQ(LevelOf(buffer), 0.25f);
  EXPECT_FLOAT_EQ(TimeLeftOf(buffer, Instant{0} + Seconds(15)), 0.75f);
  buffer.bytes = 5'000;  // It waits for a destination that is down.
  EXPECT_FLOAT_EQ(LevelOf(buffer), 1.0f);
  EXPECT_FLOAT_EQ(TimeLeftOf(buffer, Instant{0} + Seconds(90)), 0.0f);
  buffer.bytes_max = 0;
  EXPECT_FLOAT_EQ(LevelOf(buffer), 0.0f);
}

}  // namespace
}  // namespace weir::ui
