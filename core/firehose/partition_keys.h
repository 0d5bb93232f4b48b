// The keys of dynamic partitioning that were found for one record: what
// !{partitionKeyFromQuery:NAME} and !{partitionKeyFromLambda:NAME} stand for. Records with equal
// keys share a buffer.
#pragma once

#include <compare>
#include <string>
#include <vector>

namespace weir {

struct PartitionKey {
  std::string name;
  std::string value;
  bool from_lambda = false;
  friend auto operator<=>(const PartitionKey&, const PartitionKey&) = default;
};

using PartitionKeys = std::vector<PartitionKey>;

}  // namespace weir
