// Metrics for people: a line of bars a series, or a line a period when only one series is shown.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "native/bars.h"
#include "native/metric_delivery.h"
#include "native/metric_report.h"
#include "native/table.h"
#include "native/units.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kSparkColumns = 30;
constexpr size_t kBarColumns = 40;

// Of a count in thousandths: "0.98", "12".
std::string AverageText(int64_t thousandths) {
  std::string text = WithThousands(thousandths / 1'000);
  const int64_t rest = thousandths % 1'000;
  if (rest == 0) return text;
  std::string decimals = std::to_string(1'000 + rest).substr(1);
  decimals.erase(decimals.find_last_not_of('0') + 1);
  return StrCat({text, ".", decimals});
}

std::string ValueText(int64_t value, MetricUnit unit, Statistic statistic) {
  const bool average = statistic == Statistic::kAverage;
  if (statistic == Statistic::kSampleCount) return WithThousands(value);
  switch (unit) {
    case MetricUnit::kBytes:
      return BytesText(average ? value / 1'000 : value);
    case MetricUnit::kMilliseconds:
      return SpanText(average ? Micros(value) : Millis(value));
    case MetricUnit::kCount:
      break;
  }
  return average ? AverageText(value) : WithThousands(value);
}

class MetricWriter {
 public:
  MetricWriter(const MetricReport& report, const Terminal& terminal)
      : report_(report), terminal_(terminal), paint_(terminal.colour) {
    for (const NamedSeries& series : report.series) {
      const MetricLevel level = LevelOf(series.key.metric);
      const bool of_shard = level == MetricLevel::kShard || level == MetricLevel::kReader;
      if (report.chosen || !of_shard) shown_.push_back(&series);
    }
  }

  std::string Write() {
    const Engine& engine = report_.engine;
    const std::string elapsed = FormatElapsed(engine.now() - engine.scenario().start);
    text_ = StrCat({paint_.Bold(engine.scenario().title), "\n",
                    paint_.Dim(StrCat(
                        {engine.scenario().name, ", seed ", std::to_string(engine.scenario().seed),
                         ": ", elapsed.substr(0, elapsed.find(".000")), " by ", PeriodText()})),
                    "\n"});
    if (shown_.size() == 1) {
      OneSeries(*shown_[0]);
    } else {
      ManySeries();
    }
    if (!report_.chosen) {
      text_ += DeliveryMetricText(report_.engine, report_.by_seconds, terminal_);
    }
    if (shown_.empty() && report_.engine.delivery_streams().empty())
      text_ += "\nThere were no such samples in this run.\n";
    if (!report_.chosen && shown_.size() < report_.series.size()) {
      text_ += StrCat({"\n",
                       paint_.Dim("Shards have metrics of their own: --shard 0. All there "
                                  "is, for programs: --csv or --json."),
                       "\n"});
    }
    return std::move(text_);
  }

 private:
  std::string PeriodText() const {
    const int64_t minutes = report_.engine.metrics().log().minutes_per_stretch();
    if (report_.by_seconds) {
      const int64_t from = report_.engine.metrics().log().seconds_kept_from();
      return from == 0 ? "seconds"
                       : StrCat({"seconds; kept from ", SpanText(Seconds(from)), " on"});
    }
    return minutes == 1 ? "minutes" : StrCat({"stretches of ", SpanText(Minutes(minutes))});
  }

  Statistic StatisticOf(const NamedSeries& series) const {
    return report_.statistic.value_or(InfoOf(series.key.metric).usual);
  }

  static std::string HeadingOf(const NamedSeries& series) {
    switch (LevelOf(series.key.metric)) {
      case MetricLevel::kStream:
        return "stream " + series.stream;
      case MetricLevel::kConsumer:
        return StrCat({"registered consumer ", series.consumer, " of stream ", series.stream});
      case MetricLevel::kShard:
        return StrCat({"shard ", series.shard, " of stream ", series.stream});
      case MetricLevel::kReader:
        break;
    }
    return StrCat(
        {"consumer ", series.consumer, " in shard ", series.shard, " of stream ", series.stream});
  }

  // One value a period of the run, also where there was no sample.
  std::vector<std::optional<int64_t>> Values(const NamedSeries& series) const {
    const MetricLog& log = report_.engine.metrics().log();
    const int64_t period = report_.by_seconds ? 1 : 60 * log.minutes_per_stretch();
    const int64_t first = report_.by_seconds ? log.seconds_kept_from() : 0;
    const int64_t end = std::max(log.closed_seconds(), first + 1);
    std::vector<std::optional<int64_t>> values(
        static_cast<size_t>((end - first + period - 1) / period));
    for (const LogPoint& point : series.points) {
      const auto at = static_cast<size_t>((point.first_second - first) / period);
      if (at >= values.size()) values.resize(at + 1);
      values[at] = ValueOf(point.set, StatisticOf(series));
    }
    return values;
  }

  void ManySeries() {
    std::string heading;
    std::vector<const NamedSeries*> group;
    for (const NamedSeries* series : shown_) {
      if (HeadingOf(*series) != heading) Group(std::exchange(group, {}), heading);
      heading = HeadingOf(*series);
      group.push_back(series);
    }
    Group(group, heading);
  }

  void Group(const std::vector<const NamedSeries*>& group, const std::string& heading) {
    if (group.empty()) return;
    text_ += StrCat({"\n", paint_.Bold(heading), "\n"});
    Table table({{"metric", Align::kLeft},
                 {"statistic", Align::kLeft},
                 {"over the run", Align::kLeft},
                 {"least"},
                 {"greatest"},
                 {"whole run"}});
    for (const NamedSeries* series : group) {
      const Statistic statistic = StatisticOf(*series);
      const MetricInfo& info = InfoOf(series->key.metric);
      const auto value = [&](const LogPoint& point) { return ValueOf(point.set, statistic); };
      const auto [least, greatest] = std::ranges::minmax_element(series->points, {}, value);
      const bool none = series->points.empty();  // Seconds that are no longer kept.
      table.AddRow({std::string(info.name), std::string(NameOf(statistic)),
                    Sparkline(Values(*series), kSparkColumns, terminal_.unicode),
                    none ? "-" : ValueText(value(*least), info.unit, statistic),
                    none ? "-" : ValueText(value(*greatest), info.unit, statistic),
                    ValueText(ValueOf(series->total, statistic), info.unit, statistic)});
    }
    text_ += table.Text(paint_);
  }

  void OneSeries(const NamedSeries& series) {
    const Statistic statistic = StatisticOf(series);
    const MetricInfo& info = InfoOf(series.key.metric);
    text_ +=
        StrCat({"\n", paint_.Bold(info.name), " of ", HeadingOf(series), "\n",
                paint_.Dim(StrCat({"one sample is of ", info.sample, ": ", info.meaning})), "\n"});
    int64_t whole = 0;
    for (const LogPoint& point : series.points) {
      whole = std::max(whole, ValueOf(point.set, statistic));
    }
    Table table({{"from"}, {std::string(NameOf(statistic))}, {"", Align::kLeft}, {"samples"}});
    for (const LogPoint& point : series.points) {
      const int64_t value = ValueOf(point.set, statistic);
      const std::string from = FormatElapsed(weir::Seconds(point.first_second));
      table.AddRow({from.substr(0, from.find('.')), ValueText(value, info.unit, statistic),
                    Bar(value, whole, kBarColumns, terminal_.unicode),
                    WithThousands(point.set.samples)});
    }
    text_ += table.Text(paint_);
  }

  const MetricReport& report_;
  const Terminal& terminal_;
  Paint paint_;
  std::vector<const NamedSeries*> shown_;
  std::string text_;
};

}  // namespace

std::string MetricText(const MetricReport& report, const Terminal& terminal) {
  return MetricWriter(report, terminal).Write();
}

std::string MetricListText(const Terminal& terminal) {
  const Paint paint(terminal.colour);
  std::string text;
  std::string_view dimensions;
  for (const MetricInfo& info : MetricTable()) {
    if (DimensionsOf(info.level) != dimensions) {
      dimensions = DimensionsOf(info.level);
      text += StrCat({text.empty() ? "" : "\n", paint.Bold(dimensions), "\n"});
    }
    const std::string unit(NameOf(info.unit));
    text += StrCat(
        {"  ", info.name, "  ", paint.Dim(StrCat({unit, ", ", NameOf(info.usual)})), "\n      ",
         Wrapped(StrCat({info.meaning, "; one sample is of ", info.sample}), 74, 6), "\n"});
  }
  return text;
}

std::string MetricListJson() {
  Json json = Json::array();
  for (const MetricInfo& info : MetricTable()) {
    json.push_back(Json{{"metric", info.name},
                        {"unit", NameOf(info.unit)},
                        {"dimensions", DimensionsOf(info.level)},
                        {"usual_statistic", NameOf(info.usual)},
                        {"sample", info.sample},
                        {"meaning", info.meaning}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace weir
