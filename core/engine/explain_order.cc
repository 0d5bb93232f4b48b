#include "core/engine/explain_order.h"

#include <algorithm>

#include "core/base/text.h"

namespace weir {
namespace {

using Patch = std::vector<std::pair<std::string, std::string>>;

std::string WitnessText(const EngineView& view, const ConsumerView& consumer) {
  const ViolationView& first = *consumer.first_violation;
  return StrCat({"After ",
                 FormatElapsed(first.processed_at - view.start),
                 " ",
                 consumer.name,
                 " processed record ",
                 WithThousands(first.earlier_number),
                 " of key ",
                 first.key_name,
                 " (shard ",
                 std::to_string(first.earlier_shard.value),
                 ") after record ",
                 WithThousands(first.later_number),
                 " (shard ",
                 std::to_string(first.later_shard.value),
                 "): ",
                 OrderCauseSentence(first.cause),
                 ". ",
                 WithThousands(consumer.order_violations),
                 " of ",
                 WithThousands(consumer.processed),
                 " records came late."});
}

// What the scenario itself says that gives order up: each is one change.
void Advise(const Scenario& scenario, const ConsumerView& consumer, Explanation& out) {
  const ConsumerSpec& reader = scenario.consumers[consumer.id.index()];
  if (reader.children == ChildPolicy::kAtOnce) {
    out.advice.push_back(
        {"parent-first", StrCat({"consumers.", reader.name}),
         "Read a shard that was split or merged to its end before its children.",
         Patch{{StrCat({"/consumers/", reader.name, "/children"}), "\"after_parent\""}}});
  }
  for (const ProducerSpec& producer : scenario.producers) {
    if (producer.stream != reader.stream || producer.workload.replay.dataset != nullptr) continue;
    const PartitionBy by = producer.workload.keys.partition_by;
    if (by == PartitionBy::kKey) continue;
    out.advice.push_back(
        {"partition-by-key", StrCat({"producers.", producer.name}),
         StrCat({"Put each record under its key instead of under a ",
                 by == PartitionBy::kSalted ? "salted" : "random",
                 " one: all records of a key then lie in one shard."}),
         Patch{{StrCat({"/producers/", producer.name, "/keys/partition_by"}), "\"key\""}}});
  }
}

// Retries overtake where several calls are under way, or new records go out before old ones.
void AdviseInOrder(const Scenario& scenario, const EngineView& view, Explanation& out) {
  for (const ProducerView& producer : view.producers) {
    const ProducerSpec& spec = scenario.producers[producer.id.index()];
    const bool lost = std::ranges::any_of(view.consumers, [&](const ConsumerView& consumer) {
      return consumer.stream == producer.stream && consumer.order_violations > 0;
    });
    if (!lost || spec.kind != ProducerKind::kSdk || producer.retried == 0 || spec.in_order) {
      continue;
    }
    out.advice.push_back(
        {"in-order", StrCat({"producers.", spec.name}),
         StrCat({spec.name, " sent ", WithThousands(producer.retried),
                 " records again while newer ones went out. One call at a time, and nothing new "
                 "before the old is in: slower, and in order."}),
         Patch{{StrCat({"/producers/", spec.name, "/in_order"}), "true"}}});
  }
}

}  // namespace

void ExplainOrder(const Engine& engine, const EngineView& view, Explanation& out) {
  if (view.consumers.empty()) return;
  int64_t processed = 0;
  for (const ConsumerView& consumer : view.consumers) processed += consumer.processed;
  if (view.order_kept) {
    out.findings.push_back({"order-kept",
                            "run",
                            false,
                            StrCat({"Order held for every key in all ", WithThousands(processed),
                                    " records that were processed."}),
                            {{"processed", MeasureUnit::kRecords, processed}}});
    return;
  }
  for (const ConsumerView& consumer : view.consumers) {
    if (!consumer.first_violation) continue;
    const ViolationView& first = *consumer.first_violation;
    out.findings.push_back(
        {"order-violated",
         StrCat({"consumers.", consumer.name}),
         true,
         WitnessText(view, consumer),
         {{"order_violations", MeasureUnit::kRecords, consumer.order_violations},
          {"first_violation", MeasureUnit::kDuration, (first.processed_at - view.start).micros},
          {"earlier_record", MeasureUnit::kCount, first.earlier_number},
          {"later_record", MeasureUnit::kCount, first.later_number}}});
    Advise(engine.scenario(), consumer, out);
  }
  AdviseInOrder(engine.scenario(), view, out);
}

}  // namespace weir
