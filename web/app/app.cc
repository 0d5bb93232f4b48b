#include "web/app/app.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "backends/imgui_impl_opengl3.h"
#include "imgui.h"
#include "web/app/picture.h"
#include "web/gfx/gl.h"
#include "web/ui/axis.h"
#include "web/ui/deliveries.h"
#include "web/ui/focus.h"
#include "web/ui/header_bar.h"
#include "web/ui/heads.h"
#include "web/ui/inspector.h"
#include "web/ui/lanes.h"
#include "web/ui/plots.h"
#include "web/ui/readouts.h"
#include "web/ui/title_line.h"
#include "web/ui/transport_bar.h"

namespace weir::app {
namespace {

// The window's way to a new length: most of it within a quarter of a second.
constexpr double kZoomRateMs = 80;

void DrawRecords(const ImDrawList*, const ImDrawCmd* command) {
  static_cast<const gfx::RecordLayer*>(command->UserCallbackData)->Draw();
}

}  // namespace

void App::Start(bool software) {
  software_ = software;
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigInputTrickleEventQueue = true;
  io.ConfigInputTextCursorBlink = false;
  ImGuiStyle& style = ImGui::GetStyle();
  style.WindowPadding = {0, 0};
  style.WindowBorderSize = 0;
  style.WindowRounding = 0;
  // Thousands of glyphs are quads anyway; lines and circles are smooth where that is cheap.
  style.AntiAliasedLinesUseTex = true;
  MakeDeviceObjects();
}

void App::MakeDeviceObjects() {
  FreeDeviceObjects();
  font_scale_ = ui_.scale;
  fonts_ = ui::BuildFonts(font_scale_);
  ImGui_ImplOpenGL3_CreateDeviceObjects();
  records_ = std::make_unique<gfx::RecordLayer>(software_);
  refusals_key_ = {};
}

void App::FreeDeviceObjects() {
  records_.reset();
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
}

std::string App::Call(std::string_view request) {
  std::string answer = bridge_.Call(request);
  // What was made in a context can be let go of while that is lost, but not in the one after it.
  if (ui_.context_lost && records_ != nullptr) FreeDeviceObjects();
  return answer;
}

void App::FeedInput() {
  ImGuiIO& io = ImGui::GetIO();
  for (const InputEvent& event : ui_.input) {
    io.AddMouseSourceEvent(event.touch ? ImGuiMouseSource_TouchScreen : ImGuiMouseSource_Mouse);
    switch (event.kind) {
      case InputKind::kMove:
        io.AddMousePosEvent(event.x, event.y);
        break;
      case InputKind::kLeave:
        io.AddMouseButtonEvent(0, false);
        io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
        break;
      case InputKind::kDown:
        io.AddMousePosEvent(event.x, event.y);
        io.AddMouseButtonEvent(0, true);
        break;
      case InputKind::kUp:
        io.AddMousePosEvent(event.x, event.y);
        io.AddMouseButtonEvent(0, false);
        break;
      case InputKind::kKey:
        io.AddKeyEvent(static_cast<ImGuiKey>(event.key), event.down);
        break;
    }
  }
  ui_.input.clear();
}

void App::UpdateWindow(double dt_ms, float length) {
  const EngineView& view = session_.view();
  const size_t stream = ui_.stream.index() < view.streams.size() ? ui_.stream.index() : 0;
  window_target_us_ = static_cast<double>(ui::WindowFor(session_.playback().speed(), length,
                                                        session_.scenario().duration,
                                                        view.streams[stream].retention, ui_.zoom)
                                              .micros);
  const bool at_once = window_us_ <= 0 || ui_.theme.reduced || window_epoch_ == 0;
  window_epoch_ = session_.epoch();
  const double ratio = window_target_us_ / std::max(window_us_, 1.0);
  if (at_once || std::abs(std::log(ratio)) < 0.004) {
    window_us_ = window_target_us_;
    animating_ = false;
    return;
  }
  // By ratios, so that a second and a day are equally far from a minute.
  window_us_ *= std::pow(ratio, 1 - std::exp(-std::clamp(dt_ms, 8.0, 50.0) / kZoomRateMs));
  animating_ = true;
}

void App::Frame(double dt_ms) {
  if (ui_.context_lost || !session_.loaded()) return;
  if (records_ == nullptr || font_scale_ != ui_.scale) MakeDeviceObjects();
  session_.Advance(dt_ms);
  const ui::Layout layout = ui::ComputeLayout(
      ui_.layout, ui_.width, ui_.height,
      {.own_bars = ui_.own_bars, .delivery_streams = session_.view().delivery_streams.size()});
  UpdateWindow(dt_ms, layout.lanes_length());

  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {ui_.width, ui_.height};
  io.DisplayFramebufferScale = {static_cast<float>(ui_.pixel_width) / ui_.width,
                                static_cast<float>(ui_.pixel_height) / ui_.height};
  io.DeltaTime = static_cast<float>(std::clamp(dt_ms, 1.0, 50.0) / 1'000);
  const bool had_input = !ui_.input.empty();
  FeedInput();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  DrawPanels(layout);
  ImGui::Render();
  if (ui_.frames_wanted > 0 && !had_input) --ui_.frames_wanted;

  const ui::Color ground = ui_.theme.background;
  glViewport(0, 0, ui_.pixel_width, ui_.pixel_height);
  glClearColor(static_cast<float>(ground.r) / 255, static_cast<float>(ground.g) / 255,
               static_cast<float>(ground.b) / 255, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void App::DrawPanels(const ui::Layout& layout) {
  ui_.cursor = "default";
  const auto window = Micros(std::max<int64_t>(std::llround(window_us_), 1));
  ui::Scene scene = ui::MakeScene(session_.view(), ui_.stream, layout, window, ui_.theme.reduced);
  CountRecent(session_.engine(), scene);
  ui_.recent_span = scene.recent_span;
  ui_.drawn = LanesDrawn(scene);
  UpdateRecords(scene);

  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({ui_.width, ui_.height});
  ImGui::Begin("weir", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
                   ImGuiWindowFlags_NoBringToFrontOnFocus);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ui::Painter painter(list, fonts_);
  ui::Panel panel{painter, ui_.theme, scene, session_, ui_};
  ui::DrawLanesBelow(panel);
  list.AddCallback(DrawRecords, records_.get());
  list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  ui::DrawLanesAbove(panel);
  ui::DrawHeads(panel);
  ui::DrawAxis(panel);
  ui::DrawTitleLine(panel);
  const std::vector<ui::DeliveryRow> deliveries = ui::DeliveryRowsOf(*scene.view, layout);
  ui::DrawDeliveries(panel, deliveries);
  ui_.drawn_objects = ObjectsDrawn(deliveries);
  ui::DrawPlots(panel);
  ui::DrawReadouts(panel);
  ui::DrawInspector(panel);
  if (ui_.own_bars) {
    ui::DrawHeaderBar(panel);
    ui::DrawTransportBar(panel);
  }
  ui::DrawFocus(panel, deliveries);
  if (std::string_view(ui_.cursor) == "pointer") ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  ImGui::End();
}

void App::UpdateRecords(const ui::Scene& scene) {
  gfx::RecordLayer::Input input;
  input.stream = scene.stream_id;
  input.epoch = session_.epoch();
  input.window = scene.axis.window();
  input.plane = PlaneOf(scene, ui_);
  input.lanes = LanesOf(scene);
  input.density_lanes = DensityLanesOf(scene);
  const Chronicle& chronicle = session_.chronicle();
  std::vector<gfx::RecordPoint> refusals;
  const RefusalsKey key{chronicle.marks_version(), scene.stream_id, scene.axis.window()};
  if (key != refusals_key_) {
    refusals_key_ = key;
    refusals = RefusalsOf(scene, chronicle);
    input.refusals = &refusals;
  }
  records_->Update(session_.engine(), input);
}

}  // namespace weir::app
