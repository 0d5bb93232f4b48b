// An application on the Kinesis Client Library, second generation: workers that share the shards of
// a stream through a lease table, each on its own.
//
//   worker 1 --renew, checkpoint--> [ lease table ] <--look, take, steal-- worker 2
//      '-- shard consumer 0: read -> process -> checkpoint
//      '-- shard consumer 3: blocked until its parents are at SHARD_END
//
// A worker that crashed or froze stops renewing. The others see that its counters do not move, take
// its leases and begin at the last checkpoint, so what was processed after it is processed again.
// A frozen one that wakes up finishes what it is in the middle of; its next write is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/consumer/consumer_spec.h"
#include "core/consumer/kcl_parts.h"
#include "core/consumer/order_proof.h"
#include "core/consumer/shard_place.h"
#include "core/stream/sim_context.h"
#include "core/view/engine_view.h"

namespace weir {

class KclApplication {
 public:
  KclApplication(ConsumerId id, const ConsumerSpec& spec, uint64_t seed);

  void Register(Instant now, SimContext& sim) { reader_.Register(now, sim); }
  void OnStart(Instant now, SimContext& sim);
  void OnPoll(Instant now, uint32_t detail, SimContext& sim) { OnDue(now, detail, sim); }
  void OnDone(Instant now, uint32_t detail, SimContext& sim) { OnDue(now, detail, sim); }
  void OnPut(Instant now, SimContext& sim);
  void OnTrim(Instant now, SimContext& sim);

  void SetRate(int64_t records_per_second) { records_per_second_ = records_per_second; }
  // Its processors rest; its workers go on renewing.
  void SetPaused(Instant now, bool paused, SimContext& sim);

  // Faults. Errors: kInvalidArgument (there is no such worker, or it is not up), kLimitExceeded.
  Result<void> AddWorkers(Instant now, int64_t count, SimContext& sim);
  // A graceful one checkpoints what it has processed; either way its leases expire by themselves.
  Result<void> StopWorker(Instant now, uint32_t worker, bool graceful,
                          std::optional<Duration> restart_after, SimContext& sim);
  Result<void> PauseWorker(Instant now, uint32_t worker, Duration length, SimContext& sim);
  // std::nullopt: as the others.
  Result<void> SlowWorker(uint32_t worker, std::optional<int64_t> records_per_second);
  Result<void> SkewClock(uint32_t worker, Duration ahead);
  // One after the other: down for `down`, the next one `gap` after it is up again.
  Result<void> Deploy(Instant now, Duration down, Duration gap, SimContext& sim);
  void ThrottleTable(Instant until) { table_.ThrottleUntil(until); }

  const ConsumerSpec& spec() const { return spec_; }
  const std::vector<KclPlace>& leases() const { return places_; }
  const ConsumerCounters& counters() const { return counters_; }
  const OrderProof& proof() const { return proof_; }
  int64_t records_per_second() const { return records_per_second_; }
  bool paused() const { return paused_; }
  const LeaseTable& table() const { return table_; }
  const std::vector<KclWorker>& workers() const { return workers_; }
  const std::vector<ShardRun>& runs() const { return runs_; }

  // Workers, rows of the lease table and what only such an application counts.
  void AddToView(Instant now, ConsumerView& view) const;
  uint64_t LastDraw() const;
  void AddTo(Digest& digest) const;

 private:
  // --- kcl.cc: workers and events ---
  void OnDue(Instant now, uint32_t detail, SimContext& sim);
  void RunTask(Instant now, uint32_t worker, WorkerTask task, SimContext& sim);
  void ContinueRun(Instant now, uint32_t run, SimContext& sim);
  void Schedule(Instant at, uint32_t worker, WorkerTask task, SimContext& sim);
  void ScheduleRun(Instant at, uint32_t run, RunState state, SimContext& sim);
  Result<void> CheckUp(uint32_t worker) const;
  void StartWorker(Instant now, uint32_t worker, SimContext& sim);
  void EndWorker(Instant now, uint32_t worker, bool graceful, SimContext& sim);
  Duration TableLatency();

  // --- kcl_leases.cc ---
  void Join(Instant now, uint32_t worker, SimContext& sim);
  void CreateFirstLeases(Instant now, uint32_t worker, SimContext& sim);
  std::vector<ShardIndex> FirstShards(const Stream& stream) const;
  TableAnswer CreateLease(Instant now, ShardIndex shard, CheckpointKind kind, SimContext& sim);
  // False where the table throttled.
  bool CreateChildLeases(Instant now, ShardIndex parent, SimContext& sim);
  // Whether the other parents of its children, where there are any, are known to the table. Without
  // that the lease of a merged child would count a parent that is still to come as drained.
  bool OtherParentsHaveLeases(ShardIndex parent, const SimContext& sim) const;
  void RenewLeases(Instant now, uint32_t worker, SimContext& sim);
  void LookForLeases(Instant now, uint32_t worker, SimContext& sim);
  void TakeNextLease(Instant now, uint32_t worker, SimContext& sim);
  void SyncLeases(Instant now, uint32_t worker, SimContext& sim);
  bool ChildrenAreProcessed(const Stream& stream, ShardIndex parent) const;
  bool ParentsDrained(const Stream& stream, ShardIndex shard) const;
  void BeginRun(Instant now, uint32_t worker, const LeaseRow& row, SimContext& sim);
  bool IsExpired(const ShardRun& run, Instant now) const;
  void LoseLease(Instant now, uint32_t run, SimContext& sim);
  void FreeRun(uint32_t run);
  void Show(const ShardRun& run, LeaseState state);

  // --- kcl_processing.cc ---
  void OpenShard(Instant now, uint32_t run, SimContext& sim);
  void Continue(Instant now, Instant read_at, uint32_t run, SimContext& sim);
  void ReadShard(Instant now, uint32_t run, SimContext& sim);
  void Receive(Instant now, uint32_t run, ReadResult result, SimContext& sim);
  void StartChunk(Instant now, Instant earliest, uint32_t run, SimContext& sim);
  void FinishChunk(Instant now, uint32_t run, SimContext& sim);
  void Process(Instant now, uint32_t run, int64_t user_records, SimContext& sim);
  void Skip(uint32_t run, bool whole_batch, SimContext& sim);
  bool IsPoisonedNext(const ShardRun& run, const SimContext& sim) const;
  bool IsMisrouted(const ShardRun& run, const PlacedRecord& record, const SimContext& sim) const;
  void Fail(Instant now, uint32_t run, SimContext& sim);
  void FinishBatch(Instant now, uint32_t run, SimContext& sim);
  void MoveOn(ShardRun& run, const PlacedRecord& record);
  void CountGap(Instant now, KclPlace& place, uint64_t up_to, bool lost, SimContext& sim);
  void PassDone(KclPlace& place, RecordPlace next);
  const Shard& ShardOf(const ShardRun& run, const SimContext& sim) const;

  // --- kcl_checkpoints.cc ---
  void StartCheckpoint(Instant now, uint32_t run, SimContext& sim);
  void FinishCheckpoint(Instant now, uint32_t run, SimContext& sim);
  void RefuseCheckpoint(Instant now, uint32_t run, SimContext& sim);
  void EndShard(Instant now, uint32_t run, SimContext& sim);

  ConsumerId id_;
  ConsumerSpec spec_;
  ShardReader reader_;
  Prng table_latencies_;
  Prng shuffle_;
  LeaseTable table_;
  int64_t records_per_second_;
  bool started_ = false;
  bool paused_ = false;
  std::optional<uint32_t> creator_;  // Identity of the worker that makes the first leases.
  std::vector<KclWorker> workers_;
  std::vector<uint32_t> worker_of_;  // By identity.
  std::vector<ShardRun> runs_;
  std::vector<uint32_t> free_runs_;
  std::vector<KclPlace> places_;    // In the order in which the leases were created.
  std::vector<uint32_t> place_of_;  // By shard: place in places_, plus one.
  OrderProof proof_;
  ConsumerCounters counters_;
  int64_t replayed_ = 0;
  int64_t skipped_ = 0;
  int64_t misrouted_ = 0;
  int64_t checkpoints_ = 0;
  int64_t checkpoints_refused_ = 0;
};

}  // namespace weir
