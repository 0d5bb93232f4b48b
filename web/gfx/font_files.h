// The two typefaces, cut down to the characters that the front end draws (web/toolchain/fonts.cmake):
// "inter.otf" for text, "mono.ttf" for numbers and code. A desktop program has them inside; the page
// gives those that it has fetched (app/host_web.cc).
#pragma once

#include <span>

#include "core/base/embedded_file.h"

namespace weir::fonts {

// Sorted by name: [0] is inter.otf, [1] is mono.ttf. They stay where they are.
std::span<const EmbeddedFile> FontFiles();

}  // namespace weir::fonts
