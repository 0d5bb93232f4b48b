// A producer on the Kinesis Producer Library.
//
//   workload -> aggregator -> limiter -> collector -> queue -> connection --> service
//                   ^    (a stage a file: kpl_aggregator.h, kpl_limiter.h, ...)  |
//                   |                                                            |
//                   '--- throttled, refused, or in a shard not its own: at once -'
//
// Many user records travel in one stream record, so that the 1,000 records a second of a shard are
// no limit. There is no back-off: what failed goes back into the aggregator, due in half of
// RecordMaxBufferedTime, until RecordTtl has passed. An aggregate goes to the shard that its first
// record belongs to, and after a reshard that is not the shard of all it holds. The library sends
// those again, so that such records exist twice: consumers are to skip what lies outside their
// shard's range.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/producer/kpl_aggregator.h"
#include "core/producer/kpl_collector.h"
#include "core/producer/kpl_limiter.h"
#include "core/producer/kpl_record.h"
#include "core/producer/kpl_shard_map.h"
#include "core/producer/producer_counters.h"
#include "core/producer/producer_spec.h"
#include "core/producer/workload.h"
#include "core/stream/sim_context.h"

namespace weir {

class KplProducer {
 public:
  KplProducer(ProducerId id, const ProducerSpec& spec, Instant start, Instant stop, uint64_t seed);

  void Start(Instant now, SimContext& sim);
  // Takes over what was created meanwhile and moves on what is due.
  void OnFlush(Instant now, SimContext& sim);
  // Call `slot` reaches the service; kListShards is the call of that name.
  void OnPutArrives(Instant now, uint32_t slot, SimContext& sim);
  void OnPutReturns(Instant now, uint32_t slot, SimContext& sim);

  void SetRate(Instant now, Rate rate, SimContext& sim);
  // For every record that is not taken over yet: those of the last few milliseconds have them too.
  void SetKeys(const KeySpec& keys);

  const ProducerSpec& spec() const { return spec_; }
  const Workload& workload() const { return workload_; }
  const ProducerCounters& counters() const { return counters_; }
  int64_t CreatedBy(Instant now) const;  // User records created so far.
  bool done() const { return done_; }

  // What the random stream would give next: differs where one run drew more than another.
  uint64_t LastDraw() const { return Prng(latencies_).Next(); }
  void AddTo(Digest& digest) const;

 private:
  static constexpr uint32_t kListShards = UINT32_MAX;

  struct Call {
    bool active = false;
    Instant sent_at;
    Instant returns_at;
    KplCall records;                 // Empty once the service has answered.
    std::vector<KplUser> throttled;  // Then: what was throttled,
    std::vector<KplUser> again;      // what else has to be sent again,
    std::vector<ShardIndex> missed;  // and predictions that proved wrong.
  };

  void Intake(Instant now, SimContext& sim);
  void Route(Instant now, const KplUser& user);
  void Limit(Instant now, SimContext& sim);
  void MoveOn(Instant now, SimContext& sim);
  void SendQueued(Instant now, SimContext& sim);
  void Judge(Instant now, Call& call, std::span<const ThrottledEntry> throttled, SimContext& sim);
  bool Accept(const KplStreamRecord& record, Call& call, SimContext& sim);
  void SendAgain(Instant now, std::span<const KplUser> users, SimContext& sim);
  void GiveUp(Instant now, int64_t count, SimContext& sim);
  void ListShards(Instant now, SimContext& sim);
  void Plan(Instant now, SimContext& sim);
  void NoticeEnd(Instant now, SimContext& sim);
  Instant NextDrain(Instant now) const;
  // In the pipeline: neither accepted nor lost.
  int64_t held() const {
    return static_cast<int64_t>(workload_.taken()) - counters_.accepted - counters_.given_up -
           counters_.refused;
  }

  ProducerId id_;
  ProducerSpec spec_;
  Instant start_;
  Workload workload_;
  Prng latencies_;
  KplShardMap map_;
  std::vector<OpenRange> listing_;  // What the service answered a ListShards under way,
  Instant listed_at_;               // and when that answer comes.
  KplAggregator aggregator_;
  KplLimiter limiter_;
  KplCollector collector_;
  std::vector<KplStreamRecord> ready_;  // Between two stages, within one event.
  std::deque<KplCall> queue_;           // Complete calls that no connection is free for.
  std::vector<Call> calls_;             // One a connection.
  Instant taken_at_;                    // When records were last taken over.
  Instant wake_at_ = kNever;
  ProducerCounters counters_;
  bool done_ = false;
};

}  // namespace weir
