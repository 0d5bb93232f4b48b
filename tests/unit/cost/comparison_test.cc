// Plans side by side, and where they cross, with numbers by hand.
#include "core/cost/comparison.h"

#include <gtest/gtest.h>

#include "core/engine/price_reader.h"

namespace weir {
namespace {

constexpr int64_t kCent = 10'000'000;
constexpr int64_t kHour = 3'600;

// An hour of `rate` records of 1 KiB a second into `shards` shards; nobody reads.
StreamTraffic Steady(int64_t rate, int64_t shards) {
  StreamTraffic stream;
  stream.name = "s";
  stream.retention = Hours(24);
  stream.shards = shards;
  stream.usage = {.seconds = kHour,
                  .records = rate * kHour,
                  .bytes = rate * kHour * 1'024,
                  .kib_in = rate * kHour,
                  .payload_units = rate * kHour,
                  .shard_seconds = shards * kHour};
  return stream;
}

int64_t Total(const Comparison& of, Plan plan) {
  return of.bills[static_cast<size_t>(plan)].total_nanos;
}

TEST(ShardsForTest, EachLimitAsksForItsOwn) {
  EXPECT_EQ(ShardsFor({}), 1);
  EXPECT_EQ(ShardsFor({.records = 1'000, .bytes = 1 << 20}), 1);
  EXPECT_EQ(ShardsFor({.records = 1'001}), 2);
  EXPECT_EQ(ShardsFor({.bytes = (1 << 20) * 3 + 1}), 4);
  EXPECT_EQ(ShardsFor({.bytes_out = (1 << 20) * 9}), 5);
}

TEST(CompareTest, TheSameTrafficUnderEveryPlan) {
  const Comparison of = Compare(BundledPrices(), {Steady(1'000, 2)}, kHour, kHour);
  // 2 x 0.015, and 3.6 million units x 0.014.
  EXPECT_EQ(Total(of, Plan::kProvisioned), 30'000'000 + 50'400'000);
  // 0.04, and 3.6 million KiB = 3.433 GiB x 0.08.
  EXPECT_EQ(Total(of, Plan::kOnDemand), 4 * kCent + 274'658'203);
  // The commitment: 87.890625 GiB x (0.032 + 0.016).
  EXPECT_EQ(Total(of, Plan::kAdvantage), 4'218'750'000);
  EXPECT_EQ(of.cheapest, Plan::kProvisioned);
  EXPECT_EQ(of.milli_records_per_second, 1'000'000);
  EXPECT_EQ(of.record_bytes, 1'024);
}

TEST(CompareTest, ARunIsASampleOfAMonth) {
  StreamTraffic stream = Steady(1'000, 2);
  const Comparison hour = Compare(BundledPrices(), {stream}, kHour, kHour);
  const Comparison month = Compare(BundledPrices(), {stream}, kHour, 730 * kHour);
  EXPECT_EQ(Total(month, Plan::kProvisioned), 730 * Total(hour, Plan::kProvisioned));
}

TEST(CompareTest, StorageIsWhatAFullStreamHolds) {
  StreamTraffic stream = Steady(1'000, 1);
  stream.retention = Hours(48);
  const Comparison of = Compare(BundledPrices(), {stream}, kHour, 730 * kHour);
  // 24 hours of 1,000 KiB/s are 82.397 GiB, for a month x 0.10.
  const Bill& bill = of.bills[static_cast<size_t>(Plan::kOnDemand)];
  ASSERT_EQ(bill.lines.back().item, PriceItem::kRetention);
  EXPECT_EQ(bill.lines.back().quantity_thousandths, 82'397);
  // A provisioned shard of 48 hours costs 0.020 an hour more, however much is in it.
  const Bill& provisioned = of.bills[static_cast<size_t>(Plan::kProvisioned)];
  ASSERT_EQ(provisioned.lines.back().item, PriceItem::kExtendedRetention);
  EXPECT_EQ(provisioned.lines.back().amount_nanos, 730 * 2 * kCent);
}

TEST(CompareTest, AnOnDemandStreamIsComparedWithTheShardsOfItsPeak) {
  StreamTraffic stream = Steady(1'000, 7);
  stream.provisioned = false;
  stream.usage.shard_seconds = 4 * kHour;
  const Comparison of = Compare(BundledPrices(), {stream}, kHour, kHour);
  EXPECT_EQ(of.bills[0].lines[0].quantity_thousandths, 7'000);
}

TEST(CompareTest, PlansCrossWhereTheyCostTheSame) {
  // Four shards: 0.06 an hour, and 0.014 a million. On-demand: 0.04, and 0.08 / 1.048576 = 0.07629
  // a million records of 1 KiB. 0.02 / (0.07629 - 0.014) = 0.32106 million an hour: 89.18 a second.
  const Comparison of = Compare(BundledPrices(), {Steady(1'000, 4)}, kHour, kHour);
  ASSERT_EQ(of.crossings.size(), 3U);
  const Crossing& crossing = of.crossings[0];
  EXPECT_EQ(crossing.below, Plan::kOnDemand);
  EXPECT_EQ(crossing.above, Plan::kProvisioned);
  ASSERT_TRUE(crossing.milli_records_per_second.has_value());
  EXPECT_NEAR(static_cast<double>(*crossing.milli_records_per_second), 89'183, 2);
  EXPECT_TRUE(crossing.within_capacity);
}

TEST(CompareTest, OneShardIsCheaperThanAnOnDemandStreamAtAnyRate) {
  const Comparison of = Compare(BundledPrices(), {Steady(10, 1)}, kHour, kHour);
  EXPECT_FALSE(of.crossings[0].milli_records_per_second.has_value());
  EXPECT_EQ(of.crossings[0].below, Plan::kProvisioned);
}

TEST(CompareTest, ACrossingBeyondWhatTheShardsCarryIsMarked) {
  PriceTable prices = BundledPrices();
  prices.rows[static_cast<size_t>(PriceItem::kDataIn)].nanos = 15'000'000;
  // A million records of 1 KiB: 0.014305 against 0.014. 0.02 / 0.000305 = 65.5 million an hour,
  // 18,200 a second; four shards take 4,000.
  const Comparison of = Compare(prices, {Steady(1'000, 4)}, kHour, kHour);
  ASSERT_TRUE(of.crossings[0].milli_records_per_second.has_value());
  EXPECT_NEAR(static_cast<double>(*of.crossings[0].milli_records_per_second), 18'200'000, 20'000);
  EXPECT_FALSE(of.crossings[0].within_capacity);
}

TEST(CompareTest, AdvantageIsCheaperFromAHighRateOn) {
  const Comparison of = Compare(BundledPrices(), {Steady(1'000, 4)}, kHour, kHour);
  const Crossing& crossing = of.crossings[1];
  EXPECT_EQ(crossing.below, Plan::kOnDemand);
  EXPECT_EQ(crossing.above, Plan::kAdvantage);
  // Nobody reads: 0.04 + 0.07629 x = 4.21875 at 54.77 million an hour, 15,214 a second, below the
  // 25,600 of the commitment.
  ASSERT_TRUE(crossing.milli_records_per_second.has_value());
  EXPECT_NEAR(static_cast<double>(*crossing.milli_records_per_second), 15'214'357, 20);
}

TEST(CompareTest, WithoutTrafficNothingCrosses) {
  const Comparison of = Compare(BundledPrices(), {Steady(0, 1)}, kHour, kHour);
  EXPECT_TRUE(of.crossings.empty());
  EXPECT_EQ(of.cheapest, Plan::kProvisioned);
}

}  // namespace
}  // namespace weir
