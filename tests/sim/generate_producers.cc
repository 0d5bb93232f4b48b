// Random producers: one row a kind.
#include <array>

#include "tests/sim/generator.h"

namespace weir::swarm {
namespace {

// Records a second, or a text where a second is too short.
Json RateOf(int64_t records, Duration in) {
  const int64_t a_second = records * 1'000'000 / std::max<int64_t>(in.micros, 1);
  if (a_second >= 1) return a_second;
  const int64_t an_hour = records * 3'600 * 1'000'000 / in.micros;
  return std::to_string(std::max<int64_t>(an_hour, 1)) + "/h";
}

Json RandomArrivals(Draw& draw, const Plan& plan, int64_t records) {
  Json out = Json::object();
  const char* shape = draw.Of({"steady", "poisson", "burst", "diurnal", "spike"});
  const bool even_rate =
      shape == std::string_view("steady") || shape == std::string_view("poisson");
  const bool diurnal = shape == std::string_view("diurnal");
  const bool spike = shape == std::string_view("spike");
  out["shape"] = shape;
  out["rate"] = RateOf(records, plan.duration);
  if (draw.Chance(40)) out["spacing"] = draw.Of({"even", "poisson"});
  if (even_rate) return out;
  out["peak"] = RateOf(records * draw.Between(1, 12), plan.duration);
  const Duration every = draw.Span(plan.duration / 20 + Millis(10), plan.duration * 2);
  if (!spike) out["every"] = FormatDuration(every);
  if (!diurnal) out["lasts"] = FormatDuration(draw.Span(Millis(1), every / 2 + Millis(1)));
  if (spike) out["at"] = FormatDuration(RandomMoment(draw, plan));
  return out;
}

void AddSize(Draw& draw, Json& out) {
  if (draw.Chance(25)) return;
  struct Sizes {
    int64_t weight;
    int64_t min;
    int64_t max;
  };
  constexpr std::array<Sizes, 5> kSizes{{
      {40, 0, 300},
      {25, 500, 8'000},
      {20, 10'000, 300'000},
      {10, 900'000, 1'048'576},
      {5, 1'000'000, 10'485'760},  // Beyond what most streams admit: refused.
  }};
  const Sizes& sizes = draw.Row(kSizes);
  const int64_t least = draw.Between(sizes.min, sizes.max);
  if (draw.Chance(50)) {
    out["size"] = least;
  } else {
    out["size"] = {{"min", least}, {"max", draw.Between(least, sizes.max)}};
  }
}

int64_t LongestOf(const Json& producer) {
  if (!producer.contains("size")) return 0;
  const Json& size = producer["size"];
  return size.is_object() ? size["max"].get<int64_t>() : size.get<int64_t>();
}

void AddLatency(Draw& draw, Json& out) {
  if (draw.Chance(70)) return;
  const Duration least = Micros(draw.Skewed(2, 400'000));
  const Duration most = draw.Chance(30) ? least : Micros(draw.Between(least.micros, 1'000'000));
  out["latency"] = {{"min", FormatDuration(least)}, {"max", FormatDuration(most)}};
}

// A producer on the SDK.
void AddSdk(Draw& draw, const Plan&, Json& out) {
  if (draw.Chance(60)) out["batch"] = draw.Skewed(1, 500);
  if (draw.Chance(50)) out["linger"] = FormatDuration(Micros(draw.Skewed(0, 2'000'000)));
  if (draw.Chance(50)) out["in_flight"] = draw.Skewed(1, 64);
  AddLatency(draw, out);
  if (draw.Chance(50)) {
    const Duration base = Millis(draw.Skewed(1, 2'000));
    out["retry"] = {{"attempts", draw.Skewed(0, 100)},
                    {"base", FormatDuration(base)},
                    {"max", FormatDuration(base + Millis(draw.Skewed(0, 20'000)))}};
  }
  if (draw.Chance(15)) {
    out["lost_answers"] = draw.Skewed(1, 1'000);
    out["request_timeout"] = FormatDuration(Millis(draw.Skewed(1, 10'000)));
  }
  if (draw.Chance(40)) out["in_order"] = true;
}

void AddKpl(Draw& draw, const Plan& plan, Json& out) {
  out["kind"] = "kpl";
  AddLatency(draw, out);
  Json kpl = Json::object();
  if (draw.Chance(15)) kpl["aggregation"] = false;
  if (draw.Chance(30)) kpl["aggregation_max_size"] = draw.Skewed(64, 1'048'576);
  if (draw.Chance(30)) kpl["aggregation_max_count"] = draw.Skewed(1, 500);
  if (draw.Chance(30)) kpl["collection_max_count"] = draw.Skewed(1, 500);
  if (draw.Chance(20)) kpl["collection_max_size"] = draw.Skewed(52'224, 10'485'760);
  if (draw.Chance(40)) {
    kpl["record_max_buffered_time"] = FormatDuration(Millis(draw.Skewed(100, 5'000)));
  }
  if (draw.Chance(40)) kpl["record_ttl"] = FormatDuration(Millis(draw.Skewed(100, 60'000)));
  // In days a slow limiter would look at its queue forty times a second all the time.
  if (draw.Chance(40)) {
    kpl["rate_limit_percent"] = draw.Skewed(plan.pace == Pace::kDays ? 100 : 1, 1'000);
  }
  if (draw.Chance(40)) kpl["max_connections"] = draw.Skewed(1, 24);
  if (draw.Chance(15)) kpl["fail_if_throttled"] = true;
  if (!kpl.empty()) out["kpl"] = kpl;
}

void AddAgent(Draw& draw, const Plan& plan, Json& out) {
  out["kind"] = "agent";
  AddLatency(draw, out);
  if (out.contains("keys")) {  // The agent has partition keys of its own.
    out["keys"].erase("partition_by");
    out["keys"].erase("salts");
  }
  Json agent = Json::object();
  if (draw.Chance(30)) agent["poll"] = FormatDuration(Millis(draw.Skewed(20, 5'000)));
  // A minute is longer than most runs.
  if (draw.Chance(80)) {
    agent["max_buffer_age"] = FormatDuration(Millis(draw.Skewed(1'000, 30'000)));
  }
  if (draw.Chance(40)) agent["max_buffer_records"] = draw.Skewed(1, 500);
  if (draw.Chance(20)) agent["max_buffer_bytes"] = draw.Skewed(1, 4'194'304);
  if (draw.Chance(50)) agent["sending_threads"] = draw.Skewed(1, 48);
  // Deterministic: every line is made and hashed, wherever it is counted.
  if (draw.Chance(50)) agent["partition_key"] = LongestOf(out) > 8'000 ? "random" : "deterministic";
  if (draw.Chance(50)) agent["initial_position"] = "start_of_file";
  if (draw.Chance(30)) {
    agent["up_after"] = FormatDuration(draw.Span(Seconds(0), plan.duration / 2));
  }
  if (draw.Chance(40)) {
    agent["rotate_every"] = FormatDuration(draw.Span(Seconds(1), plan.duration / 3 + Seconds(1)));
    agent["keep_files"] = draw.Skewed(0, 10);
  }
  if (!agent.empty()) out["agent"] = agent;
}

struct ProducerRow {
  int64_t weight;
  void (*add)(Draw& draw, const Plan& plan, Json& out);
};
constexpr std::array<ProducerRow, 3> kProducers{{
    {50, AddSdk},
    {30, AddKpl},
    {20, AddAgent},
}};

}  // namespace

Json RandomKeys(Draw& draw) {
  Json out = Json::object();
  const std::string shape = draw.Of({"uniform", "zipf", "hot", "fleet"});
  out["shape"] = shape;
  out["count"] = draw.Skewed(1, 2'000);
  if (shape == "zipf") out["skew_hundredths"] = draw.Between(1, 300);
  if (shape == "hot") out["hot_percent"] = draw.Between(1, 100);
  if (draw.Chance(20)) {
    const std::string by = draw.Of({"salted", "random"});
    out["partition_by"] = by;
    if (by == "salted") out["salts"] = draw.Skewed(2, 1'000);
  }
  return out;
}

Json RandomProducer(Draw& draw, Plan& plan, const std::string& name) {
  Json out = Json::object();
  out["name"] = name;
  // Most write into the first stream, so that they meet.
  const int64_t last = static_cast<int64_t>(plan.streams.size()) - 1;
  const size_t stream = draw.Chance(60) ? 0 : static_cast<size_t>(draw.Between(0, last));
  out["stream"] = plan.streams[stream];
  plan.writers[stream].push_back(name);
  const int64_t records = draw.Skewed(10, plan.records);
  if (draw.Chance(90)) out["arrivals"] = RandomArrivals(draw, plan, records);
  if (draw.Chance(85)) out["keys"] = RandomKeys(draw);
  AddSize(draw, out);
  draw.Row(kProducers).add(draw, plan, out);
  if (draw.Chance(20)) out["start"] = FormatDuration(RandomMoment(draw, plan));
  if (draw.Chance(20)) out["stop"] = FormatDuration(RandomMoment(draw, plan));
  out["limit"] = draw.Chance(20) ? draw.Skewed(1, records) : records * 2;
  return out;
}

}  // namespace weir::swarm
