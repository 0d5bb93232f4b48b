#include "core/firehose/partition_name.h"

#include <algorithm>

namespace weir {
namespace {

// A comma and a per cent sign in a value are written as %2c and %25.
void AppendValue(std::string_view value, std::string& out) {
  for (const char c : value) {
    if (c == ',') {
      out += "%2c";
    } else if (c == '%') {
      out += "%25";
    } else {
      out += c;
    }
  }
}

std::string ValueOf(std::string_view text) {
  std::string value;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      value += text[i];
      continue;
    }
    value += text.substr(i, 3) == "%2c" ? ',' : '%';
    i += 2;
  }
  return value;
}

}  // namespace

std::string PartitionNameOf(std::span<const std::string> names, const PartitionKeys& keys) {
  std::string partition;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(keys, name, &PartitionKey::name);
    const std::string_view value = found == keys.end() ? "" : std::string_view(found->value);
    if (names.size() == 1) return std::string(value);
    if (!partition.empty()) partition += ',';
    partition += name;
    partition += '=';
    AppendValue(value, partition);
  }
  return partition;
}

PartitionKeys PartitionKeysOf(std::span<const std::string> names, std::string_view partition) {
  PartitionKeys keys;
  if (names.size() == 1) {
    keys.push_back({names[0], std::string(partition), false});
    return keys;
  }
  size_t at = 0;
  for (const std::string& name : names) {
    const size_t begin = std::min(at + name.size() + 1, partition.size());
    const size_t end = std::min(partition.find(',', begin), partition.size());
    keys.push_back({name, ValueOf(partition.substr(begin, end - begin)), false});
    at = end + 1;
  }
  return keys;
}

}  // namespace weir
