// P2: whole simulations, with throttles, latencies, a reader, series and digests; and the event
// queue by itself.
#include <queue>
#include <string>
#include <vector>

#include "core/base/prng.h"
#include "core/engine/engine.h"
#include "core/sim/scheduler.h"
#include "tests/bench/benches.h"
#include "tests/bench/cases.h"
#include "tests/bench/hand_simulation.h"
#include "tests/bench/memory.h"

namespace weir::bench {
namespace {

#if defined(__wasm__)
constexpr Goal kRecordGoal = {false, 110, 110};
constexpr Goal kDayGoal = {false, 10, 10};
#else
constexpr Goal kRecordGoal = {false, 60, 25};
constexpr Goal kDayGoal = {false, 6, 2.2};
#endif

struct Run {
  Sample sample;
  int64_t records = 0;
  double bytes_per_record = 0;
};

Run RunEngine(const LoadSpec& spec) {
  const std::shared_ptr<const Scenario> scenario = LoadScenario(spec);
  const double before = BytesInUse();
  const Stopwatch watch;
  Engine engine(scenario);
  engine.AdvanceTo(scenario->end());
  Run run{{watch.Elapsed(), 0}, 0, 0};
  const double kept = BytesInUse() - before;
  LogSum sum(spec);
  for (const Shard& shard : engine.streams().stream({0}).shards()) {
    run.records += shard.counters().records_in;
    const ShardLog& log = shard.log();
    for (uint64_t i = log.trim_horizon(); i < log.end(); ++i) {
      const RecordRow row = log.Row(i);
      sum.Add(row.key, row.number);
    }
  }
  run.sample.checksum = sum.sum;
  run.bytes_per_record = kept / static_cast<double>(run.records);
  return run;
}

// One full shard against the loop by hand.
void FullShard(const Options& options, Report& report) {
  LoadSpec spec;
  spec.duration = options.quick ? Seconds(100) : Minutes(30);
  Run last;
  const std::vector<Outcome> outcomes =
      Compete({{"P2 full shard, by hand", [&] { return RunByHand(spec).sample; }},
               {"P2 full shard, engine", [&] { return (last = RunEngine(spec)).sample; }}},
              options.rounds);
  const double records = static_cast<double>(last.records);
  report.AddCost(outcomes[0], records, "record");
  Row& row = report.AddCost(outcomes[1], records, "record");
  row.ratio = outcomes[0].median.cpu_s / outcomes[1].median.cpu_s;
  row.against = "of the hand loop's speed";
  row.goal = kRecordGoal;
  const double day_s = row.value * 86.4e6 / 1e9;
  report.Add(
      {.what = "P2 24 h of it, extrapolated", .value = day_s, .unit = "s", .goal = kDayGoal});
}

// The whole day once, for its time and its memory.
void FullDay(const Options& options, Report& report) {
  LoadSpec spec;
  spec.duration = options.quick ? Minutes(5) : Hours(24);
  const Run run = RunEngine(spec);
  const std::string what = options.quick ? "P2 5 min" : "P2 24 h";
  report.Add({.what = what + " of it, the full run",
              .value = run.sample.took.cpu_s,
              .unit = "s",
              .wall = run.sample.took.wall_s,
              .goal = kDayGoal});
  if (!KnowsBytesInUse()) return;
  report.Add({.what = what + " of it, memory in use",
              .value = run.bytes_per_record,
              .unit = "B/record",
              .goal = AtMost(options.quick ? 24 : 16.5, options.quick ? 24 : 16.5)});
}

void OtherLoads(const Options& options, Report& report) {
  for (const char* name : {"full-shard-poisson", "hot-shard", "sixteen-shards"}) {
    const std::shared_ptr<const Scenario> scenario = FindCase(name);
    if (options.quick && name != std::string("sixteen-shards")) continue;
    CaseResult last;
    const Outcome outcome = Compete(
        {{std::string("P2 ") + name, [&] { return (last = RunScenario(scenario, 1)).sample; }}},
        options.rounds)[0];
    report.AddCost(outcome, static_cast<double>(last.records), "record");
    if (name != std::string("sixteen-shards")) continue;
    const double simulated_s = static_cast<double>(scenario->duration.micros) / 1e6;
    report.Add({.what = "P2 sixteen-shards, pace",
                .value = simulated_s / outcome.median.cpu_s,
                .unit = "x real time",
                .wall = simulated_s / outcome.median.wall_s,
                .goal = AtLeast(1'000, 1'000)});
  }
  report.Note(
      "hot-shard: 1.5 times what the shard takes; its cost is of a record accepted, and each");
  report.Note("of the others is sent up to four times.");
}

// "Hold": take the first event, schedule another one a random while later.
template <typename Queue>
Sample Hold(Queue& queue, size_t pending, size_t holds) {
  Prng prng(7);
  for (size_t i = 0; i < pending; ++i) queue.Push(static_cast<int64_t>(prng.Below(1'000'000)));
  uint64_t sum = 0;
  const Stopwatch watch;
  for (size_t i = 0; i < holds; ++i) {
    const Event event = queue.Pop();
    sum = sum * 31 + static_cast<uint64_t>(event.at.micros);
    queue.Push(event.at.micros + static_cast<int64_t>(prng.Below(1'000'000)));
  }
  return {watch.Elapsed(), sum};
}

struct OurQueue {
  Scheduler scheduler;
  void Push(int64_t at) { scheduler.Schedule(Instant{at}, EventKind::kProducerFlush); }
  Event Pop() { return scheduler.Pop(); }
};

struct StandardQueue {
  struct Later {
    bool operator()(const Event& a, const Event& b) const {
      return a.at != b.at ? a.at > b.at : a.order > b.order;
    }
  };
  std::priority_queue<Event, std::vector<Event>, Later> queue;
  uint64_t order = 0;
  void Push(int64_t at) { queue.push({Instant{at}, order++, 0, 0}); }
  Event Pop() {
    const Event event = queue.top();
    queue.pop();
    return event;
  }
};

void EventQueue(size_t pending, const Options& options, Report& report) {
  const size_t holds = options.quick ? 10'000 : 3'000'000;
  const std::string at = " at " + std::to_string(pending) + " pending";
  const std::vector<Outcome> outcomes = Compete({{"P2 std::priority_queue" + at,
                                                  [&] {
                                                    StandardQueue queue;
                                                    return Hold(queue, pending, holds);
                                                  }},
                                                 {"P2 Scheduler" + at,
                                                  [&] {
                                                    OurQueue queue;
                                                    return Hold(queue, pending, holds);
                                                  }}},
                                                options.rounds);
  report.AddCost(outcomes[0], static_cast<double>(holds), "event");
  Row& row = report.AddCost(outcomes[1], static_cast<double>(holds), "event");
  row.ratio = outcomes[0].median.cpu_s / outcomes[1].median.cpu_s;
  row.against = "x std::priority_queue";
  const double bound = pending == 64 ? 60 : 120;
  row.goal = AtMost(bound, bound);
}

}  // namespace

void BenchSimulate(const Options& options, Report& report) {
  FullShard(options, report);
  OtherLoads(options, report);
  EventQueue(64, options, report);
  EventQueue(4'096, options, report);
  FullDay(options, report);  // Last: it leaves a heap of more than a gigabyte behind.
}

}  // namespace weir::bench
