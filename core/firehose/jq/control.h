// Functions of jq that run their arguments themselves, and what makes paths.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/firehose/jq/evaluator.h"

namespace weir {

using JqControlFunction = bool (*)(JqEvaluator& evaluator, const JqEvaluator::Call& call);

struct JqControlRow {
  std::string_view name;
  size_t arguments;
  JqControlFunction function;
};

JqControlFunction FindJqControl(std::string_view name, size_t arguments);

// The tables: select, map, first, range, ... and path, del, paths, ...
std::span<const JqControlRow> JqControlFunctions();
std::span<const JqControlRow> JqPathFunctions();

// What stands for the path of a value that was made and not found; nothing can be looked up there.
const JqPath* NoJqPath();

// The steps of `path` as an array of jq's.
JqValue JqPathValue(const JqPath* path);

// `value` with what stands at the end of the steps [at, size) replaced, or taken away. Null becomes
// what the step needs.
bool JqSetPath(const JqValue& value, const JqArray& steps, size_t at, const JqValue& put,
               JqOutcome& outcome);
bool JqDeletePaths(const JqValue& value, JqArray paths, JqOutcome& outcome);
bool JqGetPath(const JqValue& value, const JqArray& steps, JqOutcome& outcome);

}  // namespace weir
