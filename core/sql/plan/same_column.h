// Are two columns of a node the same column of what it projects? SELECT window_end AS e, window_end
// has one twice, and either stands for the window's end.
#pragma once

#include "core/sql/plan/plan.h"

namespace weir::sql {

inline bool SameColumn(const PlanNode& node, size_t a, size_t b) {
  if (a == b) return true;
  if (node.kind != NodeKind::kCalc) return false;
  const std::vector<Scalar>& outputs = node.As<CalcSpec>().outputs;
  if (a >= outputs.size() || b >= outputs.size()) return false;
  if (!outputs[a].IsColumn() || !outputs[b].IsColumn()) return false;
  return SameColumn(*node.inputs[0], outputs[a].column, outputs[b].column);
}

}  // namespace weir::sql
