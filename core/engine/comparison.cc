#include "core/engine/comparison.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"

namespace weir {
namespace {

// Readers poll when they do: being later by less than this is no news.
constexpr int64_t kLagMicros = 1'000'000;

// What is told over time beside what stands at the end.
constexpr std::string_view kOfStream[] = {"records_in.peak", "bytes_in.peak", "throttled.peak",
                                          "throttled.since"};
constexpr std::string_view kOfConsumer[] = {"behind.max", "lost_to_retention.since"};

void AddNew(std::vector<std::string>& paths, std::vector<std::string> more) {
  for (std::string& path : more) {
    if (std::ranges::find(paths, path) == paths.end()) paths.push_back(std::move(path));
  }
}

std::vector<std::string> Unioned(std::vector<std::string> a, const std::vector<std::string>& b) {
  for (const std::string& name : b) {
    if (std::ranges::find(a, name) == a.end()) a.push_back(name);
  }
  return a;
}

std::vector<std::string> OverTime(const MeasureNames& names) {
  std::vector<std::string> paths;
  for (const std::string& name : names.streams) {
    for (const std::string_view each : kOfStream) {
      paths.push_back(StrCat({"streams.", name, ".", each}));
    }
  }
  for (const std::string& name : names.consumers) {
    for (const std::string_view each : kOfConsumer) {
      paths.push_back(StrCat({"consumers.", name, ".", each}));
    }
  }
  return paths;
}

// Paths in the order of what they are about: `run.`, then part by part.
std::string HeadOf(const std::string& path) { return path.substr(0, path.rfind('.')); }

int64_t ThrottledIn(const StreamView& stream) {
  int64_t throttled = 0;
  for (const ShardView& shard : stream.shards) {
    throttled += shard.throttled_records + shard.throttled_bytes;
  }
  return throttled;
}

int64_t BehindOf(const ConsumerView& consumer) {
  int64_t behind = 0;
  for (const LeaseView& lease : consumer.leases) behind = std::max(behind, lease.behind.micros);
  return behind;
}

}  // namespace

RunComparison::RunComparison(std::array<std::shared_ptr<const Scenario>, 2> scenarios)
    : scenarios_(std::move(scenarios)),
      end_(std::max(scenarios_[0]->duration, scenarios_[1]->duration)),
      stretch_(WatchStretch(end_)),
      next_(Seconds(0)) {
  const std::array<MeasureNames, 2> names{NamesOf(*scenarios_[0]), NamesOf(*scenarios_[1])};
  MeasureNames all;
  all.streams = Unioned(names[0].streams, names[1].streams);
  all.consumers = Unioned(names[0].consumers, names[1].consumers);
  for (std::string& path : OverTime(all)) {
    Tracked tracked{std::move(path), {}};
    for (size_t i = 0; i < 2; ++i) {
      Result<WatchedMeasure> watched = WatchedMeasure::Parse(tracked.path, names[i]);
      if (watched.ok()) tracked.tracks[i].emplace(std::move(watched).value());
    }
    tracked_.push_back(std::move(tracked));
  }
}

void RunComparison::Observe(const EngineView& a, const EngineView& b) {
  const Duration since = next_->micros == 0 ? Seconds(0) : stretch_;
  const std::array<const EngineView*, 2> views{&a, &b};
  for (Tracked& tracked : tracked_) {
    for (size_t i = 0; i < 2; ++i) {
      const bool over = views[i]->now - views[i]->start < *next_;  // This run has ended before.
      if (tracked.tracks[i] && !over) tracked.tracks[i]->Sample(*views[i], since);
    }
  }
  NotePartings(a, b);
  if (*next_ == end_) {
    next_ = std::nullopt;
  } else {
    next_ = std::min(*next_ + stretch_, end_);
  }
}

void RunComparison::NotePartings(const EngineView& a, const EngineView& b) {
  for (size_t i = 0; !throttling_ && i < std::min(a.streams.size(), b.streams.size()); ++i) {
    if (a.streams[i].name != b.streams[i].name) continue;
    const int64_t left = ThrottledIn(a.streams[i]);
    const int64_t right = ThrottledIn(b.streams[i]);
    if (left == right) continue;
    throttling_ = Parting{*next_,
                          StrCat({"streams.", a.streams[i].name, ".throttled"}),
                          {MeasureValue{MeasureUnit::kRecords, left, {}},
                           MeasureValue{MeasureUnit::kRecords, right, {}}}};
  }
  for (size_t i = 0; !lag_ && i < std::min(a.consumers.size(), b.consumers.size()); ++i) {
    if (a.consumers[i].name != b.consumers[i].name) continue;
    const int64_t left = BehindOf(a.consumers[i]);
    const int64_t right = BehindOf(b.consumers[i]);
    if (std::max(left, right) - std::min(left, right) <= kLagMicros) continue;
    lag_ = Parting{*next_,
                   StrCat({"consumers.", a.consumers[i].name, ".behind"}),
                   {MeasureValue{MeasureUnit::kDuration, left, {}},
                    MeasureValue{MeasureUnit::kDuration, right, {}}}};
  }
}

std::vector<ComparedMeasure> RunComparison::Measures(const EngineView& a,
                                                     const EngineView& b) const {
  const std::array<const EngineView*, 2> views{&a, &b};
  std::vector<std::string> paths;
  for (const EngineView* view : views) AddNew(paths, MeasurePaths(*view, false));
  std::vector<ComparedMeasure> measures;
  for (std::string& path : paths) {
    ComparedMeasure compared{std::move(path), {}};
    for (size_t i = 0; i < 2; ++i) {
      const Result<Measure> measure = Measure::Parse(compared.path, NamesOf(*scenarios_[i]));
      if (measure.ok()) compared.values[i] = measure.value().At(*views[i]);
    }
    measures.push_back(std::move(compared));
  }
  for (const Tracked& tracked : tracked_) {
    ComparedMeasure compared{tracked.path, {}};
    for (size_t i = 0; i < 2; ++i) {
      if (tracked.tracks[i]) compared.values[i] = tracked.tracks[i]->At(*views[i]);
    }
    // Behind the last measure of the same part.
    const std::string head = HeadOf(HeadOf(tracked.path));
    auto place = measures.end();
    for (auto at = measures.begin(); at != measures.end(); ++at) {
      const std::string own = HeadOf(at->path);
      if (own == head || HeadOf(own) == head) place = at + 1;
    }
    measures.insert(place, std::move(compared));
  }
  return measures;
}

}  // namespace weir
