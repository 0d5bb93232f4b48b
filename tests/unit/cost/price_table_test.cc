// Every price line by hand: quantity, unit and amount.
#include "core/cost/price_table.h"

#include <gtest/gtest.h>

#include <string>

#include "core/cost/bill.h"
#include "core/engine/price_reader.h"

namespace weir {
namespace {

constexpr int64_t kGib = int64_t{1} << 30;
constexpr int64_t kGibInKib = int64_t{1} << 20;
constexpr int64_t kDollar = 1'000'000'000;
constexpr int64_t kCent = kDollar / 100;

const BillLine* Line(const Bill& bill, PriceItem item) {
  for (const BillLine& line : bill.lines) {
    if (line.item == item) return &line;
  }
  return nullptr;
}

int64_t AmountOf(Plan plan, const StreamUsage& usage, PriceItem item) {
  const Bill bill = BillOf(BundledPrices(), plan, usage);
  const BillLine* line = Line(bill, item);
  EXPECT_NE(line, nullptr);
  EXPECT_EQ(bill.lines.size(), 1U) << "nothing else was used";
  EXPECT_EQ(bill.total_nanos, line->amount_nanos);
  return line->amount_nanos;
}

TEST(ProportionTest, RoundsHalfUpAndDoesNotOverflow) {
  EXPECT_EQ(Proportion(1, 1, 2), 1);
  EXPECT_EQ(Proportion(1, 1, 3), 0);
  EXPECT_EQ(Proportion(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
  EXPECT_EQ(Proportion(INT64_MAX, 2, 1), INT64_MAX) << "at most that";
}

TEST(BillTest, ProvisionedLines) {
  const Plan plan = Plan::kProvisioned;
  // 3 shards for two hours: 6 x 0.015.
  EXPECT_EQ(AmountOf(plan, {.shard_seconds = 3 * 7'200}, PriceItem::kShardHours), 9 * kCent);
  // 5 million units: 5 x 0.014.
  EXPECT_EQ(AmountOf(plan, {.payload_units = 5'000'000}, PriceItem::kPayloadUnits), 7 * kCent);
  EXPECT_EQ(AmountOf(plan, {.payload_units = 1}, PriceItem::kPayloadUnits), 14);
  // 100 shard-hours: 100 x 0.020.
  EXPECT_EQ(AmountOf(plan, {.extended_shard_seconds = 360'000}, PriceItem::kExtendedRetention),
            2 * kDollar);
  // 2 GB for a month of 730 h: 2 x 0.023.
  EXPECT_EQ(
      AmountOf(plan, {.long_term_kib_hours = 2 * kGibInKib * 730}, PriceItem::kLongTermStorage),
      46 * kCent / 10);
  // 10 GB: 10 x 0.021.
  EXPECT_EQ(AmountOf(plan, {.late_read_bytes = 10 * kGib}, PriceItem::kLongTermRetrieval),
            21 * kCent);
  // 2 consumers of 5 shards for an hour: 10 x 0.015.
  EXPECT_EQ(AmountOf(plan, {.fan_out_shard_seconds = 36'000}, PriceItem::kFanOutShardHours),
            15 * kCent);
  EXPECT_EQ(AmountOf(plan, {.pushed_bytes = kGib}, PriceItem::kFanOutData), kCent * 13 / 10);
  // Reading by GetRecords is free.
  EXPECT_TRUE(BillOf(BundledPrices(), plan, {.read_bytes = kGib}).lines.empty());
}

TEST(BillTest, OnDemandLines) {
  const Plan plan = Plan::kOnDemand;
  EXPECT_EQ(AmountOf(plan, {.seconds = 36'000}, PriceItem::kStreamHours), 40 * kCent);
  EXPECT_EQ(AmountOf(plan, {.kib_in = 3 * kGibInKib}, PriceItem::kDataIn), 24 * kCent);
  EXPECT_EQ(AmountOf(plan, {.read_bytes = 3 * kGib}, PriceItem::kDataOut), 12 * kCent);
  EXPECT_EQ(AmountOf(plan, {.pushed_bytes = 3 * kGib}, PriceItem::kFanOutOut), 15 * kCent);
  EXPECT_EQ(AmountOf(plan, {.extended_kib_hours = kGibInKib * 730}, PriceItem::kRetention),
            10 * kCent);
  EXPECT_EQ(AmountOf(plan, {.long_term_kib_hours = kGibInKib * 730}, PriceItem::kLongRetention),
            kCent * 23 / 10);
}

TEST(BillTest, AdvantageLines) {
  const Plan plan = Plan::kAdvantage;
  EXPECT_EQ(AmountOf(plan, {.kib_in = 100 * kGibInKib}, PriceItem::kAdvantageDataIn), 320 * kCent);
  EXPECT_EQ(AmountOf(plan, {.read_bytes = 100 * kGib}, PriceItem::kAdvantageDataOut), 160 * kCent);
  EXPECT_EQ(AmountOf(plan, {.pushed_bytes = 100 * kGib}, PriceItem::kAdvantageFanOutOut),
            160 * kCent);
  EXPECT_EQ(
      AmountOf(plan,
               {.extended_kib_hours = kGibInKib * 730, .long_term_kib_hours = kGibInKib * 730},
               PriceItem::kAdvantageRetention),
      kCent * 46 / 10);
  EXPECT_TRUE(BillOf(BundledPrices(), plan, {.seconds = 3'600}).lines.empty()) << "no stream hour";
}

TEST(BillTest, TheCommitmentOfADayIsAboutAHundredDollars) {
  Bill bill;
  bill.plan = Plan::kAdvantage;
  AddCommitment(BundledPrices(), {}, 86'400, bill);
  // 25 MiB x 86,400 s = 2,109.375 GiB; x 0.032 = 67.5, x 0.016 = 33.75.
  ASSERT_EQ(bill.lines.size(), 2U);
  EXPECT_EQ(bill.lines[0].quantity_thousandths, 2'109'375);
  EXPECT_EQ(bill.lines[0].amount_nanos, 6'750 * kCent);
  EXPECT_EQ(bill.lines[1].amount_nanos, 3'375 * kCent);
  EXPECT_EQ(bill.total_nanos, 10'125 * kCent);
}

TEST(BillTest, WhatIsUsedCountsTowardsTheCommitment) {
  Bill bill;
  // In: 20 of 25 MiB/s. Out: 10 MiB/s read and 20 pushed are more than 25.
  const StreamUsage usage{.kib_in = 20 * 1'024 * 3'600,
                          .read_bytes = (int64_t{10} << 20) * 3'600,
                          .pushed_bytes = (int64_t{20} << 20) * 3'600};
  AddCommitment(BundledPrices(), usage, 3'600, bill);
  ASSERT_EQ(bill.lines.size(), 1U);
  // 5 MiB/s for an hour are 17.578125 GiB; x 0.032.
  EXPECT_EQ(bill.lines[0].amount_nanos, 562'500'000);
}

TEST(BillTest, ADataLineHasItsQuantityUnitAndPrice) {
  const Bill bill = BillOf(BundledPrices(), Plan::kOnDemand, {.kib_in = kGibInKib * 3 / 2});
  EXPECT_EQ(bill.lines[0].quantity_thousandths, 1'500);
  EXPECT_EQ(bill.lines[0].unit, "GB");
  EXPECT_EQ(bill.lines[0].price_nanos, 80'000'000);
  EXPECT_TRUE(bill.lines[0].confirmed);
  EXPECT_FALSE(BillOf(BundledPrices(), Plan::kOnDemand, {.read_bytes = 1}).lines[0].confirmed);
}

TEST(BillTest, AYearOfTenThousandFullShardsIsExact) {
  constexpr int64_t kYear = 8'760 * 3'600;
  const StreamUsage usage{.payload_units = 10'000 * 1'000 * kYear, .shard_seconds = 10'000 * kYear};
  const Bill bill = BillOf(BundledPrices(), Plan::kProvisioned, usage);
  // 87.6 million shard-hours x 0.015, and 315,360,000 million units x 0.014.
  EXPECT_EQ(Line(bill, PriceItem::kShardHours)->amount_nanos, 1'314'000 * kDollar);
  EXPECT_EQ(Line(bill, PriceItem::kPayloadUnits)->amount_nanos, 4'415'040 * kDollar);
  // 10,000 MiB/s in, for a year: 307,968,750 GiB x 0.08.
  const StreamUsage data{.kib_in = int64_t{10'000} * 1'024 * kYear};
  EXPECT_EQ(BillOf(BundledPrices(), Plan::kOnDemand, data).total_nanos, 24'637'500 * kDollar);
}

TEST(BillTest, BillsOfStreamsAddUpLineByLine) {
  const PriceTable prices = BundledPrices();
  Bill bill = BillOf(prices, Plan::kOnDemand, {.seconds = 3'600, .kib_in = kGibInKib});
  AddTo(bill, BillOf(prices, Plan::kOnDemand, {.seconds = 3'600, .read_bytes = kGib}));
  ASSERT_EQ(bill.lines.size(), 3U);
  EXPECT_EQ(Line(bill, PriceItem::kStreamHours)->quantity_thousandths, 2'000);
  EXPECT_EQ(bill.total_nanos, (8 + 8 + 4) * kCent);
}

}  // namespace
}  // namespace weir
