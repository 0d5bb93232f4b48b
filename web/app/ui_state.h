// How the picture is to look and what a person does to it: everything of a front end that is
// neither the run (session.h) nor the drawing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/model/ids.h"
#include "web/ui/layout.h"
#include "web/ui/theme.h"

namespace weir::app {

// One record, by its place in the log.
struct RecordRef {
  StreamId stream;
  ShardIndex shard;
  uint64_t ordinal = 0;
  friend bool operator==(const RecordRef&, const RecordRef&) = default;
};

struct ShardRef {
  StreamId stream;
  ShardIndex shard;
  friend bool operator==(const ShardRef&, const ShardRef&) = default;
};

// What a delivery stream has delivered, by its number.
struct ObjectRef {
  DeliveryStreamId stream;
  int64_t number = 0;
  friend bool operator==(const ObjectRef&, const ObjectRef&) = default;
};

// At most one of them.
struct Selection {
  std::optional<RecordRef> record;
  std::optional<ShardRef> shard;
  std::optional<ObjectRef> object;
};

// Where the last frame drew a shard.
struct DrawnLane {
  StreamId stream;
  ShardIndex shard;
  ui::Box box;
};

// The same of an object's tile.
struct DrawnObject {
  ObjectRef ref;
  ui::Box box;
};

enum class InputKind : uint8_t { kMove, kLeave, kDown, kUp, kKey };

// CSS pixels from the canvas's corner. Fed to ImGui in this order, one frame at a time.
struct InputEvent {
  InputKind kind = InputKind::kMove;
  float x = 0;
  float y = 0;
  bool touch = false;
  int key = 0;  // ImGuiKey
  bool down = false;
};

inline constexpr double kZoomMin = 1.0 / 64;
inline constexpr double kZoomMax = 4'096;

struct ScenarioChoice {
  std::string name;
  std::string title;
};

struct UiState {
  ui::Theme theme = ui::DarkTheme();
  ui::LayoutKind layout = ui::LayoutKind::kFull;
  float width = 1280;  // CSS pixels.
  float height = 704;
  int pixel_width = 1280;  // Device pixels.
  int pixel_height = 704;
  float scale = 1;        // Device pixels a CSS pixel.
  bool own_bars = false;  // The desktop window draws its header and transport bar itself.
  bool context_lost = false;

  StreamId stream;  // The one that is shown.
  double zoom = 1;  // Above 1 a shorter stretch of time fills the lanes.
  Selection selection;

  std::vector<InputEvent> input;
  std::vector<ScenarioChoice> choices;  // Of the desktop window's own bar.
  std::string chosen;                   // To be loaded before the next frame.
  std::vector<DrawnLane> drawn;
  std::vector<DrawnObject> drawn_objects;
  Duration recent_span = Seconds(1);  // The last frame told loads over this time.
  const char* cursor = "default";     // A CSS cursor, as the last frame found it.
  // Frames that are still to be drawn though nothing moves: ImGui settles within a few.
  int frames_wanted = 3;

  void WantFrames() { frames_wanted = 3; }
};

}  // namespace weir::app
