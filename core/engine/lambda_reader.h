// A Lambda event source mapping and its function as JSON: member "lambda" of a consumer.
#pragma once

#include "core/consumer/lambda_spec.h"
#include "core/engine/json_reader.h"

namespace weir {

LambdaSpec ReadLambda(JsonReader& in);

}  // namespace weir
