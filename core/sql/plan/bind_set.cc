// UNION, INTERSECT and EXCEPT: both sides get the same types, column by column.
#include "core/base/text.h"
#include "core/sql/plan/binder.h"

namespace weir::sql {
namespace {

const char* ToText(SetOperation operation) {
  constexpr const char* kTexts[] = {"UNION ALL",     "UNION",  "INTERSECT",
                                    "INTERSECT ALL", "EXCEPT", "EXCEPT ALL"};
  return kTexts[static_cast<int>(operation)];
}

}  // namespace

PlanPtr Binder::SetOperationOf(const Query& query) {
  PlanPtr left = QueryOf(*query.left);
  PlanPtr right = failed() ? nullptr : QueryOf(*query.right);
  if (failed()) return nullptr;
  if (left->schema.size() != right->schema.size()) {
    Fail(query.right->span,
         StrCat({ToText(query.operation),
                 " wants as many columns on both sides: ", std::to_string(left->schema.size()),
                 " and ", std::to_string(right->schema.size())}));
    return nullptr;
  }
  auto node = std::make_shared<PlanNode>();
  std::vector<Scalar> left_outputs;
  std::vector<Scalar> right_outputs;
  bool casts = false;
  for (size_t i = 0; i < left->schema.size(); ++i) {
    const Type& a = left->schema[i].type;
    const Type& b = right->schema[i].type;
    const std::optional<Type> common = CommonType(a, b);
    if (!common.has_value()) {
      Fail(query.right->span, StrCat({"column ", std::to_string(i + 1), " of ",
                                      ToText(query.operation), " is ", weir::sql::ToText(a),
                                      " on one side and ", weir::sql::ToText(b), " on the other"}));
      return nullptr;
    }
    Type type = *common;
    type.attribute = a.attribute == b.attribute ? a.attribute : TimeAttribute::kNone;
    node->schema.push_back({left->schema[i].name, type});
    const auto side = [&](const Type& from, std::vector<Scalar>& outputs) {
      Scalar column = Scalar::OfColumn(i, from);
      if (SameType(from, type)) {
        outputs.push_back(std::move(column));
      } else {
        outputs.push_back(CastTo(std::move(column), type, query.span));
        casts = true;
      }
    };
    side(a, left_outputs);
    side(b, right_outputs);
  }
  // Rows of one window stay so, if both sides have the same windows in the same columns.
  if (left->window.has_value() && right->window.has_value() &&
      left->window->start == right->window->start && left->window->end == right->window->end &&
      left->window->shape == right->window->shape) {
    node->window = left->window;
  }
  if (casts) {
    left = Project(std::move(left), std::move(left_outputs), {});
    right = Project(std::move(right), std::move(right_outputs), {});
  }
  if (failed()) return nullptr;
  return query.operation <= SetOperation::kUnion
             ? UnionNode(std::move(node), std::move(left), std::move(right), query.operation)
             : SetNode(std::move(node), std::move(left), std::move(right), query.operation);
}

PlanPtr Binder::UnionNode(PlanPtr node, PlanPtr left, PlanPtr right, SetOperation operation) {
  node->kind = NodeKind::kUnionAll;
  node->updating = left->updating || right->updating;
  node->inputs = {std::move(left), std::move(right)};
  node->spec = UnionSpec{};
  return operation == SetOperation::kUnion ? DistinctOf(std::move(node)) : node;
}

PlanPtr Binder::SetNode(PlanPtr node, PlanPtr left, PlanPtr right, SetOperation operation) {
  node->kind = NodeKind::kSetOperation;
  SetSpec spec;
  spec.except = operation == SetOperation::kExcept || operation == SetOperation::kExceptAll;
  spec.all = operation == SetOperation::kExceptAll || operation == SetOperation::kIntersectAll;
  // What both sides have once both sides have for ever, unless rows are taken back.
  node->updating = spec.except || left->updating || right->updating;
  node->window.reset();
  for (Field& field : node->schema) field.type.attribute = TimeAttribute::kNone;
  node->inputs = {std::move(left), std::move(right)};
  node->spec = spec;
  return node;
}

}  // namespace weir::sql
