#include "core/sql/types/column.h"

#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace weir::sql {
namespace {

void AppendBytes(std::string& key, const void* data, size_t size) {
  key.append(static_cast<const char*>(data), size);
}

void AppendNumber(std::string& key, int64_t value) { AppendBytes(key, &value, sizeof value); }

void AppendDoubleKey(std::string& key, double value) {
  if (value == 0) value = 0;  // -0.0
  if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
  AppendNumber(key, std::bit_cast<int64_t>(value));
}

void AppendValueKey(const Type& type, const Value& value, std::string& key) {
  key += value.IsNull() ? '\0' : '\1';
  if (value.IsNull()) return;
  switch (PhysicalOf(type)) {
    case Physical::kBool:
      key += value.Bool() ? '\1' : '\0';
      return;
    case Physical::kInt:
      if (type.IsTimestamp()) {
        AppendNumber(key, value.Timestamp().millis);
        AppendNumber(key, value.Timestamp().nanos);
      } else {
        AppendNumber(key, value.Int());
      }
      return;
    case Physical::kDouble:
      AppendDoubleKey(key, value.Double());
      return;
    case Physical::kDecimal: {
      const Int128 digits = value.Decimal();
      AppendBytes(key, &digits, sizeof digits);
      return;
    }
    case Physical::kText:
      AppendNumber(key, static_cast<int64_t>(value.Text().size()));
      key += value.Text();
      return;
    case Physical::kNested:
      AppendNumber(key, static_cast<int64_t>(value.Items().size()));
      for (size_t i = 0; i < value.Items().size(); ++i) {
        const bool count = type.kind == TypeKind::kMultiset && i % 2 == 1;
        AppendValueKey(count ? Type::BigInt() : type.Element(i % type.ElementCount()),
                       value.Items()[i], key);
      }
  }
}

}  // namespace

Column Column::Constant(Type type, const Value& value, size_t rows) {
  Column column(std::move(type));
  column.Append(value);
  column.rows_ = rows;
  column.mask_ = 0;
  return column;
}

Value Column::ValueAt(size_t row) const {
  if (IsNull(row)) return {};
  switch (physical_) {
    case Physical::kBool:
      return Value(Bool(row));
    case Physical::kInt:
      return type_.IsTimestamp() ? Value(Timestamp(row)) : Value(Int(row));
    case Physical::kDouble:
      return Value(Double(row));
    case Physical::kDecimal:
      return Value(Decimal(row));
    case Physical::kText:
      return Value(Text(row));
    case Physical::kNested:
      return Nested(row);
  }
  return {};
}

void Column::Reserve(size_t rows) {
  switch (physical_) {
    case Physical::kBool:
      bools_.reserve(rows);
      return;
    case Physical::kInt:
      ints_.reserve(rows);
      return;
    case Physical::kDouble:
      doubles_.reserve(rows);
      return;
    case Physical::kDecimal:
      decimals_.reserve(rows);
      return;
    case Physical::kText:
      texts_.reserve(rows);
      return;
    case Physical::kNested:
      nested_.reserve(rows);
      return;
  }
}

void Column::AppendNull() {
  const size_t at = rows_;
  switch (physical_) {
    case Physical::kBool:
      AppendBool(false);
      break;
    case Physical::kInt:
      AppendInt(0);
      break;
    case Physical::kDouble:
      AppendDouble(0);
      break;
    case Physical::kDecimal:
      AppendDecimal(0);
      break;
    case Physical::kText:
      texts_.push_back({}), Grow();
      break;
    case Physical::kNested:
      nested_.emplace_back(), Grow();
      break;
  }
  if (nulls_.empty()) nulls_.resize((rows_ + 63) / 64);
  nulls_[at / 64] |= uint64_t{1} << (at % 64);
}

void Column::AppendTimestamp(TimestampValue value) {
  if (value.nanos != 0 && nanos_.empty()) nanos_.resize(ints_.size());
  if (value.nanos != 0 || !nanos_.empty()) {
    // An empty nanos_ means that all are 0, so the first row with some must not look like that.
    nanos_.push_back(value.nanos);
  }
  ints_.push_back(value.millis);
  Grow();
}

void Column::AppendText(std::string_view value) {
  WEIR_CHECK(arena_.size() + value.size() <= UINT32_MAX);
  texts_.push_back({static_cast<uint32_t>(arena_.size()), static_cast<uint32_t>(value.size())});
  arena_.append(value);
  Grow();
}

void Column::Append(const Value& value) {
  if (value.IsNull()) return AppendNull();
  switch (physical_) {
    case Physical::kBool:
      return AppendBool(value.Bool());
    case Physical::kInt:
      return type_.IsTimestamp() ? AppendTimestamp(value.Timestamp()) : AppendInt(value.Int());
    case Physical::kDouble:
      return AppendDouble(value.Double());
    case Physical::kDecimal:
      return AppendDecimal(value.Decimal());
    case Physical::kText:
      return AppendText(value.Text());
    case Physical::kNested:
      return AppendNested(value);
  }
}

void Column::AppendFrom(const Column& other, size_t row) {
  WEIR_CHECK(physical_ == other.physical_);
  if (other.IsNull(row)) return AppendNull();
  switch (physical_) {
    case Physical::kBool:
      return AppendBool(other.Bool(row));
    case Physical::kInt:
      return type_.IsTimestamp() ? AppendTimestamp(other.Timestamp(row))
                                 : AppendInt(other.Int(row));
    case Physical::kDouble:
      return AppendDouble(other.Double(row));
    case Physical::kDecimal:
      return AppendDecimal(other.Decimal(row));
    case Physical::kText:
      return AppendText(other.Text(row));
    case Physical::kNested:
      return AppendNested(other.Nested(row));
  }
}

Column Column::Select(std::span<const uint32_t> rows) const {
  if (constant()) {
    Column same = *this;
    same.rows_ = rows.size();
    return same;
  }
  Column chosen(type_);
  chosen.Reserve(rows.size());
  for (const uint32_t row : rows) chosen.AppendFrom(*this, row);
  return chosen;
}

Column Column::As(Type type) const {
  WEIR_CHECK(PhysicalOf(type) == physical_);
  Column same = *this;
  same.type_ = std::move(type);
  return same;
}

void Column::Clear() {
  rows_ = 0;
  mask_ = SIZE_MAX;
  nulls_.clear();
  bools_.clear();
  ints_.clear();
  nanos_.clear();
  doubles_.clear();
  decimals_.clear();
  texts_.clear();
  arena_.clear();
  nested_.clear();
}

Column Column::OfInts(Type type, std::vector<int64_t> ints, std::vector<uint64_t> nulls) {
  Column column(std::move(type));
  WEIR_CHECK(column.physical_ == Physical::kInt);
  column.rows_ = ints.size();
  column.ints_ = std::move(ints);
  column.nulls_ = std::move(nulls);
  return column;
}

Column Column::OfDoubles(Type type, std::vector<double> doubles, std::vector<uint64_t> nulls) {
  Column column(std::move(type));
  WEIR_CHECK(column.physical_ == Physical::kDouble);
  column.rows_ = doubles.size();
  column.doubles_ = std::move(doubles);
  column.nulls_ = std::move(nulls);
  return column;
}

Column Column::OfBools(Type type, std::vector<uint8_t> bools, std::vector<uint64_t> nulls) {
  Column column(std::move(type));
  WEIR_CHECK(column.physical_ == Physical::kBool);
  column.rows_ = bools.size();
  column.bools_ = std::move(bools);
  column.nulls_ = std::move(nulls);
  return column;
}

int CompareCells(const Column& a, size_t row_a, const Column& b, size_t row_b) {
  WEIR_CHECK(a.physical() == b.physical());
  switch (a.physical()) {
    case Physical::kInt: {
      const TimestampValue x = a.Timestamp(row_a);
      const TimestampValue y = b.Timestamp(row_b);
      return x < y ? -1 : (y < x ? 1 : 0);
    }
    case Physical::kText: {
      const int order = a.Text(row_a).compare(b.Text(row_b));
      return order < 0 ? -1 : (order > 0 ? 1 : 0);
    }
    default:
      return CompareValues(a.type(), a.ValueAt(row_a), b.ValueAt(row_b));
  }
}

void AppendKey(const Column& column, size_t row, std::string& key) {
  if (column.physical() == Physical::kText && !column.IsNull(row)) {
    const std::string_view text = column.Text(row);
    key += '\1';
    AppendNumber(key, static_cast<int64_t>(text.size()));
    key += text;
    return;
  }
  AppendValueKey(column.type(), column.ValueAt(row), key);
}

}  // namespace weir::sql
