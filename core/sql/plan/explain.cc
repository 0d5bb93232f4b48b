#include "core/sql/plan/explain.h"

#include "core/base/text.h"
#include "core/sql/plan/scalar.h"
#include "core/sql/types/format.h"

namespace weir::sql {
namespace {

std::string Length(int64_t millis) { return FormatDuration(Millis(millis)); }

std::string ShapeText(const WindowShape& shape) {
  std::string text = ToText(shape.kind);
  if (shape.kind == WindowKind::kHop || shape.kind == WindowKind::kCumulate) {
    text += StrCat({" ", Length(shape.slide)});
  }
  text += StrCat({" ", Length(shape.size)});
  if (shape.offset != 0) {
    text += StrCat({" offset ", shape.offset < 0 ? "-" : "",
                    Length(shape.offset < 0 ? -shape.offset : shape.offset)});
  }
  if (shape.proctime) text += " by processing time";
  return text;
}

class Describer {
 public:
  explicit Describer(const PlanNode& node) : node_(node) {}

  std::string Run() {
    switch (node_.kind) {
      case NodeKind::kSource:
        return StrCat({"Source ", node_.As<SourceSpec>().table, Watermark()});
      case NodeKind::kCalc:
        return CalcText(node_.As<CalcSpec>());
      case NodeKind::kWindow: {
        const auto& spec = node_.As<WindowSpecification>();
        return StrCat({"Window ", ShapeText(spec.shape), " of ", Input(spec.time_column),
                       Names(" for each ", spec.partition)});
      }
      case NodeKind::kWindowAggregate:
      case NodeKind::kGroupAggregate:
        return AggregateText(node_.As<AggregateSpec>());
      case NodeKind::kRank:
      case NodeKind::kWindowRank:
        return RankText(node_.As<RankSpec>());
      case NodeKind::kOver:
        return OverText(node_.As<OverSpec>());
      case NodeKind::kJoin:
      case NodeKind::kIntervalJoin:
      case NodeKind::kWindowJoin:
      case NodeKind::kTemporalJoin:
      case NodeKind::kLookupJoin:
        return JoinText(node_.As<JoinSpec>());
      default:
        return ToText(node_.kind);
    }
  }

 private:
  std::string Input(size_t column, size_t input = 0) const {
    const Schema& schema = node_.inputs[input]->schema;
    if (column >= schema.size() || schema[column].name.empty())
      return StrCat({"#", std::to_string(column)});
    return schema[column].name;
  }

  std::string Names(std::string_view before, const std::vector<size_t>& columns) const {
    std::string text;
    for (const size_t column : columns)
      text += StrCat({text.empty() ? before : ", ", Input(column)});
    return text;
  }

  std::string Watermark() const {
    const auto& spec = node_.As<SourceSpec>();
    if (spec.explicit_watermark) return ", watermark told by the source";
    return spec.watermark.has_value() ? ", watermark by each row" : "";
  }

  std::string ScalarText(const Scalar& scalar) const {
    if (scalar.IsColumn()) {
      size_t at = scalar.column;
      for (size_t i = 0; i < node_.inputs.size(); ++i) {
        if (at < node_.inputs[i]->schema.size()) return Input(at, i);
        at -= node_.inputs[i]->schema.size();
      }
      return StrCat({"#", std::to_string(scalar.column)});
    }
    if (scalar.IsLiteral()) {
      const std::string text = FormatValue(scalar.type, scalar.literal, TimeZone());
      return scalar.type.IsCharacter() ? StrCat({"'", text, "'"}) : text;
    }
    const std::string_view name = FunctionName(scalar.function);
    if (name.empty())
      return StrCat({"CAST(", ScalarText(scalar.args[0]), " AS ", ToText(scalar.type), ")"});
    const bool letters = name[0] >= 'A' && name[0] <= 'Z';
    if (scalar.args.size() == 2 && (!letters || name == "AND" || name == "OR")) {
      return StrCat(
          {"(", ScalarText(scalar.args[0]), " ", name, " ", ScalarText(scalar.args[1]), ")"});
    }
    std::string text = StrCat({name, "("});
    for (size_t i = 0; i < scalar.args.size(); ++i)
      text += (i > 0 ? ", " : "") + ScalarText(scalar.args[i]);
    return text + ")";
  }

  std::string CalcText(const CalcSpec& spec) const {
    std::string text = "Calc";
    if (spec.condition.has_value()) text += StrCat({" where ", ScalarText(*spec.condition), ","});
    text += " [";
    for (size_t i = 0; i < spec.outputs.size(); ++i) {
      const std::string value = ScalarText(spec.outputs[i]);
      const std::string& name = node_.schema[i].name;
      text += StrCat({i > 0 ? ", " : "", value, name.empty() || name == value ? "" : " AS ",
                      name == value ? "" : name});
    }
    return text + "]";
  }

  std::string AggregateText(const AggregateSpec& spec) const {
    std::string text = ToText(node_.kind);
    if (node_.kind == NodeKind::kWindowAggregate) text += StrCat({" ", ShapeText(spec.shape)});
    std::string keys;
    for (const Scalar& key : spec.keys) keys += (keys.empty() ? " by " : ", ") + ScalarText(key);
    std::string calls;
    for (const AggregateCall& call : spec.calls) calls += (calls.empty() ? ": " : ", ") + call.text;
    return text + keys + calls;
  }

  std::string RankText(const RankSpec& spec) const {
    std::string order;
    for (const SortKey& key : spec.order) {
      order +=
          StrCat({order.empty() ? " by " : ", ", Input(key.column), key.descending ? " DESC" : ""});
    }
    const std::string last = spec.last.has_value() ? std::to_string(*spec.last) : "?";
    const bool one = spec.deduplicate && spec.first == 1 && spec.last == 1;
    return StrCat({one ? (node_.kind == NodeKind::kWindowRank ? "WindowDeduplicate" : "Deduplicate")
                       : ToText(node_.kind),
                   one ? "" : StrCat({" ", std::to_string(spec.first), " to ", last}), order,
                   Names(" for each ", spec.partition)});
  }

  std::string OverText(const OverSpec& spec) const {
    std::string text = "Over";
    if (!spec.preceding.has_value()) {
      text += " all rows before";
    } else {
      text += spec.rows ? StrCat({" ", std::to_string(*spec.preceding), " rows before"})
                        : StrCat({" ", Length(*spec.preceding), " before"});
    }
    text += Names(" for each ", spec.partition);
    for (size_t i = 0; i < spec.calls.size(); ++i) {
      const OverCall& call = spec.calls[i];
      constexpr const char* kNames[] = {"", "ROW_NUMBER()", "RANK()", "DENSE_RANK()", "LAG"};
      text += (i == 0 ? ": " : ", ") + (call.kind == OverCall::Kind::kAggregate
                                            ? call.call.text
                                            : std::string(kNames[static_cast<int>(call.kind)]));
    }
    return text;
  }

  std::string JoinText(const JoinSpec& spec) const {
    std::string text = StrCat({ToText(node_.kind), " ", ToText(spec.type)});
    if (node_.kind == NodeKind::kWindowJoin) text += StrCat({" ", ShapeText(spec.shape)});
    for (size_t i = 0; i < spec.keys.size(); ++i) {
      text += StrCat({i == 0 ? " on " : " and ", Input(spec.keys[i].left, 0),
                      spec.keys[i].null_safe ? " IS NOT DISTINCT FROM " : " = ",
                      Input(spec.keys[i].right, 1)});
    }
    if (node_.kind == NodeKind::kIntervalJoin) {
      text += StrCat({", ", Input(spec.left_time, 0), " - ", Input(spec.right_time, 1), " from ",
                      std::to_string(spec.lower), " ms to ", std::to_string(spec.upper), " ms"});
    }
    if (spec.residual.has_value()) text += StrCat({", where ", ScalarText(*spec.residual)});
    return text;
  }

  const PlanNode& node_;
};

void Add(const PlanNode& node, size_t depth, std::string& text) {
  text += StrCat(
      {std::string(depth * 2, ' '), DescribeNode(node), node.updating ? "   (updates)" : "", "\n"});
  for (const PlanPtr& input : node.inputs) Add(*input, depth + 1, text);
}

}  // namespace

std::string DescribeNode(const PlanNode& node) { return Describer(node).Run(); }

std::string ExplainPlan(const PlanNode& plan) {
  std::string text;
  Add(plan, 0, text);
  return text;
}

}  // namespace weir::sql
