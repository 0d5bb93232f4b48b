#include "core/stream/shard_log.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace weir {
namespace {

// Segments start small, so that a thousand idle shards cost little, and double up to a size at
// which a day of a full shard is some hundred of them.
constexpr uint32_t kRowsMin = 256;
constexpr uint32_t kRowsMax = 65'536;
constexpr uint32_t kArenaBytesMin = 64 << 10;
constexpr uint32_t kArenaBytesMax = 4 << 20;

}  // namespace

Duration LogRead::AgeOfLast(Instant now) const {
  if (slices.empty()) return {};
  const LogSlice& last = slices.back();
  return now - last.segment->ArrivedAt(last.end - 1);
}

SequenceNumber ShardLog::Append(Instant now, const PutRecordsEntry& entry, HashKey hash_key) {
  const uint32_t bytes = static_cast<uint32_t>(entry.partition_key.size() + entry.data.size());
  Part& tail = TailFor(SegmentKind::kBytes, now, bytes);
  tail.segment->Append(now, entry, hash_key);
  ++tail.count;
  // The bytes themselves are not hashed again: the hash key stands for the key, and the data is
  // covered by whoever compares answers. 30 bytes a word would cost more than the append.
  appended_.Add(static_cast<uint64_t>(now.micros) ^ (static_cast<uint64_t>(bytes) << 44));
  appended_.Add(hash_key.lo);
  retained_bytes_ += bytes;
  return SequenceNumber{end_++};
}

LogRead ShardLog::Read(SequenceNumber from, int64_t records_max, int64_t bytes_max) const {
  LogRead read;
  uint64_t at = std::clamp(from.ordinal, trimmed_, end_);
  if (at == end_) return read;
  for (size_t p = PlaceOf(at); p < parts_.size() && read.records < records_max; ++p) {
    const Part& part = parts_[p];
    const Segment& segment = *part.segment;
    const uint32_t begin = static_cast<uint32_t>(at - part.first_ordinal);
    const int64_t wanted = std::min<int64_t>(part.count - begin, records_max - read.records);
    const uint32_t last = begin + static_cast<uint32_t>(wanted);
    uint32_t end = begin;
    int64_t bytes = read.bytes;
    while (end < last) {
      const int64_t with_this = bytes + segment.BilledBytes(end);
      if (with_this > bytes_max && read.records + (end - begin) > 0) break;
      bytes = with_this;
      ++end;
    }
    read.bytes = bytes;
    read.records += end - begin;
    if (end > begin) read.slices.push_back({part.segment, begin, end, at});
    if (end < part.count) break;
    at = part.first_ordinal + part.count;
  }
  return read;
}

int64_t ShardLog::TrimBefore(Instant horizon) {
  const uint64_t before = trimmed_;
  while (first_part_ < parts_.size()) {
    Part& part = parts_[first_part_];
    uint32_t i = static_cast<uint32_t>(trimmed_ - part.first_ordinal);
    while (i < part.count && part.segment->ArrivedAt(i) < horizon) {
      retained_bytes_ -= part.segment->BilledBytes(i++);
    }
    trimmed_ = part.first_ordinal + i;
    // The last part stays even when it is empty, as the place of the next append.
    if (i < part.count || first_part_ + 1 == parts_.size()) break;
    spare_ = std::move(part.segment);
    ++first_part_;
  }
  // Forgetting the front costs a move of what is left, so it waits until half is gone.
  if (first_part_ > 16 && first_part_ * 2 > parts_.size()) {
    parts_.erase(parts_.begin(), parts_.begin() + static_cast<std::ptrdiff_t>(first_part_));
    first_part_ = 0;
  }
  return static_cast<int64_t>(trimmed_ - before);
}

RecordRow ShardLog::Row(uint64_t ordinal) const {
  WEIR_CHECK(ordinal >= trimmed_ && ordinal < end_);
  const Part& part = PartOf(ordinal);
  return part.segment->Row(static_cast<uint32_t>(ordinal - part.first_ordinal));
}

LogSlice ShardLog::SliceAt(uint64_t ordinal) const {
  WEIR_CHECK(ordinal >= trimmed_ && ordinal < end_);
  const Part& part = PartOf(ordinal);
  const uint32_t row = static_cast<uint32_t>(ordinal - part.first_ordinal);
  return {part.segment, row, row + 1, ordinal};
}

uint64_t ShardLog::FirstAtOrAfter(Instant when) const {
  uint64_t low = trimmed_;
  uint64_t high = end_;
  while (low < high) {  // Arrivals never go back within a shard.
    const uint64_t middle = low + (high - low) / 2;
    const Part& part = PartOf(middle);
    const Instant arrived =
        part.segment->ArrivedAt(static_cast<uint32_t>(middle - part.first_ordinal));
    if (arrived < when) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

void ShardLog::AddTo(Digest& digest) const {
  digest.Add(trimmed_);
  digest.Add(end_);
  digest.Add(retained_bytes_);
  digest.Add(appended_.value());
}

ShardLog::Part& ShardLog::OpenPart(SegmentKind kind, Instant now, uint32_t bytes) {
  const Segment* last = parts_.empty() ? nullptr : parts_.back().segment.get();
  uint32_t rows = kRowsMin;
  uint32_t arena = kind == SegmentKind::kBytes ? std::max(kArenaBytesMin, bytes) : 0;
  // Twice the last one where that was filled. One that another copy of this log went on with says
  // nothing: a fork begins small, for most forks are short.
  const bool mine = last != nullptr && last->kind() == kind && last->size() == parts_.back().count;
  if (mine && kind == SegmentKind::kSynthetic) {
    rows = last->size() * 2 >= last->rows_max() ? std::min(last->rows_max() * 2, kRowsMax)
                                                : last->rows_max();
  } else if (mine) {
    arena = std::max(arena, std::min(last->arena_bytes() * 2, kArenaBytesMax));
    // As many rows as the arena will hold records of the sizes seen, and a quarter more.
    const uint64_t per_row = std::max<uint64_t>(last->arena_used() / last->size(), 32);
    rows = std::max((arena + arena / 4) / static_cast<uint32_t>(per_row), kRowsMin);
  } else if (kind == SegmentKind::kBytes) {
    rows = arena / 64;
  }
  parts_.push_back({MakeSegment(kind, now, rows, arena), 0, end_});
  return parts_.back();
}

std::shared_ptr<Segment> ShardLog::MakeSegment(SegmentKind kind, Instant now, uint32_t rows,
                                               uint32_t arena) {
  std::shared_ptr<Segment> spare = std::move(spare_);
  const bool serves = spare != nullptr && spare.use_count() == 1 && spare->kind() == kind &&
                      spare->arena_bytes() >= arena && spare->rows_max() >= rows - rows / 8;
  if (!serves) return std::make_shared<Segment>(kind, now, rows, arena);
  spare->Reopen(now);
  return spare;
}

size_t ShardLog::PlaceOf(uint64_t ordinal) const {
  // Readers are mostly at the tip.
  if (!parts_.empty() && ordinal >= parts_.back().first_ordinal) return parts_.size() - 1;
  const auto after = std::upper_bound(
      parts_.begin() + static_cast<std::ptrdiff_t>(first_part_), parts_.end(), ordinal,
      [](uint64_t value, const Part& part) { return value < part.first_ordinal; });
  return static_cast<size_t>(after - parts_.begin()) - 1;
}

}  // namespace weir
