// Windows that stand in GROUP BY itself: TUMBLE(ts, ...) of older Flink, STEP(ROWTIME ...) and
// stagger windows of Kinesis Analytics. Each becomes a window function below the aggregate.
#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/plan/grouping.h"

namespace weir::sql {
namespace {

// The group windows of before the window functions.
bool IsLegacyWindow(const Expr& expr) {
  return expr.kind == ExprKind::kCall && !expr.infix && expr.args.size() >= 2 &&
         (expr.text == "TUMBLE" || expr.text == "HOP" || expr.text == "SESSION");
}

}  // namespace

// GROUP BY TUMBLE(ts, size): a window function below, and its columns as keys.
PlanPtr Binder::LegacyWindow(PlanPtr node, const Scope& scope, Grouping& grouping) {
  const Expr& call = *grouping.legacy;
  Env env;
  env.scope = &scope;
  env.clause = "GROUP BY";
  const Scalar time = Expression(call.args[0], env);
  const std::vector<ExprPtr> sizes(call.args.begin() + 1, call.args.end());
  const auto shape = failed() ? std::nullopt
                     : catalog_.dialect == Dialect::kKinesisAnalytics
                         ? RowtimeShape(call)
                         : ShapeOf(call.text, sizes, call.span, true);
  if (!shape.has_value()) return nullptr;
  if (!time.IsColumn()) {
    Fail(call.args[0]->span, StrCat({call.text, " wants the time column itself"}));
    return nullptr;
  }
  std::vector<size_t> partition;
  std::vector<Scalar> appended;
  if (shape->kind == WindowKind::kSession) {  // One session for each of the other keys.
    for (Grouping::Key& key : grouping.keys) {
      if (key.expr.get() == grouping.legacy) continue;
      const size_t column = ColumnFor(key.value, node->schema.size(), appended);
      partition.push_back(column);
      key.value = Scalar::OfColumn(column, key.value.type);
    }
  }
  node = AppendColumns(std::move(node), std::move(appended));
  node = WindowNode(std::move(node), *shape, time.column, std::move(partition), call.args[0]->span);
  return node;
}

// STEP(ROWTIME BY INTERVAL '1' MINUTE), FLOOR(ROWTIME TO MINUTE)
std::optional<WindowShape> Binder::RowtimeShape(const Expr& call) {
  WindowShape shape;
  if (call.text == "STEP") {
    const auto size = ConstantInterval(call.args[1], "a STEP of ROWTIME");
    if (!size.has_value()) return std::nullopt;
    shape.size = *size;
  } else {
    constexpr std::pair<std::string_view, int64_t> kUnits[] = {
        {"SECOND", 1'000}, {"MINUTE", 60'000}, {"HOUR", 3'600'000}, {"DAY", 86'400'000}};
    for (const auto& [unit, size] : kUnits) {
      if (call.args[1]->text == unit) shape.size = size;
    }
  }
  if (shape.size <= 0) {
    Fail(call.span,
         "ROWTIME is grouped by seconds, minutes, hours or days: STEP(s.ROWTIME BY INTERVAL '60' "
         "SECOND) or FLOOR(s.ROWTIME TO MINUTE)");
    return std::nullopt;
  }
  shape.slide = shape.size;
  return shape;
}

// Does it stand for a window in GROUP BY: TUMBLE(ts, ...) of Flink, STEP(ROWTIME ...) of Kinesis
// Analytics.
bool Binder::IsGroupWindow(const Expr& expr, const Scope& scope) const {
  if (catalog_.dialect == Dialect::kFlink) return IsLegacyWindow(expr);
  const bool step = expr.kind == ExprKind::kCall && (expr.text == "STEP" || expr.text == "FLOOR");
  if (!step || expr.args.size() != 2 || expr.args[0]->kind != ExprKind::kName) return false;
  const Resolved found = Resolve(scope, expr.args[0]->names);
  return found.column.has_value() &&
         scope.columns[*found.column].type.attribute == TimeAttribute::kProctime;
}

// WINDOWED BY STAGGER: a window for each key, which its first row opens.
PlanPtr Binder::StaggerWindow(PlanPtr node, const Select& select, const Scope& scope,
                              Grouping& grouping) {
  const StaggerClause& clause = *select.stagger;
  WindowShape shape;
  shape.kind = WindowKind::kStagger;
  shape.size = ConstantInterval(clause.length, "the RANGE of a stagger window").value_or(0);
  if (!failed() && shape.size <= 0)
    Fail(clause.span, "the RANGE of a stagger window is more than 0");
  Env env;
  env.scope = &scope;
  env.clause = "PARTITION BY";
  const Resolved rowtime = Resolve(scope, {Name{"ROWTIME", {}}});
  if (!failed() && !rowtime.column.has_value())
    Fail(clause.span, "a stagger window needs a stream with ROWTIME");
  std::vector<Scalar> appended;
  std::vector<size_t> partition;
  for (const ExprPtr& expr : clause.partition_by) {
    const Scalar value = Expression(expr, env);
    if (failed()) return nullptr;
    const size_t column = ColumnFor(value, node->schema.size(), appended);
    partition.push_back(column);
    grouping.keys.push_back(
        {expr, Fingerprint(*expr, scope), Scalar::OfColumn(column, value.type), true});
  }
  if (failed()) return nullptr;
  grouping.stagger = true;
  node = AppendColumns(std::move(node), std::move(appended));
  return WindowNode(std::move(node), shape, *rowtime.column, std::move(partition), clause.span);
}

// table.exec.emit.allow-lateness, which old group windows know.
int64_t Binder::AllowedLateness() const {
  const auto& values = catalog_.settings.values;
  const auto lateness = values.find("table.exec.emit.allow-lateness");
  const auto enabled = values.find("table.exec.emit.late-fire.enabled");
  if (lateness == values.end() || enabled == values.end() || enabled->second != "true") return 0;
  return MillisOfSetting(lateness->second).value_or(0);
}

}  // namespace weir::sql
