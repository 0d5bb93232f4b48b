// A rule that holds in every run, whatever the scenario.
//
// A checker keeps its own naive account of the run and shares no code with the engine beyond plain
// values: an error there must not be repeated here.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/engine/scenario.h"
#include "tests/sim/kcl_mirror.h"
#include "tests/sim/lambda_mirror.h"
#include "tests/sim/observation.h"
#include "tests/sim/read_mirror.h"

namespace weir::swarm {

struct Violation {
  std::string rule;    // "log-order": what a person looks for in the sources.
  Instant at;          // The moment at which it was noticed.
  std::string detail;  // Who, and the numbers.
};

// Keeps the first violation of every rule.
class Report {
 public:
  void Look(Instant now) { now_ = now; }
  void Fail(std::string_view rule, std::initializer_list<std::string_view> detail) {
    for (const Violation& known : violations_) {
      if (known.rule == rule) return;
    }
    violations_.push_back({std::string(rule), now_, StrCat(detail)});
  }
  const std::vector<Violation>& violations() const { return violations_; }

 private:
  Instant now_;
  std::vector<Violation> violations_;
};

// One look at a run; the mirrors have what `seen` told already.
struct Look {
  const Observation& seen;
  const LogMirror& log;
  const ReadMirror& reads;
  const KclMirror& kcl;
  const LambdaMirror& lambda;
};

class Checker {
 public:
  virtual ~Checker() = default;
  virtual void Check(const Look& look, Report& report) = 0;
};

template <typename Number>
std::string N(Number number) {
  return std::to_string(number);
}
std::string Named(const StreamView& stream, const ShardView& shard);  // "s0/3"

// Whether the key of a user record out of an aggregate belongs to another shard: whoever reads with
// the KCL drops it.
bool Misrouted(const ShardView& shard, const SeenUser& user);

// One maker a checker file.
std::unique_ptr<Checker> CheckLog(const Scenario& scenario);  // Order, conservation, retention.
std::unique_ptr<Checker> CheckHashSpace();                    // Open shards cover it once; lineage.
std::unique_ptr<Checker> CheckWriteLimits();  // 1 MiB/s and 1,000 records/s a shard.
std::unique_ptr<Checker> CheckReadLimits();   // 5 calls/s and 2 MiB/s a shard; fan-out.
std::unique_ptr<Checker> CheckProducers(const Scenario& scenario);
std::unique_ptr<Checker> CheckReaders(const Scenario& scenario);
std::unique_ptr<Checker> CheckKcl(const Scenario& scenario);
std::unique_ptr<Checker> CheckLambda(const Scenario& scenario);
std::unique_ptr<Checker> CheckOrder(const Scenario& scenario);
std::unique_ptr<Checker> CheckDelivery(const Scenario& scenario);  // Every record in one place.
std::unique_ptr<Checker> CheckObjects(const Scenario& scenario);   // What objects hold.

std::vector<std::unique_ptr<Checker>> AllCheckers(const Scenario& scenario);

}  // namespace weir::swarm
