// Base64 of RFC 4648, with padding, as the service's JSON carries data.
#pragma once

#include <string>
#include <string_view>

namespace weir {

std::string ToBase64(std::string_view bytes);

}  // namespace weir
