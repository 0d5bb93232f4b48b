#include "core/stream/control_plane.h"

#include <gtest/gtest.h>

#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;

ControlOperation Operation(size_t i) { return static_cast<ControlOperation>(i); }

TEST(ControlPlaneTest, EveryOperationHasItsRateAndItsName) {
  for (size_t i = 0; i < kControlOperations; ++i) {
    ControlPlane control;
    const int64_t rate = CallsPerSecond(Operation(i));
    for (int64_t n = 0; n < rate; ++n) {
      ASSERT_TRUE(control.Allows(kStart, Operation(i)).ok()) << OperationName(Operation(i));
      control.Charge(kStart, Operation(i));
    }
    const Result<void> refused = control.Allows(kStart, Operation(i));
    ASSERT_FALSE(refused.ok()) << OperationName(Operation(i));
    EXPECT_EQ(refused.error().code, ErrorCode::kLimitExceeded);
    EXPECT_NE(refused.error().message.find(OperationName(Operation(i))), std::string::npos);
  }
}

TEST(ControlPlaneTest, ACallComesBackWithItsShareOfTheSecond) {
  ControlPlane control;
  const auto split = ControlOperation::kSplitShard;
  for (int n = 0; n < 5; ++n) control.Charge(kStart, split);
  EXPECT_FALSE(control.Allows(kStart + Micros(199'999), split).ok());
  EXPECT_TRUE(control.Allows(kStart + Micros(200'000), split).ok());
}

TEST(ControlPlaneTest, OperationsDoNotShareTheirRates) {
  ControlPlane control;
  for (int n = 0; n < 5; ++n) control.Charge(kStart, ControlOperation::kSplitShard);
  EXPECT_FALSE(control.Allows(kStart, ControlOperation::kSplitShard).ok());
  EXPECT_TRUE(control.Allows(kStart, ControlOperation::kMergeShards).ok());
}

TEST(ControlPlaneTest, ToAskLeavesNoMark) {
  ControlPlane asked;
  ControlPlane silent;
  for (ControlPlane* control : {&asked, &silent}) {
    for (int n = 0; n < 5; ++n) control->Charge(kStart, ControlOperation::kCreateStream);
  }
  EXPECT_FALSE(asked.Allows(kStart + Millis(1), ControlOperation::kCreateStream).ok());
  EXPECT_TRUE(asked.Allows(kStart + Seconds(1), ControlOperation::kCreateStream).ok());
  Digest a;
  asked.AddTo(a);
  Digest b;
  silent.AddTo(b);
  EXPECT_EQ(a.value(), b.value());
}

TEST(ControlPlaneTest, ACallIsPartOfTheState) {
  ControlPlane control;
  Digest before;
  control.AddTo(before);
  control.Charge(kStart, ControlOperation::kDeleteStream);
  Digest after;
  control.AddTo(after);
  EXPECT_NE(before.value(), after.value());
}

}  // namespace
}  // namespace weir
