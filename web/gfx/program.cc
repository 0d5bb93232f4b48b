#include "web/gfx/program.h"

#include <array>
#include <cstdio>
#include <string>
#include <utility>

#include "core/base/check.h"
#include "core/base/text.h"
#include "web/gfx/shader_sources.h"

namespace weir::gfx {
namespace {

#if defined(IMGUI_IMPL_OPENGL_ES3)
constexpr const char* kPrefix = "#version 300 es\nprecision highp float;\nprecision highp int;\n";
#else
constexpr const char* kPrefix = "#version 330 core\n";
#endif

GLuint Compile(GLenum kind, const std::string& name) {
  const std::string_view source = shaders::ShaderSource(name);
  const std::array<const char*, 2> parts = {kPrefix, source.data()};
  const std::array<GLint, 2> lengths = {-1, static_cast<GLint>(source.size())};
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 2, parts.data(), lengths.data());
  glCompileShader(shader);
  GLint compiled = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &compiled);
  if (compiled == 0) {
    std::array<char, 1024> log{};
    glGetShaderInfoLog(shader, static_cast<GLsizei>(log.size()), nullptr, log.data());
    std::fprintf(stderr, "%s: %s\n", name.c_str(), log.data());
  }
  WEIR_CHECK(compiled != 0);
  return shader;
}

}  // namespace

Program::Program(std::string_view name) : id_(glCreateProgram()) {
  const GLuint vertex = Compile(GL_VERTEX_SHADER, StrCat({name, ".vert.glsl"}));
  const GLuint fragment = Compile(GL_FRAGMENT_SHADER, StrCat({name, ".frag.glsl"}));
  glAttachShader(id_, vertex);
  glAttachShader(id_, fragment);
  glLinkProgram(id_);
  GLint linked = 0;
  glGetProgramiv(id_, GL_LINK_STATUS, &linked);
  if (linked == 0) {
    std::array<char, 1024> log{};
    glGetProgramInfoLog(id_, static_cast<GLsizei>(log.size()), nullptr, log.data());
    std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(name.size()), name.data(), log.data());
  }
  WEIR_CHECK(linked != 0);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
}

Program::Program(Program&& other) noexcept : id_(std::exchange(other.id_, 0)) {}

Program& Program::operator=(Program&& other) noexcept {
  std::swap(id_, other.id_);
  return *this;
}

Program::~Program() {
  if (id_ != 0) glDeleteProgram(id_);
}

}  // namespace weir::gfx
