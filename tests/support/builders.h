// Short ways to say the boring part of a test, so that each test shows only what it is about.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/engine/scenario.h"
#include "core/model/hash_key.h"
#include "core/model/record.h"
#include "core/model/trace_event.h"
#include "core/sim/trace.h"

namespace weir::test {

inline constexpr Instant kStart{1'767'225'600'000'000};  // 2026-01-01T00:00:00Z.

// A record of a simulation whose key lands at `place` 2^-64ths of the hash space.
SyntheticRecord RecordAt(uint64_t place, uint32_t number = 0, uint32_t billed_bytes = 10);

// A scenario from its text. A text that is refused is a failed check: the error is printed.
std::shared_ptr<const Scenario> ScenarioOf(std::string_view json);

// Stream "s" of `shards` shards, and whatever members follow: `"producers": [...]`.
std::shared_ptr<const Scenario> ScenarioWith(int shards, std::string_view more_members);

// The message of the error that `json` is refused with, or "" where it is accepted.
std::string ScenarioError(std::string_view json);

// Keeps what it hears.
class Recorder final : public TraceSink {
 public:
  void OnEvent(const TraceEvent& event) override { events.push_back(event); }
  int64_t CountOf(TraceKind kind) const;
  int64_t SumOf(TraceKind kind) const;  // Of x.

  std::vector<TraceEvent> events;
};

}  // namespace weir::test
