#include "core/model/names.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/model/limits.h"

namespace weir {

Result<void> ValidateName(std::string_view what, std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  };
  const bool fits = !name.empty() && name.size() <= static_cast<size_t>(kNameCharactersMax) &&
                    std::all_of(name.begin(), name.end(), allowed);
  if (fits) return {};
  return Error{ErrorCode::kValidation,
               StrCat({what, " name \"", name.substr(0, 140),
                       "\" must be 1 to 128 characters out of a-z, A-Z, 0-9, _ . -"})};
}

std::string ShardName(ShardIndex shard) {
  const std::string digits = std::to_string(shard.value);
  return "shardId-" + std::string(12 - std::min<size_t>(digits.size(), 12), '0') + digits;
}

}  // namespace weir
