// GROUP BY: keys, grouping sets, aggregates, and whether it is a window that is aggregated.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/plan/grouping.h"
#include "core/sql/plan/same_column.h"

namespace weir::sql {
namespace {

constexpr size_t kGroupingSetsMax = 4'096;  // Modelled: 12 columns in CUBE.

bool IsGroupingCall(const Expr& expr) {
  return expr.kind == ExprKind::kCall && (expr.text == "GROUPING" || expr.text == "GROUPING_ID");
}

}  // namespace

bool Binder::HasAggregate(const ExprPtr& expr) {
  if (expr == nullptr) return false;
  if (expr->kind == ExprKind::kCall && expr->over == nullptr && !expr->infix &&
      (IsAggregate(expr->text, catalog_.dialect) || IsGroupingCall(*expr))) {
    return true;
  }
  if (expr->over != nullptr) {
    for (const ExprPtr& key : expr->over->partition_by) {
      if (HasAggregate(key)) return true;
    }
    for (const OrderItem& item : expr->over->order_by) {
      if (HasAggregate(item.expr)) return true;
    }
  }
  return std::any_of(expr->args.begin(), expr->args.end(),
                     [&](const ExprPtr& arg) { return HasAggregate(arg); });
}

void Binder::CollectAggregates(const ExprPtr& expr, const Scope& scope,
                               std::vector<ExprPtr>& calls) {
  if (expr == nullptr) return;
  const auto add = [&] {
    const std::string fingerprint = Fingerprint(*expr, scope);
    for (const ExprPtr& known : calls) {
      if (Fingerprint(*known, scope) == fingerprint) return;
    }
    calls.push_back(expr);
  };
  if (expr->kind == ExprKind::kCall && !expr->infix && expr->over == nullptr &&
      (IsAggregate(expr->text, catalog_.dialect) || IsGroupingCall(*expr))) {
    add();
    return;
  }
  for (const ExprPtr& arg : expr->args) CollectAggregates(arg, scope, calls);
  if (expr->over != nullptr) {
    for (const ExprPtr& key : expr->over->partition_by) CollectAggregates(key, scope, calls);
    for (const OrderItem& item : expr->over->order_by) CollectAggregates(item.expr, scope, calls);
  }
}

bool Binder::CollectKeys(const Select& select, const Scope& scope, Grouping& grouping) {
  Env env;
  env.scope = &scope;
  env.clause = "GROUP BY";
  const auto key = [&](const ExprPtr& expr) {
    const std::string fingerprint = Fingerprint(*expr, scope);
    for (size_t i = 0; i < grouping.keys.size(); ++i) {
      if (grouping.keys[i].fingerprint == fingerprint) return i;
    }
    const bool window = IsGroupWindow(*expr, scope);
    Scalar value = window ? Scalar() : Expression(expr, env);
    if (window) {
      if (grouping.legacy != nullptr) Fail(expr->span, "GROUP BY has two windows");
      grouping.legacy = expr.get();
    }
    grouping.keys.push_back({expr, fingerprint, std::move(value), true});
    return grouping.keys.size() - 1;
  };
  grouping.sets = {{}};
  for (const GroupItem& item : select.group_by) {
    std::vector<std::vector<size_t>> choices;
    std::vector<std::vector<size_t>> elements;
    for (const std::vector<ExprPtr>& element : item.sets) {
      std::vector<size_t> keys;
      for (const ExprPtr& expr : element) keys.push_back(key(expr));
      elements.push_back(std::move(keys));
    }
    switch (item.kind) {
      case GroupItem::Kind::kExpr:
        if (item.expr->kind == ExprKind::kRow) {
          choices = {{}};
          for (const ExprPtr& part : item.expr->args) choices[0].push_back(key(part));
        } else {
          choices = {{key(item.expr)}};
        }
        break;
      case GroupItem::Kind::kGroupingSets:
        choices = elements;
        break;
      case GroupItem::Kind::kRollup:
        for (size_t length = elements.size() + 1; length > 0; --length) {
          choices.emplace_back();
          for (size_t i = 0; i + 1 < length; ++i) {
            choices.back().insert(choices.back().end(), elements[i].begin(), elements[i].end());
          }
        }
        break;
      case GroupItem::Kind::kCube:
        if (elements.size() > 12) Fail(item.span, "CUBE of more than 12 columns");
        for (size_t mask = failed() ? 0 : size_t{1} << elements.size(); mask > 0; --mask) {
          choices.emplace_back();
          for (size_t i = 0; i < elements.size(); ++i) {
            if (((mask - 1) >> (elements.size() - 1 - i) & 1) == 0) continue;
            choices.back().insert(choices.back().end(), elements[i].begin(), elements[i].end());
          }
        }
        break;
    }
    if (failed()) return false;
    grouping.sets_given = grouping.sets_given || item.kind != GroupItem::Kind::kExpr;
    std::vector<std::vector<size_t>> product;
    for (const auto& set : grouping.sets) {
      for (const auto& choice : choices) {
        product.push_back(set);
        product.back().insert(product.back().end(), choice.begin(), choice.end());
      }
    }
    if (product.size() > kGroupingSetsMax) Fail(item.span, "more than 4,096 grouping sets");
    if (failed()) return false;
    grouping.sets = std::move(product);
  }
  for (size_t i = 0; i < grouping.keys.size(); ++i) {
    grouping.keys[i].in_all = std::all_of(
        grouping.sets.begin(), grouping.sets.end(),
        [&](const auto& set) { return std::find(set.begin(), set.end(), i) != set.end(); });
  }
  return !failed();
}

PlanPtr Binder::GroupOf(const Select& select, PlanPtr node, const Scope& scope, Env& env) {
  Grouping grouping;
  if (!CollectKeys(select, scope, grouping)) return nullptr;
  std::vector<ExprPtr> calls;
  for (const SelectItem& item : select.items) CollectAggregates(item.expr, scope, calls);
  if (select.having != nullptr) CollectAggregates(select.having, scope, calls);
  for (ExprPtr& call : calls) {
    (IsGroupingCall(*call) ? grouping.grouping_calls : grouping.calls).push_back(std::move(call));
  }
  if (select.stagger != nullptr) node = StaggerWindow(std::move(node), select, scope, grouping);
  if (grouping.legacy != nullptr) node = LegacyWindow(std::move(node), scope, grouping);
  if (failed()) return nullptr;
  if (grouping.sets_given) node = ExpandSets(std::move(node), grouping);
  if (failed()) return nullptr;
  return AggregateNode(std::move(node), scope, grouping, env);
}

// Key columns are put behind the input's own, blanked there, and the number of the set behind them.
PlanPtr Binder::ExpandSets(PlanPtr node, Grouping& grouping) {
  std::vector<Scalar> appended;
  std::vector<size_t> blanked;
  const size_t width = node->schema.size();
  for (size_t i = 0; i < grouping.keys.size(); ++i) {
    Grouping::Key& key = grouping.keys[i];
    if (key.in_all) continue;
    blanked.push_back(i);
    Type type = key.value.type.Nullable();
    type.attribute = TimeAttribute::kNone;
    appended.push_back(std::move(key.value));
    key.value = Scalar::OfColumn(width + appended.size() - 1, type);
  }
  const auto window = node->window;
  node = AppendColumns(std::move(node), std::move(appended));
  if (failed()) return nullptr;
  auto expand = std::make_shared<PlanNode>();
  expand->kind = NodeKind::kExpand;
  expand->schema = node->schema;
  expand->updating = node->updating;
  expand->window = window;
  ExpandSpec spec;
  for (size_t i = 0; i < blanked.size(); ++i) {
    spec.columns.push_back(width + i);
    expand->schema[width + i].type = grouping.keys[blanked[i]].value.type;
  }
  const auto in_set = [&](const std::vector<size_t>& set, size_t key) {
    return std::find(set.begin(), set.end(), key) != set.end();
  };
  for (const std::vector<size_t>& set : grouping.sets) {
    std::vector<bool> keeps;
    for (const size_t key : blanked) keeps.push_back(in_set(set, key));
    spec.keeps.push_back(std::move(keeps));
  }
  expand->schema.push_back({"$set", Type::BigInt().NotNull()});
  expand->spec = std::move(spec);
  expand->inputs.push_back(std::move(node));
  return expand;
}

AggregateCall Binder::AggregateOf(const Expr& call, const Env& env) {
  AggregateCall result;
  result.text = TextOf(call);
  std::vector<Argument> arguments;
  if (!(call.args.size() == 1 && call.args[0]->kind == ExprKind::kStar)) {
    for (const ExprPtr& arg : call.args) result.args.push_back(Expression(arg, env));
  } else if (call.text != "COUNT") {
    Fail(call.span, StrCat({call.text, "(*): only COUNT takes *"}));
  }
  for (const Scalar& arg : result.args) {
    arguments.push_back({arg.type, arg.IsLiteral() ? &arg.literal : nullptr});
  }
  if (call.filter != nullptr) {
    Env filter = env;
    filter.clause = "FILTER";
    result.filter = Condition(call.filter, filter);
  }
  if (failed()) return result;
  Result<BoundAggregate> bound =
      BindAggregate(call.text, arguments, call.distinct, catalog_.dialect);
  if (!bound.ok()) {
    Fail(call.span, bound.error().message);
    return result;
  }
  result.aggregate = std::move(bound).value();
  for (const std::string& option : call.options) {
    if (option == "RESPECT NULLS" || option == "NULL ON NULL")
      result.aggregate.ignore_nulls = false;
    if (option == "IGNORE NULLS" || option == "ABSENT ON NULL")
      result.aggregate.ignore_nulls = true;
  }
  for (size_t i = 0; i < result.args.size() && i < result.aggregate.arguments.size(); ++i) {
    if (SameType(result.args[i].type, result.aggregate.arguments[i])) continue;
    result.args[i] = CastTo(std::move(result.args[i]), result.aggregate.arguments[i], call.span);
  }
  return result;
}

PlanPtr Binder::AggregateNode(PlanPtr node, const Scope& scope, Grouping& grouping, Env& env) {
  const auto& window = node->window;
  Env inner;
  inner.scope = &scope;
  inner.clause = "an aggregate";
  AggregateSpec spec;
  auto aggregate = std::make_shared<PlanNode>();
  const auto is_window = [&](const Grouping::Key& key, const std::optional<size_t>& column) {
    return key.in_all && key.value.IsColumn() && column.has_value() &&
           SameColumn(*node, key.value.column, *column);
  };
  bool start = false;
  bool end = false;
  for (const Grouping::Key& key : grouping.keys) {
    if (!window.has_value() || key.expr.get() == grouping.legacy) continue;
    start = start || is_window(key, window->start);
    end = end || is_window(key, window->end);
  }
  const bool windowed = grouping.legacy != nullptr || grouping.stagger || (start && end);
  aggregate->kind = windowed ? NodeKind::kWindowAggregate : NodeKind::kGroupAggregate;
  env.known.clear();
  env.grouped = true;
  std::vector<std::pair<const Grouping::Key*, int>> window_keys;  // 0 start, 1 end, 2 time.
  for (Grouping::Key& key : grouping.keys) {
    if (key.expr.get() == grouping.legacy) continue;
    if (windowed && grouping.legacy == nullptr) {
      const int place = is_window(key, window->start)  ? 0
                        : is_window(key, window->end)  ? 1
                        : is_window(key, window->time) ? 2
                                                       : -1;
      if (place >= 0) {
        window_keys.emplace_back(&key, place);
        continue;
      }
    }
    Type type = key.value.type;
    type.attribute = TimeAttribute::kNone;
    env.known.push_back({key.fingerprint, spec.keys.size(), type});
    aggregate->schema.push_back(
        {key.expr->kind == ExprKind::kName ? key.expr->names.back().text : "", type});
    spec.keys.push_back(key.value);
  }
  if (grouping.sets_given) {
    const size_t set = node->schema.size() - 1;
    spec.keys.push_back(Scalar::OfColumn(set, node->schema[set].type));
    aggregate->schema.push_back({"$set", Type::BigInt().NotNull()});
  }
  const size_t set_column = spec.keys.size() - 1;
  for (const ExprPtr& call : grouping.calls) {
    AggregateCall bound = AggregateOf(*call, inner);
    if (failed()) return nullptr;
    bound.aggregate.retracts = node->updating;
    env.known.push_back(
        {Fingerprint(*call, scope), aggregate->schema.size(), bound.aggregate.result});
    aggregate->schema.push_back({"", bound.aggregate.result});
    spec.calls.push_back(std::move(bound));
  }
  if (windowed) {
    spec.window_start = *window->start;
    spec.window_end = *window->end;
    spec.shape = window->shape;
    const size_t width = aggregate->schema.size();
    const Type time = Type::Timestamp(3).NotNull();
    Type attribute = spec.shape.local ? Type::TimestampLtz(3).NotNull() : time;
    attribute.attribute = spec.shape.proctime ? TimeAttribute::kProctime : TimeAttribute::kRowtime;
    aggregate->schema.push_back({"window_start", time});
    aggregate->schema.push_back({"window_end", time});
    aggregate->schema.push_back({"window_time", attribute});
    aggregate->window = WindowColumns{width, width + 1, width + 2, spec.shape};
    for (const auto& [key, place] : window_keys) {
      const size_t column = width + static_cast<size_t>(place);
      env.known.push_back({key->fingerprint, column, aggregate->schema[column].type});
    }
    if (grouping.legacy != nullptr) {
      const std::string base = Fingerprint(*grouping.legacy, scope);
      const std::string args = base.substr(grouping.legacy->text.size());
      const std::pair<const char*, size_t> parts[] = {{"_START", width},
                                                      {"_END", width + 1},
                                                      {"_ROWTIME", width + 2},
                                                      {"_PROCTIME", width + 2}};
      for (const auto& [suffix, column] : parts) {
        env.known.push_back({StrCat({grouping.legacy->text, suffix, args}), column,
                             aggregate->schema[column].type});
      }
      env.known.push_back({base, width, time});
      aggregate->window.reset();
      spec.allowed_lateness = AllowedLateness();
      aggregate->updating = spec.allowed_lateness > 0;
    }
  } else {
    aggregate->updating = true;
    aggregate->unique_key.clear();
    for (size_t i = 0; i < spec.keys.size(); ++i) aggregate->unique_key.push_back(i);
  }
  // GROUPING(a, b): which of them are blanked in the row's set, one bit each.
  std::vector<Env::Known> grouping_known;
  std::vector<Scalar> grouping_values;
  for (const ExprPtr& call : grouping.grouping_calls) {
    std::vector<Scalar> branches;
    for (size_t set = 0; set < grouping.sets.size(); ++set) {
      int64_t bits = 0;
      for (const ExprPtr& arg : call->args) {
        const std::string fingerprint = Fingerprint(*arg, scope);
        const auto key =
            std::find_if(grouping.keys.begin(), grouping.keys.end(),
                         [&](const Grouping::Key& one) { return one.fingerprint == fingerprint; });
        if (key == grouping.keys.end()) {
          Fail(arg->span, StrCat({call->text, " wants what stands in GROUP BY"}));
          return nullptr;
        }
        const auto index = static_cast<size_t>(key - grouping.keys.begin());
        const auto& keys = grouping.sets[set];
        bits = bits * 2 + (std::find(keys.begin(), keys.end(), index) == keys.end() ? 1 : 0);
      }
      if (grouping.sets_given && set + 1 < grouping.sets.size()) {
        branches.push_back(
            Apply("=",
                  {Scalar::OfColumn(set_column, Type::BigInt().NotNull()),
                   Scalar::OfLiteral(Value(static_cast<int64_t>(set)), Type::BigInt().NotNull())},
                  call->span));
      }
      branches.push_back(Scalar::OfLiteral(Value(bits), Type::BigInt().NotNull()));
    }
    Scalar value =
        branches.size() == 1 ? branches[0] : Apply("CASE", std::move(branches), call->span);
    grouping_known.push_back(
        {Fingerprint(*call, scope), aggregate->schema.size() + grouping_values.size(), value.type});
    grouping_values.push_back(std::move(value));
  }
  aggregate->spec = std::move(spec);
  aggregate->inputs.push_back(std::move(node));
  for (Env::Known& known : grouping_known) env.known.push_back(std::move(known));
  return AppendColumns(std::move(aggregate), std::move(grouping_values));
}

size_t Binder::ColumnFor(const Scalar& value, size_t width, std::vector<Scalar>& appended) {
  if (value.IsColumn()) return value.column;
  appended.push_back(value);
  return width + appended.size() - 1;
}

PlanPtr Binder::AppendColumns(PlanPtr node, std::vector<Scalar> appended) {
  if (failed() || appended.empty()) return node;
  std::vector<Scalar> outputs;
  std::vector<std::string> names;
  for (size_t i = 0; i < node->schema.size(); ++i) {
    outputs.push_back(Scalar::OfColumn(i, node->schema[i].type));
    names.push_back(node->schema[i].name);
  }
  for (Scalar& value : appended) {
    names.emplace_back("$");
    outputs.push_back(std::move(value));
  }
  return Project(std::move(node), std::move(outputs), std::move(names));
}

}  // namespace weir::sql
