// What was delivered can be looked into, and only that.
#include "core/engine/delivered_object.h"

#include <gtest/gtest.h>

#include <memory>

#include "core/engine/scenario_json.h"

namespace weir {
namespace {

TEST(DeliveredObjectTest, AnObjectHasANameAndAHeadOnceItIsDelivered) {
  Engine engine(LoadBundledScenario("five-shards-five-objects").value());
  const DeliveryStreamId stream{0};
  EXPECT_FALSE(FindObject(engine, stream, 0).has_value());
  engine.AdvanceTo(engine.now() + Seconds(70));
  const std::optional<DeliveredObjectView> object = FindObject(engine, stream, 0);
  ASSERT_TRUE(object.has_value());
  EXPECT_TRUE(ObjectKeyOf(engine, stream, *object).starts_with("2026/01/01/00/from-stream-1-"));
  EXPECT_TRUE(ObjectHeadOf(engine, stream, 0, 400).starts_with("{\"key\":"));
  EXPECT_EQ(ObjectHeadOf(engine, stream, 0, 5).size(), 5u);
}

TEST(DeliveredObjectTest, WhatIsNotThereIsNotFound) {
  Engine engine(LoadBundledScenario("five-shards-five-objects").value());
  engine.AdvanceTo(engine.now() + Seconds(70));
  EXPECT_FALSE(FindObject(engine, DeliveryStreamId{0}, -1).has_value());
  EXPECT_FALSE(FindObject(engine, DeliveryStreamId{0}, 1'000).has_value());
  EXPECT_FALSE(FindObject(engine, DeliveryStreamId{7}, 0).has_value());
}

}  // namespace
}  // namespace weir
