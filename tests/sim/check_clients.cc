// Readers: nothing they count is made up, nothing is lost without being counted.
#include <map>
#include <utility>

#include "tests/sim/checker.h"

namespace weir::swarm {
namespace {

class ReaderChecker final : public Checker {
 public:
  explicit ReaderChecker(const Scenario& scenario) : scenario_(scenario) {}

  void Check(const Look& look, Report& report) override {
    for (const TraceEvent& event : look.seen.events) {
      if (event.kind == TraceKind::kLeaseStarted && IsSdk(event.subject)) {
        CheckStart(look, event, report);
      }
    }
    CheckParents(look, report);
    for (const ConsumerView& consumer : look.seen.view.consumers) {
      int64_t processed = 0;
      int64_t lost = 0;
      for (const LeaseView& lease : consumer.leases) {
        CheckLost(look, consumer, lease, report);
        if (IsSdk(consumer.id.value)) CheckLease(look, consumer, lease, report);
        processed += lease.processed;
        lost += lease.lost_to_retention;
      }
      if (!(processed == consumer.processed && lost == consumer.lost_to_retention)) {
        report.Fail("reader-counts", {consumer.name, ": its leases do not add up to its totals"});
      }
    }
  }

 private:
  // The others have checkers of their own.
  bool IsSdk(uint32_t consumer) const {
    return scenario_.consumers[consumer].kind == ConsumerKind::kSdk;
  }
  static std::string Where(const ConsumerView& consumer, ShardIndex shard) {
    return StrCat({consumer.name, " in shard ", std::to_string(shard.value)});
  }

  // A lease begins where its start type says.
  void CheckStart(const Look& look, const TraceEvent& event, Report& report) {
    const ConsumerSpec& spec = scenario_.consumers[event.subject];
    const ConsumerView& consumer = look.seen.view.consumers[event.subject];
    const ReadMirror::Place* place = look.reads.Find({event.subject}, {event.object});
    if (!(place != nullptr)) {
      report.Fail("reader-start", {Where(consumer, {event.object}), ": no lease is shown"});
      return;
    }
    const ShardView& shard = look.seen.view.streams[spec.stream.index()].shards[event.object];
    uint64_t expected = shard.trim_horizon;
    // Children of what it reads are read whole; anything else that is LATEST begins at its end.
    const auto reads = [&](std::optional<ShardIndex> parent) {
      return parent && look.reads.Find({event.subject}, *parent) != nullptr;
    };
    const bool child = reads(shard.parent) || reads(shard.adjacent_parent);
    if (spec.start == ShardIteratorType::kLatest && !child) expected = shard.end;
    if (spec.start == ShardIteratorType::kAtTimestamp) {
      const LogMirror::Shard& log = look.log.shard(spec.stream, {event.object});
      while (expected < log.size() &&
             log[static_cast<size_t>(expected)].arrived_at < spec.start_timestamp) {
        ++expected;
      }
    }
    // What retention takes at this very instant is taken after the lease was.
    const bool right =
        place->started_at <= expected && place->started_at + Gone(look, spec) >= expected;
    if (!right) {
      report.Fail("reader-start", {Where(consumer, {event.object}), " begins at ",
                                   N(place->started_at), ", expected ", N(expected)});
    }
  }

  static uint64_t Gone(const Look& look, const ConsumerSpec& spec) {
    uint64_t gone = 0;
    for (const TraceEvent& event : look.seen.events) {
      const bool ours =
          event.kind == TraceKind::kRecordsExpired && event.subject == spec.stream.value;
      if (ours) gone += static_cast<uint64_t>(event.x);
    }
    return gone;
  }

  // With after_parent nothing of a child is processed before its parents are read to their ends.
  void CheckParents(const Look& look, Report& report) {
    for (const Stretch& done : look.reads.processed()) {
      const ConsumerSpec& spec = scenario_.consumers[done.consumer.index()];
      const ConsumerView& consumer = look.seen.view.consumers[done.consumer.index()];
      if (spec.children != ChildPolicy::kAfterParent) continue;
      const std::vector<ShardView>& shards = look.seen.view.streams[done.stream.index()].shards;
      const ShardView& shard = shards[done.shard.index()];
      for (const std::optional<ShardIndex>& parent : {shard.parent, shard.adjacent_parent}) {
        if (!parent || shards[parent->index()].state == ShardState::kExpired) continue;
        const ReadMirror::Place* place = look.reads.Find(done.consumer, *parent);
        const bool none = place == nullptr && spec.start == ShardIteratorType::kLatest;
        const bool drained =
            place != nullptr && place->ended && place->cursor >= shards[parent->index()].end;
        if (!(none || drained)) {
          report.Fail("parent-first",
                      {Where(consumer, done.shard), " processed a record before shard ",
                       N(parent->value), " was read to its end"});
        }
      }
    }
  }

  // Retention cannot have taken from a reader what it has not taken from the shard.
  static void CheckLost(const Look& look, const ConsumerView& consumer, const LeaseView& lease,
                        Report& report) {
    const ShardView& shard =
        look.seen.view.streams[consumer.stream.index()].shards[lease.shard.index()];
    if (lease.lost_to_retention <= static_cast<int64_t>(shard.trim_horizon)) return;
    report.Fail("reader-lost",
                {Where(consumer, lease.shard), " counts ", N(lease.lost_to_retention),
                 " as expired, the shard ", N(shard.trim_horizon)});
  }

  void CheckLease(const Look& look, const ConsumerView& consumer, const LeaseView& lease,
                  Report& report) {
    const ShardView& shard =
        look.seen.view.streams[consumer.stream.index()].shards[lease.shard.index()];
    const auto where = [&] { return Where(consumer, lease.shard); };
    uint64_t& last = positions_[{consumer.id.value, lease.shard.value}];
    if (lease.position < last) {
      report.Fail("position-back",
                  {where(), " went back from ", N(last), " to ", N(lease.position)});
    }
    last = lease.position;
    if (lease.position > shard.end) {
      report.Fail("position-end",
                  {where(), " stands at ", N(lease.position), " of ", N(shard.end)});
    }
    const ReadMirror::Place* place = look.reads.Find(consumer.id, lease.shard);
    if (!(place != nullptr)) {
      report.Fail("reader-start", {where(), ": the trace has no lease"});
      return;
    }
    if (!(lease.processed == place->processed && lease.lost_to_retention == place->lost)) {
      report.Fail("reader-counts", {where(), ": its counts are not those of the trace"});
    }
    const bool busy = place->batch_records > 0;
    const uint64_t passed = static_cast<uint64_t>(lease.processed + lease.lost_to_retention);
    const uint64_t moved = lease.position - place->started_at;
    if (busy ? moved > passed : moved != passed) {
      report.Fail("reader-conserved",
                  {where(), " moved ", N(moved), " records, processed ", N(lease.processed),
                   " and lost ", N(lease.lost_to_retention)});
    }
    if (!(busy || lease.position == place->cursor)) {
      report.Fail("reader-conserved", {where(), " stands at ", N(lease.position),
                                       ", by the trace at ", N(place->cursor)});
    }
    const uint64_t unread = shard.end - std::max(lease.position, shard.trim_horizon);
    if (lease.lag_records != static_cast<int64_t>(unread)) {
      report.Fail("reader-lag",
                  {where(), ": lag ", N(lease.lag_records), " instead of ", N(unread)});
    }
    const bool ended = lease.state == LeaseState::kShardEnd;
    if (ended != place->ended) {
      report.Fail("reader-end", {where(), ": its end is not that of the trace"});
    }
    if (!(!ended || lease.position >= shard.end || shard.state == ShardState::kExpired)) {
      report.Fail("reader-end", {where(), " ended before the end of its shard"});
    }
  }

  const Scenario& scenario_;
  std::map<std::pair<uint32_t, uint32_t>, uint64_t> positions_;
};

}  // namespace

std::unique_ptr<Checker> CheckReaders(const Scenario& scenario) {
  return std::make_unique<ReaderChecker>(scenario);
}

}  // namespace weir::swarm
