// Lambda mappings: every record is through, discarded or lost, and none comes again after that; no
// key is in two hands at once.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tests/sim/checker.h"

namespace weir::swarm {
namespace {

class LambdaChecker final : public Checker {
 public:
  explicit LambdaChecker(const Scenario& scenario) : scenario_(scenario) {}

  void Check(const Look& look, Report& report) override {
    for (const TraceEvent& event : look.lambda.stray()) {
      report.Fail("lambda-account", {look.seen.view.consumers[event.subject].name,
                                     ": the trace tells of an invocation that did not end"});
    }
    for (const InvocationView& invoked : look.seen.invoked) CheckInvoked(look, invoked, report);
    for (const TraceEvent& event : look.seen.events) {
      if (event.kind == TraceKind::kShardEnd && IsLambda(event.subject)) {
        CheckEnd(look, {event.subject}, {event.object}, report);
      }
    }
    for (const ConsumerView& consumer : look.seen.view.consumers) {
      if (IsLambda(consumer.id.value)) CheckView(look, consumer, report);
    }
  }

 private:
  bool IsLambda(uint32_t consumer) const {
    return consumer < scenario_.consumers.size() &&
           scenario_.consumers[consumer].kind == ConsumerKind::kLambda;
  }
  const SeenRecord& RecordOf(const Look& look, ConsumerId consumer, ShardIndex shard,
                             uint64_t ordinal) const {
    const StreamId stream = scenario_.consumers[consumer.index()].stream;
    return look.log.shard(stream, shard)[static_cast<size_t>(ordinal)];
  }
  static std::string Where(const Look& look, ConsumerId consumer, ShardIndex shard) {
    return StrCat({look.seen.view.consumers[consumer.index()].name, " in shard ",
                   std::to_string(shard.value)});
  }

  void CheckInvoked(const Look& look, const InvocationView& invoked, Report& report) const {
    const LambdaSpec& spec = scenario_.consumers[invoked.consumer.index()].lambda;
    const std::vector<uint64_t>& ordinals = invoked.what.ordinals;
    const auto where = [&] { return Where(look, invoked.consumer, invoked.what.shard); };
    CheckParents(look, invoked, report);
    if (invoked.what.final_for_window) return;
    const bool ascending = std::adjacent_find(ordinals.begin(), ordinals.end(),
                                              std::greater_equal<>()) == ordinals.end();
    if (!ascending || ordinals.empty() || static_cast<int64_t>(ordinals.size()) > spec.batch_size) {
      report.Fail("lambda-batch", {where(), ": a batch of ", N(ordinals.size()), " records",
                                   ascending ? "" : " out of order"});
      return;
    }
    const LambdaMirror::Shard* shard = look.lambda.Find(invoked.consumer, invoked.what.shard);
    for (const uint64_t ordinal : ordinals) {
      if (shard != nullptr && shard->through.contains(ordinal)) {
        report.Fail("lambda-twice", {where(), ": record ", N(ordinal), " was through already"});
      }
    }
    CheckWindow(look, invoked, report);
    CheckLanes(look, invoked, report);
  }

  void CheckParents(const Look& look, const InvocationView& invoked, Report& report) const {
    const StreamId stream = scenario_.consumers[invoked.consumer.index()].stream;
    const ShardView& view =
        look.seen.view.streams[stream.index()].shards[invoked.what.shard.index()];
    for (const std::optional<ShardIndex>& parent : {view.parent, view.adjacent_parent}) {
      if (!parent) continue;
      const LambdaMirror::Shard* known = look.lambda.Find(invoked.consumer, *parent);
      if (known == nullptr || known->ended) continue;
      report.Fail("lambda-parent",
                  {Where(look, invoked.consumer, invoked.what.shard),
                   ": a record was processed before shard ", N(parent->value), " was at its end"});
    }
  }

  void CheckWindow(const Look& look, const InvocationView& invoked, Report& report) const {
    const Duration window = scenario_.consumers[invoked.consumer.index()].lambda.tumbling_window;
    if (window.micros == 0) return;
    std::set<int64_t> windows;
    for (const uint64_t ordinal : invoked.what.ordinals) {
      const int64_t at =
          RecordOf(look, invoked.consumer, invoked.what.shard, ordinal).arrived_at.micros;
      windows.insert((at - ((at % window.micros) + window.micros) % window.micros) / window.micros);
    }
    if (windows.size() > 1) {
      report.Fail("lambda-window", {Where(look, invoked.consumer, invoked.what.shard),
                                    ": a batch of ", N(windows.size()), " windows"});
    }
  }

  // As many batches of a shard at once as ParallelizationFactor says; none of them shares a key
  // with another.
  void CheckLanes(const Look& look, const InvocationView& invoked, Report& report) const {
    const LambdaSpec& spec = scenario_.consumers[invoked.consumer.index()].lambda;
    const ShardIndex shard = invoked.what.shard;
    std::map<std::pair<uint32_t, uint32_t>, uint64_t> keys;  // Producer, key: invocation.
    int64_t batches = 0;
    for (const auto& [number, open] : look.lambda.Open(invoked.consumer)) {
      if (open.what.shard != shard) continue;
      ++batches;
      for (const uint64_t ordinal : open.what.ordinals) {
        const SeenRecord& record = RecordOf(look, invoked.consumer, shard, ordinal);
        bool first = true;
        ForEachUser(record, [&](const SeenUser& user) {
          if (!std::exchange(first, false)) return;  // An aggregate goes with its first record.
          const auto known = keys.try_emplace({user.producer.value, user.key}, number).first;
          if (known->second == number) return;
          report.Fail("lambda-lanes", {Where(look, invoked.consumer, shard),
                                       ": one key is in two invocations at once"});
        });
      }
    }
    if (batches > spec.parallelization_factor) {
      report.Fail("lambda-lanes",
                  {Where(look, invoked.consumer, shard), ": ", N(batches), " invocations at once"});
    }
  }

  void CheckEnd(const Look& look, ConsumerId consumer, ShardIndex shard, Report& report) const {
    const LambdaMirror::Shard* known = look.lambda.Find(consumer, shard);
    if (known == nullptr) return;  // Gone before it could be read.
    const StreamId stream = scenario_.consumers[consumer.index()].stream;
    const uint64_t end = look.seen.view.streams[stream.index()].shards[shard.index()].end;
    const int64_t passed =
        static_cast<int64_t>(known->through.size()) + known->discarded + known->lost;
    if (passed == static_cast<int64_t>(end - known->started_at)) return;
    report.Fail("lambda-conserved", {Where(look, consumer, shard), ": ", N(known->through.size()),
                                     " through, ", N(known->discarded), " discarded and ",
                                     N(known->lost), " lost of ", N(end - known->started_at)});
  }

  void CheckView(const Look& look, const ConsumerView& consumer, Report& report) const {
    const int64_t open = static_cast<int64_t>(look.lambda.Open(consumer.id).size());
    const int64_t reserved = scenario_.consumers[consumer.id.index()].lambda.reserved_concurrency;
    if (consumer.lambda->counters.in_flight != open || (reserved > 0 && open > reserved)) {
      report.Fail("lambda-concurrency",
                  {consumer.name, ": ", N(consumer.lambda->counters.in_flight),
                   " invocations under way, by the trace ", N(open), " of ", N(reserved)});
    }
    int64_t left = consumer.lambda->counters.read - consumer.lambda->counters.lost_waiting;
    for (const LambdaLaneView& lane : consumer.lambda->lanes) left -= lane.waiting + lane.in_batch;
    for (const LeaseView& lease : consumer.leases) {
      const LambdaMirror::Shard* known = look.lambda.Find(consumer.id, lease.shard);
      if (known == nullptr) continue;
      left -= static_cast<int64_t>(known->through.size()) + known->discarded;
    }
    if (left != 0) {
      report.Fail("lambda-conserved",
                  {consumer.name, ": ", N(left), " records were read and are nowhere"});
    }
    for (const LeaseView& lease : consumer.leases) {
      const LambdaMirror::Shard* known = look.lambda.Find(consumer.id, lease.shard);
      if (known == nullptr) continue;
      const int64_t through = static_cast<int64_t>(known->through.size());
      if (lease.processed == through && through + known->discarded <= known->read) continue;
      report.Fail("lambda-conserved",
                  {Where(look, consumer.id, lease.shard), ": ", N(lease.processed),
                   " processed, by the trace ", N(through), " through and ", N(known->discarded),
                   " discarded of ", N(known->read), " read"});
    }
  }

  const Scenario& scenario_;
};

}  // namespace

std::unique_ptr<Checker> CheckLambda(const Scenario& scenario) {
  return std::make_unique<LambdaChecker>(scenario);
}

}  // namespace weir::swarm
