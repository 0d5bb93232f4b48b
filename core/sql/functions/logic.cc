// AND, OR, NOT with three values, and the tests for TRUE, FALSE, UNKNOWN and NULL.
#include <array>

#include "core/sql/functions/function_def.h"

namespace weir::sql {
namespace {

// All arguments, at least two. `decides`: the value that settles the result whatever the others
// are.
Column Junction(const Call& call, bool decides) {
  std::vector<uint8_t> out(call.rows);
  std::vector<uint64_t> nulls;
  for (size_t row = 0; row < call.rows; ++row) {
    bool settled = false;
    bool unknown = false;
    for (const Column* arg : call.args) {
      if (arg->IsNull(row)) {
        unknown = true;
      } else if (arg->Bool(row) == decides) {
        settled = true;
        break;
      }
    }
    out[row] = settled == decides ? 1 : 0;
    if (!settled && unknown) {
      if (nulls.empty()) nulls.resize((call.rows + 63) / 64);
      nulls[row / 64] |= uint64_t{1} << (row % 64);
    }
  }
  return Column::OfBools(call.function.result, std::move(out), std::move(nulls));
}

Column And(const Call& call) { return Junction(call, false); }
Column Or(const Call& call) { return Junction(call, true); }

void Not(RowCall& call) { call.out.AppendBool(!call.Bool(0)); }

void IsNull(RowCall& call) { call.out.AppendBool(call.IsNull(0)); }
void IsNotNull(RowCall& call) { call.out.AppendBool(!call.IsNull(0)); }
void IsTrue(RowCall& call) { call.out.AppendBool(!call.IsNull(0) && call.Bool(0)); }
void IsNotTrue(RowCall& call) { call.out.AppendBool(call.IsNull(0) || !call.Bool(0)); }
void IsFalse(RowCall& call) { call.out.AppendBool(!call.IsNull(0) && !call.Bool(0)); }
void IsNotFalse(RowCall& call) { call.out.AppendBool(call.IsNull(0) || call.Bool(0)); }

// A row of the table for one of the tests: `x IS ...`.
constexpr FunctionDef Test(std::string_view name, std::string_view parameter, RowKernel row,
                           std::string_view usage, std::string_view doc) {
  return {.name = name,
          .parameters = parameter,
          .result = "bool",
          .category = Category::kLogic,
          .nulls = NullRule::kNever,
          .row = row,
          .usage = usage,
          .doc = doc};
}

constexpr auto kTable = std::to_array<FunctionDef>({
    {.name = "AND",
     .parameters = "bool, bool, bool*",
     .result = "bool",
     .category = Category::kLogic,
     .nulls = NullRule::kCalled,
     .kernel = And,
     .usage = "a AND b",
     .doc = "FALSE if one is, else NULL if one is, else TRUE."},
    {.name = "OR",
     .parameters = "bool, bool, bool*",
     .result = "bool",
     .category = Category::kLogic,
     .nulls = NullRule::kCalled,
     .kernel = Or,
     .usage = "a OR b",
     .doc = "TRUE if one is, else NULL if one is, else FALSE."},
    {.name = "NOT",
     .parameters = "bool",
     .result = "bool",
     .category = Category::kLogic,
     .row = Not,
     .usage = "NOT a",
     .doc = "The opposite; NULL of NULL."},
    Test("IS NULL", "any", IsNull, "x IS NULL", "Whether x is NULL."),
    Test("IS NOT NULL", "any", IsNotNull, "x IS NOT NULL", "Whether x is not NULL."),
    Test("IS TRUE", "bool", IsTrue, "a IS TRUE", "TRUE and not NULL."),
    Test("IS NOT TRUE", "bool", IsNotTrue, "a IS NOT TRUE", "FALSE or NULL."),
    Test("IS FALSE", "bool", IsFalse, "a IS FALSE", "FALSE and not NULL."),
    Test("IS NOT FALSE", "bool", IsNotFalse, "a IS NOT FALSE", "TRUE or NULL."),
    Test("IS UNKNOWN", "bool", IsNull, "a IS UNKNOWN", "Whether a condition is NULL."),
    Test("IS NOT UNKNOWN", "bool", IsNotNull, "a IS NOT UNKNOWN",
         "Whether a condition is not NULL."),
});

}  // namespace

std::span<const FunctionDef> LogicFunctions() { return kTable; }

}  // namespace weir::sql
