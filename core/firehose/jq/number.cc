#include "core/firehose/jq/number.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace weir {
namespace {

constexpr double kLargest = 1.7976931348623157e308;
constexpr int kExactPower = 22;       // 10^22 is the last power of ten that a double holds.
constexpr double kExactWhole = 1e15;  // Below it fifteen digits name one double.
constexpr size_t kDigitsMax = 17;     // So many digits tell any two doubles apart.

struct Decimal {
  std::string digits;  // Without zeros at either end.
  int point = 0;       // Where the point stands: 0.DIGITS * 10^point.
};

void Trim(Decimal& decimal) {
  while (decimal.digits.size() > 1 && decimal.digits.back() == '0') decimal.digits.pop_back();
}

// A number of up to fifteen digits: found by scaling, where the division back is exact.
bool ShortDecimal(double value, Decimal& decimal) {
  double power = 1;
  for (int places = 0; places <= kExactPower; ++places, power *= 10) {
    const double whole = value * power;
    if (whole >= kExactWhole) return false;
    const int64_t candidate = static_cast<int64_t>(whole + 0.5);
    if (static_cast<double>(candidate) / power != value) continue;
    decimal.digits = std::to_string(candidate);
    decimal.point = static_cast<int>(decimal.digits.size()) - places;
    Trim(decimal);
    return true;
  }
  return false;
}

// A whole number of any size, in groups of nine digits, the lowest first.
class Big {
 public:
  explicit Big(uint64_t value) {
    for (; value > 0; value /= kBase) groups_.push_back(static_cast<uint32_t>(value % kBase));
  }
  void Multiply(uint32_t factor) {
    uint64_t carry = 0;
    for (uint32_t& group : groups_) {
      carry += uint64_t{group} * factor;
      group = static_cast<uint32_t>(carry % kBase);
      carry /= kBase;
    }
    if (carry > 0) groups_.push_back(static_cast<uint32_t>(carry));
  }
  std::string Text() const {
    std::string text = std::to_string(groups_.back());
    for (size_t i = groups_.size() - 1; i-- > 0;) {
      const std::string group = std::to_string(groups_[i]);
      text += std::string(9 - group.size(), '0') + group;
    }
    return text;
  }

 private:
  static constexpr uint32_t kBase = 1'000'000'000;
  std::vector<uint32_t> groups_;
};

// Every digit of a finite positive double.
Decimal ExactDecimal(double value) {
  const uint64_t bits = std::bit_cast<uint64_t>(value);
  const int raw = static_cast<int>(bits >> 52 & 0x7ff);
  uint64_t mantissa = bits & ((uint64_t{1} << 52) - 1);
  if (raw > 0) mantissa |= uint64_t{1} << 52;
  int exponent = std::max(raw, 1) - 1'075;
  while (exponent < 0 && mantissa % 2 == 0) {
    mantissa /= 2;
    ++exponent;
  }
  Big big(mantissa);
  for (int i = 0; i < exponent; ++i) big.Multiply(2);
  for (int i = 0; i > exponent; --i) big.Multiply(5);  // m / 2^k = m * 5^k / 10^k.
  Decimal decimal{big.Text(), 0};
  decimal.point = static_cast<int>(decimal.digits.size()) + std::min(exponent, 0);
  return decimal;
}

// To `count` digits, to the nearest, half to even.
Decimal Rounded(const Decimal& exact, size_t count) {
  if (exact.digits.size() <= count) return exact;
  Decimal rounded{exact.digits.substr(0, count), exact.point};
  const std::string_view rest = std::string_view(exact.digits).substr(count);
  const bool half = rest[0] == '5' && rest.find_first_not_of('0', 1) == std::string_view::npos;
  const bool odd = (rounded.digits.back() - '0') % 2 == 1;
  if (half ? !odd : rest[0] < '5') return rounded;
  size_t at = count;
  while (at > 0 && rounded.digits[at - 1] == '9') rounded.digits[--at] = '0';
  if (at > 0) {
    ++rounded.digits[at - 1];
  } else {
    rounded.digits = "1";
    ++rounded.point;
  }
  return rounded;
}

double Read(const Decimal& decimal) {
  const std::string text = "0." + decimal.digits + "e" + std::to_string(decimal.point);
  return std::strtod(text.c_str(), nullptr);
}

Decimal Shortest(double value) {
  Decimal decimal;
  if (ShortDecimal(value, decimal)) return decimal;
  const Decimal exact = ExactDecimal(value);
  for (size_t count = 1; count <= kDigitsMax; ++count) {
    decimal = Rounded(exact, count);
    if (Read(decimal) == value) break;
  }
  Trim(decimal);
  return decimal;
}

// The layout of jq 1.6: exponents from the fourth zero behind the point, and from fifteen zeros in
// front of it.
std::string Layout(const Decimal& decimal) {
  const std::string& digits = decimal.digits;
  const int size = static_cast<int>(digits.size());
  const int point = decimal.point;
  std::string text;
  if (point <= -4 || point > size + 15) {
    text = digits.substr(0, 1);
    if (size > 1) text += "." + digits.substr(1);
    const int exponent = point - 1;
    const std::string power = std::to_string(std::abs(exponent));
    return text + (exponent < 0 ? "e-" : "e+") + (power.size() < 2 ? "0" : "") + power;
  }
  if (point <= 0) return "0." + std::string(static_cast<size_t>(-point), '0') + digits;
  if (point >= size) return digits + std::string(static_cast<size_t>(point - size), '0');
  return digits.substr(0, static_cast<size_t>(point)) + "." +
         digits.substr(static_cast<size_t>(point));
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<double> ParseJqNumber(std::string_view text) {
  size_t at = 0;
  size_t digits = 0;
  const auto skip_digits = [&] {
    for (; at < text.size() && IsDigit(text[at]); ++at) ++digits;
  };
  if (at < text.size() && text[at] == '-') ++at;
  skip_digits();
  if (at < text.size() && text[at] == '.') {
    ++at;
    skip_digits();
  }
  if (digits == 0) return std::nullopt;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const size_t before = digits;
    skip_digits();
    if (digits == before) return std::nullopt;
  }
  if (at != text.size()) return std::nullopt;
  return std::strtod(std::string(text).c_str(), nullptr);
}

std::string JqNumberText(double value) {
  if (value != value) return "null";
  const bool negative = std::bit_cast<uint64_t>(value) >> 63 != 0;
  value = std::min(negative ? -value : value, kLargest);
  const std::string text = value == 0 ? "0" : Layout(Shortest(value));
  return negative ? "-" + text : text;
}

}  // namespace weir
