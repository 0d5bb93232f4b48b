// Queries: set operations, VALUES, ORDER BY, LIMIT; and the nodes that filter and project.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"

namespace weir::sql {
namespace {

constexpr int64_t kQueriesMax = 2'000;  // Modelled: queries that name one twice double each time.

}  // namespace

Result<PlanPtr> Binder::Bind(const Query& query) {
  PlanPtr node = QueryOf(query);
  if (!failed()) Finish(node);
  if (failed()) return *error_;
  return node;
}

PlanPtr Binder::QueryOf(const Query& query) {
  if (++*queries_ > kQueriesMax)
    Fail(query.span, "this query is made of more than 2,000 queries, views within views counted");
  if (failed()) return nullptr;
  const size_t with_before = with_.size();
  for (const CommonTable& common : query.with) with_.emplace_back(common.name.text, common);
  PlanPtr node = BodyOf(query);
  with_.resize(with_before);
  return node;
}

PlanPtr Binder::BodyOf(const Query& query) {
  PlanPtr node;
  switch (query.kind) {
    case Query::Kind::kSelect:
      if (query.select == nullptr) return nullptr;
      return SelectOf(*query.select, &query);
    case Query::Kind::kValues:
      node = ValuesOf(query);
      break;
    case Query::Kind::kSetOperation:
      node = SetOperationOf(query);
      break;
  }
  return failed() ? nullptr : OrderAndLimit(std::move(node), query);
}

PlanPtr Binder::ValuesOf(const Query& query) {
  const Scope none;
  Env env;
  env.scope = &none;
  env.clause = "VALUES";
  std::vector<std::vector<Scalar>> rows;
  std::vector<Type> types;
  for (const std::vector<ExprPtr>& row : query.rows) {
    std::vector<Scalar> values;
    for (const ExprPtr& expr : row) values.push_back(Expression(expr, env));
    if (failed()) return nullptr;
    if (rows.empty()) {
      for (const Scalar& value : values) types.push_back(value.type);
    } else if (values.size() != types.size()) {
      Fail(query.span, StrCat({"the rows of VALUES have ", std::to_string(types.size()), " and ",
                               std::to_string(values.size()), " columns"}));
      return nullptr;
    }
    for (size_t i = 0; i < values.size(); ++i) {
      const std::optional<Type> common = CommonType(types[i], values[i].type);
      if (!common.has_value()) {
        Fail(row[i]->span, StrCat({"a column of VALUES cannot be ", ToText(types[i]), " and ",
                                   ToText(values[i].type)}));
        return nullptr;
      }
      types[i] = *common;
    }
    rows.push_back(std::move(values));
  }
  auto node = std::make_shared<PlanNode>();
  node->kind = NodeKind::kValues;
  ValuesSpec spec;
  for (size_t r = 0; r < rows.size(); ++r) {
    Row row;
    for (size_t i = 0; i < types.size(); ++i) {
      const Scalar cast = CastTo(std::move(rows[r][i]), types[i], query.rows[r][i]->span);
      if (!failed() && !cast.IsLiteral()) Fail(query.rows[r][i]->span, "VALUES holds constants");
      row.push_back(cast.literal);
    }
    spec.rows.push_back(std::move(row));
  }
  for (size_t i = 0; i < types.size(); ++i)
    node->schema.push_back({StrCat({"EXPR$", std::to_string(i)}), types[i]});
  node->spec = std::move(spec);
  return node;
}

// SELECT DISTINCT is GROUP BY all columns.
PlanPtr Binder::DistinctOf(PlanPtr input) {
  auto node = std::make_shared<PlanNode>();
  node->kind = NodeKind::kGroupAggregate;
  node->schema = input->schema;
  AggregateSpec spec;
  const auto& window = input->window;
  const bool windowed = window.has_value() && window->start.has_value() && window->end.has_value();
  for (size_t i = 0; i < input->schema.size(); ++i) {
    spec.keys.push_back(Scalar::OfColumn(i, input->schema[i].type));
    node->schema[i].type.attribute = TimeAttribute::kNone;
  }
  node->updating = input->updating;
  if (windowed) {  // Rows of one window are told apart when it closes.
    node->window = window;
    node->window->time.reset();
    node->kind = NodeKind::kWindowAggregate;
    node->updating = false;
    spec.window_start = *window->start;
    spec.window_end = *window->end;
    spec.shape = window->shape;
    const size_t width = node->schema.size();
    node->schema.push_back({"window_start", Type::Timestamp(3).NotNull()});
    node->schema.push_back({"window_end", Type::Timestamp(3).NotNull()});
    node->schema.push_back({"window_time", Type::Timestamp(3).NotNull()});
    node->spec = std::move(spec);
    node->inputs.push_back(std::move(input));
    std::vector<Scalar> outputs;
    for (size_t i = 0; i < width; ++i) outputs.push_back(Scalar::OfColumn(i, node->schema[i].type));
    return Project(std::move(node), std::move(outputs), {});
  }
  node->spec = std::move(spec);
  node->inputs.push_back(std::move(input));
  return node;
}

namespace {

// A Top-N whose places nobody reads need not tell that they moved: as in Flink, only which rows
// come and go. `outputs` are over the node.
void ForgetPlaces(PlanNode& node, const std::vector<Scalar>& outputs) {
  std::vector<bool> read(node.schema.size(), false);
  const auto mark = [](const Scalar& scalar, std::vector<bool>& columns) {
    VisitColumns(scalar, [&](size_t column) { columns[column] = true; });
  };
  for (const Scalar& output : outputs) mark(output, read);
  PlanNode* above = nullptr;
  PlanNode* at = &node;
  for (; at->kind == NodeKind::kCalc; at = at->inputs[0].get()) {
    const auto& calc = at->As<CalcSpec>();
    std::vector<bool> below(at->inputs[0]->schema.size(), false);
    for (size_t i = 0; i < calc.outputs.size(); ++i) {
      if (read[i]) mark(calc.outputs[i], below);
    }
    if (calc.condition.has_value()) mark(*calc.condition, below);
    read = std::move(below);
    above = at;
  }
  if (at->kind != NodeKind::kRank || read.back()) return;
  RankSpec& rank = at->As<RankSpec>();
  if (!rank.with_number || rank.deduplicate || !rank.last.has_value()) return;
  rank.with_number = false;
  const size_t number = at->schema.size() - 1;
  at->schema.pop_back();
  at->open_rank.reset();
  if (above == nullptr) return;
  for (Scalar& output : above->As<CalcSpec>().outputs) {
    bool reads = false;
    VisitColumns(output, [&](size_t column) { reads = reads || column == number; });
    if (reads) output = Scalar::OfLiteral(Value(), output.type.Nullable());
  }
}

}  // namespace

PlanPtr Binder::Project(PlanPtr node, std::vector<Scalar> outputs, std::vector<std::string> names) {
  if (failed()) return nullptr;
  ForgetPlaces(*node, outputs);
  auto calc = std::make_shared<PlanNode>();
  calc->kind = NodeKind::kCalc;
  calc->updating = node->updating;
  const auto place = [&](std::optional<size_t> column) -> std::optional<size_t> {
    if (!column.has_value()) return std::nullopt;
    for (size_t i = 0; i < outputs.size(); ++i) {
      if (outputs[i].IsColumn() && outputs[i].column == *column) return i;
    }
    return std::nullopt;
  };
  if (node->window.has_value()) {
    WindowColumns window{place(node->window->start), place(node->window->end),
                         place(node->window->time), node->window->shape};
    if (window.start.has_value() || window.end.has_value() || window.time.has_value())
      calc->window = window;
  }
  calc->open_rank = place(node->open_rank);
  for (const size_t key : node->unique_key) {
    const auto found = place(key);
    if (!found.has_value()) {
      calc->unique_key.clear();
      break;
    }
    calc->unique_key.push_back(*found);
  }
  for (size_t i = 0; i < outputs.size(); ++i) {
    std::string name = i < names.size()        ? names[i]
                       : outputs[i].IsColumn() ? node->schema[outputs[i].column].name
                                               : StrCat({"EXPR$", std::to_string(i)});
    calc->schema.push_back({std::move(name), outputs[i].type});
    if (!outputs[i].IsColumn()) calc->schema.back().type.attribute = outputs[i].type.attribute;
  }
  CalcSpec spec;
  spec.outputs = std::move(outputs);
  calc->spec = std::move(spec);
  calc->inputs.push_back(std::move(node));
  return calc;
}

PlanPtr Binder::Filter(PlanPtr node, std::vector<Scalar> conditions) {
  if (failed()) return nullptr;
  std::vector<Scalar> left;
  for (Scalar& condition : conditions) {
    if (node->open_rank.has_value() && BoundRank(node, condition)) continue;
    left.push_back(std::move(condition));
  }
  if (node->open_rank.has_value()) CloseRank(node);
  std::optional<Scalar> all = AllOf(std::move(left));
  if (!all.has_value()) return node;
  auto calc = std::make_shared<PlanNode>();
  calc->kind = NodeKind::kCalc;
  calc->schema = node->schema;
  calc->updating = node->updating;
  calc->window = node->window;
  calc->unique_key = node->unique_key;
  CalcSpec spec;
  spec.condition = std::move(*all);
  for (size_t i = 0; i < node->schema.size(); ++i)
    spec.outputs.push_back(Scalar::OfColumn(i, node->schema[i].type));
  calc->spec = std::move(spec);
  calc->inputs.push_back(std::move(node));
  return calc;
}

std::optional<SortKey> Binder::OrderKey(const OrderItem& item, const PlanNode& node,
                                        const Scope& scope, const HiddenOrder& hidden) {
  Env env;
  env.scope = &scope;
  env.clause = "ORDER BY";
  const bool nulls_first = item.nulls_first.value_or(!item.descending);
  for (const auto& [expr, column] : hidden.columns) {
    if (expr == item.expr.get()) return SortKey{column, item.descending, nulls_first};
  }
  if (item.expr->kind == ExprKind::kNumber) {
    const int64_t place = ConstantWhole(item.expr, "ORDER BY").value_or(0);
    const size_t width = hidden.width == 0 ? node.schema.size() : hidden.width;
    if (!failed() && (place < 1 || place > static_cast<int64_t>(width)))
      Fail(item.expr->span, StrCat({"there is no column ", std::to_string(place)}));
    if (failed()) return std::nullopt;
    return SortKey{static_cast<size_t>(place - 1), item.descending, nulls_first};
  }
  const Scalar key = Expression(item.expr, env);
  if (failed()) return std::nullopt;
  if (!key.IsColumn()) {
    Fail(item.expr->span, "ORDER BY of a stream names columns of the result");
    return std::nullopt;
  }
  return SortKey{key.column, item.descending, nulls_first};
}

PlanPtr Binder::OrderAndLimit(PlanPtr node, const Query& query, const HiddenOrder& hidden) {
  if (failed()) return nullptr;
  std::optional<int64_t> limit;
  int64_t offset = 0;
  if (query.limit != nullptr) limit = ConstantWhole(query.limit, "LIMIT");
  if (query.offset != nullptr) offset = ConstantWhole(query.offset, "OFFSET").value_or(0);
  if (failed()) return nullptr;
  if (query.order_by.empty()) {
    if (!limit.has_value() && offset == 0) return node;
    auto cut = std::make_shared<PlanNode>();
    cut->kind = NodeKind::kRank;  // The first rows to come: a Top-N by arrival.
    cut->schema = node->schema;
    cut->updating = node->updating;
    RankSpec spec;
    spec.first = offset + 1;
    if (limit.has_value()) spec.last = offset + *limit;
    spec.with_number = false;
    spec.by_arrival = true;
    cut->spec = std::move(spec);
    cut->inputs.push_back(std::move(node));
    return cut;
  }
  const Scope scope = Scope::Of(node->schema, "");
  std::vector<SortKey> order;
  for (const OrderItem& item : query.order_by) {
    const std::optional<SortKey> key = OrderKey(item, *node, scope, hidden);
    if (!key.has_value()) return nullptr;
    order.push_back(*key);
  }
  auto sort = std::make_shared<PlanNode>();
  sort->schema = node->schema;
  const Type& first = node->schema[order[0].column].type;
  if (limit.has_value()) {
    sort->kind = NodeKind::kRank;
    sort->updating = true;
    RankSpec spec;
    spec.order = std::move(order);
    spec.first = offset + 1;
    spec.last = offset + *limit;
    spec.with_number = false;
    sort->spec = std::move(spec);
  } else if (first.attribute != TimeAttribute::kNone && !order[0].descending && !node->updating) {
    sort->kind = NodeKind::kSort;
    sort->window = node->window;
    SortSpec spec;
    spec.time_column = order[0].column;
    spec.order = std::move(order);
    sort->spec = std::move(spec);
  } else {
    Fail(query.order_by[0].expr->span,
         "a stream has no end to sort at: the first column of ORDER BY is a time attribute, "
         "ascending, or "
         "there is a LIMIT");
    return nullptr;
  }
  sort->inputs.push_back(std::move(node));
  if (hidden.columns.empty()) return sort;
  std::vector<Scalar> outputs;
  for (size_t i = 0; i < hidden.width; ++i)
    outputs.push_back(Scalar::OfColumn(i, sort->schema[i].type));
  return Project(std::move(sort), std::move(outputs), {});
}

}  // namespace weir::sql
