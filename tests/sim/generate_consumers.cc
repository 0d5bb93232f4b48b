// Random consumers: one row a kind.
#include <algorithm>
#include <array>

#include "tests/sim/generator.h"

namespace weir::swarm {
namespace {

void AddPoller(Draw& draw, Plan& plan, size_t stream, Json& out) {
  // Some hundred polls a shard; in seconds also more often than the five a second that are allowed.
  const Duration often = std::max(plan.pace == Pace::kSeconds ? Millis(30) : Millis(100),
                                  plan.duration * std::min<int64_t>(plan.shards[stream], 8) / 800);
  out["poll"] = FormatDuration(
      Micros(draw.Skewed(often.micros, std::max(plan.duration.micros / 4, often.micros + 1))));
  if (draw.Chance(50)) out["limit"] = draw.Skewed(1, 10'000);
  if (draw.Chance(30)) {
    const Duration least = Micros(draw.Skewed(2, 400'000));
    out["latency"] = {{"min", FormatDuration(least)},
                      {"max", FormatDuration(Micros(draw.Between(least.micros, 2'000'000)))}};
  }
}

void AddFanOut(Draw&, Plan& plan, size_t stream, Json& out) {
  ++plan.fan_out[stream];
  out["read"] = "fan_out";
}

struct ConsumerRow {
  int64_t weight;
  void (*add)(Draw& draw, Plan& plan, size_t stream, Json& out);
};
constexpr std::array<ConsumerRow, 2> kConsumers{{
    {70, AddPoller},
    {30, AddFanOut},
}};

}  // namespace

Json RandomConsumer(Draw& draw, Plan& plan, const std::string& name) {
  Json out = Json::object();
  out["name"] = name;
  const int64_t last = static_cast<int64_t>(plan.streams.size()) - 1;
  const size_t stream = draw.Chance(60) ? 0 : static_cast<size_t>(draw.Between(0, last));
  out["stream"] = plan.streams[stream];
  const std::string start = draw.Of({"TRIM_HORIZON", "TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"});
  const Duration after = draw.Chance(30) ? RandomMoment(draw, plan) : Seconds(0);
  if (start != "TRIM_HORIZON") out["start"] = start;
  if (start == "AT_TIMESTAMP") {
    out["timestamp"] = FormatTimestamp(plan.start + draw.Span(Seconds(0), after));
  }
  if (after.micros > 0) out["start_after"] = FormatDuration(after);
  if (draw.Chance(50)) out["workers"] = draw.Skewed(1, 20);
  draw.Row(kConsumers).add(draw, plan, stream, out);
  if (draw.Chance(40)) out["records_per_second"] = draw.Skewed(1, 5'000);
  if (draw.Chance(30)) out["children"] = draw.Of({"after_parent", "at_once"});
  return out;
}

}  // namespace weir::swarm
