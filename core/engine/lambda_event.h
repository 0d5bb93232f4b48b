// What a function is invoked with, and what an on-failure destination is sent: the service's JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/engine/engine.h"
#include "core/model/ids.h"
#include "core/view/lambda_view.h"

namespace weir {

// The event of a mapping's invocation `number` (1, 2, ...), which is under way. None where it is
// not, or where a record of it has expired meanwhile.
std::optional<std::string> LambdaEvent(const Engine& engine, ConsumerId consumer, uint64_t number);

// The message about a discarded batch. Its records may have expired: then their sequence numbers
// cannot be told any more, and none is returned.
std::optional<std::string> LambdaFailureMessage(const Engine& engine, ConsumerId consumer,
                                                const DiscardedBatch& batch);

}  // namespace weir
