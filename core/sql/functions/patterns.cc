// LIKE, SIMILAR TO and the functions of regular expressions.
#include <array>

#include "core/base/text.h"
#include "core/sql/functions/function_def.h"
#include "core/sql/types/regex.h"
#include "core/sql/types/utf8.h"

namespace weir::sql {
namespace {

using std::string_view;

// LIKE: a pattern as characters, each itself, % or _.
struct LikePattern : Prepared {
  enum class Kind : uint8_t { kCharacter, kOne, kAny };
  struct Item {
    Kind kind = Kind::kCharacter;
    std::string text;
  };
  std::vector<Item> items;
};

// The escape character of LIKE when none is given.
constexpr string_view kEscape = "\\";

Result<LikePattern> CompileLike(string_view pattern, string_view escape, bool given) {
  LikePattern compiled;
  if (given && (escape.empty() || Utf8Step(escape, 0) != escape.size())) {
    return Error{ErrorCode::kValidation,
                 StrCat({"the escape '", escape, "' must be one character"})};
  }
  for (size_t at = 0; at < pattern.size();) {
    const size_t step = Utf8Step(pattern, at);
    string_view character = pattern.substr(at, step);
    at += step;
    if (character == escape) {
      const string_view next =
          at < pattern.size() ? pattern.substr(at, Utf8Step(pattern, at)) : string_view();
      if (next == "_" || next == "%" || next == escape) {
        at += next.size();
        compiled.items.push_back({LikePattern::Kind::kCharacter, std::string(next)});
        continue;
      }
      // The usual \ before another character is itself, as people write paths with it.
      if (given) {
        return Error{ErrorCode::kValidation,
                     StrCat({"the pattern '", pattern, "' escapes what needs none"})};
      }
    }
    const auto kind = character == "%"   ? LikePattern::Kind::kAny
                      : character == "_" ? LikePattern::Kind::kOne
                                         : LikePattern::Kind::kCharacter;
    compiled.items.push_back({kind, std::string(character)});
  }
  return compiled;
}

// Greedy with one way back, to the last %: text times pattern at worst.
bool LikeMatches(const LikePattern& pattern, string_view text) {
  const std::vector<LikePattern::Item>& items = pattern.items;
  size_t item = 0;
  size_t at = 0;
  size_t any = SIZE_MAX;  // The last % seen,
  size_t mark = 0;        // and the text that it has swallowed so far.
  while (at < text.size()) {
    const size_t step = Utf8Step(text, at);
    const bool more = item < items.size();
    if (more && items[item].kind == LikePattern::Kind::kAny) {
      any = item++;
      mark = at;
    } else if (more && (items[item].kind == LikePattern::Kind::kOne ||
                        items[item].text == text.substr(at, step))) {
      ++item;
      at += step;
    } else if (any != SIZE_MAX) {
      item = any + 1;
      mark += Utf8Step(text, mark);
      at = mark;
    } else {
      return false;
    }
  }
  while (item < items.size() && items[item].kind == LikePattern::Kind::kAny) ++item;
  return item == items.size();
}

struct CompiledRegex : Prepared {
  explicit CompiledRegex(Regex value) : regex(std::move(value)) {}
  Regex regex;
};

// SIMILAR TO: % and _ beside the signs of regular expressions. As in Flink a point stands for any
// character, escaped or not.
Result<Regex> CompileSimilar(string_view pattern, string_view escape) {
  std::string java = "(?s:";
  bool in_class = false;
  for (size_t at = 0; at < pattern.size();) {
    const size_t step = Utf8Step(pattern, at);
    const string_view character = pattern.substr(at, step);
    at += step;
    if (!escape.empty() && character == escape) {
      if (at >= pattern.size()) {
        return Error{ErrorCode::kValidation,
                     StrCat({"the pattern '", pattern, "' ends with its escape"})};
      }
      const string_view next = pattern.substr(at, Utf8Step(pattern, at));
      at += next.size();
      if (string_view("[]()|^-+*_%?{}$\\").find(next) != string_view::npos && next != "_" &&
          next != "%") {
        java += '\\';
      }
      java += next;
    } else if (in_class) {
      if (character == "[" && pattern.substr(at).starts_with(":")) {
        const size_t end = std::min(pattern.find(":]", at), pattern.size());
        const string_view name = pattern.substr(at + 1, end - at - 1);
        at = std::min(end + 2, pattern.size());
        java += name == "ALPHA"        ? "\\p{Alpha}"
                : name == "DIGIT"      ? "\\p{Digit}"
                : name == "UPPER"      ? "\\p{Upper}"
                : name == "LOWER"      ? "\\p{Lower}"
                : name == "ALNUM"      ? "\\p{Alnum}"
                : name == "SPACE"      ? " "
                : name == "WHITESPACE" ? "\\s"
                                       : "[:" + std::string(name);
        continue;
      }
      in_class = character != "]";
      java += character;
    } else if (character == "%") {
      java += ".*";
    } else if (character == "_") {
      java += '.';
    } else if (character == "\\" || character == "^" || character == "$") {
      java += '\\';
      java += character;
    } else {
      in_class = character == "[";
      java += character;
    }
  }
  return Regex::Compile(java + ")");
}

string_view EscapeOf(const RowCall& call, string_view otherwise) {
  return call.size() > 2 ? call.Text(2) : otherwise;
}

void Like(RowCall& call) {
  if (const auto* ready = call.prepared<LikePattern>(); ready != nullptr) {
    return call.out.AppendBool(LikeMatches(*ready, call.Text(0)));
  }
  const Result<LikePattern> pattern =
      CompileLike(call.Text(1), EscapeOf(call, kEscape), call.size() > 2);
  if (!pattern.ok()) return call.Fail(pattern.error().message);
  call.out.AppendBool(LikeMatches(pattern.value(), call.Text(0)));
}

bool ConstantText(const Binding& b, size_t i) {
  return b.size() > i && b.literal(i) != nullptr && !b.literal(i)->IsNull() &&
         b.args[i].type.IsCharacter();
}

bool BindLike(Binding& b) {
  if (!ConstantText(b, 1) || (b.size() > 2 && !ConstantText(b, 2))) return true;
  Result<LikePattern> pattern =
      CompileLike(b.literal(1)->Text(), b.size() > 2 ? string_view(b.literal(2)->Text()) : kEscape,
                  b.size() > 2);
  if (pattern.ok())
    b.out.prepared = std::make_shared<const LikePattern>(std::move(pattern).value());
  return true;
}

bool BindSimilar(Binding& b) {
  if (!ConstantText(b, 1) || (b.size() > 2 && !ConstantText(b, 2))) return true;
  Result<Regex> regex = CompileSimilar(
      b.literal(1)->Text(), b.size() > 2 ? string_view(b.literal(2)->Text()) : string_view());
  if (regex.ok()) b.out.prepared = std::make_shared<const CompiledRegex>(std::move(regex).value());
  return true;
}

void Similar(RowCall& call) {
  if (const auto* ready = call.prepared<CompiledRegex>(); ready != nullptr) {
    return call.out.AppendBool(ready->regex.Matches(call.Text(0)));
  }
  const Result<Regex> regex = CompileSimilar(call.Text(1), EscapeOf(call, {}));
  if (!regex.ok()) return call.Fail(regex.error().message);
  call.out.AppendBool(regex.value().Matches(call.Text(0)));
}

bool BindRegex(Binding& b) {
  if (!ConstantText(b, 1)) return true;
  Result<Regex> regex = Regex::Compile(b.literal(1)->Text());
  if (regex.ok()) b.out.prepared = std::make_shared<const CompiledRegex>(std::move(regex).value());
  return true;
}

// Runs `use` with the expression of argument 1. A wrong one gives NULL, as in Flink; what is right
// but not supported here is an error of the row.
template <typename Use>
void WithRegex(RowCall& call, Use&& use) {
  if (const auto* ready = call.prepared<CompiledRegex>(); ready != nullptr)
    return use(ready->regex);
  const Result<Regex> regex = Regex::Compile(call.Text(1));
  if (regex.ok()) return use(regex.value());
  const bool unsupported = regex.error().message.find("not supported") != std::string::npos;
  if (unsupported || call.call.context.dialect == Dialect::kKinesisAnalytics) {
    return call.Fail(regex.error().message);
  }
  call.Null();
}

void Regexp(RowCall& call) {
  WithRegex(call,
            [&](const Regex& regex) { call.out.AppendBool(!regex.Search(call.Text(0)).empty()); });
}

// The end of a match, or the character behind an empty one: where the next search begins.
size_t Behind(string_view text, const Regex::Span& match) {
  if (match.second > match.first) return match.second;
  return match.second < text.size() ? match.second + Utf8Step(text, match.second) : text.size() + 1;
}

void RegexpReplace(RowCall& call) {
  WithRegex(call, [&](const Regex& regex) {
    const string_view text = call.Text(0);
    std::string out;
    size_t copied = 0;
    for (size_t at = 0; at <= text.size();) {
      const std::vector<Regex::Span> match = regex.Search(text, at);
      if (match.empty()) break;
      out += text.substr(copied, match[0].first - copied);
      out += call.Text(2);
      copied = match[0].second;
      at = Behind(text, match[0]);
    }
    out += text.substr(std::min(copied, text.size()));
    call.out.AppendText(out);
  });
}

void RegexpExtract(RowCall& call) {
  WithRegex(call, [&](const Regex& regex) {
    const int64_t group = call.size() > 2 ? call.Int(2) : 0;
    const std::vector<Regex::Span> match = regex.Search(call.Text(0));
    const auto index = static_cast<size_t>(group);
    if (match.empty() || group < 0 || index >= match.size()) return call.Null();
    if (match[index].first == string_view::npos) return call.Null();
    call.out.AppendText(
        call.Text(0).substr(match[index].first, match[index].second - match[index].first));
  });
}

void RegexpExtractAll(RowCall& call) {
  WithRegex(call, [&](const Regex& regex) {
    const int64_t group = call.size() > 2 ? call.Int(2) : 1;
    const string_view text = call.Text(0);
    const auto index = static_cast<size_t>(group);
    if (group < 0 || index > regex.group_count()) return call.Null();
    std::vector<Value> found;
    for (size_t at = 0; at <= text.size();) {
      const std::vector<Regex::Span> match = regex.Search(text, at);
      if (match.empty()) break;
      const Regex::Span& span = match[index];
      found.push_back(span.first == string_view::npos
                          ? Value()
                          : Value(text.substr(span.first, span.second - span.first)));
      at = Behind(text, match[0]);
    }
    call.out.AppendNested(Value(std::move(found)));
  });
}

void RegexpCount(RowCall& call) {
  WithRegex(call, [&](const Regex& regex) {
    const string_view text = call.Text(0);
    int64_t count = 0;
    for (size_t at = 0; at <= text.size(); ++count) {
      const std::vector<Regex::Span> match = regex.Search(text, at);
      if (match.empty()) break;
      at = Behind(text, match[0]);
    }
    call.out.AppendInt(count);
  });
}

void RegexpInstr(RowCall& call) {
  WithRegex(call, [&](const Regex& regex) {
    const std::vector<Regex::Span> match = regex.Search(call.Text(0));
    if (match.empty()) return call.out.AppendInt(0);
    call.out.AppendInt(static_cast<int64_t>(Utf8Length(call.Text(0).substr(0, match[0].first))) +
                       1);
  });
}

bool BindTextArray(Binding& b) {
  b.out.result = Type::Array(Type::String());
  return BindRegex(b);
}

constexpr FunctionDef Pattern(string_view name, string_view parameters, string_view result,
                              RowKernel row, BindRule rule, string_view usage, string_view doc) {
  return {.name = name,
          .parameters = parameters,
          .result = result,
          .category = Category::kString,
          .row = row,
          .rule = rule,
          .usage = usage,
          .doc = doc,
          .may_be_null = true};
}

constexpr auto kTable = std::to_array<FunctionDef>({
    Pattern("LIKE", "text, text, text?", "bool", Like, BindLike,
            "s [NOT] LIKE pattern [ESCAPE 'c']",
            "% is any text, _ one character; \\ escapes them unless another is given."),
    Pattern("SIMILAR TO", "text, text, text?", "bool", Similar, BindSimilar,
            "s [NOT] SIMILAR TO pattern [ESCAPE 'c']",
            "LIKE with | * + ? {n,m} ( ) [ ], on the whole text."),
    Pattern("REGEXP", "text, text", "bool", Regexp, BindRegex, "REGEXP(s, expression)",
            "Whether the regular expression is found in the text."),
    Pattern("RLIKE", "text, text", "bool", Regexp, BindRegex, "RLIKE(s, expression)",
            "The same as REGEXP."),
    Pattern("REGEXP_REPLACE", "text, text, text", "text", RegexpReplace, BindRegex,
            "REGEXP_REPLACE(s, expression, to)", "Every match replaced; `to` is taken as it is."),
    Pattern("REGEXP_EXTRACT", "text, text, int?", "text", RegexpExtract, BindRegex,
            "REGEXP_EXTRACT(s, expression [, group])",
            "The first match, or a group of it; NULL where there is none."),
    Pattern("REGEXP_SUBSTR", "text, text", "text", RegexpExtract, BindRegex,
            "REGEXP_SUBSTR(s, expression)", "The first match."),
    Pattern("REGEXP_EXTRACT_ALL", "text, text, int?", "", RegexpExtractAll, BindTextArray,
            "REGEXP_EXTRACT_ALL(s, expression [, group])", "All matches of a group, the first."),
    Pattern("REGEXP_COUNT", "text, text", "int", RegexpCount, BindRegex,
            "REGEXP_COUNT(s, expression)", "How often it matches."),
    Pattern("REGEXP_INSTR", "text, text", "int", RegexpInstr, BindRegex,
            "REGEXP_INSTR(s, expression)", "Where it matches first, from 1; 0 if nowhere."),
});

}  // namespace

std::span<const FunctionDef> PatternFunctions() { return kTable; }

}  // namespace weir::sql
