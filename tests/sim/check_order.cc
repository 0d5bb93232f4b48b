// The order of every key, by a map and nothing else, against the verdict of the order proof; and
// where a design promises order, that it was kept.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/sim/checker.h"

namespace weir::swarm {
namespace {

class OrderChecker final : public Checker {
 public:
  explicit OrderChecker(const Scenario& scenario)
      : scenario_(scenario), counts_(scenario.consumers.size()) {
    for (const ConsumerSpec& spec : scenario.consumers) {
      promised_.push_back(Promised(spec));
      counts_[promised_.size() - 1].exact = Exact(spec);
    }
  }

  void Check(const Look& look, Report& report) override {
    for (const Stretch& done : look.reads.processed()) FollowSdk(look, done, report);
    for (const Finished& finished : look.lambda.finished()) FollowLambda(look, finished);
    FollowKcl(look);
    for (const TraceEvent& event : look.seen.events) NoteFaults(event);
    for (const ConsumerView& consumer : look.seen.view.consumers) {
      CheckVerdict(look, consumer, report);
      CheckCauses(consumer, report);
    }
  }

 private:
  struct Counts {
    bool exact = true;  // The order in which it processed what is known.
    int64_t violations = 0;
    int64_t put_twice = 0;
    int64_t after_crash = 0;
    int64_t after_failure = 0;
    int64_t duplicates() const { return put_twice + after_crash + after_failure; }
  };

  // --- What was processed, in its order ---
  void FollowSdk(const Look& look, const Stretch& done, Report& report) {
    const LogMirror::Shard& log = look.log.shard(done.stream, done.shard);
    for (int64_t i = 0; i < done.records; ++i) {
      const size_t place = static_cast<size_t>(done.first) + static_cast<size_t>(i);
      if (!(place < log.size())) {
        report.Fail("order-read", {"a reader processed record ", N(place), " of ", N(log.size())});
        return;
      }
      ForEachUser(log[place], [&](const SeenUser& user) { Note(done.consumer, user); });
    }
  }

  void FollowLambda(const Look& look, const Finished& finished) {
    const LambdaInvocation& what = finished.invocation.what;
    const StreamId stream = scenario_.consumers[finished.consumer.index()].stream;
    std::set<uint64_t>& before = functions_[{finished.consumer.value, what.shard.value}];
    for (uint32_t i = 0; i < finished.processed; ++i) {
      const bool again = !before.insert(what.ordinals[i]).second;
      const LogMirror::Shard& log = look.log.shard(stream, what.shard);
      const SeenRecord& record = log[static_cast<size_t>(what.ordinals[i])];
      if (again) {
        counts_[finished.consumer.index()].after_failure += UsersOf(record);
      } else {
        ForEachUser(record, [&](const SeenUser& user) { Note(finished.consumer, user); });
      }
    }
  }
  // What was put by a command has no number and counts as one.
  static int64_t UsersOf(const SeenRecord& record) {
    return record.aggregates ? static_cast<int64_t>(record.users.size()) : 1;
  }

  // The workers in the order in which the trace has them. Where two shards go forward by turns
  // within one instant, that order is not known.
  void FollowKcl(const Look& look) {
    using Turn = std::pair<uint32_t, uint32_t>;  // Consumer, shard.
    std::vector<Turn> turns;
    std::map<Turn, int> times;
    std::map<uint32_t, std::set<uint32_t>> shards;
    for (const TraceEvent& event : look.seen.events) {
      if (event.kind != TraceKind::kProcessed) continue;
      if (scenario_.consumers[event.subject].kind != ConsumerKind::kKcl) continue;
      const Turn turn{event.subject, event.object};
      shards[event.subject].insert(event.object);
      if (times[turn]++ == 0) turns.push_back(turn);
    }
    for (const auto& [turn, count] : times) {
      if (count > 1 && shards[turn.first].size() > 1) counts_[turn.first].exact = false;
    }
    for (const Turn& turn : turns) {
      for (const KclAdvance& advance : look.kcl.advances()) {
        if (Turn{advance.consumer.value, advance.shard.value} == turn) Go(look, advance);
      }
    }
  }

  void Go(const Look& look, const KclAdvance& advance) {
    const PoisonSpec& poison = scenario_.consumers[advance.consumer.index()].poison;
    const ShardView& shard =
        look.seen.view.streams[advance.stream.index()].shards[advance.shard.index()];
    const LogMirror::Shard& log = look.log.shard(advance.stream, advance.shard);
    for (uint64_t i = advance.from.ordinal; i <= advance.to.ordinal && i < log.size(); ++i) {
      const SeenRecord& record = log[static_cast<size_t>(i)];
      const bool by_command = record.producer.value == UINT32_MAX;
      if (by_command && RecordPlace{i, 0} < std::min(advance.to, advance.before)) {
        ++counts_[advance.consumer.index()].after_crash;
      }
      ForEachUser(record, [&](const SeenUser& user) {
        const RecordPlace place{i, user.sub};
        if (place < advance.from || !(place < advance.to)) return;
        if (Misrouted(shard, user) || Poisoned(poison, user)) return;
        if (place < advance.before) {
          ++counts_[advance.consumer.index()].after_crash;
        } else {
          Note(advance.consumer, user);
        }
      });
    }
  }

  void Note(ConsumerId consumer, const SeenUser& user) {
    Counts& counts = counts_[consumer.index()];
    std::vector<bool>& seen = seen_[{consumer.value, user.producer.value}];
    if (user.number >= seen.size()) seen.resize(size_t{user.number} + 1);
    const bool again = seen[user.number];
    seen[user.number] = true;
    uint32_t& after = after_[{consumer.value, user.producer.value, user.key}];
    if (again) {
      ++counts.put_twice;
    } else if (user.number < after) {
      ++counts.violations;
    }
    after = std::max(after, user.number + 1);
  }

  // Several threads finish their parts one after the other: until the last one has, the proof is
  // ahead of what is known here. What is more, the parts of two shards may lie in between each
  // other, which matters only to keys that are in both.
  bool Exact(const ConsumerSpec& spec) const {
    if (spec.kind == ConsumerKind::kKcl) {
      return !spec.poison.any() || spec.kcl.on_error != OnError::kSkipBatch;
    }
    if (spec.threads == 1) return true;
    if (spec.order == ThreadOrder::kNone || spec.children == ChildPolicy::kAtOnce) return false;
    return std::all_of(scenario_.producers.begin(), scenario_.producers.end(),
                       [&](const ProducerSpec& producer) {
                         return producer.stream != spec.stream ||
                                (producer.kind == ProducerKind::kSdk &&
                                 producer.workload.keys.partition_by == PartitionBy::kKey &&
                                 !KeysChange(producer));
                       });
  }
  bool InHand(const Look& look, const ConsumerView& consumer) const {
    if (scenario_.consumers[consumer.id.index()].threads == 1) return false;
    return std::any_of(consumer.leases.begin(), consumer.leases.end(), [&](const auto& lease) {
      const ReadMirror::Place* place = look.reads.Find(consumer.id, lease.shard);
      return place != nullptr && place->batch_records > 0;
    });
  }

  void CheckVerdict(const Look& look, const ConsumerView& consumer, Report& report) {
    Counts& counts = counts_[consumer.id.index()];
    const bool kcl = scenario_.consumers[consumer.id.index()].kind == ConsumerKind::kKcl;
    if (kcl && !look.kcl.Exact(consumer.id)) counts.exact = false;
    const auto cause = [&](OrderCause which) {
      return consumer.order_causes[static_cast<size_t>(which)];
    };
    const bool same = counts.violations == consumer.order_violations &&
                      counts.duplicates() == consumer.duplicates &&
                      counts.after_crash == cause(OrderCause::kAgainAfterCrash) &&
                      counts.after_failure == cause(OrderCause::kAgainAfterFailure);
    if (counts.exact && !same && !InHand(look, consumer)) {
      report.Fail(
          "order-verdict",
          {consumer.name, ": the proof has ", N(consumer.order_violations), " violations and ",
           N(consumer.duplicates), " duplicates, a map ", N(counts.violations), " and ",
           N(counts.put_twice), " + ", N(counts.after_crash), " + ", N(counts.after_failure)});
    }
    if (!(!promised_[consumer.id.index()] || counts.violations + consumer.order_violations == 0)) {
      report.Fail("order-promised",
                  {consumer.name, " lost the order of a key, which its design promises to keep"});
    }
  }

  // --- Causes ---
  // What happened to the streams, by StreamId, and to the functions, by ConsumerId.
  void NoteFaults(const TraceEvent& event) {
    if (event.kind == TraceKind::kThrottled) refused_.insert(event.subject);
    if (event.kind == TraceKind::kPutRefused) refused_.insert(event.object);
    if (event.kind == TraceKind::kMisrouted) misrouted_.insert(event.object);
    if (event.kind == TraceKind::kAnswerLost) lost_.insert(event.object);
    if (event.kind == TraceKind::kInvocationFailed) failed_.insert(event.subject);
    if (event.kind == TraceKind::kLeaseTaken || event.kind == TraceKind::kLeaseStolen) {
      if (event.y >= 0) moved_.insert(event.subject);
    }
  }

  bool AnyProducer(StreamId stream, bool (*is)(const ProducerSpec&)) const {
    return std::any_of(
        scenario_.producers.begin(), scenario_.producers.end(),
        [&](const ProducerSpec& producer) { return producer.stream == stream && is(producer); });
  }

  // Whether the run has in it what the cause speaks of.
  bool MayBe(OrderCause cause, const ConsumerSpec& spec, uint32_t consumer) const {
    const uint32_t stream = spec.stream.value;
    const bool kpl = AnyProducer(spec.stream, [](const ProducerSpec& producer) {
      return producer.kind == ProducerKind::kKpl;
    });
    switch (cause) {
      case OrderCause::kRetryOvertaken:
        return refused_.contains(stream);
      case OrderCause::kCallsInFlight:
        return AnyProducer(spec.stream, [](const ProducerSpec& producer) {
          return producer.kind != ProducerKind::kSdk || !producer.in_order ||
                 producer.lost_answers > 0;
        });
      case OrderCause::kChildBeforeParent:
        return spec.kind == ConsumerKind::kSdk && spec.children == ChildPolicy::kAtOnce;
      case OrderCause::kSplitKey:
        return misrouted_.contains(stream) ||
               std::any_of(scenario_.producers.begin(), scenario_.producers.end(),
                           [&](const ProducerSpec& producer) {
                             return producer.stream == spec.stream &&
                                    (producer.kind == ProducerKind::kAgent ||
                                     producer.workload.keys.partition_by != PartitionBy::kKey ||
                                     KeysChange(producer));
                           });
      case OrderCause::kParallelBatches:
        return spec.kind == ConsumerKind::kLambda
                   ? kpl && spec.lambda.parallelization_factor > 1
                   : spec.threads > 1 && spec.order == ThreadOrder::kNone;
      case OrderCause::kAgainAfterCrash:
        return spec.kind == ConsumerKind::kKcl && moved_.contains(consumer);
      case OrderCause::kAgainAfterFailure:
        return failed_.contains(consumer);
      case OrderCause::kPutTwice:
        return lost_.contains(stream);
      case OrderCause::kWrongShard:
        return misrouted_.contains(stream);
      case OrderCause::kResendOvertaken:  // The library holds back what would be too much, too.
        return kpl || lost_.contains(stream);
    }
    return false;
  }

  void CheckCauses(const ConsumerView& consumer, Report& report) const {
    const ConsumerSpec& spec = scenario_.consumers[consumer.id.index()];
    int64_t violations = 0;
    int64_t duplicates = 0;
    for (size_t i = 0; i < kOrderCauses; ++i) {
      const auto cause = static_cast<OrderCause>(i);
      const int64_t count = consumer.order_causes[i];
      (IsDuplicate(cause) ? duplicates : violations) += count;
      if (count == 0 || MayBe(cause, spec, consumer.id.value)) continue;
      report.Fail("order-cause", {consumer.name, ": ", N(count), " times ", OrderCauseName(cause),
                                  ", which cannot be"});
    }
    if (violations == consumer.order_violations && duplicates == consumer.duplicates) return;
    report.Fail("order-cause", {consumer.name, ": the causes of ", N(violations),
                                " violations and ", N(duplicates), " duplicates are told, of ",
                                N(consumer.order_violations), " and ", N(consumer.duplicates)});
  }

  // --- Promises ---
  // Every record of a key goes through one shard at a time, one call at a time, in equal sizes (a
  // smaller one would still be taken after a larger one was refused), and parents are read first.
  bool Promised(const ConsumerSpec& spec) const {
    if (spec.children != ChildPolicy::kAfterParent) return false;
    if (spec.threads > 1 && spec.order == ThreadOrder::kNone) return false;
    return std::all_of(
        scenario_.producers.begin(), scenario_.producers.end(), [&](const ProducerSpec& producer) {
          if (producer.stream != spec.stream) return true;
          const WorkloadSpec& workload = producer.workload;
          return producer.kind == ProducerKind::kSdk && producer.in_order &&
                 producer.lost_answers == 0 && workload.keys.partition_by == PartitionBy::kKey &&
                 workload.size.min_bytes == workload.size.max_bytes &&
                 workload.replay.dataset == nullptr && !KeysChange(producer);
        });
  }
  bool KeysChange(const ProducerSpec& producer) const {
    return std::any_of(scenario_.events.begin(), scenario_.events.end(), [&](const auto& event) {
      const auto* change = std::get_if<SetProducerKeysCommand>(&event.command);
      return change != nullptr && change->producer == producer.name;
    });
  }

  const Scenario& scenario_;
  std::vector<bool> promised_;
  std::vector<Counts> counts_;
  // Consumer, producer, key: the greatest number processed, plus one.
  std::map<std::tuple<uint32_t, uint32_t, uint32_t>, uint32_t> after_;
  // Consumer, producer: by number, whether it was processed.
  std::map<std::pair<uint32_t, uint32_t>, std::vector<bool>> seen_;
  // Lambda mapping, shard: what its function has processed, by ordinal.
  std::map<std::pair<uint32_t, uint32_t>, std::set<uint64_t>> functions_;
  std::set<uint32_t> refused_;    // Streams that refused a record,
  std::set<uint32_t> misrouted_;  // have one in a shard that was not predicted,
  std::set<uint32_t> lost_;       // or accepted one without an answer.
  std::set<uint32_t> failed_;     // Functions that failed.
  std::set<uint32_t> moved_;      // Applications of which a lease changed hands.
};

}  // namespace

std::unique_ptr<Checker> CheckOrder(const Scenario& scenario) {
  return std::make_unique<OrderChecker>(scenario);
}

std::vector<std::unique_ptr<Checker>> AllCheckers(const Scenario& scenario) {
  std::vector<std::unique_ptr<Checker>> checkers;
  checkers.push_back(CheckLog(scenario));
  checkers.push_back(CheckHashSpace());
  checkers.push_back(CheckWriteLimits());
  checkers.push_back(CheckReadLimits());
  checkers.push_back(CheckProducers(scenario));
  checkers.push_back(CheckReaders(scenario));
  checkers.push_back(CheckKcl(scenario));
  checkers.push_back(CheckLambda(scenario));
  checkers.push_back(CheckOrder(scenario));
  checkers.push_back(CheckDelivery(scenario));
  checkers.push_back(CheckObjects(scenario));
  return checkers;
}

}  // namespace weir::swarm
