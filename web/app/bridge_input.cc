// Looks, sizes and hands: what the page sends on as its own events come in.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "imgui.h"
#include "web/app/bridge_parts.h"

namespace weir::app {
namespace {

constexpr int64_t kPixelsMax = 16'384;
constexpr double kPixelsPerNotch = 100;

struct NamedColor {
  const char* name;
  ui::Color ui::Theme::* color;
};
constexpr auto kColors = std::to_array<NamedColor>({
    {"background", &ui::Theme::background},
    {"surface", &ui::Theme::surface},
    {"line", &ui::Theme::line},
    {"text", &ui::Theme::text},
    {"muted", &ui::Theme::muted},
    {"accent", &ui::Theme::accent},
    {"good", &ui::Theme::good},
    {"warn", &ui::Theme::warn},
    {"bad", &ui::Theme::bad},
});

struct NamedKey {
  std::string_view name;  // KeyboardEvent.key
  ImGuiKey key;
};
constexpr auto kKeys = std::to_array<NamedKey>({
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"Enter", ImGuiKey_Enter},
    {"Escape", ImGuiKey_Escape},
    {"Home", ImGuiKey_Home},
    {"End", ImGuiKey_End},
    {"PageUp", ImGuiKey_PageUp},
    {"PageDown", ImGuiKey_PageDown},
    {" ", ImGuiKey_Space},
    {"+", ImGuiKey_KeypadAdd},
    {"-", ImGuiKey_KeypadSubtract},
    {"0", ImGuiKey_0},
});

Result<int> PixelsOf(const Exchange& exchange, const char* name) {
  const std::optional<int64_t> pixels = exchange.Integer(name);
  if (!pixels || *pixels < 1 || *pixels > kPixelsMax) {
    return BadRequest(StrCat({name, ": a number of pixels from 1 to 16384 is needed"}));
  }
  return static_cast<int>(*pixels);
}

void WriteBox(JsonWriter& answer, const ui::Box& box) {
  answer.Member("x", static_cast<double>(box.x));
  answer.Member("y", static_cast<double>(box.y));
  answer.Member("width", static_cast<double>(box.w));
  answer.Member("height", static_cast<double>(box.h));
}

}  // namespace

Result<void> AnswerTheme(Exchange& exchange) {
  ui::Theme theme = exchange.Flag("dark") ? ui::DarkTheme() : ui::LightTheme();
  theme.forced = exchange.Flag("forced");
  theme.reduced = exchange.Flag("reduced");
  if (const Json* colors = exchange.Find("colors"); colors != nullptr && colors->is_object()) {
    for (const NamedColor& named : kColors) {
      const auto found = colors->find(named.name);
      if (found == colors->end() || !found->is_string()) continue;
      const std::optional<ui::Color> color = ui::ParseColor(found->get<std::string>());
      if (!color) return BadRequest(StrCat({"colors.", named.name, ": \"#rrggbb\" is needed"}));
      theme.*named.color = *color;
    }
    theme.raised = ui::Mix(theme.surface, theme.line, 0.5f);
  }
  exchange.ui.theme = theme;
  return {};
}

Result<void> AnswerResize(Exchange& exchange) {
  const Result<int> width = PixelsOf(exchange, "width");
  const Result<int> height = PixelsOf(exchange, "height");
  const Result<int> pixel_width = PixelsOf(exchange, "pixel_width");
  const Result<int> pixel_height = PixelsOf(exchange, "pixel_height");
  for (const Result<int>* pixels : {&width, &height, &pixel_width, &pixel_height}) {
    if (!pixels->ok()) return pixels->error();
  }
  const double scale = exchange.Number("scale").value_or(1);
  if (!(scale >= 0.25 && scale <= 8)) return BadRequest("scale: 0.25 to 8 is needed");
  UiState& ui = exchange.ui;
  ui.width = static_cast<float>(width.value());
  ui.height = static_cast<float>(height.value());
  ui.pixel_width = pixel_width.value();
  ui.pixel_height = pixel_height.value();
  ui.scale = static_cast<float>(scale);
  const std::string layout = exchange.Text("layout").value_or("full");
  ui.layout = layout == "embed"   ? ui::LayoutKind::kEmbed
              : layout == "phone" ? ui::LayoutKind::kPhone
                                  : ui::LayoutKind::kFull;
  return {};
}

Result<void> AnswerPointer(Exchange& exchange) {
  const std::string type = exchange.Text("type").value_or("");
  InputEvent event;
  event.x = static_cast<float>(exchange.Number("x").value_or(0));
  event.y = static_cast<float>(exchange.Number("y").value_or(0));
  event.touch = exchange.Text("kind").value_or("mouse") == "touch";
  event.kind = type == "down"                        ? InputKind::kDown
               : type == "up"                        ? InputKind::kUp
               : type == "leave" || type == "cancel" ? InputKind::kLeave
                                                     : InputKind::kMove;
  std::vector<InputEvent>& input = exchange.ui.input;
  // Only moves are merged: a tap shorter than a frame must not get lost.
  if (event.kind == InputKind::kMove && !input.empty() && input.back().kind == InputKind::kMove) {
    input.back() = event;
  } else {
    input.push_back(event);
  }
  exchange.answer.Member("cursor", exchange.ui.cursor);
  return {};
}

Result<void> AnswerWheel(Exchange& exchange) {
  // The page only sends what is meant for the picture. A notch is a fifth more or less time; in the
  // DOM towards the person is positive: zooms out.
  const double notches = exchange.Number("dy").value_or(0) / kPixelsPerNotch;
  UiState& ui = exchange.ui;
  ui.zoom = std::clamp(ui.zoom * std::pow(1.2, -notches), kZoomMin, kZoomMax);
  return {};
}

Result<void> AnswerPicture(Exchange& exchange) {
  const std::vector<Stream>& streams = exchange.session.engine().streams().streams();
  exchange.answer.BeginArray("lanes");
  for (const DrawnLane& lane : exchange.ui.drawn) {
    if (lane.stream.index() >= streams.size()) continue;
    exchange.answer.BeginObject();
    exchange.answer.Member("stream", streams[lane.stream.index()].settings().name);
    exchange.answer.Member("shard", lane.shard.value);
    WriteBox(exchange.answer, lane.box);
    exchange.answer.EndObject();
  }
  exchange.answer.EndArray();
  const std::vector<DeliveryStreamView>& deliveries = exchange.session.view().delivery_streams;
  exchange.answer.BeginArray("objects");
  for (const DrawnObject& object : exchange.ui.drawn_objects) {
    if (object.ref.stream.index() >= deliveries.size()) continue;
    exchange.answer.BeginObject();
    exchange.answer.Member("delivery_stream", deliveries[object.ref.stream.index()].name);
    exchange.answer.Member("number", object.ref.number);
    WriteBox(exchange.answer, object.box);
    exchange.answer.EndObject();
  }
  exchange.answer.EndArray();
  return {};
}

Result<void> AnswerKey(Exchange& exchange) {
  const std::string name = exchange.Text("key").value_or("");
  for (const NamedKey& named : kKeys) {
    if (named.name != name) continue;
    InputEvent event;
    event.kind = InputKind::kKey;
    event.key = named.key;
    event.down = exchange.Text("type").value_or("down") == "down";
    exchange.ui.input.push_back(event);
  }
  return {};
}

}  // namespace weir::app
