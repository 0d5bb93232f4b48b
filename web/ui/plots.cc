#include "web/ui/plots.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "web/ui/decimate.h"
#include "web/ui/format.h"
#include "web/ui/series_rate.h"

namespace weir::ui {
namespace {

enum class Unit { kRate, kAge };

struct Curve {
  Color color;
  std::vector<Sample> samples;
};

struct Plot {
  const char* title;
  Unit unit;
  std::vector<Curve> curves;
};

std::string TextOf(Unit unit, double value) {
  const int64_t whole = std::llround(std::max(value, 0.0));
  return unit == Unit::kAge ? FormatAge(Micros(whole)) : StrCat({FormatCount(whole), "/s"});
}

// The next of 1, 2, 5 times a power of ten: the scale does not jump with every record.
double RoundTop(double value) {
  if (value <= 1) return 1;
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0, 10.0}) {
    if (value <= step * power) return step * power;
  }
  return value;
}

template <typename Get>
std::vector<Sample> SamplesOf(const Series& series, Get get) {
  std::vector<Sample> samples(series.size());
  for (size_t i = 0; i < series.size(); ++i) {
    samples[i] = {series[i].from.micros, get(series[i])};
  }
  return samples;
}

std::vector<Plot> PlotsOf(const Panel& panel) {
  const Series& series = panel.session.engine().series(panel.scene.stream_id);
  const Instant now = panel.scene.view->now;
  const auto rate = [&](int64_t SeriesPoint::* member) {
    return SamplesOf(series, [&](const SeriesPoint& point) {
      return static_cast<double>(point.*member) / SecondsCovered(series, point, now);
    });
  };
  const Theme& theme = panel.theme;
  return {
      {"Records",
       Unit::kRate,
       {{theme.accent, rate(&SeriesPoint::records_in)},
        {theme.good, rate(&SeriesPoint::records_out)}}},
      {"Throttled", Unit::kRate, {{theme.bad, rate(&SeriesPoint::throttled)}}},
      {"Iterator age",
       Unit::kAge,
       {{theme.warn, SamplesOf(series,
                               [](const SeriesPoint& point) {
                                 return static_cast<double>(point.iterator_age_us);
                               })}}},
  };
}

// A line along the greatest value of every column, a shade from there to the least, and below the
// first curve a tint of the ground.
void DrawCurve(Panel& panel, const Box& box, const std::vector<Column>& columns, double top,
               Color color, bool tinted) {
  constexpr float kLine = 1.5f;
  const auto y_of = [&](double value) {
    return box.bottom() - static_cast<float>(value / top) * (box.h - kLine) - kLine;
  };
  bool joined = false;
  float before = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].filled) continue;
    const float x = box.x + static_cast<float>(i);
    const float high = y_of(columns[i].greatest);
    const float low = y_of(columns[i].least);
    if (tinted && box.bottom() - high > kLine) {
      panel.paint.Fill({x, high, 1, box.bottom() - high}, color.WithAlpha(0.13f));
    }
    panel.paint.Fill({x, high, 1, low - high}, color.WithAlpha(0.3f));
    const float from = joined ? std::min(high, before) : high;
    const float to = joined ? std::max(high, before) : high;
    panel.paint.Fill({x, from, 1, to - from + kLine}, color);
    joined = true;
    before = high;
  }
}

// "in 67/s  out 66/s" at the right of the title; the one-curve plots have the number alone.
void DrawNow(Panel& panel, const Plot& plot, const Box& head) {
  const Fonts& fonts = panel.paint.fonts();
  float x = head.right();
  for (size_t i = plot.curves.size(); i > 0; --i) {
    const Curve& curve = plot.curves[i - 1];
    const double last = curve.samples.empty() ? 0 : curve.samples.back().value;
    const std::string text = TextOf(plot.unit, last);
    const Box box{head.x, head.y, x - head.x, head.h};
    panel.paint.TextIn(fonts.mono_small, box, last > 0 ? curve.color : panel.theme.muted, text,
                       Align::kRight);
    x -= Painter::WidthOf(fonts.mono_small, text) + 6;
    if (plot.curves.size() < 2) continue;
    const char* name = i == 1 ? "in" : "out";
    panel.paint.TextIn(fonts.small, {head.x, head.y, x - head.x, head.h}, panel.theme.muted, name,
                       Align::kRight);
    x -= Painter::WidthOf(fonts.small, name) + 12;
  }
}

void DrawPlot(Panel& panel, const Plot& plot, Box box) {
  const Theme& theme = panel.theme;
  const Fonts& fonts = panel.paint.fonts();
  if (theme.forced) {
    panel.paint.Frame(box, theme.line, 8);
  } else {
    panel.paint.Fill(box, theme.surface, 8);
  }
  box = box.Inset(12, 8);
  const Box head = CutTop(box, 18);
  panel.paint.TextIn(fonts.small, head, theme.muted, plot.title);
  DrawNow(panel, plot, head);
  CutTop(box, 6);
  if (box.w < 20 || box.h < 12) return;

  const EngineView& view = *panel.scene.view;
  const int64_t from = view.start.micros;
  const int64_t to = std::max(view.end.micros, from + 1);
  double top = 0;
  std::vector<std::vector<Column>> curves;
  for (const Curve& curve : plot.curves) {
    curves.push_back(
        Decimate(curve.samples, from, to, view.now.micros, static_cast<size_t>(box.w)));
    for (const Sample& sample : curve.samples) top = std::max(top, sample.value);
  }
  const bool silent = top <= 0;
  top = plot.unit == Unit::kAge
            ? static_cast<double>(RoundUpAge(Micros(std::llround(top * 1.02))).micros)
            : RoundTop(top * 1.02);
  // The scale stands above its line, where no curve comes.
  panel.paint.Text(fonts.mono_small, {box.x, box.y}, theme.muted, TextOf(plot.unit, top));
  CutTop(box, 15);
  panel.paint.Line({box.x, box.bottom()}, {box.right(), box.bottom()}, theme.line);
  panel.paint.Dashed({box.x, box.y}, {box.right(), box.y}, theme.line, 2);
  for (size_t i = 0; i < curves.size() && !silent; ++i) {
    DrawCurve(panel, box, curves[i], top, plot.curves[i].color, i == 0);
  }
  // Where the run is now.
  const double share = static_cast<double>(view.now.micros - from) / static_cast<double>(to - from);
  const float x = box.x + static_cast<float>(share) * box.w;
  panel.paint.Line({x, box.y}, {x, box.bottom()}, theme.muted.WithAlpha(0.5f));
}

}  // namespace

void DrawPlots(Panel& panel) {
  Box room = panel.scene.layout.plots;
  if (room.empty()) return;
  const std::vector<Plot> plots = PlotsOf(panel);
  // A phone shows the first two.
  const size_t count = room.w >= 520 ? plots.size() : 2;
  const float gap = 12;
  const float width = (room.w - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
  for (size_t i = 0; i < count; ++i) {
    DrawPlot(panel, plots[i], CutLeft(room, width));
    CutLeft(room, gap);
  }
}

}  // namespace weir::ui
