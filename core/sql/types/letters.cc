#include "core/sql/types/letters.h"

#include <array>

#include "core/sql/types/utf8.h"

namespace weir::sql {
namespace {

// Lower case letters first..last, and what is added for upper case. step 2: every second one is
// lower.
struct CaseRange {
  uint32_t first;
  uint32_t last;
  int32_t to_upper;
  uint32_t step;
};
constexpr auto kRanges = std::to_array<CaseRange>({
    {0x61, 0x7A, -32, 1},     {0xE0, 0xF6, -32, 1},       {0xF8, 0xFE, -32, 1},
    {0xFF, 0xFF, 121, 1},     {0x101, 0x12F, -1, 2},      {0x133, 0x137, -1, 2},
    {0x13A, 0x148, -1, 2},    {0x14B, 0x177, -1, 2},      {0x17A, 0x17E, -1, 2},
    {0x3AC, 0x3AC, -38, 1},   {0x3AD, 0x3AF, -37, 1},     {0x3B1, 0x3C1, -32, 1},
    {0x3C3, 0x3CB, -32, 1},   {0x3CC, 0x3CC, -64, 1},     {0x3CD, 0x3CE, -63, 1},
    {0x430, 0x44F, -32, 1},   {0x450, 0x45F, -80, 1},     {0x461, 0x481, -1, 2},
    {0x48B, 0x4BF, -1, 2},    {0x4D1, 0x52F, -1, 2},      {0x561, 0x586, -48, 1},
    {0x1E01, 0x1E95, -1, 2},  {0x1EA1, 0x1EFF, -1, 2},    {0x24D0, 0x24E9, -26, 1},
    {0xFF41, 0xFF5A, -32, 1}, {0x10428, 0x1044F, -40, 1},
});

template <typename Map>
std::string Mapped(std::string_view text, Map&& map) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t step = Utf8Step(text, at);
    if (step == 1) {
      const auto byte = static_cast<uint8_t>(text[at]);
      out += byte < 0x80 ? static_cast<char>(map(byte)) : text[at];
    } else {
      AppendUtf8(map(Utf8Decode(text, at)), out);
    }
    at += step;
  }
  return out;
}

}  // namespace

uint32_t UpperOf(uint32_t code_point) {
  for (const CaseRange& range : kRanges) {
    if (code_point < range.first) return code_point;
    if (code_point <= range.last && (code_point - range.first) % range.step == 0) {
      return static_cast<uint32_t>(static_cast<int32_t>(code_point) + range.to_upper);
    }
  }
  return code_point;
}

uint32_t LowerOf(uint32_t code_point) {
  for (const CaseRange& range : kRanges) {
    const auto lower = static_cast<uint32_t>(static_cast<int32_t>(code_point) - range.to_upper);
    if (lower >= range.first && lower <= range.last && (lower - range.first) % range.step == 0) {
      return lower;
    }
  }
  return code_point;
}

std::string ToUpper(std::string_view text) {
  std::string upper = Mapped(text, UpperOf);
  for (size_t at = 0; (at = upper.find("\xC3\x9F", at)) != std::string::npos; at += 2) {
    upper.replace(at, 2, "SS");
  }
  return upper;
}

std::string ToLower(std::string_view text) { return Mapped(text, LowerOf); }

}  // namespace weir::sql
