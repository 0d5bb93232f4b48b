// Writes a picture as PNG, compressed by run lengths and repeated rows: enough for screenshots.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace weir::app {

// `rgb`: width * height * 3 bytes, rows from top to bottom.
std::string EncodePng(int width, int height, std::span<const uint8_t> rgb);

}  // namespace weir::app
