// Which kind of join it is: its keys, and whether windows, an interval or versions bound what is
// kept.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/plan/same_column.h"

namespace weir::sql {
namespace {

void SplitAnd(Scalar condition, std::vector<Scalar>& parts) {
  if (condition.kind == Scalar::Kind::kCall && FunctionName(condition.function) == "AND") {
    for (Scalar& arg : condition.args) SplitAnd(std::move(arg), parts);
    return;
  }
  parts.push_back(std::move(condition));
}

// Which side its columns are of: 0 left, 1 right, -1 both or none.
int SideOf(const Scalar& scalar, size_t width) {
  bool left = false;
  bool right = false;
  VisitColumns(scalar, [&](size_t column) { (column < width ? left : right) = true; });
  if (left == right) return -1;
  return left ? 0 : 1;
}

// time + c, time - c or time: which column, and c in milliseconds.
struct TimeTerm {
  size_t column = 0;
  int64_t offset = 0;
};
std::optional<TimeTerm> TimeTermOf(const Scalar& scalar) {
  if (scalar.IsColumn()) return TimeTerm{scalar.column, 0};
  if (scalar.kind != Scalar::Kind::kCall || scalar.args.size() != 2) return std::nullopt;
  const std::string_view name = FunctionName(scalar.function);
  if (name != "+" && name != "-") return std::nullopt;
  const Scalar& column = scalar.args[scalar.args[0].IsColumn() ? 0 : 1];
  const Scalar& literal = scalar.args[scalar.args[0].IsColumn() ? 1 : 0];
  if (!column.IsColumn() || !literal.IsLiteral() || literal.literal.IsNull()) return std::nullopt;
  if (literal.type.kind != TypeKind::kIntervalDayTime) return std::nullopt;
  if (name == "-" && !scalar.args[0].IsColumn()) return std::nullopt;
  return TimeTerm{column.column, name == "-" ? -literal.literal.Int() : literal.literal.Int()};
}

bool SameKeyType(const Type& a, const Type& b) {
  if (a.IsInteger() && b.IsInteger()) return true;
  if (a.kind == TypeKind::kVarChar && b.kind == TypeKind::kVarChar) return true;
  return SameType(a, b);
}

}  // namespace

// Equalities of a value of one side with one of the other become keys; what is no plain column is
// put behind the side's own.
void Binder::TakeKeys(PlanPtr& left, PlanPtr& right, std::vector<Scalar>& conditions,
                      JoinSpec& spec) {
  const size_t width = left->schema.size();
  const size_t right_width = right->schema.size();
  std::vector<Scalar> left_appended;
  std::vector<Scalar> right_appended;
  std::vector<Scalar> rest;
  for (Scalar& condition : conditions) {
    const std::string_view name = condition.kind == Scalar::Kind::kCall
                                      ? FunctionName(condition.function)
                                      : std::string_view();
    const bool null_safe = name == "IS NOT DISTINCT FROM";
    if ((name != "=" && !null_safe) || condition.args.size() != 2) {
      rest.push_back(std::move(condition));
      continue;
    }
    const int first = SideOf(condition.args[0], width);
    const int second = SideOf(condition.args[1], width);
    if (first < 0 || second < 0 || first == second) {
      rest.push_back(std::move(condition));
      continue;
    }
    Scalar a = condition.args[first == 0 ? 0 : 1];
    Scalar b = WithColumns(condition.args[first == 0 ? 1 : 0], [&](size_t c) { return c - width; });
    if (!SameKeyType(a.type, b.type)) {
      const std::optional<Type> common = CommonType(a.type, b.type);
      if (!common.has_value()) {
        rest.push_back(std::move(condition));
        continue;
      }
      if (!SameType(a.type, *common)) a = CastTo(std::move(a), *common, {});
      if (!SameType(b.type, *common)) b = CastTo(std::move(b), *common, {});
    }
    const size_t left_column = ColumnFor(a, width, left_appended);
    const size_t right_column = ColumnFor(b, right_width, right_appended);
    spec.keys.push_back({left_column, right_column, null_safe});
  }
  const size_t shift = left_appended.size();
  for (Scalar& condition : rest) {
    condition =
        WithColumns(std::move(condition), [&](size_t c) { return c < width ? c : c + shift; });
  }
  conditions = std::move(rest);
  left = AppendColumns(std::move(left), std::move(left_appended));
  right = AppendColumns(std::move(right), std::move(right_appended));
}

PlanPtr Binder::JoinNode(PlanPtr left, PlanPtr right, JoinType type, std::vector<Scalar> conditions,
                         const ExprPtr& as_of, Span span) {
  if (failed()) return nullptr;
  const size_t width = left->schema.size();
  const size_t right_width = right->schema.size();
  std::vector<Scalar> parts;
  for (Scalar& condition : conditions) SplitAnd(std::move(condition), parts);
  auto join = std::make_shared<PlanNode>();
  JoinSpec spec;
  spec.type = type;
  TakeKeys(left, right, parts, spec);
  if (failed()) return nullptr;
  const size_t left_all = left->schema.size();
  const bool one_side = type == JoinType::kSemi || type == JoinType::kAnti;
  join->inputs = {left, right};
  join->schema = left->schema;
  if (!one_side)
    join->schema.insert(join->schema.end(), right->schema.begin(), right->schema.end());
  for (size_t i = 0; i < join->schema.size(); ++i) {
    const bool padded = i < left_all ? type == JoinType::kRight || type == JoinType::kFull
                                     : type == JoinType::kLeft || type == JoinType::kFull;
    if (padded) join->schema[i].type.nullable = true;
  }
  join->spec = std::move(spec);
  ChooseKind(*join, std::move(parts), as_of, span);
  if (failed()) return nullptr;
  if (left_all == width && right->schema.size() == right_width) return join;
  std::vector<Scalar> outputs;  // Without the keys that were put behind.
  for (size_t i = 0; i < width; ++i) outputs.push_back(Scalar::OfColumn(i, join->schema[i].type));
  for (size_t i = 0; !one_side && i < right_width; ++i) {
    outputs.push_back(Scalar::OfColumn(left_all + i, join->schema[left_all + i].type));
  }
  return Project(std::move(join), std::move(outputs), {});
}

void Binder::ChooseKind(PlanNode& join, std::vector<Scalar> conditions, const ExprPtr& as_of,
                        Span span) {
  JoinSpec& spec = join.As<JoinSpec>();
  if (as_of != nullptr) {
    AsTemporalJoin(join, as_of, span);
  } else if (!AsWindowJoin(join) && !AsIntervalJoin(join, conditions)) {
    join.kind = NodeKind::kJoin;
    const bool inputs = join.inputs[0]->updating || join.inputs[1]->updating;
    join.updating = inputs || (spec.type != JoinType::kInner && spec.type != JoinType::kSemi);
    // A row may come out long after its time: it is a time attribute no longer.
    for (Field& field : join.schema) field.type.attribute = TimeAttribute::kNone;
  }
  spec.residual = AllOf(std::move(conditions));
}

bool Binder::AsWindowJoin(PlanNode& join) {
  JoinSpec& spec = join.As<JoinSpec>();
  const auto& left = join.inputs[0]->window;
  const auto& right = join.inputs[1]->window;
  if (!left.has_value() || !right.has_value() || !left->start || !left->end || !right->start ||
      !right->end) {
    return false;
  }
  if (join.inputs[0]->updating || join.inputs[1]->updating || !(left->shape == right->shape))
    return false;
  const auto has = [&](size_t a, size_t b) {
    return std::any_of(spec.keys.begin(), spec.keys.end(), [&](const JoinKey& key) {
      return SameColumn(*join.inputs[0], key.left, a) && SameColumn(*join.inputs[1], key.right, b);
    });
  };
  if (!has(*left->start, *right->start) || !has(*left->end, *right->end)) return false;
  join.kind = NodeKind::kWindowJoin;
  spec.left_end = *left->end;
  spec.right_end = *right->end;
  spec.shape = left->shape;
  join.window = left;
  const size_t width = join.inputs[0]->schema.size();
  for (size_t i = 0; i < join.schema.size(); ++i) {
    const bool window_time = left->time.has_value() && i == *left->time;
    const bool other = right->time.has_value() && i == width + *right->time;
    if (!window_time && !other) join.schema[i].type.attribute = TimeAttribute::kNone;
  }
  return true;
}

// left.ts BETWEEN right.ts - x AND right.ts + y. Those conditions are taken out of the list.
bool Binder::AsIntervalJoin(PlanNode& join, std::vector<Scalar>& conditions) {
  JoinSpec& spec = join.As<JoinSpec>();
  if (spec.type == JoinType::kSemi || spec.type == JoinType::kAnti) return false;
  if (join.inputs[0]->updating || join.inputs[1]->updating) return false;
  const size_t width = join.inputs[0]->schema.size();
  const auto attribute = [&](size_t column) {
    return column < width ? join.inputs[0]->schema[column].type.attribute
                          : join.inputs[1]->schema[column - width].type.attribute;
  };
  std::optional<int64_t> lower;
  std::optional<int64_t> upper;
  std::vector<bool> taken(conditions.size(), false);
  for (size_t i = 0; i < conditions.size(); ++i) {
    const Scalar& condition = conditions[i];
    if (condition.kind != Scalar::Kind::kCall || condition.args.size() != 2) continue;
    const std::string_view name = FunctionName(condition.function);
    const auto a = TimeTermOf(condition.args[0]);
    const auto b = TimeTermOf(condition.args[1]);
    if (!a.has_value() || !b.has_value()) continue;
    if (attribute(a->column) == TimeAttribute::kNone ||
        attribute(a->column) != attribute(b->column))
      continue;
    if ((a->column < width) == (b->column < width)) continue;
    const bool straight = a->column < width;
    const TimeTerm& left = straight ? *a : *b;
    const TimeTerm& right = straight ? *b : *a;
    // left.time + l >= right.time + r, so left - right >= r - l.
    const int64_t bound = right.offset - left.offset;
    const bool at_least = name == (straight ? ">=" : "<=") || name == (straight ? ">" : "<");
    const bool at_most = name == (straight ? "<=" : ">=") || name == (straight ? "<" : ">");
    const int64_t strict = name == ">" || name == "<" ? 1 : 0;
    if (!at_least && !at_most) continue;
    if (at_least) lower = lower.has_value() ? std::max(*lower, bound + strict) : bound + strict;
    if (at_most) upper = upper.has_value() ? std::min(*upper, bound - strict) : bound - strict;
    spec.left_time = left.column;
    spec.right_time = right.column - width;
    spec.proctime = attribute(left.column) == TimeAttribute::kProctime;
    taken[i] = true;
  }
  // Equal times are a key already: left.ts = right.ts.
  for (const JoinKey& key : spec.keys) {
    const TimeAttribute a = attribute(key.left);
    if (a != TimeAttribute::kRowtime || a != attribute(width + key.right)) continue;
    lower = upper = 0;
    spec.left_time = key.left;
    spec.right_time = key.right;
  }
  if (!lower.has_value() || !upper.has_value()) return false;
  std::vector<Scalar> rest;
  for (size_t i = 0; i < conditions.size(); ++i) {
    if (!taken[i]) rest.push_back(std::move(conditions[i]));
  }
  conditions = std::move(rest);
  spec.lower = *lower;
  spec.upper = *upper;
  join.kind = NodeKind::kIntervalJoin;
  return true;
}

void Binder::AsTemporalJoin(PlanNode& join, const ExprPtr& as_of, Span span) {
  JoinSpec& spec = join.As<JoinSpec>();
  if (spec.type != JoinType::kInner && spec.type != JoinType::kLeft) {
    Fail(span, "FOR SYSTEM_TIME AS OF goes with INNER and LEFT JOIN");
    return;
  }
  const PlanNode& left = *join.inputs[0];
  const PlanNode& right = *join.inputs[1];
  std::optional<size_t> time;
  if (as_of->kind == ExprKind::kName) {
    for (size_t i = 0; i < left.schema.size(); ++i) {
      if (left.schema[i].name == as_of->names.back().text &&
          left.schema[i].type.attribute != TimeAttribute::kNone) {
        time = i;
      }
    }
  }
  const bool proctime = as_of->kind == ExprKind::kCall && as_of->text == "PROCTIME";
  if (!time.has_value() && !proctime) {
    Fail(as_of->span, "FOR SYSTEM_TIME AS OF names a time attribute of the table on the left");
    return;
  }
  spec.proctime = proctime || left.schema[*time].type.attribute == TimeAttribute::kProctime;
  if (spec.keys.empty()) {
    Fail(span, "FOR SYSTEM_TIME AS OF needs an equality with the key of the versioned table");
    return;
  }
  join.updating = left.updating;
  if (spec.proctime) {
    join.kind = NodeKind::kLookupJoin;
    return;
  }
  std::optional<size_t> version;
  for (size_t i = 0; i < right.schema.size(); ++i) {
    if (right.schema[i].type.attribute == TimeAttribute::kRowtime) version = i;
  }
  if (!version.has_value()) {
    Fail(span,
         "the table on the right of FOR SYSTEM_TIME AS OF has no time attribute: its versions have "
         "no time");
    return;
  }
  if (right.unique_key.empty()) {
    Fail(span,
         "the table on the right of FOR SYSTEM_TIME AS OF has no PRIMARY KEY: of what are there "
         "versions? "
         "Declare one, or join a view that keeps the last row of each key");
    return;
  }
  for (const size_t key : right.unique_key) {
    const bool joined = std::any_of(spec.keys.begin(), spec.keys.end(),
                                    [&](const JoinKey& one) { return one.right == key; });
    if (!joined) {
      Fail(span, StrCat({"the join names not all of the versioned table's key: \"",
                         right.schema[key].name, "\" is missing"}));
      return;
    }
  }
  join.kind = NodeKind::kTemporalJoin;
  spec.left_time = *time;
  spec.right_time = *version;
  for (size_t i = left.schema.size(); i < join.schema.size(); ++i) {
    join.schema[i].type.attribute = TimeAttribute::kNone;
  }
}

}  // namespace weir::sql
