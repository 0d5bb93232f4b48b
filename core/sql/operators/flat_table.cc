#include "core/sql/operators/flat_table.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/sql/operators/keyed_map.h"

namespace weir::sql {
namespace {

constexpr size_t kPrefetchFrom = 4'096;  // Groups: below, all lies in the cache anyway.
constexpr uint64_t kMultiplier = 0x9e3779b97f4a7c15ULL;

uint64_t Mix(uint64_t hash) {
  hash *= kMultiplier;
  return hash ^ (hash >> 32);
}

// Of the words of a key; NULLs are told apart by `nulls`.
uint64_t HashOf(const int64_t* key, size_t words, uint32_t nulls) {
  uint64_t hash = Mix(static_cast<uint64_t>(key[0]) + nulls);
  for (size_t i = 1; i < words; ++i) hash = Mix(hash ^ static_cast<uint64_t>(key[i]));
  return hash * kMultiplier;
}

constexpr uint32_t TagOf(uint64_t hash) { return static_cast<uint32_t>(hash); }
constexpr size_t HomeOf(uint64_t hash, size_t mask) {
  return static_cast<size_t>(hash >> 32) & mask;
}

}  // namespace

size_t FlatTable::bytes() const {
  return slots_.capacity() * sizeof(Slot) + words_.capacity() * sizeof(int64_t) +
         firsts_.capacity() * sizeof(int64_t) + hashes_.capacity() * sizeof(uint64_t) +
         texts_.capacity() * sizeof(TextKey) + arena_.capacity();
}

// Room for `more` groups: at most half of the slots are taken.
void FlatTable::Reserve(size_t more) {
  const size_t wanted = (size() + more) * 2;
  if (wanted <= slots_.size()) return;
  size_t slots = std::max<size_t>(slots_.size() * 2, 64);
  while (slots < wanted) slots *= 2;
  slots_.assign(slots, Slot());
  for (size_t group = 0; group < hashes_.size(); ++group) {
    if (group == null_group_) continue;
    size_t at = HomeOf(hashes_[group], slots - 1);
    while (slots_[at].group != kFree) at = (at + 1) & (slots - 1);
    slots_[at] = {TagOf(hashes_[group]), static_cast<uint32_t>(group)};
  }
}

uint32_t FlatTable::Add(const FlatLayout& layout, int64_t number) {
  WEIR_CHECK(firsts_.size() < kFree);
  const auto group = static_cast<uint32_t>(firsts_.size());
  if (!firsts_.empty() && number < firsts_.back()) in_order_ = false;
  firsts_.push_back(number);
  words_.insert(words_.end(), layout.fresh.begin(), layout.fresh.end());
  return group;
}

uint32_t FlatTable::FindInts(const FlatLayout& layout, const int64_t* key, uint32_t nulls,
                             uint64_t hash, int64_t number) {
  const size_t count = layout.key_types.size();
  const size_t stride = layout.words();
  const size_t mask = slots_.size() - 1;
  size_t at = HomeOf(hash, mask);
  for (; slots_[at].group != kFree; at = (at + 1) & mask) {
    if (slots_[at].tag != TagOf(hash)) continue;
    const uint32_t group = slots_[at].group;
    const bool same_nulls = nulls_.empty() ? nulls == 0 : nulls_[group] == nulls;
    if (same_nulls && std::equal(key, key + count, words(group, stride))) return group;
  }
  const uint32_t group = Add(layout, number);
  slots_[at] = {TagOf(hash), group};
  hashes_.push_back(hash);
  std::copy(key, key + count, words(group, stride));
  if (nulls != 0 && nulls_.empty()) nulls_.resize(group);
  if (nulls != 0 || !nulls_.empty()) nulls_.push_back(nulls);
  return group;
}

void FlatTable::ResolveInts(const FlatLayout& layout, std::span<const Column* const> keys,
                            size_t begin, size_t count, int64_t number, uint32_t* groups) {
  constexpr size_t kChunk = 256;
  const size_t width = keys.size();
  const size_t stride = layout.words();
  std::vector<int64_t> cells(width * kChunk);
  uint64_t hashes[kChunk];
  uint32_t nulls[kChunk];
  for (size_t done = 0; done < count;) {
    const size_t some = std::min(kChunk, count - done);
    Reserve(some);
    const size_t mask = slots_.size() - 1;
    std::fill(nulls, nulls + some, 0U);
    for (size_t k = 0; k < width; ++k) {
      const Column& column = *keys[k];
      for (size_t i = 0; i < some; ++i) cells[i * width + k] = column.Int(begin + done + i);
      if (!column.has_nulls()) continue;
      for (size_t i = 0; i < some; ++i) {
        if (!column.IsNull(begin + done + i)) continue;
        cells[i * width + k] = 0;
        nulls[i] |= 1U << k;
      }
    }
    for (size_t i = 0; i < some; ++i) hashes[i] = HashOf(&cells[i * width], width, nulls[i]);
    if (size() >= kPrefetchFrom) {
      for (size_t i = 0; i < some; ++i) __builtin_prefetch(&slots_[HomeOf(hashes[i], mask)]);
      for (size_t i = 0; i < some; ++i) {
        const Slot& slot = slots_[HomeOf(hashes[i], mask)];
        if (slot.group != kFree) __builtin_prefetch(words_.data() + slot.group * stride);
      }
    }
    for (size_t i = 0; i < some; ++i) {
      const Slot& slot = slots_[HomeOf(hashes[i], mask)];
      // Nearly always it is where it belongs.
      if (width == 1 && slot.group != kFree && nulls_.empty() && nulls[i] == 0 &&
          words_[slot.group * stride] == cells[i]) {
        groups[done + i] = slot.group;
        continue;
      }
      groups[done + i] = FindInts(layout, &cells[i * width], nulls[i], hashes[i],
                                  number + static_cast<int64_t>(begin + done + i));
    }
    done += some;
  }
}

uint32_t FlatTable::FindText(const FlatLayout& layout, std::string_view key, bool null,
                             int64_t number, bool& fresh) {
  fresh = false;
  if (null && null_group_ != kFree) return null_group_;
  const uint64_t hash = Mix(HashBytes(key)) * kMultiplier;
  size_t at = 0;
  if (!null) {
    const size_t mask = slots_.size() - 1;
    for (at = HomeOf(hash, mask); slots_[at].group != kFree; at = (at + 1) & mask) {
      if (slots_[at].tag == TagOf(hash) && TextOf(slots_[at].group) == key) return slots_[at].group;
    }
  }
  fresh = true;
  const uint32_t group = Add(layout, number);
  if (null) {
    null_group_ = group;
  } else {
    slots_[at] = {TagOf(hash), group};
  }
  hashes_.push_back(hash);
  WEIR_CHECK(arena_.size() + key.size() <= UINT32_MAX);
  texts_.push_back({static_cast<uint32_t>(arena_.size()), static_cast<uint32_t>(key.size())});
  arena_.append(key);
  return group;
}

void FlatTable::ResolveTexts(const FlatLayout& layout, std::span<const Column* const> keys,
                             size_t begin, size_t count, int64_t number, uint32_t* groups) {
  const bool bytes = layout.keys == FlatLayout::Keys::kBytes;
  if (bytes && cells_.empty()) {
    for (const Type& type : layout.key_types) cells_.emplace_back(type);
  }
  std::string scratch;
  bool fresh = false;
  for (size_t i = 0; i < count; ++i) {
    const size_t row = begin + i;
    Reserve(1);
    if (!bytes) {
      const bool null = keys[0]->IsNull(row);
      groups[i] = FindText(layout, null ? std::string_view() : keys[0]->Text(row), null,
                           number + static_cast<int64_t>(row), fresh);
      continue;
    }
    scratch.clear();
    for (const Column* key : keys) AppendKey(*key, row, scratch);
    groups[i] = FindText(layout, scratch, false, number + static_cast<int64_t>(row), fresh);
    if (!fresh) continue;
    for (size_t k = 0; k < keys.size(); ++k) cells_[k].AppendFrom(*keys[k], row);
  }
}

void FlatTable::Resolve(const FlatLayout& layout, std::span<const Column* const> keys, size_t begin,
                        size_t count, int64_t number, uint32_t* groups) {
  if (layout.keys == FlatLayout::Keys::kNone) {
    if (size() == 0) Add(layout, number + static_cast<int64_t>(begin));
    std::fill(groups, groups + count, 0U);
  } else if (layout.keys == FlatLayout::Keys::kInts) {
    ResolveInts(layout, keys, begin, count, number, groups);
  } else {
    ResolveTexts(layout, keys, begin, count, number, groups);
  }
}

void FlatTable::Merge(const FlatLayout& layout, const FlatTable& other) {
  const size_t stride = layout.words();
  if (layout.keys == FlatLayout::Keys::kBytes && cells_.empty()) {
    for (const Type& type : layout.key_types) cells_.emplace_back(type);
  }
  for (size_t theirs = 0; theirs < other.size(); ++theirs) {
    const int64_t* words_of = other.words(theirs, stride);
    const int64_t number = other.first(theirs);
    uint32_t group = 0;
    bool fresh = false;
    switch (layout.keys) {
      case FlatLayout::Keys::kNone:
        if (size() == 0) Add(layout, number);
        break;
      case FlatLayout::Keys::kInts:
        Reserve(1);
        if (theirs + 8 < other.size() && size() >= kPrefetchFrom) {
          const uint64_t ahead = other.hashes_[theirs + 8];
          __builtin_prefetch(&slots_[HomeOf(ahead, slots_.size() - 1)]);
        }
        group = FindInts(layout, words_of, other.nulls_.empty() ? 0 : other.nulls_[theirs],
                         other.hashes_[theirs], number);
        break;
      default:
        Reserve(1);
        group = FindText(layout, other.TextOf(theirs), theirs == other.null_group_, number, fresh);
        if (!fresh || layout.keys == FlatLayout::Keys::kText) break;
        for (size_t k = 0; k < cells_.size(); ++k) cells_[k].AppendFrom(other.cells_[k], theirs);
    }
    if (number < firsts_[group]) {
      firsts_[group] = number;
      in_order_ = false;
    }
    MergeWords(layout, words(group, stride), words_of);
  }
}

void FlatTable::AppendKeys(const FlatLayout& layout, std::span<const uint32_t> groups,
                           std::span<Column> columns) const {
  const size_t stride = layout.words();
  for (size_t k = 0; k < layout.key_types.size(); ++k) {
    Column& column = columns[k];
    for (const uint32_t group : groups) {
      if (layout.keys == FlatLayout::Keys::kBytes) {
        column.AppendFrom(cells_[k], group);
      } else if (layout.keys == FlatLayout::Keys::kText) {
        group == null_group_ ? column.AppendNull() : column.AppendText(TextOf(group));
      } else if (!nulls_.empty() && (nulls_[group] >> k & 1) != 0) {
        column.AppendNull();
      } else {
        column.AppendInt(words(group, stride)[k]);
      }
    }
  }
}

void FlatTable::Clear() {
  std::fill(slots_.begin(), slots_.end(), Slot());
  words_.clear();
  firsts_.clear();
  hashes_.clear();
  nulls_.clear();
  texts_.clear();
  arena_.clear();
  for (Column& column : cells_) column.Clear();
  null_group_ = kFree;
  in_order_ = true;
}

void FlatTable::AddTo(const FlatLayout& layout, Digest& digest) const {
  for (size_t group = 0; group < size(); ++group) {
    digest.Add(firsts_[group]);
    if (!texts_.empty()) digest.Add(TextOf(group));
    if (!nulls_.empty()) digest.Add(nulls_[group]);
    for (size_t i = 0; i < layout.words(); ++i) digest.Add(words(group, layout.words())[i]);
  }
}

}  // namespace weir::sql
