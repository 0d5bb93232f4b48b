// jq's functions of arrays and objects.
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/firehose/jq/builtins.h"
#include "core/firehose/jq/control.h"
#include "core/firehose/jq/json.h"

namespace weir {
namespace {

using Values = std::span<const JqValue>;

bool NoArray(const JqValue& value, std::string_view what, JqOutcome& outcome) {
  return outcome.Fail(StrCat({JqShown(value), " cannot be ", what, ", as it is not an array"}));
}

bool Add(Values values, JqOutcome& outcome) {
  JqValue sum;
  const auto add = [&](const JqValue& item) {
    if (!JqOperate("+", sum, item, outcome)) return false;
    sum = outcome.value;
    return true;
  };
  if (values[0].is(JqKind::kArray)) {
    for (const JqValue& item : values[0].array()) {
      if (!add(item)) return false;
    }
  } else if (values[0].is(JqKind::kObject)) {
    for (const auto& member : values[0].object().members) {
      if (!add(member.second)) return false;
    }
  } else {
    return outcome.Fail(StrCat({"Cannot iterate over ", JqShown(values[0])}));
  }
  return outcome.Give(std::move(sum));
}

template <bool kSorted>
bool Keys(Values values, JqOutcome& outcome) {
  JqArray keys;
  if (values[0].is(JqKind::kArray)) {
    for (size_t i = 0; i < values[0].array().size(); ++i) {
      keys.push_back(JqValue::Number(static_cast<double>(i)));
    }
  } else if (values[0].is(JqKind::kObject)) {
    const JqObject& object = values[0].object();
    if (kSorted) {
      for (const size_t place : object.Sorted()) {
        keys.push_back(JqValue::String(object.members[place].first));
      }
    } else {
      for (const auto& member : object.members) keys.push_back(JqValue::String(member.first));
    }
  } else {
    return outcome.Fail(StrCat({JqShown(values[0]), " has no keys"}));
  }
  return outcome.Give(JqValue::Array(std::move(keys)));
}

bool Has(Values values, JqOutcome& outcome) {
  const JqValue& key = values[1];
  if (values[0].is(JqKind::kObject) && key.is(JqKind::kString)) {
    return outcome.Give(JqValue::Bool(values[0].object().Find(key.string()) != nullptr));
  }
  if (values[0].is(JqKind::kArray) && key.is(JqKind::kNumber)) {
    const double size = static_cast<double>(values[0].array().size());
    return outcome.Give(JqValue::Bool(key.number() >= 0 && key.number() < size));
  }
  if (values[0].is(JqKind::kNull) && (key.is(JqKind::kString) || key.is(JqKind::kNumber))) {
    return outcome.Give(JqValue::Bool(false));
  }
  return outcome.Fail(StrCat({"Cannot check whether ", values[0].KindName(), " has a ",
                              key.is(JqKind::kString) ? "string" : key.KindName(), " key"}));
}
bool In(Values values, JqOutcome& outcome) {
  const JqValue turned[] = {values[1], values[0]};
  return Has(turned, outcome);
}

bool HasInside(const JqValue& value, const JqValue& part, JqOutcome& outcome) {
  if (value.is(JqKind::kObject) && part.is(JqKind::kObject)) {
    for (const auto& [key, wanted] : part.object().members) {
      const JqValue* found = value.object().Find(key);
      if (found == nullptr) return outcome.Give(JqValue::Bool(false));
      if (!HasInside(*found, wanted, outcome)) return false;
      if (!outcome.value.truthy()) return true;
    }
    return outcome.Give(JqValue::Bool(true));
  }
  if (value.is(JqKind::kArray) && part.is(JqKind::kArray)) {
    for (const JqValue& wanted : part.array()) {
      bool found = false;
      for (const JqValue& item : value.array()) {
        if (item.kind() != wanted.kind()) continue;
        if (!HasInside(item, wanted, outcome)) return false;
        found = outcome.value.truthy();
        if (found) break;
      }
      if (!found) return outcome.Give(JqValue::Bool(false));
    }
    return outcome.Give(JqValue::Bool(true));
  }
  if (value.is(JqKind::kString) && part.is(JqKind::kString)) {
    return outcome.Give(JqValue::Bool(value.string().find(part.string()) != std::string::npos));
  }
  return outcome.Give(JqValue::Bool(JqCompare(value, part) == 0));
}
bool Contains(Values values, JqOutcome& outcome) {
  const bool booleans = values[0].KindName() == values[1].KindName();
  if (!booleans) {
    return outcome.Fail(StrCat({JqShown(values[0]), " and ", JqShown(values[1]),
                                " cannot have their containment checked"}));
  }
  return HasInside(values[0], values[1], outcome);
}
bool Inside(Values values, JqOutcome& outcome) {
  const JqValue turned[] = {values[1], values[0]};
  return Contains(turned, outcome);
}

bool Sort(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kArray)) return NoArray(values[0], "sorted", outcome);
  JqArray sorted;
  for (const size_t place : JqOrder(values[0].array())) sorted.push_back(values[0].array()[place]);
  return outcome.Give(JqValue::Array(std::move(sorted)));
}

bool Unique(Values values, JqOutcome& outcome) {
  if (!Sort(values, outcome)) return false;
  JqArray made;
  for (const JqValue& item : outcome.value.array()) {
    if (made.empty() || JqCompare(made.back(), item) != 0) made.push_back(item);
  }
  return outcome.Give(JqValue::Array(std::move(made)));
}

template <bool kLeast>
bool Extreme(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kArray)) return NoArray(values[0], "iterated over", outcome);
  const JqArray& items = values[0].array();
  JqValue best = items.empty() ? JqValue() : items.front();
  for (const JqValue& item : items) {
    const int order = JqCompare(item, best);
    if (kLeast ? order < 0 : order >= 0) best = item;
  }
  return outcome.Give(std::move(best));
}

bool Reverse(Values values, JqOutcome& outcome) {
  if (values[0].is(JqKind::kNull)) return outcome.Give(JqValue::Array({}));
  if (!values[0].is(JqKind::kArray)) {
    return outcome.Fail(StrCat({"Cannot index ", values[0].KindName(), " with number"}));
  }
  JqArray turned(values[0].array().rbegin(), values[0].array().rend());
  return outcome.Give(JqValue::Array(std::move(turned)));
}

void FlattenInto(const JqArray& from, double depth, JqArray& to) {
  for (const JqValue& item : from) {
    if (item.is(JqKind::kArray) && depth > 0) {
      FlattenInto(item.array(), depth - 1, to);
    } else {
      to.push_back(item);
    }
  }
}
bool FlattenTo(Values values, JqOutcome& outcome) {
  const double depth = values.size() > 1 ? values[1].number() : 1e9;
  if (values.size() > 1 && (!values[1].is(JqKind::kNumber) || depth < 0)) {
    return outcome.Fail("flatten depth must not be negative");
  }
  JqArray items;
  if (values[0].is(JqKind::kArray)) {
    items = values[0].array();
  } else if (values[0].is(JqKind::kObject)) {
    for (const auto& member : values[0].object().members) items.push_back(member.second);
  } else {
    return outcome.Fail(StrCat({"Cannot iterate over ", JqShown(values[0])}));
  }
  JqArray made;
  FlattenInto(items, depth, made);
  return outcome.Give(JqValue::Array(std::move(made)));
}

bool ToEntries(Values values, JqOutcome& outcome) {
  JqArray entries;
  const auto note = [&](JqValue key, const JqValue& value) {
    JqObject entry;
    entry.Set("key", std::move(key));
    entry.Set("value", value);
    entries.push_back(JqValue::Object(std::move(entry)));
  };
  if (values[0].is(JqKind::kObject)) {
    for (const auto& [key, value] : values[0].object().members) note(JqValue::String(key), value);
  } else if (values[0].is(JqKind::kArray)) {
    for (size_t i = 0; i < values[0].array().size(); ++i) {
      note(JqValue::Number(static_cast<double>(i)), values[0].array()[i]);
    }
  } else {
    return outcome.Fail(StrCat({JqShown(values[0]), " has no keys"}));
  }
  return outcome.Give(JqValue::Array(std::move(entries)));
}

// The first of `names` that holds something true, or null.
JqValue FirstOf(const JqObject& object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const JqValue* found = object.Find(name);
    if (found != nullptr && found->truthy()) return *found;
  }
  return {};
}
bool FromEntries(Values values, JqOutcome& outcome) {
  JqArray entries;
  if (values[0].is(JqKind::kObject)) {
    for (const auto& member : values[0].object().members) entries.push_back(member.second);
  } else if (values[0].is(JqKind::kArray)) {
    entries = values[0].array();
  } else {
    return outcome.Fail(StrCat({"Cannot iterate over ", JqShown(values[0])}));
  }
  JqObject made;
  for (const JqValue& entry : entries) {
    if (!entry.is(JqKind::kObject)) {
      return outcome.Fail(StrCat({"Cannot index ", entry.KindName(), " with string \"key\""}));
    }
    const JqObject& members = entry.object();
    const JqValue key = FirstOf(members, {"key", "name", "Name", "Key"});
    if (!key.is(JqKind::kString)) {
      return outcome.Fail(StrCat({"Cannot use ", JqShown(key), " as object key"}));
    }
    const bool plain = members.Find("value") != nullptr;
    const JqValue* value = members.Find(plain ? "value" : "Value");
    made.Set(key.string(), value == nullptr ? JqValue() : *value);
  }
  return outcome.Give(JqValue::Object(std::move(made)));
}

bool Indices(Values values, JqOutcome& outcome) {
  if (values[0].is(JqKind::kNull)) return outcome.Give(JqValue());
  return JqIndices(values[0], values[1], outcome);
}
template <bool kFirst>
bool OneIndex(Values values, JqOutcome& outcome) {
  if (!Indices(values, outcome)) return false;
  if (!outcome.value.is(JqKind::kArray)) return outcome.Give(JqValue());
  const JqArray all = outcome.value.array();
  if (all.empty()) return outcome.Give(JqValue());
  return outcome.Give(kFirst ? all.front() : all.back());
}

bool SetPath(Values values, JqOutcome& outcome) {
  if (!values[1].is(JqKind::kArray)) return outcome.Fail("Path must be specified as an array");
  return JqSetPath(values[0], values[1].array(), 0, values[2], outcome);
}
bool DeletePaths(Values values, JqOutcome& outcome) {
  const bool fits = values[1].is(JqKind::kArray) &&
                    std::ranges::all_of(values[1].array(), [](const JqValue& path) {
                      return path.is(JqKind::kArray);
                    });
  if (!fits) return outcome.Fail("Path must be specified as an array");
  return JqDeletePaths(values[0], values[1].array(), outcome);
}

constexpr JqPlainRow kRows[] = {{"add", 0, Add},
                                {"keys", 0, Keys<true>},
                                {"keys_unsorted", 0, Keys<false>},
                                {"has", 1, Has},
                                {"in", 1, In},
                                {"contains", 1, Contains},
                                {"inside", 1, Inside},
                                {"sort", 0, Sort},
                                {"unique", 0, Unique},
                                {"min", 0, Extreme<true>},
                                {"max", 0, Extreme<false>},
                                {"reverse", 0, Reverse},
                                {"flatten", 0, FlattenTo},
                                {"flatten", 1, FlattenTo},
                                {"to_entries", 0, ToEntries},
                                {"from_entries", 0, FromEntries},

                                {"indices", 1, Indices},
                                {"index", 1, OneIndex<true>},
                                {"rindex", 1, OneIndex<false>},
                                {"setpath", 2, SetPath},
                                {"delpaths", 1, DeletePaths}};

}  // namespace

std::span<const JqPlainRow> JqCollectionFunctions() { return kRows; }

bool JqIndices(const JqValue& value, const JqValue& part, JqOutcome& outcome) {
  JqArray found;
  const auto note = [&](size_t place) {
    found.push_back(JqValue::Number(static_cast<double>(place)));
  };
  if (value.is(JqKind::kString) && part.is(JqKind::kString)) {
    if (part.string().empty()) return outcome.Give(JqValue::Array({}));
    // jq 1.6 counts bytes here, not characters.
    for (size_t at = value.string().find(part.string()); at != std::string::npos;
         at = value.string().find(part.string(), at + part.string().size())) {
      note(at);
    }
    return outcome.Give(JqValue::Array(std::move(found)));
  }
  if (!value.is(JqKind::kArray)) return JqGet(value, part, outcome);
  const JqArray& items = value.array();
  const JqArray run = part.is(JqKind::kArray) ? part.array() : JqArray{part};
  for (size_t at = 0; !run.empty() && at + run.size() <= items.size(); ++at) {
    bool fits = true;
    for (size_t i = 0; i < run.size() && fits; ++i) fits = JqCompare(items[at + i], run[i]) == 0;
    if (fits) note(at);
  }

  return outcome.Give(JqValue::Array(std::move(found)));
}

}  // namespace weir
