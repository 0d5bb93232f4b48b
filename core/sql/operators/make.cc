// From a node of the plan to the operator that runs it.
#include "core/sql/operators/calc.h"
#include "core/sql/operators/group_aggregate.h"
#include "core/sql/operators/interval_join.h"
#include "core/sql/operators/join.h"
#include "core/sql/operators/match.h"
#include "core/sql/operators/operator.h"
#include "core/sql/operators/over.h"
#include "core/sql/operators/rank.h"
#include "core/sql/operators/set_operation.h"
#include "core/sql/operators/sort.h"
#include "core/sql/operators/source.h"
#include "core/sql/operators/temporal_join.h"
#include "core/sql/operators/unnest.h"
#include "core/sql/operators/window_aggregate.h"
#include "core/sql/operators/window_assign.h"
#include "core/sql/operators/window_join.h"

namespace weir::sql {

std::unique_ptr<Operator> MakeOperator(const PlanNode& node, const TimeZone& zone) {
  switch (node.kind) {
    case NodeKind::kSource:
      return std::make_unique<SourceOperator>(node);
    case NodeKind::kValues:
      return std::make_unique<ValuesOperator>(node);
    case NodeKind::kCalc:
      return std::make_unique<CalcOperator>(node);
    case NodeKind::kWindow:
      if (node.As<WindowSpecification>().shape.kind >= WindowKind::kSession) {
        return std::make_unique<SessionAssignOperator>(node, zone);
      }
      return std::make_unique<WindowAssignOperator>(node, zone);
    case NodeKind::kExpand:
      return std::make_unique<ExpandOperator>(node);
    case NodeKind::kWindowAggregate:
      return std::make_unique<WindowAggregateOperator>(node, zone);
    case NodeKind::kGroupAggregate:
      return std::make_unique<GroupAggregateOperator>(node);
    case NodeKind::kUnionAll:
      return std::make_unique<UnionOperator>(node);
    case NodeKind::kOver:
      return std::make_unique<OverOperator>(node);
    case NodeKind::kRank:
      return std::make_unique<RankOperator>(node);
    case NodeKind::kWindowRank:
      return std::make_unique<WindowRankOperator>(node, zone);
    case NodeKind::kJoin:
      return std::make_unique<JoinOperator>(node);
    case NodeKind::kIntervalJoin:
      return std::make_unique<IntervalJoinOperator>(node);
    case NodeKind::kWindowJoin:
      return std::make_unique<WindowJoinOperator>(node, zone);
    case NodeKind::kTemporalJoin:
      return std::make_unique<TemporalJoinOperator>(node);
    case NodeKind::kLookupJoin:
      return std::make_unique<LookupJoinOperator>(node);
    case NodeKind::kMatch:
      return std::make_unique<MatchOperator>(node);
    case NodeKind::kSetOperation:
      return std::make_unique<SetOperationOperator>(node);
    case NodeKind::kUnnest:
      return std::make_unique<UnnestOperator>(node);
    case NodeKind::kSort:
      return std::make_unique<SortOperator>(node);
    default:
      return nullptr;
  }
}

}  // namespace weir::sql
