// The two typefaces, cut down to the characters that the front end draws and embedded when building
// (web/toolchain/fonts.cmake): "inter.otf" for text, "mono.ttf" for numbers and code.
#pragma once

#include <span>

#include "core/base/embedded_file.h"

namespace weir::fonts {

// Sorted by name: [0] is inter.otf, [1] is mono.ttf. Generated; see web/toolchain/embed.cmake.
std::span<const EmbeddedFile> FontFiles();

}  // namespace weir::fonts
