// What goes to one destination: buffers that fill, and batches on their way.
//
//   Add -> lane [ buffer ] --flush--> flight: attempt -> delivered
//                                       ^        | failed: wait, and again
//                                       '--------+-> given up, or expired
//
// A lane is a shard of the source (or a buffer of Direct PUT), or a partition of dynamic
// partitioning; hints hold for each by itself. Flights do not wait for each other.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/firehose/delivery_buffer.h"
#include "core/firehose/delivery_stream_spec.h"
#include "core/firehose/firehose_context.h"
#include "core/stream/sim_context.h"

namespace weir {

struct LaneKey {
  OutputType type = OutputType::kData;
  uint32_t lane = 0;
  uint32_t partition = 0;  // 0: none.
  friend auto operator<=>(const LaneKey&, const LaneKey&) = default;
};

// What an attempt came to. Neither delivered nor given up: some expired, the rest flies on.
struct FlightResult {
  LaneKey key;
  DeliveryBatch batch;
  bool delivered = false;
  bool gave_up = false;
  int64_t attempts = 0;
  int64_t expired = 0;
};

struct ChannelCounters {
  int64_t attempts_failed = 0;
  int64_t delivered_twice = 0;
  int64_t flushed_by_size = 0;
  int64_t flushed_by_interval = 0;
  int64_t buffer_bytes_max = 0;
  int64_t lanes_max = 0;  // With a partition.
};

class DeliveryChannel {
 public:
  // Timers of a channel: the top bits of an event's detail say which it is, and of which channel.
  static constexpr uint32_t kSlotBits = 26;
  static constexpr uint32_t kSlotMask = (uint32_t{1} << kSlotBits) - 1;
  struct Timers {
    uint32_t flush = 0;
    uint32_t flight = 0;
  };

  // `keep_for`: how long a record may be undelivered. `name` seeds what is drawn.
  DeliveryChannel(DeliveryStreamId id, const DestinationSpec& spec, Timers timers,
                  Duration keep_for, uint64_t seed, std::string_view name);

  void Add(Instant now, LaneKey key, const BufferingHints& hints, const FirehoseRecord& record,
           Instant inside_since, DestinationState state, SimContext& sim);
  // A batch that is complete already: it flies at once.
  void Send(Instant now, LaneKey key, DeliveryBatch batch, DestinationState state, SimContext& sim);
  // A timer. Of a flight: what became of it, if anything did.
  void OnFlushDue(Instant now, uint32_t slot, DestinationState state, SimContext& sim);
  std::optional<FlightResult> OnFlight(Instant now, uint32_t slot, DestinationState state,
                                       SimContext& sim);
  // Forgets everything. Returns how many records that were.
  int64_t Discard();

  void SetSpec(const DestinationSpec& spec) { spec_ = spec; }

  // Of lanes and flights of that type.
  Instant OldestInside(OutputType type) const;  // kNever: nothing is inside.
  int64_t WaitingRecords(OutputType type) const;
  int64_t WaitingBytes(OutputType type) const;
  bool Has(LaneKey key) const { return by_key_.contains(key); }
  int64_t partitions() const { return partitions_; }
  const ChannelCounters& counters() const { return counters_; }
  // Calls visit(LaneKey, const DeliveryBuffer&) for every buffer that holds something.
  void ForEachBuffer(const std::function<void(LaneKey, const DeliveryBuffer&)>& visit) const;

  uint64_t LastDraw() const { return Prng(draws_).Next(); }
  void AddTo(Digest& digest) const;

 private:
  struct Lane {
    bool used = false;
    LaneKey key;
    DeliveryBuffer buffer;
    Instant flush_at = kNever;
    int64_t grown_bytes = 0;  // 0: the hint.
    int64_t flights = 0;
  };
  struct Flight {
    bool used = false;
    uint32_t lane = 0;
    LaneKey key;
    DeliveryBatch batch;
    Instant flushed_at;
    Instant next_at = kNever;  // The end of the attempt, or the next one.
    bool attempting = false;
    bool fails = false;
    bool carried_out = false;  // Though it fails.
    int64_t failures = 0;
    Instant first_failed_at;
  };

  uint32_t LaneOf(LaneKey key);
  void FreeLane(uint32_t slot);
  void Flush(Instant now, uint32_t slot, FlushCause cause, DestinationState state, SimContext& sim);
  void Launch(Instant now, uint32_t lane, DeliveryBatch batch, DestinationState state,
              SimContext& sim);
  void Grow(Instant now, Lane& lane, SimContext& sim);
  uint32_t FreeFlight();
  void Attempt(Instant now, uint32_t slot, DestinationState state, SimContext& sim);
  void Schedule(Instant at, uint32_t timer, uint32_t slot, SimContext& sim) const;
  Duration WaitAfter(int64_t failures);
  int64_t Expire(Instant now, DeliveryBatch& batch) const;
  FlightResult Conclude(uint32_t slot);
  std::optional<FlightResult> Failed(Instant now, uint32_t slot, SimContext& sim);

  DeliveryStreamId id_;
  DestinationSpec spec_;
  Timers timers_;
  Duration keep_for_;
  Prng draws_;
  std::vector<Lane> lanes_;
  std::map<LaneKey, uint32_t> by_key_;
  std::vector<Flight> flights_;
  std::vector<uint32_t> free_flights_;
  int64_t partitions_ = 0;
  ChannelCounters counters_;
};

}  // namespace weir
