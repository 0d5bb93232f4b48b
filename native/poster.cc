#include "native/poster.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/model/hash_key.h"
#include "native/poster_style.h"
#include "native/svg.h"
#include "native/units.h"

namespace weir {
namespace {

constexpr int64_t kMargin = 16;
constexpr int64_t kLabelWidth = 64;
constexpr int64_t kGap = 14;
constexpr int kHeatLevels = 8;
constexpr std::array<std::string_view, 4> kLines{"c0", "c1", "c2", "c3"};
constexpr std::array<std::string_view, 4> kKeys{"k0", "k1", "k2", "k3"};

// Where the parts go, in pixels.
struct Layout {
  int64_t left;
  int64_t right;
  int64_t lanes_top;
  int64_t lanes_bottom;
  int64_t rate_top;
  int64_t rate_bottom;
  int64_t behind_top;
  int64_t behind_bottom;  // The same as behind_top where there is nobody to be behind.
  int64_t footer;
};

Layout LayOut(const PosterLook& look, size_t about_lines, bool consumers) {
  Layout at;
  at.left = kMargin + kLabelWidth;
  at.right = look.width - kMargin;
  at.lanes_top = 46 + 17 * static_cast<int64_t>(about_lines);
  at.footer = look.height - 14;
  at.behind_bottom = at.footer - 36;
  at.behind_top = consumers ? at.behind_bottom - look.height / 10 : at.behind_bottom;
  at.rate_bottom = consumers ? at.behind_top - kGap : at.behind_bottom;
  at.rate_top = at.rate_bottom - look.height / 9;
  at.lanes_bottom = at.rate_top - kGap;
  return at;
}

// Breaks at spaces; what does not fit into `lines_max` lines is given up with an ellipsis.
std::vector<std::string> BreakLines(std::string_view text, int64_t width, int64_t size,
                                    size_t lines_max) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const size_t space = std::min(text.find(' '), text.size());
    const std::string longer = StrCat({line, line.empty() ? "" : " ", text.substr(0, space)});
    if (!line.empty() && TextWidth(longer, size) > width) {
      if (lines.size() + 1 == lines_max) {
        lines.push_back(line + " …");
        return lines;
      }
      lines.push_back(std::exchange(line, std::string()));
      continue;
    }
    line = longer;
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string WhatCameOfIt(const EngineView& view) {
  int64_t in = 0;
  int64_t throttled = 0;
  int64_t lost = 0;
  for (const StreamView& stream : view.streams) {
    for (const ShardView& shard : stream.shards) {
      in += shard.records_in;
      throttled += shard.throttled_records + shard.throttled_bytes;
    }
  }
  int64_t violations = 0;
  for (const ConsumerView& consumer : view.consumers) {
    lost += consumer.lost_to_retention;
    violations += consumer.order_violations;
  }
  std::string text = StrCat({WithThousands(in), in == 1 ? " record written" : " records written"});
  if (throttled > 0) text += StrCat({" · ", WithThousands(throttled), " throttled"});
  if (lost > 0) text += StrCat({" · ", WithThousands(lost), " lost to retention"});
  if (view.consumers.empty()) return text;
  return violations == 0 ? text + " · order kept for every key"
                         : StrCat({text, " · order broken ", WithThousands(violations),
                                   violations == 1 ? " time" : " times"});
}

class Poster {
 public:
  Poster(const Scenario& scenario, const PosterSamples& samples, const PosterLook& look)
      : scenario_(scenario),
        samples_(samples),
        look_(look),
        about_(BreakLines(scenario.about, look.width - 2 * kMargin, 12, 2)),
        at_(LayOut(look, about_.size(), !samples.last.consumers.empty())),
        svg_(look.width, look.height, scenario.title,
             StrCat({scenario.about, " ", WhatCameOfIt(samples.last)}), PosterStyle(look.theme)) {}

  std::string Draw() && {
    svg_.Rect({Px(0), Px(0), Px(look_.width), Px(look_.height)}, "bg");
    svg_.Text(Px(kMargin), Px(28), scenario_.title, "title");
    for (size_t i = 0; i < about_.size(); ++i) {
      svg_.Text(Px(kMargin), Px(46 + 16 * static_cast<int64_t>(i)), about_[i], "muted");
    }
    DrawStreams();
    DrawRates();
    if (at_.behind_top < at_.behind_bottom) DrawBehind();
    DrawTimeAxis();
    svg_.Text(Px(kMargin), Px(at_.footer), WhatCameOfIt(samples_.last), "verdict");
    DrawLegend();
    return std::move(svg_).Finish();
  }

 private:
  int64_t columns() const { return static_cast<int64_t>(samples_.columns.size()); }
  // Left edge of a column; `columns()` is the right edge of the last.
  Tenths ColumnX(int64_t column) const {
    return {at_.left * 10 + (at_.right - at_.left) * 10 * column / columns()};
  }
  Tenths TimeX(Instant time) const {
    const Duration since = std::clamp(time - scenario_.start, Duration{}, scenario_.duration);
    // In thousandths of a column first: microseconds of a century times pixels would not fit.
    const int64_t place = std::min(
        since.micros / std::max<int64_t>(samples_.column.micros / 1'000, 1), columns() * 1'000);
    return {at_.left * 10 + (at_.right - at_.left) * place / (columns() * 100)};
  }

  void DrawStreams() {
    const int64_t count = static_cast<int64_t>(samples_.last.streams.size());
    if (count == 0) return;  // Everything goes straight into delivery streams.
    const int64_t height = (at_.lanes_bottom - at_.lanes_top - (count - 1) * 6) / count;
    for (int64_t i = 0; i < count; ++i) {
      const int64_t top = at_.lanes_top + i * (height + 6);
      DrawStream(static_cast<size_t>(i), top, std::max<int64_t>(height, 4));
    }
  }

  void DrawStream(size_t index, int64_t top, int64_t height) {
    const StreamView& stream = samples_.last.streams[index];
    if (samples_.last.streams.size() > 1) {
      svg_.Text(Px(at_.left - 8), Px(top + 10), stream.name, "label", SvgAnchor::kEnd);
    }
    for (const ShardView& shard : stream.shards) {
      // 2^-32ths of the hash space; the end of the last shard is the end of the space.
      const int64_t from = PlaceInSpace(shard.range.starting);
      const int64_t to = int64_t{PlaceInSpace(shard.range.ending)} + 1;
      const Tenths y{top * 10 + height * 10 * from / (int64_t{1} << 32)};
      const Tenths bottom{top * 10 + height * 10 * to / (int64_t{1} << 32)};
      DrawShard(index, shard, y, {bottom.value - y.value});
    }
  }

  void DrawShard(size_t stream, const ShardView& shard, Tenths y, Tenths height) {
    const Tenths x = TimeX(shard.created_at);
    const Tenths right = TimeX(std::min(shard.closed_at, samples_.last.now));
    svg_.Rect({x, y, {right.value - x.value}, height}, "lane");
    // Columns of the same look are one rectangle.
    for (int64_t from = 0; from < columns();) {
      const std::pair<int, int> look = LookOf(stream, shard.index, from);
      int64_t to = from + 1;
      while (to < columns() && LookOf(stream, shard.index, to) == look) ++to;
      DrawCells(look, {ColumnX(from), y, {ColumnX(to).value - ColumnX(from).value}, height});
      from = to;
    }
    if (samples_.last.streams.size() == 1 && height.value >= 120 && x.value == at_.left * 10) {
      svg_.Text(Px(at_.left - 8), {y.value + height.value / 2 + 40},
                StrCat({"shard ", std::to_string(shard.index.value)}), "label", SvgAnchor::kEnd);
    }
  }

  // Levels of use (0 to kHeatLevels) and of throttling (0 to 4) in a column.
  std::pair<int, int> LookOf(size_t stream, ShardIndex shard, int64_t column) const {
    const PosterColumn& at = samples_.columns[static_cast<size_t>(column)];
    if (stream >= at.streams.size() || shard.index() >= at.streams[stream].size()) return {0, 0};
    const PosterShard& cell = at.streams[stream][shard.index()];
    const int64_t use = cell.used_millionths * kHeatLevels / 1'000'001 + (cell.any ? 1 : 0);
    const int64_t throttled = (cell.throttled_millionths * 4 + 999'999) / 1'000'000;
    return {static_cast<int>(std::min<int64_t>(use, kHeatLevels)), static_cast<int>(throttled)};
  }

  void DrawCells(std::pair<int, int> look, const SvgBox& box) {
    constexpr std::array<std::string_view, kHeatLevels + 1> kHeat{"",   "h1", "h2", "h3", "h4",
                                                                  "h5", "h6", "h7", "h8"};
    if (look.first > 0) svg_.Rect(box, kHeat[static_cast<size_t>(look.first)]);
    if (look.second == 0) return;
    const Tenths part{box.height.value * look.second / 8};
    svg_.Rect({box.x, box.y, box.width, part}, "throttled");
  }

  void DrawRates() {
    int64_t most = 1;
    for (const PosterColumn& column : samples_.columns) {
      most = std::max({most, column.records_in, column.throttled});
    }
    DrawArea("area", most, [](const PosterColumn& column) { return column.records_in; });
    DrawArea("bad-area", most, [](const PosterColumn& column) { return column.throttled; });
    svg_.Line(Px(at_.left), Px(at_.rate_bottom), Px(at_.right), Px(at_.rate_bottom), "axis");
    svg_.Text(Px(at_.left - 8), Px(at_.rate_bottom), "records", "label", SvgAnchor::kEnd);
    svg_.Text(Px(at_.left - 8), Px(at_.rate_top + 10), RateText(most, samples_.column, ""), "label",
              SvgAnchor::kEnd);
  }

  template <typename Value>
  void DrawArea(std::string_view css_class, int64_t most, Value value) {
    std::string points;
    const int64_t height = (at_.rate_bottom - at_.rate_top) * 10;
    Svg::AddPoint(points, ColumnX(0), Px(at_.rate_bottom));
    for (int64_t i = 0; i < columns(); ++i) {
      const int64_t of = value(samples_.columns[static_cast<size_t>(i)]);
      const Tenths y{at_.rate_bottom * 10 - height * of / most};
      Svg::AddPoint(points, ColumnX(i), y);
      Svg::AddPoint(points, ColumnX(i + 1), y);
    }
    Svg::AddPoint(points, ColumnX(columns()), Px(at_.rate_bottom));
    svg_.Polygon(points, css_class);
  }

  void DrawBehind() {
    Duration most = Millis(1);
    for (const PosterColumn& column : samples_.columns) {
      for (const Duration behind : column.behind) most = std::max(most, behind);
    }
    const int64_t height = (at_.behind_bottom - at_.behind_top) * 10;
    for (size_t consumer = 0; consumer < samples_.last.consumers.size(); ++consumer) {
      std::string points;
      for (int64_t i = 0; i < columns(); ++i) {
        const PosterColumn& column = samples_.columns[static_cast<size_t>(i)];
        if (consumer >= column.behind.size()) continue;
        const int64_t up =
            height * (column.behind[consumer].micros / 1'000) / (most.micros / 1'000);
        Svg::AddPoint(points, ColumnX(i + 1), {at_.behind_bottom * 10 - up});
      }
      svg_.Polyline(points, kLines[consumer % kLines.size()]);
    }
    svg_.Line(Px(at_.left), Px(at_.behind_bottom), Px(at_.right), Px(at_.behind_bottom), "axis");
    svg_.Text(Px(at_.left - 8), Px(at_.behind_bottom), "behind", "label", SvgAnchor::kEnd);
    svg_.Text(Px(at_.left - 8), Px(at_.behind_top + 10), SpanText(most), "label", SvgAnchor::kEnd);
  }

  // Which line is whose, where there are several; as many as there is room for.
  void DrawLegend() {
    const std::vector<ConsumerView>& consumers = samples_.last.consumers;
    if (consumers.size() < 2) return;
    const int64_t least = kMargin + TextWidth(WhatCameOfIt(samples_.last), 13) + 24;
    int64_t right = at_.right;
    for (size_t i = std::min(consumers.size(), kLines.size()); i-- > 0;) {
      const int64_t width = TextWidth(consumers[i].name, 12) + 22;
      if (right - width < least) return;
      svg_.Text(Px(right), Px(at_.footer), consumers[i].name, "muted", SvgAnchor::kEnd);
      right -= width;
      svg_.Rect({Px(right + 6), Px(at_.footer - 6), Px(12), Px(4)}, kKeys[i]);
      right -= 10;
    }
  }

  void DrawTimeAxis() {
    const Duration step = NiceStep(scenario_.duration, (at_.right - at_.left) / 90);
    const Tenths y = Px(at_.behind_bottom + 16);
    for (Duration t; t <= scenario_.duration; t = t + step) {
      const Tenths x = TimeX(scenario_.start + t);
      svg_.Line(x, Px(at_.behind_bottom), x, Px(at_.behind_bottom + 4), "axis");
      // A label that would stick out at the right edge is set to its left.
      const bool last = at_.right * 10 - x.value < 200;
      svg_.Text(x, y, FormatDuration(t), "tick", last ? SvgAnchor::kEnd : SvgAnchor::kMiddle);
      if (t > kDurationMax - step) break;
    }
  }

  // The shortest round span that gives at most `ticks` steps.
  static Duration NiceStep(Duration duration, int64_t ticks) {
    constexpr std::array<Duration, 26> kSteps{
        Millis(1),  Millis(5),  Millis(10),  Millis(50),  Millis(100), Millis(250), Millis(500),
        Seconds(1), Seconds(2), Seconds(5),  Seconds(10), Seconds(15), Seconds(30), Minutes(1),
        Minutes(2), Minutes(5), Minutes(10), Minutes(30), Hours(1),    Hours(2),    Hours(6),
        Hours(12),  Hours(24),  Hours(72),   Hours(240),  Hours(720)};
    for (const Duration step : kSteps) {
      if (duration.micros / step.micros <= std::max<int64_t>(ticks, 2)) return step;
    }
    return duration;
  }

  const Scenario& scenario_;
  const PosterSamples& samples_;
  PosterLook look_;
  std::vector<std::string> about_;
  Layout at_;
  Svg svg_;
};

}  // namespace

std::string DrawPoster(const Scenario& scenario, const PosterSamples& samples,
                       const PosterLook& look) {
  return Poster(scenario, samples, look).Draw();
}

}  // namespace weir
