// The records of one shard: an append-only log in segments, trimmed at the old end.
//
// A value whose copies share their segments. A copy remembers how many rows of the last segment are
// its own; it may append there only while nobody else has, else it opens a segment of its own:
//
//   straight run   [ 0..4095 ][ 4096..8191 ][ 8192 .. 9000 > 9001 > 9002
//   checkpoint     [ shared  ][   shared   ][ 8192 .. 9000 |   first append here: own segment
//
// So a checkpoint copies pointers, never records, and where segments begin is never visible.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/hash_key.h"
#include "core/model/record.h"
#include "core/model/sequence_number.h"
#include "core/stream/segment.h"

namespace weir {

// Consecutive rows of one segment, kept alive by the slice.
struct LogSlice {
  std::shared_ptr<const Segment> segment;
  uint32_t begin = 0;
  uint32_t end = 0;
  uint64_t first_ordinal = 0;  // Of row `begin`.
};

// What a read returns: slices in order, and how many records and billed bytes they hold.
struct LogRead {
  std::vector<LogSlice> slices;
  int64_t records = 0;
  int64_t bytes = 0;

  Duration AgeOfLast(Instant now) const;  // Of its last record; 0 when it holds none.
};

class ShardLog {
 public:
  SequenceNumber Append(Instant now, const PutRecordsEntry& entry, HashKey hash_key);
  SequenceNumber Append(Instant now, ProducerId producer, const SyntheticRecord& record) {
    Part& tail = TailFor(SegmentKind::kSynthetic, now, 0);
    tail.segment->Append(now, producer, record);
    ++tail.count;
    appended_.Add(static_cast<uint64_t>(now.micros) ^
                  (static_cast<uint64_t>(record.billed_bytes) << 44));
    appended_.Add((static_cast<uint64_t>(record.key) << 32 | record.number) ^
                  (static_cast<uint64_t>(producer.value) << 24));
    retained_bytes_ += record.billed_bytes;
    return SequenceNumber{end_++};
  }

  // At most `records_max` records and `bytes_max` bytes from `from` on, but never less than one
  // record when there is one. A number below the trim horizon reads from the trim horizon.
  LogRead Read(SequenceNumber from, int64_t records_max, int64_t bytes_max) const;

  // Drops every record that arrived before `horizon`. Returns how many were dropped.
  int64_t TrimBefore(Instant horizon);

  uint64_t trim_horizon() const { return trimmed_; }
  uint64_t end() const { return end_; }
  bool empty() const { return trimmed_ == end_; }
  int64_t retained_bytes() const { return retained_bytes_; }

  // Of a retained record.
  RecordRow Row(uint64_t ordinal) const;
  LogSlice SliceAt(uint64_t ordinal) const;  // One row.
  // The first retained record that arrived at or after `when`; end() when there is none.
  uint64_t FirstAtOrAfter(Instant when) const;

  // Covers every record ever appended, in order, and what has been trimmed.
  void AddTo(Digest& digest) const;

 private:
  struct Part {
    std::shared_ptr<Segment> segment;
    uint32_t count = 0;  // Rows of it that belong to this log.
    uint64_t first_ordinal = 0;
  };

  // The last part if it can take one more record of `bytes`, else a new one.
  Part& TailFor(SegmentKind kind, Instant now, uint32_t bytes) {
    const bool fits = !parts_.empty() && MayAppendTo(parts_.back(), kind, now, bytes);
    return fits ? parts_.back() : OpenPart(kind, now, bytes);
  }
  static bool MayAppendTo(const Part& part, SegmentKind kind, Instant now, uint32_t bytes) {
    const Segment& segment = *part.segment;
    return segment.kind() == kind && segment.size() == part.count && segment.HasRoomAt(now, bytes);
  }
  Part& OpenPart(SegmentKind kind, Instant now, uint32_t bytes);
  std::shared_ptr<Segment> MakeSegment(SegmentKind kind, Instant now, uint32_t rows,
                                       uint32_t arena);
  const Part& PartOf(uint64_t ordinal) const { return parts_[PlaceOf(ordinal)]; }
  size_t PlaceOf(uint64_t ordinal) const;

  std::vector<Part> parts_;
  size_t first_part_ = 0;  // Parts before it are trimmed away and empty.
  // The segment trimmed away last, to be used again unless somebody else still holds it.
  std::shared_ptr<Segment> spare_;
  uint64_t trimmed_ = 0;
  uint64_t end_ = 0;
  int64_t retained_bytes_ = 0;
  Digest appended_;
};

}  // namespace weir
