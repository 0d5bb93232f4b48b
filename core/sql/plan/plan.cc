#include "core/sql/plan/plan.h"

namespace weir::sql {

std::vector<Type> TypesOf(const Schema& schema) {
  std::vector<Type> types;
  types.reserve(schema.size());
  for (const Field& field : schema) types.push_back(field.type);
  return types;
}

const char* ToText(WindowKind kind) {
  constexpr const char* kTexts[] = {"TUMBLE", "HOP", "CUMULATE", "SESSION", "STAGGER"};
  return kTexts[static_cast<int>(kind)];
}

const char* ToText(JoinType type) {
  constexpr const char* kTexts[] = {"INNER", "LEFT", "RIGHT", "FULL", "SEMI", "ANTI"};
  return kTexts[static_cast<int>(type)];
}

const char* ToText(NodeKind kind) {
  constexpr const char* kTexts[] = {
      "Source",         "Values",       "Calc",       "Window",     "Expand", "WindowAggregate",
      "GroupAggregate", "Over",         "TopN",       "WindowTopN", "Join",   "IntervalJoin",
      "WindowJoin",     "TemporalJoin", "LookupJoin", "UnionAll",   "Sort",   "Limit",
      "MatchRecognize", "SetOperation", "Unnest"};
  return kTexts[static_cast<int>(kind)];
}

}  // namespace weir::sql
