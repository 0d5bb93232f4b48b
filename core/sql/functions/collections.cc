// ARRAY, MAP, ROW: making them, reading them.
#include <algorithm>
#include <array>

#include "core/sql/functions/function_def.h"
#include "core/sql/types/regex.h"

namespace weir::sql {
namespace {

using Items = std::vector<Value>;

const Items& ItemsOf(const RowCall& call, size_t i) { return call.Nested(i).Items(); }

bool Equal(const Type& type, const Value& a, const Value& b) {
  if (a.IsNull() || b.IsNull()) return a.IsNull() && b.IsNull();
  return CompareValues(type, a, b) == 0;
}
bool Contains(const Type& type, const Items& items, const Value& value) {
  return std::ranges::any_of(items, [&](const Value& item) { return Equal(type, item, value); });
}

void MakeNested(RowCall& call) {
  Items items;
  for (size_t i = 0; i < call.size(); ++i) items.push_back(call.ValueAt(i));
  call.out.AppendNested(Value(std::move(items)));
}

bool BindRow(Binding& b) {
  std::vector<Type> types;
  std::vector<std::string> names;
  for (size_t i = 0; i < b.size(); ++i) {
    types.push_back(b.type(i));
    names.push_back("EXPR$" + std::to_string(i));
  }
  b.out.result = Type::Row(std::move(types), std::move(names));
  return true;
}

// Every `step`-th argument from `first` on as one type.
std::optional<Type> Unified(Binding& b, size_t first, size_t step) {
  std::optional<Type> common = Type::Null();
  for (size_t i = first; i < b.size() && common.has_value(); i += step) {
    common = CommonType(*common, b.type(i));
  }
  for (size_t i = first; i < b.size() && common.has_value(); i += step) b.Coerce(i, *common);
  return common;
}

bool BindArray(Binding& b) {
  const std::optional<Type> element = Unified(b, 0, 1);
  if (element.has_value()) b.out.result = Type::Array(*element);
  return element.has_value();
}

bool BindMap(Binding& b) {
  const std::optional<Type> key = Unified(b, 0, 2);
  const std::optional<Type> value = Unified(b, 1, 2);
  if (!key.has_value() || !value.has_value() || b.size() % 2 == 1) return false;
  b.out.result = Type::Map(*key, *value);
  return true;
}

// Of two equal keys the last one counts.
void MakeMap(RowCall& call) {
  Items items;
  for (size_t i = 0; i + 1 < call.size(); i += 2) {
    const Value key = call.ValueAt(i);
    size_t at = 0;
    while (at < items.size() && !Equal(call.result().Element(0), items[at], key)) at += 2;
    if (at == items.size()) items.resize(at + 2);
    items[at] = key;
    items[at + 1] = call.ValueAt(i + 1);
  }
  call.out.AppendNested(Value(std::move(items)));
}

bool BindElementOf(Binding& b) {
  b.out.result = b.type(0).Element(0);
  return true;
}
bool BindMapValue(Binding& b) {
  b.Coerce(1, b.type(0).Element(0));
  b.out.result = b.type(0).Element(1);
  return true;
}

// From 1; NULL beyond the ends.
void ArrayItem(RowCall& call) {
  const Items& items = ItemsOf(call, 0);
  const int64_t index = call.Int(1);
  if (index < 1 || index > static_cast<int64_t>(items.size())) return call.Null();
  call.out.Append(items[static_cast<size_t>(index - 1)]);
}
void MapItem(RowCall& call) {
  const Items& items = ItemsOf(call, 0);
  const Value key = call.ValueAt(1);
  for (size_t i = 0; i + 1 < items.size(); i += 2) {
    if (Equal(call.type(0).Element(0), items[i], key)) return call.out.Append(items[i + 1]);
  }
  call.Null();
}

// A field by its name or number, which is constant.
std::optional<size_t> FieldOf(const Type& row, const Value& field, bool name) {
  if (name) {
    const std::vector<std::string>& names = row.nest->names;
    const auto found = std::ranges::find(names, field.Text());
    if (found == names.end()) return std::nullopt;
    return static_cast<size_t>(found - names.begin());
  }
  if (field.Int() < 1 || field.Int() > static_cast<int64_t>(row.ElementCount()))
    return std::nullopt;
  return static_cast<size_t>(field.Int() - 1);
}
bool BindField(Binding& b) {
  if (b.literal(1) == nullptr || b.literal(1)->IsNull()) return false;
  const bool name = b.type(1).IsCharacter();
  if (!name && !b.type(1).IsInteger()) return false;
  const std::optional<size_t> field = FieldOf(b.type(0), *b.literal(1), name);
  if (!field.has_value()) return false;
  b.out.result = b.type(0).Element(*field);
  return true;
}
void Field(RowCall& call) {
  const bool name = call.type(1).IsCharacter();
  const std::optional<size_t> field = FieldOf(call.type(0), call.ValueAt(1), name);
  call.out.Append(ItemsOf(call, 0)[field.value_or(0)]);
}

void ArrayLength(RowCall& call) {
  call.out.AppendInt(static_cast<int64_t>(ItemsOf(call, 0).size()));
}
void MapLength(RowCall& call) {
  call.out.AppendInt(static_cast<int64_t>(ItemsOf(call, 0).size() / 2));
}

void Element(RowCall& call) {
  const Items& items = ItemsOf(call, 0);
  if (items.size() > 1) return call.Fail("ELEMENT of an array with more than one item");
  items.empty() ? call.Null() : call.out.Append(items[0]);
}

bool BindWithItem(Binding& b) {
  b.Coerce(1, b.type(0).Element(0));
  return true;
}
void ArrayContains(RowCall& call) {
  if (call.IsNull(0)) return call.Null();
  call.out.AppendBool(Contains(call.type(0).Element(0), ItemsOf(call, 0), call.ValueAt(1)));
}
void ArrayPosition(RowCall& call) {
  const Items& items = ItemsOf(call, 0);
  const Value value = call.ValueAt(1);
  for (size_t i = 0; i < items.size(); ++i) {
    if (Equal(call.type(0).Element(0), items[i], value)) {
      return call.out.AppendInt(static_cast<int64_t>(i) + 1);
    }
  }
  call.out.AppendInt(0);
}

// Array in, array out.
template <typename Change>
void Changed(RowCall& call, Change&& change) {
  Items items = ItemsOf(call, 0);
  change(items);
  call.out.AppendNested(Value(std::move(items)));
}

void ArrayReverse(RowCall& call) {
  Changed(call, [](Items& items) { std::ranges::reverse(items); });
}
void ArrayDistinct(RowCall& call) {
  Changed(call, [&](Items& items) {
    Items kept;
    for (const Value& item : items) {
      if (!Contains(call.type(0).Element(0), kept, item)) kept.push_back(item);
    }
    items = std::move(kept);
  });
}
void ArraySort(RowCall& call) {
  const bool ascending = call.size() < 2 || call.Bool(1);
  const bool nulls_first = call.size() < 3 ? ascending : call.Bool(2);
  const Type& type = call.type(0).Element(0);
  Changed(call, [&](Items& items) {
    std::ranges::stable_sort(items, [&](const Value& a, const Value& b) {
      if (a.IsNull() || b.IsNull()) return a.IsNull() != b.IsNull() && a.IsNull() == nulls_first;
      const int order = CompareValues(type, a, b);
      return ascending ? order < 0 : order > 0;
    });
  });
}
void ArrayRemove(RowCall& call) {
  if (call.IsNull(0)) return call.Null();
  const Value value = call.ValueAt(1);
  const Type& type = call.type(0).Element(0);
  Changed(call, [&](Items& items) {
    std::erase_if(items, [&](const Value& item) { return Equal(type, item, value); });
  });
}
template <bool front>
void ArrayAdd(RowCall& call) {
  if (call.IsNull(0)) return call.Null();
  Changed(call, [&](Items& items) {
    items.insert(front ? items.begin() : items.end(), call.ValueAt(1));
  });
}
void ArrayConcat(RowCall& call) {
  Items items;
  for (size_t i = 0; i < call.size(); ++i) {
    items.insert(items.end(), ItemsOf(call, i).begin(), ItemsOf(call, i).end());
  }
  call.out.AppendNested(Value(std::move(items)));
}

// Of two arrays as sets: those of the first that are (not) in the second, or of both.
enum class SetKind : uint8_t { kUnion, kIntersect, kExcept };
template <SetKind kind>
void ArraySet(RowCall& call) {
  const Type& type = call.type(0).Element(0);
  Items kept;
  const auto keep = [&](const Value& item) {
    if (!Contains(type, kept, item)) kept.push_back(item);
  };
  for (const Value& item : ItemsOf(call, 0)) {
    const bool other = kind != SetKind::kUnion && Contains(type, ItemsOf(call, 1), item);
    if (kind == SetKind::kUnion || other == (kind == SetKind::kIntersect)) keep(item);
  }
  if (kind == SetKind::kUnion) std::ranges::for_each(ItemsOf(call, 1), keep);
  call.out.AppendNested(Value(std::move(kept)));
}

template <int sign>
void ArrayExtreme(RowCall& call) {
  const Type& type = call.type(0).Element(0);
  Value best;
  for (const Value& item : ItemsOf(call, 0)) {
    if (item.IsNull()) continue;
    if (best.IsNull() || CompareValues(type, item, best) * sign > 0) best = item;
  }
  call.out.Append(best);
}

// array, separator [, text for NULL]
void ArrayJoin(RowCall& call) {
  std::string text;
  bool first = true;
  for (const Value& item : ItemsOf(call, 0)) {
    if (item.IsNull() && call.size() < 3) continue;
    if (!first) text += call.Text(1);
    first = false;
    text += item.IsNull() ? std::string(call.Text(2)) : item.Text();
  }
  call.out.AppendText(text);
}
bool BindJoin(Binding& b) { return b.type(0).Element(0).IsCharacter(); }

// array, start [, end]: both from 1 and inside; negative from the end.
void ArraySlice(RowCall& call) {
  const Items& items = ItemsOf(call, 0);
  const auto count = static_cast<int64_t>(items.size());
  const auto place = [&](int64_t index) {
    return index > 0 ? index - 1 : (index < 0 ? count + index : 0);
  };
  const int64_t from = std::max<int64_t>(place(call.Int(1)), 0);
  const int64_t to = call.size() > 2 ? std::min(place(call.Int(2)), count - 1) : count - 1;
  Items kept;
  for (int64_t i = from; i <= to; ++i) kept.push_back(items[static_cast<size_t>(i)]);
  call.out.AppendNested(Value(std::move(kept)));
}

template <size_t part>
void MapPart(RowCall& call) {
  Items kept;
  for (size_t i = part; i < ItemsOf(call, 0).size(); i += 2) kept.push_back(ItemsOf(call, 0)[i]);
  call.out.AppendNested(Value(std::move(kept)));
}
template <size_t part>
bool BindMapPart(Binding& b) {
  b.out.result = Type::Array(b.type(0).Element(part));
  return true;
}
bool BindFromArrays(Binding& b) {
  b.out.result = Type::Map(b.type(0).Element(0), b.type(1).Element(0));
  return true;
}
void MapFromArrays(RowCall& call) {
  if (ItemsOf(call, 0).size() != ItemsOf(call, 1).size()) {
    return call.Fail("the arrays of keys and values differ in length");
  }
  Items items;
  for (size_t i = 0; i < ItemsOf(call, 0).size(); ++i) {
    items.push_back(ItemsOf(call, 0)[i]);
    items.push_back(ItemsOf(call, 1)[i]);
  }
  call.out.AppendNested(Value(std::move(items)));
}

// The pieces between matches of a regular expression; empty ones at the end are left out, as in
// Java.
std::vector<std::string_view> Pieces(std::string_view text, const Regex& separator) {
  std::vector<std::string_view> pieces;
  size_t begin = 0;
  for (size_t at = 0; at <= text.size();) {
    const std::vector<Regex::Span> match = separator.Search(text, at);
    if (match.empty()) break;
    at = std::max(match[0].second, at + 1);
    if (match[0].second == 0) continue;
    pieces.push_back(text.substr(begin, match[0].first - begin));
    begin = match[0].second;
  }
  pieces.push_back(text.substr(std::min(begin, text.size())));
  while (pieces.size() > 1 && pieces.back().empty()) pieces.pop_back();
  return pieces;
}

// text [, separator of pairs, separator of key and value], both regular expressions.
void StrToMap(RowCall& call) {
  const Result<Regex> pairs = Regex::Compile(call.size() > 1 ? call.Text(1) : ",");
  const Result<Regex> inside = Regex::Compile(call.size() > 2 ? call.Text(2) : "=");
  if (!pairs.ok()) return call.Fail(pairs.error().message);
  if (!inside.ok()) return call.Fail(inside.error().message);
  Items items;
  if (!call.Text(0).empty()) {
    for (const std::string_view pair : Pieces(call.Text(0), pairs.value())) {
      const std::vector<Regex::Span> match = inside.value().Search(pair);
      const Value key(match.empty() ? pair : pair.substr(0, match[0].first));
      size_t at = 0;
      while (at < items.size() && items[at].Text() != key.Text()) at += 2;
      if (at == items.size()) items.resize(at + 2);
      items[at] = key;
      items[at + 1] = match.empty() ? Value() : Value(pair.substr(match[0].second));
    }
  }
  call.out.AppendNested(Value(std::move(items)));
}
bool BindStrToMap(Binding& b) {
  b.out.result = Type::Map(Type::String(), Type::String());
  return true;
}

// text, separator: by characters where it is empty.
void Split(RowCall& call) {
  std::string_view rest = call.Text(0);
  const std::string_view separator = call.Text(1);
  Items items;
  for (;;) {
    const size_t end = separator.empty() ? std::min<size_t>(1, rest.size()) : rest.find(separator);
    if (end == std::string_view::npos || (separator.empty() && rest.size() <= 1)) break;
    items.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + separator.size());
  }
  items.emplace_back(rest);
  call.out.AppendNested(Value(std::move(items)));
}
bool BindSplit(Binding& b) {
  b.out.result = Type::Array(Type::String());
  return true;
}

constexpr FunctionDef Collection(std::string_view name, std::string_view parameters,
                                 std::string_view result, RowKernel row, BindRule rule,
                                 std::string_view usage, std::string_view doc,
                                 NullRule nulls = NullRule::kStrict, bool may_be_null = false) {
  return {.name = name,
          .parameters = parameters,
          .result = result,
          .category = Category::kCollection,
          .nulls = nulls,
          .row = row,
          .rule = rule,
          .usage = usage,
          .doc = doc,
          .may_be_null = may_be_null};
}

constexpr NullRule kNever = NullRule::kNever;
constexpr NullRule kCalled = NullRule::kCalled;

constexpr auto kTable = std::to_array<FunctionDef>({
    Collection("ROW", "any, any*", "", MakeNested, BindRow, "ROW(a, b, ...) or (a, b, ...)",
               "A row of values.", kNever),
    Collection("ARRAY", "any*", "", MakeNested, BindArray, "ARRAY[a, b, ...]",
               "An array of one type.", kNever),
    Collection("MAP", "any*", "", MakeMap, BindMap, "MAP[key, value, ...]", "A map.", kNever),
    Collection("[]", "array, int", "", ArrayItem, BindElementOf, "array[n]",
               "The nth item, from 1; NULL if there is none.", NullRule::kStrict, true),
    Collection("[]", "map, any", "", MapItem, BindMapValue, "map[key]",
               "The value of a key; NULL if there is none.", NullRule::kStrict, true),
    Collection("[]", "row, any", "", Field, BindField, "row.field", "A field of a row.",
               NullRule::kStrict, true),
    Collection("CARDINALITY", "array", "int", ArrayLength, nullptr, "CARDINALITY(array)",
               "How many items."),
    Collection("CARDINALITY", "map", "int", MapLength, nullptr, "CARDINALITY(map)",
               "How many entries."),
    Collection("ELEMENT", "array", "", Element, BindElementOf, "ELEMENT(array)",
               "The only item; NULL of an empty array, an error of a longer one.",
               NullRule::kStrict, true),
    Collection("ARRAY_CONTAINS", "array, any", "bool", ArrayContains, BindWithItem,
               "ARRAY_CONTAINS(array, x)", "Whether x is an item, NULL too.", kCalled),
    Collection("ARRAY_POSITION", "array, any", "int", ArrayPosition, BindWithItem,
               "ARRAY_POSITION(array, x)", "Where x stands first; 0 if nowhere."),
    Collection("ARRAY_REVERSE", "array", "$0", ArrayReverse, nullptr, "ARRAY_REVERSE(array)",
               "Backwards."),
    Collection("ARRAY_DISTINCT", "array", "$0", ArrayDistinct, nullptr, "ARRAY_DISTINCT(array)",
               "Each item once."),
    Collection("ARRAY_SORT", "array, bool?, bool?", "$0", ArraySort, nullptr,
               "ARRAY_SORT(array [, ascending [, nulls_first]])", "In order."),
    Collection("ARRAY_REMOVE", "array, any", "$0", ArrayRemove, BindWithItem,
               "ARRAY_REMOVE(array, x)", "Without the items that equal x.", kCalled),
    Collection("ARRAY_APPEND", "array, any", "$0", ArrayAdd<false>, BindWithItem,
               "ARRAY_APPEND(array, x)", "With x at its end.", kCalled),
    Collection("ARRAY_PREPEND", "array, any", "$0", ArrayAdd<true>, BindWithItem,
               "ARRAY_PREPEND(array, x)", "With x at its beginning.", kCalled),
    Collection("ARRAY_CONCAT", "array, array*", "common", ArrayConcat, nullptr,
               "ARRAY_CONCAT(a, b, ...)", "One after the other."),
    Collection("ARRAY_UNION", "array, array", "common", ArraySet<SetKind::kUnion>, nullptr,
               "ARRAY_UNION(a, b)", "The items of both, each once."),
    Collection("ARRAY_INTERSECT", "array, array", "common", ArraySet<SetKind::kIntersect>, nullptr,
               "ARRAY_INTERSECT(a, b)", "The items that are in both, each once."),
    Collection("ARRAY_EXCEPT", "array, array", "common", ArraySet<SetKind::kExcept>, nullptr,
               "ARRAY_EXCEPT(a, b)", "The items of a that are not in b, each once."),
    Collection("ARRAY_MAX", "array", "", ArrayExtreme<1>, BindElementOf, "ARRAY_MAX(array)",
               "The greatest item.", NullRule::kStrict, true),
    Collection("ARRAY_MIN", "array", "", ArrayExtreme<-1>, BindElementOf, "ARRAY_MIN(array)",
               "The least item.", NullRule::kStrict, true),
    Collection("ARRAY_JOIN", "array, text, text?", "text", ArrayJoin, BindJoin,
               "ARRAY_JOIN(array, separator [, for_null])", "The texts joined."),
    Collection("ARRAY_SLICE", "array, int, int?", "$0", ArraySlice, nullptr,
               "ARRAY_SLICE(array, from [, to])", "A part, both ends included."),
    Collection("MAP_KEYS", "map", "", MapPart<0>, BindMapPart<0>, "MAP_KEYS(map)", "Its keys."),
    Collection("MAP_VALUES", "map", "", MapPart<1>, BindMapPart<1>, "MAP_VALUES(map)",
               "Its values."),
    Collection("MAP_FROM_ARRAYS", "array, array", "", MapFromArrays, BindFromArrays,
               "MAP_FROM_ARRAYS(keys, values)", "A map of two arrays."),
    Collection("STR_TO_MAP", "text, text?, text?", "", StrToMap, BindStrToMap,
               "STR_TO_MAP(s [, between_pairs, between_key_and_value])",
               "A map of text; the separators , and = are regular expressions."),
    Collection("SPLIT", "text, text", "", Split, BindSplit, "SPLIT(s, separator)",
               "The parts between separators as an array."),
});

}  // namespace

std::span<const FunctionDef> CollectionFunctions() { return kTable; }

}  // namespace weir::sql
