// Random delivery streams, with producers that put to them and faults of their destinations. They
// are drawn by themselves, after everything else.
#include <array>

#include "tests/sim/generator.h"

namespace weir::swarm {
namespace {

Json RandomHints(Draw& draw, int64_t mebibytes_max, int64_t seconds_max, int64_t seconds_min) {
  Json out = Json::object();
  if (draw.Chance(50)) out["size_mib"] = draw.Skewed(1, mebibytes_max);
  out["interval"] = FormatDuration(Seconds(draw.Skewed(seconds_min, seconds_max)));
  return out;
}

Json RandomTransform(Draw& draw) {
  Json out = Json::object();
  out["buffer"] = {{"size_kib", draw.Between(204, 3'072)},
                   {"interval", FormatDuration(Seconds(draw.Skewed(0, 60)))}};
  if (draw.Chance(50)) out["dropped"] = draw.Skewed(0, 500);
  if (draw.Chance(50)) out["failed"] = draw.Skewed(0, 300);
  if (draw.Chance(50)) out["errors"] = draw.Skewed(0, 1'000);
  if (draw.Chance(30)) out["retries"] = draw.Skewed(0, 5);
  if (draw.Chance(30)) out["size_percent"] = draw.Between(1, 300);
  return out;
}

Json RandomDeliveryStream(Draw& draw, const Plan& plan, const std::string& name) {
  struct Kind {
    int64_t weight;
    const char* word;
    int64_t mebibytes_max;
    int64_t seconds_max;
  };
  constexpr std::array<Kind, 5> kKinds{{{50, "s3", 128, 900},
                                        {10, "opensearch", 100, 900},
                                        {10, "splunk", 5, 60},
                                        {20, "http_endpoint", 64, 900},
                                        {10, "snowflake", 128, 900}}};
  const Kind& kind = draw.Row(kKinds);
  Json out = Json::object();
  out["name"] = name;
  out["destination"] = kind.word;
  // A source is read every second: in days that is what costs.
  if (draw.Chance(plan.pace == Pace::kDays ? 10 : 50)) {
    out["stream"] = plan.streams[static_cast<size_t>(
        draw.Between(0, static_cast<int64_t>(plan.streams.size()) - 1))];
  } else if (draw.Chance(50)) {
    out["direct_put"] = {{"bytes_per_second", draw.Skewed(1'000, 5'000'000)},
                         {"records_per_second", draw.Skewed(5, 1'000)},
                         {"ingest_shards", draw.Skewed(1, 5)}};
  }
  const bool partitions = kind.word == std::string_view("s3") && draw.Chance(30);
  if (partitions) {
    out["partition_by"] = "key";
    out["buffer"] = {{"interval", FormatDuration(Seconds(draw.Between(60, 900)))}};
  } else {
    // In days: every delivery that fails is tried again every few minutes.
    const int64_t least = plan.pace == Pace::kDays ? kind.seconds_max : 0;
    out["buffer"] = RandomHints(draw, kind.mebibytes_max, kind.seconds_max, least);
  }
  if (draw.Chance(30)) out["errors"] = draw.Skewed(1, 1'000);
  if (draw.Chance(30)) out["lost_answers"] = draw.Skewed(1, 1'000);
  if (kind.word != std::string_view("s3") && draw.Chance(50)) {
    out["retry_for"] = FormatDuration(Seconds(draw.Skewed(0, draw.Chance(70) ? 60 : 7'200)));
  }
  if (draw.Chance(40)) {
    out["backup"] = RandomHints(draw, 128, 900, 60);
    out["backup"]["mode"] = draw.Of({"failed", "all"});
  }
  if (draw.Chance(40)) out["transform"] = RandomTransform(draw);
  return out;
}

Json RandomFault(Draw& draw, const Plan& plan, const std::string& name) {
  Json out = Json::object();
  out["at"] = FormatDuration(RandomMoment(draw, plan));
  out["delivery_stream"] = name;
  if (draw.Chance(15)) {
    out["do"] = "DeleteDeliveryStream";
  } else if (draw.Chance(25)) {
    out["do"] = "UpdateDestination";
    out["buffer"] = RandomHints(draw, 5, 60, plan.pace == Pace::kDays ? 60 : 0);
  } else {
    out["do"] = "SetDestination";
    out["down"] = draw.Chance(60);
    out["how"] = draw.Of({"refuses", "times_out"});
    out["which"] = draw.Chance(75) ? "destination" : "backup";
  }
  return out;
}

// Down from early on, for so long that records expire where there is time for it.
Json LongFault(Draw& draw, const Plan& plan, const std::string& name) {
  Json out = Json::object();
  out["at"] = FormatDuration(draw.Span(Seconds(0), plan.duration / 8));
  out["delivery_stream"] = name;
  out["do"] = "SetDestination";
  out["down"] = true;
  return out;
}

// Puts to a delivery stream.
Json RandomSource(Draw& draw, Plan& plan, const std::string& name, const Json& target) {
  Json out = RandomProducer(draw, plan, name);
  if (out.value("kind", "") == "kpl") {  // The library puts to streams only.
    for (const char* member : {"kind", "kpl", "lost_answers"}) out.erase(member);
  }
  if (out.contains("agent")) out["agent"].erase("partition_key");  // Firehose has none.
  out.erase("stream");
  out["delivery_stream"] = target["name"];
  if (target.contains("partition_by") && draw.Chance(25)) {
    out["keys"] = {{"count", draw.Between(1'000, 2'000)}};
    out["arrivals"] = {{"rate", draw.Between(50, 400)}};  // Partitions enough for the limit.
    out["size"] = draw.Skewed(1, 300);
    out["limit"] = draw.Between(400, 800);
    for (const char* member : {"start", "stop"}) out.erase(member);
  } else if (draw.Chance(25)) {  // So that sizes flush.
    out["size"] = draw.Between(50'000, 900'000);
    out["limit"] = draw.Between(10, 100);
    out.erase("keys");
  }
  return out;
}

}  // namespace

void AddDelivery(uint64_t seed, Plan& plan, Json& out) {
  Draw draw(~seed);
  if (!draw.Chance(24)) return;
  // Every look at such an agent makes all of its lines and hashes them; here are many more looks.
  for (const Json& producer : out.value("producers", Json::array())) {
    const Json agent = producer.value("agent", Json::object());
    if (agent.value("partition_key", "") == "deterministic") return;
  }
  const int64_t streams = draw.Skewed(1, 3);
  for (int64_t i = 0; i < streams; ++i) {
    out["delivery_streams"].push_back(RandomDeliveryStream(draw, plan, "d" + std::to_string(i)));
  }
  const auto any = [&] {
    const Json& named = out["delivery_streams"][static_cast<size_t>(draw.Between(0, streams - 1))];
    return named;
  };
  for (int64_t i = draw.Between(0, 2); i > 0; --i) {
    out["producers"].push_back(RandomSource(draw, plan, "f" + std::to_string(i), any()));
  }
  if (draw.Chance(plan.pace == Pace::kDays ? 35 : 10)) {
    out["events"].push_back(LongFault(draw, plan, any()["name"]));
  }
  for (int64_t i = draw.Chance(50) ? 0 : draw.Skewed(1, 6); i > 0; --i) {
    out["events"].push_back(RandomFault(draw, plan, any()["name"]));
  }
}

}  // namespace weir::swarm
