#include "web/ui/focus.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "web/gfx/record_feed.h"
#include "web/gfx/record_point.h"
#include "web/ui/format.h"
#include "web/ui/pick.h"

namespace weir::ui {
namespace {

// Of the selected key at most so many records are linked; the newest.
constexpr size_t kLinkedMax = 400;
constexpr size_t kLookedAtMax = 20'000;

void TellSelection(Panel& panel, std::optional<app::RecordRef> ref) {
  app::Notice notice;
  notice.kind = app::NoticeKind::kSelect;
  notice.at = panel.scene.view->now;
  notice.selected = ref.has_value();
  if (ref) {
    notice.stream = ref->stream;
    notice.shard = ref->shard;
    notice.ordinal = ref->ordinal;
  }
  panel.session.chronicle().Tell(std::move(notice));
}

// The label stands beside the pointer, wherever there is room.
void DrawLabel(Panel& panel, Spot at, const std::string& first, const std::string& second) {
  const Fonts& fonts = panel.paint.fonts();
  const float width =
      std::max(Painter::WidthOf(fonts.body, first), Painter::WidthOf(fonts.mono_small, second)) +
      24;
  Box box{at.x + 14, at.y + 12, width, 44};
  if (box.right() > panel.state.width - 8) box.x = at.x - 14 - width;
  if (box.bottom() > panel.state.height - 8) box.y = at.y - 12 - box.h;
  box.x = std::max(box.x, 4.0f);
  panel.paint.Fill({box.x, box.y + 2, box.w, box.h}, Rgb(0).WithAlpha(0.25f), 8);
  panel.paint.Fill(box, panel.theme.raised, 8);
  panel.paint.Frame(box, panel.theme.line, 8);
  panel.paint.Text(fonts.body, {box.x + 12, box.y + 7}, panel.theme.text, first);
  panel.paint.Text(fonts.mono_small, {box.x + 12, box.y + 25}, panel.theme.muted, second);
}

// The records of one key in a shard, linked in the order of their sequence numbers.
void DrawLinks(Panel& panel, const app::RecordRef& ref, const RecordView& selected) {
  const Scene& scene = panel.scene;
  const Engine& engine = panel.session.engine();
  const ShardView& shard = scene.stream().shards[ref.shard.index()];
  const uint64_t from =
      gfx::FirstSince(engine, ref.stream, ref.shard, scene.now - scene.axis.window());
  const uint64_t count = std::min<uint64_t>(shard.end - from, kLookedAtMax);
  std::vector<RecordView> records;
  engine.CopyRecords(ref.stream, ref.shard, shard.end - count, static_cast<size_t>(count), records);
  std::vector<ImVec2> line;
  for (size_t i = records.size(); i > 0 && line.size() < kLinkedMax; --i) {
    const RecordView& record = records[i - 1];
    if (record.producer != selected.producer || record.key != selected.key) continue;
    if (const std::optional<Spot> at = SpotOf(scene, ref.shard, record)) {
      line.push_back(ToImGui(*at));
    }
  }
  if (line.size() < 2) return;
  const Color color = panel.theme.keys[gfx::ColorOfKey(selected.key)];
  panel.paint.list().AddPolyline(line.data(), static_cast<int>(line.size()),
                                 ToImGui(color.WithAlpha(0.8f)), 0, 1.5f);
}

// Where a key lands: a mark on the strip of the hash space.
void DrawPlace(Panel& panel, uint32_t place, Color color) {
  const Scene& scene = panel.scene;
  const Box& strip = scene.layout.hash_strip;
  const float across = scene.lanes.At(place);
  if (scene.layout.time_runs_down) {
    panel.paint.Fill({strip.x + across - 1.5f, strip.y - 3, 3, strip.h + 6}, color, 1.5f);
  } else {
    panel.paint.Fill({strip.x - 3, strip.y + across - 1.5f, strip.w + 6, 3}, color, 1.5f);
  }
}

void DrawSelected(Panel& panel) {
  const std::optional<app::RecordRef>& ref = panel.state.selection.record;
  const Scene& scene = panel.scene;
  if (!ref || ref->stream != scene.stream_id) return;
  if (ref->shard.index() >= scene.stream().shards.size()) return;
  const ShardView& shard = scene.stream().shards[ref->shard.index()];
  if (ref->ordinal < shard.trim_horizon || ref->ordinal >= shard.end) return;
  std::vector<RecordView> found;
  panel.session.engine().CopyRecords(ref->stream, ref->shard, ref->ordinal, 1, found);
  if (found.empty()) return;
  DrawLinks(panel, *ref, found.front());
  DrawPlace(panel, found.front().hash_place, panel.theme.keys[gfx::ColorOfKey(found.front().key)]);
  const std::optional<Spot> at = SpotOf(scene, ref->shard, found.front());
  if (!at) return;
  panel.paint.Ring(*at, 9, panel.theme.text, 2);
  panel.paint.Ring(*at, 11.5f, panel.theme.background.WithAlpha(0.6f), 1);
}

void Select(Panel& panel, const std::optional<Hit>& hit, Spot mouse) {
  app::Selection& selection = panel.state.selection;
  if (hit) {
    selection = {hit->ref, std::nullopt, std::nullopt};
    TellSelection(panel, hit->ref);
    return;
  }
  const bool had_record = selection.record.has_value();
  const std::optional<app::ShardRef> shard = ShardAt(panel.scene, mouse);
  // A second click on a lane lets go of it.
  selection = shard && selection.shard != shard ? app::Selection{std::nullopt, shard, std::nullopt}
                                                : app::Selection{};
  if (had_record) TellSelection(panel, std::nullopt);
}

// A second click on a tile lets go of it.
void SelectObject(Panel& panel, const ObjectHit& hit) {
  const app::ObjectRef ref{hit.stream, hit.object->number};
  app::Selection& selection = panel.state.selection;
  const bool had_record = selection.record.has_value();
  selection =
      selection.object == ref ? app::Selection{} : app::Selection{std::nullopt, std::nullopt, ref};
  if (had_record) TellSelection(panel, std::nullopt);
}

// True when the mouse is over one.
bool FocusObject(Panel& panel, const std::vector<DeliveryRow>& rows, Spot mouse, bool clicked) {
  const std::optional<ObjectHit> hit = ObjectAt(rows, mouse);
  if (!hit) return false;
  panel.state.cursor = "pointer";
  panel.paint.Frame(hit->box.Inset(-2, -2), panel.theme.text, 6, 1.5f);
  if (clicked) SelectObject(panel, *hit);
  return true;
}

}  // namespace

void DrawFocus(Panel& panel, const std::vector<DeliveryRow>& deliveries) {
  DrawSelected(panel);
  const Scene& scene = panel.scene;
  const ImGuiIO& io = ImGui::GetIO();
  const Spot mouse{io.MousePos.x, io.MousePos.y};
  const bool touch = io.MouseSource == ImGuiMouseSource_TouchScreen;
  // Not through an open list of scenarios, and not while something else is held.
  const bool free = ImGui::IsWindowHovered();
  const bool over_lanes = free && scene.layout.lanes.Contains(mouse);
  const std::optional<Hit> hit =
      over_lanes ? RecordAt(panel.session.engine(), scene, mouse, touch ? kReachTouch : kReachMouse)
                 : std::nullopt;
  if (hit) {
    panel.state.cursor = "pointer";
    panel.paint.Ring(hit->at, 8, panel.theme.text, 1.5f);
    DrawPlace(panel, hit->record.hash_place, panel.theme.text);
    const std::string key =
        panel.session.engine().PartitionKeyOf(hit->ref.stream, hit->ref.shard, hit->ref.ordinal);
    if (!touch) {
      DrawLabel(panel, mouse, key,
                StrCat({FormatBytes(hit->record.billed_bytes), " \u00b7 ",
                        FormatAge(scene.AgeOf(hit->record.arrived_at)), " ago \u00b7 shard ",
                        std::to_string(hit->ref.shard.value)}));
    }
  }
  const bool clicked = ImGui::IsMouseClicked(ImGuiMouseButton_Left);
  if (free && FocusObject(panel, deliveries, mouse, clicked)) return;
  const bool over_panel = scene.layout.title.Contains(mouse) ||
                          scene.layout.header.Contains(mouse) ||
                          scene.layout.transport.Contains(mouse);
  if (clicked && free && !over_panel) Select(panel, hit, mouse);
}

}  // namespace weir::ui
