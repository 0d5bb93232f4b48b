#include "core/producer/key_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>
#include <utility>

#include "core/base/check.h"
#include "core/base/md5.h"
#include "core/model/limits.h"

namespace weir {

KeyTable KeyTable::Numbered(std::string prefix, int64_t count, int64_t digits) {
  WEIR_CHECK(count >= 1);
  WEIR_CHECK(count <= kKeysMax);
  KeyTable table;
  table.prefix_ = std::move(prefix);
  const size_t most_digits = std::to_string(count).size();
  table.digits_ = digits > 0 ? static_cast<size_t>(digits) : most_digits;
  if (table.digits_ >= most_digits) {
    table.equal_bytes_ = static_cast<uint32_t>(table.prefix_.size() + table.digits_);
  }
  table.hashes_.resize(static_cast<size_t>(count));
  table.HashAll();
  return table;
}

KeyTable KeyTable::Of(std::vector<std::string> names) {
  WEIR_CHECK(!names.empty());
  KeyTable table;
  table.hashes_.resize(names.size());
  table.names_ = std::move(names);
  table.HashAll();
  return table;
}

uint32_t KeyTable::SpelledBytes(uint32_t key) const {
  if (!names_.empty()) return static_cast<uint32_t>(names_[key].size());
  size_t digits = 1;
  for (uint32_t rest = (key + 1) / 10; rest > 0; rest /= 10) ++digits;
  return static_cast<uint32_t>(prefix_.size() + std::max(digits, digits_));
}

std::string KeyTable::Name(uint32_t key) const {
  std::string name;
  AppendName(key, name);
  return name;
}

void KeyTable::AppendName(uint32_t key, std::string& text) const {
  if (!names_.empty()) {
    text += names_[key];
    return;
  }
  std::array<char, 10> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), key + 1).ptr;
  const size_t count = static_cast<size_t>(end - digits.begin());
  text += prefix_;
  text.append(digits_ - std::min(digits_, count), '0');
  text.append(digits.data(), count);
}

// Into one text by batches: ten million keys would otherwise ask the heap for ten million strings.
void KeyTable::HashAll() {
  constexpr size_t kBatch = 256;
  std::string text;
  std::array<size_t, kBatch + 1> ends{};
  std::array<std::string_view, kBatch> views;
  std::array<Md5Digest, kBatch> digests;
  for (size_t first = 0; first < hashes_.size(); first += kBatch) {
    const size_t count = std::min(kBatch, hashes_.size() - first);
    text.clear();
    for (size_t i = 0; i < count; ++i) {
      AppendName(static_cast<uint32_t>(first + i), text);
      ends[i + 1] = text.size();
    }
    for (size_t i = 0; i < count; ++i) {
      views[i] = std::string_view(text).substr(ends[i], ends[i + 1] - ends[i]);
    }
    Md5Batch(std::span(views).first(count), std::span(digests).first(count));
    for (size_t i = 0; i < count; ++i) hashes_[first + i] = {digests[i].hi(), digests[i].lo()};
  }
}

}  // namespace weir
