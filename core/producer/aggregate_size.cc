#include "core/producer/aggregate_size.h"

#include <algorithm>

#include "core/producer/kpl_aggregate.h"

namespace weir {

// The slot that holds `key`, or the free one where it belongs.
size_t AggregateSize::SlotOf(HashKey key) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = static_cast<size_t>(key.lo) & mask;
  while (slots_[slot] != 0 && keys_[slots_[slot] - 1] != key) slot = (slot + 1) & mask;
  return slot;
}

size_t AggregateSize::PlaceOf(HashKey key) const {
  if (slots_.empty()) return keys_.size();
  const uint32_t place = slots_[SlotOf(key)];
  return place == 0 ? keys_.size() : place - 1;
}

void AggregateSize::Insert(HashKey key) {
  keys_.push_back(key);
  if (keys_.size() * 2 > slots_.size()) {
    slots_.assign(std::max<size_t>(slots_.size() * 2, 16), 0);
    for (size_t i = 0; i < keys_.size(); ++i)
      slots_[SlotOf(keys_[i])] = static_cast<uint32_t>(i) + 1;
    return;
  }
  slots_[SlotOf(key)] = static_cast<uint32_t>(keys_.size());
}

size_t AggregateSize::BytesWith(HashKey key, size_t key_bytes, size_t data_bytes) const {
  const size_t place = PlaceOf(key);
  size_t bytes = bytes_ == 0 ? kKplFrameBytes : bytes_;
  if (place == keys_.size()) bytes += KplTableEntrySize(key_bytes);
  return bytes + KplRecordEntrySize(place, data_bytes);
}

void AggregateSize::Add(HashKey key, size_t key_bytes, size_t data_bytes) {
  bytes_ = BytesWith(key, key_bytes, data_bytes);
  if (PlaceOf(key) == keys_.size()) Insert(key);
}

void AggregateSize::Clear() {
  bytes_ = 0;
  keys_.clear();
  std::fill(slots_.begin(), slots_.end(), 0U);
}

}  // namespace weir
