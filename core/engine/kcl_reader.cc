#include "core/engine/kcl_reader.h"

#include <algorithm>

#include "core/engine/part_reader.h"
#include "core/model/limits_clients.h"

namespace weir {
namespace {

constexpr int64_t kRecordsMax = 1'000'000'000;

// "batch", {"records": N} or {"every": "10s"}.
void ReadCheckpoint(JsonReader& in, KclSpec& kcl) {
  const Json* found = in.Raw("checkpoint");
  if (found == nullptr) return;
  if (!found->is_object()) {
    in.OneOf("checkpoint", {"batch"}, 0);
    return;
  }
  in.Object("checkpoint", [&](JsonReader& checkpoint) {
    const bool counted = checkpoint.Has("records");
    if (counted == checkpoint.Has("every")) {
      checkpoint.Fail("", "expected either records or every");
    }
    kcl.checkpoint = counted ? CheckpointPolicy::kRecords : CheckpointPolicy::kTime;
    kcl.checkpoint_records = checkpoint.Int("records", 1, kRecordsMax, kcl.checkpoint_records);
    kcl.checkpoint_every = checkpoint.Span("every", Millis(1), Hours(24), kcl.checkpoint_every);
  });
}

void ReadMembers(JsonReader& in, KclSpec& kcl) {
  kcl.failover_time = in.Span("failover_time", Seconds(1), Hours(1), kcl.failover_time);
  // Every look at the table is remembered for three failover times.
  const Duration shortest = std::max(Millis(100), kcl.failover_time / 100);
  kcl.taker_interval = in.Span("taker_interval", shortest, Hours(24), kcl.taker_interval);
  kcl.shard_sync = in.Span("shard_sync", Seconds(1), Hours(24), kcl.shard_sync);
  kcl.parent_poll = in.Span("parent_poll", Millis(100), Hours(1), kcl.parent_poll);
  kcl.steal_max = in.Int("steal", 1, kShardsPerStreamMax, kKclStealMax);
  kcl.leases_max = in.Int("max_leases", 1, kLeasesAnyNumber, kcl.leases_max);
  ReadCheckpoint(in, kcl);
  kcl.checkpoint_shard_end = in.Bool("checkpoint_shard_end", kcl.checkpoint_shard_end);
  kcl.on_error =
      static_cast<OnError>(in.OneOf("on_error", {"skip_batch", "skip_record", "retry"}, 0));
  if (kcl.on_error == OnError::kRetry && in.Has("retries")) {
    in.Fail("retries", "does not go with \"retry\", which never ends");
  }
  kcl.retries = in.Int("retries", 0, 1'000'000, kcl.retries);
  kcl.backoff = in.Span("backoff", Millis(1), Hours(1), kcl.backoff);
  in.Object("table", [&](JsonReader& table) {
    ReadLatency(table, kcl.table_latency_min, kcl.table_latency_max);
    kcl.table_writes_per_second = table.Int("writes_per_second", 0, kRatePerSecondMax, 0);
  });
}

}  // namespace

KclSpec ReadKcl(JsonReader& in) {
  KclSpec kcl;
  in.Object("kcl", [&](JsonReader& members) { ReadMembers(members, kcl); });
  return kcl;
}

}  // namespace weir
