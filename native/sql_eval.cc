#include "native/sql_eval.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/plan/catalog.h"
#include "core/sql/plan/scalar.h"
#include "core/sql/syntax/parser.h"
#include "native/csv_text.h"

namespace weir {
namespace {

// One row with the columns that the expressions may name.
struct Environment {
  sql::Scope scope;
  sql::Batch batch;
};

Result<Environment> MakeEnvironment(const std::vector<std::string>& columns) {
  Environment environment;
  environment.batch.rows = 1;
  for (const std::string& column : columns) {
    const size_t equals = column.find('=');
    if (equals == std::string::npos) {
      return Error{ErrorCode::kInput, StrCat({"--column ", column, ": write NAME=TEXT"})};
    }
    const sql::Type type = sql::Type::String();
    environment.scope.columns.push_back(
        {.table = {}, .name = column.substr(0, equals), .type = type});
    environment.batch.columns.push_back(
        sql::Column::Constant(type, sql::Value(column.substr(equals + 1)), 1));
  }
  return environment;
}

// The text of the expression's value, or "error: ...".
std::string TextOf(const std::string& expr, const sql::TimeZone& zone,
                   const Environment& environment) {
  const auto error = [](std::string_view message) { return StrCat({"error: ", message}); };
  const Result<sql::ExprPtr> parsed = sql::ParseExpression(expr, sql::Dialect::kFlink);
  if (!parsed.ok()) return error(parsed.error().message);
  sql::Catalog catalog;
  catalog.settings.zone = zone;
  const Result<sql::Scalar> scalar =
      sql::Binder(catalog, expr).BindScalar(parsed.value(), environment.scope);
  if (!scalar.ok()) return error(scalar.error().message);
  sql::EvalContext context;
  context.zone = zone;
  const sql::Column column = sql::Evaluate(scalar.value(), environment.batch, context);
  if (!context.errors.empty()) return error(context.errors[0].message);
  return sql::FormatValue(scalar.value().type, column.ValueAt(0), zone);
}

// Which cell of a record is what, by the header.
struct Columns {
  size_t id = 0;
  size_t expr = 0;
  size_t expected = 0;
  std::optional<size_t> tier;
};

Result<Columns> ReadHeader(const std::vector<std::string>& header) {
  const auto find = [&](std::string_view name) -> std::optional<size_t> {
    const auto found = std::ranges::find(header, name);
    if (found == header.end()) return std::nullopt;
    return static_cast<size_t>(found - header.begin());
  };
  const std::optional<size_t> expr = find("expr");
  const std::optional<size_t> expected = find("expected");
  if (!expr.has_value() || !expected.has_value()) {
    return Error{ErrorCode::kInput,
                 "the list needs the columns expr and expected, named in line 1"};
  }
  return Columns{find("id").value_or(*expr), *expr, *expected, find("tier")};
}

}  // namespace

Result<std::vector<SqlEvalOutcome>> EvaluateSqlList(std::string_view csv,
                                                    const SqlEvalOptions& options) {
  std::vector<sql::TimeZone> zones;
  for (const std::string& name : options.zones) {
    const Result<sql::TimeZone> zone = sql::TimeZone::Find(name);
    if (!zone.ok()) return Error{ErrorCode::kInput, zone.error().message};
    zones.push_back(zone.value());
  }
  const Result<Environment> environment = MakeEnvironment(options.columns);
  if (!environment.ok()) return environment.error();
  CsvText text(csv);
  const std::optional<std::vector<std::string>> header = text.Next();
  if (!header.has_value()) return Error{ErrorCode::kInput, "the list is empty"};
  const Result<Columns> columns = ReadHeader(*header);
  if (!columns.ok()) return columns.error();
  const Columns& at = columns.value();

  std::vector<SqlEvalOutcome> outcomes;
  while (const std::optional<std::vector<std::string>> record = text.Next()) {
    if (record->size() != header->size()) {
      return Error{ErrorCode::kInput, StrCat({"line ", std::to_string(text.line()), " has ",
                                              std::to_string(record->size()), " cells, not ",
                                              std::to_string(header->size())})};
    }
    SqlEvalOutcome outcome;
    outcome.id = (*record)[at.id];
    outcome.expr = (*record)[at.expr];
    outcome.expected = (*record)[at.expected];
    if (at.tier.has_value()) outcome.tier = (*record)[*at.tier];
    for (size_t i = 0; i < zones.size() && !outcome.passed; ++i) {
      const std::string actual = TextOf(outcome.expr, zones[i], environment.value());
      outcome.passed = actual == outcome.expected;
      if (i == 0 || outcome.passed) outcome.actual = actual;
      if (i > 0 && outcome.passed) outcome.zone = options.zones[i];
    }
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace weir
