// The series of a run that were asked for, with names in place of numbers, and their texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/metrics/metrics.h"
#include "native/options.h"
#include "native/terminal.h"

namespace weir {

struct NamedSeries {
  MetricKey key;
  std::string stream;
  std::string consumer;  // Of kConsumer and kReader.
  std::string shard;     // Of kShard and kReader: "shardId-000000000003".
  std::vector<LogPoint> points;
  StatisticSet total;
};

struct MetricReport {
  const Engine& engine;
  bool by_seconds = false;
  std::vector<NamedSeries> series;
  bool chosen = false;                 // Something was asked for by name or number.
  std::optional<Statistic> statistic;  // None: each metric's usual one, and all of them in files.
};

// Errors kInput: there is no such metric, stream, consumer or shard.
Result<MetricReport> MakeMetricReport(const Engine& engine, const MetricsOptions& options);

// The statistic of a set, in thousandths when it is an average.
int64_t ValueOf(const StatisticSet& set, Statistic statistic);

std::string MetricText(const MetricReport& report, const Terminal& terminal);
std::string MetricJson(const MetricReport& report);
std::string MetricCsv(const MetricReport& report);

// What there is: every metric with its unit, dimensions and meaning.
std::string MetricListText(const Terminal& terminal);
std::string MetricListJson();

}  // namespace weir
