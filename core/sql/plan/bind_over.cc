// OVER windows, and ROW_NUMBER() with a bound: Top-N and deduplication.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/plan/same_column.h"

namespace weir::sql {
namespace {

bool IsRankFunction(std::string_view name) {
  return name == "ROW_NUMBER" || name == "RANK" || name == "DENSE_RANK";
}

RankSpec* FindRank(const PlanPtr& node, PlanNode** holder = nullptr) {
  PlanNode* at = node.get();
  while (at->kind == NodeKind::kCalc) at = at->inputs[0].get();
  if (at->kind != NodeKind::kRank && at->kind != NodeKind::kWindowRank) return nullptr;
  if (holder != nullptr) *holder = at;
  return &at->As<RankSpec>();
}

}  // namespace

void Binder::CollectOver(const ExprPtr& expr, const Scope& scope, std::vector<ExprPtr>& calls) {
  if (expr->over != nullptr) {
    const std::string fingerprint = Fingerprint(*expr, scope);
    for (const ExprPtr& known : calls) {
      if (Fingerprint(*known, scope) == fingerprint) return;
    }
    calls.push_back(expr);
    return;
  }
  for (const ExprPtr& arg : expr->args) CollectOver(arg, scope, calls);
}

// OVER w, and OVER (w ...): what the named window says, and what is added to it.
WindowSpec Binder::ResolveWindow(const Select& select, const WindowSpec& spec, int depth) {
  if (spec.base.empty() || depth > 20) return spec;
  for (const auto& [name, window] : select.windows) {
    if (name.text != spec.base) continue;
    WindowSpec merged = ResolveWindow(select, *window, depth + 1);
    if (!spec.partition_by.empty()) merged.partition_by = spec.partition_by;
    if (!spec.order_by.empty()) merged.order_by = spec.order_by;
    if (spec.has_frame) {
      merged.has_frame = true;
      merged.rows = spec.rows;
      merged.begin = spec.begin;
      merged.end = spec.end;
    }
    merged.base.clear();
    return merged;
  }
  std::string names;
  for (const auto& [name, window] : select.windows)
    names += (names.empty() ? "" : ", ") + name.text;
  Fail(spec.span,
       StrCat({"there is no window \"", spec.base, "\"",
               names.empty() ? ": WINDOW w AS (...) is missing" : "; there is ", names}));
  return spec;
}

PlanPtr Binder::OverOf(const Select& select, PlanPtr node, Env& env) {
  std::vector<ExprPtr> calls;
  for (const SelectItem& item : select.items) CollectOver(item.expr, *env.scope, calls);
  std::vector<std::pair<WindowSpec, std::vector<ExprPtr>>> groups;
  std::vector<std::string> fingerprints;
  for (const ExprPtr& call : calls) {
    const WindowSpec window = ResolveWindow(select, *call->over);
    if (failed()) return nullptr;
    auto probe = std::make_shared<Expr>();
    probe->kind = ExprKind::kCall;
    probe->over = std::make_shared<WindowSpec>(window);
    std::string fingerprint = Fingerprint(*probe, *env.scope);
    // Numbers of rows become a Top-N when they are bounded; each is a node of its own.
    if (IsRankFunction(call->text)) fingerprint += call->text;
    const auto found = std::find(fingerprints.begin(), fingerprints.end(), fingerprint);
    if (found == fingerprints.end()) {
      fingerprints.push_back(fingerprint);
      groups.emplace_back(window, std::vector<ExprPtr>{call});
    } else {
      groups[static_cast<size_t>(found - fingerprints.begin())].second.push_back(call);
    }
  }
  for (const auto& [window, members] : groups) {
    if (failed()) return nullptr;
    const bool rank = IsRankFunction(members[0]->text);
    node = rank ? RankNode(std::move(node), window, *members[0], env)
                : OverNode(std::move(node), window, members, env);
  }
  return node;
}

std::vector<SortKey> Binder::OrderOf(const WindowSpec& window, const Env& env, size_t width,
                                     std::vector<Scalar>& appended) {
  std::vector<SortKey> order;
  for (const OrderItem& item : window.order_by) {
    Scalar key = Expression(item.expr, env);
    if (failed()) break;
    order.push_back({ColumnFor(key, width, appended), item.descending,
                     item.nulls_first.value_or(!item.descending)});
  }
  return order;
}

PlanPtr Binder::RankNode(PlanPtr node, const WindowSpec& window, const Expr& call, Env& env) {
  Env inner = env;
  inner.clause = "OVER";
  const size_t width = node->schema.size();
  std::vector<Scalar> appended;
  RankSpec spec;
  spec.function = call.text == "ROW_NUMBER" ? RankSpec::Function::kRowNumber
                  : call.text == "RANK"     ? RankSpec::Function::kRank
                                            : RankSpec::Function::kDenseRank;
  for (const ExprPtr& key : window.partition_by) {
    spec.partition.push_back(ColumnFor(Expression(key, inner), width, appended));
  }
  spec.order = OrderOf(window, inner, width, appended);
  if (!failed() && spec.order.empty()) {
    Fail(window.span, StrCat({call.text, "() needs ORDER BY in its OVER"}));
  }
  if (failed()) return nullptr;
  node = AppendColumns(std::move(node), std::move(appended));
  spec.deduplicate = spec.order.size() == 1 &&
                     node->schema[spec.order[0].column].type.attribute != TimeAttribute::kNone;
  auto rank = std::make_shared<PlanNode>();
  rank->kind = NodeKind::kRank;
  rank->schema = node->schema;
  rank->window = node->window;
  rank->updating = true;
  rank->open_rank = rank->schema.size();
  if (spec.deduplicate) rank->unique_key = spec.partition;
  const Type type = Type::BigInt().NotNull();
  env.known.push_back({Fingerprint(call, *env.scope), rank->schema.size(), type});
  rank->schema.push_back({"", type});
  rank->spec = std::move(spec);
  rank->inputs.push_back(std::move(node));
  return rank;
}

// rn <= 3, 3 > rn, rn = 1, and AND of them. True: the rank node has taken it.
bool Binder::BoundRank(const PlanPtr& node, const Scalar& condition) {
  if (condition.kind != Scalar::Kind::kCall) return false;
  const std::string_view name = FunctionName(condition.function);
  if (name == "AND") {
    // Both, or neither: a half that is not a bound stays a condition of its own.
    return std::all_of(condition.args.begin(), condition.args.end(),
                       [&](const Scalar& arg) { return BoundRank(node, arg); });
  }
  if (condition.args.size() != 2) return false;
  const bool straight = condition.args[0].IsColumn();
  const Scalar& column = condition.args[straight ? 0 : 1];
  const Scalar& literal = condition.args[straight ? 1 : 0];
  if (!column.IsColumn() || column.column != *node->open_rank) return false;
  if (!literal.IsLiteral() || literal.literal.IsNull() || !literal.type.IsInteger()) return false;
  RankSpec* rank = FindRank(node);
  if (rank == nullptr) return false;
  const int64_t bound = literal.literal.Int();
  const auto at_most = [&](int64_t last) {
    rank->last = rank->last.has_value() ? std::min(*rank->last, last) : last;
  };
  const auto at_least = [&](int64_t first) { rank->first = std::max(rank->first, first); };
  if (name == "=") {
    at_most(bound);
    at_least(bound);
  } else if (name == (straight ? "<=" : ">=")) {
    at_most(bound);
  } else if (name == (straight ? "<" : ">")) {
    at_most(bound - 1);
  } else if (name == (straight ? ">=" : "<=")) {
    at_least(bound);
  } else if (name == (straight ? ">" : "<")) {
    at_least(bound + 1);
  } else {
    return false;
  }
  return true;
}

// A bounded rank by a window's columns gives its rows when the window closes.
void Binder::CloseRank(const PlanPtr& node) {
  PlanNode* holder = nullptr;
  RankSpec* rank = FindRank(node, &holder);
  if (rank == nullptr || !rank->last.has_value() || holder->kind == NodeKind::kWindowRank) return;
  const auto& window = holder->inputs[0]->window;
  if (!window.has_value() || holder->inputs[0]->updating) return;
  const auto has = [&](const std::optional<size_t>& column) {
    return column.has_value() &&
           std::any_of(rank->partition.begin(), rank->partition.end(),
                       [&](size_t key) { return SameColumn(*holder->inputs[0], key, *column); });
  };
  if (!has(window->start) || !has(window->end)) return;
  holder->kind = NodeKind::kWindowRank;
  holder->updating = false;
  rank->window_end = *window->end;
  rank->shape = window->shape;
  // The nodes between here and there update no longer either.
  for (PlanNode* at = node.get(); at != holder; at = at->inputs[0].get()) at->updating = false;
}

void Binder::Finish(const PlanPtr& node) {
  for (const PlanPtr& input : node->inputs) Finish(input);
  if (node->kind == NodeKind::kRank && !failed()) FinishRank(node);
}

// ROW_NUMBER() that nobody bounds: a number for each row, if rows come in the order of time.
void Binder::FinishRank(const PlanPtr& node) {
  const RankSpec rank = node->As<RankSpec>();
  if (rank.last.has_value() || !rank.with_number) {
    if (rank.function != RankSpec::Function::kRowNumber) {
      error_ = Error{ErrorCode::kInput,
                     "a Top-N is written with ROW_NUMBER(): RANK() and DENSE_RANK() are "
                     "not supported on a stream"};
    }
    return;
  }
  const PlanPtr& input = node->inputs[0];
  const bool by_time =
      rank.deduplicate && !rank.order[0].descending && !input->updating && rank.first <= 1;
  if (!by_time) {
    error_ = Error{
        ErrorCode::kInput,
        "ROW_NUMBER() needs an upper bound, WHERE row_number <= N, or an ORDER BY of its OVER "
        "that is a time attribute, ascending, over rows that are never updated"};
    return;
  }
  OverSpec over;
  over.partition = rank.partition;
  over.order = rank.order[0].column;
  over.proctime = input->schema[*over.order].type.attribute == TimeAttribute::kProctime;
  over.rows = true;
  OverCall call;
  call.kind = rank.function == RankSpec::Function::kRowNumber ? OverCall::Kind::kRowNumber
              : rank.function == RankSpec::Function::kRank    ? OverCall::Kind::kRank
                                                              : OverCall::Kind::kDenseRank;
  call.type = Type::BigInt().NotNull();
  over.calls.push_back(std::move(call));
  node->kind = NodeKind::kOver;
  node->updating = false;
  node->open_rank.reset();
  node->spec = std::move(over);
}

void Binder::FrameOf(const WindowSpec& window, OverSpec& over) {
  over.rows = window.has_frame && window.rows;
  if (!window.has_frame) return;
  if (window.end.kind != FrameBound::Kind::kCurrentRow) {
    Fail(window.end.span, "a frame ends at CURRENT ROW: what follows has not come yet");
    return;
  }
  const FrameBound& begin = window.begin;
  switch (begin.kind) {
    case FrameBound::Kind::kUnboundedPreceding:
      return;
    case FrameBound::Kind::kCurrentRow:
      over.preceding = 0;
      return;
    case FrameBound::Kind::kPreceding:
      over.preceding = over.rows ? ConstantWhole(begin.offset, "ROWS ... PRECEDING")
                                 : ConstantInterval(begin.offset, "RANGE ... PRECEDING");
      return;
    default:
      Fail(begin.span, "a frame begins before the current row: ... PRECEDING");
  }
}

OverCall Binder::OverCallOf(const Expr& call, const Env& env, size_t width,
                            std::vector<Scalar>& appended, bool bounded) {
  OverCall result;
  if (call.text == "LAG" || call.text == "LEAD") {
    if (call.text == "LEAD")
      Fail(call.span, "LEAD looks at rows that have not come yet; LAG looks back");
    if (call.args.empty() || call.args.size() > 3)
      Fail(call.span, "LAG(value [, rows [, default]])");
    if (failed()) return result;
    result.kind = OverCall::Kind::kLag;
    Scalar value = Expression(call.args[0], env);
    result.type = value.type.Nullable();
    result.type.attribute = TimeAttribute::kNone;
    if (call.args.size() > 1)
      result.offset = ConstantWhole(call.args[1], "LAG's number of rows").value_or(1);
    if (call.args.size() > 2) {
      Scalar other = Expression(call.args[2], env);
      if (!failed() && !SameType(other.type, value.type))
        other = CastTo(std::move(other), value.type, call.span);
      result.other = ColumnFor(other, width, appended);
    }
    result.argument = ColumnFor(value, width, appended);
    return result;
  }
  if (!IsAggregate(call.text, catalog_.dialect)) {
    Fail(call.span, StrCat({call.text,
                            " is no aggregate: OVER goes with SUM, COUNT, MIN, MAX, AVG, "
                            "FIRST_VALUE, LAST_VALUE, LAG, ROW_NUMBER"}));
    return result;
  }
  result.call = AggregateOf(call, env);
  result.call.aggregate.retracts = bounded;
  result.type = result.call.aggregate.result;
  return result;
}

// OVER is ordered by one time attribute, ascending; else a fault is told.
bool Binder::TimeOrder(const PlanNode& node, const WindowSpec& window,
                       const std::vector<SortKey>& order) {
  const Type& time = node.schema[order[0].column].type;
  if (order.size() == 1 && !order[0].descending && time.attribute != TimeAttribute::kNone)
    return true;
  Fail(window.order_by[0].expr->span,
       StrCat({"OVER is ordered by one time attribute, ascending; this is ", ToText(time),
               time.attribute == TimeAttribute::kNone ? " without a watermark" : ""}));
  return false;
}

PlanPtr Binder::OverNode(PlanPtr node, const WindowSpec& window, const std::vector<ExprPtr>& calls,
                         Env& env) {
  Env inner = env;
  inner.clause = "OVER";
  const size_t width = node->schema.size();
  std::vector<Scalar> appended;
  OverSpec spec;
  for (const ExprPtr& key : window.partition_by) {
    spec.partition.push_back(ColumnFor(Expression(key, inner), width, appended));
  }
  const std::vector<SortKey> order = OrderOf(window, inner, width, appended);
  FrameOf(window, spec);
  for (const ExprPtr& call : calls) {
    spec.calls.push_back(OverCallOf(*call, inner, width, appended, spec.preceding.has_value()));
  }
  const bool by_arrival = order.empty() && catalog_.dialect == Dialect::kKinesisAnalytics;
  if (!failed() && order.empty() && !by_arrival) {
    Fail(window.span, "OVER needs ORDER BY and a time attribute: in which order do rows come?");
  }
  if (failed()) return nullptr;
  node = AppendColumns(std::move(node), std::move(appended));
  if (failed()) return nullptr;
  if (!by_arrival && !TimeOrder(*node, window, order)) return nullptr;
  if (node->updating) {
    Fail(window.span,
         "OVER cannot take rows that are updated or deleted: its input is the changing result "
         "of GROUP BY, Top-N or a join. Aggregate by a window instead, or put OVER below");
    return nullptr;
  }
  if (by_arrival) {
    spec.proctime = true;
  } else {
    spec.order = order[0].column;
    spec.proctime = node->schema[*spec.order].type.attribute == TimeAttribute::kProctime;
  }
  auto over = std::make_shared<PlanNode>();
  over->kind = NodeKind::kOver;
  over->schema = node->schema;
  over->window = node->window;
  for (size_t i = 0; i < calls.size(); ++i) {
    env.known.push_back(
        {Fingerprint(*calls[i], *env.scope), over->schema.size(), spec.calls[i].type});
    over->schema.push_back({"", spec.calls[i].type});
  }
  over->spec = std::move(spec);
  over->inputs.push_back(std::move(node));
  return over;
}

}  // namespace weir::sql
