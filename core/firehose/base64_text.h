// Base64 back to bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir {

// RFC 4648 with padding and nothing else in it; nothing where it is not that.
std::optional<std::string> FromBase64(std::string_view text);

}  // namespace weir
