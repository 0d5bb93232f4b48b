#include "core/engine/explain_lambda.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/model/limits.h"

namespace weir {
namespace {

// Records a second in hundredths that one lane gets through, with full batches.
int64_t LanePace(const LambdaSpec& spec) {
  const Duration batch = spec.duration + spec.duration_per_record * spec.batch_size;
  return spec.batch_size * 100'000'000 / std::max<int64_t>(batch.micros, 1);
}

std::string Rate(int64_t hundredths) {
  const std::string cents = std::to_string(100 + hundredths % 100).substr(1);
  return hundredths % 100 == 0 ? WithThousands(hundredths / 100)
                               : StrCat({WithThousands(hundredths / 100), ".", cents});
}

int64_t ArrivalsPerShard(const EngineView& view, const ConsumerView& consumer) {
  const StreamView& stream = view.streams[consumer.stream.index()];
  const int64_t seconds = std::max<int64_t>((view.now - view.start).micros / 1'000'000, 1);
  int64_t most = 0;
  for (const ShardView& shard : stream.shards) {
    most = std::max(most, shard.records_in * 100 / seconds);
  }
  return most;
}

Duration BehindOf(const ConsumerView& consumer) {
  Duration behind;
  for (const LeaseView& lease : consumer.leases) behind = std::max(behind, lease.behind);
  return behind;
}

void Failing(const ConsumerSpec& spec, const ConsumerView& consumer, Explanation& out) {
  const LambdaCounters& counters = consumer.lambda->counters;
  const bool for_ever = spec.lambda.retry_attempts < 0 && !spec.lambda.record_age;
  std::string text =
      StrCat({consumer.name, " stands ", SpanText(BehindOf(consumer)),
              " behind: ", WithThousands(counters.errors), " of ",
              WithThousands(counters.invocations), " invocations failed, ",
              WithThousands(counters.retries), " were of a batch that had failed before"});
  text += for_ever ? ", and nothing ends the attempts but the retention period."
                   : ". While a batch is tried again, its lane stands still.";
  out.findings.push_back({"failing-batch",
                          StrCat({"consumers.", consumer.name}),
                          true,
                          std::move(text),
                          {{"behind", MeasureUnit::kDuration, BehindOf(consumer).micros},
                           {"lambda_errors", MeasureUnit::kCount, counters.errors},
                           {"lambda_retries", MeasureUnit::kCount, counters.retries},
                           {"lambda_invocations", MeasureUnit::kCount, counters.invocations}}});
  if (!for_ever && spec.lambda.bisect_batch_on_error) return;
  const std::string at = StrCat({"/consumers/", consumer.name, "/lambda/"});
  out.advice.push_back(
      {"bisect",
       StrCat({"consumers.", consumer.name}),
       "Halve a batch that failed until the bad record is alone, try it twice more and tell a "
       "destination: the others go on, and some of them are processed twice.",
       {{at + "bisect_batch_on_function_error", "true"},
        {at + "maximum_retry_attempts", "2"},
        {at + "on_failure", "\"failures\""}}});
}

void TooSlow(const EngineView& view, const ConsumerSpec& spec, const ConsumerView& consumer,
             Explanation& out) {
  const int64_t pace = LanePace(spec.lambda);
  const int64_t arrivals = ArrivalsPerShard(view, consumer);
  const int64_t lanes = spec.lambda.parallelization_factor;
  out.findings.push_back(
      {"slow-function",
       StrCat({"consumers.", consumer.name}),
       true,
       StrCat({consumer.name, " stands ", SpanText(BehindOf(consumer)), " behind. A full batch of ",
               WithThousands(spec.lambda.batch_size), " takes ",
               SpanText(spec.lambda.duration +
                        spec.lambda.duration_per_record * spec.lambda.batch_size),
               ", so ",
               lanes == 1 ? "the one lane of a shard manages "
                          : StrCat({"the ", WithThousands(lanes), " lanes of a shard manage "}),
               Rate(pace * lanes), " records a second; the busiest shard gets ", Rate(arrivals),
               "."}),
       {{"behind", MeasureUnit::kDuration, BehindOf(consumer).micros},
        {"pace_hundredths", MeasureUnit::kCount, pace * lanes},
        {"arrivals_hundredths", MeasureUnit::kCount, arrivals}}});
  const int64_t wanted = (arrivals * 6 / 5 + pace - 1) / std::max<int64_t>(pace, 1);
  if (wanted <= lanes || wanted > kLambdaParallelizationMax) return;
  out.advice.push_back({"parallelize",
                        StrCat({"consumers.", consumer.name}),
                        StrCat({"A parallelization factor of ", WithThousands(wanted),
                                ": a fifth more than arrives. A key stays in its lane."}),
                        {{StrCat({"/consumers/", consumer.name, "/lambda/parallelization_factor"}),
                          std::to_string(wanted)}}});
}

}  // namespace

void ExplainLambda(const Engine& engine, const EngineView& view, const ConsumerView& consumer,
                   Explanation& out) {
  const ConsumerSpec& spec = engine.scenario().consumers[consumer.id.index()];
  if (consumer.lambda->counters.retries > 0) {
    Failing(spec, consumer, out);
  } else {
    TooSlow(view, spec, consumer, out);
  }
}

}  // namespace weir
