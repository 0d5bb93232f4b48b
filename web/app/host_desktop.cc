// A window of the desktop as host: SDL2 and OpenGL 3.3. Also makes pictures of it without one.
#include <SDL.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "backends/imgui_impl_opengl3.h"
#include "backends/imgui_impl_sdl2.h"
#include "core/base/check.h"
#include "core/engine/scenario_json.h"
#include "imgui.h"
#include "web/app/app.h"
#include "web/app/desktop_options.h"
#include "web/app/host.h"
#include "web/app/png.h"
#include "web/gfx/gl.h"

namespace weir {

void HostCheckFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace weir

namespace weir::app {
namespace {

constexpr double kFrameMs = 1'000.0 / 120;

int Fail(const std::string& message) {
  std::fprintf(stderr, "weir-ui: %s\n", message.c_str());
  return 2;
}

bool RendersInSoftware() {
  const auto* name = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  const std::string_view renderer(name == nullptr ? "" : name);
  return renderer.find("llvmpipe") != std::string_view::npos ||
         renderer.find("softpipe") != std::string_view::npos;
}

struct Window {
  SDL_Window* window = nullptr;
  SDL_GLContext context = nullptr;
};

// Nothing in it when there is no display or no OpenGL 3.3; SDL_GetError() says why.
Window OpenWindow(const DesktopOptions& options) {
  Window made;
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return made;
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
  uint32_t flags = SDL_WINDOW_OPENGL | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI;
  if (!options.screenshot.empty()) flags |= SDL_WINDOW_HIDDEN;
  made.window = SDL_CreateWindow("Weir", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                 options.width, options.height, flags);
  if (made.window != nullptr) made.context = SDL_GL_CreateContext(made.window);
  return made;
}

// A framebuffer of its own, so that a picture may be larger than the screen.
void DrawInto(App& app, int frames) {
  UiState& ui = app.ui();
  GLuint color = 0;
  glGenRenderbuffers(1, &color);
  glBindRenderbuffer(GL_RENDERBUFFER, color);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGB8, ui.pixel_width, ui.pixel_height);
  GLuint target = 0;
  glGenFramebuffers(1, &target);
  glBindFramebuffer(GL_FRAMEBUFFER, target);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, color);
  // ImGui lays a window out in its first frame and shows it in the second.
  for (int i = 0; i < frames; ++i) app.Frame(16);
}

int SaveScreenshot(App& app, const DesktopOptions& options) {
  UiState& ui = app.ui();
  ui.scale = options.scale;
  ui.pixel_width = static_cast<int>(static_cast<float>(options.width) * options.scale);
  ui.pixel_height = static_cast<int>(static_cast<float>(options.height) * options.scale);
  if (options.hover_x >= 0) {
    for (const InputKind kind : {InputKind::kMove, InputKind::kDown, InputKind::kUp}) {
      if (kind != InputKind::kMove && !options.click) continue;
      InputEvent event;
      event.kind = kind;
      event.x = static_cast<float>(options.hover_x);
      event.y = static_cast<float>(options.hover_y);
      ui.input.push_back(event);
    }
  }
  DrawInto(app, 6);
  const auto width = static_cast<size_t>(ui.pixel_width);
  const auto height = static_cast<size_t>(ui.pixel_height);
  std::vector<uint8_t> pixels(width * height * 3);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, ui.pixel_width, ui.pixel_height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
  // GL counts rows from below.
  std::vector<uint8_t> upright;
  upright.reserve(pixels.size());
  for (size_t row = height; row > 0; --row) {
    const auto begin = pixels.begin() + static_cast<std::ptrdiff_t>((row - 1) * width * 3);
    upright.insert(upright.end(), begin, begin + static_cast<std::ptrdiff_t>(width * 3));
  }
  const std::string png = EncodePng(ui.pixel_width, ui.pixel_height, upright);
  std::FILE* file = std::fopen(options.screenshot.c_str(), "wb");
  if (file == nullptr) return Fail(options.screenshot + ": cannot be written");
  const bool written = std::fwrite(png.data(), 1, png.size(), file) == png.size();
  const bool closed = std::fclose(file) == 0;
  return written && closed ? 0 : Fail(options.screenshot + ": cannot be written");
}

void TakeWheel(App& app, const SDL_Event& event) {
  UiState& ui = app.ui();
  ui.zoom *= event.wheel.preciseY > 0 ? 1.2 : 1 / 1.2;
  ui.zoom = std::clamp(ui.zoom, kZoomMin, kZoomMax);
}

// False when the window was closed.
bool TakeEvents(App& app, const Window& window) {
  // Sleeps while nothing moves: an idle window costs nothing.
  SDL_Event event;
  bool any = app.wants_frame() ? SDL_PollEvent(&event) != 0 : SDL_WaitEvent(&event) != 0;
  while (any) {
    ImGui_ImplSDL2_ProcessEvent(&event);
    app.ui().WantFrames();
    if (event.type == SDL_QUIT) return false;
    if (event.type == SDL_MOUSEWHEEL) TakeWheel(app, event);
    any = SDL_PollEvent(&event) != 0;
  }
  UiState& ui = app.ui();
  int width = 0;
  int height = 0;
  SDL_GetWindowSize(window.window, &width, &height);
  SDL_GL_GetDrawableSize(window.window, &ui.pixel_width, &ui.pixel_height);
  ui.width = static_cast<float>(std::max(width, 1));
  ui.height = static_cast<float>(std::max(height, 1));
  ui.scale = static_cast<float>(ui.pixel_width) / ui.width;
  return true;
}

void RunWindow(App& app, const Window& window) {
  ImGui_ImplSDL2_InitForOpenGL(window.window, window.context);
  SDL_GL_SetSwapInterval(1);
  uint64_t before = SDL_GetPerformanceCounter();
  while (TakeEvents(app, window)) {
    if (!app.ui().chosen.empty()) {
      static_cast<void>(LoadInto(app.session(), std::exchange(app.ui().chosen, {})));
      app.ui().selection = {};
    }
    const uint64_t now = SDL_GetPerformanceCounter();
    const double dt_ms = static_cast<double>(now - before) * 1e3 /
                         static_cast<double>(SDL_GetPerformanceFrequency());
    before = now;
    ImGui_ImplSDL2_NewFrame();
    app.Frame(dt_ms);
    SDL_GL_SwapWindow(window.window);
    // Where the driver does not wait for the screen, we do.
    const double spent_ms = static_cast<double>(SDL_GetPerformanceCounter() - now) * 1e3 /
                            static_cast<double>(SDL_GetPerformanceFrequency());
    if (spent_ms < kFrameMs) SDL_Delay(static_cast<uint32_t>(kFrameMs - spent_ms));
    int64_t missed = 0;
    app.session().chronicle().TakeNotices(missed);
  }
  ImGui_ImplSDL2_Shutdown();
}

}  // namespace

int RunHost(int argc, char** argv) {
  const Result<DesktopOptions> parsed = ParseDesktopOptions({argv + 1, argv + argc});
  if (!parsed.ok()) return Fail(parsed.error().message);
  const DesktopOptions& options = parsed.value();
  if (options.help) {
    std::fputs(DesktopHelp(), stdout);
    return 0;
  }
  auto app = std::make_unique<App>(ReadBundledFile);
  if (const Result<void> ready = Prepare(*app, options); !ready.ok()) {
    return Fail(ready.error().message);
  }
  const Window window = OpenWindow(options);
  if (window.context == nullptr) {
    return Fail(std::string("no window with OpenGL 3.3: ") + SDL_GetError());
  }
  ImGui::CreateContext();
  ImGui_ImplOpenGL3_Init("#version 330 core");
  app->Start(RendersInSoftware());
  int status = 0;
  if (options.screenshot.empty()) {
    RunWindow(*app, window);
  } else {
    status = SaveScreenshot(*app, options);
  }
  app.reset();
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
  SDL_GL_DeleteContext(window.context);
  SDL_DestroyWindow(window.window);
  SDL_Quit();
  return status;
}

}  // namespace weir::app
