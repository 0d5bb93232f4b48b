#include "web/gfx/shader_sources.h"

#include <algorithm>

#include "core/base/check.h"

namespace weir::shaders {

std::string_view ShaderSource(std::string_view name) {
  const std::span<const EmbeddedFile> files = ShaderFiles();
  const auto found = std::ranges::lower_bound(files, name, {}, &EmbeddedFile::name);
  WEIR_CHECK(found != files.end() && found->name == name);
  return found->bytes;
}

}  // namespace weir::shaders
