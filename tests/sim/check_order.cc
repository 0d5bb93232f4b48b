// The order of every key, by a map and nothing else, against the verdict of the order proof; and
// where a design promises order, that it was kept.
#include <algorithm>
#include <map>
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
    for (const ConsumerSpec& spec : scenario.consumers) promised_.push_back(Promised(spec));
  }

  void Check(const Look& look, Report& report) override {
    for (const Stretch& done : look.reads.processed()) {
      const LogMirror::Shard& log = look.log.shard(done.stream, done.shard);
      for (int64_t i = 0; i < done.records; ++i) {
        const size_t place = static_cast<size_t>(done.first) + static_cast<size_t>(i);
        if (!(place < log.size())) {
          report.Fail("order-read",
                      {"a reader processed record ", N(place), " of ", N(log.size())});
          return;
        }
        Note(done.consumer, log[place]);
      }
    }
    for (const ConsumerView& consumer : look.seen.view.consumers) {
      const Counts& counts = counts_[consumer.id.index()];
      if (!(counts.violations == consumer.order_violations &&
            counts.duplicates == consumer.duplicates)) {
        report.Fail("order-verdict",
                    {consumer.name, ": the proof has ", N(consumer.order_violations),
                     " violations and ", N(consumer.duplicates), " duplicates, a map ",
                     N(counts.violations), " and ", N(counts.duplicates)});
      }
      if (!(!promised_[consumer.id.index()] || counts.violations == 0)) {
        report.Fail("order-promised",
                    {consumer.name, " lost the order of a key, which its design promises to keep"});
      }
    }
  }

 private:
  struct Counts {
    int64_t violations = 0;
    int64_t duplicates = 0;
  };

  void Note(ConsumerId consumer, const RecordView& record) {
    if (record.producer.value == UINT32_MAX) return;  // Put by a command: it has no number.
    Counts& counts = counts_[consumer.index()];
    std::vector<bool>& seen = seen_[{consumer.value, record.producer.value}];
    if (record.number >= seen.size()) seen.resize(size_t{record.number} + 1);
    const bool again = seen[record.number];
    seen[record.number] = true;
    uint32_t& after = after_[{consumer.value, record.producer.value, record.key}];
    if (again) {
      ++counts.duplicates;
    } else if (record.number < after) {
      ++counts.violations;
    }
    after = std::max(after, record.number + 1);
  }

  // Every record of a key goes through one shard at a time, one call at a time, in equal sizes (a
  // smaller one would still be taken after a larger one was refused), and parents are read first.
  bool Promised(const ConsumerSpec& spec) const {
    if (spec.children != ChildPolicy::kAfterParent) return false;
    return std::all_of(scenario_.producers.begin(), scenario_.producers.end(),
                       [&](const ProducerSpec& producer) {
                         if (producer.stream != spec.stream) return true;
                         const WorkloadSpec& workload = producer.workload;
                         return producer.in_order && producer.lost_answers == 0 &&
                                workload.keys.partition_by == PartitionBy::kKey &&
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
  checkers.push_back(CheckOrder(scenario));
  return checkers;
}

}  // namespace weir::swarm
