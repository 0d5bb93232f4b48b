#include "web/ui/delivery_map.h"

#include <algorithm>

#include "core/base/text.h"

namespace weir::ui {
namespace {

constexpr float kVesselMin = 12;  // Narrower, and neither of its gauges can be read.
constexpr float kVesselMax = 56;
constexpr float kVesselGap = 6;
constexpr float kTileGap = 6;

bool IsPartitioned(const DeliveryStreamView& stream) {
  const auto named = [](const auto& of) { return !of.partition.empty(); };
  return std::ranges::any_of(stream.buffers, named) || std::ranges::any_of(stream.last, named);
}

const char* NameOf(OutputType type) {
  return type == OutputType::kSourceBackup ? "backup" : "errors";
}

// The lanes that have a vessel whether something is in it or not.
std::vector<uint32_t> LanesOf(const EngineView& view, const DeliveryStreamView& stream) {
  std::vector<uint32_t> lanes;
  if (stream.source) {
    for (const ShardView& shard : view.streams[stream.source->index()].shards) {
      if (shard.state == ShardState::kOpen) lanes.push_back(shard.index.value);
    }
  } else {
    lanes.push_back(0);
    for (const DeliveredObjectView& object : stream.last) lanes.push_back(object.lane);
  }
  for (const DeliveryBufferView& buffer : stream.buffers) {
    if (buffer.type == OutputType::kData) lanes.push_back(buffer.lane);
  }
  std::ranges::sort(lanes);
  const auto twice = std::ranges::unique(lanes);
  lanes.erase(twice.begin(), twice.end());
  return lanes;
}

std::vector<VesselSpot> VesselsOf(const EngineView& view, const DeliveryStreamView& stream) {
  std::vector<VesselSpot> vessels;
  const bool partitioned = IsPartitioned(stream);
  if (!partitioned) {
    for (const uint32_t lane : LanesOf(view, stream)) {
      const std::string number = std::to_string(stream.source ? lane : lane + 1);
      vessels.push_back({{}, StrCat({stream.source ? "shard " : "buffer ", number})});
      for (const DeliveryBufferView& buffer : stream.buffers) {
        if (buffer.type == OutputType::kData && buffer.lane == lane)
          vessels.back().buffer = &buffer;
      }
    }
  }
  for (const DeliveryBufferView& buffer : stream.buffers) {
    const bool data = buffer.type == OutputType::kData;
    if (data && !partitioned) continue;
    vessels.push_back({{}, data ? buffer.partition : NameOf(buffer.type), buffer.type, &buffer});
  }
  return vessels;
}

void PlaceVessels(DeliveryRow& row, std::vector<VesselSpot> vessels) {
  Box room = row.vessels;
  CutBottom(room, 15);  // Of their names.
  if (room.w < kVesselMin || room.h < 8 || vessels.empty()) return;
  const auto fit =
      std::max<size_t>(1, static_cast<size_t>((room.w + kVesselGap) / (kVesselMin + kVesselGap)));
  if (vessels.size() > fit) {
    row.hidden = static_cast<int64_t>(vessels.size() - fit);
    vessels.resize(fit);
  }
  const auto count = static_cast<float>(vessels.size());
  const float width =
      std::clamp((room.w - kVesselGap * (count - 1)) / count, kVesselMin, kVesselMax);
  for (VesselSpot& vessel : vessels) {
    vessel.box = CutLeft(room, width);
    CutLeft(room, kVesselGap);
  }
  row.shown = std::move(vessels);
}

void PlaceTiles(DeliveryRow& row) {
  Box room = row.tray;
  CutBottom(room, 15);  // Of what they add up to.
  room = room.Inset(6, 6);
  const float width = room.h >= 40 ? 58.0f : 48.0f;
  const std::vector<DeliveredObjectView>& last = row.stream->last;
  for (size_t i = last.size(); i > 0 && room.w >= width && room.h >= 16; --i) {
    row.tiles.push_back({CutLeft(room, width), &last[i - 1]});
    CutLeft(room, kTileGap);
  }
}

DeliveryRow RowOf(const EngineView& view, const DeliveryStreamView& stream, Box room,
                  const Layout& layout) {
  DeliveryRow row{&stream, {}, {}, {}, {}, 0, {}};
  if (layout.time_runs_down) {
    row.head = CutTop(room, 18);
  } else {
    // The vessels begin where the lanes do.
    row.head = CutLeft(room, std::max(layout.lanes.x - room.x, 0.0f));
  }
  row.vessels = CutLeft(room, room.w * 0.42f);
  CutLeft(room, 26);
  row.tray = room;
  PlaceVessels(row, VesselsOf(view, stream));
  PlaceTiles(row);
  return row;
}

}  // namespace

std::vector<DeliveryRow> DeliveryRowsOf(const EngineView& view, const Layout& layout) {
  std::vector<DeliveryRow> rows;
  Box room = layout.deliveries;
  if (room.empty() || view.delivery_streams.empty()) return rows;
  const size_t count = std::min(view.delivery_streams.size(), DeliveryRowsIn(room.h));
  if (count == 0) return rows;
  const float height =
      (room.h - kDeliveryGap * static_cast<float>(count - 1)) / static_cast<float>(count);
  for (size_t i = 0; i < count; ++i) {
    rows.push_back(RowOf(view, view.delivery_streams[i], CutTop(room, height), layout));
    CutTop(room, kDeliveryGap);
  }
  return rows;
}

std::optional<ObjectHit> ObjectAt(const std::vector<DeliveryRow>& rows, Spot spot) {
  for (const DeliveryRow& row : rows) {
    for (const TileSpot& tile : row.tiles) {
      if (tile.box.Contains(spot)) return ObjectHit{row.stream->id, tile.object, tile.box};
    }
  }
  return std::nullopt;
}

float LevelOf(const DeliveryBufferView& buffer) {
  if (buffer.bytes_max <= 0) return 0;
  return std::min(1.0f, static_cast<float>(static_cast<double>(buffer.bytes) /
                                           static_cast<double>(buffer.bytes_max)));
}

float TimeLeftOf(const DeliveryBufferView& buffer, Instant now) {
  const int64_t whole = (buffer.due_at - buffer.entered_at).micros;
  const int64_t left = (buffer.due_at - now).micros;
  if (whole <= 0 || left <= 0) return 0;
  return std::min(1.0f, static_cast<float>(static_cast<double>(left) / static_cast<double>(whole)));
}

}  // namespace weir::ui
