#include "core/engine/explain_writes.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/model/hash_key.h"
#include "core/model/limits.h"

namespace weir {
namespace {

constexpr int64_t kShardsTried = 256;
constexpr int64_t kSaltsMax = 1'000;

// Of one limit of a shard, in thousandths.
int64_t LoadOf(const Demand& second) {
  return std::max(second.records * 1'000 / kShardWriteRecordsPerSecond,
                  second.bytes * 1'000 / kShardWriteBytesPerSecond);
}

bool BytesBind(const Demand& demand) {
  return demand.bytes * kShardWriteRecordsPerSecond > demand.records * kShardWriteBytesPerSecond;
}

Demand PerSecond(const Demand& total, int64_t seconds) {
  if (seconds == 0) return {};
  return {total.records / seconds, total.bytes / seconds};
}

__extension__ using Wide = __int128;

int64_t Scaled(int64_t part, int64_t times, int64_t whole) {
  return whole == 0 ? 0 : static_cast<int64_t>(static_cast<Wide>(part) * times / whole);
}

std::string RateWords(const Demand& second) {
  return StrCat({WithThousands(second.records), " records and ", BytesText(second.bytes)});
}

std::string OfLimit(const Demand& second, std::string_view whose = "its") {
  const bool bytes = BytesBind(second);
  const std::string percent = bytes ? PercentText(second.bytes, kShardWriteBytesPerSecond)
                                    : PercentText(second.records, kShardWriteRecordsPerSecond);
  return StrCat({percent, " of ", whose, " ", bytes ? "1 MiB/s" : "1,000 records/s"});
}

class WritesExplainer {
 public:
  WritesExplainer(const ExplainWatch& watch, const Engine& engine, const EngineView& view,
                  const StreamView& stream, Explanation& out)
      : watch_(watch),
        engine_(engine),
        stream_(stream),
        demand_(watch.demand().streams()[stream.id.index()]),
        elapsed_s_(std::max<int64_t>((view.now - view.start).micros / 1'000'000, 1)),
        out_(out) {}

  void Explain() {
    if (demand_.total.records == 0) return;
    const std::optional<size_t> first = FirstRefusing();
    if (!first) {
      Unthrottled();
      return;
    }
    Throttled(*first);
    const Demand mean = PerSecond(demand_.shards[*first].total, demand_.shards[*first].seconds);
    const KeyDemand* hot = HottestOf(*first);
    Why(*first, mean, hot);
    Advise(hot);
  }

 private:
  const ExplainWatch::ShardRefusals* RefusalsOf(size_t shard) const {
    const auto& shards = watch_.refusals()[stream_.id.index()];
    return shard < shards.size() && shards[shard].first ? &shards[shard] : nullptr;
  }

  std::optional<size_t> FirstRefusing() const {
    std::optional<size_t> first;
    for (size_t i = 0; i < stream_.shards.size(); ++i) {
      if (RefusalsOf(i) == nullptr) continue;
      if (!first || *RefusalsOf(i)->first < *RefusalsOf(*first)->first) first = i;
    }
    return first;
  }

  std::string About(size_t shard) const {
    return StrCat({"streams.", stream_.name, ".shards.", std::to_string(shard)});
  }

  void Unthrottled() {
    size_t busiest = 0;
    for (size_t i = 0; i < demand_.shards.size(); ++i) {
      if (LoadOf(demand_.shards[i].peak) > LoadOf(demand_.shards[busiest].peak)) busiest = i;
    }
    const Demand& peak = demand_.shards[busiest].peak;
    out_.findings.push_back(
        {"not-throttled",
         StrCat({"streams.", stream_.name}),
         false,
         StrCat({"Nothing was throttled. Its busiest shard, ", std::to_string(busiest),
                 ", was sent up to ", RateWords(peak), " in a second: ", OfLimit(peak),
                 ", the nearer of its two limits."}),
         {{"peak_records_per_second", MeasureUnit::kRecords, peak.records},
          {"peak_bytes_per_second", MeasureUnit::kBytes, peak.bytes}}});
  }

  void Throttled(size_t first) {
    const ExplainWatch::ShardRefusals& refusals = *RefusalsOf(first);
    int64_t by_records = 0;
    int64_t by_bytes = 0;
    int64_t shards = 0;
    for (const ShardView& shard : stream_.shards) {
      by_records += shard.throttled_records;
      by_bytes += shard.throttled_bytes;
      shards += shard.throttled_records + shard.throttled_bytes > 0 ? 1 : 0;
    }
    std::string text =
        StrCat({"The first record was refused after ", FormatElapsed(*refusals.first), " by shard ",
                std::to_string(first), ", which had no ",
                refusals.first_by_bytes ? "bytes of its 1 MiB/s" : "records of its 1,000/s",
                " left. In all there were ", WithThousands(by_records + by_bytes), " refusals"});
    if (by_records > 0 && by_bytes > 0) {
      text += StrCat({" (", WithThousands(by_records), " by records, ", WithThousands(by_bytes),
                      " by bytes)"});
    }
    text += StrCat({" by ", WithThousands(shards), " of ",
                    WithThousands(static_cast<int64_t>(stream_.shards.size())), " shards; shard ",
                    std::to_string(first), " refused in ", WithThousands(refusals.seconds),
                    " seconds."});
    out_.findings.push_back({"throttled",
                             About(first),
                             true,
                             std::move(text),
                             {{"first_refusal", MeasureUnit::kDuration, refusals.first->micros},
                              {"refusals_by_records", MeasureUnit::kRecords, by_records},
                              {"refusals_by_bytes", MeasureUnit::kRecords, by_bytes},
                              {"shards_refusing", MeasureUnit::kCount, shards},
                              {"seconds_refusing", MeasureUnit::kCount, refusals.seconds}}});
  }

  // The key with the greatest demand on a shard; none where keys do not stay in one.
  const KeyDemand* HottestOf(size_t shard) const {
    if (!demand_.by_key) return nullptr;
    const HashKeyRange& range = stream_.shards[shard].range;
    const KeyDemand* hottest = nullptr;
    for (const KeyDemand& key : demand_.keys) {
      if (!range.Contains(key.hash_key)) continue;
      if (hottest == nullptr || LoadOf(key.total) > LoadOf(hottest->total)) hottest = &key;
    }
    return hottest;
  }

  Demand MeanOf(const KeyDemand& key) const { return PerSecond(key.total, elapsed_s_); }
  Demand StreamMean() const { return PerSecond(demand_.total, elapsed_s_); }

  int64_t OpenShards() const {
    return std::ranges::count(stream_.shards, ShardState::kOpen, &ShardView::state);
  }

  std::string Room(size_t shard) const {
    int64_t idle = 0;
    Demand busiest;
    for (size_t i = 0; i < demand_.shards.size(); ++i) {
      if (i == shard || stream_.shards[i].state != ShardState::kOpen) continue;
      const Demand mean = PerSecond(demand_.shards[i].total, demand_.shards[i].seconds);
      if (LoadOf(mean) >= 1'000) continue;
      ++idle;
      if (LoadOf(mean) > LoadOf(busiest)) busiest = mean;
    }
    if (idle == 0) return "";
    return StrCat({" ", WithThousands(idle), idle == 1 ? " other shard had" : " other shards had",
                   " room: ", idle == 1 ? "it" : "the busiest of them", " was sent ",
                   RateWords(busiest), " a second."});
  }

  void Why(size_t shard, const Demand& mean, const KeyDemand* hot) {
    const ShardDemand& demand = demand_.shards[shard];
    const bool hot_key =
        hot != nullptr && LoadOf(MeanOf(*hot)) > 500 && LoadOf(mean) - LoadOf(MeanOf(*hot)) < 1'000;
    const bool too_much = LoadOf(StreamMean()) > 1'000 * std::max<int64_t>(OpenShards(), 1);
    const bool burst = LoadOf(mean) <= 1'000;
    std::string id = "uneven-keys";
    std::string text = StrCat(
        {"Shard ", std::to_string(shard), " was sent ",
         PercentText(demand.total.records, demand_.total.records),
         " of the stream's records while it was open, ", RateWords(mean), " a second on average",
         demand_.arrivals ? ", what came again counted again: " : ": ", OfLimit(mean), "."});
    if (burst) {
      id = "burst";
      text += StrCat({" It is the moments that do not fit: up to ", RateWords(demand.peak),
                      " came in one second, and more than it takes in ",
                      WithThousands(demand.seconds_over), " of ", WithThousands(demand.seconds),
                      " seconds."});
    } else if (too_much) {
      id = "too-few-shards";
      text += StrCat({" The whole stream was sent ", RateWords(StreamMean()), " a second; its ",
                      WithThousands(OpenShards()),
                      OpenShards() == 1 ? " open shard takes " : " open shards take ",
                      WithThousands(OpenShards() * kShardWriteRecordsPerSecond), " records and ",
                      WithThousands(OpenShards()), " MiB."});
    } else if (!hot_key) {
      text += " The stream as a whole has room, but its keys do not spread evenly.";
    }
    if (hot_key) {
      if (!burst && !too_much) id = "hot-key";
      const Demand one = MeanOf(*hot);
      text += StrCat({" Key ", KeyName(*hot), " alone is ",
                      PercentText(hot->total.records, demand.total.records),
                      " of that: ", RateWords(one), " a second, ", OfLimit(one, "a shard's"), "."});
    }
    text += Room(shard);
    std::vector<Fact> facts{{"mean_records_per_second", MeasureUnit::kRecords, mean.records},
                            {"mean_bytes_per_second", MeasureUnit::kBytes, mean.bytes},
                            {"peak_records_per_second", MeasureUnit::kRecords, demand.peak.records},
                            {"peak_bytes_per_second", MeasureUnit::kBytes, demand.peak.bytes},
                            {"seconds_over", MeasureUnit::kCount, demand.seconds_over}};
    if (hot != nullptr) {
      facts.push_back({"hottest_key_records", MeasureUnit::kRecords, hot->total.records});
    }
    out_.findings.push_back({id, About(shard), true, std::move(text), std::move(facts)});
  }

  std::string KeyName(const KeyDemand& key) const { return engine_.KeyOf(key.producer, key.key); }

  // The greatest demand on any of `count` equal shards, if traffic comes as in its busiest second
  // and keys share it as they do over the whole run.
  Demand BusiestOf(int64_t count) const {
    const std::vector<HashKeyRange> ranges = UniformHashRanges(count);
    std::vector<Demand> shards(ranges.size());
    for (const KeyDemand& key : demand_.keys) {
      const auto after =
          std::ranges::upper_bound(ranges, key.hash_key, {}, &HashKeyRange::starting);
      shards[static_cast<size_t>(after - ranges.begin()) - 1].Add(key.total);
    }
    Demand busiest;
    for (const Demand& shard : shards) {
      if (LoadOf(shard) > LoadOf(busiest)) busiest = shard;
    }
    if (!demand_.by_key) {
      busiest = {demand_.total.records / count, demand_.total.bytes / count};
    }
    return {Scaled(busiest.records, demand_.peak.records, demand_.total.records),
            Scaled(busiest.bytes, demand_.peak.bytes, demand_.total.bytes)};
  }

  void Advise(const KeyDemand* hot) {
    const Demand hottest = hot == nullptr ? Demand{} : MeanOf(*hot);
    if (LoadOf(hottest) > 1'000) {
      Salt(*hot, hottest);
    } else {
      MoreShards();
    }
  }

  void MoreShards() {
    for (int64_t count = OpenShards() + 1; count <= kShardsTried; ++count) {
      const Demand busiest = BusiestOf(count);
      if (LoadOf(busiest) > 1'000) continue;
      out_.advice.push_back(
          {"more-shards",
           StrCat({"streams.", stream_.name}),
           StrCat({WithThousands(count), " shards instead of ", WithThousands(OpenShards()),
                   ": in the busiest second (", RateWords(demand_.peak),
                   ") the busiest of them would be sent ", RateWords(busiest), ", ",
                   OfLimit(busiest), "."}),
           {{StrCat({"/streams/", stream_.name, "/shards"}), std::to_string(count)},
            {StrCat({"/streams/", stream_.name, "/mode"}), "\"provisioned\""}}});
      return;
    }
    out_.advice.push_back({"spread-the-burst",
                           StrCat({"streams.", stream_.name}),
                           StrCat({"Not even ", WithThousands(kShardsTried),
                                   " shards take the busiest second (", RateWords(demand_.peak),
                                   ") with these keys: spread it over time, or use more keys."}),
                           {}});
  }

  void Salt(const KeyDemand& hot, const Demand& hottest) {
    // Twice what is needed, because suffixes fall on shards by chance.
    const int64_t salts =
        std::clamp<int64_t>(LoadOf(hottest) * 2 * OpenShards() / 1'000, 2, kSaltsMax);
    const std::string& producer = engine_.scenario().producers[hot.producer.index()].name;
    std::vector<std::pair<std::string, std::string>> patch;
    if (engine_.scenario().producers[hot.producer.index()].workload.replay.dataset == nullptr) {
      const std::string keys = StrCat({"/producers/", producer, "/keys/"});
      patch = {{keys + "partition_by", "\"salted\""}, {keys + "salts", std::to_string(salts)}};
    }
    out_.advice.push_back(
        {"salt", StrCat({"producers.", producer}),
         StrCat({"No number of shards helps: a key cannot leave its shard, and ", KeyName(hot),
                 " alone is ", OfLimit(hottest, "a shard's"), ". One of ", WithThousands(salts),
                 " suffixes behind the key spreads it; its records then lie in several shards, "
                 "which have no common order."}),
         std::move(patch)});
  }

  const ExplainWatch& watch_;
  const Engine& engine_;
  const StreamView& stream_;
  const StreamDemand& demand_;
  int64_t elapsed_s_;
  Explanation& out_;
};

}  // namespace

void ExplainWrites(const ExplainWatch& watch, const Engine& engine, const EngineView& view,
                   const StreamView& stream, Explanation& out) {
  WritesExplainer(watch, engine, view, stream, out).Explain();
}

}  // namespace weir
