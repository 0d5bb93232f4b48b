// KeyedMap: a hash table from bytes to T that keeps the order in which keys first came. Open
// addressing; one array of entries, so that walking it costs nothing and copying it is plain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weir::sql {

// The same in both twins.
inline uint64_t HashBytes(std::string_view bytes) {
  uint64_t hash = 0x9e3779b97f4a7c15ULL ^ bytes.size();
  size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    uint64_t word = 0;
    for (size_t i = 0; i < 8; ++i) word |= uint64_t{static_cast<uint8_t>(bytes[at + i])} << (8 * i);
    hash = (hash ^ word) * 0x9fb21c651e98df25ULL;
    hash ^= hash >> 32;
  }
  uint64_t word = 0;
  for (size_t i = 0; at + i < bytes.size(); ++i) {
    word |= uint64_t{static_cast<uint8_t>(bytes[at + i])} << (8 * i);
  }
  hash = (hash ^ word) * 0x9fb21c651e98df25ULL;
  return hash ^ (hash >> 29);
}

template <typename T>
class KeyedMap {
 public:
  struct Entry {
    std::string key;
    T value;
    uint64_t hash = 0;
    bool alive = true;
  };

  size_t size() const { return alive_; }
  bool empty() const { return alive_ == 0; }

  T* Find(std::string_view key) {
    const size_t slot = SlotOf(key, HashBytes(key));
    return slot == SIZE_MAX || slots_[slot] == kFree ? nullptr : &entries_[slots_[slot]].value;
  }
  const T* Find(std::string_view key) const { return const_cast<KeyedMap*>(this)->Find(key); }

  // The value of the key, made with `make()` if it is new.
  template <typename Make>
  T& GetOr(std::string_view key, Make&& make) {
    if ((entries_.size() + 1) * 4 > slots_.size() * 3) Grow();
    const uint64_t hash = HashBytes(key);
    const size_t slot = SlotOf(key, hash);
    if (slots_[slot] == kFree) {
      slots_[slot] = static_cast<uint32_t>(entries_.size());
      entries_.push_back({std::string(key), make(), hash, true});
      ++alive_;
    }
    return entries_[slots_[slot]].value;
  }
  T& Get(std::string_view key) {
    return GetOr(key, [] { return T(); });
  }

  void Erase(std::string_view key) {
    const size_t slot = slots_.empty() ? SIZE_MAX : SlotOf(key, HashBytes(key));
    if (slot == SIZE_MAX || slots_[slot] == kFree) return;
    Entry& entry = entries_[slots_[slot]];
    entry.alive = false;
    entry.value = T();
    slots_[slot] = kGone;
    --alive_;
  }

  // In the order in which the keys came.
  template <typename Visit>
  void ForEach(Visit&& visit) const {
    for (const Entry& entry : entries_) {
      if (entry.alive) visit(entry.key, entry.value);
    }
  }
  template <typename Visit>
  void ForEach(Visit&& visit) {
    for (Entry& entry : entries_) {
      if (entry.alive) visit(entry.key, entry.value);
    }
  }

 private:
  static constexpr uint32_t kFree = UINT32_MAX;
  static constexpr uint32_t kGone = UINT32_MAX - 1;

  // The slot of the key, or the free one where it would go. SIZE_MAX: no slots yet.
  size_t SlotOf(std::string_view key, uint64_t hash) const {
    if (slots_.empty()) return SIZE_MAX;
    const size_t mask = slots_.size() - 1;
    size_t slot = static_cast<size_t>(hash) & mask;
    while (slots_[slot] != kFree) {
      const uint32_t at = slots_[slot];
      if (at != kGone && entries_[at].hash == hash && entries_[at].key == key) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  // Twice the slots for what is alive; the dead leave.
  void Grow() {
    if (alive_ < entries_.size()) {
      std::vector<Entry> kept;
      kept.reserve(alive_);
      for (Entry& entry : entries_) {
        if (entry.alive) kept.push_back(std::move(entry));
      }
      entries_ = std::move(kept);
    }
    size_t wanted = 16;
    while (wanted < (entries_.size() + 1) * 2) wanted *= 2;
    slots_.assign(wanted, kFree);
    for (size_t i = 0; i < entries_.size(); ++i) {
      size_t slot = static_cast<size_t>(entries_[i].hash) & (wanted - 1);
      while (slots_[slot] != kFree) slot = (slot + 1) & (wanted - 1);
      slots_[slot] = static_cast<uint32_t>(i);
    }
  }

  std::vector<Entry> entries_;
  std::vector<uint32_t> slots_;
  size_t alive_ = 0;
};

}  // namespace weir::sql
