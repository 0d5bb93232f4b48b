// EXPLAIN: the plan as a tree of text, the result first, one node a line.
#pragma once

#include <string>

#include "core/sql/plan/plan.h"

namespace weir::sql {

std::string ExplainPlan(const PlanNode& plan);

// One node without its inputs: "WindowAggregate TUMBLE 10s, keys=[auction], COUNT(*)".
std::string DescribeNode(const PlanNode& node);

}  // namespace weir::sql
