// Delivery streams: every record that came in is in exactly one place at every moment, nothing is
// held for longer or by more than hints allow, and nothing is lost or sent twice without a cause
// that the scenario names.
#include <algorithm>
#include <map>
#include <variant>

#include "core/model/limits_firehose.h"
#include "tests/sim/checker.h"

namespace weir::swarm {
namespace {

// What a scenario lets happen to a delivery stream.
struct Allowed {
  int64_t bytes = 0;  // The greatest hints that it ever has.
  Duration interval;
  bool fails = false;  // An attempt may.
  bool twice = false;
};

void AddHints(const BufferingHints& hints, Allowed& allowed) {
  allowed.bytes = std::max(allowed.bytes, hints.bytes);
  allowed.interval = std::max({allowed.interval, hints.interval, kZeroBufferingDelay});
}

Allowed AllowedOf(const DeliveryStreamSpec& spec, const std::vector<TimedCommand>& events) {
  Allowed allowed;
  AddHints(spec.destination.hints, allowed);
  AddHints(spec.backup.hints, allowed);
  allowed.twice = spec.destination.lost_answers > 0;
  allowed.fails = allowed.twice || spec.destination.errors > 0;
  for (const TimedCommand& event : events) {
    if (const auto* update = std::get_if<UpdateDestinationCommand>(&event.command)) {
      if (update->delivery_stream != spec.name) continue;
      AddHints({update->buffer_bytes.value_or(0), update->buffer_interval.value_or(Duration{})},
               allowed);
    } else if (const auto* fault = std::get_if<SetDestinationCommand>(&event.command)) {
      if (fault->delivery_stream != spec.name || !fault->down) continue;
      allowed.fails = true;
      allowed.twice = allowed.twice || fault->times_out;
    }
  }
  return allowed;
}

class DeliveryChecker final : public Checker {
 public:
  explicit DeliveryChecker(const Scenario& scenario) : scenario_(scenario) {
    for (const DeliveryStreamSpec& spec : scenario.delivery_streams) {
      allowed_.push_back(AllowedOf(spec, scenario.events));
    }
  }

  void Check(const Look& look, Report& report) override {
    for (const TraceEvent& event : look.seen.events) Count(event);
    for (const DeliveryStreamView& each : look.seen.view.delivery_streams) {
      CheckAccount(each, report);
      CheckTrace(each, report);
      CheckCauses(look.seen, each, report);
      CheckBuffers(look.seen.now, each, report);
    }
  }

 private:
  // By the trace alone.
  struct Told {
    int64_t put = 0;
    int64_t delivered = 0;  // Of every type.
    int64_t objects = 0;
    int64_t discarded = 0;
    int64_t not_ok = 0;      // By a function.
    int64_t overflow = 0;    // Of partitions.
    int64_t gave_up = 0;     // Handed to the error output.
    int64_t grown = 0;       // The greatest size that a buffer has grown to.
    int64_t expired = 0;     // Backup copies among them.
    int64_t sent_twice = 0;  // The same.
  };

  void Count(const TraceEvent& event) {
    Told& told = told_[event.kind == TraceKind::kDirectPut ? event.object : event.subject];
    switch (event.kind) {
      case TraceKind::kDirectPut:
        told.put += event.x;
        break;
      case TraceKind::kDelivered:
        told.delivered += event.x;
        ++told.objects;
        break;
      case TraceKind::kDiscarded:
        told.discarded += event.x;
        break;
      case TraceKind::kTransformed:
        told.not_ok += event.y;
        break;
      case TraceKind::kPartitionOverflow:
        told.overflow += event.x;
        break;
      case TraceKind::kDeliveryGaveUp:
        told.gave_up += event.x;
        break;
      case TraceKind::kBufferGrown:
        told.grown = std::max(told.grown, event.x);
        break;
      case TraceKind::kDeliveryExpired:
        told.expired += event.x;
        break;
      case TraceKind::kDeliveredTwice:
        told.sent_twice += event.x;
        break;
      default:
        break;
    }
  }

  static void CheckAccount(const DeliveryStreamView& each, Report& report) {
    const int64_t out =
        each.delivered + each.failed + each.dropped + each.expired + each.discarded + each.waiting;
    if (each.records_in + each.records_split != out) {
      report.Fail(
          "delivery-account",
          {each.name, ": ", N(each.records_in), " came in, ", N(each.delivered), " delivered, ",
           N(each.failed), " failed, ", N(each.dropped), " dropped, ", N(each.expired),
           " expired, ", N(each.discarded), " discarded, ", N(each.waiting), " waiting"});
    }
    const auto [least, most] = std::minmax({each.delivered, each.failed, each.dropped, each.expired,
                                            each.discarded, each.waiting, each.waiting_bytes});
    if (least < 0) report.Fail("delivery-negative", {each.name, " counts less than nothing"});
    const bool gone = each.status != DeliveryStreamStatus::kActive;
    if (gone && (each.waiting > 0 || !each.buffers.empty())) {
      report.Fail("delivery-deleted",
                  {each.name, " is deleted and has ", N(each.waiting), " records inside"});
    }
  }

  void CheckTrace(const DeliveryStreamView& each, Report& report) {
    const Told& told = told_[each.id.value];
    if (!each.source && told.put != each.records_in) {
      report.Fail("delivery-in", {each.name, ": ", N(told.put), " were accepted, ",
                                  N(each.records_in), " came in"});
    }
    const int64_t objects = each.objects + each.error_objects + each.backup_objects;
    const int64_t records = each.delivered + each.failed + each.backup_records;
    if (told.objects != objects || told.delivered != records) {
      report.Fail("delivery-out",
                  {each.name, ": the trace has ", N(told.objects), " objects of ",
                   N(told.delivered), " records, the view ", N(objects), " of ", N(records)});
    }
    if (told.discarded != each.discarded || told.expired < each.expired) {
      report.Fail("delivery-lost", {each.name, ": the trace has ", N(told.discarded),
                                    " discarded and ", N(told.expired), " expired, the view ",
                                    N(each.discarded), " and ", N(each.expired)});
    }
  }

  // Nothing goes wrong by itself.
  void CheckCauses(const Observation& seen, const DeliveryStreamView& each, Report& report) {
    const Told& told = told_[each.id.value];
    const Allowed& allowed = allowed_[each.id.index()];
    const DeliveryStreamSpec& spec = scenario_.delivery_streams[each.id.index()];
    if (each.dropped + each.failed > told.not_ok + told.overflow + told.gave_up) {
      report.Fail("delivery-failed", {each.name, ": ", N(each.dropped), " dropped and ",
                                      N(each.failed), " failed, of which the trace knows nothing"});
    }
    if (each.attempts_failed > 0 && !allowed.fails) {
      report.Fail("delivery-fault", {each.name, ": an attempt failed without a fault"});
    }
    if ((each.delivered_twice > 0 || told.sent_twice > 0) && !allowed.twice) {
      report.Fail("delivery-twice", {each.name, " sent records twice without a lost answer"});
    }
    // Everything is kept for a day at least.
    if (each.expired > 0 && seen.now - seen.view.start < kUndeliveredMax) {
      report.Fail("delivery-expired", {each.name, " lost records that were not a day old"});
    }
    if (told.gave_up > 0 && spec.destination.kind == DestinationKind::kS3) {
      report.Fail("delivery-gave-up", {each.name, " gave up on S3"});
    }
  }

  void CheckBuffers(Instant now, const DeliveryStreamView& each, Report& report) {
    const Allowed& allowed = allowed_[each.id.index()];
    const int64_t bytes = std::max(allowed.bytes, told_[each.id.value].grown);
    for (const DeliveryBufferView& buffer : each.buffers) {
      if (buffer.due_at < now || now - buffer.entered_at > allowed.interval) {
        report.Fail("delivery-interval",
                    {each.name, "/", N(buffer.lane), " holds records whose interval is over"});
      }
      if (buffer.bytes >= buffer.bytes_max || buffer.bytes >= bytes) {
        report.Fail("delivery-size", {each.name, "/", N(buffer.lane), " holds ", N(buffer.bytes),
                                      " bytes of ", N(buffer.bytes_max)});
      }
    }
    if (each.active_partitions > kActivePartitionsMax) {
      report.Fail("delivery-partitions", {each.name, " has ", N(each.active_partitions)});
    }
  }

  const Scenario& scenario_;
  std::vector<Allowed> allowed_;  // By delivery stream.
  std::map<uint32_t, Told> told_;
};

}  // namespace

std::unique_ptr<Checker> CheckDelivery(const Scenario& scenario) {
  return std::make_unique<DeliveryChecker>(scenario);
}

}  // namespace weir::swarm
