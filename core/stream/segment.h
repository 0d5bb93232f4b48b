// A run of consecutive records of one shard: one arena for bytes, one index of rows.
//
// A segment only ever grows, and only at its end. Copies of a log share segments: each copy knows
// how many rows of a segment are its own (see ShardLog), so what one appends no other sees.
//
//   kBytes      rows {arrival, hash key, offset, sizes} -> arena |key|data|key|data|...
//   kSynthetic  rows of 16 bytes; the bytes are made again by the producer when someone looks
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "core/base/check.h"
#include "core/base/time.h"
#include "core/model/hash_key.h"
#include "core/model/ids.h"
#include "core/model/record.h"

namespace weir {

enum class SegmentKind : uint8_t { kBytes, kSynthetic };

// What a row says of a record, whichever kind it is.
struct RecordRow {
  Instant arrived_at;
  ProducerId producer;  // Of a synthetic record.
  uint32_t key = 0;     // Of a synthetic record: place in the producer's key table.
  uint32_t number = 0;  // Of a synthetic record: the producer's count.
  uint32_t billed_bytes = 0;
};

// A synthetic record as it is kept: a day of a full shard is 86 million of these. 24 bits of size
// hold the greatest record of 10 MiB; 8 bits name the producer.
struct SyntheticRow {
  uint32_t arrived_after_micros;  // Since the segment was opened.
  uint32_t key;
  uint32_t number;
  uint32_t bytes_and_producer;

  ProducerId producer() const { return {bytes_and_producer & 255}; }
  uint32_t billed_bytes() const { return bytes_and_producer >> 8; }
};
static_assert(sizeof(SyntheticRow) == 16);

class Segment {
 public:
  // `rows_max` rows at the most; a kBytes segment has an arena of `arena_bytes`.
  Segment(SegmentKind kind, Instant opened_at, uint32_t rows_max, uint32_t arena_bytes);

  SegmentKind kind() const { return kind_; }
  uint32_t rows_max() const { return rows_max_; }
  uint32_t arena_bytes() const { return arena_bytes_; }
  uint32_t arena_used() const { return arena_used_; }
  uint32_t size() const { return size_; }

  // Whether one more record of `bytes` fits. A synthetic row holds its arrival as 32 bits of
  // microseconds since the segment was opened: after 71 minutes a new segment begins.
  bool HasRoomAt(Instant now, uint32_t bytes) const {
    if (size_ >= rows_max_) return false;
    return kind_ == SegmentKind::kBytes ? arena_bytes_ - arena_used_ >= bytes
                                        : (now - opened_at_).micros <= UINT32_MAX;
  }

  // Empties a segment that nobody else holds, to be filled again: its memory is known to the
  // system, which a new one's is not (a page fault costs as much as forty appends).
  void Reopen(Instant now) {
    size_ = 0;
    arena_used_ = 0;
    opened_at_ = now;
  }

  // The record must be of the segment's kind, and HasRoomAt true of it.
  void Append(Instant now, const PutRecordsEntry& entry, HashKey hash_key);
  void Append(Instant now, ProducerId producer, const SyntheticRecord& record) {
    WEIR_CHECK(kind_ == SegmentKind::kSynthetic && size_ < rows_max_);
    synthetic_[size_++] = {static_cast<uint32_t>((now - opened_at_).micros), record.key,
                           record.number, record.billed_bytes << 8 | (producer.value & 255)};
  }

  RecordRow Row(uint32_t i) const {
    if (kind_ == SegmentKind::kBytes) {
      return {ArrivedAt(i), ProducerId{UINT32_MAX}, 0, 0, BilledBytes(i)};
    }
    const SyntheticRow& row = synthetic_[i];
    return {ArrivedAt(i), row.producer(), row.key, row.number, row.billed_bytes()};
  }
  Instant ArrivedAt(uint32_t i) const {
    return kind_ == SegmentKind::kBytes ? Instant{rows_[i].arrived_at_micros}
                                        : opened_at_ + Micros(synthetic_[i].arrived_after_micros);
  }
  uint32_t BilledBytes(uint32_t i) const {
    return kind_ == SegmentKind::kBytes ? rows_[i].key_bytes + rows_[i].data_bytes
                                        : synthetic_[i].billed_bytes();
  }
  // Rows [begin, end) of a kSynthetic segment, for who reads all of them.
  std::span<const SyntheticRow> Synthetic(uint32_t begin, uint32_t end) const {
    WEIR_CHECK(kind_ == SegmentKind::kSynthetic && begin <= end && end <= size_);
    return {synthetic_.get() + begin, end - begin};
  }

  // Of kBytes segments only. The views live as long as the segment.
  HashKey hash_key(uint32_t i) const;
  std::string_view partition_key(uint32_t i) const;
  std::string_view data(uint32_t i) const;

 private:
  // Plain numbers: types that initialise themselves would touch every row of a new segment.
  struct BytesRow {
    int64_t arrived_at_micros;
    uint64_t hash_hi;
    uint64_t hash_lo;
    uint32_t offset;
    uint32_t key_bytes;
    uint32_t data_bytes;
  };

  SegmentKind kind_;
  uint32_t size_ = 0;
  uint32_t rows_max_;
  uint32_t arena_bytes_;
  uint32_t arena_used_ = 0;
  Instant opened_at_;
  // Arrays of rows_max_, not vectors: rows never move, and a page of memory is first touched by the
  // record that lands in it.
  std::unique_ptr<BytesRow[]> rows_;
  std::unique_ptr<SyntheticRow[]> synthetic_;
  std::unique_ptr<char[]> arena_;
};

}  // namespace weir
