// The text of shaders/*.glsl, embedded when building.
#pragma once

#include <span>
#include <string_view>

#include "core/base/embedded_file.h"

namespace weir::shaders {

// All shaders, sorted by file name ("records.vert.glsl"). Generated; see web/toolchain/embed.cmake.
std::span<const EmbeddedFile> ShaderFiles();

// The text of shaders/`name`. A name that is not there is a bug: it fails a check.
std::string_view ShaderSource(std::string_view name);

}  // namespace weir::shaders
