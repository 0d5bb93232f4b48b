// EXPECT_TRUE(Near(count, 1'000, 30)): EXPECT_NEAR for whole numbers.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>

namespace weir::test {

inline testing::AssertionResult Near(int64_t actual, int64_t expected, int64_t tolerance) {
  if (actual >= expected - tolerance && actual <= expected + tolerance) {
    return testing::AssertionSuccess();
  }
  return testing::AssertionFailure()
         << actual << " is not within " << tolerance << " of " << expected;
}

}  // namespace weir::test
