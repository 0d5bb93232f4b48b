// Random consumers: one row a kind.
#include <algorithm>
#include <array>

#include "tests/sim/generator.h"

namespace weir::swarm {
namespace {

// Some hundred polls a shard; in seconds also more often than the five a second that are allowed.
void AddPolls(Draw& draw, const Plan& plan, size_t stream, Json& out) {
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

void AddPushes(Plan& plan, size_t stream, Json& out) {
  ++plan.fan_out[stream];
  out["read"] = "fan_out";
}

void AddSdk(Draw& draw, Json& out) {
  if (draw.Chance(30)) out["children"] = draw.Of({"after_parent", "at_once"});
  if (draw.Chance(50)) out["workers"] = draw.Skewed(1, 20);
  if (!draw.Chance(25)) return;
  out["threads"] = draw.Skewed(2, 64);
  if (draw.Chance(60)) out["order"] = draw.Of({"key", "none"});
}
void AddPoller(Draw& draw, Plan& plan, size_t stream, Json& out) {
  AddPolls(draw, plan, stream, out);
  AddSdk(draw, out);
}
void AddFanOut(Draw& draw, Plan& plan, size_t stream, Json& out) {
  AddPushes(plan, stream, out);
  AddSdk(draw, out);
}

void AddPoison(Draw& draw, const Plan& plan, size_t stream, Json& out) {
  Json poison = Json::object();
  const std::vector<std::string>& writers = plan.writers[stream];
  if (!writers.empty() && draw.Chance(40)) {
    poison["producer"] =
        writers[static_cast<size_t>(draw.Between(0, static_cast<int64_t>(writers.size()) - 1))];
  }
  if (draw.Chance(60)) {
    poison["every"] = draw.Skewed(2, 1'000);
  } else {
    for (int64_t i = draw.Between(1, 5); i > 0; --i) {
      poison["numbers"].push_back(draw.Skewed(0, plan.records));
    }
  }
  out["poison"] = poison;
}

// Times that matter within the run: a failover that takes longer than it is none.
Duration Pacing(Draw& draw, const Plan& plan, Duration seconds, Duration minutes) {
  if (plan.pace == Pace::kDays) return draw.Span(Minutes(5), Hours(1));
  const Duration most = plan.pace == Pace::kSeconds ? seconds : minutes;
  return Millis(draw.Skewed(1'000, std::max<int64_t>(most.micros / 1'000, 1'001)));
}

void AddKclMembers(Draw& draw, const Plan& plan, Json& kcl) {
  kcl["failover_time"] = FormatDuration(Pacing(draw, plan, Seconds(3), Seconds(30)));
  if (plan.pace == Pace::kSeconds || draw.Chance(40)) {
    const Duration taker = plan.pace == Pace::kDays ? Minutes(10) : Millis(draw.Skewed(300, 5'000));
    kcl["taker_interval"] = FormatDuration(taker);
  }
  if (draw.Chance(60)) {
    kcl["shard_sync"] = FormatDuration(Pacing(draw, plan, Seconds(3), Seconds(60)));
    kcl["parent_poll"] = FormatDuration(Pacing(draw, plan, Seconds(2), Seconds(10)));
  }
  if (draw.Chance(30)) kcl["steal"] = draw.Skewed(1, 8);
  if (draw.Chance(20)) kcl["max_leases"] = draw.Skewed(1, 16);
  if (draw.Chance(30)) {
    kcl["checkpoint"] = {{"records", draw.Skewed(1, 2'000)}};
  } else if (draw.Chance(40)) {
    kcl["checkpoint"] = {{"every", FormatDuration(draw.Span(Millis(100), plan.duration / 4))}};
  }
  if (draw.Chance(10)) kcl["checkpoint_shard_end"] = false;
  const std::string on_error = draw.Of({"skip_batch", "skip_record", "retry"});
  if (draw.Chance(70)) kcl["on_error"] = on_error;
  if (kcl.value("on_error", "") != "retry" && draw.Chance(40)) {
    kcl["retries"] = draw.Skewed(0, 10);
    kcl["backoff"] = FormatDuration(Millis(draw.Skewed(1, 3'000)));
  }
  if (draw.Chance(30)) {
    const Duration least = Micros(draw.Skewed(2, 200'000));
    kcl["table"]["latency"] = {{"min", FormatDuration(least)},
                               {"max", FormatDuration(least + Millis(draw.Skewed(0, 500)))}};
  }
  if (draw.Chance(20)) kcl["table"]["writes_per_second"] = draw.Skewed(1, 100);
}

void AddKcl(Draw& draw, Plan& plan, size_t stream, Json& out) {
  out["kind"] = "kcl";
  out["workers"] = draw.Skewed(1, 6);
  if (draw.Chance(25)) {
    AddPushes(plan, stream, out);
  } else {
    AddPolls(draw, plan, stream, out);
  }
  Json kcl = Json::object();
  AddKclMembers(draw, plan, kcl);
  out["kcl"] = kcl;
  if (draw.Chance(30)) AddPoison(draw, plan, stream, out);
  plan.kcl.push_back(out["name"]);
}

Json RandomFunction(Draw& draw) {
  Json function = Json::object();
  if (draw.Chance(70)) function["duration"] = FormatDuration(Millis(draw.Skewed(1, 3'000)));
  if (draw.Chance(40)) {
    function["duration_per_record"] = FormatDuration(Micros(draw.Skewed(0, 50'000)));
  }
  if (draw.Chance(30)) function["timeout"] = FormatDuration(Seconds(draw.Skewed(1, 900)));
  if (draw.Chance(40)) function["errors"] = draw.Skewed(0, 600);
  if (draw.Chance(30)) function["reserved_concurrency"] = draw.Skewed(1, 20);
  if (draw.Chance(20)) function["state_bytes_per_record"] = draw.Skewed(0, 100'000);
  return function;
}

void AddLambda(Draw& draw, Plan& plan, size_t stream, Json& out) {
  out["kind"] = "lambda";
  // Polled once a second, whatever happens: that is too often for days.
  if (plan.pace == Pace::kDays || draw.Chance(25)) AddPushes(plan, stream, out);
  Json lambda = Json::object();
  if (draw.Chance(70)) lambda["batch_size"] = draw.Skewed(1, 10'000);
  if (draw.Chance(30)) {
    lambda["maximum_batching_window"] = FormatDuration(Seconds(draw.Skewed(0, 300)));
  }
  if (draw.Chance(60)) lambda["parallelization_factor"] = draw.Between(1, 10);
  if (draw.Chance(40)) lambda["bisect_batch_on_function_error"] = true;
  if (draw.Chance(40)) lambda["report_batch_item_failures"] = true;
  if (draw.Chance(70)) lambda["maximum_retry_attempts"] = draw.Skewed(-1, 20);
  if (draw.Chance(30)) {
    lambda["maximum_record_age"] = FormatDuration(Seconds(draw.Skewed(60, 600)));
  }
  if (draw.Chance(40)) lambda["on_failure"] = "dead-letters";
  if (draw.Chance(25)) lambda["tumbling_window"] = FormatDuration(Seconds(draw.Skewed(0, 900)));
  const Json function = RandomFunction(draw);
  if (!function.empty()) lambda["function"] = function;
  out["lambda"] = lambda;
  if (draw.Chance(40)) AddPoison(draw, plan, stream, out);
}

struct ConsumerRow {
  int64_t weight;
  void (*add)(Draw& draw, Plan& plan, size_t stream, Json& out);
};
constexpr std::array<ConsumerRow, 4> kConsumers{{
    {35, AddPoller},
    {12, AddFanOut},
    {28, AddKcl},
    {25, AddLambda},
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
  draw.Row(kConsumers).add(draw, plan, stream, out);
  if (draw.Chance(40)) out["records_per_second"] = draw.Skewed(1, 5'000);
  return out;
}

}  // namespace weir::swarm
