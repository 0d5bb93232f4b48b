#include "tests/sim/generator.h"

#include <array>

namespace weir::swarm {
namespace {

struct PaceRow {
  int64_t weight;
  Pace pace;
  Duration least;
  Duration most;
  int64_t records_max;
};
// Days are for retention; every second of them is sampled, so they are the dearest.
constexpr std::array<PaceRow, 3> kPaces{{
    {36, Pace::kSeconds, Seconds(2), Seconds(15), 30'000},
    {60, Pace::kMinutes, Seconds(50), Seconds(400), 10'000},
    {4, Pace::kDays, Hours(25), Hours(40), 3'000},
}};

// Aggregates meet a split on their way only where there are many of them: a producer on the KPL
// that writes all the time, many keys, and a stream that is split meanwhile.
void SplitUnderAggregates(Draw& draw, const Plan& plan, Json& out) {
  Json& events = out["events"];  // First: a new member moves the others.
  if (events.is_null()) events = Json::array();
  for (Json& producer : out["producers"]) {
    if (producer.value("kind", "") != "kpl") continue;
    const int64_t records = draw.Between(500, 4'000);
    const int64_t seconds = plan.duration.micros / 1'000'000;
    producer["arrivals"] = {{"rate", std::max<int64_t>(records / seconds, 1)}};
    producer["keys"] = {{"shape", "uniform"}, {"count", draw.Between(10, 500)}};
    producer["size"] = draw.Skewed(0, 300);
    producer["limit"] = records;
    producer.erase("start");
    producer.erase("stop");
    if (producer.contains("kpl")) producer["kpl"].erase("aggregation");
    for (int64_t i = draw.Between(1, 3); i > 0; --i) {
      Json split = Json::object();
      split["at"] = FormatDuration(draw.Span(Seconds(0), plan.duration / 2));
      split["do"] = "SplitShard";
      split["stream"] = producer["stream"];
      split["shard"] = draw.Between(0, i);
      events.push_back(split);
    }
    return;
  }
}

}  // namespace

Duration RandomMoment(Draw& draw, const Plan& plan) {
  if (draw.Chance(5)) return Seconds(0);
  if (draw.Chance(5)) return plan.duration;
  const Duration at = draw.Span(Seconds(0), plan.duration);
  return draw.Chance(40) ? Seconds(at.micros / 1'000'000) : at;
}

void AddStreamSettings(Draw& draw, const Plan& plan, Json& out) {
  const bool on_demand = draw.Chance(25);
  if (on_demand) out["mode"] = "on_demand";
  if (!on_demand || draw.Chance(50)) {
    out["shards"] = draw.Skewed(1, plan.pace == Pace::kDays ? 4 : 16);
  }
  if (draw.Chance(30)) {
    out["retention"] = FormatDuration(Hours(draw.Chance(50) ? 24 : draw.Between(24, 8'760)));
  }
  if (draw.Chance(30)) {
    out["max_record_size_kib"] = draw.Chance(30) ? 10'240 : draw.Between(1'024, 10'240);
  }
}

Json RandomScenario(uint64_t seed) {
  Draw draw(seed);
  Plan plan;
  const PaceRow& row = draw.Row(kPaces);
  plan.pace = row.pace;
  plan.duration = draw.Span(row.least, row.most);
  plan.records = draw.Skewed(200, row.records_max);
  Json out = Json::object();
  out["weir"] = 1;
  out["name"] = "swarm-" + std::to_string(seed);
  out["seed"] = static_cast<int64_t>(draw.Bits() >> 1);
  if (draw.Chance(30)) {
    plan.start = Instant{draw.Between(0, 7'000'000'000) * 1'000'000};
    if (draw.Chance(50)) plan.start = plan.start + Micros(draw.Between(0, 999'999));
    out["start"] = FormatTimestamp(plan.start);
  }
  out["duration"] = FormatDuration(plan.duration);
  for (int64_t i = draw.Skewed(1, 3); i > 0; --i) {
    Json stream = Json::object();
    plan.streams.push_back("s" + std::to_string(plan.streams.size()));
    stream["name"] = plan.streams.back();
    AddStreamSettings(draw, plan, stream);
    plan.shards.push_back(stream.value("shards", int64_t{4}));
    plan.fan_out.push_back(0);
    plan.writers.emplace_back();
    out["streams"].push_back(stream);
  }
  for (int64_t i = draw.Between(draw.Chance(5) ? 0 : 1, 3); i > 0; --i) {
    const std::string name = "p" + std::to_string(plan.producers.size());
    out["producers"].push_back(RandomProducer(draw, plan, name));
    plan.producers.push_back(name);
  }
  for (int64_t i = draw.Between(draw.Chance(10) ? 0 : 1, 4); i > 0; --i) {
    const std::string name = "c" + std::to_string(plan.consumers.size());
    out["consumers"].push_back(RandomConsumer(draw, plan, name));
    plan.consumers.push_back(name);
  }
  for (int64_t i = draw.Chance(15) ? 0 : draw.Skewed(1, 30); i > 0; --i) {
    Json event = RandomEvent(draw, plan);
    // Now and then at the moment of the one before: what is called too often is refused.
    if (draw.Chance(20) && out.contains("events")) event["at"] = out["events"].back()["at"];
    out["events"].push_back(event);
  }
  // A split takes half a minute.
  if (plan.pace == Pace::kMinutes && out.contains("producers") && draw.Chance(25)) {
    SplitUnderAggregates(draw, plan, out);
  }
  AddDelivery(seed, plan, out);
  return out;
}

}  // namespace weir::swarm
