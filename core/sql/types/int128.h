// Int128: the digits of a DECIMAL. 38 digits fit, with a factor of 1.7 to spare.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace weir::sql {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

// 10^exponent, 0 to 38.
Int128 PowerOfTen(int exponent);

// Decimal digits of |value|: 1 for 0.
int DigitCount(Int128 value);

// Plain digits with a sign: "-1250".
std::string ToText(Int128 value);

// "-12.50" for (-1250, 2); every digit of the scale is written.
std::string DecimalText(Int128 unscaled, int scale);

// value * 10^(to - from), rounded half away from zero when digits are lost. nullopt: does not fit
// `precision` digits.
std::optional<Int128> Rescale(Int128 value, int from, int to, int precision);

// a * b at scale `from`, brought to scale `to` as in Rescale. The full 256-bit product is used.
std::optional<Int128> MultiplyDecimal(Int128 a, Int128 b, int from, int to, int precision);

// a * 10^shift / b, rounded half away from zero; b is not 0. shift may be negative.
std::optional<Int128> DivideDecimal(Int128 a, Int128 b, int shift, int precision);

// The nearest double, and back: the shortest decimal digits of the double, rounded half away from
// zero.
double ToDouble(Int128 unscaled, int scale);
std::optional<Int128> DecimalFromDouble(double value, int scale, int precision);

}  // namespace weir::sql
