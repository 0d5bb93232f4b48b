#include "core/sql/types/value.h"

#include <algorithm>
#include <cmath>

namespace weir::sql {
namespace {

template <typename T>
int Order(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

int OrderOfDoubles(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return Order(std::isnan(a), std::isnan(b));
  return Order(a, b);
}

// NULL inside of a nested value stands below everything.
int OrderOfItems(const Type& type, const Value& a, const Value& b) {
  if (a.IsNull() || b.IsNull()) return Order(!a.IsNull(), !b.IsNull());
  return CompareValues(type, a, b);
}

int OrderOfNested(const Type& type, const Value& a, const Value& b) {
  const std::vector<Value>& x = a.Items();
  const std::vector<Value>& y = b.Items();
  const size_t elements = type.ElementCount();
  for (size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    const Type& element = type.Element(std::min(i % std::max<size_t>(elements, 1), elements - 1));
    const int order = type.kind == TypeKind::kMultiset && i % 2 == 1
                          ? Order(x[i].Int(), y[i].Int())
                          : OrderOfItems(element, x[i], y[i]);
    if (order != 0) return order;
  }
  return Order(x.size(), y.size());
}

}  // namespace

const std::vector<Value>& Value::Items() const { return Nested()->items; }

int CompareValues(const Type& type, const Value& a, const Value& b) {
  switch (PhysicalOf(type)) {
    case Physical::kBool:
      return Order(a.Bool(), b.Bool());
    case Physical::kInt:
      if (type.IsTimestamp()) return Order(a.Timestamp(), b.Timestamp());
      return Order(a.Int(), b.Int());
    case Physical::kDouble:
      return OrderOfDoubles(a.Double(), b.Double());
    case Physical::kDecimal:
      return Order(a.Decimal(), b.Decimal());
    case Physical::kText:
      return Order(a.Text(), b.Text());
    case Physical::kNested:
      return OrderOfNested(type, a, b);
  }
  return 0;
}

}  // namespace weir::sql
