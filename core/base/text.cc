#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/civil_time.h"

namespace weir {
namespace {

struct Unit {
  std::string_view name;
  int64_t micros;
};
// Longest first: the formatter takes the first that divides, the parser compares whole names.
constexpr std::array<Unit, 6> kUnits{{{"d", 86'400'000'000},
                                      {"h", 3'600'000'000},
                                      {"m", 60'000'000},
                                      {"s", 1'000'000},
                                      {"ms", 1'000},
                                      {"us", 1}}};

std::string TwoDigits(int64_t value) {
  std::string text = std::to_string(value);
  return text.size() < 2 ? "0" + text : text;
}

std::string Padded(int64_t value, size_t width) {
  std::string text = std::to_string(value);
  return text.size() >= width ? text : std::string(width - text.size(), '0') + text;
}

Error BadDuration(std::string_view text) {
  return Error{ErrorCode::kInput,
               StrCat({"\"", text, "\" is not a duration; expected a number and a unit, such as ",
                       "\"250ms\", \"1.5s\", \"5m\", \"24h\" or \"7d\""})};
}

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string StrCat(std::initializer_list<std::string_view> pieces) {
  size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  std::string text;
  text.reserve(size);
  for (const std::string_view piece : pieces) text.append(piece);
  return text;
}

std::string ToHex16(uint64_t value) {
  std::string text(16, '0');
  for (size_t i = 16; i-- > 0; value >>= 4) text[i] = "0123456789abcdef"[value & 15];
  return text;
}

std::string Plural(std::string_view noun, int64_t count) {
  return StrCat({noun, count == 1 ? "" : "s"});
}

std::string WithThousands(int64_t value) {
  const std::string digits = std::to_string(value);
  const size_t first = digits[0] == '-' ? 1 : 0;
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > first && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

std::string FormatElapsed(Duration elapsed) {
  const int64_t millis = elapsed.micros / 1'000;
  const int64_t seconds = millis / 1'000;
  const int64_t days = seconds / 86'400;
  return StrCat({days > 0 ? std::to_string(days) + "d " : std::string(),
                 TwoDigits(seconds / 3'600 % 24), ":", TwoDigits(seconds / 60 % 60), ":",
                 TwoDigits(seconds % 60), ".", Padded(millis % 1'000, 3)});
}

std::string FormatDuration(Duration duration) {
  if (duration.micros == 0) return "0s";
  for (const Unit& unit : kUnits) {
    // One day stays "24h", as the service names its default retention.
    const bool one_day = unit.name == "d" && duration.micros == unit.micros;
    if (duration.micros % unit.micros == 0 && !one_day) {
      return StrCat({std::to_string(duration.micros / unit.micros), unit.name});
    }
  }
  return StrCat({std::to_string(duration.micros), "us"});
}

Result<Duration> ParseDuration(std::string_view text) {
  size_t at = 0;
  int64_t whole = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
    whole = whole * 10 + (text[at++] - '0');
    if (whole > kDurationMax.micros) return BadDuration(text);
  }
  if (at == 0) return BadDuration(text);
  int64_t millionths = 0;
  if (at < text.size() && text[at] == '.') {
    const size_t first = ++at;
    int64_t place = 100'000;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9' && place > 0) {
      millionths += place * (text[at++] - '0');
      place /= 10;
    }
    if (at == first) return BadDuration(text);
  }
  for (const Unit& unit : kUnits) {
    if (text.substr(at) != unit.name) continue;
    if (whole > kDurationMax.micros / unit.micros) return BadDuration(text);
    // millionths of a unit, exact in microseconds or refused: "0.5us" is not rounded.
    const int64_t fraction = unit.micros >= 1'000'000 ? millionths * (unit.micros / 1'000'000)
                                                      : millionths * unit.micros / 1'000'000;
    if (unit.micros < 1'000'000 && millionths * unit.micros % 1'000'000 != 0) {
      return BadDuration(text);
    }
    const Duration duration{whole * unit.micros + fraction};
    if (duration > kDurationMax) return BadDuration(text);
    return duration;
  }
  return BadDuration(text);
}

std::string FormatTimestamp(Instant instant) {
  const CivilTime at = ToCivil(instant);
  return StrCat({Padded(at.year, 4), "-", TwoDigits(at.month), "-", TwoDigits(at.day), "T",
                 TwoDigits(at.hour), ":", TwoDigits(at.minute), ":", TwoDigits(at.second), ".",
                 Padded(at.micros, 6), "Z"});
}

std::string_view NearestWord(std::string_view word,
                             std::initializer_list<std::string_view> candidates) {
  std::string_view best;
  size_t best_distance = 3;  // Two slips at most, and fewer than half of the letters.
  for (const std::string_view candidate : candidates) {
    const size_t distance = EditDistance(word, candidate);
    if (distance < best_distance && distance * 2 <= candidate.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace weir
