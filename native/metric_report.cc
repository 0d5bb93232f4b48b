#include "native/metric_report.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/model/names.h"
#include "native/files.h"

namespace weir {
namespace {

Error Input(std::string_view message) { return Error{ErrorCode::kInput, std::string(message)}; }

std::string Joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

Error NoSuch(std::string_view what, const std::string& name,
             const std::vector<std::string>& there) {
  const std::string hint = there.empty() ? "there is none" : "there is " + Joined(there);
  return Input(StrCat({"there is no ", what, " \"", name, "\"", DidYouMean(name, there, hint)}));
}

std::vector<std::string> StreamNames(const Engine& engine) {
  std::vector<std::string> names;
  for (const Stream& stream : engine.streams().streams()) names.push_back(stream.settings().name);
  return names;
}

// Those of the scenario; a registered consumer has the name of its own.
std::vector<std::string> ConsumerNames(const Engine& engine) {
  std::vector<std::string> names;
  for (const ConsumerView& consumer : engine.View().consumers) names.push_back(consumer.name);
  return names;
}

Result<void> CheckNames(const Engine& engine, const MetricsOptions& options) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return name.empty() || std::ranges::find(names, name) != names.end();
  };
  const std::vector<std::string> streams = StreamNames(engine);
  if (!has(streams, options.stream)) return NoSuch("stream", options.stream, streams);
  const std::vector<std::string> consumers = ConsumerNames(engine);
  if (!has(consumers, options.consumer)) return NoSuch("consumer", options.consumer, consumers);
  size_t shards = 0;
  for (const Stream& stream : engine.streams().streams()) {
    const bool asked = options.stream.empty() || options.stream == stream.settings().name;
    if (asked) shards = std::max(shards, stream.shards().size());
  }
  if (options.shard && static_cast<size_t>(*options.shard) >= shards) {
    return Input(StrCat({"there is no shard ", std::to_string(*options.shard), "; the last one is ",
                         std::to_string(shards - 1)}));
  }
  return {};
}

NamedSeries Named(const Engine& engine, const MetricKey& key,
                  const std::vector<std::string>& consumers) {
  const Stream& stream = engine.streams().stream(key.stream);
  NamedSeries series;
  series.key = key;
  series.stream = stream.settings().name;
  const MetricLevel level = LevelOf(key.metric);
  if (level == MetricLevel::kConsumer) series.consumer = stream.fan_out().NameOf({key.reader});
  if (level == MetricLevel::kReader) series.consumer = consumers[key.reader];
  if (level == MetricLevel::kShard || level == MetricLevel::kReader) {
    series.shard = ShardName(key.shard);
  }
  return series;
}

bool IsAskedFor(const NamedSeries& series, const MetricsOptions& options) {
  const auto is = [](const std::string& asked, std::string_view name) {
    return asked.empty() || asked == name;
  };
  if (!is(options.metric, InfoOf(series.key.metric).name)) return false;
  if (!is(options.stream, series.stream) || !is(options.consumer, series.consumer)) return false;
  if (!options.shard) return true;
  return !series.shard.empty() && series.key.shard.value == static_cast<uint32_t>(*options.shard);
}

}  // namespace

int64_t ValueOf(const StatisticSet& set, Statistic statistic) {
  switch (statistic) {
    case Statistic::kSum:
      return set.sum;
    case Statistic::kAverage:
      return set.AverageMillis();
    case Statistic::kMinimum:
      return set.minimum;
    case Statistic::kMaximum:
      return set.maximum;
    case Statistic::kSampleCount:
      return set.samples;
  }
  return 0;
}

Result<MetricReport> MakeMetricReport(const Engine& engine, const MetricsOptions& options) {
  if (Result<void> names = CheckNames(engine, options); !names.ok()) return names.error();
  MetricReport report{engine, options.period == "1s", {}, false, {}};
  report.chosen = !options.metric.empty() || !options.consumer.empty() || options.shard;
  for (size_t i = 0; i < kStatistics; ++i) {
    const auto statistic = static_cast<Statistic>(i);
    if (NameOf(statistic) == options.statistic) report.statistic = statistic;
  }
  const std::vector<std::string> consumers = ConsumerNames(engine);
  const Metrics& metrics = engine.metrics();
  for (const MetricKey& key : metrics.Keys()) {
    NamedSeries series = Named(engine, key, consumers);
    if (!IsAskedFor(series, options)) continue;
    series.points = report.by_seconds ? metrics.SecondPoints(key) : metrics.MinutePoints(key);
    series.total = metrics.Total(key);
    report.series.push_back(std::move(series));
  }
  return report;
}

}  // namespace weir
