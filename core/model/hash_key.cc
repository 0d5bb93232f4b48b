#include "core/model/hash_key.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/md5.h"
#include "core/base/text.h"
#include "core/model/limits.h"

namespace weir {
namespace {

__extension__ using Uint128 = unsigned __int128;

constexpr Uint128 Wide(HashKey key) { return (static_cast<Uint128>(key.hi) << 64) | key.lo; }
constexpr HashKey Narrow(Uint128 wide) {
  return {static_cast<uint64_t>(wide >> 64), static_cast<uint64_t>(wide)};
}

}  // namespace

HashKey HashKeyOf(std::string_view partition_key) {
  const Md5Digest digest = Md5(partition_key);
  return {digest.hi(), digest.lo()};
}

std::string ToDecimal(HashKey key) {
  Uint128 rest = Wide(key);
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Result<HashKey> ParseHashKey(std::string_view decimal) {
  const auto refuse = [&] {
    return Error{ErrorCode::kInvalidArgument,
                 StrCat({"Invalid ExplicitHashKey: \"", decimal.substr(0, 64),
                         "\" is not a decimal number from 0 to 2^128 - 1"})};
  };
  const bool leading_zero = decimal.size() > 1 && decimal[0] == '0';
  if (decimal.empty() || decimal.size() > 39 || leading_zero) return refuse();
  Uint128 value = 0;
  for (const char c : decimal) {
    if (c < '0' || c > '9') return refuse();
    const Uint128 digit = static_cast<Uint128>(c - '0');
    if (value > (~Uint128{0} - digit) / 10) return refuse();
    value = value * 10 + digit;
  }
  return Narrow(value);
}

std::vector<HashKeyRange> UniformHashRanges(int64_t count) {
  WEIR_CHECK(count >= 1);
  WEIR_CHECK(count <= kShardsPerStreamMax);
  // floor(2^128 / n) without 129 bits: 2^128 - 1 divides the same unless n divides 2^128.
  const Uint128 n = static_cast<Uint128>(count);
  const Uint128 all = ~Uint128{0};
  const Uint128 size = all / n + (all % n == n - 1 ? 1 : 0);
  std::vector<HashKeyRange> ranges(static_cast<size_t>(count));
  for (size_t i = 0; i < ranges.size(); ++i) {
    ranges[i].starting = Narrow(size * static_cast<Uint128>(i));
    ranges[i].ending =
        i + 1 == ranges.size() ? kHashKeyMax : Narrow(size * static_cast<Uint128>(i + 1) - 1);
  }
  return ranges;
}

HashKey MiddleOf(const HashKeyRange& range) {
  const Uint128 start = Wide(range.starting);
  return Narrow(start + (Wide(range.ending) - start) / 2 + 1);
}

}  // namespace weir
