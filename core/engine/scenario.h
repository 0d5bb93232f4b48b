// A scenario: everything that a run depends on, besides the commands of a person.
//
// Immutable once loaded and shared by every copy of an engine. scenario_json.h reads the text form.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/consumer/consumer_spec.h"
#include "core/engine/check.h"
#include "core/engine/command.h"
#include "core/engine/variant.h"
#include "core/firehose/delivery_stream_spec.h"
#include "core/producer/producer_spec.h"
#include "core/stream/stream.h"

namespace weir {

struct TimedCommand {
  Duration at;  // From the start of the scenario.
  Command command;
};

struct Scenario {
  std::string name;   // What the command line calls it: "trucks".
  std::string title;  // What a person reads: "100 trucks, 3 shards".
  std::string about;  // A sentence or two.
  uint64_t seed = 1;
  Instant start{1'767'225'600'000'000};  // 2026-01-01T00:00:00Z unless the scenario says otherwise.
  Duration duration = Minutes(5);
  std::vector<StreamSettings> streams;               // ACTIVE from the start on.
  std::vector<DeliveryStreamSpec> delivery_streams;  // ACTIVE too.
  std::vector<ProducerSpec> producers;
  std::vector<ConsumerSpec> consumers;
  std::vector<TimedCommand> events;  // Sorted by time; equal times in the order of the file.
  std::vector<Check> checks;         // What must be true of a run; never part of the run itself.
  std::vector<Variant> wrong;        // Changes that make checks fail, as they should.
  std::string source;                // The text it was read from.

  Instant end() const { return start + duration; }
};

}  // namespace weir
