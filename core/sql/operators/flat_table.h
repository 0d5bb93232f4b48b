// FlatTable: groups in one array of words, found by their keys through open addressing. Nothing is
// allocated for a row, and for a new group only as the arrays grow. A value.
//
//   slots    | hash, group |          |  hash, group | ...
//   words    | group 0: key, states   | group 1: key, states | ...     (FlatLayout)
//
// Groups are numbered in the order in which their keys first came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/sql/operators/flat_layout.h"

namespace weir::sql {

class FlatTable {
 public:
  size_t size() const { return firsts_.size(); }
  int64_t* words(size_t group, size_t stride) { return words_.data() + group * stride; }
  const int64_t* words(size_t group, size_t stride) const { return words_.data() + group * stride; }
  // The number of the row that the group came with.
  int64_t first(size_t group) const { return firsts_[group]; }
  bool in_order() const { return in_order_; }
  size_t bytes() const;

  // The groups of rows begin to begin + count of the key columns; `number` is that of row 0.
  void Resolve(const FlatLayout& layout, std::span<const Column* const> keys, size_t begin,
               size_t count, int64_t number, uint32_t* groups);
  // All groups of `other` as if its rows had come here too.
  void Merge(const FlatLayout& layout, const FlatTable& other);
  // The keys of `groups` behind the cells of the columns.
  void AppendKeys(const FlatLayout& layout, std::span<const uint32_t> groups,
                  std::span<Column> columns) const;
  void Clear();  // Keeps the memory.
  void AddTo(const FlatLayout& layout, Digest& digest) const;

 private:
  struct Slot {
    uint32_t tag = 0;
    uint32_t group = kFree;
  };
  struct TextKey {
    uint32_t offset = 0;
    uint32_t length = 0;
  };
  static constexpr uint32_t kFree = UINT32_MAX;

  void ResolveInts(const FlatLayout& layout, std::span<const Column* const> keys, size_t begin,
                   size_t count, int64_t number, uint32_t* groups);
  void ResolveTexts(const FlatLayout& layout, std::span<const Column* const> keys, size_t begin,
                    size_t count, int64_t number, uint32_t* groups);
  uint32_t FindInts(const FlatLayout& layout, const int64_t* key, uint32_t nulls, uint64_t hash,
                    int64_t number);
  // `cells`: of which the key columns are kept, when bytes alone do not tell them.
  uint32_t FindText(const FlatLayout& layout, std::string_view key, bool null, int64_t number,
                    bool& fresh);
  uint32_t Add(const FlatLayout& layout, int64_t number);
  void Reserve(size_t more);
  std::string_view TextOf(size_t group) const {
    return {arena_.data() + texts_[group].offset, texts_[group].length};
  }

  std::vector<Slot> slots_;
  std::vector<int64_t> words_;
  std::vector<int64_t> firsts_;
  std::vector<uint64_t> hashes_;  // Of each group, for growing and merging.
  std::vector<uint32_t> nulls_;   // kInts: which keys are NULL. Empty: none in any group.
  std::vector<TextKey> texts_;    // kText, kBytes.
  std::string arena_;
  std::vector<Column> cells_;    // kBytes: the keys themselves.
  uint32_t null_group_ = kFree;  // kText.
  bool in_order_ = true;         // firsts_ ascend.
};

// The words of `other` into those of a group.
void MergeWords(const FlatLayout& layout, int64_t* words, const int64_t* other);

}  // namespace weir::sql
