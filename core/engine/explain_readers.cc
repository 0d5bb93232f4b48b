#include "core/engine/explain_readers.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/engine/explain_lambda.h"
#include "core/engine/json_document.h"
#include "core/model/limits.h"

namespace weir {
namespace {

using Patch = std::vector<std::pair<std::string, std::string>>;

// A consumer is behind when it is by more than it takes to poll a few times.
constexpr int64_t kPollsForgiven = 3;

Duration BehindOf(const ConsumerView& consumer) {
  Duration behind;
  for (const LeaseView& lease : consumer.leases) behind = std::max(behind, lease.behind);
  return behind;
}

int64_t LagOf(const ConsumerView& consumer) {
  int64_t lag = 0;
  for (const LeaseView& lease : consumer.leases) lag += lease.lag_records;
  return lag;
}

const ConsumerSpec& SpecOf(const Engine& engine, const ConsumerView& consumer) {
  return engine.scenario().consumers[consumer.id.index()];
}

int64_t SecondsOf(const EngineView& view) {
  return std::max<int64_t>((view.now - view.start).micros / 1'000'000, 1);
}

// The workers that have anything to do: shards are dealt out, not records.
int64_t BusyWorkers(const ConsumerView& consumer, const ConsumerSpec& spec) {
  std::vector<uint32_t> workers;
  for (const LeaseView& lease : consumer.leases) {
    if (std::ranges::find(workers, lease.worker) == workers.end()) workers.push_back(lease.worker);
  }
  return std::min<int64_t>(spec.workers, static_cast<int64_t>(workers.size()));
}

struct Pollers {
  std::vector<const ConsumerView*> all;
  int64_t calls_per_shard_hundredths = 0;  // A second.
};

Pollers PollersOf(const Engine& engine, const EngineView& view, const StreamView& stream) {
  Pollers pollers;
  for (const ConsumerView& consumer : view.consumers) {
    const ConsumerSpec& spec = SpecOf(engine, consumer);
    if (consumer.stream != stream.id || spec.read != ReadMode::kPoll) continue;
    pollers.all.push_back(&consumer);
    pollers.calls_per_shard_hundredths += 100'000'000 / spec.poll.micros;
  }
  return pollers;
}

std::string Hundredths(int64_t value) {
  const std::string cents = std::to_string(100 + value % 100).substr(1);
  return value % 100 == 0 ? WithThousands(value / 100)
                          : StrCat({WithThousands(value / 100), ".", cents});
}

// Of the shard that takes most.
int64_t BusiestBytesPerSecond(const StreamView& stream, int64_t elapsed_s) {
  int64_t most = 0;
  for (const ShardView& shard : stream.shards) most = std::max(most, shard.bytes_in / elapsed_s);
  return most;
}

std::string Standings(const std::vector<const ConsumerView*>& consumers) {
  std::string text;
  for (const ConsumerView* consumer : consumers) {
    text += StrCat({text.empty() ? "" : ", ", consumer->name, " ", SpanText(BehindOf(*consumer))});
  }
  return text;
}

// The members that do not go with fan-out, where the scenario names them.
Patch WithoutPolling(const Scenario& scenario, const std::string& name) {
  Patch patch;
  const Result<Json> document = ParseJson(scenario.source);
  if (!document.ok() || !document.value().contains("consumers")) return patch;
  for (const Json& consumer : document.value()["consumers"]) {
    if (consumer.value("name", std::string()) != name) continue;
    for (const char* member : {"poll", "limit", "latency"}) {
      if (!consumer.contains(member)) continue;
      patch.emplace_back(StrCat({"/consumers/", name, "/", member}), "null");
    }
  }
  return patch;
}

void FanOutAdvice(const Pollers& pollers, const Scenario& scenario, const ConsumerView& worst,
                  Explanation& out) {
  Patch patch = WithoutPolling(scenario, worst.name);
  patch.emplace_back(StrCat({"/consumers/", worst.name, "/read"}), "\"fan_out\"");
  out.advice.push_back(
      {"fan-out", StrCat({"consumers.", worst.name}),
       StrCat({"Enhanced fan-out for ", worst.name, ": 2 MiB/s of each shard of its own, and ",
               WithThousands(static_cast<int64_t>(pollers.all.size()) - 1), " left to share."}),
       std::move(patch)});
}

}  // namespace

void ExplainSharedReads(const ExplainWatch& watch, const Engine& engine, const EngineView& view,
                        const StreamView& stream, Explanation& out) {
  const Pollers pollers = PollersOf(engine, view, stream);
  int64_t refused = 0;
  for (const ShardView& shard : stream.shards) refused += shard.reads_throttled;
  if (refused == 0 || pollers.all.empty()) return;
  const int64_t count = static_cast<int64_t>(pollers.all.size());
  const int64_t in = BusiestBytesPerSecond(stream, SecondsOf(view));
  const bool calls = pollers.calls_per_shard_hundredths > kGetRecordsCallsPerSecond * 100;
  const bool bytes = in * count > kShardReadBytesPerSecond;
  std::string text = StrCat(
      {WithThousands(refused), " GetRecords calls were refused. ", WithThousands(count),
       count == 1 ? " application polls" : " applications poll", " each shard, together with ",
       Hundredths(pollers.calls_per_shard_hundredths), " calls a second of the ",
       WithThousands(kGetRecordsCallsPerSecond), " it answers, and want ", BytesText(in * count),
       " a second of the busiest shard, which gives 2 MiB. "});
  text += calls && bytes ? "Neither fits."
          : calls        ? "The calls do not fit."
          : bytes        ? "The bytes do not fit."
                         : "Both fit on average: readers that catch up ask for more at once.";
  text += StrCat({" How far they stand behind: ", Standings(pollers.all), "."});
  std::optional<Duration> first;
  for (const ConsumerView* consumer : pollers.all) {
    const auto& at = watch.readers()[consumer->id.index()].first_refused;
    if (at && (!first || *at < *first)) first = at;
  }
  if (first) text += StrCat({" The first call was refused after ", FormatElapsed(*first), "."});
  out.findings.push_back(
      {"shared-reads",
       StrCat({"streams.", stream.name}),
       true,
       std::move(text),
       {{"calls_refused", MeasureUnit::kCount, refused},
        {"readers", MeasureUnit::kCount, count},
        {"calls_per_second_hundredths", MeasureUnit::kCount, pollers.calls_per_shard_hundredths},
        {"wanted_bytes_per_second", MeasureUnit::kBytes, in * count}}});
  const ConsumerView& worst = **std::ranges::max_element(
      pollers.all, {}, [](const ConsumerView* consumer) { return BehindOf(*consumer); });
  if (calls) {
    const int64_t poll_ms = 1'000 * count / kGetRecordsCallsPerSecond + 50;
    Patch patch;
    for (const ConsumerView* consumer : pollers.all) {
      // A Lambda mapping polls as it does.
      if (consumer->lambda) continue;
      patch.emplace_back(StrCat({"/consumers/", consumer->name, "/poll"}),
                         StrCat({"\"", std::to_string(poll_ms), "ms\""}));
    }
    out.advice.push_back({"poll-less", StrCat({"streams.", stream.name}),
                          StrCat({"Poll every ", std::to_string(poll_ms),
                                  " ms: ", WithThousands(count), " readers then stay below ",
                                  WithThousands(kGetRecordsCallsPerSecond), " calls a second."}),
                          std::move(patch)});
  }
  if (bytes) FanOutAdvice(pollers, engine.scenario(), worst, out);
}

namespace {

class ReaderExplainer {
 public:
  ReaderExplainer(const ExplainWatch& watch, const Engine& engine, const EngineView& view,
                  const ConsumerView& consumer, Explanation& out)
      : engine_(engine),
        view_(view),
        consumer_(consumer),
        spec_(SpecOf(engine, consumer)),
        history_(watch.readers()[consumer.id.index()]),
        stream_(view.streams[consumer.stream.index()]),
        out_(out) {
    for (const ShardView& shard : stream_.shards) arrived_ += shard.records_in;
  }

  void Explain() {
    if (consumer_.paused) {
      Note("paused", true, StrCat({consumer_.name, " is paused."}));
      return;
    }
    const bool behind = BehindOf(consumer_) > std::max(spec_.poll * kPollsForgiven, Seconds(2));
    if (!behind && consumer_.lost_to_retention == 0) {
      Note("keeps-up", false,
           StrCat({consumer_.name, " keeps up: it was never more than ",
                   SpanText(history_.behind_max), " behind."}));
      return;
    }
    if (consumer_.records_per_second > 0 && !consumer_.lambda) Slow();
    if (consumer_.lost_to_retention > 0) Lost();
    if (consumer_.lambda && behind) {
      ExplainLambda(engine_, view_, consumer_, out_);
    } else if (consumer_.records_per_second == 0 && consumer_.lost_to_retention == 0) {
      Note("behind", true,
           StrCat({consumer_.name, " stands ", SpanText(BehindOf(consumer_)),
                   " behind; it was worst after ", FormatElapsed(history_.behind_max_at), ", by ",
                   SpanText(history_.behind_max), "."}));
    }
  }

 private:
  void Note(std::string_view id, bool trouble, std::string text) {
    out_.findings.push_back(
        {std::string(id),
         StrCat({"consumers.", consumer_.name}),
         trouble,
         std::move(text),
         {{"behind", MeasureUnit::kDuration, BehindOf(consumer_).micros},
          {"behind_max", MeasureUnit::kDuration, history_.behind_max.micros},
          {"lag_records", MeasureUnit::kRecords, LagOf(consumer_)},
          {"lost_to_retention", MeasureUnit::kRecords, consumer_.lost_to_retention}}});
  }

  // Records a second in hundredths.
  int64_t ArrivalRate() const { return arrived_ * 100 / SecondsOf(view_); }
  int64_t Pace() const {
    return consumer_.records_per_second * 100 * std::max<int64_t>(BusyWorkers(consumer_, spec_), 1);
  }

  void Slow() {
    const int64_t workers = std::max<int64_t>(BusyWorkers(consumer_, spec_), 1);
    std::string text =
        StrCat({consumer_.name, " manages ", Hundredths(Pace()), " records a second (",
                WithThousands(workers), workers == 1 ? " busy worker" : " busy workers", ", ",
                WithThousands(consumer_.records_per_second), " each); ", Hundredths(ArrivalRate()),
                " arrived. "});
    const bool slower = Pace() < ArrivalRate();
    const int64_t lag = LagOf(consumer_);
    if (slower) {
      const Duration per_hour = Hours(1) - Micros(Hours(1).micros / ArrivalRate() * Pace());
      text += StrCat({"It falls behind by ", SpanText(per_hour), " an hour and stands ",
                      SpanText(BehindOf(consumer_)), " and ", WithThousands(lag),
                      " records behind: it never catches up."});
    } else if (Pace() > ArrivalRate()) {
      text += StrCat({"It stands ", SpanText(BehindOf(consumer_)), " and ", WithThousands(lag),
                      " records behind and needs ",
                      SpanText(Micros(lag * 100'000'000 / (Pace() - ArrivalRate()))),
                      " to catch up, if no more arrive than on average."});
    }
    Note("slow-consumer", true, std::move(text));
    if (slower) Faster(workers);
  }

  void Faster(int64_t workers) {
    const int64_t wanted = (ArrivalRate() * 6 / 5 + 100 * workers - 1) / (100 * workers);
    out_.advice.push_back(
        {"faster-worker",
         StrCat({"consumers.", consumer_.name}),
         StrCat({"A worker that manages ", WithThousands(wanted),
                 " records a second: a fifth more than arrives, so that it can catch up."}),
         {{StrCat({"/consumers/", consumer_.name, "/records_per_second"}),
           std::to_string(wanted)}}});
    const int64_t shards = std::ranges::count(stream_.shards, ShardState::kOpen, &ShardView::state);
    const int64_t more = (ArrivalRate() * 6 / 5 + consumer_.records_per_second * 100 - 1) /
                         (consumer_.records_per_second * 100);
    if (more <= workers || more > kWorkersMax) return;
    std::vector<std::pair<std::string, std::string>> patch{
        {StrCat({"/consumers/", consumer_.name, "/workers"}), std::to_string(more)}};
    std::string text = StrCat({WithThousands(more), " workers"});
    if (more > shards) {
      patch.emplace_back(StrCat({"/streams/", stream_.name, "/shards"}), std::to_string(more));
      text += StrCat({" and as many shards, because ", WithThousands(shards),
                      shards == 1 ? " shard keeps" : " shards keep", " no more than ",
                      WithThousands(shards), " busy"});
    }
    out_.advice.push_back({"more-workers", StrCat({"consumers.", consumer_.name}),
                           StrCat({text, "."}), std::move(patch)});
  }

  void Lost() {
    std::string text = StrCat({WithThousands(consumer_.lost_to_retention),
                               " records expired before ", consumer_.name, " read them"});
    if (history_.first_lost) {
      text += StrCat({", the first after ", FormatElapsed(*history_.first_lost)});
    }
    text += StrCat({": the stream keeps them for ", FormatDuration(stream_.retention),
                    ", and it stands ", SpanText(BehindOf(consumer_)), " behind."});
    Note("lost-to-retention", true, std::move(text));
    // At the pace so far, what arrives at the very end of the run is read this much later.
    const int64_t pace = consumer_.processed * 100 / SecondsOf(view_);
    if (pace == 0 || pace >= ArrivalRate()) return;
    const Duration run = view_.now - view_.start;
    const Duration needed = run - Micros(run.micros / ArrivalRate() * pace);
    const int64_t hours = needed.micros / Hours(1).micros + 2;
    if (Hours(hours) > kRetentionMax) return;
    out_.advice.push_back({"longer-retention",
                           StrCat({"streams.", stream_.name}),
                           StrCat({"A retention period of ", WithThousands(hours),
                                   " hours: at its pace ", consumer_.name, " is ", SpanText(needed),
                                   " behind after ", SpanText(run), ". It buys time, not speed."}),
                           {{StrCat({"/streams/", stream_.name, "/retention"}),
                             StrCat({"\"", std::to_string(hours), "h\""})}}});
  }

  const Engine& engine_;
  const EngineView& view_;
  const ConsumerView& consumer_;
  const ConsumerSpec& spec_;
  const ExplainWatch::ReaderHistory& history_;
  const StreamView& stream_;
  int64_t arrived_ = 0;
  Explanation& out_;
};

}  // namespace

void ExplainReader(const ExplainWatch& watch, const Engine& engine, const EngineView& view,
                   const ConsumerView& consumer, Explanation& out) {
  ReaderExplainer(watch, engine, view, consumer, out).Explain();
}

}  // namespace weir
