// Random scenarios, as the text that a person would write: so they go through the real parser, can
// be saved, and run by `weir run`.
//
// Whatever the parser takes may come, also designs that nobody would want and commands that the
// service refuses. To make the swarm do something new, add a row to the table of its part:
// generate_producers.cc, generate_consumers.cc, generate_events.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/engine/json_document.h"
#include "tests/sim/draw.h"

namespace weir::swarm {

// How much happens how fast: a run has a few thousand records, in seconds, minutes or days.
enum class Pace { kSeconds, kMinutes, kDays };

// What the parts of a scenario know of each other while they are drawn.
struct Plan {
  Pace pace = Pace::kSeconds;
  Instant start{1'767'225'600'000'000};
  Duration duration;
  int64_t records = 0;               // About as many as all producers together mean to send.
  std::vector<std::string> streams;  // At least one.
  std::vector<int64_t> shards;       // Of each stream.
  std::vector<std::string> producers;
  std::vector<std::string> consumers;
  std::vector<std::string> kcl;                   // Those of them that have workers.
  std::vector<int64_t> fan_out;                   // Registered consumers of each stream.
  std::vector<std::vector<std::string>> writers;  // Producers of each stream.
};

Json RandomScenario(uint64_t seed);

// One part each.
Json RandomProducer(Draw& draw, Plan& plan, const std::string& name);
Json RandomConsumer(Draw& draw, Plan& plan, const std::string& name);
Json RandomEvent(Draw& draw, const Plan& plan);
Json RandomKeys(Draw& draw);
// Adds delivery streams, and what goes with them.
void AddDelivery(uint64_t seed, Plan& plan, Json& out);
// Of a stream, without its name.
void AddStreamSettings(Draw& draw, const Plan& plan, Json& out);

// A moment of the run, now and then its very start or end.
Duration RandomMoment(Draw& draw, const Plan& plan);

}  // namespace weir::swarm
