// A KCL application under random crashes, freezes, deployments, throttled tables and resharding:
// nothing is lost, order is kept, and no lease has two owners.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "tests/support/kcl_harness.h"
#include "tests/support/seeds.h"

namespace weir {
namespace {

using test::KclHarness;
using test::kStart;

ConsumerSpec RandomSpec(Prng& prng) {
  ConsumerSpec spec;
  spec.workers = prng.Between(1, 5);
  spec.limit = prng.Between(20, 200);  // So that an hour is enough to catch up.
  spec.poll = Millis(prng.Between(200, 3'000));
  spec.records_per_second = prng.Below(2) == 0 ? 0 : prng.Between(20, 400);
  if (prng.Below(4) == 0) spec.read = ReadMode::kFanOut;
  spec.kcl.failover_time = Seconds(prng.Between(2, 10));
  spec.kcl.taker_interval = Millis(prng.Between(300, 6'000));
  spec.kcl.shard_sync = Seconds(prng.Between(5, 60));
  spec.kcl.parent_poll = Seconds(prng.Between(1, 10));
  spec.kcl.steal_max = prng.Between(1, 3);
  spec.kcl.checkpoint = static_cast<CheckpointPolicy>(prng.Below(3));
  spec.kcl.checkpoint_records = prng.Between(1, 300);
  spec.kcl.checkpoint_every = Seconds(prng.Between(1, 20));
  if (prng.Below(4) == 0) spec.kcl.table_writes_per_second = prng.Between(5, 50);
  return spec;
}

void RandomFault(KclHarness& harness, Prng& prng) {
  KclApplication& app = *harness.app;
  SimContext sim = harness.sim();
  const Instant now = harness.now;
  const auto worker = static_cast<uint32_t>(prng.Below(app.workers().size()));
  const Duration length = Millis(prng.Between(100, 30'000));
  switch (prng.Below(9)) {
    case 0:
      static_cast<void>(app.StopWorker(now, worker, false, length, sim));
      break;
    case 1:
      static_cast<void>(app.StopWorker(now, worker, prng.Below(2) == 0, std::nullopt, sim));
      break;
    case 2:
    case 3:
      static_cast<void>(app.PauseWorker(now, worker, length, sim));
      break;
    case 4:
      if (app.workers().size() < 12) static_cast<void>(app.AddWorkers(now, 1, sim));
      break;
    case 5:
      static_cast<void>(app.Deploy(now, Millis(prng.Between(1, 5'000)), length, sim));
      break;
    case 6:
      app.ThrottleTable(now + length);
      break;
    case 7:
      static_cast<void>(app.SkewClock(worker, Millis(prng.Between(-60'000, 60'000))));
      break;
    default:
      static_cast<void>(app.SlowWorker(worker, prng.Between(5, 500)));
      break;
  }
}

void RandomReshard(KclHarness& harness, Prng& prng) {
  Stream& stream = harness.stream();
  const auto target = static_cast<int64_t>(std::max<size_t>(stream.router().open().size(), 1));
  const int64_t wanted = prng.Below(2) == 0 ? target * 2 : (target + 1) / 2;
  static_cast<void>(stream.UpdateShardCount(harness.now, std::clamp<int64_t>(wanted, 1, 8)));
}

// What must hold after every event.
class Watch {
 public:
  explicit Watch(KclHarness& harness) : harness_(harness) {}

  void operator()() {
    const KclApplication& app = *harness_.app;
    // A lease is somebody's who could write to it: at most one.
    std::map<uint32_t, int> owners;
    for (const ShardRun& run : app.runs()) {
      if (run.state == RunState::kFree) continue;
      const LeaseRow* row = app.table().Find(app.leases()[run.place].shard);
      ASSERT_NE(row, nullptr);
      if (row->counter == run.counter && row->owner == run.identity) {
        EXPECT_EQ(++owners[row->shard.value], 1);
      }
      if (run.state == RunState::kWaiting || run.state == RunState::kArriving) {
        CheckParents(row->shard);
      }
    }
    for (const LeaseRow& row : app.table().rows()) CheckRow(row);
  }

 private:
  void CheckParents(ShardIndex shard) {
    const ShardLineage& lineage = harness_.stream().shard(shard).lineage();
    for (const auto& parent : {lineage.parent, lineage.adjacent_parent}) {
      if (!parent) continue;
      const LeaseRow* row = harness_.app->table().Find(*parent);
      EXPECT_TRUE(row == nullptr || row->deleted || row->ended()) << shard.value;
    }
  }
  // A checkpoint never goes back, and never beyond what has been processed.
  void CheckRow(const LeaseRow& row) {
    Checkpoint& last = checkpoints_[row.shard.value];
    if (last.kind == row.checkpoint.kind) {
      EXPECT_LE(last.place, row.checkpoint.place);
    } else {
      EXPECT_LT(last.kind, row.checkpoint.kind);
    }
    last = row.checkpoint;
    const auto& places = harness_.app->leases();
    const auto place = std::ranges::find_if(
        places, [&](const KclPlace& candidate) { return candidate.shard == row.shard; });
    ASSERT_NE(place, places.end());
    if (row.checkpoint.kind == CheckpointKind::kRecord) {
      EXPECT_LE(row.checkpoint.place, *place->done);
    }
  }

  KclHarness& harness_;
  std::map<uint32_t, Checkpoint> checkpoints_;
};

void ExpectAllAccountedFor(KclHarness& harness) {
  const KclApplication& app = *harness.app;
  ConsumerView view;
  view.leases.resize(app.leases().size());
  app.AddToView(harness.now, view);
  const ConsumerCounters& counters = app.counters();
  EXPECT_EQ(counters.processed - view.replayed + counters.lost_to_retention, harness.Written());
  EXPECT_EQ(view.skipped, 0);
  EXPECT_EQ(app.proof().violations(), 0);
  EXPECT_EQ(app.proof().duplicates(), view.replayed);
  for (const LeaseView& lease : view.leases) EXPECT_TRUE(lease.row.has_value());
}

TEST(KclProperty, NothingIsLostAndNoLeaseHasTwoOwnersWhateverHappensToTheWorkers) {
  test::ForSeeds(40, [](Prng& prng, uint64_t seed) {
    KclHarness harness(prng.Between(1, 4), RandomSpec(prng), seed);
    Watch watch(harness);
    const uint64_t faults = prng.Below(12);  // In a hundred steps.
    for (int step = 0; step < 300 && !testing::Test::HasFailure(); ++step) {
      std::vector<uint32_t> keys(prng.Below(30));
      for (uint32_t& key : keys) key = static_cast<uint32_t>(prng.Below(KclHarness::kKeys));
      harness.Put(keys);
      if (prng.Below(100) < faults) RandomFault(harness, prng);
      if (prng.Below(100) < 3) RandomReshard(harness, prng);
      harness.RunTo(harness.now + Millis(prng.Between(50, 1'500)), watch);
    }
    // Peace returns: whoever is left, and one more, finishes.
    harness.app->ThrottleTable(harness.now);
    SimContext sim = harness.sim();
    for (uint32_t i = 0; i < harness.app->workers().size(); ++i) {
      static_cast<void>(harness.app->SlowWorker(i, 0));
    }
    ASSERT_TRUE(harness.app->AddWorkers(harness.now, 1, sim).ok());
    for (int half_minute = 0; half_minute < 120; ++half_minute) {
      harness.RunTo(harness.now + Seconds(30), watch);
    }
    ExpectAllAccountedFor(harness);
  });
}

TEST(KclProperty, WhatRetentionTakesBeforeAnybodyReadsItIsCountedOnce) {
  test::ForSeeds(15, [](Prng& prng, uint64_t seed) {
    ConsumerSpec spec = RandomSpec(prng);
    spec.records_per_second = prng.Between(1, 4);
    spec.poll = Seconds(30);
    KclHarness harness(prng.Between(1, 3), spec, seed);
    for (int hour = 0; hour < 60; ++hour) {
      for (int quarter = 0; quarter < 4; ++quarter) {
        std::vector<uint32_t> keys(hour < 40 ? prng.Below(3'000) : 0);
        for (uint32_t& key : keys) key = static_cast<uint32_t>(prng.Below(KclHarness::kKeys));
        for (size_t i = 0; i < keys.size(); i += 500) {
          const size_t count = std::min<size_t>(500, keys.size() - i);
          harness.Put(std::span(keys).subspan(i, count));
          harness.RunTo(harness.now + Seconds(1));
        }
        if (prng.Below(5) == 0) RandomFault(harness, prng);
        harness.RunTo(harness.now + Minutes(15));
        harness.Trim();
      }
    }
    SimContext sim = harness.sim();
    for (uint32_t i = 0; i < harness.app->workers().size(); ++i) {
      static_cast<void>(harness.app->SlowWorker(i, 0));
    }
    ASSERT_TRUE(harness.app->AddWorkers(harness.now, 1, sim).ok());
    harness.RunTo(harness.now + Hours(3));
    ExpectAllAccountedFor(harness);
  });
}

// By the harness's own count of user records, some of which lie in a shard that is not theirs.
TEST(KclProperty, AggregatesAreOpenedAndWhatDoesNotBelongIsDropped) {
  test::ForSeeds(40, [](Prng& prng, uint64_t seed) {
    ConsumerSpec spec = RandomSpec(prng);
    spec.records_per_second = prng.Between(20, 60);
    KclHarness harness(2, spec, seed);
    int64_t misrouted = 0;
    for (int step = 0; step < 100; ++step) {
      std::vector<uint32_t> keys(1 + prng.Below(8));
      for (uint32_t& key : keys) key = static_cast<uint32_t>(prng.Below(KclHarness::kKeys));
      for (const uint32_t key : keys) {
        misrouted += (key < KclHarness::kKeys / 2) != (keys[0] < KclHarness::kKeys / 2) ? 1 : 0;
      }
      harness.PutAggregate(keys);
      harness.RunTo(harness.now + Millis(prng.Between(50, 800)));
    }
    harness.RunTo(harness.now + Minutes(10));
    ConsumerView view;
    view.leases.resize(harness.app->leases().size());
    harness.app->AddToView(harness.now, view);
    int64_t done = 0;
    for (const KclPlace& place : harness.app->leases()) {
      done += static_cast<int64_t>(place.done->ordinal);
    }
    EXPECT_EQ(done, harness.Written());
    // A lease that was stolen in the middle of a batch brings records, and drops, once more.
    EXPECT_GE(view.misrouted, misrouted);
    EXPECT_TRUE(view.replayed > 0 || view.misrouted == misrouted);
    EXPECT_EQ(harness.app->proof().violations(), 0);
  });
}

}  // namespace
}  // namespace weir
