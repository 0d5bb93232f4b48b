// One run of the swarm: a scenario under all checkers, and the ways to its end compared.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/engine/json_document.h"
#include "core/engine/scenario.h"
#include "tests/sim/checker.h"

namespace weir::swarm {

// What host.cc makes of a failed WEIR_CHECK. RunText reports it as a violation of the rule "check".
struct CheckFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// What a run did, to see that the swarm does not run idle.
struct Tally {
  uint64_t runs = 0;
  uint64_t events = 0;
  uint64_t records = 0;
  uint64_t processed = 0;
  uint64_t throttled = 0;
  uint64_t expired = 0;
  uint64_t reshards = 0;
  uint64_t violations_of_order = 0;
  uint64_t reads_throttled = 0;
  uint64_t misrouted = 0;    // Aggregates in a shard that is not that of all they hold.
  uint64_t replayed = 0;     // Records that a KCL application processed again.
  uint64_t invocations = 0;  // Of Lambda functions.
  uint64_t given_up = 0;     // By producers and functions.
  uint64_t objects = 0;      // Of delivery streams.
  uint64_t delivered = 0;    // Records in them, of data.
  uint64_t undelivered = 0;  // In error output, dropped, expired or discarded.

  void Add(const Observation& last);
  void Add(const Tally& other);
};

// Changes what the checkers are shown: a lie that one of them should notice.
using Tamper = std::function<void(Observation&)>;

// Looks at a run from its start to its end, or to the first moment at which rules are broken; a run
// that is lied about is looked at to its end. Returns the first violation of every rule.
std::vector<Violation> Watch(Observer& observer, const Scenario& scenario, Tally& tally,
                             const Tamper& tamper = {});

// `ways`: also reach the end by other ways and compare the digests.
std::optional<Violation> RunScenario(std::shared_ptr<const Scenario> scenario, bool ways,
                                     Tally& tally);

// The same for text; a text that the parser refuses violates the rule "scenario".
std::optional<Violation> RunText(const std::string& json, bool ways, Tally& tally);

// The scenario of a seed. Every fourth is also run by other ways.
std::optional<Violation> RunSeed(uint64_t seed, Tally& tally);
inline bool WaysOf(uint64_t seed) { return seed % 4 == 0; }

// The digests at the end by random steps, from a copy made on the way, by seeking, and as a session
// with commands that is replayed from its journal. `straight` is what they must be.
std::optional<Violation> CompareWays(std::shared_ptr<const Scenario> scenario,
                                     const Digests& straight);

// Leaves away what the violation of `rule` does not need. Costs some dozens of runs.
Json Shrink(Json scenario, const std::string& rule, bool ways);

}  // namespace weir::swarm
