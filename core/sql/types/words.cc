#include "core/sql/types/words.h"

#include "core/base/text.h"

namespace weir::sql {

std::string UpperAscii(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = UpperAscii(c);
  return upper;
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (UpperAscii(a[i]) != UpperAscii(b[i])) return false;
  }
  return true;
}

std::string_view NearestOf(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view best;
  for (const std::string_view candidate : candidates) {
    best = best.empty() ? NearestWord(word, {candidate}) : NearestWord(word, {best, candidate});
  }
  return best;
}

}  // namespace weir::sql
