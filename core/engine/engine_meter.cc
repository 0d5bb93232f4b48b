// Engine: what is read off its streams once a second.
#include "core/engine/engine.h"

namespace weir {

// A second in which nothing was put into a shard is no sample of it.
void Engine::SampleShards(StreamId id) {
  const std::vector<Shard>& shards = streams_.stream(id).shards();
  CowArray<ShardCounters, 64>& counted = stream_states_[id.index()].counted;
  counted.Grow(shards.size());
  for (uint32_t i = 0; i < shards.size(); ++i) {
    const ShardCounters& now = shards[i].counters();
    const ShardCounters& before = counted[i];
    const int64_t throttled = now.throttled_records + now.throttled_bytes -
                              before.throttled_records - before.throttled_bytes;
    if (now.records_in == before.records_in && throttled == 0) continue;
    metrics_.ShardSecond(id, {i},
                         {.records_in = now.records_in - before.records_in,
                          .bytes_in = now.bytes_in - before.bytes_in,
                          .throttled = throttled});
    counted.Mutable(i) = now;
  }
}

}  // namespace weir
