#include "tests/bench/machine.h"

#include <cstdio>
#include <cstring>
#include <vector>

#if !defined(WEIR_BENCH_FLAGS)
#define WEIR_BENCH_FLAGS "unknown flags"
#endif

namespace weir::bench {

MemcpySpeed MeasureMemcpy(int blocks, int mebibytes) {
  const size_t size = static_cast<size_t>(mebibytes) << 20;
  std::vector<char> from(size, 1);
  std::vector<char> to(size, 2);
  const auto copy = [&]() -> Sample {
    const Stopwatch watch;
    std::memcpy(to.data(), from.data(), size);
    const Took took = watch.Elapsed();
    from[0] = to[size / 2];  // The copy is used, so that it is made.
    return {took, 0};
  };
  const Outcome outcome = Compete({{"memcpy", copy}}, blocks)[0];
  return {static_cast<double>(size) / outcome.median.cpu_s / 1e9, outcome.spread};
}

std::string LoadAverage() {
  std::FILE* file = std::fopen("/proc/loadavg", "r");
  if (file == nullptr) return "unknown";
  char text[16] = {};
  const bool read = std::fscanf(file, "%15s", text) == 1;
  std::fclose(file);
  return read ? text : "unknown";
}

Conditions ConditionsOfBuild() {
  Conditions conditions;
#if defined(__wasm__)
  conditions.twin = "wasm";
#else
  conditions.twin = "native";
#endif
#if defined(__clang__)
  conditions.compiler = "clang " __clang_version__;
#else
  conditions.compiler = "g++ " __VERSION__;
#endif
  conditions.flags = WEIR_BENCH_FLAGS;
  return conditions;
}

}  // namespace weir::bench
