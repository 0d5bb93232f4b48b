// A Lambda mapping under random settings, failures, splits, trims and pauses: whatever happens,
// every record it has read is through, set aside, lost to retention, or still here.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/model/limits.h"
#include "tests/support/builders.h"
#include "tests/support/seeds.h"

namespace weir {
namespace {

using test::kStart;

std::string Number(Prng& prng, int64_t low, int64_t high) {
  return std::to_string(prng.Between(low, high));
}

std::string Flag(Prng& prng) { return prng.Below(2) == 0 ? "false" : "true"; }

std::string LambdaMembers(Prng& prng) {
  std::string text =
      StrCat({R"("batch_size": )", Number(prng, 1, 60), R"(, "parallelization_factor": )",
              Number(prng, 1, 5), R"(, "bisect_batch_on_function_error": )", Flag(prng),
              R"(, "report_batch_item_failures": )", Flag(prng), R"(, "maximum_retry_attempts": )",
              Number(prng, -1, 4), R"(, "on_failure": "aside")"});
  if (prng.Below(3) == 0) text += R"(, "maximum_record_age": "90s")";
  if (prng.Below(3) == 0) text += R"(, "maximum_batching_window": "7s")";
  if (prng.Below(3) == 0) text += R"(, "tumbling_window": "20s")";
  text += StrCat({R"(, "function": {"duration": ")", Number(prng, 1, 900),
                  R"(ms", "duration_per_record": ")", Number(prng, 0, 30), R"(ms", "errors": )",
                  Number(prng, 0, 400), R"(, "timeout": ")", Number(prng, 1, 5),
                  R"(s", "state_bytes_per_record": 20000)", R"(, "reserved_concurrency": )",
                  Number(prng, 0, 4), "}"});
  return text;
}

std::shared_ptr<const Scenario> RandomScenario(Prng& prng) {
  const std::string poison =
      prng.Below(2) == 0 ? StrCat({R"(, "poison": {"every": )", Number(prng, 20, 400), "}"}) : "";
  const std::string read = prng.Below(3) == 0 ? R"(, "read": "fan_out")" : "";
  return test::ScenarioWith(
      static_cast<int>(prng.Between(1, 3)),
      StrCat({R"("seed": )", Number(prng, 0, 1'000'000),
              R"(, "duration": "30h", "producers": [{"name": "p", "stream": "s",)",
              R"("in_order": true, "arrivals": {"rate": )", Number(prng, 1, 60),
              R"(}, "keys": {"count": )", Number(prng, 1, 50), R"(}, "stop": "200s"}],)",
              R"("consumers": [{"name": "c", "stream": "s", "kind": "lambda")", read, poison,
              R"(, "lambda": {)", LambdaMembers(prng), "}}], ",
              R"("events": [{"at": "70s", "do": "SplitShard", "stream": "s", "shard": 0},)",
              R"({"at": "120s", "do": "PauseConsumer", "consumer": "c"},)",
              R"({"at": "150s", "do": "PauseConsumer", "consumer": "c", "paused": false}])"}));
}

void CheckCounts(const Engine& engine) {
  const EngineView view = engine.View();
  const ConsumerView& consumer = view.consumers[0];
  const LambdaCounters& counters = consumer.lambda->counters;
  int64_t here = 0;
  for (const LambdaLaneView& lane : consumer.lambda->lanes) here += lane.waiting + lane.in_batch;
  ASSERT_EQ(counters.read,
            consumer.processed + counters.discarded_records + counters.lost_waiting + here);
  int64_t told = 0;
  for (const DiscardedBatch& batch : consumer.lambda->on_failure) told += batch.batch_size;
  if (counters.told <= kLambdaOnFailureKept) {
    ASSERT_EQ(told, counters.discarded_records);
  }
  ASSERT_EQ(counters.told, counters.discarded_batches);
  int64_t invoking = 0;
  for (const LambdaLaneView& lane : consumer.lambda->lanes) {
    invoking += lane.state == LaneState::kInvoking ? 1 : 0;
  }
  ASSERT_EQ(invoking, counters.in_flight);
  // One record a key and number: nothing overtakes anything of its key.
  ASSERT_EQ(consumer.order_violations, 0) << OrderCauseName(view.first_violation->cause)
                                          << " of record " << view.first_violation->earlier_number;
  ASSERT_EQ(consumer.duplicates,
            consumer.order_causes[static_cast<size_t>(OrderCause::kAgainAfterFailure)]);
}

TEST(LambdaPropertyTest, EveryRecordIsThroughOrSetAsideOrLostOrHere) {
  test::ForSeeds(60, [](Prng& prng, uint64_t) {
    Engine engine(RandomScenario(prng));
    while (engine.now() < kStart + Minutes(8)) {
      engine.AdvanceTo(engine.now() + Millis(prng.Between(1, 9'000)));
      ASSERT_NO_FATAL_FAILURE(CheckCounts(engine));
    }
    // What is stuck is let go by retention at the latest, and nothing is left over.
    engine.AdvanceTo(kStart + Hours(30));
    ASSERT_NO_FATAL_FAILURE(CheckCounts(engine));
    const EngineView view = engine.View();
    const ConsumerView& consumer = view.consumers[0];
    int64_t written = 0;
    for (const ShardView& shard : view.streams[0].shards) written += shard.records_in;
    ASSERT_EQ(written, consumer.processed + consumer.lambda->counters.discarded_records +
                           consumer.lost_to_retention);
    ASSERT_EQ(consumer.lambda->counters.in_flight, 0);
  });
}

TEST(LambdaPropertyTest, EveryWayToAMomentGivesTheSameDigests) {
  test::ForSeeds(25, [](Prng& prng, uint64_t) {
    const auto scenario = RandomScenario(prng);
    Engine straight(scenario);
    straight.AdvanceTo(kStart + Minutes(6));
    Engine stepped(scenario);
    while (stepped.now() < kStart + Minutes(6)) {
      const Instant next = stepped.now() + Millis(prng.Between(1, 60'000));
      Engine copy = stepped;
      stepped.AdvanceTo(std::min(next, kStart + Minutes(6)));
      copy.AdvanceTo(std::min(next, kStart + Minutes(6)));
      ASSERT_EQ(copy.digests(), stepped.digests());
    }
    ASSERT_EQ(stepped.digests(), straight.digests());
  });
}

}  // namespace
}  // namespace weir
