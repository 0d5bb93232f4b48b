// One frame of the front end: input in, panels and records out. What main() has beside a host.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "web/app/bridge.h"
#include "web/app/session.h"
#include "web/app/ui_state.h"
#include "web/gfx/record_layer.h"
#include "web/ui/fonts.h"
#include "web/ui/scene.h"

struct ImDrawData;

namespace weir::app {

class App {
 public:
  // `read_data` gives the data sets that scenarios name.
  explicit App(ReadFile read_data) : bridge_(session_, ui_, std::move(read_data)) {}
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  Session& session() { return session_; }
  UiState& ui() { return ui_; }
  // A request to the bridge.
  std::string Call(std::string_view request);

  // With a current ImGui context and GL context; once. `software`: GL is done by the processor.
  void Start(bool software);
  // Moves virtual time on and draws into the current framebuffer. Nothing while the context is
  // lost.
  void Frame(double dt_ms);
  // Whether the next frame will look different without any new input.
  bool wants_frame() const { return session_.moving() || animating_ || ui_.frames_wanted > 0; }

 private:
  void FeedInput();
  void MakeDeviceObjects();
  void FreeDeviceObjects();
  void UpdateWindow(double dt_ms, float length);
  void DrawPanels(const ui::Layout& layout);
  void UpdateRecords(const ui::Scene& scene);

  Session session_;
  UiState ui_;
  Bridge bridge_;
  std::unique_ptr<gfx::RecordLayer> records_;
  bool software_ = false;
  ui::Fonts fonts_;
  float font_scale_ = 0;
  double window_us_ = 0;  // As drawn: on its way to where speed and zoom want it.
  double window_target_us_ = 0;
  uint64_t window_epoch_ = 0;
  bool animating_ = false;
  // What the points of refused writes were made from.
  struct RefusalsKey {
    uint64_t version = UINT64_MAX;
    StreamId stream;
    Duration window;
    friend bool operator==(const RefusalsKey&, const RefusalsKey&) = default;
  };
  RefusalsKey refusals_key_;
};

}  // namespace weir::app
