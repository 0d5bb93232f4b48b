// CASE, COALESCE, NULLIF, IF, GREATEST, LEAST, and the tests of what a text looks like.
#include <algorithm>
#include <array>

#include "core/sql/functions/function_def.h"
#include "core/sql/types/parse.h"
#include "core/sql/types/utf8.h"

namespace weir::sql {
namespace {

// The common type of some of the arguments, put on them and on the result.
bool Unify(Binding& b, size_t first, size_t step, bool with_last) {
  std::optional<Type> common;
  const auto each = [&](auto&& use) {
    for (size_t i = first; i < b.size(); i += step) use(i);
    if (with_last && b.size() % 2 == 1) use(b.size() - 1);
  };
  bool fits = true;
  each([&](size_t i) {
    if (!fits) return;
    const Type& type = b.type(i);
    common = common.has_value() ? CommonType(*common, type) : std::optional(type);
    fits = common.has_value();
  });
  if (!fits || !common.has_value()) return false;
  each([&](size_t i) { b.Coerce(i, *common); });
  b.out.result = *common;
  return true;
}

// condition, value, condition, value, ..., else
bool BindCase(Binding& b) {
  if (b.size() < 3 || b.size() % 2 == 0) return false;
  for (size_t i = 0; i + 1 < b.size(); i += 2) {
    const TypeKind kind = b.type(i).kind;
    if (kind != TypeKind::kBoolean && kind != TypeKind::kNull) return false;
    b.Coerce(i, Type::Boolean());
  }
  return Unify(b, 1, 2, true);
}

void Case(RowCall& call) {
  size_t i = 0;
  while (i + 1 < call.size() && (call.IsNull(i) || !call.Bool(i))) i += 2;
  const size_t chosen = i + 1 < call.size() ? i + 1 : call.size() - 1;
  call.out.AppendFrom(*call.call.args[chosen], call.row);
}

bool BindIf(Binding& b) { return BindCase(b); }

void Coalesce(RowCall& call) {
  for (size_t i = 0; i < call.size(); ++i) {
    if (!call.IsNull(i)) return call.out.AppendFrom(*call.call.args[i], call.row);
  }
  call.Null();
}

// Compared in the common type, which is the result's.
bool BindNullIf(Binding& b) {
  if (!Unify(b, 0, 1, false)) return false;
  return true;
}

void NullIf(RowCall& call) {
  if (!call.IsNull(0) && !call.IsNull(1) &&
      CompareCells(*call.call.args[0], call.row, *call.call.args[1], call.row) == 0) {
    return call.Null();
  }
  call.out.AppendFrom(*call.call.args[0], call.row);
}

template <int sign>
void Extreme(RowCall& call) {
  size_t best = 0;
  for (size_t i = 1; i < call.size(); ++i) {
    const int order = CompareCells(*call.call.args[i], call.row, *call.call.args[best], call.row);
    if (order * sign > 0) best = i;
  }
  call.out.AppendFrom(*call.call.args[best], call.row);
}

bool IsLetter(uint32_t code) {
  if (code < 0x80) return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
  // Letters beyond ASCII are told from signs by their blocks alone.
  return (code >= 0xAA && code != 0xD7 && code != 0xF7 && code < 0x2000) ||
         (code >= 0x2C00 && code < 0xD800) || (code >= 0xF900 && code < 0xFE00) || code >= 0x20000;
}

void IsAlpha(RowCall& call) {
  const std::string_view text = call.IsNull(0) ? "" : call.Text(0);
  bool all = !text.empty();
  for (size_t at = 0; at < text.size(); at += Utf8Step(text, at)) {
    all = all && IsLetter(Utf8Decode(text, at));
  }
  call.out.AppendBool(all);
}

void IsDigit(RowCall& call) {
  const std::string_view text = call.IsNull(0) ? "" : call.Text(0);
  call.out.AppendBool(!text.empty() &&
                      std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }));
}

void IsDecimal(RowCall& call) {
  call.out.AppendBool(!call.IsNull(0) && ParseDouble(call.Text(0)).has_value());
}

constexpr FunctionDef Conditional(std::string_view name, std::string_view parameters,
                                  std::string_view result, NullRule nulls, RowKernel row,
                                  BindRule rule, std::string_view usage, std::string_view doc) {
  return {.name = name,
          .parameters = parameters,
          .result = result,
          .category = Category::kConditional,
          .nulls = nulls,
          .row = row,
          .rule = rule,
          .usage = usage,
          .doc = doc};
}

constexpr auto kTable = std::to_array<FunctionDef>({
    Conditional(
        "CASE", "any, any, any*", "", NullRule::kCalled, Case, BindCase,
        "CASE WHEN condition THEN value ... [ELSE value] END",
        "The value of the first condition that is TRUE; CASE x WHEN a, b THEN ... compares."),
    Conditional("IF", "bool, any, any", "", NullRule::kCalled, Case, BindIf, "IF(condition, a, b)",
                "a where the condition is TRUE, else b."),
    Conditional("COALESCE", "any, any*", "common", NullRule::kCalled, Coalesce, nullptr,
                "COALESCE(a, b, ...)", "The first that is not NULL."),
    Conditional("IFNULL", "any, any", "common", NullRule::kCalled, Coalesce, nullptr,
                "IFNULL(a, b)", "a, or b where a is NULL."),
    Conditional("NVL", "any, any", "common", NullRule::kCalled, Coalesce, nullptr, "NVL(a, b)",
                "a, or b where a is NULL."),
    Conditional("NULLIF", "any, any", "", NullRule::kCalled, NullIf, BindNullIf, "NULLIF(a, b)",
                "NULL where a = b, else a."),
    Conditional("GREATEST", "any, any*", "common", NullRule::kStrict, Extreme<1>, nullptr,
                "GREATEST(a, b, ...)", "The greatest; NULL if one is."),
    Conditional("LEAST", "any, any*", "common", NullRule::kStrict, Extreme<-1>, nullptr,
                "LEAST(a, b, ...)", "The least; NULL if one is."),
    Conditional("IS_ALPHA", "text", "bool", NullRule::kNever, IsAlpha, nullptr, "IS_ALPHA(s)",
                "Whether all characters are letters, and there is one."),
    Conditional("IS_DIGIT", "text", "bool", NullRule::kNever, IsDigit, nullptr, "IS_DIGIT(s)",
                "Whether all characters are digits, and there is one."),
    Conditional("IS_DECIMAL", "text", "bool", NullRule::kNever, IsDecimal, nullptr, "IS_DECIMAL(s)",
                "Whether the text is a number."),
});

}  // namespace

std::span<const FunctionDef> ConditionalFunctions() { return kTable; }

}  // namespace weir::sql
