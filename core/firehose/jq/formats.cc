// @text, @json, @base64 and the other formats of jq.
#include <algorithm>

#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/firehose/jq/builtins.h"
#include "core/firehose/jq/json.h"

namespace weir {
namespace {

// Each of `from` in the text becomes what stands for it.
std::string Replaced(std::string_view text, std::string_view from,
                     std::initializer_list<std::string_view> to) {
  std::string made;
  for (const char c : text) {
    const size_t place = from.find(c);
    if (place == std::string_view::npos) {
      made += c;
    } else {
      made += to.begin()[place];
    }
  }
  return made;
}

std::string Uri(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  std::string made;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      made += c;
      continue;
    }
    made += '%';
    made += "0123456789ABCDEF"[static_cast<uint8_t>(c) >> 4];
    made += "0123456789ABCDEF"[static_cast<uint8_t>(c) & 15];
  }
  return made;
}

// Rows of @csv (quotes strings) and @tsv (escapes them).
bool Row(const JqValue& value, bool csv, JqOutcome& outcome) {
  if (!value.is(JqKind::kArray)) {
    return outcome.Fail(StrCat(
        {JqShown(value), " cannot be ", csv ? "csv" : "tsv", "-formatted, only an array can be"}));
  }
  std::string made;
  for (const JqValue& item : value.array()) {
    if (&item != &value.array().front()) made += csv ? ',' : '\t';
    if (item.is(JqKind::kArray) || item.is(JqKind::kObject)) {
      return outcome.Fail(StrCat({JqShown(item), " is not valid in a csv row"}));
    }
    if (item.is(JqKind::kNull)) continue;
    if (!item.is(JqKind::kString)) {
      made += JqJsonText(item);
    } else if (csv) {
      made += StrCat({"\"", Replaced(item.string(), "\"", {"\"\""}), "\""});
    } else {
      made += Replaced(item.string(), "\t\r\n\\", {"\\t", "\\r", "\\n", "\\\\"});
    }
  }
  return outcome.Give(JqValue::String(std::move(made)));
}

bool Shell(const JqValue& value, JqOutcome& outcome) {
  const JqArray words = value.is(JqKind::kArray) ? value.array() : JqArray{value};
  std::string made;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i > 0) made += ' ';
    if (words[i].is(JqKind::kArray) || words[i].is(JqKind::kObject)) {
      return outcome.Fail(StrCat({JqShown(words[i]), " can not be escaped for shell"}));
    }
    made += words[i].is(JqKind::kString)
                ? StrCat({"'", Replaced(words[i].string(), "'", {"'\\''"}), "'"})
                : JqJsonText(words[i]);
  }
  return outcome.Give(JqValue::String(std::move(made)));
}

// jq passes over what is no digit of base64, and takes text without padding.
bool FromBase64(const JqValue& value, JqOutcome& outcome) {
  const std::string text = JqText(value);
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  bool any = false;
  for (const char c : text) {
    const int digit = Base64Value(c);
    if (c == '=') break;
    if (digit < 0) return outcome.Fail(StrCat({JqShown(value), " is not valid base64 data"}));
    any = true;
    bits = bits << 6 | static_cast<uint32_t>(digit);
    if ((count += 6) >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 0xff);
    }
  }
  if (any && bytes.empty()) {
    return outcome.Fail(StrCat({JqShown(value), " is not valid base64 data"}));
  }
  // What is not UTF-8 becomes U+FFFD.
  std::string valid;
  for (size_t at = 0; at < bytes.size();) JqAppendCodePoint(valid, JqNextCodePoint(bytes, at));
  return outcome.Give(JqValue::String(std::move(valid)));
}

constexpr std::string_view kNames[] = {"@text", "@json", "@csv",    "@tsv",    "@html",
                                       "@uri",  "@sh",   "@base64", "@base64d"};

}  // namespace

bool IsJqFormat(std::string_view name) {
  return std::ranges::find(kNames, name) != std::end(kNames);
}

bool JqFormat(std::string_view name, const JqValue& value, JqOutcome& outcome) {
  if (name == "@text") return outcome.Give(JqValue::String(JqText(value)));
  if (name == "@json") return outcome.Give(JqValue::String(JqJsonText(value)));
  if (name == "@csv" || name == "@tsv") return Row(value, name == "@csv", outcome);
  if (name == "@sh") return Shell(value, outcome);
  if (name == "@base64") return outcome.Give(JqValue::String(ToBase64(JqText(value))));
  if (name == "@base64d") return FromBase64(value, outcome);
  if (name == "@uri") return outcome.Give(JqValue::String(Uri(JqText(value))));
  return outcome.Give(JqValue::String(
      Replaced(JqText(value), "<>&'\"", {"&lt;", "&gt;", "&amp;", "&apos;", "&quot;"})));
}

}  // namespace weir
