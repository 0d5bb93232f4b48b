#include "core/cost/comparison.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/model/limits.h"

namespace weir {
namespace {

// A stream's usage over `period` seconds, at `times` / `per` of the run's rate.
StreamUsage Extrapolated(const StreamTraffic& stream, int64_t period, int64_t times, int64_t per) {
  const StreamUsage& run = stream.usage;
  const auto scaled = [&](int64_t value) {
    return Proportion(Proportion(value, times, per), period, run.seconds);
  };
  StreamUsage usage;
  usage.seconds = period;
  usage.records = scaled(run.records);
  usage.bytes = scaled(run.bytes);
  usage.kib_in = scaled(run.kib_in);
  usage.payload_units = scaled(run.payload_units);
  usage.read_bytes = scaled(run.read_bytes);
  usage.late_read_bytes = scaled(run.late_read_bytes);
  usage.pushed_bytes = scaled(run.pushed_bytes);
  const int64_t shard_seconds =
      stream.provisioned ? run.shard_seconds : stream.shards * run.seconds;
  usage.shard_seconds = Proportion(shard_seconds, period, run.seconds);
  const int64_t fan_out =
      stream.provisioned ? run.fan_out_shard_seconds : shard_seconds * stream.fan_out_consumers;
  usage.fan_out_shard_seconds = Proportion(fan_out, period, run.seconds);
  const int64_t hours = stream.retention.micros / Hours(1).micros;
  if (hours > 24) usage.extended_shard_seconds = usage.shard_seconds;
  // A rate times an age is what is held; that times the period is what is paid for.
  usage.extended_kib_hours =
      Proportion(usage.bytes, std::clamp<int64_t>(hours - 24, 0, 6 * 24), 1'024);
  usage.long_term_kib_hours = Proportion(usage.bytes, std::max<int64_t>(hours - 168, 0), 1'024);
  return usage;
}

Bill BillAt(const PriceTable& prices, Plan plan, const std::vector<StreamTraffic>& streams,
            int64_t period, int64_t times, int64_t per) {
  Bill bill;
  bill.plan = plan;
  StreamUsage all;
  for (const StreamTraffic& stream : streams) {
    const StreamUsage usage = Extrapolated(stream, period, times, per);
    AddTo(bill, BillOf(prices, plan, usage));
    all += usage;
  }
  if (plan == Plan::kAdvantage) AddCommitment(prices, all, period, bill);
  return bill;
}

// The most that the shards carry of the run's mixture, in times of its rate (as `times` of `per`),
// if keys are spread evenly and nothing comes in bursts.
bool ShardsCarry(const std::vector<StreamTraffic>& streams, int64_t times, int64_t per) {
  return std::ranges::all_of(streams, [&](const StreamTraffic& stream) {
    const StreamUsage& run = stream.usage;
    const int64_t shard_seconds =
        stream.provisioned ? run.shard_seconds : stream.shards * run.seconds;
    return Proportion(run.records, times, per) <= shard_seconds * kShardWriteRecordsPerSecond &&
           Proportion(run.bytes, times, per) <= shard_seconds * kShardWriteBytesPerSecond;
  });
}

// 10 GB/s are the most that any stream can be given.
constexpr int64_t kBytesPerSecondMax = int64_t{10} << 30;

Crossing CrossingOf(const PriceTable& prices, Plan a, Plan b,
                    const std::vector<StreamTraffic>& streams, const Comparison& of) {
  const int64_t now = of.milli_records_per_second;
  const auto a_is_cheaper = [&](int64_t milli_rate) {
    return BillAt(prices, a, streams, of.period_seconds, milli_rate, now).total_nanos <=
           BillAt(prices, b, streams, of.period_seconds, milli_rate, now).total_nanos;
  };
  int64_t low = 0;
  int64_t high = std::max(kBytesPerSecondMax / std::max<int64_t>(of.record_bytes, 1) * 1'000, now);
  const bool first = a_is_cheaper(low);
  Crossing crossing{first ? a : b, first ? b : a, std::nullopt, true};
  if (a_is_cheaper(high) == first) return crossing;
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    (a_is_cheaper(middle) == first ? low : high) = middle;
  }
  crossing.milli_records_per_second = high;
  const bool has_shards = a == Plan::kProvisioned || b == Plan::kProvisioned;
  crossing.within_capacity = !has_shards || ShardsCarry(streams, high, now);
  return crossing;
}

}  // namespace

int64_t ShardsFor(const PeakSecond& peak) {
  const auto up = [](int64_t value, int64_t by) { return (value + by - 1) / by; };
  return std::max({int64_t{1}, up(peak.records, kShardWriteRecordsPerSecond),
                   up(peak.bytes, kShardWriteBytesPerSecond),
                   up(peak.bytes_out, kShardReadBytesPerSecond)});
}

StreamTraffic TrafficOf(const std::string& name, const Meter& meter) {
  StreamTraffic traffic;
  traffic.name = name;
  traffic.usage = meter.total();
  traffic.peak = meter.peak();
  traffic.retention = meter.last().retention;
  traffic.fan_out_consumers = meter.last().fan_out_consumers;
  traffic.provisioned = meter.usage(StreamMode::kOnDemand).seconds == 0;
  const int64_t seconds = traffic.usage.seconds;
  WEIR_CHECK(seconds > 0);
  traffic.shards = traffic.provisioned ? (traffic.usage.shard_seconds + seconds - 1) / seconds
                                       : ShardsFor(traffic.peak);
  return traffic;
}

Comparison Compare(const PriceTable& prices, const std::vector<StreamTraffic>& streams,
                   int64_t run_seconds, int64_t period_seconds) {
  WEIR_CHECK(run_seconds > 0 && period_seconds > 0);
  Comparison comparison;
  comparison.period_seconds = period_seconds;
  comparison.run_seconds = run_seconds;
  for (const StreamTraffic& stream : streams) {
    comparison.usage += stream.usage;
    comparison.shards += stream.shards;
  }
  const StreamUsage& usage = comparison.usage;
  comparison.milli_records_per_second = Proportion(usage.records, 1'000, run_seconds);
  if (usage.records > 0) comparison.record_bytes = Proportion(usage.bytes, 1, usage.records);
  for (const Plan plan : {Plan::kProvisioned, Plan::kOnDemand, Plan::kAdvantage}) {
    comparison.bills.push_back(BillAt(prices, plan, streams, period_seconds, 1, 1));
    const size_t best = static_cast<size_t>(comparison.cheapest);
    if (comparison.bills.back().total_nanos < comparison.bills[best].total_nanos) {
      comparison.cheapest = plan;
    }
  }
  if (comparison.milli_records_per_second == 0) return comparison;
  for (const auto& [a, b] : {std::pair(Plan::kProvisioned, Plan::kOnDemand),
                             std::pair(Plan::kOnDemand, Plan::kAdvantage),
                             std::pair(Plan::kProvisioned, Plan::kAdvantage)}) {
    comparison.crossings.push_back(CrossingOf(prices, a, b, streams, comparison));
  }
  return comparison;
}

}  // namespace weir
