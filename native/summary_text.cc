#include <algorithm>

#include "core/base/text.h"
#include "native/oversize.h"
#include "native/summary.h"
#include "native/summary_delivery.h"
#include "native/table.h"
#include "native/units.h"

namespace weir {
namespace {

constexpr size_t kShardsShown = 48;
constexpr size_t kWorkersShown = 20;
constexpr size_t kKeysShown = 5;
constexpr size_t kKeyShown = 32;  // Characters of one.

class SummaryWriter {
 public:
  SummaryWriter(const RunReport& report, const Terminal& terminal)
      : report_(report),
        engine_(report.outcome.engine),
        view_(engine_.View()),
        paint_(terminal.colour),
        columns_(static_cast<size_t>(std::clamp(terminal.columns, 60, 120))) {}

  std::string Write() {
    Title();
    for (const StreamView& stream : view_.streams) StreamPart(stream);
    Producers();
    text_ += DeliveryText(view_, paint_);
    Consumers();
    Lambda();
    Order();
    Refusals();
    const Digests digests = engine_.digests();
    text_ += StrCat({"\ndigests  ", "state ", ToHex16(digests.state), "  trace ",
                     ToHex16(digests.trace), "  unseed ", ToHex16(digests.unseed), "\n"});
    return std::move(text_);
  }

 private:
  void Title() {
    const Scenario& scenario = engine_.scenario();
    const std::string elapsed = FormatElapsed(view_.now - view_.start);
    const std::string line = StrCat({scenario.name, ", seed ", std::to_string(scenario.seed), ": ",
                                     elapsed.substr(0, elapsed.find(".000")),
                                     " of virtual time in ", SpanText(report_.outcome.wall)});
    text_ += StrCat({paint_.Bold(scenario.title), "\n", paint_.Dim(line), "\n"});
  }

  void Heading(std::string_view what, std::string_view rest) {
    text_ += StrCat({"\n", paint_.Bold(what), rest, "\n"});
  }

  static std::string ShardName(const ShardView& shard) {
    std::string name = std::to_string(shard.index.value);
    if (shard.state == ShardState::kClosed) name += " closed";
    if (shard.state == ShardState::kExpired) name += " expired";
    return name;
  }

  void StreamPart(const StreamView& stream) {
    const auto open = std::ranges::count(stream.shards, ShardState::kOpen, &ShardView::state);
    Heading(
        StrCat({"stream ", stream.name}),
        StrCat({"  ", StatusName(stream.status), ", ", std::to_string(open), " ",
                Plural("shard", open), " open, ", FormatDuration(stream.retention), " retained"}));
    const ShardView sum = SumOf(stream);
    Table table({{"shard", Align::kLeft},
                 {"records"},
                 {"share"},
                 {"skew"},
                 {"bytes"},
                 {"throttled\nby records"},
                 {"throttled\nby bytes"},
                 {"reads\nthrottled"},
                 {"expired"},
                 {"retained"}});
    const size_t shown = std::min(stream.shards.size(), kShardsShown);
    for (size_t i = 0; i < shown; ++i) ShardRow(stream, i, sum, table);
    if (stream.shards.size() > 1) TotalRow(sum, table);
    text_ += table.Text(paint_);
    if (shown < stream.shards.size()) {
      text_ += StrCat({"  (", std::to_string(stream.shards.size() - shown),
                       " more shards: see --json or --out)\n"});
    }
    HotKeys(stream);
  }

  void ShardRow(const StreamView& stream, size_t i, const ShardView& sum, Table& table) const {
    const ShardView& shard = stream.shards[i];
    const bool alone = stream.shards.size() == 1;  // Then a share and a skew say nothing.
    const double skew = report_.even.SkewOf(engine_, stream.id, shard.index);
    table.AddRow({ShardName(shard), WithThousands(shard.records_in),
                  alone ? kSilent : PercentText(shard.records_in, sum.records_in),
                  alone ? kSilent : TimesText(skew), BytesText(shard.bytes_in),
                  Unless0(shard.throttled_records), Unless0(shard.throttled_bytes),
                  Unless0(shard.reads_throttled), Unless0(shard.records_expired),
                  // All of them, as long as none has expired.
                  sum.records_expired == 0
                      ? kSilent
                      : WithThousands(static_cast<int64_t>(shard.end - shard.trim_horizon))});
  }

  static ShardView SumOf(const StreamView& stream) {
    ShardView sum;
    for (const ShardView& shard : stream.shards) {
      sum.records_in += shard.records_in;
      sum.bytes_in += shard.bytes_in;
      sum.throttled_records += shard.throttled_records;
      sum.throttled_bytes += shard.throttled_bytes;
      sum.reads_throttled += shard.reads_throttled;
      sum.records_expired += shard.records_expired;
      sum.end += shard.end - shard.trim_horizon;
    }
    return sum;
  }

  static void TotalRow(const ShardView& sum, Table& table) {
    table.AddRow(
        {"all", WithThousands(sum.records_in), PercentText(sum.records_in, sum.records_in), "",
         BytesText(sum.bytes_in), Unless0(sum.throttled_records), Unless0(sum.throttled_bytes),
         Unless0(sum.reads_throttled), Unless0(sum.records_expired),
         sum.records_expired == 0 ? kSilent : WithThousands(static_cast<int64_t>(sum.end))});
  }

  void HotKeys(const StreamView& stream) {
    const KeyCounts::OfStream keys = report_.keys.Of(engine_, stream.id, kKeysShown);
    if (keys.hottest.empty()) return;
    text_ += "\n";
    Table table({{keys.keys > 1 ? "hottest keys" : "key", Align::kLeft},
                 {"records"},
                 {"share"},
                 {"skew"},
                 {"shard"}});
    for (const HotKey& key : keys.hottest) {
      table.AddRow({Printable(key.name, kKeyShown), WithThousands(key.records),
                    PercentText(key.records, keys.records),
                    TimesText(static_cast<double>(key.records) * static_cast<double>(keys.keys) /
                              static_cast<double>(keys.records)),
                    std::to_string(key.shard.value)});
    }
    text_ += table.Text(paint_);
    if (keys.keys > static_cast<int64_t>(keys.hottest.size())) {
      text_ += StrCat({"  (of ", WithThousands(keys.keys), " ", Plural("key", keys.keys), ")\n"});
    }
  }

  std::string StreamColumn(StreamId stream) const { return view_.streams[stream.index()].name; }

  void Producers() {
    if (view_.producers.empty()) return;
    Heading("producers", "");
    Table table({{"name", Align::kLeft},
                 {"to", Align::kLeft},
                 {"intended"},
                 {"accepted"},
                 {"throttled"},
                 {"sent\nagain"},
                 {"given\nup"},
                 {"refused"},
                 {"waiting"}});
    for (const ProducerView& producer : view_.producers) {
      table.AddRow({producer.name, view_.TargetOf(producer), WithThousands(producer.intended),
                    WithThousands(producer.accepted), Unless0(producer.throttled),
                    Unless0(producer.retried), Unless0(producer.given_up),
                    Unless0(producer.refused), Unless0(producer.waiting)});
    }
    text_ += table.Text(paint_);
    Aggregation();
    for (const std::string& note : OversizeNotes(engine_.scenario())) Sentence(note);
  }

  // What the stream sees of producers that put many records into one.
  void Aggregation() {
    Table table({{"aggregation of", Align::kLeft},
                 {"user records"},
                 {"stream records"},
                 {"ratio"},
                 {"PutRecords\ncalls"},
                 {"in a wrong\nshard"}});
    bool any = false;
    for (const ProducerView& producer : view_.producers) {
      if (!producer.aggregates) continue;
      any = true;
      table.AddRow(
          {producer.name, WithThousands(producer.accepted), WithThousands(producer.stream_records),
           producer.stream_records == 0 ? kSilent
                                        : TimesText(static_cast<double>(producer.accepted) /
                                                    static_cast<double>(producer.stream_records)),
           WithThousands(producer.calls), Unless0(producer.misrouted)});
    }
    if (any) text_ += StrCat({"\n", table.Text(paint_)});
  }

  void Consumers() {
    if (view_.consumers.empty()) return;
    Heading("consumers", "");
    Table table({{"name", Align::kLeft},
                 {"of", Align::kLeft},
                 {"processed"},
                 {"lag\nrecords"},
                 {"behind"},
                 {"iterator\nage"},
                 {"lost to\nretention"},
                 {"reads\nthrottled"},
                 {"duplicates"}});
    for (const ConsumerView& consumer : view_.consumers) {
      table.AddRow({consumer.name, StreamColumn(consumer.stream), WithThousands(consumer.processed),
                    WithThousands(LagOf(consumer)), SpanText(GreatestBehind(consumer)),
                    SpanText(GreatestIteratorAge(consumer)), Unless0(consumer.lost_to_retention),
                    Unless0(consumer.reads_throttled), Unless0(consumer.duplicates)});
    }
    text_ += table.Text(paint_);
    for (const ConsumerView& consumer : view_.consumers) Workers(consumer);
  }

  // Of a KCL application.
  void Workers(const ConsumerView& consumer) {
    if (consumer.workers.empty()) return;
    Heading(StrCat({"workers of ", consumer.name}), "");
    Table table({{"worker"}, {"state", Align::kLeft}, {"starts"}, {"leases"}, {"processed"}});
    const size_t shown = std::min(consumer.workers.size(), kWorkersShown);
    for (size_t i = 0; i < shown; ++i) {
      const WorkerView& worker = consumer.workers[i];
      table.AddRow({std::to_string(i), worker.paused ? "frozen" : (worker.alive ? "up" : "down"),
                    WithThousands(worker.starts), WithThousands(worker.leases),
                    WithThousands(worker.processed)});
    }
    text_ += table.Text(paint_);
    if (shown < consumer.workers.size()) {
      text_ += StrCat(
          {"  (", std::to_string(consumer.workers.size() - shown), " more workers: see --json)\n"});
    }
    Sentence(
        StrCat({WithThousands(consumer.checkpoints), " checkpoints, ",
                WithThousands(consumer.checkpoints_refused), " refused; ",
                WithThousands(consumer.replayed), " records processed again after a takeover; ",
                WithThousands(consumer.skipped), " skipped; ", WithThousands(consumer.misrouted),
                " dropped as another shard's; ", WithThousands(consumer.table_throttled),
                " calls throttled by the lease table"}));
  }

  void Lambda() {
    Table table({{"lambda", Align::kLeft},
                 {"invoked"},
                 {"failed"},
                 {"retries"},
                 {"bisected"},
                 {"throttled"},
                 {"discarded\nrecords"},
                 {"told"},
                 {"at once"},
                 {"windows"}});
    bool any = false;
    for (const ConsumerView& consumer : view_.consumers) {
      if (!consumer.lambda) continue;
      any = true;
      const LambdaCounters& counters = consumer.lambda->counters;
      table.AddRow({consumer.name, WithThousands(counters.invocations), Unless0(counters.errors),
                    Unless0(counters.retries), Unless0(counters.splits),
                    Unless0(counters.throttles), Unless0(counters.discarded_records),
                    Unless0(counters.told), WithThousands(counters.in_flight_max),
                    Unless0(counters.windows)});
    }
    if (any) text_ += StrCat({"\n", table.Text(paint_)});
  }

  void Sentence(const std::string& sentence) {
    text_ += StrCat({"  ", Wrapped(sentence, columns_ - 2, 2), "\n"});
  }

  void Order() {
    text_ += "\n";
    if (view_.consumers.empty()) {
      text_ += StrCat({paint_.Bold("order"), "  not checked: nobody reads\n"});
      return;
    }
    if (view_.order_kept) {
      text_ += StrCat({paint_.Bold("order"), "  ", paint_.Good("kept"),
                       ": what was processed of each key came in the order it was created\n"});
      Causes();
      return;
    }
    int64_t violations = 0;
    for (const ConsumerView& consumer : view_.consumers) violations += consumer.order_violations;
    text_ += StrCat({paint_.Bold("order"), "  ", paint_.Bad("VIOLATED"), " ",
                     WithThousands(violations), " ", Plural("time", violations), ", first after ",
                     FormatElapsed(view_.first_violation->processed_at - view_.start), "\n"});
    FirstViolation(*view_.first_violation);
    Causes();
  }

  // How often which cause was met, where there is more to say than the first violation says.
  void Causes() {
    int64_t all = 0;
    OrderCauseCounts counts{};
    for (const ConsumerView& consumer : view_.consumers) {
      for (size_t i = 0; i < kOrderCauses; ++i) {
        counts[i] += consumer.order_causes[i];
        all += consumer.order_causes[i];
      }
    }
    const bool alone =
        view_.first_violation && counts[static_cast<size_t>(view_.first_violation->cause)] == all;
    if (all == 0 || alone) return;
    Table table({{"records"}, {"out of order or twice, because", Align::kLeft}});
    for (size_t i = 0; i < kOrderCauses; ++i) {
      if (counts[i] == 0) continue;
      table.AddRow({WithThousands(counts[i]), OrderCauseSentence(static_cast<OrderCause>(i))});
    }
    text_ += table.Text(paint_);
  }

  void FirstViolation(const ViolationView& violation) {
    const ConsumerView& consumer = view_.consumers[violation.consumer.index()];
    Sentence(StrCat({consumer.name, " processed record ", WithThousands(violation.earlier_number),
                     " of key ", Printable(violation.key_name, kKeyShown), " after record ",
                     WithThousands(violation.later_number), ": ",
                     OrderCauseSentence(violation.cause), "."}));
    Table table(
        {{"record", Align::kLeft}, {"shard", Align::kLeft}, {"sequence number", Align::kLeft}});
    table.AddRow({WithThousands(violation.earlier_number),
                  std::to_string(violation.earlier_shard.value),
                  RecordName(engine_, consumer.stream, violation.earlier_shard,
                             violation.earlier_sequence)});
    table.AddRow(
        {WithThousands(violation.later_number), std::to_string(violation.later_shard.value),
         RecordName(engine_, consumer.stream, violation.later_shard, violation.later_sequence)});
    text_ += table.Text(paint_);
  }

  void Refusals() {
    if (report_.outcome.refused.empty()) return;
    Heading("commands refused", "");
    for (const RefusedCommand& refused : report_.outcome.refused) {
      Sentence(StrCat({FormatElapsed(refused.at), "  ", refused.why}));
    }
  }

  const RunReport& report_;
  const Engine& engine_;
  const EngineView view_;
  Paint paint_;
  size_t columns_;
  std::string text_;
};

}  // namespace

std::string SummaryText(const RunReport& report, const Terminal& terminal) {
  return SummaryWriter(report, terminal).Write();
}

std::string RecordName(const Engine& engine, StreamId stream, ShardIndex shard,
                       std::optional<SequenceNumber> number) {
  if (!number) return "(expired)";
  const ShardLog& log = engine.streams().stream(stream).shard(shard).log();
  if (number->ordinal < log.trim_horizon() || number->ordinal >= log.end()) {
    return StrCat({"(expired; was number ", WithThousands(static_cast<int64_t>(number->ordinal)),
                   " of its shard)"});
  }
  return engine.SequenceNumberOf(stream, shard, number->ordinal);
}

Duration GreatestBehind(const ConsumerView& consumer) {
  Duration greatest;
  for (const LeaseView& lease : consumer.leases) greatest = std::max(greatest, lease.behind);
  return greatest;
}

Duration GreatestIteratorAge(const ConsumerView& consumer) {
  Duration greatest;
  for (const LeaseView& lease : consumer.leases) greatest = std::max(greatest, lease.iterator_age);
  return greatest;
}

int64_t LagOf(const ConsumerView& consumer) {
  int64_t lag = 0;
  for (const LeaseView& lease : consumer.leases) lag += lease.lag_records;
  return lag;
}

}  // namespace weir
