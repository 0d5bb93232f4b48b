// The name of a partition that an expression found: the value of its only key, or "net=us,type=x"
// of several. Keys are made of the name again when an object is named.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/firehose/partition_keys.h"

namespace weir {

// `names`: those that the expression extracts, in its order.
std::string PartitionNameOf(std::span<const std::string> names, const PartitionKeys& keys);
PartitionKeys PartitionKeysOf(std::span<const std::string> names, std::string_view partition);

}  // namespace weir
