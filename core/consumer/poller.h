// A consumer application that polls its shards with GetRecords and processes what it gets in order.
//
//   poll --GetRecords--> batch --latency--> worker: records_per_second --> done -> next poll
//
// With enhanced fan-out nothing is polled: a record is pushed some 70 ms after it arrived, as fast
// as the subscription's own 2 MiB/s allow and not before the batch before it is done.
//
// One lease a shard: who reads it, from where, how far. A shard that was split or merged is read to
// its end before its children are begun, unless the application does not care (ChildPolicy).
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/consumer/consumer_spec.h"
#include "core/consumer/order_proof.h"
#include "core/consumer/shard_place.h"
#include "core/model/ids.h"
#include "core/model/shard_iterator.h"
#include "core/stream/aggregate_table.h"
#include "core/stream/sim_context.h"

namespace weir {

struct Lease : ShardPlace {
  std::optional<ShardIterator> iterator;  // None at the end of a closed shard.
  Instant polled_at;
  bool awaits_put = false;  // Fan-out: at the tip, the next put wakes it.
  LogRead batch;            // Read and not yet processed.
  uint32_t threads_at_work = 0;
};

class Poller {
 public:
  Poller(ConsumerId id, const ConsumerSpec& spec, uint64_t seed);

  // Fan-out: registers with the stream, before the scenario begins.
  void Register(Instant now, SimContext& sim);
  // Takes the first leases: OnStart at spec.start_after. Called again, it takes those for which no
  // iterator was to be had.
  void OnStart(Instant now, SimContext& sim);
  void OnPoll(Instant now, uint32_t lease, SimContext& sim);
  void OnDone(Instant now, uint32_t lease, SimContext& sim);
  // Something was put into the stream, or a shard was closed: wakes what waits at the tip.
  void OnPut(Instant now, SimContext& sim);
  // The stream has trimmed: leases that had not read what is gone have lost it.
  void OnTrim(Instant now, SimContext& sim);

  void SetRate(int64_t records_per_second) { records_per_second_ = records_per_second; }
  void SetPaused(Instant now, bool paused, SimContext& sim);

  const ConsumerSpec& spec() const { return spec_; }
  const std::vector<Lease>& leases() const { return leases_; }
  const ConsumerCounters& counters() const { return counters_; }
  const OrderProof& proof() const { return proof_; }
  int64_t records_per_second() const { return records_per_second_; }
  bool paused() const { return paused_; }

  // What the random stream would give next: differs where one run drew more than another.
  uint64_t LastDraw() const { return Prng(latencies_).Next(); }
  void AddTo(Digest& digest) const;

 private:
  // A shard index has at most 24 bits: no stream ever has more shards.
  static constexpr uint32_t kThreadShift = 24;
  static constexpr uint32_t kLeaseBits = (uint32_t{1} << kThreadShift) - 1;

  void TakeLease(Instant now, ShardIndex shard, ShardIteratorType type, SimContext& sim);
  void TakeNewLeases(Instant now, SimContext& sim);
  // Leases whose iterator was refused because the shard had given out too many.
  void TakeRefusedLeases(Instant now, SimContext& sim);
  void NoteRefusal(Instant now, ShardIndex shard, ShardIteratorType type, SimContext& sim);
  const Lease* LeaseOf(ShardIndex shard) const;
  bool IsOurs(const Shard& child) const;
  bool ParentsDrained(const Stream& stream, ShardIndex shard) const;
  void Receive(Instant now, uint32_t lease, GetRecordsOutput output, SimContext& sim);
  // Several threads: each has its part of the batch and is done with it in its own time, which
  // OnDone hears of with the thread in the top byte of its number. Returns when the last one is.
  Instant StartThreads(Instant now, uint32_t lease, SimContext& sim);
  void ProvePart(Instant now, const Lease& lease, uint32_t thread, SimContext& sim);
  template <typename Visit>
  void ForEachOfThreads(const Lease& lease, const AggregateTable& aggregates, Visit visit) const;
  void RenewIterator(Instant now, Lease& lease, SimContext& sim);
  void CountLoss(Instant now, Lease& lease, uint64_t up_to, SimContext& sim);
  void EndShard(Instant now, Lease& lease, SimContext& sim);
  // Ends a lease whose shard has expired altogether; false when the shard is still there.
  bool EndExpiredShard(Instant now, Lease& lease, SimContext& sim);
  // On to the next read: the next poll at `poll_at`, or whenever there is something to be pushed.
  void Continue(Instant now, Instant poll_at, uint32_t lease, SimContext& sim);
  void SchedulePoll(Instant at, uint32_t lease, SimContext& sim);
  bool Subscribe(Instant now, Lease& lease, SimContext& sim);
  void OnPush(Instant now, uint32_t lease, SimContext& sim);
  void SchedulePush(Instant now, uint32_t lease, SimContext& sim);
  // The request for a reader that has read everything before `next`.
  StreamService::IteratorRequest RequestAt(const Lease& lease) const;

  ConsumerId id_;
  ConsumerSpec spec_;
  Prng latencies_;
  int64_t records_per_second_;
  std::optional<FanOutId> fan_out_;
  bool paused_ = false;
  bool started_ = false;
  std::vector<Lease> leases_;
  std::vector<uint32_t> lease_of_;  // By shard: place in leases_, plus one; 0 where there is none.
  std::vector<Instant> worker_free_at_;
  std::vector<std::pair<ShardIndex, ShardIteratorType>> refused_;  // To be asked for again.
  uint32_t shards_seen_ = 0;  // Stream::shards_version() when leases were last looked for.
  OrderProof proof_;
  ConsumerCounters counters_;
};

}  // namespace weir
