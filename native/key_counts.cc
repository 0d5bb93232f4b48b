#include "native/key_counts.h"

#include <algorithm>

namespace weir {
namespace {

constexpr size_t kBatch = size_t{1} << 16;

}  // namespace

Result<void> KeyCounts::OnStep(const Engine& engine) {
  const std::vector<Stream>& streams = engine.streams().streams();
  read_.resize(streams.size());
  counts_.resize(engine.scenario().producers.size());
  for (uint32_t i = 0; i < streams.size(); ++i) {
    read_[i].resize(streams[i].shards().size());
    for (uint32_t j = 0; j < read_[i].size(); ++j) ReadShard(engine, {i}, {j});
  }
  return {};
}

void KeyCounts::ReadShard(const Engine& engine, StreamId stream, ShardIndex shard) {
  const ShardLog& log = engine.streams().stream(stream).shard(shard).log();
  uint64_t& next = read_[stream.index()][shard.index()];
  // Records live for a day at least, and a step is shorter: none has gone unseen.
  next = std::max(next, log.trim_horizon());
  while (next < log.end()) {
    batch_.clear();
    engine.CopyRecords(stream, shard, next, kBatch, batch_);
    if (batch_.empty()) return;
    for (const RecordView& record : batch_) {
      if (!engine.streams().aggregates().Aggregates(record.producer)) {
        Add(record, shard);
        continue;
      }
      engine.streams().aggregates().ForEach(record.producer, record.number,
                                            [&](const UserRecord& user) {
                                              RecordView inside = record;
                                              inside.key = user.key;
                                              inside.number = user.number;
                                              inside.hash_place = user.hash_place;
                                              Add(inside, shard);
                                            });
    }
    next = batch_.back().ordinal + 1;
  }
}

void KeyCounts::Add(const RecordView& record, ShardIndex shard) {
  const size_t producer = record.producer.index();
  if (producer >= counts_.size()) return;  // Put by a command.
  std::vector<Count>& keys = counts_[producer];
  if (record.key >= keys.size()) keys.resize(size_t{record.key} + 1);
  Count* count = &keys[record.key];
  if (count->records == 0) count->place = record.hash_place;
  if (count->place != record.hash_place) {
    count = &changed_[{record.producer.value, record.key, record.hash_place}];
    count->place = record.hash_place;
  }
  ++count->records;
  count->shard = shard;
  count->last = record.ordinal;
}

std::vector<KeyCounts::OneKey> KeyCounts::KeysOf(const Engine& engine, StreamId stream) const {
  std::vector<OneKey> keys;
  const std::vector<ProducerSpec>& producers = engine.scenario().producers;
  for (uint32_t producer = 0; producer < counts_.size(); ++producer) {
    if (producers[producer].stream != stream) continue;
    for (uint32_t key = 0; key < counts_[producer].size(); ++key) {
      const Count& count = counts_[producer][key];
      if (count.records > 0) keys.push_back({{producer}, key, count});
    }
  }
  for (const auto& [place, count] : changed_) {
    if (producers[place[0]].stream == stream) keys.push_back({{place[0]}, place[1], count});
  }
  return keys;
}

std::string KeyCounts::NameOf(const Engine& engine, StreamId stream, const OneKey& key) {
  const Count& count = key.count;
  const ShardLog& log = engine.streams().stream(stream).shard(count.shard).log();
  // The record itself knows best; once it has expired, the number of its key has to do.
  // Inside an aggregate it is the number of its key too.
  const bool inside = engine.streams().aggregates().Aggregates(key.producer);
  return !inside && count.last >= log.trim_horizon()
             ? engine.PartitionKeyOf(stream, count.shard, count.last)
             : engine.KeyOf(key.producer, key.key);
}

KeyCounts::OfStream KeyCounts::Of(const Engine& engine, StreamId stream, size_t max) const {
  std::vector<OneKey> keys = KeysOf(engine, stream);
  OfStream of;
  of.keys = static_cast<int64_t>(keys.size());
  for (const OneKey& key : keys) of.records += key.count.records;
  const auto hotter = [](const OneKey& a, const OneKey& b) {
    if (a.count.records != b.count.records) return a.count.records > b.count.records;
    if (a.producer != b.producer) return a.producer < b.producer;
    return a.key != b.key ? a.key < b.key : a.count.place < b.count.place;
  };
  const size_t shown = std::min(max, keys.size());
  std::partial_sort(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(shown), keys.end(),
                    hotter);
  for (size_t i = 0; i < shown; ++i) {
    of.hottest.push_back(
        {NameOf(engine, stream, keys[i]), keys[i].count.shard, keys[i].count.records});
  }
  return of;
}

}  // namespace weir
