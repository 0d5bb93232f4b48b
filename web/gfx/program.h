// A shader program over shaders/*.glsl, which are written once for both dialects.
#pragma once

#include <string_view>

#include "web/gfx/gl.h"

namespace weir::gfx {

// Needs a current GL context to be made, used and freed. A shader that does not compile is a bug:
// it fails a check after its log was written to stderr.
class Program {
 public:
  Program() = default;
  // From shaders/<name>.vert.glsl and shaders/<name>.frag.glsl.
  explicit Program(std::string_view name);
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  Program(Program&& other) noexcept;
  Program& operator=(Program&& other) noexcept;
  ~Program();

  void Use() const { glUseProgram(id_); }
  // -1, which GL ignores, for a uniform that the compiler found unused.
  GLint Uniform(const char* name) const { return glGetUniformLocation(id_, name); }

 private:
  GLuint id_ = 0;
};

}  // namespace weir::gfx
