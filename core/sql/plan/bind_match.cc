// MATCH_RECOGNIZE: its pattern to a program, its conditions and measures to expressions over
// matched rows.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/plan/match_plan.h"

namespace weir::sql {
namespace {

constexpr size_t kStepsMax = 20'000;  // Modelled.

class PatternCompiler {
 public:
  explicit PatternCompiler(std::vector<std::string>& variables) : variables_(variables) {}

  // False: the program would be too long.
  bool Compile(const Pattern& pattern, std::vector<MatchStep>& steps) {
    Add(pattern);
    Push({MatchStep::Kind::kDone, 0, 0, 0, false});
    steps = std::move(steps_);
    return steps.size() <= kStepsMax;
  }

 private:
  size_t Push(MatchStep step) {
    if (steps_.size() <= kStepsMax) steps_.push_back(step);
    return steps_.size() - 1;
  }

  size_t VariableOf(const std::string& name) {
    const auto found = std::find(variables_.begin(), variables_.end(), name);
    if (found != variables_.end()) return static_cast<size_t>(found - variables_.begin());
    variables_.push_back(name);
    return variables_.size() - 1;
  }

  // `preferred` is the next step, or where `other` leads, by whether it is reluctant.
  void Aim(size_t split, size_t inside, size_t outside, bool reluctant) {
    steps_[split].next = reluctant ? outside : inside;
    steps_[split].other = reluctant ? inside : outside;
  }

  void AddRepeat(const Pattern& pattern) {
    for (int64_t i = 0; i < pattern.least && steps_.size() <= kStepsMax; ++i) Add(pattern.parts[0]);
    if (pattern.most < 0) {
      const size_t split = Push({MatchStep::Kind::kSplit, 0, 0, 0, false});
      Add(pattern.parts[0]);
      const size_t back = Push({MatchStep::Kind::kSplit, 0, 0, 0, false});
      Aim(back, split, split, false);
      Aim(split, split + 1, steps_.size(), pattern.reluctant);
      steps_[split].greedy = !pattern.reluctant;
      return;
    }
    std::vector<size_t> splits;
    for (int64_t i = pattern.least; i < pattern.most && steps_.size() <= kStepsMax; ++i) {
      splits.push_back(Push({MatchStep::Kind::kSplit, 0, 0, 0, false}));
      Add(pattern.parts[0]);
    }
    for (const size_t split : splits) {
      Aim(split, split + 1, steps_.size(), pattern.reluctant);
      steps_[split].greedy = !pattern.reluctant;
    }
  }

  void AddAlternation(const Pattern& pattern) {
    std::vector<size_t> jumps;
    for (size_t i = 0; i < pattern.parts.size(); ++i) {
      const bool last = i + 1 == pattern.parts.size();
      const size_t split = last ? 0 : Push({MatchStep::Kind::kSplit, 0, 0, 0, false});
      Add(pattern.parts[i]);
      if (last) break;
      jumps.push_back(Push({MatchStep::Kind::kSplit, 0, 0, 0, false}));
      Aim(split, split + 1, steps_.size(), false);
    }
    for (const size_t jump : jumps) Aim(jump, steps_.size(), steps_.size(), false);
  }

  void Add(const Pattern& pattern) {
    switch (pattern.kind) {
      case Pattern::Kind::kVariable: {
        const size_t step =
            Push({MatchStep::Kind::kTake, VariableOf(pattern.variable), 0, 0, false});
        steps_[step].next = steps_.size();
        return;
      }
      case Pattern::Kind::kSequence:
        for (const Pattern& part : pattern.parts) Add(part);
        return;
      case Pattern::Kind::kAlternation:
        AddAlternation(pattern);
        return;
      case Pattern::Kind::kRepeat:
        AddRepeat(pattern);
        return;
      case Pattern::Kind::kEmpty:
        return;
    }
  }

  std::vector<std::string>& variables_;
  std::vector<MatchStep> steps_;
};

const Name* QualifierIn(const Expr& expr) {
  if (expr.kind == ExprKind::kName && expr.names.size() > 1) return expr.names.data();
  for (const ExprPtr& arg : expr.args) {
    if (const Name* found = QualifierIn(*arg)) return found;
  }
  return nullptr;
}

}  // namespace

// The parts of `expr` that take values from matched rows become references; their text is how the
// binder finds them again.
void Binder::CollectMatched(const ExprPtr& expr, const Scope& scope,
                            const std::vector<std::string>& variables, MatchExpression& result,
                            Env& env) {
  const bool call = expr->kind == ExprKind::kCall && !expr->infix;
  const bool place = call && (expr->text == "FIRST" || expr->text == "LAST") && !expr->args.empty();
  const bool aggregate = call && IsAggregate(expr->text, catalog_.dialect);
  const bool time = call && (expr->text == "MATCH_ROWTIME" || expr->text == "MATCH_PROCTIME");
  if (expr->kind != ExprKind::kName && !place && !aggregate && !time) {
    for (const ExprPtr& arg : expr->args) CollectMatched(arg, scope, variables, result, env);
    return;
  }
  MatchReference reference;
  Scope named = scope;
  if (const Name* qualifier = QualifierIn(*expr)) {
    const auto found = std::find(variables.begin(), variables.end(), qualifier->text);
    if (found != variables.end()) {
      reference.variable = static_cast<size_t>(found - variables.begin());
      for (ScopeColumn& column : named.columns) column.table = qualifier->text;
    }
  }
  Env inner;
  inner.scope = &named;
  inner.clause = "MATCH_RECOGNIZE";
  if (time) {  // Of the match's last row; goes on as a time attribute.
    const Type& type = scope.columns[*match_time_].type;
    const bool rowtime = expr->text == "MATCH_ROWTIME";
    if (rowtime != (type.attribute == TimeAttribute::kRowtime))
      Fail(expr->span, StrCat({expr->text, "() is not what this MATCH_RECOGNIZE is ordered by"}));
    reference.value = Scalar::OfColumn(*match_time_, type);
    reference.type = type.Nullable();
  } else if (aggregate) {
    reference.kind = MatchReference::Kind::kAggregate;
    reference.call = AggregateOf(*expr, inner);
    reference.type = reference.call.aggregate.result;
  } else {
    reference.value = Expression(place ? expr->args[0] : expr, inner);
    if (place && expr->text == "FIRST") reference.kind = MatchReference::Kind::kFirst;
    if (place && expr->args.size() > 1) {
      reference.offset = ConstantWhole(expr->args[1], "the number of rows").value_or(0);
    }
    reference.type = reference.value.type.Nullable();
    reference.type.attribute = TimeAttribute::kNone;
  }
  env.known.push_back({Fingerprint(*expr, *env.scope), result.references.size(), reference.type});
  result.references.push_back(std::move(reference));
}

MatchExpression Binder::MatchedOf(const ExprPtr& expr, const Scope& scope,
                                  const std::vector<std::string>& variables, bool condition) {
  MatchExpression result;
  const Scope none;
  Env env;
  env.scope = &none;
  env.clause = condition ? "DEFINE" : "MEASURES";
  CollectMatched(expr, scope, variables, result, env);
  if (!failed()) result.value = condition ? Condition(expr, env) : Expression(expr, env);
  return result;
}

// ORDER BY a time attribute, and more columns for rows of one time.
void Binder::MatchOrder(const MatchRecognize& match, const Scope& scope, const Schema& schema,
                        MatchSpec& spec) {
  Env env;
  env.scope = &scope;
  env.clause = "MATCH_RECOGNIZE";
  if (match.order_by.empty()) Fail(match.span, "MATCH_RECOGNIZE needs ORDER BY a time attribute");
  for (const OrderItem& item : match.order_by) {
    const Scalar value = Expression(item.expr, env);
    if (!failed() && !value.IsColumn()) Fail(item.expr->span, "MATCH_RECOGNIZE names columns here");
    if (failed()) return;
    if (spec.order.has_value()) {
      spec.ties.order.push_back(
          {value.column, item.descending, item.nulls_first.value_or(!item.descending)});
      continue;
    }
    spec.order = value.column;
    const TimeAttribute attribute = schema[*spec.order].type.attribute;
    if (attribute == TimeAttribute::kNone || item.descending)
      Fail(item.expr->span, "MATCH_RECOGNIZE is ordered by a time attribute, ascending");
    spec.proctime = attribute == TimeAttribute::kProctime;
  }
}

BoundTable Binder::MatchOf(const TableRef& table) {
  const MatchRecognize& match = *table.match;
  BoundTable input = TableOf(*table.left);
  if (failed()) return {};
  if (input.node->updating)
    Fail(match.span, "MATCH_RECOGNIZE cannot take rows that are updated or deleted");
  auto spec = std::make_shared<MatchSpec>();
  std::vector<std::string> variables;
  if (!PatternCompiler(variables).Compile(match.pattern, spec->steps)) {
    Fail(match.pattern.span, "this pattern is too long");
  }
  BoundTable bound;
  bound.node = std::make_shared<PlanNode>();
  bound.node->kind = NodeKind::kMatch;
  Env env;
  env.scope = &input.scope;
  env.clause = "MATCH_RECOGNIZE";
  const auto column = [&](const ExprPtr& expr) -> size_t {
    const Scalar value = Expression(expr, env);
    if (!failed() && !value.IsColumn()) Fail(expr->span, "MATCH_RECOGNIZE names columns here");
    return value.column;
  };
  for (const ExprPtr& key : match.partition_by) {
    spec->partition.push_back(column(key));
    if (failed()) return bound;
    bound.node->schema.push_back(input.node->schema[spec->partition.back()]);
  }
  if (!failed()) MatchOrder(match, input.scope, input.node->schema, *spec);
  if (failed()) return bound;
  match_time_ = spec->order;
  if (match.within != nullptr) spec->within = ConstantInterval(match.within, "WITHIN");
  spec->conditions.resize(variables.size());
  for (const SelectItem& item : match.define) {
    const auto found = std::find(variables.begin(), variables.end(), item.alias);
    if (found == variables.end()) {
      Fail(item.span, StrCat({"\"", item.alias, "\" is not in the PATTERN"}));
      return bound;
    }
    spec->conditions[static_cast<size_t>(found - variables.begin())] =
        MatchedOf(item.expr, input.scope, variables, true);
  }
  for (const SelectItem& item : match.measures) {
    spec->measures.push_back(MatchedOf(item.expr, input.scope, variables, false));
    bound.node->schema.push_back({item.alias, spec->measures.back().value.type});
  }
  spec->skip = match.skip;
  if (!match.skip_variable.empty()) {
    const auto found = std::find(variables.begin(), variables.end(), match.skip_variable);
    if (found == variables.end())
      Fail(match.span, StrCat({"\"", match.skip_variable, "\" is not in the PATTERN"}));
    spec->skip_variable = static_cast<size_t>(found - variables.begin());
  }
  bound.node->spec = std::shared_ptr<const MatchSpec>(std::move(spec));
  bound.node->inputs.push_back(std::move(input.node));
  bound.scope = Scope::Of(bound.node->schema, "");
  return bound;
}

}  // namespace weir::sql
