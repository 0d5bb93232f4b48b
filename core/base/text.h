// Text of numbers, times and durations, the same in both twins: no locale, no printf.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"

namespace weir {

// Joins the pieces with one allocation.
std::string StrCat(std::initializer_list<std::string_view> pieces);

std::string ToHex16(uint64_t value);  // Sixteen digits, as digests are printed.

// "record" for one, else "records": what `count` of them are called.
std::string Plural(std::string_view noun, int64_t count);

// "1,234,567" for people; machines get plain numbers.
std::string WithThousands(int64_t value);

// "00:00:12.500"; with days from the first day on: "1d 03:00:00.000". Not negative.
std::string FormatElapsed(Duration elapsed);

// The shortest of "250us", "15ms", "90s", "5m", "24h" that is exact; ParseDuration reads it back.
std::string FormatDuration(Duration duration);

// "250us", "15ms", "1.5s", "5m", "24h", "7d": a number with at most six decimals and a unit.
// Error kInput: no unit, an unknown unit, negative, or beyond kDurationMax.
Result<Duration> ParseDuration(std::string_view text);

// "2026-01-01T00:00:00.000000Z", proleptic Gregorian, years 0001 to 9999.
std::string FormatTimestamp(Instant instant);

// The word of `candidates` nearest to `word` by edit distance, or empty when none is near enough
// to be a likely slip of the finger. For "did you mean".
std::string_view NearestWord(std::string_view word,
                             std::initializer_list<std::string_view> candidates);

}  // namespace weir
