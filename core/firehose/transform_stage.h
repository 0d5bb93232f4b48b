// The transformation by a Lambda function: a buffer of its own before the buffer of the
// destination, and a few invocations under way for each shard.
//
//   lane [ buffer ] --1 MB or 60 s--> waits --at most 5 at once--> function -> records, one by one
//                                                ^          | throws: again, 3 times
//                                                '----------'
//
// The function is modelled: how many of its records are dropped or fail, how often it throws.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/firehose/delivery_buffer.h"
#include "core/firehose/delivery_stream_spec.h"
#include "core/stream/sim_context.h"

namespace weir {

enum class TransformOutcome : uint8_t { kOk, kDropped, kProcessingFailed };

// An invocation that is over: what became of each record of the batch.
struct TransformResult {
  uint32_t lane = 0;
  DeliveryBatch batch;  // Bytes of those that are Ok are what they are now.
  std::vector<TransformOutcome> outcomes;
  int64_t attempts = 0;
  bool threw = false;  // At the last of them too.
};

struct TransformCounters {
  int64_t invocations = 0;
  int64_t failed = 0;  // Of them.
  int64_t in_flight_max = 0;
};

class TransformStage {
 public:
  struct Timers {
    uint32_t flush = 0;
    uint32_t invocation = 0;
    uint32_t shift = 0;
  };

  TransformStage(DeliveryStreamId id, const TransformSpec& spec, int64_t in_flight_max,
                 Timers timers, uint64_t seed, std::string_view name);

  void Add(Instant now, uint32_t lane, const FirehoseRecord& record, Instant inside_since,
           SimContext& sim);
  void OnFlushDue(Instant now, uint32_t lane, SimContext& sim);
  std::optional<TransformResult> OnInvocation(Instant now, uint32_t slot, SimContext& sim);
  int64_t Discard();

  Instant OldestInside() const;
  int64_t WaitingRecords() const;
  int64_t WaitingBytes() const;
  const TransformCounters& counters() const { return counters_; }
  uint64_t LastDraw() const { return Prng(draws_).Next(); }
  void AddTo(Digest& digest) const;

 private:
  struct Lane {
    DeliveryBuffer buffer;
    Instant flush_at = kNever;
    std::deque<DeliveryBatch> queue;
    int64_t in_flight = 0;
  };
  struct Invocation {
    bool used = false;
    uint32_t lane = 0;
    DeliveryBatch batch;
    Instant next_at = kNever;
    bool running = false;  // Else it waits to be called again.
    bool throws = false;
    int64_t attempts = 0;
  };

  void Flush(Instant now, uint32_t lane, FlushCause cause, SimContext& sim);
  void Begin(Instant now, uint32_t lane, SimContext& sim);
  void Invoke(Instant now, uint32_t slot, SimContext& sim);
  void Schedule(Instant at, uint32_t timer, uint32_t slot, SimContext& sim) const;
  TransformResult Conclude(Instant now, uint32_t slot, bool ok, SimContext& sim);
  TransformOutcome Draw();
  template <typename Visit>
  void ForEachBatch(Visit visit) const;

  DeliveryStreamId id_;
  TransformSpec spec_;
  int64_t in_flight_max_;
  Timers timers_;
  Prng draws_;
  std::vector<Lane> lanes_;
  std::vector<Invocation> invocations_;
  TransformCounters counters_;
};

}  // namespace weir
