// The checkers of producers, KCL applications and Lambda mappings see what they should.
#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "tests/sim/lie.h"

namespace weir::swarm {
namespace {

// Aggregates that a split catches on their way, from an agent too; one application loses a worker
// and takes over another's leases, one function fails now and then.
constexpr std::string_view kClients = R"({
  "weir": 1, "name": "clients", "duration": "60s",
  "streams": [{"name": "s", "shards": 2}],
  "producers": [
    {"name": "k", "stream": "s", "kind": "kpl", "arrivals": {"rate": 300}, "size": 100,
     "keys": {"count": 60}},
    {"name": "a", "stream": "s", "kind": "agent", "arrivals": {"rate": 20}, "size": 100,
     "limit": 400, "agent": {"max_buffer_age": "1s"}}],
  "consumers": [
    {"name": "c", "stream": "s", "kind": "kcl", "workers": 2,
     "kcl": {"failover_time": "2s", "taker_interval": "1s", "parent_poll": "1s",
             "checkpoint": {"every": "5s"}}},
    {"name": "l", "stream": "s", "kind": "lambda", "poison": {"every": 500},
     "lambda": {"parallelization_factor": 3, "report_batch_item_failures": true,
                "maximum_retry_attempts": 1, "on_failure": "dead",
                "function": {"errors": 200}}},
    {"name": "t", "stream": "s", "threads": 3}],
  "events": [{"at": "1s", "do": "SplitShard", "stream": "s", "shard": 0},
             {"at": "12s", "do": "CrashWorker", "consumer": "c", "worker": 0,
              "restart_after": "5s"}]})";

constexpr std::string_view kWindows = R"({
  "weir": 1, "name": "windows", "duration": "60s",
  "streams": [{"name": "s"}],
  "producers": [{"name": "p", "stream": "s", "arrivals": {"rate": 10}}],
  "consumers": [{"name": "l", "stream": "s", "kind": "lambda",
                 "lambda": {"tumbling_window": "10s"}}]})";

const Planted kPlanted[] = {
    {"order-cause", kClients,  // A violation without one.
     [](Observation& seen) { return ++seen.view.consumers[2].order_violations > 0; }},
    {"producer-counts", kClients,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kUserRecordsPut);
       return event != nullptr && ++event->x > 0;
     }},
    {"producer-counts", kClients,  // A user record that is gone from its aggregate.
     [](Observation& seen) {
       for (Appended& appended : seen.appended) {
         if (!appended.records[0].users.empty()) {
           appended.records[0].users.pop_back();
           return true;
         }
       }
       return false;
     }},
    {"producer-once", kClients,  // The split's are told.
     [](Observation& seen) {
       for (Appended& appended : seen.appended) {
         std::vector<UserRecord>& users = appended.records[0].users;
         if (users.size() < 2) continue;
         users[0].number = users[1].number;
         return true;
       }
       return false;
     }},
    {"producer-stuck", kClients,  // Its lines are written and go nowhere.
     [](Observation& seen) {
       std::erase_if(seen.events, [](const TraceEvent& event) {
         return event.kind == TraceKind::kPutRecords && event.subject == 1;
       });
       seen.view.producers[1].waiting = 1;
       return false;
     }},
    {"producer-order", kClients,
     [](Observation& seen) {
       for (Appended& appended : seen.appended) {
         std::vector<UserRecord>& users = appended.records[0].users;
         if (users.size() < 2) continue;
         std::swap(users[0], users[1]);
         return true;
       }
       return false;
     }},
    {"producer-gap", kClients,  // Lines of the agent that are nowhere.
     [](Observation& seen) {
       for (Appended& appended : seen.appended) {
         if (appended.records[0].producer.value != 1) continue;
         appended.records[0].number += 500;
         return true;
       }
       return false;
     }},
    {"producer-misplaced", kClients,
     [](Observation& seen) {
       for (Appended& appended : seen.appended) {
         if (appended.records[0].users.empty()) continue;
         appended.records[0].users[0].hash_place ^= uint32_t{1} << 31;
         return true;
       }
       return false;
     }},
    {"reader-lost", kClients,
     [](Observation& seen) {
       std::vector<LeaseView>& leases = seen.view.consumers[1].leases;
       return !leases.empty() && ++leases[0].lost_to_retention > 0;
     }},
    {"lambda-conserved", kClients,  // Read, and nowhere.
     [](Observation& seen) { return ++seen.view.consumers[1].lambda->counters.read > 0; }},
    {"kcl-begin", kClients,
     [](Observation& seen) {
       if (Elapsed(seen) < Seconds(12)) return false;
       for (HandView& hand : seen.hands[0]) {
         if (!hand.free && hand.begin && hand.identity > 1) {
           ++hand.begin->ordinal;
           return true;
         }
       }
       return false;
     }},
    {"kcl-checkpoint", kClients,  // Beyond what was processed.
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kCheckpointed);
       return event != nullptr && (event->x += 1'000) > 0;
     }},
    {"kcl-checkpoint", kClients,  // Back.
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kCheckpointed, Seconds(12));
       return event != nullptr && (event->x = 0) == 0;
     }},
    {"kcl-owner", kClients,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kCheckpointed);
       return event != nullptr && (event->y += 1) > 0;
     }},
    {"kcl-end", kClients,
     [](Observation& seen) {
       if (Elapsed(seen) < Seconds(5)) return false;
       seen.events.push_back({seen.now, TraceKind::kShardEnd, 0, 0, 0, 0});
       S(seen).shards[0].end += 100;
       return true;
     }},
    {"kcl-parent", kClients,
     [](Observation& seen) {
       std::erase_if(seen.events, [](const TraceEvent& event) {
         return event.subject == 0 &&
                (event.kind == TraceKind::kShardEnd || event.kind == TraceKind::kLeaseDeleted);
       });
       return false;
     }},
    {"kcl-counts", kClients,
     [](Observation& seen) {
       for (TraceEvent& event : seen.events) {
         if (event.kind != TraceKind::kProcessed || event.subject != 0) continue;
         return --event.x >= 0;
       }
       return false;
     }},
    {"order-verdict", kClients,  // A record that a worker passed over is not in the proof.
     [](Observation& seen) {
       ConsumerView& consumer = seen.view.consumers[0];
       const auto crash = static_cast<size_t>(OrderCause::kAgainAfterCrash);
       if (consumer.order_causes[crash] == 0) return false;
       --consumer.duplicates;
       return --consumer.order_causes[crash] >= 0;
     }},
    {"order-verdict", kClients,  // Of the function.
     [](Observation& seen) {
       ConsumerView& consumer = seen.view.consumers[1];
       const auto failure = static_cast<size_t>(OrderCause::kAgainAfterFailure);
       if (consumer.order_causes[failure] == 0) return false;
       --consumer.duplicates;
       return --consumer.order_causes[failure] >= 0;
     }},
    {"lambda-account", kClients,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kInvocationFailed);
       return event != nullptr && (event->x = 100'000) > 0;
     }},
    {"lambda-batch", kClients,
     [](Observation& seen) {
       for (InvocationView& invoked : seen.invoked) {
         if (invoked.what.ordinals.size() < 2) continue;
         std::swap(invoked.what.ordinals[0], invoked.what.ordinals[1]);
         return true;
       }
       return false;
     }},
    {"lambda-twice", kClients,
     [](Observation& seen) {
       if (Elapsed(seen) < Seconds(5) || seen.invoked.empty()) return false;
       seen.invoked[0].what.ordinals = {0, 1, 2, 3, 4, 5, 6, 7};
       return true;
     }},
    {"lambda-lanes", kClients,  // As if it had begun once more.
     [](Observation& seen) {
       if (seen.invoked.empty() || seen.invoked[0].what.ordinals.empty()) return false;
       InvocationView again = seen.invoked[0];
       again.number += 1'000;
       seen.invoked.push_back(again);
       return true;
     }},
    {"lambda-concurrency", kClients,
     [](Observation& seen) { return ++seen.view.consumers[1].lambda->counters.in_flight > 0; }},
    {"lambda-conserved", kClients,  // A record that is skipped and never told.
     [](Observation& seen) {
       for (TraceEvent& event : seen.events) {
         if (event.kind == TraceKind::kBatchDiscarded) return --event.x >= 0;
       }
       return false;
     }},
    {"lambda-conserved", kClients,
     [](Observation& seen) {
       return Elapsed(seen) > Seconds(5) && ++seen.view.consumers[1].leases[0].processed > 0;
     }},
    {"lambda-parent", kClients,
     [](Observation& seen) {
       std::erase_if(seen.events, [](const TraceEvent& event) {
         return event.subject == 1 && event.kind == TraceKind::kShardEnd;
       });
       return false;
     }},
    {"lambda-window", kWindows,
     [](Observation& seen) {
       for (InvocationView& invoked : seen.invoked) {
         if (Elapsed(seen) < Seconds(25) || invoked.what.ordinals.empty()) continue;
         invoked.what.ordinals.insert(invoked.what.ordinals.begin(), 0);
         return true;
       }
       return false;
     }},
};

TEST(ClientCheckersTest, EveryLieIsNoticedByItsRule) { ExpectNoticed(kPlanted); }

TEST(ClientCheckersTest, TheTruthBreaksNoRule) {
  for (const std::string_view scenario : {kClients, kWindows}) {
    EXPECT_TRUE(Lie(scenario, {}).empty());
  }
}

}  // namespace

std::span<const Planted> ClientLies() { return kPlanted; }

}  // namespace weir::swarm
