// How often each key was written: the hot keys of a run.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "native/runner.h"

namespace weir {

struct HotKey {
  std::string name;
  ShardIndex shard;  // Where its last record went.
  int64_t records = 0;
};

class KeyCounts : public RunListener {
 public:
  Result<void> OnStep(const Engine& engine) override;

  // Of what was accepted by the stream; those put by commands are not counted.
  struct OfStream {
    int64_t records = 0;
    int64_t keys = 0;             // That were written at least once.
    std::vector<HotKey> hottest;  // At most `max`, hottest first.
  };
  OfStream Of(const Engine& engine, StreamId stream, size_t max) const;

 private:
  struct Count {
    int64_t records = 0;
    uint32_t place = 0;  // In the hash space: tells keys of one number apart (see `changed_`).
    ShardIndex shard;
    uint64_t last = 0;  // Ordinal of the last record.
  };
  struct OneKey {
    ProducerId producer;
    uint32_t key = 0;
    Count count;
  };

  void Add(const RecordView& record, ShardIndex shard);
  void ReadShard(const Engine& engine, StreamId stream, ShardIndex shard);
  std::vector<OneKey> KeysOf(const Engine& engine, StreamId stream) const;
  static std::string NameOf(const Engine& engine, StreamId stream, const OneKey& key);

  std::vector<std::vector<uint64_t>> read_;  // By stream and shard: the next ordinal to look at.
  std::vector<std::vector<Count>> counts_;   // By producer and key.
  // A producer that was given other keys numbers them from zero again, and a hot key that is
  // spread over several has one number: those that lie elsewhere in the hash space are kept here.
  std::map<std::array<uint32_t, 3>, Count> changed_;  // By producer, key and place.
  std::vector<RecordView> batch_;
};

}  // namespace weir
