// Names of streams and consumers, and how shards are spelled.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/ids.h"

namespace weir {

// `name` is 1 to 128 of a-z, A-Z, 0-9, _ . - [api CreateStream, RegisterStreamConsumer]. Error
// kValidation; `what` ("stream") begins its message.
Result<void> ValidateName(std::string_view what, std::string_view name);

// "shardId-000000000007".
std::string ShardName(ShardIndex shard);

}  // namespace weir
