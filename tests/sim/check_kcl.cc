// KCL applications: nothing is passed over, nothing is processed again but what lies behind the
// last checkpoint, and only who has the lease says how far it is.
#include <algorithm>
#include <map>

#include "tests/sim/checker.h"

namespace weir::swarm {
namespace {

class KclChecker final : public Checker {
 public:
  explicit KclChecker(const Scenario& scenario) : scenario_(scenario) {}

  void Check(const Look& look, Report& report) override {
    for (const Beginning& beginning : look.kcl.beginnings()) {
      CheckBeginning(look, beginning, report);
    }
    for (const TraceEvent& event : look.seen.events) {
      if (event.subject >= scenario_.consumers.size()) continue;
      if (scenario_.consumers[event.subject].kind != ConsumerKind::kKcl) continue;
      Follow(look, event, report);
    }
    CheckCounts(look, report);
    for (const StreamView& stream : look.seen.view.streams) {
      std::vector<uint64_t>& horizons = horizons_[stream.id.value];
      horizons.resize(stream.shards.size());
      for (const ShardView& shard : stream.shards) {
        horizons[shard.index.index()] = shard.trim_horizon;
      }
    }
  }

 private:
  static std::string Where(const Look& look, ConsumerId consumer, ShardIndex shard) {
    return StrCat({look.seen.view.consumers[consumer.index()].name, " in shard ",
                   std::to_string(shard.value)});
  }
  const ShardView& ViewOf(const Look& look, ConsumerId consumer, ShardIndex shard) const {
    const StreamId stream = scenario_.consumers[consumer.index()].stream;
    return look.seen.view.streams[stream.index()].shards[shard.index()];
  }

  // A worker begins at the last checkpoint; without any, where the application was to begin.
  void CheckBeginning(const Look& look, const Beginning& beginning, Report& report) {
    const ConsumerSpec& spec = scenario_.consumers[beginning.consumer.index()];
    const ShardView& shard = ViewOf(look, beginning.consumer, beginning.shard);
    const KclMirror::Shard* known = look.kcl.Find(beginning.consumer, beginning.shard);
    const auto last = checkpoints_.find({beginning.consumer.value, beginning.shard.value});
    uint64_t expected = 0;
    if (last != checkpoints_.end()) {
      expected = last->second;
    } else if (known != nullptr && known->first) {
      if (spec.start == ShardIteratorType::kLatest) return;  // At the tip, whenever that was.
      if (spec.start == ShardIteratorType::kAtTimestamp) {
        const LogMirror::Shard& log = look.log.shard(spec.stream, beginning.shard);
        while (expected < log.size() &&
               log[static_cast<size_t>(expected)].arrived_at < spec.start_timestamp) {
          ++expected;
        }
      }
    }
    // What retention takes at this very instant is taken after the worker began.
    const uint64_t least = std::max(expected, Horizon(spec.stream, beginning.shard));
    const uint64_t most = std::max(expected, shard.trim_horizon);
    const uint64_t at = beginning.at.ordinal;
    // At its checkpoint, though that may have expired: what is gone shows when it reads.
    if ((at >= least && at <= most) || at == expected) return;
    report.Fail("kcl-begin",
                {Where(look, beginning.consumer, beginning.shard), ": a worker begins at ",
                 N(beginning.at.ordinal), ", expected ", N(expected)});
  }

  uint64_t Horizon(StreamId stream, ShardIndex shard) const {
    const auto found = horizons_.find(stream.value);
    if (found == horizons_.end() || shard.index() >= found->second.size()) return 0;
    return found->second[shard.index()];
  }

  void Follow(const Look& look, const TraceEvent& event, Report& report) {
    const ConsumerId consumer{event.subject};
    const ShardIndex shard{event.object};
    const KclMirror::Shard* known = look.kcl.Find(consumer, shard);
    const bool exact = look.kcl.Exact(consumer);
    const RecordPlace reached =
        known != nullptr ? known->reached.value_or(RecordPlace{}) : RecordPlace{};
    switch (event.kind) {
      case TraceKind::kLeaseTaken:
      case TraceKind::kLeaseStolen:
        owners_[{event.subject, event.object}] = event.x;
        break;
      case TraceKind::kCheckpointed: {
        uint64_t& last = checkpoints_[{event.subject, event.object}];
        const uint64_t now = static_cast<uint64_t>(event.x);
        if (now < last || (exact && now > reached.ordinal)) {
          report.Fail("kcl-checkpoint",
                      {Where(look, consumer, shard), ": a checkpoint at ", N(now), " after ",
                       N(last), ", processed up to ", N(reached.ordinal)});
        }
        last = now;
        const auto owner = owners_.find({event.subject, event.object});
        if (owner == owners_.end() || owner->second != event.y) {
          report.Fail("kcl-owner", {Where(look, consumer, shard), ": worker ", N(event.y),
                                    " wrote a checkpoint without the lease"});
        }
        break;
      }
      case TraceKind::kShardEnd:
        if (exact && reached.ordinal < ViewOf(look, consumer, shard).end) {
          report.Fail("kcl-end", {Where(look, consumer, shard), " ended at ", N(reached.ordinal),
                                  " of ", N(ViewOf(look, consumer, shard).end)});
        }
        break;
      case TraceKind::kProcessed:
        CheckParents(look, consumer, shard, report);
        break;
      default:
        break;
    }
  }

  // A parent without a lease is gone, or none of the application's.
  void CheckParents(const Look& look, ConsumerId consumer, ShardIndex shard, Report& report) {
    const ShardView& view = ViewOf(look, consumer, shard);
    for (const std::optional<ShardIndex>& parent : {view.parent, view.adjacent_parent}) {
      if (!parent) continue;
      const KclMirror::Shard* known = look.kcl.Find(consumer, *parent);
      if (known == nullptr || known->ended || known->deleted) continue;
      report.Fail("kcl-parent", {Where(look, consumer, shard), " processed a record before shard ",
                                 N(parent->value), " was at its end"});
    }
  }

  // The trace counts what the workers went through: nothing is left out on the way.
  void CheckCounts(const Look& look, Report& report) {
    std::map<std::pair<uint32_t, uint32_t>, int64_t> counted;
    for (const TraceEvent& event : look.seen.events) {
      if (event.kind != TraceKind::kProcessed) continue;
      if (scenario_.consumers[event.subject].kind != ConsumerKind::kKcl) continue;
      counted[{event.subject, event.object}] += event.x;
    }
    for (const KclAdvance& advance : look.kcl.advances()) {
      counted[{advance.consumer.value, advance.shard.value}] -= Whole(look, advance);
    }
    for (const auto& [where, difference] : counted) {
      const ConsumerSpec& spec = scenario_.consumers[where.first];
      const bool skips = spec.poison.any() && spec.kcl.on_error == OnError::kSkipBatch;
      if (difference == 0 || !look.kcl.Exact({where.first})) continue;
      if (skips && difference < 0) continue;  // How long a batch is is not known here.
      report.Fail("kcl-counts", {Where(look, {where.first}, {where.second}), ": the trace has ",
                                 N(difference), " records more than its workers went through"});
    }
  }

  // How many records it finished, but for those that it set aside.
  int64_t Whole(const Look& look, const KclAdvance& advance) const {
    const PoisonSpec& poison = scenario_.consumers[advance.consumer.index()].poison;
    const LogMirror::Shard& log = look.log.shard(advance.stream, advance.shard);
    const ShardView& shard = ViewOf(look, advance.consumer, advance.shard);
    int64_t whole = 0;
    for (uint64_t i = advance.from.ordinal; i < advance.to.ordinal && i < log.size(); ++i) {
      bool aside = false;
      ForEachUser(log[static_cast<size_t>(i)], [&](const SeenUser& user) {
        if (user.last) aside = Poisoned(poison, user) && !Misrouted(shard, user);
      });
      whole += aside ? 0 : 1;
    }
    return whole;
  }

  using Place = std::pair<uint32_t, uint32_t>;  // Consumer, shard.

  const Scenario& scenario_;
  std::map<Place, uint64_t> checkpoints_;
  std::map<Place, int64_t> owners_;
  std::map<uint32_t, std::vector<uint64_t>> horizons_;  // By stream and shard, one look ago.
};

}  // namespace

bool Misrouted(const ShardView& shard, const SeenUser& user) {
  return user.hash_place && (*user.hash_place < PlaceInSpace(shard.range.starting) ||
                             *user.hash_place > PlaceInSpace(shard.range.ending));
}

std::unique_ptr<Checker> CheckKcl(const Scenario& scenario) {
  return std::make_unique<KclChecker>(scenario);
}

}  // namespace weir::swarm
