// Batch: up to some thousand rows that go from one operator to the next, column by column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/sql/types/column.h"

namespace weir::sql {

// What a row does to the result: Flink's +I, -U, +U, -D.
enum class RowKind : uint8_t { kInsert, kUpdateBefore, kUpdateAfter, kDelete };

// Takes a row away: -U or -D.
constexpr bool Retracts(RowKind kind) {
  return kind == RowKind::kUpdateBefore || kind == RowKind::kDelete;
}
constexpr const char* ToText(RowKind kind) {
  constexpr const char* kTexts[] = {"+I", "-U", "+U", "-D"};
  return kTexts[static_cast<int>(kind)];
}

using Row = std::vector<Value>;

struct Batch {
  size_t rows = 0;
  std::vector<Column> columns;
  std::vector<RowKind> kinds;  // Empty: all +I.

  RowKind KindAt(size_t row) const { return kinds.empty() ? RowKind::kInsert : kinds[row]; }
  Row RowAt(size_t row) const;
  Batch Select(std::span<const uint32_t> chosen) const;
  void Append(const Row& row, RowKind kind);
  void AppendFrom(const Batch& other, size_t row, RowKind kind);
};

// No rows, columns of these types.
Batch EmptyBatch(std::span<const Type> types);

// The bytes of the columns of a row, equal if and only if the values are not distinct.
std::string KeyOf(const Batch& batch, std::span<const size_t> columns, size_t row);

}  // namespace weir::sql
