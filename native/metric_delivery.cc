#include "native/metric_delivery.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/firehose/delivery_stream.h"
#include "native/bars.h"
#include "native/table.h"
#include "native/units.h"

namespace weir {
namespace {

constexpr size_t kSparkColumns = 30;

int64_t ValueOf(const StatisticSet& set, const DeliveryMetricInfo& info) {
  return info.sums ? set.sum : set.maximum;
}

std::string ValueText(int64_t value, const DeliveryMetricInfo& info) {
  if (info.unit == "Bytes") return BytesText(value);
  if (info.unit == "Seconds") return SpanText(Seconds(value));
  if (info.unit == "Milliseconds") return SpanText(Millis(value));
  return WithThousands(value);
}

// One value a period, also where there was no sample.
std::vector<std::optional<int64_t>> ValuesOf(const std::vector<LogPoint>& points,
                                             const DeliveryMetricInfo& info, int64_t first,
                                             int64_t end, int64_t period) {
  std::vector<std::optional<int64_t>> values(
      static_cast<size_t>((end - first + period - 1) / period));
  for (const LogPoint& point : points) {
    const auto at = static_cast<size_t>((point.first_second - first) / period);
    if (at >= values.size()) values.resize(at + 1);
    values[at] = ValueOf(point.set, info);
  }
  return values;
}

std::string Part(const DeliveryStream& of, const DeliveryMetrics& metrics, bool by_seconds,
                 const Terminal& terminal) {
  const MetricLog& log = metrics.log();
  const int64_t first = by_seconds ? log.seconds_kept_from() : 0;
  const int64_t end = std::max(log.closed_seconds(), first + 1);
  Table table({{"metric", Align::kLeft},
               {"statistic", Align::kLeft},
               {"over the run", Align::kLeft},
               {"least"},
               {"greatest"},
               {"whole run"}});
  for (size_t i = 0; i < kDeliveryMetrics; ++i) {
    const auto metric = static_cast<DeliveryMetric>(i);
    const DeliveryMetricInfo& info = InfoOf(metric);
    const std::vector<LogPoint> points =
        by_seconds ? metrics.SecondPoints(metric) : metrics.MinutePoints(metric);
    if (points.empty()) continue;
    const auto value = [&](const LogPoint& point) { return ValueOf(point.set, info); };
    const auto [least, greatest] = std::ranges::minmax_element(points, {}, value);
    const int64_t period = by_seconds ? 1 : 60 * log.minutes_per_stretch();
    table.AddRow(
        {NameOf(metric, of.spec().destination.kind), info.sums ? "Sum" : "Maximum",
         Sparkline(ValuesOf(points, info, first, end, period), kSparkColumns, terminal.unicode),
         ValueText(value(*least), info), ValueText(value(*greatest), info),
         ValueText(ValueOf(metrics.Total(metric), info), info)});
  }
  const Paint paint(terminal.colour);
  return StrCat(
      {"\n", paint.Bold(StrCat({"delivery stream ", of.spec().name})), "\n", table.Text(paint)});
}

}  // namespace

std::string DeliveryMetricText(const Engine& engine, bool by_seconds, const Terminal& terminal) {
  std::string text;
  for (const DeliveryStream& each : engine.delivery_streams()) {
    text += Part(each, each.MetricsAt(engine.now()), by_seconds, terminal);
  }
  return text;
}

}  // namespace weir
