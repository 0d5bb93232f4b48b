// A JSON value as a value of a SQL type: an array as ARRAY, an object as MAP or ROW, by the names
// of its fields.
#pragma once

#include "core/base/result.h"
#include "core/sql/functions/function.h"
#include "core/sql/types/json_text.h"
#include "core/sql/types/value.h"

namespace weir::sql {

// Error kInput: it is no such value. What a ROW lacks is NULL.
Result<Value> ValueOfJson(const JsonNode& json, const Type& type, const EvalContext& context);

}  // namespace weir::sql
