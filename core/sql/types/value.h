// Value: one SQL value on its own, for literals, results and what is nested. Columns are for many.
//
// A Value does not carry its Type: 3 is INT, DATE or INTERVAL MONTH by the column it stands in.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/sql/types/int128.h"
#include "core/sql/types/type.h"

namespace weir::sql {

// Milliseconds since 1970-01-01 00:00:00 (TIMESTAMP: of the wall clock; TIMESTAMP_LTZ: UTC) and the
// nanoseconds within that millisecond, 0 to 999 999. Years 0001 to 9999 fit.
struct TimestampValue {
  int64_t millis = 0;
  int32_t nanos = 0;
  friend constexpr auto operator<=>(const TimestampValue&, const TimestampValue&) = default;
};

class Value;

// ARRAY and ROW: the items in order. MAP and MULTISET: key, value, key, value (MULTISET: value,
// count).
struct NestedValue {
  std::vector<Value> items;
};

class Value {
 public:
  Value() = default;  // NULL.
  explicit Value(bool value) : data_(value) {}
  explicit Value(int64_t value) : data_(value) {}
  explicit Value(double value) : data_(value) {}
  explicit Value(Int128 value) : data_(value) {}
  explicit Value(TimestampValue value) : data_(value) {}
  explicit Value(std::string value) : data_(std::move(value)) {}
  explicit Value(std::string_view value) : data_(std::string(value)) {}
  explicit Value(const char* value) : data_(std::string(value)) {}
  explicit Value(std::vector<Value> items)
      : data_(std::make_shared<const NestedValue>(NestedValue{std::move(items)})) {}
  explicit Value(std::shared_ptr<const NestedValue> nested) : data_(std::move(nested)) {}

  bool IsNull() const { return data_.index() == 0; }
  // Each is a programmer's error on a value of another physical type.
  bool Bool() const { return Get<bool>(); }
  int64_t Int() const { return Get<int64_t>(); }
  double Double() const { return Get<double>(); }
  Int128 Decimal() const { return Get<Int128>(); }
  const TimestampValue& Timestamp() const { return Get<TimestampValue>(); }
  const std::string& Text() const { return Get<std::string>(); }
  const std::vector<Value>& Items() const;
  const std::shared_ptr<const NestedValue>& Nested() const {
    return Get<std::shared_ptr<const NestedValue>>();
  }

 private:
  template <typename T>
  const T& Get() const {
    const T* found = std::get_if<T>(&data_);
    WEIR_CHECK(found != nullptr);
    return *found;
  }
  std::variant<std::monostate, bool, int64_t, double, Int128, TimestampValue, std::string,
               std::shared_ptr<const NestedValue>>
      data_;
};

// -1, 0, 1 by the order of SQL (text by bytes, NaN above all); both not NULL, of the same type.
int CompareValues(const Type& type, const Value& a, const Value& b);

}  // namespace weir::sql
