// The DECIMAL that a calculation gives, as Flink derives it.
//
//   a + b  max(s1, s2) + max(p1 - s1, p2 - s2) + 1 digits, scale max(s1, s2)
//   a * b  p1 + p2 + 1                                      s1 + s2
//   a / b  p1 - s1 + s2 + scale                             max(6, s1 + p2 + 1)
//   a % b  min(p1 - s1, p2 - s2) + scale                    max(s1, s2)
//
// Beyond 38 digits the scale is cut, to no less than 6, so that whole digits are kept.
#pragma once

#include <algorithm>

#include "core/sql/types/type.h"

namespace weir::sql {

inline Type AdjustedDecimal(int32_t precision, int32_t scale) {
  if (precision <= kDecimalDigitsMax) return Type::Decimal(precision, scale);
  const int32_t whole = precision - scale;
  return Type::Decimal(kDecimalDigitsMax, std::max(kDecimalDigitsMax - whole, std::min(scale, 6)));
}

inline Type SumType(const Type& a, const Type& b) {
  const int32_t scale = std::max(a.scale, b.scale);
  return AdjustedDecimal(std::max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
}

inline Type ProductType(const Type& a, const Type& b) {
  return AdjustedDecimal(a.precision + b.precision + 1, a.scale + b.scale);
}

inline Type QuotientType(const Type& a, const Type& b) {
  const int32_t scale = std::max(6, a.scale + b.precision + 1);
  return AdjustedDecimal(a.precision - a.scale + b.scale + scale, scale);
}

inline Type RemainderType(const Type& a, const Type& b) {
  const int32_t scale = std::max(a.scale, b.scale);
  return AdjustedDecimal(std::min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
}

}  // namespace weir::sql
