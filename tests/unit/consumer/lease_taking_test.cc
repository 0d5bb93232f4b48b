// Which leases a worker takes, by what it has seen of the lease table.
#include "core/consumer/lease_taking.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace weir {
namespace {

constexpr Instant kStart{1'000'000'000};
constexpr Duration kFailover = Seconds(10);
constexpr TakingRules kRules{kFailover, 1, kLeasesAnyNumber};

// Leases 0, 1, 2, ... of the owners given; all counters moved last at kStart.
LeaseTable TableOf(const std::vector<uint32_t>& owners) {
  LeaseTable table(0);
  for (uint32_t i = 0; i < owners.size(); ++i) {
    table.Create(kStart, {i}, {});
    if (owners[i] != kNoOwner) table.Take(kStart, {i}, 0, owners[i]);
  }
  return table;
}

std::vector<LeaseToTake> Take(const LeaseTable& table, uint32_t worker, const LeaseLooks& looks,
                              Instant now, const TakingRules& rules = kRules) {
  Prng shuffle(5);
  return LeasesToTake(table, worker, looks, now, rules, shuffle);
}

std::vector<uint32_t> Shards(const std::vector<LeaseToTake>& leases) {
  std::vector<uint32_t> shards;
  for (const LeaseToTake& lease : leases) shards.push_back(lease.shard.value);
  std::ranges::sort(shards);
  return shards;
}

LeaseLooks LookedAt(const std::vector<Instant>& times) {
  LeaseLooks looks;
  for (const Instant time : times) looks.Add(time, kFailover);
  return looks;
}

TEST(LeaseTakingTest, AnUnownedLeaseIsTakenAtTheFirstLook) {
  const LeaseTable table = TableOf({kNoOwner, kNoOwner});
  EXPECT_EQ(Shards(Take(table, 1, LookedAt({kStart}), kStart)), (std::vector<uint32_t>{0, 1}));
}

TEST(LeaseTakingTest, ALeaseIsExpiredOnlyWhenItsCounterStoodStillForLongerThanTheFailoverTime) {
  const LeaseTable table = TableOf({9});
  const Instant first = kStart + Seconds(3);
  // Nothing is known of what happened before the worker's own first look.
  EXPECT_TRUE(Take(table, 1, LookedAt({first}), first).empty());
  const Instant exactly = first + kFailover;
  EXPECT_TRUE(Take(table, 1, LookedAt({first, exactly}), exactly).empty());
  const Instant longer = exactly + Micros(1);
  EXPECT_EQ(Shards(Take(table, 1, LookedAt({first, longer}), longer)), (std::vector<uint32_t>{0}));
}

TEST(LeaseTakingTest, ACounterThatMovedBetweenTwoLooksIsAliveHoweverLongTheyAreApart) {
  LeaseTable table = TableOf({9});
  const Instant first = kStart + Seconds(3);
  const Instant second = first + Minutes(5);
  table.Renew(second - Seconds(1), {0}, 1);
  EXPECT_TRUE(Take(table, 1, LookedAt({first, second}), second).empty());
  const Instant third = second + kFailover + Micros(1);
  EXPECT_EQ(Take(table, 1, LookedAt({first, second, third}), third).size(), 1U);
}

TEST(LeaseTakingTest, FrequentLooksFindTheSameAsRareOnes) {
  const LeaseTable table = TableOf({9});
  LeaseLooks looks;
  Instant taken;
  for (Instant now = kStart; taken == Instant{}; now = now + Millis(100)) {
    looks.Add(now, kFailover);
    if (!Take(table, 1, looks, now).empty()) taken = now;
  }
  EXPECT_EQ(taken, kStart + kFailover + Millis(100));
}

TEST(LeaseTakingTest, ExpiredLeasesAreTakenUpToTheShareAndNoMore) {
  // Worker 9 is dead, worker 2 alive with two of the six: two workers share six.
  LeaseTable table = TableOf({9, 9, 9, 9, 2, 2});
  const Instant first = kStart + Seconds(1);
  const Instant now = first + Seconds(15);
  table.Renew(now, {4}, 1);
  table.Renew(now, {5}, 1);
  const std::vector<LeaseToTake> taken = Take(table, 1, LookedAt({first, now}), now);
  EXPECT_EQ(taken.size(), 3U);
  for (const LeaseToTake& lease : taken) {
    EXPECT_EQ(lease.from, 9U);
    EXPECT_FALSE(lease.stolen);
  }
}

TEST(LeaseTakingTest, AfterThreeFailoverTimesAllAreTakenWhateverTheShare) {
  LeaseTable table = TableOf({9, 9, 9, 9, 2, 2});
  const Instant first = kStart + Seconds(1);
  const Instant now = first + Seconds(30) + Micros(1);
  table.Renew(now, {4}, 1);
  table.Renew(now, {5}, 1);
  EXPECT_EQ(Take(table, 1, LookedAt({first, now}), now).size(), 4U);
  // But not more than a worker may hold.
  EXPECT_EQ(Take(table, 1, LookedAt({first, now}), now, {kFailover, 1, 2}).size(), 2U);
}

TEST(LeaseTakingTest, OneAtATimeIsStolenFromTheWorkerWithMost) {
  const LeaseTable table = TableOf({2, 2, 2, 3, 3, 3, 3, 3});
  const std::vector<LeaseToTake> taken = Take(table, 1, LookedAt({kStart}), kStart);
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].from, 3U);
  EXPECT_TRUE(taken[0].stolen);
  EXPECT_EQ(Take(table, 1, LookedAt({kStart}), kStart, {kFailover, 3, 100}).size(), 2U)
      << "down to the share of three, and no further";
}

TEST(LeaseTakingTest, NobodyStealsWhoHasItsShareOrLacksOneOfAWorkerWithJustTheShare) {
  EXPECT_TRUE(Take(TableOf({1, 1, 2, 2}), 1, LookedAt({kStart}), kStart).empty());
  // Five leases, three workers: the share is two. Worker 1 has one, the others two each.
  EXPECT_TRUE(Take(TableOf({1, 2, 2, 3, 3}), 1, LookedAt({kStart}), kStart).empty());
  // It has none and the others just the share: one.
  EXPECT_EQ(Take(TableOf({2, 2, 3, 3}), 1, LookedAt({kStart}), kStart).size(), 1U);
}

TEST(LeaseTakingTest, NothingIsStolenWhileThereAreExpiredLeases) {
  LeaseTable table = TableOf({9, 2, 2, 2, 2, 2});
  const Instant first = kStart + Seconds(1);
  const Instant now = first + Seconds(15);
  for (uint32_t i = 1; i < 6; ++i) table.Renew(now, {i}, 1);
  EXPECT_EQ(Shards(Take(table, 1, LookedAt({first, now}), now)), (std::vector<uint32_t>{0}));
}

TEST(LeaseTakingTest, EndedAndDeletedLeasesCountForNothing) {
  LeaseTable table = TableOf({2, 2, kNoOwner});
  table.Write(kStart, {0}, 1, {CheckpointKind::kShardEnd, {}});
  table.Write(kStart, {1}, 1, {CheckpointKind::kShardEnd, {}});
  table.Delete(kStart, {1});
  EXPECT_EQ(Shards(Take(table, 1, LookedAt({kStart}), kStart)), (std::vector<uint32_t>{2}));
}

TEST(LeaseTakingTest, WorkersDoNotAllWantTheSameLeaseFirst) {
  const LeaseTable table = TableOf(std::vector<uint32_t>(20, kNoOwner));
  const LeaseLooks looks = LookedAt({kStart});
  Prng shuffle(5);
  const auto one = LeasesToTake(table, 1, looks, kStart, kRules, shuffle);
  const auto two = LeasesToTake(table, 2, looks, kStart, kRules, shuffle);
  EXPECT_EQ(Shards(one), Shards(two));
  EXPECT_NE(one[0].shard, two[0].shard);
}

// From all leases in one hand to even shares: each thief takes one a round.
TEST(LeaseTakingTest, SharesAreEvenAfterAsManyRoundsAsAShareHasLeases) {
  for (const uint32_t workers : {2U, 3U, 5U, 8U}) {
    for (const uint32_t leases : {1U, 4U, 7U, 16U, 40U}) {
      LeaseTable table = TableOf(std::vector<uint32_t>(leases, 0));
      const uint32_t share = (leases + workers - 1) / workers;
      Prng shuffle(workers * 100 + leases);
      LeaseLooks looks;
      Instant now = kStart;
      // The last steps, of those who have the share to those who lack it, may take a few more.
      for (uint32_t round = 0; round < share + workers; ++round) {
        now = now + Seconds(5);
        looks.Add(now, kFailover);
        for (const LeaseRow& row : table.rows()) table.Renew(now, row.shard, row.counter);
        for (uint32_t worker = 0; worker < workers; ++worker) {
          for (const LeaseToTake& lease :
               LeasesToTake(table, worker, looks, now, kRules, shuffle)) {
            EXPECT_EQ(table.Take(now, lease.shard, lease.counter, worker), TableAnswer::kDone);
          }
        }
      }
      std::vector<uint32_t> counts(workers);
      for (const LeaseRow& row : table.rows()) ++counts[row.owner];
      EXPECT_LE(*std::ranges::max_element(counts), share) << workers << " of " << leases;
      if (leases < workers) continue;
      EXPECT_GE(*std::ranges::min_element(counts), share - 1) << workers << " of " << leases;
    }
  }
}

}  // namespace
}  // namespace weir
