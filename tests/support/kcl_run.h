// A KCL application "c" on a stream "s", every call to the lease table taking 10 ms.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "tests/support/consumer_run.h"

namespace weir::test {

struct KclParts {
  int shards = 1;
  std::string_view producer = R"("arrivals": {"rate": 10}, "linger": "0s")";
  std::string_view consumer = "";  // Members of the consumer, each followed by a comma.
  std::string_view kcl = "";       // Members of "kcl", each followed by a comma.
  std::string_view events = "";
};

// Leases are looked at every second unless `kcl` says otherwise, so that a test need not wait.
class KclRun : public ConsumerRun {
 public:
  explicit KclRun(const KclParts& parts) : ConsumerRun(ScenarioOfKcl(parts)) {}
  explicit KclRun(std::shared_ptr<const Scenario> scenario) : ConsumerRun(std::move(scenario)) {}

  // What happened, of one kind: shard or worker, x and y.
  struct Happened {
    Duration at;
    uint32_t object = 0;
    int64_t x = 0;
    int64_t y = 0;
  };
  std::vector<Happened> All(TraceKind kind) const {
    std::vector<Happened> all;
    for (const TraceEvent& event : recorder.events) {
      if (event.kind == kind) all.push_back({event.at - kStart, event.object, event.x, event.y});
    }
    return all;
  }
  // How many leases each worker holds by the lease table.
  std::vector<int64_t> Held() const {
    const ConsumerView view = View();
    std::vector<int64_t> held(view.workers.size());
    for (const LeaseView& lease : view.leases) {
      if (lease.row->owned && !lease.row->deleted && lease.state != LeaseState::kShardEnd) {
        ++held[lease.worker];
      }
    }
    return held;
  }
  int64_t Written() const {
    int64_t written = 0;
    for (const ShardView& shard : engine.View().streams[0].shards) written += shard.records_in;
    return written;
  }

 private:
  static std::shared_ptr<const Scenario> ScenarioOfKcl(const KclParts& parts) {
    const bool own = parts.kcl.find("taker_interval") != parts.kcl.npos;
    const std::string consumer =
        StrCat({R"("kind": "kcl", )", parts.consumer, R"("kcl": {)", parts.kcl,
                own ? "" : R"("taker_interval": "1s", )",
                R"("table": {"latency": {"min": "10ms", "max": "10ms"}}})"});
    return ScenarioOfParts({parts.shards, parts.producer, consumer, parts.events});
  }
};

}  // namespace weir::test
