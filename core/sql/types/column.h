// Column: the values of one expression for a batch of rows.
//
// A column of a literal keeps one cell for all rows (constant()), so that kernels and memory do not
// pay for it; row indices are good in both cases. Strings lie one after the other in an arena of
// the column: a string_view from Text() is good until the next Append.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql/types/type.h"
#include "core/sql/types/value.h"

namespace weir::sql {

struct TextRef {
  uint32_t offset = 0;
  uint32_t length = 0;
};

class Column {
 public:
  Column() = default;  // Of no rows and the type of NULL.
  explicit Column(Type type) : type_(std::move(type)), physical_(PhysicalOf(type_)) {}

  // `rows` times the same value.
  static Column Constant(Type type, const Value& value, size_t rows);

  const Type& type() const { return type_; }
  Physical physical() const { return physical_; }
  size_t size() const { return rows_; }
  bool constant() const { return mask_ == 0; }
  bool has_nulls() const { return !nulls_.empty(); }

  bool IsNull(size_t row) const {
    if (nulls_.empty()) return false;
    const size_t at = row & mask_;
    return (nulls_[at / 64] >> (at % 64) & 1) != 0;
  }
  // Of a NULL: some value of the type, which must not matter.
  bool Bool(size_t row) const { return bools_[row & mask_] != 0; }
  int64_t Int(size_t row) const { return ints_[row & mask_]; }
  double Double(size_t row) const { return doubles_[row & mask_]; }
  Int128 Decimal(size_t row) const { return decimals_[row & mask_]; }
  TimestampValue Timestamp(size_t row) const {
    const size_t at = row & mask_;
    return {ints_[at], nanos_.empty() ? 0 : nanos_[at]};
  }
  std::string_view Text(size_t row) const {
    const TextRef& ref = texts_[row & mask_];
    return {arena_.data() + ref.offset, ref.length};
  }
  const Value& Nested(size_t row) const { return nested_[row & mask_]; }
  Value ValueAt(size_t row) const;

  // Building, row by row. Each takes values of the column's physical type; AppendInt is for
  // timestamps of whole milliseconds too. Not for constant columns.
  void Reserve(size_t rows);
  void AppendNull();
  void AppendBool(bool value) { bools_.push_back(value ? 1 : 0), Grow(); }
  void AppendInt(int64_t value) {
    ints_.push_back(value);
    if (!nanos_.empty()) nanos_.push_back(0);
    Grow();
  }
  void AppendDouble(double value) { doubles_.push_back(value), Grow(); }
  void AppendDecimal(Int128 value) { decimals_.push_back(value), Grow(); }
  void AppendTimestamp(TimestampValue value);
  void AppendText(std::string_view value);
  void AppendNested(Value value) { nested_.push_back(std::move(value)), Grow(); }
  void Append(const Value& value);
  // A cell of a column of the same physical type.
  void AppendFrom(const Column& other, size_t row);

  // The rows of the given numbers, in their order. A constant stays one.
  Column Select(std::span<const uint32_t> rows) const;
  // The same cells under another type of the same physical type: a cast that changes nothing.
  Column As(Type type) const;
  void Clear();  // Back to no rows; keeps the memory.

  // Whole columns, for kernels: one element a stored cell (one for a constant column).
  std::span<const int64_t> ints() const { return ints_; }
  std::span<const double> doubles() const { return doubles_; }
  std::span<const uint8_t> bools() const { return bools_; }
  std::span<const Int128> decimals() const { return decimals_; }
  std::span<const uint64_t> null_words() const { return nulls_; }  // Empty: no NULL.
  bool has_nanos() const { return !nanos_.empty(); }
  // Takes a finished column over: `nulls` has a bit a row, or is empty.
  static Column OfInts(Type type, std::vector<int64_t> ints, std::vector<uint64_t> nulls);
  static Column OfDoubles(Type type, std::vector<double> doubles, std::vector<uint64_t> nulls);
  static Column OfBools(Type type, std::vector<uint8_t> bools, std::vector<uint64_t> nulls);

 private:
  void Grow() {
    ++rows_;
    if (!nulls_.empty() && nulls_.size() * 64 < rows_) nulls_.push_back(0);
  }

  Type type_;
  Physical physical_ = Physical::kInt;
  size_t rows_ = 0;
  size_t mask_ = SIZE_MAX;  // 0: constant.
  std::vector<uint64_t> nulls_;
  std::vector<uint8_t> bools_;
  std::vector<int64_t> ints_;
  std::vector<int32_t> nanos_;  // Beside ints_; empty while all are 0.
  std::vector<double> doubles_;
  std::vector<Int128> decimals_;
  std::vector<TextRef> texts_;
  std::string arena_;
  std::vector<Value> nested_;
};

// The order of SQL between two cells that are not NULL, of the same physical type (and DECIMAL
// scale).
int CompareCells(const Column& a, size_t row_a, const Column& b, size_t row_b);

// Appends bytes to `key` that are equal for two cells of a type if and only if they are not
// distinct (NULL is not distinct from NULL, 0.0 not from -0.0, all NaNs are one): for hash keys.
void AppendKey(const Column& column, size_t row, std::string& key);

}  // namespace weir::sql
