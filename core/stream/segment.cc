#include "core/stream/segment.h"

#include <cstring>

#include "core/model/limits.h"

namespace weir {

static_assert(kProducersMax < 256);
static_assert(kMaxRecordSizeKibMax * 1'024 < (1 << 24));

Segment::Segment(SegmentKind kind, Instant opened_at, uint32_t rows_max, uint32_t arena_bytes)
    : kind_(kind), rows_max_(rows_max), arena_bytes_(arena_bytes), opened_at_(opened_at) {
  WEIR_CHECK(rows_max > 0);
  if (kind == SegmentKind::kBytes) {
    rows_ = std::make_unique_for_overwrite<BytesRow[]>(rows_max);
    arena_ = std::make_unique_for_overwrite<char[]>(arena_bytes);
  } else {
    synthetic_ = std::make_unique_for_overwrite<SyntheticRow[]>(rows_max);
  }
}

void Segment::Append(Instant now, const PutRecordsEntry& entry, HashKey hash_key) {
  const uint32_t key_bytes = static_cast<uint32_t>(entry.partition_key.size());
  const uint32_t data_bytes = static_cast<uint32_t>(entry.data.size());
  WEIR_CHECK(kind_ == SegmentKind::kBytes && HasRoomAt(now, key_bytes + data_bytes));
  rows_[size_++] = {now.micros, hash_key.hi, hash_key.lo, arena_used_, key_bytes, data_bytes};
  char* to = arena_.get() + arena_used_;
  std::memcpy(to, entry.partition_key.data(), key_bytes);
  if (data_bytes > 0) std::memcpy(to + key_bytes, entry.data.data(), data_bytes);
  arena_used_ += key_bytes + data_bytes;
}

HashKey Segment::hash_key(uint32_t i) const {
  WEIR_CHECK(kind_ == SegmentKind::kBytes);
  return {rows_[i].hash_hi, rows_[i].hash_lo};
}

std::string_view Segment::partition_key(uint32_t i) const {
  WEIR_CHECK(kind_ == SegmentKind::kBytes);
  return {arena_.get() + rows_[i].offset, rows_[i].key_bytes};
}

std::string_view Segment::data(uint32_t i) const {
  WEIR_CHECK(kind_ == SegmentKind::kBytes);
  return {arena_.get() + rows_[i].offset + rows_[i].key_bytes, rows_[i].data_bytes};
}

}  // namespace weir
