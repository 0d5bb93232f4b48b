// Runs a random test for many seeds; a failure prints the command that runs the one seed again.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/prng.h"
#include "core/base/text.h"

namespace weir::test {

// The number in the environment variable `name`, or `otherwise`.
inline uint64_t NumberFromEnvironment(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// Uniform in [0, bound). size_t has 32 bits on wasm32: the one place where a draw is narrowed.
inline size_t Index(Prng& prng, size_t bound) { return static_cast<size_t>(prng.Below(bound)); }

// Calls `test(prng, seed)` for the seeds 0 to count - 1, or for WEIR_SEED alone. Stops at the first
// seed that fails: its message is what one wants to read.
template <typename Test>
void ForSeeds(uint64_t count, Test test) {
  const testing::TestInfo* info = testing::UnitTest::GetInstance()->current_test_info();
  const uint64_t none = UINT64_MAX;
  const uint64_t only = NumberFromEnvironment("WEIR_SEED", none);
  const uint64_t first = only == none ? 0 : only;
  const uint64_t end = only == none ? count : only + 1;
  for (uint64_t seed = first; seed < end; ++seed) {
    SCOPED_TRACE(StrCat({"to run this one again: WEIR_SEED=", std::to_string(seed),
                         " PROGRAM --gtest_filter=", info->test_suite_name(), ".", info->name()}));
    Prng prng(seed);
    test(prng, seed);
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace weir::test
