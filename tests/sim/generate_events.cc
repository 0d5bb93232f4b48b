// Random commands: one row each, refused ones too.
#include <array>

#include "core/model/hash_key.h"
#include "tests/sim/generator.h"

namespace weir::swarm {
namespace {

// One of the names, now and then one that is not there.
std::string OneOf(Draw& draw, const std::vector<std::string>& names) {
  if (names.empty() || draw.Chance(3)) return "nobody";
  return names[static_cast<size_t>(draw.Between(0, static_cast<int64_t>(names.size()) - 1))];
}

// The place of one of the streams.
size_t StreamOf(Draw& draw, const Plan& plan) {
  return static_cast<size_t>(draw.Between(0, static_cast<int64_t>(plan.streams.size()) - 1));
}
// A shard that may well be open: one of the first, or of the children they may have had.
int64_t ShardOf(Draw& draw, const Plan& plan, size_t stream) {
  const int64_t shards = plan.shards[stream];
  return draw.Chance(70) ? draw.Between(0, shards - 1) : draw.Between(0, shards * 3);
}

std::string HashKeyText(Draw& draw) {
  const uint64_t lo = draw.Bits();
  return ToDecimal(HashKey{draw.Bits(), lo});
}

void CreateStream(Draw& draw, const Plan& plan, Json& out) {
  out["stream"] =
      draw.Chance(30) ? OneOf(draw, plan.streams) : "new" + std::to_string(draw.Between(0, 2));
  AddStreamSettings(draw, plan, out);
}
void DeleteStream(Draw& draw, const Plan& plan, Json& out) {
  out["stream"] = draw.Chance(50) ? "new0" : OneOf(draw, plan.streams);
}
void SplitShard(Draw& draw, const Plan& plan, Json& out) {
  const size_t stream = StreamOf(draw, plan);
  out["stream"] = plan.streams[stream];
  out["shard"] = ShardOf(draw, plan, stream);
  if (draw.Chance(20)) out["new_starting_hash_key"] = HashKeyText(draw);
}
void MergeShards(Draw& draw, const Plan& plan, Json& out) {
  const size_t stream = StreamOf(draw, plan);
  out["stream"] = plan.streams[stream];
  const int64_t shard = ShardOf(draw, plan, stream);
  out["shard"] = shard;
  out["adjacent"] = draw.Chance(80) ? shard + 1 : ShardOf(draw, plan, stream);
}
void UpdateShardCount(Draw& draw, const Plan& plan, Json& out) {
  const size_t stream = StreamOf(draw, plan);
  out["stream"] = plan.streams[stream];
  const int64_t shards = plan.shards[stream];
  out["target"] = draw.Between((shards + 1) / 2, shards * (draw.Chance(80) ? 2 : 3));
}
void SetRetention(Draw& draw, const Plan& plan, Json& out) {
  out["stream"] = OneOf(draw, plan.streams);
  out["retention"] = FormatDuration(Hours(draw.Skewed(24, 72)));
}
void UpdateStreamMode(Draw& draw, const Plan& plan, Json& out) {
  out["stream"] = OneOf(draw, plan.streams);
  out["mode"] = draw.Of({"provisioned", "on_demand"});
}
void UpdateMaxRecordSize(Draw& draw, const Plan& plan, Json& out) {
  out["stream"] = OneOf(draw, plan.streams);
  out["max_record_size_kib"] = draw.Between(1'024, 10'240);
}
void PutRecord(Draw& draw, const Plan& plan, Json& out) {
  out["stream"] = OneOf(draw, plan.streams);
  out["partition_key"] = std::string(static_cast<size_t>(draw.Skewed(0, 260)), 'k');
  out["data"] = std::string(static_cast<size_t>(draw.Skewed(0, 2'000)), 'd');
  if (draw.Chance(30)) out["explicit_hash_key"] = HashKeyText(draw);
}
void SetProducerRate(Draw& draw, const Plan& plan, Json& out) {
  out["producer"] = OneOf(draw, plan.producers);
  const int64_t a_second = plan.records * 1'000'000 / plan.duration.micros;
  if (draw.Chance(20)) {
    out["rate"] = std::to_string(draw.Skewed(0, 600)) + draw.Of({"/m", "/h", "/d"});
  } else {
    out["rate"] = draw.Skewed(0, a_second * 4 + 1);
  }
}
void SetProducerKeys(Draw& draw, const Plan& plan, Json& out) {
  out["producer"] = OneOf(draw, plan.producers);
  out["keys"] = RandomKeys(draw);
}
void SetConsumerRate(Draw& draw, const Plan& plan, Json& out) {
  out["consumer"] = OneOf(draw, plan.consumers);
  out["records_per_second"] = draw.Chance(30) ? 0 : draw.Skewed(1, 5'000);
}
void PauseConsumer(Draw& draw, const Plan& plan, Json& out) {
  out["consumer"] = OneOf(draw, plan.consumers);
  out["paused"] = draw.Chance(50);
}

// --- Faults of KCL applications ---
// One of them, and a worker that may well be there.
void NameWorker(Draw& draw, const Plan& plan, Json& out) {
  out["consumer"] = OneOf(draw, draw.Chance(95) ? plan.kcl : plan.consumers);
  out["worker"] = draw.Skewed(0, 5);
}
Duration FaultLength(Draw& draw, const Plan& plan) {
  return draw.Span(Millis(1), plan.duration / (draw.Chance(70) ? 8 : 2) + Millis(1));
}
void AddWorker(Draw& draw, const Plan& plan, Json& out) {
  out["consumer"] = OneOf(draw, plan.kcl);
  if (draw.Chance(30)) out["count"] = draw.Skewed(1, 4);
}
void CrashWorker(Draw& draw, const Plan& plan, Json& out) {
  NameWorker(draw, plan, out);
  if (draw.Chance(70)) out["restart_after"] = FormatDuration(FaultLength(draw, plan));
}
void PauseWorker(Draw& draw, const Plan& plan, Json& out) {
  NameWorker(draw, plan, out);
  out["for"] = FormatDuration(FaultLength(draw, plan));
}
void SlowWorker(Draw& draw, const Plan& plan, Json& out) {
  NameWorker(draw, plan, out);
  if (draw.Chance(80)) out["records_per_second"] = draw.Skewed(0, 2'000);
}
void SkewClock(Draw& draw, const Plan& plan, Json& out) {
  NameWorker(draw, plan, out);
  out[draw.Of({"ahead", "behind"})] = FormatDuration(FaultLength(draw, plan));
}
void DeployWorkers(Draw& draw, const Plan& plan, Json& out) {
  out["consumer"] = OneOf(draw, plan.kcl);
  if (draw.Chance(80)) out["down"] = FormatDuration(FaultLength(draw, plan));
  if (draw.Chance(80)) out["gap"] = FormatDuration(FaultLength(draw, plan));
}
void ThrottleLeaseTable(Draw& draw, const Plan& plan, Json& out) {
  out["consumer"] = OneOf(draw, plan.kcl);
  out["for"] = FormatDuration(FaultLength(draw, plan));
}

struct EventRow {
  int64_t weight;
  const char* name;
  void (*add)(Draw& draw, const Plan& plan, Json& out);
};
constexpr std::array<EventRow, 21> kEvents{{
    {4, "CreateStream", CreateStream},
    {2, "DeleteStream", DeleteStream},
    {16, "SplitShard", SplitShard},
    {12, "MergeShards", MergeShards},
    {14, "UpdateShardCount", UpdateShardCount},
    {10, "SetRetention", SetRetention},
    {6, "UpdateStreamMode", UpdateStreamMode},
    {5, "UpdateMaxRecordSize", UpdateMaxRecordSize},
    {8, "PutRecord", PutRecord},
    {8, "SetProducerRate", SetProducerRate},
    {6, "SetProducerKeys", SetProducerKeys},
    {7, "SetConsumerRate", SetConsumerRate},
    {7, "PauseConsumer", PauseConsumer},
    {3, "AddWorker", AddWorker},
    {3, "RemoveWorker", NameWorker},
    {10, "CrashWorker", CrashWorker},
    {8, "PauseWorker", PauseWorker},
    {5, "SlowWorker", SlowWorker},
    {2, "SkewClock", SkewClock},
    {4, "DeployWorkers", DeployWorkers},
    {4, "ThrottleLeaseTable", ThrottleLeaseTable},
}};

}  // namespace

Json RandomEvent(Draw& draw, const Plan& plan) {
  Json out = Json::object();
  out["at"] = FormatDuration(RandomMoment(draw, plan));
  const EventRow& row = draw.Row(kEvents);
  out["do"] = row.name;
  row.add(draw, plan, out);
  return out;
}

}  // namespace weir::swarm
