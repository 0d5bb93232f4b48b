#include "core/sql/types/int128.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "core/base/check.h"
#include "core/sql/types/type.h"

namespace weir::sql {
namespace {

constexpr auto kPowers = [] {
  std::array<Int128, 39> powers{};
  powers[0] = 1;
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

Uint128 Magnitude(Int128 value) {
  return value < 0 ? Uint128{0} - static_cast<Uint128>(value) : static_cast<Uint128>(value);
}

// A product of two 128-bit numbers.
struct Wide {
  Uint128 high = 0;
  Uint128 low = 0;
};

Wide Multiply(Uint128 a, Uint128 b) {
  const Uint128 mask = UINT64_MAX;
  const Uint128 low = (a & mask) * (b & mask);
  const Uint128 middle = (a >> 64) * (b & mask) + (low >> 64);
  const Uint128 other = (a & mask) * (b >> 64) + (middle & mask);
  return {(a >> 64) * (b >> 64) + (middle >> 64) + (other >> 64), (other << 64) | (low & mask)};
}

// dividend / divisor, rounded half up. nullopt: more than 127 bits. Bit by bit: only what overflows
// 128 bits comes here.
std::optional<Uint128> DivideRounded(Wide dividend, Uint128 divisor) {
  if (dividend.high == 0) {
    const Uint128 quotient = dividend.low / divisor;
    const Uint128 rest = dividend.low % divisor;
    return quotient + (rest >= divisor - rest ? 1 : 0);
  }
  if (dividend.high >= divisor) return std::nullopt;
  Uint128 rest = dividend.high;
  Uint128 quotient = 0;
  for (int bit = 127; bit >= 0; --bit) {
    const bool carry = (rest >> 127) != 0;
    rest = rest << 1 | (dividend.low >> bit & 1);
    quotient <<= 1;
    if (carry || rest >= divisor) {
      rest -= divisor;
      quotient |= 1;
    }
  }
  return quotient + (rest >= divisor - rest ? 1 : 0);
}

// With the sign put back, if it has at most `precision` digits.
std::optional<Int128> Fit(std::optional<Uint128> magnitude, bool negative, int precision) {
  if (!magnitude.has_value()) return std::nullopt;
  if (*magnitude >= static_cast<Uint128>(kPowers[static_cast<size_t>(precision)])) {
    return std::nullopt;
  }
  const auto value = static_cast<Int128>(*magnitude);
  return negative ? -value : value;
}

}  // namespace

Int128 PowerOfTen(int exponent) {
  WEIR_CHECK(exponent >= 0 && exponent < static_cast<int>(kPowers.size()));
  return kPowers[static_cast<size_t>(exponent)];
}

int DigitCount(Int128 value) {
  const Uint128 magnitude = Magnitude(value);
  int digits = 1;
  while (digits < 39 && magnitude >= static_cast<Uint128>(kPowers[static_cast<size_t>(digits)])) {
    ++digits;
    if (digits == 39) break;
  }
  return digits;
}

std::string ToText(Int128 value) { return DecimalText(value, 0); }

std::string DecimalText(Int128 unscaled, int scale) {
  std::array<char, 48> buffer{};
  size_t at = buffer.size();
  Uint128 rest = Magnitude(unscaled);
  int digits = 0;
  while (rest != 0 || digits <= scale) {
    if (digits == scale && scale > 0) buffer[--at] = '.';
    buffer[--at] = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
    ++digits;
  }
  if (unscaled < 0) buffer[--at] = '-';
  return {buffer.data() + at, buffer.size() - at};
}

std::optional<Int128> Rescale(Int128 value, int from, int to, int precision) {
  const bool negative = value < 0;
  if (to >= from) {
    const Wide product =
        Multiply(Magnitude(value), static_cast<Uint128>(PowerOfTen(std::min(to - from, 38))));
    if (product.high != 0) return std::nullopt;
    return Fit(product.low, negative, precision);
  }
  if (from - to > 38) return Int128{0};
  return Fit(DivideRounded({0, Magnitude(value)}, static_cast<Uint128>(PowerOfTen(from - to))),
             negative, precision);
}

std::optional<Int128> MultiplyDecimal(Int128 a, Int128 b, int from, int to, int precision) {
  WEIR_CHECK(from >= to);
  const bool negative = (a < 0) != (b < 0);
  Wide product = Multiply(Magnitude(a), Magnitude(b));
  int shift = from - to;
  if (shift > 38) {  // 76 digits lose at most 76: the first ones cannot matter to the rounding.
    const std::optional<Uint128> less =
        DivideRounded(product, static_cast<Uint128>(PowerOfTen(38)));
    if (!less.has_value()) return std::nullopt;
    product = {0, *less};
    shift -= 38;
  }
  return Fit(DivideRounded(product, static_cast<Uint128>(PowerOfTen(shift))), negative, precision);
}

std::optional<Int128> DivideDecimal(Int128 a, Int128 b, int shift, int precision) {
  const bool negative = (a < 0) != (b < 0);
  Uint128 divisor = Magnitude(b);
  Uint128 dividend = Magnitude(a);
  if (shift < 0) {
    const Wide wide = Multiply(divisor, static_cast<Uint128>(PowerOfTen(std::min(-shift, 38))));
    if (wide.high != 0) return Int128{0};
    divisor = wide.low;
    shift = 0;
  }
  // What does not fit one factor of 10^38 is put on the dividend first.
  if (shift > 38) {
    const Wide wide = Multiply(dividend, static_cast<Uint128>(PowerOfTen(shift - 38)));
    if (wide.high != 0) return std::nullopt;
    dividend = wide.low;
    shift = 38;
  }
  return Fit(DivideRounded(Multiply(dividend, static_cast<Uint128>(PowerOfTen(shift))), divisor),
             negative, precision);
}

double ToDouble(Int128 unscaled, int scale) {
  constexpr Int128 kExact = Int128{1} << 53;
  if (unscaled < kExact && unscaled > -kExact && scale <= 22) {
    return static_cast<double>(unscaled) / static_cast<double>(PowerOfTen(scale));
  }
  return std::strtod(DecimalText(unscaled, scale).c_str(), nullptr);
}

std::optional<Int128> DecimalFromDouble(double value, int scale, int precision) {
  if (!std::isfinite(value)) return std::nullopt;
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific);
  Int128 digits = 0;
  int fraction = 0;
  const char* at = buffer.data();
  bool negative = false;
  bool point = false;
  for (; at != end.ptr && *at != 'e'; ++at) {
    if (*at == '-') {
      negative = true;
    } else if (*at == '.') {
      point = true;
    } else {
      digits = digits * 10 + (*at - '0');
      if (point) ++fraction;
    }
  }
  int exponent = 0;
  if (at != end.ptr) {
    ++at;
    if (at != end.ptr && *at == '+') ++at;
    std::from_chars(at, end.ptr, exponent);
  }
  // digits * 10^(exponent - fraction)
  const int from = fraction - exponent;
  if (digits == 0) return Int128{0};
  if (from < scale - 38) return std::nullopt;
  return Rescale(negative ? -digits : digits, from, scale, precision);
}

}  // namespace weir::sql
