#include "web/ui/transport_bar.h"

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "web/ui/controls.h"
#include "web/ui/format.h"

namespace weir::ui {
namespace {

void TogglePlay(app::Session& session) {
  if (session.playback().playing()) {
    session.Pause();
  } else {
    session.Play();
  }
}

void HandleKeys(Panel& panel) {
  app::Session& session = panel.session;
  if (ImGui::IsKeyPressed(ImGuiKey_Space, false)) TogglePlay(session);
  if (ImGui::IsKeyPressed(ImGuiKey_Period)) session.Step();
  if (ImGui::IsKeyPressed(ImGuiKey_Comma)) session.StepBack();
  if (ImGui::IsKeyPressed(ImGuiKey_Equal) || ImGui::IsKeyPressed(ImGuiKey_KeypadAdd)) {
    session.SetSpeed(app::FasterThan(session.playback().speed()));
  }
  if (ImGui::IsKeyPressed(ImGuiKey_Minus) || ImGui::IsKeyPressed(ImGuiKey_KeypadSubtract)) {
    session.SetSpeed(app::SlowerThan(session.playback().speed()));
  }
  if (ImGui::IsKeyPressed(ImGuiKey_Home, false)) session.SeekTo(Micros(0));
  if (ImGui::IsKeyPressed(ImGuiKey_End, false)) session.SeekTo(session.scenario().duration);
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) panel.state.selection = {};
}

void DrawMarkers(Panel& panel, const Box& track) {
  const app::Session& session = panel.session;
  const auto whole = static_cast<float>(session.scenario().duration.micros);
  for (const std::vector<TimedCommand>* list :
       {&session.scenario().events, &session.timeline().commands()}) {
    for (const TimedCommand& timed : *list) {
      const float x = track.x + track.w * static_cast<float>(timed.at.micros) / whole;
      panel.paint.Fill({x - 1, track.y - 5, 2, track.h + 10}, panel.theme.warn, 1);
    }
  }
}

void DrawScrubber(Panel& panel, const Box& box) {
  if (box.w < 40) return;
  const Theme& theme = panel.theme;
  app::Session& session = panel.session;
  ImGui::SetCursorScreenPos({box.x, box.y});
  ImGui::InvisibleButton("scrub", {box.w, box.h});
  const bool held = ImGui::IsItemActive();
  if (ImGui::IsItemHovered() || held) panel.state.cursor = "pointer";
  const Box track{box.x, box.y + box.h / 2 - 2, box.w, 4};
  if (held) {
    const float share = std::clamp((ImGui::GetIO().MousePos.x - track.x) / track.w, 0.0f, 1.0f);
    session.SeekTo(Micros(static_cast<int64_t>(
        static_cast<double>(share) * static_cast<double>(session.scenario().duration.micros))));
  }
  const double share = static_cast<double>(session.elapsed().micros) /
                       static_cast<double>(session.scenario().duration.micros);
  const float x = track.x + track.w * static_cast<float>(std::clamp(share, 0.0, 1.0));
  panel.paint.Fill(track, theme.line, 2);
  panel.paint.Fill({track.x, track.y, x - track.x, track.h}, theme.accent, 2);
  DrawMarkers(panel, track);
  panel.paint.Dot({x, track.y + 2}, held ? 8.0f : 7.0f, theme.accent);
}

void DrawSpeed(Panel& panel, Box& room) {
  app::Session& session = panel.session;
  const double speed = session.playback().speed();
  if (TextButton(panel, "slower", CutLeft(room, 28).Inset(0, 12), "\u2212")) {
    session.SetSpeed(app::SlowerThan(speed));
  }
  panel.paint.TextIn(panel.paint.fonts().mono, CutLeft(room, 58), panel.theme.text,
                     FormatSpeed(speed), Align::kCenter);
  if (TextButton(panel, "faster", CutLeft(room, 28).Inset(0, 12), "+")) {
    session.SetSpeed(app::FasterThan(speed));
  }
}

}  // namespace

void DrawTransportBar(Panel& panel) {
  Box room = panel.scene.layout.transport;
  if (room.empty()) return;
  const Theme& theme = panel.theme;
  app::Session& session = panel.session;
  panel.paint.Fill(room, theme.surface);
  panel.paint.Line({room.x, room.y + 0.5f}, {room.right(), room.y + 0.5f}, theme.line);
  const bool narrow = room.w < 640;
  room = room.Inset(narrow ? 10.0f : 16.0f, 0);
  const auto cell = [&room] { return CutLeft(room, 36).Inset(2, 10); };
  if (!narrow && IconButton(panel, "start", cell(), Icon::kStart)) session.SeekTo(Micros(0));
  if (!narrow && IconButton(panel, "back", cell(), Icon::kStepBack)) session.StepBack();
  if (IconButton(panel, "play", cell(),
                 session.playback().playing() ? Icon::kPause : Icon::kPlay)) {
    TogglePlay(session);
  }
  if (!narrow && IconButton(panel, "step", cell(), Icon::kStep)) session.Step();
  CutLeft(room, 8);
  if (room.w > 420) DrawSpeed(panel, room);
  CutLeft(room, 14);
  const std::string time =
      StrCat({FormatElapsed(session.elapsed()), " / ", FormatAge(session.scenario().duration)});
  ImFont* font = narrow ? panel.paint.fonts().mono_small : panel.paint.fonts().mono;
  const float width = Painter::WidthOf(font, time) + 14;
  panel.paint.TextIn(font, CutRight(room, width), theme.text, time, Align::kRight);
  DrawScrubber(panel, room.Inset(8, 8));
  HandleKeys(panel);
}

}  // namespace weir::ui
