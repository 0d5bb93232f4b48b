#include "core/firehose/jq/builtins.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/text.h"
#include "core/firehose/jq/control.h"
#include "core/firehose/jq/json.h"

namespace weir {
namespace {

constexpr size_t kShownBytes = 11;

// What jq 1.6 has besides: regular expressions, input and output, the host's clock and environment,
// the rest of the C library's mathematics.
constexpr std::string_view kOutside[] = {"test",
                                         "match",
                                         "capture",
                                         "scan",
                                         "splits",
                                         "sub",
                                         "gsub",
                                         "input",
                                         "inputs",
                                         "debug",
                                         "stderr",
                                         "now",
                                         "env",
                                         "halt",
                                         "halt_error",
                                         "localtime",
                                         "strflocaltime",
                                         "input_filename",
                                         "input_line_number",
                                         "pow",
                                         "log",
                                         "exp",
                                         "log2",
                                         "log10",
                                         "exp2",
                                         "exp10",
                                         "sin",
                                         "cos",
                                         "tan",
                                         "atan",
                                         "walk",
                                         "modulemeta",
                                         "tostream",
                                         "fromstream",
                                         "truncate_stream",
                                         "combinations",
                                         "transpose",
                                         "bsearch",
                                         "INDEX",
                                         "GROUP_BY",
                                         "IN",
                                         "JOIN",
                                         "leaf_paths",
                                         "round",
                                         "ceil",
                                         "builtins",
                                         "dateadd",
                                         "datesub",
                                         "isvalid",
                                         "recurse_down",
                                         "repeat",
                                         "delpaths",
                                         "setpath",
                                         "ascii",
                                         "split"};

}  // namespace

JqPlainFunction FindJqPlain(std::string_view name, size_t arguments) {
  for (const auto& table :
       {JqTextFunctions(), JqCollectionFunctions(), JqNumberFunctions(), JqTimeFunctions()}) {
    for (const JqPlainRow& row : table) {
      if (row.name == name && row.arguments == arguments) return row.function;
    }
  }
  return nullptr;
}

bool IsJqFunction(std::string_view name, size_t arguments) {
  return FindJqPlain(name, arguments) != nullptr || FindJqControl(name, arguments) != nullptr;
}

bool IsJqFunctionOutside(std::string_view name) {
  return std::ranges::find(kOutside, name) != std::end(kOutside);
}

std::string JqShown(const JqValue& value) {
  std::string text = JqJsonText(value);
  if (text.size() >= kShownBytes) {
    // Whole characters only.
    size_t end = 0;
    for (size_t next = 0; next <= kShownBytes - 1;) {
      end = next;
      if (next >= text.size()) break;
      JqNextCodePoint(text, next);
    }
    text = text.substr(0, std::min(end, kShownBytes - 1)) + "...";
    if (text.size() > kShownBytes - 1) text = text.substr(0, kShownBytes - 4) + "...";
  }
  return StrCat({value.KindName(), " (", text, ")"});
}

bool JqGet(const JqValue& value, const JqValue& index, JqOutcome& outcome) {
  if (value.is(JqKind::kObject) && index.is(JqKind::kString)) {
    const JqValue* found = value.object().Find(index.string());
    return outcome.Give(found == nullptr ? JqValue() : *found);
  }
  if (value.is(JqKind::kArray) && index.is(JqKind::kNumber)) {
    const double size = static_cast<double>(value.array().size());
    double place = index.number();
    if (place < 0) place += size;
    // Between two elements there is none.
    const bool inside = place >= 0 && place < size && std::floor(place) == place;
    return outcome.Give(inside ? value.array()[static_cast<size_t>(place)] : JqValue());
  }
  if (value.is(JqKind::kNull) && (index.is(JqKind::kString) || index.is(JqKind::kNumber))) {
    return outcome.Give(JqValue());
  }
  if (value.is(JqKind::kArray) && index.is(JqKind::kArray)) {
    return JqIndices(value, index, outcome);
  }
  if (index.is(JqKind::kString)) {
    return outcome.Fail(
        StrCat({"Cannot index ", value.KindName(), " with string \"", index.string(), "\""}));
  }
  return outcome.Fail(StrCat({"Cannot index ", value.KindName(), " with ", index.KindName()}));
}

bool JqSlice(const JqValue& value, const JqValue& from, const JqValue& to, JqOutcome& outcome) {
  if (value.is(JqKind::kNull)) return outcome.Give(JqValue());
  if (!value.is(JqKind::kString) && !value.is(JqKind::kArray)) {
    return outcome.Fail(StrCat({"Cannot index ", value.KindName(), " with object"}));
  }
  const bool fits = (from.is(JqKind::kNumber) || from.is(JqKind::kNull)) &&
                    (to.is(JqKind::kNumber) || to.is(JqKind::kNull));
  if (!fits) {
    return outcome.Fail("Start and end indices of an array slice must be numbers");
  }
  const bool is_text = value.is(JqKind::kString);
  const double size =
      static_cast<double>(is_text ? JqLength(value.string()) : value.array().size());
  double first = from.is(JqKind::kNull) ? 0 : from.number();
  double last = to.is(JqKind::kNull) ? size : to.number();
  if (first < 0) first += size;
  if (last < 0) last += size;
  first = std::clamp(first, 0.0, size);
  last = std::min(last, size);
  if (last < first) last = first;
  const size_t begin = static_cast<size_t>(first);
  const size_t end = std::min(static_cast<size_t>(std::ceil(last)), static_cast<size_t>(size));
  if (is_text) {
    const size_t at = JqOffset(value.string(), begin);
    const size_t stop = JqOffset(value.string(), end);
    return outcome.Give(JqValue::String(value.string().substr(at, stop - at)));
  }
  return outcome.Give(
      JqValue::Array(JqArray(value.array().begin() + static_cast<std::ptrdiff_t>(begin),
                             value.array().begin() + static_cast<std::ptrdiff_t>(end))));
}

std::vector<size_t> JqOrder(const JqArray& keys) {
  std::vector<size_t> places(keys.size());
  std::iota(places.begin(), places.end(), size_t{0});
  std::ranges::stable_sort(places,
                           [&](size_t a, size_t b) { return JqCompare(keys[a], keys[b]) < 0; });
  return places;
}

}  // namespace weir
