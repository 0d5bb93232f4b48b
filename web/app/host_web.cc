// The page as host: it owns frames, input and sizes (web/page/bridge.js is the other side).
#include <SDL.h>
#include <emscripten.h>
#include <emscripten/html5.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backends/imgui_impl_opengl3.h"
#include "core/base/check.h"
#include "core/base/embedded_file.h"
#include "core/base/result.h"
#include "core/base/text.h"
#include "imgui.h"
#include "web/app/app.h"
#include "web/app/host.h"
#include "web/gfx/font_files.h"
#include "web/gfx/gl.h"

namespace weir {

void HostCheckFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace weir

namespace {

constexpr GLenum kUnmaskedRenderer = 0x9246;  // WEBGL_debug_renderer_info

// SDL looks for "#canvas"; ours stands in a shadow root, where no selector finds it.
EM_JS(void, NameCanvas, (const char* target),
      { specialHTMLTargets['#canvas'] = specialHTMLTargets[UTF8ToString(target)]; });

// SDL asks by name for GL functions that it never calls here; Emscripten's own answer would carry
// all of WebGL's glue along.
extern "C" void* eglGetProcAddress(const char*) { return nullptr; }

using Files = std::map<std::string, std::string, std::less<>>;

// Data sets that the page has fetched, by name.
Files& FetchedData() {
  static Files files;
  return files;
}

Files& FetchedFonts() {
  static Files files;
  return files;
}

weir::Result<std::string> ReadFetched(std::string_view name) {
  const auto found = FetchedData().find(name);
  if (found != FetchedData().end()) return found->second;
  return weir::Error{weir::ErrorCode::kInput,
                     weir::StrCat({"the data file \"", name, "\" is not beside the page"})};
}

// One instance of the program is one playground.
weir::app::App& TheApp() {
  static weir::app::App app(ReadFetched);
  return app;
}

bool RendersInSoftware() {
  if (!emscripten_webgl_enable_extension(emscripten_webgl_get_current_context(),
                                         "WEBGL_debug_renderer_info")) {
    return false;
  }
  const auto* name = reinterpret_cast<const char*>(glGetString(kUnmaskedRenderer));
  if (name == nullptr) return false;
  const std::string_view renderer(name);
  for (const std::string_view known : {"SwiftShader", "llvmpipe", "Software", "software"}) {
    if (renderer.find(known) != std::string_view::npos) return true;
  }
  return false;
}

bool MakeContext() {
  // Keys would otherwise be taken from the whole window.
  SDL_SetHint("SDL_EMSCRIPTEN_KEYBOARD_ELEMENT", "#weir-has-no-such-element");
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return false;
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_ALPHA_SIZE, 0);
  SDL_Window* window = SDL_CreateWindow("weir", 0, 0, 1, 1, SDL_WINDOW_OPENGL);
  if (window == nullptr || SDL_GL_CreateContext(window) == nullptr) return false;
  // SDL has just put listeners on the canvas, the document and the window that swallow touch, wheel
  // and clicks of a page that is not ours. All input comes through weir_call.
  emscripten_html5_remove_all_event_listeners();
  return true;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE int weir_start(const char* canvas) {
  NameCanvas(canvas);
  if (!MakeContext()) return 1;
  ImGui::CreateContext();
  if (!ImGui_ImplOpenGL3_Init("#version 300 es")) return 1;
  TheApp().Start(RendersInSoftware());
  return 0;
}

EMSCRIPTEN_KEEPALIVE void weir_font(const char* name, const char* bytes, int size) {
  FetchedFonts().insert_or_assign(name, std::string(bytes, static_cast<size_t>(size)));
}

EMSCRIPTEN_KEEPALIVE void weir_data(const char* name, const char* text) {
  FetchedData().insert_or_assign(name, text);
}

EMSCRIPTEN_KEEPALIVE const char* weir_call(const char* request) {
  static std::string answer;
  answer = TheApp().Call(request);
  return answer.c_str();
}

EMSCRIPTEN_KEEPALIVE int weir_frame(double dt_ms) {
  weir::app::App& app = TheApp();
  app.Frame(dt_ms);
  const int moving = app.wants_frame() ? 1 : 0;
  const int notices = app.session().chronicle().has_notices() ? 2 : 0;
  return moving | notices;
}

}  // extern "C"

namespace weir::fonts {

std::span<const EmbeddedFile> FontFiles() {
  static const std::vector<EmbeddedFile> files = [] {
    std::vector<EmbeddedFile> list;
    for (const auto& [name, bytes] : FetchedFonts()) list.push_back({name, bytes});
    return list;
  }();
  return files;
}

}  // namespace weir::fonts

namespace weir::app {

int RunHost(int, char**) { return 0; }

}  // namespace weir::app
