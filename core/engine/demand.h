// What producers mean to send to each shard, second by second: demand, not what got in.
//
// A throttled record is refused again and again, and a slow shard holds its producers back, so what
// a stream accepts says little about what would have been needed. The demand is counted from the
// workloads themselves, made once more beside the run, and routed by the shards of that second.
//
// A library or an agent stands between its workload and the stream: it packs records, waits, and
// chooses partition keys. A stream that has such a producer is counted by what arrives at it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/time.h"
#include "core/engine/scenario.h"
#include "core/model/ids.h"
#include "core/producer/pending_records.h"
#include "core/producer/workload.h"
#include "core/view/engine_view.h"

namespace weir {

struct Demand {
  int64_t records = 0;
  int64_t bytes = 0;

  void Add(const Demand& more) {
    records += more.records;
    bytes += more.bytes;
  }
};

struct KeyDemand {
  ProducerId producer;
  uint32_t key = 0;
  HashKey hash_key;  // Of its last record.
  Demand total;
};

struct ShardDemand {
  Demand total;
  Demand peak;               // Of the greatest second; records and bytes each for itself.
  int64_t seconds = 0;       // That it was open.
  int64_t seconds_over = 0;  // In which either limit was exceeded.
};

struct StreamDemand {
  std::vector<ShardDemand> shards;  // By index.
  Demand total;
  Demand peak;  // Of the stream's greatest second.
  std::vector<KeyDemand> keys;
  bool by_key = true;     // Every partition key is the key: a key lands in one shard.
  bool arrivals = false;  // Counted by what arrives: what is refused and comes again counts again.
};

class DemandScan {
 public:
  explicit DemandScan(std::shared_ptr<const Scenario> scenario);

  // Counts what was created since the last call up to view.now, which is a second later.
  void Observe(const EngineView& view);

  const std::vector<StreamDemand>& streams() const { return streams_; }

 private:
  struct Source {
    Workload workload;
    StreamId stream;
    std::vector<size_t> keys;  // Place in StreamDemand::keys plus one, by key; 0: none yet.
  };

  void Take(Source& source, ProducerId producer, Instant until, const StreamView& stream);
  void ApplyEvents(Instant until, const EngineView& view);
  void CountArrivals(const StreamView& stream, std::vector<Demand>& second);

  std::shared_ptr<const Scenario> scenario_;
  std::vector<Source> sources_;
  std::vector<StreamDemand> streams_;
  size_t next_event_ = 0;
  std::vector<std::vector<Demand>> second_;   // By stream, then shard: of this second.
  std::vector<std::vector<Demand>> arrived_;  // So far, of streams counted by arrivals.
  PendingRecords taken_;
};

}  // namespace weir
