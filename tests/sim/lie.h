// A checker is shown an observation that was tampered with: it should see that.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/scenario_json.h"
#include "tests/sim/swarm.h"

namespace weir::swarm {

inline std::vector<Violation> Lie(std::string_view json, const Tamper& tamper) {
  const auto scenario = ParseScenario(json, ReadBundledFile);
  EXPECT_TRUE(scenario.ok());
  Observer observer(scenario.value());
  Tally ignored;
  return Watch(observer, *scenario.value(), ignored, tamper);
}

inline StreamView& S(Observation& seen) { return seen.view.streams[0]; }
inline ShardView& Shard0(Observation& seen) { return S(seen).shards[0]; }
inline LeaseView& Lease0(Observation& seen) { return seen.view.consumers[0].leases.at(0); }
inline Duration Elapsed(const Observation& seen) { return seen.now - seen.view.start; }

// The first event of `kind` from `after` on; null where this observation has none.
inline TraceEvent* Find(Observation& seen, TraceKind kind, Duration after = {}) {
  if (Elapsed(seen) < after) return nullptr;
  for (TraceEvent& event : seen.events) {
    if (event.kind == kind && event.x > 0) return &event;
  }
  return nullptr;
}

// A lie, told again and again until it returns true.
struct Planted {
  const char* rule;
  std::string_view scenario;
  bool (*lie)(Observation& seen);
};

// Each is told, and its rule broken.
inline void ExpectNoticed(std::span<const Planted> lies) {
  int number = 0;
  for (const Planted& planted : lies) {
    bool told = false;
    const std::vector<Violation> noticed = Lie(planted.scenario, [&](Observation& seen) {
      if (!told) told = planted.lie(seen);
    });
    std::string rules;
    for (const Violation& violation : noticed) rules += violation.rule + " ";
    EXPECT_TRUE(std::any_of(noticed.begin(), noticed.end(),
                            [&](const Violation& found) { return found.rule == planted.rule; }))
        << "lie " << number << " should break " << planted.rule << " and broke: " << rules;
    ++number;
  }
}

// Those about clients.
std::span<const Planted> ClientLies();
// Those about delivery streams.
std::span<const Planted> DeliveryLies();

}  // namespace weir::swarm
