#include "core/sql/run/script.h"

#include <algorithm>
#include <memory>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/syntax/parser.h"

namespace weir::sql {
namespace {

class Compiler {
 public:
  Compiler(std::string_view text, Catalog& catalog)
      : text_(std::make_shared<const std::string>(text)), catalog_(catalog) {}

  Result<std::vector<CompiledQuery>> Run() {
    Result<std::vector<Statement>> statements = ParseScript(*text_, catalog_.dialect);
    if (!statements.ok()) return statements.error();
    for (const Statement& statement : statements.value()) {
      if (Result<void> done = One(statement); !done.ok()) return done.error();
    }
    return std::move(queries_);
  }

 private:
  Error Fail(Span span, std::string_view problem) const { return SqlError(*text_, span, problem); }

  Result<void> One(const Statement& statement) {
    switch (statement.kind) {
      case Statement::Kind::kCreateTable:
      case Statement::Kind::kCreateStream:
        return Create(statement);
      case Statement::Kind::kCreateView:
        return CreateView(statement);
      case Statement::Kind::kSet:
        return ApplySetting(catalog_.settings, statement.key, statement.value);
      case Statement::Kind::kDrop:
        if (catalog_.tables.erase(statement.name.text) +
                catalog_.views.erase(statement.name.text) ==
            0) {
          return Fail(statement.name.span,
                      StrCat({"there is no \"", statement.name.text, "\" to drop"}));
        }
        return {};
      case Statement::Kind::kQuery:
      case Statement::Kind::kExplain:
        return Query(statement);
      case Statement::Kind::kInsert:
      case Statement::Kind::kCreatePump:
        return Insert(statement);
    }
    return {};
  }

  Result<void> Create(const Statement& statement) {
    Result<Table> table = MakeTable(*statement.table, *text_, catalog_);
    if (!table.ok()) return table.error();
    catalog_.tables[statement.name.text] = std::move(table).value();
    return {};
  }

  // A view is bound here once, so that its faults are told where it stands.
  Result<void> CreateView(const Statement& statement) {
    Binder binder(catalog_, *text_);
    Result<PlanPtr> plan = binder.Bind(*statement.query);
    if (!plan.ok()) return plan.error();
    View view;
    view.query = statement.query;
    view.text = text_;
    for (const Name& column : statement.columns) view.columns.push_back(column.text);
    if (!view.columns.empty() && view.columns.size() != plan.value()->schema.size()) {
      return Fail(
          statement.name.span,
          StrCat({"the view names ", std::to_string(view.columns.size()),
                  " columns, but its query has ", std::to_string(plan.value()->schema.size())}));
    }
    catalog_.views[statement.name.text] = std::move(view);
    return {};
  }

  Result<void> Query(const Statement& statement) {
    Binder binder(catalog_, *text_);
    Result<PlanPtr> plan = binder.Bind(*statement.query);
    if (!plan.ok()) return plan.error();
    std::vector<std::string> names;
    for (const Field& field : plan.value()->schema) names.push_back(field.name);
    queries_.push_back({std::move(plan).value(),
                        statement.kind == Statement::Kind::kExplain,
                        std::move(names),
                        {}});
    return {};
  }

  Result<void> Insert(const Statement& statement) {
    const auto target = catalog_.tables.find(statement.target.text);
    if (target == catalog_.tables.end()) {
      return Fail(statement.target.span,
                  StrCat({"there is no table \"", statement.target.text, "\" to insert into"}));
    }
    Binder binder(catalog_, *text_);
    Result<PlanPtr> plan = binder.Bind(*statement.query);
    if (!plan.ok()) return plan.error();
    const size_t wanted =
        statement.columns.empty() ? target->second.source.physical : statement.columns.size();
    // Each row of Kinesis Analytics brings its ROWTIME, which the stream does not name.
    const bool rowtime = catalog_.dialect == Dialect::kKinesisAnalytics &&
                         plan.value()->schema.size() == wanted + 1 &&
                         plan.value()->schema[0].name == "ROWTIME";
    if (plan.value()->schema.size() != wanted && !rowtime) {
      return Fail(
          statement.query->span,
          StrCat({"\"", statement.target.text, "\" takes ", std::to_string(wanted),
                  " columns, but the query gives ", std::to_string(plan.value()->schema.size())}));
    }
    std::vector<std::string> names;
    if (rowtime) names.emplace_back("ROWTIME");
    if (statement.columns.empty()) {
      for (const Field& field : target->second.source.physical_fields) names.push_back(field.name);
    } else {
      for (const Name& name : statement.columns) names.push_back(name.text);
    }
    if (rowtime) Feeds(statement, target->second);
    queries_.push_back({std::move(plan).value(), false, std::move(names), statement.target.text});
    return {};
  }

  // What reads the stream from now on reads what the pump writes.
  void Feeds(const Statement& pump, const Table& stream) {
    View view;
    view.query = pump.query;
    view.text = text_;
    view.columns.emplace_back("ROWTIME");
    for (const Field& field : stream.schema) view.columns.push_back(field.name);
    catalog_.views[pump.target.text] = std::move(view);
  }

  std::shared_ptr<const std::string> text_;
  Catalog& catalog_;
  std::vector<CompiledQuery> queries_;
};

}  // namespace

Result<std::vector<CompiledQuery>> CompileScript(std::string_view text, Catalog& catalog) {
  return Compiler(text, catalog).Run();
}

}  // namespace weir::sql
