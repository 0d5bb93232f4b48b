#include "core/stream/on_demand.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/model/limits.h"
#include "core/model/limits_clients.h"

namespace weir {
namespace {

int64_t CeilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }

}  // namespace

OnDemandScaler::OnDemandScaler(Instant now)
    : started_at_(now), next_look_at_(now + kOnDemandLookEvery) {}

int64_t OnDemandScaler::peak_bytes_per_second() const {
  int64_t peak = 0;
  for (const Peak& day : days_) peak = std::max(peak, day.bytes_per_second);
  return peak;
}

int64_t OnDemandScaler::peak_records_per_second() const {
  int64_t peak = 0;
  for (const Peak& day : days_) peak = std::max(peak, day.records_per_second);
  return peak;
}

int64_t OnDemandScaler::shards_wanted() const {
  const int64_t bytes = kOnDemandHeadroom * peak_bytes_per_second();
  const int64_t records = kOnDemandHeadroom * peak_records_per_second();
  const int64_t wanted = std::max({kOnDemandShardsMin, CeilDivide(bytes, kShardWriteBytesPerSecond),
                                   CeilDivide(records, kShardWriteRecordsPerSecond)});
  return std::min(wanted, kOnDemandShardsMax);
}

OnDemandScaler::Peak OnDemandScaler::NoteMinute(Instant now, const std::vector<ShardTraffic>& open,
                                                std::vector<Peak>& rates) {
  const int64_t seconds = kOnDemandLookEvery.micros / 1'000'000;
  Peak total;
  std::vector<Seen> seen;
  for (const ShardTraffic& traffic : open) {
    const auto before =
        std::lower_bound(seen_.begin(), seen_.end(), traffic.shard,
                         [](const Seen& entry, ShardIndex shard) { return entry.shard < shard; });
    const bool known = before != seen_.end() && before->shard == traffic.shard;
    const Seen last = known ? *before : Seen{traffic.shard, 0, 0, kNever};
    const Peak rate{(traffic.bytes_in - last.bytes_in) / seconds,
                    (traffic.records_in - last.records_in) / seconds};
    rates.push_back(rate);
    total.bytes_per_second += rate.bytes_per_second;
    total.records_per_second += rate.records_per_second;
    const bool hot = rate.bytes_per_second > kOnDemandSplitBytesPerSecond ||
                     rate.records_per_second > kOnDemandSplitRecordsPerSecond;
    seen.push_back({traffic.shard, traffic.bytes_in, traffic.records_in,
                    hot ? std::min(last.hot_since, now) : kNever});
  }
  std::sort(seen.begin(), seen.end(),
            [](const Seen& a, const Seen& b) { return a.shard < b.shard; });
  seen_ = std::move(seen);
  return total;
}

std::vector<ShardIndex> OnDemandScaler::Look(Instant now, const std::vector<ShardTraffic>& open) {
  WEIR_CHECK(now == next_look_at_);
  next_look_at_ = now + kOnDemandLookEvery;
  std::vector<Peak> rates;
  const Peak total = NoteMinute(now, open, rates);
  static_assert(kDays == kOnDemandPeakDays);
  // A day's maximum is kept for 30 days and then overwritten by that of a new day.
  const int64_t day = (now - started_at_).micros / Hours(24).micros;
  Peak& today = days_[static_cast<size_t>(day) % kDays];
  const bool new_day = (now - started_at_).micros % Hours(24).micros < kOnDemandLookEvery.micros;
  if (new_day) today = {};
  today.bytes_per_second = std::max(today.bytes_per_second, total.bytes_per_second);
  today.records_per_second = std::max(today.records_per_second, total.records_per_second);

  const int64_t missing = shards_wanted() - static_cast<int64_t>(open.size());
  short_since_ = missing > 0 ? std::min(short_since_, now) : kNever;
  const bool grow = missing > 0 && now - short_since_ >= kOnDemandScaleDelay;

  std::vector<size_t> busiest(open.size());
  for (size_t i = 0; i < busiest.size(); ++i) busiest[i] = i;
  std::stable_sort(busiest.begin(), busiest.end(), [&](size_t a, size_t b) {
    return rates[a].bytes_per_second > rates[b].bytes_per_second;
  });
  std::vector<ShardIndex> splits;
  int64_t grown = 0;
  for (const size_t i : busiest) {
    const int64_t after = static_cast<int64_t>(open.size() + splits.size()) + 1;
    if (after > kOnDemandShardsMax) break;
    const auto entry =
        std::lower_bound(seen_.begin(), seen_.end(), open[i].shard,
                         [](const Seen& seen, ShardIndex shard) { return seen.shard < shard; });
    const bool hot = entry->hot_since != kNever && now - entry->hot_since >= kOnDemandScaleDelay;
    if (!hot && !(grow && grown < missing)) continue;
    ++grown;
    splits.push_back(open[i].shard);
  }
  if (!splits.empty()) short_since_ = kNever;
  return splits;
}

void OnDemandScaler::AddTo(Digest& digest) const {
  digest.Add(next_look_at_.micros);
  digest.Add(short_since_.micros);
  for (const Peak& day : days_) {
    digest.Add(day.bytes_per_second);
    digest.Add(day.records_per_second);
  }
  for (const Seen& seen : seen_) {
    digest.Add(seen.shard.value);
    digest.Add(seen.bytes_in);
    digest.Add(seen.hot_since.micros);
  }
}

}  // namespace weir
