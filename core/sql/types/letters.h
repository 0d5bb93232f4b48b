// Upper and lower case of the letters that most texts use: Latin, Greek, Cyrillic, Armenian,
// full-width. Letters whose case changes their number (the German sharp s) stay as they are but for
// that one, which becomes SS as in Java.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::sql {

uint32_t UpperOf(uint32_t code_point);
uint32_t LowerOf(uint32_t code_point);
std::string ToUpper(std::string_view text);
std::string ToLower(std::string_view text);

}  // namespace weir::sql
