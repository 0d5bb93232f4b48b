// SHA-1 and SHA-2 (FIPS 180-4) of one message, as small letters in hexadecimal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::sql {

std::string ToHex(std::string_view bytes);  // Two small letters or digits a byte.

std::string Sha1(std::string_view message);
enum class Sha2Bits : uint16_t { k224 = 224, k256 = 256, k384 = 384, k512 = 512 };
std::string Sha2(std::string_view message, Sha2Bits bits);

}  // namespace weir::sql
