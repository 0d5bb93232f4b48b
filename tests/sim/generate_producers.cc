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

void AddLatency(Draw& draw, Json& out) {
  if (draw.Chance(70)) return;
  const Duration least = Micros(draw.Skewed(2, 400'000));
  const Duration most = draw.Chance(30) ? least : Micros(draw.Between(least.micros, 1'000'000));
  out["latency"] = {{"min", FormatDuration(least)}, {"max", FormatDuration(most)}};
}

// A producer on the SDK.
void AddSdk(Draw& draw, Json& out) {
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

struct ProducerRow {
  int64_t weight;
  void (*add)(Draw& draw, Json& out);
};
constexpr std::array<ProducerRow, 1> kProducers{{
    {1, AddSdk},
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

Json RandomProducer(Draw& draw, const Plan& plan, const std::string& name) {
  Json out = Json::object();
  out["name"] = name;
  // Most write into the first stream, so that they meet.
  const int64_t last = static_cast<int64_t>(plan.streams.size()) - 1;
  out["stream"] = plan.streams[draw.Chance(60) ? 0 : static_cast<size_t>(draw.Between(0, last))];
  const int64_t records = draw.Skewed(10, plan.records);
  if (draw.Chance(90)) out["arrivals"] = RandomArrivals(draw, plan, records);
  if (draw.Chance(85)) out["keys"] = RandomKeys(draw);
  AddSize(draw, out);
  draw.Row(kProducers).add(draw, out);
  if (draw.Chance(20)) out["start"] = FormatDuration(RandomMoment(draw, plan));
  if (draw.Chance(20)) out["stop"] = FormatDuration(RandomMoment(draw, plan));
  out["limit"] = draw.Chance(20) ? draw.Skewed(1, records) : records * 2;
  return out;
}

}  // namespace weir::swarm
