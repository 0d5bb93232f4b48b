#include "core/model/sequence_number.h"

#include <algorithm>
#include <array>

#include "core/base/check.h"
#include "core/base/text.h"

namespace weir {
namespace {

constexpr int64_t kSecondsEnd = 16'025'175'000;  // Later times are "too large" for the service.
constexpr size_t kHexDigits = 47;
constexpr size_t kDecimalDigitsMax = 57;  // 186 bits.

// 192 bits as six limbs, least significant first.
struct Wide {
  std::array<uint32_t, 6> limbs{};

  void AppendHexDigits(uint64_t value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      MultiplyAdd(16, static_cast<uint32_t>((value >> shift) & 15));
    }
  }
  // False when the result needs more than 192 bits.
  bool MultiplyAdd(uint32_t factor, uint32_t addend) {
    uint64_t carry = addend;
    for (uint32_t& limb : limbs) {
      carry += static_cast<uint64_t>(limb) * factor;
      limb = static_cast<uint32_t>(carry);
      carry >>= 32;
    }
    return carry == 0;
  }
  uint32_t DivideBy(uint32_t divisor) {  // Returns the remainder.
    uint64_t remainder = 0;
    for (size_t i = limbs.size(); i-- > 0;) {
      remainder = (remainder << 32) | limbs[i];
      limbs[i] = static_cast<uint32_t>(remainder / divisor);
      remainder %= divisor;
    }
    return static_cast<uint32_t>(remainder);
  }
  bool IsZero() const {
    return std::all_of(limbs.begin(), limbs.end(), [](uint32_t limb) { return limb == 0; });
  }
  // `from` counts hex digits from the top of the 47.
  uint64_t HexDigits(size_t from, size_t count) const {
    uint64_t value = 0;
    for (size_t i = from; i < from + count; ++i) {
      const size_t bit = 4 * (kHexDigits - 1 - i);
      value = (value << 4) | ((limbs[bit / 32] >> (bit % 32)) & 15);
    }
    return value;
  }
};

Error Refuse(std::string_view decimal) {
  return Error{
      ErrorCode::kInvalidArgument,
      StrCat({"\"", decimal.substr(0, 64), "\" is not a sequence number of this service"})};
}

}  // namespace

std::string FormatSequenceNumber(const SequenceNumberFields& fields) {
  WEIR_CHECK(fields.shard_created_s >= 0 && fields.shard_created_s < kSecondsEnd);
  WEIR_CHECK(fields.record_s >= 0 && fields.record_s < kSecondsEnd);
  WEIR_CHECK(fields.sequence_index <= kSequenceIndexEnd);
  Wide wide;
  wide.AppendHexDigits(2, 1);
  wide.AppendHexDigits(static_cast<uint64_t>(fields.shard_created_s), 9);
  wide.AppendHexDigits(fields.shard_index & 15, 1);
  wide.AppendHexDigits(fields.sequence_index, 16);
  wide.AppendHexDigits(0, 2);
  wide.AppendHexDigits(static_cast<uint64_t>(fields.record_s), 9);
  wide.AppendHexDigits(fields.shard_index, 8);
  wide.AppendHexDigits(2, 1);
  std::string digits;
  while (!wide.IsZero()) digits += static_cast<char>('0' + wide.DivideBy(10));
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Result<SequenceNumberFields> ParseSequenceNumber(std::string_view decimal) {
  if (decimal.empty() || decimal.size() > kDecimalDigitsMax || decimal[0] == '0') {
    return Refuse(decimal);
  }
  Wide wide;
  for (const char c : decimal) {
    if (c < '0' || c > '9') return Refuse(decimal);
    if (!wide.MultiplyAdd(10, static_cast<uint32_t>(c - '0'))) return Refuse(decimal);
  }
  SequenceNumberFields fields;
  fields.shard_created_s = static_cast<int64_t>(wide.HexDigits(1, 9));
  fields.shard_index = static_cast<uint32_t>(wide.HexDigits(38, 8));
  fields.sequence_index = wide.HexDigits(11, 16);
  fields.record_s = static_cast<int64_t>(wide.HexDigits(29, 9));
  const bool in_range = fields.shard_created_s < kSecondsEnd && fields.record_s < kSecondsEnd &&
                        fields.sequence_index <= kSequenceIndexEnd;
  // Whatever the fields do not hold (constants, the repeated nibble, bits above) is compared whole.
  if (!in_range || FormatSequenceNumber(fields) != decimal) return Refuse(decimal);
  return fields;
}

}  // namespace weir
