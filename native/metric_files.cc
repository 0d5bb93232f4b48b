// Metrics for programs: JSON, a member a series; CSV, a row a point.
#include <array>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "native/metric_report.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<Statistic, kStatistics> kAll{Statistic::kSampleCount, Statistic::kSum,
                                                  Statistic::kMinimum, Statistic::kMaximum,
                                                  Statistic::kAverage};

std::vector<Statistic> StatisticsOf(const MetricReport& report) {
  if (report.statistic) return {*report.statistic};
  return {kAll.begin(), kAll.end()};
}

// Whole numbers but for an average, which has three decimals: digits, so that both twins print the
// same.
std::string NumberText(const StatisticSet& set, Statistic statistic) {
  const int64_t value = ValueOf(set, statistic);
  if (statistic != Statistic::kAverage) return std::to_string(value);
  return StrCat(
      {std::to_string(value / 1'000), ".", std::to_string(1'000 + value % 1'000).substr(1)});
}

}  // namespace

std::string MetricJson(const MetricReport& report) {
  const Scenario& scenario = report.engine.scenario();
  const MetricLog& log = report.engine.metrics().log();
  Json series = Json::array();
  for (const NamedSeries& of : report.series) {
    const MetricInfo& info = InfoOf(of.key.metric);
    Json dimensions{{"StreamName", of.stream}};
    if (!of.shard.empty()) dimensions["ShardId"] = of.shard;
    if (!of.consumer.empty()) {
      dimensions[info.level == MetricLevel::kReader ? "Weir.Consumer" : "ConsumerName"] =
          of.consumer;
    }
    Json points = Json::array();
    for (const LogPoint& point : of.points) {
      Json row{{"from_s", point.first_second}, {"period_s", point.seconds}};
      for (const Statistic statistic : StatisticsOf(report)) {
        row[std::string(NameOf(statistic))] = Json::parse(NumberText(point.set, statistic));
      }
      points.push_back(std::move(row));
    }
    series.push_back(Json{{"metric", info.name},
                          {"unit", NameOf(info.unit)},
                          {"dimensions", std::move(dimensions)},
                          {"points", std::move(points)}});
  }
  const Json json{{"weir", WEIR_VERSION},
                  {"scenario", scenario.name},
                  {"seed", scenario.seed},
                  {"period_s", report.by_seconds ? 1 : 60 * log.minutes_per_stretch()},
                  {"kept_from_s", report.by_seconds ? log.seconds_kept_from() : 0},
                  {"series", std::move(series)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string MetricCsv(const MetricReport& report) {
  std::string text = "metric,unit,stream,consumer,shard,from_s,period_s";
  for (const Statistic statistic : StatisticsOf(report)) {
    text += StrCat({",", NameOf(statistic)});
  }
  text += "\n";
  for (const NamedSeries& of : report.series) {
    const MetricInfo& info = InfoOf(of.key.metric);
    for (const LogPoint& point : of.points) {
      // Names of streams, consumers and shards hold nothing that would need quotes.
      text += StrCat({info.name, ",", NameOf(info.unit), ",", of.stream, ",", of.consumer, ",",
                      of.shard, ",", std::to_string(point.first_second), ",",
                      std::to_string(point.seconds)});
      for (const Statistic statistic : StatisticsOf(report)) {
        text += StrCat({",", NumberText(point.set, statistic)});
      }
      text += "\n";
    }
  }
  return text;
}

}  // namespace weir
