// A Lambda event source mapping: Lambda polls the shards and invokes a function with what it reads.
//
//            .-> lane 0  queue -> batch -> function  .
//   shard ---+-> lane 1  queue -> batch -> function  +-- through, or tried again, or discarded
//            '-> lane 2  queue -> batch -> function  '
//
// A shard has as many lanes as ParallelizationFactor says. A record goes to the lane of its key,
// and a lane works on one batch at a time, so that the order of a key is kept whatever the factor.
// What a lane does after a failure is LambdaLane's business; here is when it is done.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/consumer/consumer_spec.h"
#include "core/consumer/lambda_lane.h"
#include "core/consumer/order_proof.h"
#include "core/consumer/shard_place.h"
#include "core/consumer/shard_reader.h"
#include "core/model/ids.h"
#include "core/stream/sim_context.h"
#include "core/view/lambda_view.h"

namespace weir {

// The tumbling window that a lane is in.
struct LambdaWindow {
  int64_t number = 0;  // Of the window: its start is number * length.
  int64_t state_bytes = 0;
  uint32_t final_attempts = 0;  // Final invocations that failed.
};

// A lane at work.
struct LambdaWorker {
  LambdaLane lane;
  LaneState state = LaneState::kIdle;
  Instant due = kNever;  // The end of the invocation, or when to look again.
  std::optional<LambdaWindow> window;
  uint32_t throttles = 0;  // In a row.
  // Of the invocation under way, settled when it began.
  uint64_t invocation = 0;
  bool final_for_window = false;
  bool terminated_early = false;
  bool failed = false;
  bool reported = false;   // By ReportBatchItemFailures: what came before is through.
  uint32_t processed = 0;  // Records of the piece that the function gets through.
};

struct LambdaShard : ShardPlace {
  ShardCursor cursor;
  Instant poll_at = kNever;  // kNever while it has enough to do, or its answer is under way.
  bool has_read = false;
  bool more = false;  // The last answer was not all there is.
  bool at_tip = false;
  bool awaits_put = false;
  std::optional<LogRead> arriving;  // Read, and on its way.
  std::vector<LogSlice> slices;     // Where the records lie that are not through.
};

// An invocation under way, as somebody who wants to see its event needs it.
struct LambdaInvocation {
  ShardIndex shard;
  std::vector<uint64_t> ordinals;
  std::optional<LambdaWindow> window;
  bool final_for_window = false;
  bool terminated_early = false;
};

class LambdaMapping {
 public:
  LambdaMapping(ConsumerId id, const ConsumerSpec& spec, uint64_t seed);

  void Register(Instant now, SimContext& sim);
  void OnStart(Instant now, SimContext& sim);
  void OnPoll(Instant now, uint32_t shard, SimContext& sim);
  // A lane is due; or, with kArrivalBit, what was read of a shard is here.
  void OnDone(Instant now, uint32_t detail, SimContext& sim);
  void OnPut(Instant now, SimContext& sim);
  void OnTrim(Instant now, SimContext& sim);

  // Of one invocation.
  void SetRate(int64_t records_per_second) { records_per_second_ = records_per_second; }
  // A disabled mapping: what is under way ends, nothing new begins.
  void SetPaused(Instant now, bool paused, SimContext& sim);

  const ConsumerSpec& spec() const { return spec_; }
  const std::vector<LambdaShard>& leases() const { return shards_; }
  const ConsumerCounters& counters() const { return counters_; }
  const OrderProof& proof() const { return proof_; }
  int64_t records_per_second() const { return records_per_second_; }
  bool paused() const { return paused_; }

  const LambdaCounters& lambda_counters() const { return lambda_; }
  // The invocation of that number, 1, 2, ..., while it is under way.
  std::optional<LambdaInvocation> FindInvocation(uint64_t number) const;
  LambdaView View() const;

  uint64_t LastDraw() const { return reader_.LastDraw() ^ Prng(errors_).Next(); }
  void AddTo(Digest& digest) const;

 private:
  static constexpr uint32_t kArrivalBit = uint32_t{1} << 31;

  // --- Reading ---
  void TakeShard(Instant now, ShardIndex shard, ShardIteratorType type, SimContext& sim);
  void TakeChildren(Instant now, SimContext& sim);
  void NoteExpired(Instant now, ShardIndex shard, int64_t lost, SimContext& sim);
  void AddPlace(LambdaShard place);
  bool ParentsDrained(const Stream& stream, ShardIndex shard) const;
  bool IsOurs(const Shard& child) const;
  const LambdaShard* Find(ShardIndex shard) const;
  int64_t WaitingIn(uint32_t place) const;
  bool WantsMore(uint32_t place) const;
  void PlanPoll(Instant now, uint32_t place, SimContext& sim);
  void Arrive(Instant now, uint32_t place, SimContext& sim);
  void Deal(Instant now, uint32_t place, const LogSlice& slice, SimContext& sim);
  void CountLoss(Instant now, uint32_t place, int64_t records, SimContext& sim);
  void Settle(Instant now, uint32_t place, SimContext& sim);

  // --- Invoking ---
  std::span<LambdaWorker> LanesOf(uint32_t place);
  std::span<const LambdaWorker> LanesOf(uint32_t place) const;
  // Begins what can begin in the lane, or plans when to look again.
  void Advance(Instant now, uint32_t lane, SimContext& sim);
  bool ClosesWindow(Instant now, uint32_t lane) const;
  // Takes away what may not be sent; false when nothing is left of the piece.
  bool Prepare(Instant now, uint32_t lane, SimContext& sim);
  void Invoke(Instant now, uint32_t lane, SimContext& sim);
  void InvokeFinal(Instant now, uint32_t lane, bool early, SimContext& sim);
  bool Admit(Instant now, uint32_t lane, SimContext& sim);
  void Foresee(LambdaWorker& worker, Duration& takes);
  void Finish(Instant now, uint32_t lane, SimContext& sim);
  void FinishFinal(Instant now, uint32_t lane, SimContext& sim);
  void Through(Instant now, uint32_t lane, uint32_t records, SimContext& sim);
  void Fail(Instant now, uint32_t lane, SimContext& sim);
  void Discard(Instant now, uint32_t lane, uint32_t records, DiscardCondition condition,
               SimContext& sim);
  void Prove(Instant now, uint32_t lane, uint32_t processed, SimContext& sim);
  void Look(Instant at, uint32_t lane, SimContext& sim);
  uint32_t PlaceOf(uint32_t lane) const { return lane / factor_; }

  ConsumerId id_;
  ConsumerSpec spec_;
  uint32_t factor_;
  ShardReader reader_;
  Prng errors_;
  int64_t records_per_second_;
  bool paused_ = false;
  std::vector<LambdaShard> shards_;    // In the order in which they were taken.
  std::vector<LambdaWorker> workers_;  // factor_ for each of them.
  std::vector<uint32_t> place_of_;     // By shard: place in shards_, plus one; 0: none.
  OrderProof proof_;
  ConsumerCounters counters_;
  LambdaCounters lambda_;
  std::vector<DiscardedBatch> on_failure_;  // The last kLambdaOnFailureKept.
};

}  // namespace weir
