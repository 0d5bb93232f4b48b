#include "native/cost_report.h"

#include <algorithm>

#include "core/base/text.h"
#include "native/units.h"

namespace weir {
namespace {

std::string RateOf(int64_t milli_per_second) {
  // Three digits say enough of a rate.
  if (milli_per_second >= 100'000) return WithThousands((milli_per_second + 500) / 1'000);
  const int64_t tenths = (milli_per_second + 50) / 100;
  return StrCat({std::to_string(tenths / 10), ".", std::to_string(tenths % 10)});
}

std::string Plural(int64_t count, std::string_view what) {
  return StrCat({WithThousands(count), " ", what, count == 1 ? "" : "s"});
}

void NoteShards(const CostReport& report, std::vector<std::string>& notes) {
  for (const StreamTraffic& stream : report.streams) {
    if (stream.provisioned) continue;
    notes.push_back(StrCat({"Stream ", stream.name, " is on demand: provisioned it is given the ",
                            Plural(stream.shards, "shard"), " that its peak second needs (",
                            WithThousands(stream.peak.records), " records, ",
                            BytesText(stream.peak.bytes), " in, ", BytesText(stream.peak.bytes_out),
                            " read), as if keys were spread evenly."}));
  }
}

void NoteThrottles(const CostReport& report, std::vector<std::string>& notes) {
  int64_t throttled = 0;
  for (const StreamView& stream : report.engine.View().streams) {
    for (const ShardView& shard : stream.shards) {
      throttled += shard.throttled_records + shard.throttled_bytes;
    }
  }
  if (throttled == 0) return;
  notes.push_back(StrCat({"Records were throttled ", WithThousands(throttled),
                          " times. Only what was accepted is priced: a design with more room "
                          "might have taken more."}));
}

void NoteUnconfirmed(const CostReport& report, std::vector<std::string>& notes) {
  for (size_t i = 0; i < kPriceItems; ++i) {
    const auto item = static_cast<PriceItem>(i);
    const bool used = std::ranges::any_of(report.comparison.bills, [&](const Bill& bill) {
      return std::ranges::any_of(bill.lines,
                                 [&](const BillLine& line) { return line.item == item; });
    });
    if (!used || report.prices.row(item).confirmed) continue;
    const PriceItemInfo& info = InfoOf(item);
    notes.push_back(StrCat({"Unconfirmed price: ", info.group, ".", info.key, " (",
                            report.prices.row(item).source, ")."}));
  }
}

std::vector<std::string> NotesOf(const CostReport& report) {
  std::vector<std::string> notes;
  const int64_t run = report.comparison.run_seconds;
  notes.push_back(StrCat({"Extrapolated: ", SpanText(Seconds(run)), " were run, and a ", report.per,
                          " is taken as ", WithThousands(report.comparison.period_seconds / 3'600),
                          report.comparison.period_seconds == 3'600 ? " hour" : " hours",
                          " of the same. Storage is what the streams hold at this rate once their "
                          "retention has filled."}));
  NoteShards(report, notes);
  NoteThrottles(report, notes);
  notes.push_back(
      StrCat({"On-demand advantage is a commitment of the whole account and region: ",
              std::to_string(report.prices.commitment_mib_per_second),
              " MiB/s in and as much out, for 24 hours at the least, used or not. Other "
              "streams of the account may share it."}));
  NoteUnconfirmed(report, notes);
  return notes;
}

}  // namespace

std::string MoneyText(int64_t nanos, size_t least, bool thousands) {
  const int64_t whole = nanos / 1'000'000'000;
  std::string decimals = std::to_string(1'000'000'000 + nanos % 1'000'000'000).substr(1);
  while (decimals.size() > least && decimals.back() == '0') decimals.pop_back();
  const std::string front = thousands ? WithThousands(whole) : std::to_string(whole);
  return decimals.empty() ? front : StrCat({front, ".", decimals});
}

std::string ThousandthsText(int64_t thousandths, bool thousands) {
  const std::string decimals = MoneyText(thousandths % 1'000 * 1'000'000, 0, false);  // "0.345"
  const int64_t whole = thousandths / 1'000;
  return (thousands ? WithThousands(whole) : std::to_string(whole)) + decimals.substr(1);
}

std::string AmountText(int64_t nanos) {
  constexpr int64_t kCent = 10'000'000;
  constexpr int64_t kMicro = 1'000;
  if (nanos > 0 && nanos < kCent) {
    return MoneyText((nanos + kMicro / 2) / kMicro * kMicro, 6, true);
  }
  if (nanos > INT64_MAX - kCent) return MoneyText(nanos, 2, true);
  return MoneyText((nanos + kCent / 2) / kCent * kCent, 2, true);
}

std::string CrossingText(const Crossing& crossing, const Comparison& comparison) {
  const std::string_view below = NameOf(crossing.below);
  const std::string_view above = NameOf(crossing.above);
  if (!crossing.milli_records_per_second) {
    return StrCat({below, " is cheaper than ", above, " at any rate"});
  }
  const int64_t rate = *crossing.milli_records_per_second;
  const int64_t bytes = Proportion(rate, comparison.record_bytes, 1'000);
  std::string text = StrCat({below, " is cheaper than ", above, " below ", RateOf(rate),
                             " records/s (", BytesText(bytes), "/s)"});
  if (!crossing.within_capacity) {
    text += StrCat({", more than ", Plural(comparison.shards, "shard"), " can take"});
  }
  return text;
}

CostReport MakeCostReport(const Engine& engine, const PriceTable& prices, const std::string& per,
                          int64_t period_seconds) {
  CostReport report{engine, prices, per, {}, engine.Bills(prices), engine.DeliveryBills(prices),
                    {},     {},     {}};
  for (const DeliveryStreamSpec& spec : engine.scenario().delivery_streams) {
    report.delivery_names.push_back(spec.name);
  }
  const std::vector<Stream>& streams = engine.streams().streams();
  for (uint32_t i = 0; i < streams.size(); ++i) {
    const Meter& meter = engine.meter({i});
    if (meter.total().seconds == 0) continue;  // Created in the very last second.
    report.streams.push_back(TrafficOf(streams[i].settings().name, meter));
  }
  const int64_t run = (engine.now() - engine.scenario().start).micros / 1'000'000;
  report.comparison = Compare(prices, report.streams, run, period_seconds);
  report.notes = NotesOf(report);
  return report;
}

}  // namespace weir
