// jq's functions of strings.
#include <algorithm>

#include "core/base/text.h"
#include "core/firehose/jq/builtins.h"
#include "core/firehose/jq/json.h"
#include "core/firehose/jq/number.h"

namespace weir {
namespace {

using Values = std::span<const JqValue>;

bool ToString(Values values, JqOutcome& outcome) {
  if (values[0].is(JqKind::kString)) return outcome.Give(values[0]);
  return outcome.Give(JqValue::String(JqJsonText(values[0])));
}

bool ToJson(Values values, JqOutcome& outcome) {
  return outcome.Give(JqValue::String(JqJsonText(values[0])));
}

bool FromJson(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kString)) {
    return outcome.Fail(StrCat({JqShown(values[0]), " only strings can be parsed"}));
  }
  const Result<JqValue> value = ParseJqJson(values[0].string());
  if (value.ok()) return outcome.Give(value.value());
  return outcome.Fail(
      StrCat({value.error().message, " (while parsing '", values[0].string(), "')"}));
}

bool ToNumber(Values values, JqOutcome& outcome) {
  if (values[0].is(JqKind::kNumber)) return outcome.Give(values[0]);
  if (!values[0].is(JqKind::kString)) {
    return outcome.Fail(StrCat({JqShown(values[0]), " cannot be parsed as a number"}));
  }
  // jq reads it as JSON, so white space may stand around it.
  const Result<JqValue> value = ParseJqJson(values[0].string());
  if (value.ok() && value.value().is(JqKind::kNumber)) return outcome.Give(value.value());
  return outcome.Fail(
      StrCat({"Invalid numeric literal (while parsing '", values[0].string(), "')"}));
}

template <char kFirst, char kLast, int kShift>
bool Case(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kString)) {
    return outcome.Fail(kShift > 0 ? "ascii_downcase input must be a string"
                                   : "ascii_upcase input must be a string");
  }
  std::string text = values[0].string();
  for (char& c : text) {
    if (c >= kFirst && c <= kLast) c = static_cast<char>(c + kShift);
  }
  return outcome.Give(JqValue::String(std::move(text)));
}

bool BothStrings(Values values) {
  return values[0].is(JqKind::kString) && values[1].is(JqKind::kString);
}

bool StartsWith(Values values, JqOutcome& outcome) {
  if (!BothStrings(values)) return outcome.Fail("startswith() requires string inputs");
  return outcome.Give(JqValue::Bool(values[0].string().starts_with(values[1].string())));
}
bool EndsWith(Values values, JqOutcome& outcome) {
  if (!BothStrings(values)) return outcome.Fail("endswith() requires string inputs");
  return outcome.Give(JqValue::Bool(values[0].string().ends_with(values[1].string())));
}
// What is no string is left as it is.
bool TrimLeft(Values values, JqOutcome& outcome) {
  const bool fits = BothStrings(values) && values[0].string().starts_with(values[1].string());
  if (!fits) return outcome.Give(values[0]);
  return outcome.Give(JqValue::String(values[0].string().substr(values[1].string().size())));
}
bool TrimRight(Values values, JqOutcome& outcome) {
  const bool fits = BothStrings(values) && values[0].string().ends_with(values[1].string());
  if (!fits) return outcome.Give(values[0]);
  const std::string& text = values[0].string();
  return outcome.Give(JqValue::String(text.substr(0, text.size() - values[1].string().size())));
}

bool Split(Values values, JqOutcome& outcome) {
  if (!BothStrings(values)) return outcome.Fail("split input and separator must be strings");
  return JqSplit(values[0].string(), values[1].string(), outcome);
}

bool Join(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kArray)) {
    return outcome.Fail(StrCat({"Cannot iterate over ", JqShown(values[0])}));
  }
  const JqArray& items = values[0].array();
  if (items.empty()) return outcome.Give(JqValue::String({}));
  std::string made;
  const auto cannot_add = [&](const JqValue& what) {
    return outcome.Fail(
        StrCat({JqShown(JqValue::String(made)), " and ", JqShown(what), " cannot be added"}));
  };
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) {
      if (!values[1].is(JqKind::kString)) return cannot_add(values[1]);
      made += values[1].string();
    }
    if (items[i].is(JqKind::kArray) || items[i].is(JqKind::kObject)) return cannot_add(items[i]);
    if (!items[i].is(JqKind::kNull)) made += JqText(items[i]);
  }
  return outcome.Give(JqValue::String(std::move(made)));
}

bool Explode(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kString)) {
    return outcome.Fail(StrCat({JqShown(values[0]), " cannot be exploded"}));
  }
  JqArray made;
  for (size_t at = 0; at < values[0].string().size();) {
    made.push_back(JqValue::Number(JqNextCodePoint(values[0].string(), at)));
  }
  return outcome.Give(JqValue::Array(std::move(made)));
}

bool Implode(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kArray)) {
    return outcome.Fail(StrCat({JqShown(values[0]), " cannot be imploded"}));
  }
  std::string text;
  for (const JqValue& item : values[0].array()) {
    if (!item.is(JqKind::kNumber) || item.number() < 0 || item.number() > 0x10ffff) {
      return outcome.Fail("Unicode codepoint must be numeric");
    }
    JqAppendCodePoint(text, static_cast<uint32_t>(item.number()));
  }
  return outcome.Give(JqValue::String(std::move(text)));
}

bool Bytes(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kString)) {
    return outcome.Fail(StrCat({JqShown(values[0]), " only strings have UTF-8 byte length"}));
  }
  return outcome.Give(JqValue::Number(static_cast<double>(values[0].string().size())));
}

constexpr JqPlainRow kRows[] = {{"tostring", 0, ToString},
                                {"tojson", 0, ToJson},
                                {"fromjson", 0, FromJson},
                                {"tonumber", 0, ToNumber},
                                {"ascii_downcase", 0, Case<'A', 'Z', 32>},
                                {"ascii_upcase", 0, Case<'a', 'z', -32>},
                                {"startswith", 1, StartsWith},
                                {"endswith", 1, EndsWith},
                                {"ltrimstr", 1, TrimLeft},
                                {"rtrimstr", 1, TrimRight},
                                {"split", 1, Split},
                                {"join", 1, Join},
                                {"explode", 0, Explode},
                                {"implode", 0, Implode},
                                {"utf8bytelength", 0, Bytes}};

}  // namespace

std::span<const JqPlainRow> JqTextFunctions() { return kRows; }

// By nothing, into characters.
bool JqSplit(const std::string& text, const std::string& separator, JqOutcome& outcome) {
  JqArray parts;
  if (separator.empty()) {
    for (size_t at = 0; at < text.size();) {
      const size_t begin = at;
      JqNextCodePoint(text, at);
      parts.push_back(JqValue::String(text.substr(begin, at - begin)));
    }
    return outcome.Give(JqValue::Array(std::move(parts)));
  }
  for (size_t at = 0; !text.empty();) {
    const size_t end = text.find(separator, at);
    parts.push_back(JqValue::String(text.substr(at, end - at)));
    if (end == std::string::npos) break;
    at = end + separator.size();
  }
  return outcome.Give(JqValue::Array(std::move(parts)));
}

}  // namespace weir
