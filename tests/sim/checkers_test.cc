// The checkers see what they should: each rule is shown an observation that was tampered with.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "tests/sim/generator.h"
#include "tests/sim/lie.h"
#include "tests/sim/swarm.h"
#include "tests/support/source_dir.h"

namespace weir::swarm {
namespace {

// Throttled, split at 35 s, read by a poller that is slow and by fan-out.
constexpr std::string_view kBusy = R"({
  "weir": 1, "name": "busy", "duration": "60s",
  "streams": [{"name": "s", "shards": 2}],
  "producers": [{"name": "p", "stream": "s", "in_order": true,
    "arrivals": {"shape": "burst", "rate": 50, "peak": 3000, "every": "20s", "lasts": "3s"},
    "keys": {"count": 20}, "size": 100, "stop": "50s"}],
  "consumers": [{"name": "c", "stream": "s"}, {"name": "f", "stream": "s", "read": "fan_out"}],
  "events": [{"at": "5s", "do": "SplitShard", "stream": "s", "shard": 0}]})";

// Records expire.
constexpr std::string_view kSlow = R"({
  "weir": 1, "name": "slow", "duration": "25h",
  "streams": [{"name": "s"}],
  "producers": [{"name": "p", "stream": "s", "arrivals": {"rate": "30/h"}}],
  "consumers": [{"name": "c", "stream": "s", "poll": "30m"}]})";

// Two records of one key that a shard took at once, changed for each other.
bool SwapTwoOfAKey(Observation& seen) {
  for (Appended& appended : seen.appended) {
    for (size_t i = 1; i < appended.records.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        RecordView& a = appended.records[j];
        RecordView& b = appended.records[i];
        if (a.key != b.key) continue;
        std::swap(a.number, b.number);
        return true;
      }
    }
  }
  return false;
}

bool AppendedIsThere(const Observation& seen) {
  return !seen.appended.empty() && seen.appended[0].records.size() > 2;
}

const Planted kPlanted[] = {
    {"log-numbers", kBusy,
     [](Observation& seen) {
       if (!AppendedIsThere(seen)) return false;
       std::swap(seen.appended[0].records[0], seen.appended[0].records[1]);
       return true;
     }},
    {"log-numbers", kBusy,
     [](Observation& seen) {
       if (!AppendedIsThere(seen)) return false;
       seen.appended[0].records.erase(seen.appended[0].records.begin() + 1);
       return true;
     }},
    {"log-once", kBusy,
     [](Observation& seen) {
       if (!AppendedIsThere(seen)) return false;
       seen.appended[0].records[1].number = seen.appended[0].records[0].number;
       return true;
     }},
    {"log-order", kBusy,
     [](Observation& seen) {
       if (!AppendedIsThere(seen)) return false;
       seen.appended[0].records[1].arrived_at = seen.now - Micros(1);
       return true;
     }},
    {"log-arrival", kBusy,
     [](Observation& seen) {
       if (!AppendedIsThere(seen)) return false;
       seen.appended[0].records.back().arrived_at = seen.now + Micros(1);
       return true;
     }},
    {"log-closed", kBusy,
     [](Observation& seen) {
       if (!AppendedIsThere(seen)) return false;
       S(seen).shards[seen.appended[0].shard.index()].closed_at = seen.now - Micros(1);
       return true;
     }},
    {"log-range", kBusy,
     [](Observation& seen) {
       if (!AppendedIsThere(seen)) return false;
       seen.appended[0].records[0].hash_place ^= 0x80000000U;
       return true;
     }},
    {"log-conserved", kBusy, [](Observation& seen) { return ++Shard0(seen).records_in > 10; }},
    {"log-conserved", kBusy, [](Observation& seen) { return ++Shard0(seen).retained_bytes > 10; }},
    {"log-conserved", kSlow,
     [](Observation& seen) {
       return Shard0(seen).records_expired > 0 && --Shard0(seen).records_expired >= 0;
     }},
    {"log-trim", kBusy,
     [](Observation& seen) { return ++Shard0(seen).trim_horizon > Shard0(seen).end; }},
    {"retention-young", kBusy,
     [](Observation& seen) { return Shard0(seen).end > 5 && ++Shard0(seen).trim_horizon > 0; }},
    {"retention-young", kSlow,  // One more than is due.
     [](Observation& seen) {
       return Find(seen, TraceKind::kRecordsExpired) != nullptr && ++Shard0(seen).trim_horizon > 0;
     }},
    {"retention-old", kSlow,
     [](Observation& seen) {
       if (Find(seen, TraceKind::kRecordsExpired) == nullptr) return false;
       Shard0(seen).trim_horizon = 0;
       seen.now = seen.now + Seconds(1);
       return true;
     }},
    {"retention-told", kSlow,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kRecordsExpired);
       return event != nullptr && ++event->x > 0;
     }},
    {"hash-space", kBusy,
     [](Observation& seen) {
       Shard0(seen).range.ending = Next(Shard0(seen).range.ending);
       return true;
     }},
    {"hash-space", kBusy,
     [](Observation& seen) {
       Shard0(seen).state = ShardState::kClosed;
       return true;
     }},
    {"lineage", kBusy,
     [](Observation& seen) {
       if (S(seen).shards.size() < 3) return false;
       S(seen).shards[2].parent = ShardIndex{1};
       return true;
     }},
    {"write-bytes", kBusy,
     [](Observation& seen) {
       if (!AppendedIsThere(seen)) return false;
       seen.appended[0].records[0].billed_bytes += 1 << 20;
       return true;
     }},
    {"write-records", kBusy,  // Ten more in a second that took all it could.
     [](Observation& seen) {
       if (Find(seen, TraceKind::kThrottled) == nullptr || !AppendedIsThere(seen)) return false;
       for (int i = 0; i < 10; ++i) {
         seen.appended[0].records.push_back(seen.appended[0].records.back());
       }
       return true;
     }},
    {"refused-early", kBusy,
     [](Observation& seen) {
       seen.events.push_back({seen.now, TraceKind::kThrottled, 0, 1, 1,
                              static_cast<int64_t>(PutOutcome::kThrottledRecords)});
       return true;
     }},
    {"refused-early", kBusy,
     [](Observation& seen) {
       // Nobody has a key in this one: its tank is full.
       seen.settings[0].max_record_size_kib = 1;
       seen.events.push_back({seen.now, TraceKind::kThrottled, 0, 1, 1,
                              static_cast<int64_t>(PutOutcome::kThrottledBytes)});
       return true;
     }},
    {"read-calls", kBusy,
     [](Observation& seen) {
       const TraceEvent* event = Find(seen, TraceKind::kGetRecords);
       if (event == nullptr || event->subject != 0) return false;
       TraceEvent again = *event;
       again.x = 0;
       seen.events.insert(seen.events.end(), 5, again);
       return true;
     }},
    {"read-debt", kBusy,
     [](Observation& seen) {
       for (Appended& appended : seen.appended) appended.records[0].billed_bytes += 5 << 20;
       return false;
     }},
    {"read-size", kBusy,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kGetRecords);
       if (event == nullptr || event->subject != 0) return false;
       event->x = 10'001;
       return true;
     }},
    {"read-size", kBusy,
     [](Observation& seen) {
       for (Appended& appended : seen.appended) appended.records[0].billed_bytes += 11 << 20;
       return false;
     }},
    {"fan-out-bytes", kBusy,
     [](Observation& seen) {
       for (Appended& appended : seen.appended) appended.records[0].billed_bytes += 4 << 20;
       return false;
     }},
    {"producer-counts", kBusy,
     [](Observation& seen) { return ++seen.view.producers[0].given_up > 0; }},
    {"producer-counts", kBusy,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kPutRecords);
       return event != nullptr && ++event->x > 0;
     }},
    {"producer-conserved", kBusy,
     [](Observation& seen) { return (seen.view.producers[0].waiting = -1) < 0; }},
    {"producer-conserved", kBusy,
     [](Observation& seen) { return ++seen.view.producers[0].intended > 0; }},
    {"producer-done", kBusy,
     [](Observation& seen) {
       ProducerView& producer = seen.view.producers[0];
       return producer.waiting > 0 && (producer.done = true);
     }},
    {"reader-counts", kBusy,
     [](Observation& seen) { return ++seen.view.consumers[0].processed > 0; }},
    {"reader-counts", kBusy,
     [](Observation& seen) {
       return Elapsed(seen) > Seconds(1) && ++Lease0(seen).lost_to_retention > 0;
     }},
    {"reader-start", kBusy, [](Observation& seen) { return ++Lease0(seen).position > 0; }},
    {"reader-start", kBusy,
     [](Observation& seen) {
       std::erase_if(seen.events,
                     [](const TraceEvent& e) { return e.kind == TraceKind::kLeaseStarted; });
       return true;
     }},
    {"parent-first", kBusy,
     [](Observation& seen) {
       std::erase_if(seen.events,
                     [](const TraceEvent& e) { return e.kind == TraceKind::kShardEnd; });
       // What would be noticed first is hidden too.
       for (ConsumerView& consumer : seen.view.consumers) {
         for (LeaseView& lease : consumer.leases) {
           if (lease.state == LeaseState::kShardEnd) lease.state = LeaseState::kWaiting;
         }
       }
       return false;
     }},
    {"position-back", kBusy,
     [](Observation& seen) {
       const bool moved = Find(seen, TraceKind::kProcessed) != nullptr;
       return !moved && Lease0(seen).position > 0 && Lease0(seen).position-- > 0;
     }},
    {"position-end", kBusy,
     [](Observation& seen) { return (Lease0(seen).position = Shard0(seen).end + 1) > 0; }},
    {"reader-conserved", kBusy,  // A record that is skipped and never told.
     [](Observation& seen) {
       return Elapsed(seen) > Seconds(2) && Lease0(seen).state == LeaseState::kWaiting &&
              ++Lease0(seen).position > 0;
     }},
    {"reader-lag", kBusy, [](Observation& seen) { return ++Lease0(seen).lag_records > 0; }},
    {"reader-end", kBusy,
     [](Observation& seen) {
       Lease0(seen).state = LeaseState::kShardEnd;
       return true;
     }},
    {"order-read", kBusy,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kProcessed);
       if (event == nullptr) return false;
       event->x += 100'000;
       return true;
     }},
    {"order-verdict", kBusy, SwapTwoOfAKey},
    {"order-verdict", kBusy,
     [](Observation& seen) { return ++seen.view.consumers[1].duplicates > 0; }},
    {"order-promised", kBusy, SwapTwoOfAKey},
    {"order-cause", kBusy,  // A word that nothing in the run speaks of.
     [](Observation& seen) {
       ConsumerView& consumer = seen.view.consumers[0];
       ++consumer.order_violations;
       return ++consumer.order_causes[static_cast<size_t>(OrderCause::kChildBeforeParent)] > 0;
     }},
    {"producer-lost", kBusy,
     [](Observation& seen) {
       ProducerView& producer = seen.view.producers[0];
       producer.intended += 100'000;
       return (producer.accepted += 100'000) > 0;
     }},
};

TEST(CheckersTest, EveryLieIsNoticedByItsRule) { ExpectNoticed(kPlanted); }

TEST(CheckersTest, TheTruthBreaksNoRule) {
  for (const std::string_view scenario : {kBusy, kSlow}) {
    EXPECT_TRUE(Lie(scenario, {}).empty());
  }
}

TEST(CheckersTest, EveryRuleWasLiedTo) {
  std::set<std::string> lied;
  for (const Planted& planted : kPlanted) lied.insert(planted.rule);
  for (const Planted& planted : ClientLies()) lied.insert(planted.rule);
  for (const Planted& planted : DeliveryLies()) lied.insert(planted.rule);
  std::set<std::string> rules;
  for (const char* name :
       {"log", "limits", "clients", "producers", "kcl", "lambda", "order", "delivery", "objects"}) {
    std::stringstream text;
    text << std::ifstream(test::SourcePath(StrCat({"tests/sim/check_", name, ".cc"}))).rdbuf();
    const std::string source = text.str();
    const std::regex rule("Fail\\(\\s*\"([a-z-]+)\"");
    for (std::sregex_iterator i(source.begin(), source.end(), rule), end; i != end; ++i) {
      rules.insert((*i)[1]);
    }
  }
  EXPECT_EQ(lied, rules);
}

TEST(SwarmTest, ASeedIsAlwaysTheSameScenario) {
  EXPECT_EQ(RandomScenario(7).dump(), RandomScenario(7).dump());
  EXPECT_NE(RandomScenario(7).dump(), RandomScenario(8).dump());
}

TEST(SwarmTest, AScenarioThatTheParserRefusesIsAViolation) {
  Tally tally;
  const std::optional<Violation> violation = RunText(R"({"weir": 1})", false, tally);
  ASSERT_TRUE(violation);
  EXPECT_EQ(violation->rule, "scenario");
}

TEST(SwarmTest, AFailedCheckIsAViolation) { EXPECT_THROW(WEIR_CHECK(1 + 1 == 3), CheckFailed); }

}  // namespace
}  // namespace weir::swarm
