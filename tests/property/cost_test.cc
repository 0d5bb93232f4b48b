// The meters of whole runs against their logs, and the same bill however a moment was reached.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/prng.h"
#include "core/engine/engine.h"
#include "core/engine/price_reader.h"
#include "core/engine/scenario_json.h"
#include "core/engine/timeline.h"
#include "tests/support/builders.h"
#include "tests/support/scenarios.h"

namespace weir {
namespace {

class CostOfRunTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const auto scenario = LoadBundledScenario(GetParam());
    ASSERT_TRUE(scenario.ok()) << scenario.error().message;
    scenario_ = scenario.value();
  }
  // The end, or the full second before it: meters are read then.
  Instant End() const { return scenario_->start + Seconds(scenario_->duration.micros / 1'000'000); }
  std::shared_ptr<const Scenario> scenario_;
};

int64_t RoundedUp(int64_t bytes, int64_t unit) { return (bytes + unit - 1) / unit; }

TEST_P(CostOfRunTest, MetersSayWhatTheLogsHold) {
  Engine engine(scenario_);
  engine.AdvanceTo(End());
  for (uint32_t s = 0; s < engine.streams().streams().size(); ++s) {
    const Stream& stream = engine.streams().stream({s});
    StreamUsage expected;
    int64_t expired = 0;
    for (const Shard& shard : stream.shards()) {
      expected.records += shard.counters().records_in;
      expected.bytes += shard.counters().bytes_in;
      expired += shard.counters().records_expired;
      const ShardLog& log = shard.log();
      for (uint64_t i = log.trim_horizon(); i < log.end(); ++i) {
        const int64_t bytes = log.Row(i).billed_bytes;
        expected.kib_in += RoundedUp(bytes, 1'024);
        expected.payload_units += RoundedUp(bytes, 25 * 1'024);
      }
    }
    const StreamUsage usage = engine.meter({s}).total();
    EXPECT_EQ(usage.records, expected.records);
    EXPECT_EQ(usage.bytes, expected.bytes);
    if (expired > 0) continue;  // What is gone cannot be measured again.
    EXPECT_EQ(usage.kib_in, expected.kib_in);
    EXPECT_EQ(usage.payload_units, expected.payload_units);
    int64_t out = 0;
    for (const Shard& shard : stream.shards()) out += shard.counters().bytes_out;
    EXPECT_EQ(usage.read_bytes + usage.pushed_bytes, out);
  }
}

TEST_P(CostOfRunTest, TheBillIsTheSameByAnyWay) {
  const PriceTable prices = BundledPrices();
  const auto totals = [&](const Engine& engine) {
    std::vector<int64_t> nanos;
    for (const Bill& bill : engine.Bills(prices)) nanos.push_back(bill.total_nanos);
    return nanos;
  };
  Engine straight(scenario_);
  straight.AdvanceTo(scenario_->start + scenario_->duration / 2);
  const std::vector<int64_t> half = totals(straight);
  Engine copy = straight;
  straight.AdvanceTo(scenario_->end());
  EXPECT_EQ(totals(copy), half);
  copy.AdvanceTo(scenario_->end());
  EXPECT_EQ(totals(copy), totals(straight));
  Timeline timeline(scenario_);
  Prng prng(31);
  for (int i = 0; i < 20; ++i) {
    timeline.SeekTo(scenario_->start + Micros(prng.Between(0, scenario_->duration.micros)));
  }
  timeline.SeekTo(scenario_->end());
  EXPECT_EQ(totals(timeline.engine()), totals(straight));
}

// Two hours of a stream that is switched after one: 2 shard-hours, then a stream-hour.
TEST(CostOfSwitchTest, EachModeIsPaidForItsOwnTime) {
  const auto scenario = test::ScenarioWith(
      2, R"("duration": "2h", "events": [{"at": "1h", "do": "UpdateStreamMode", "stream": "s",
             "mode": "on_demand"}])");
  Engine engine(scenario);
  engine.AdvanceTo(scenario->end());
  const Bill bill = engine.Bills(BundledPrices())[0];
  ASSERT_EQ(bill.lines.size(), 2U);
  EXPECT_EQ(bill.lines[0].item, PriceItem::kShardHours);
  // The second that ends with the switch is the first of the new mode.
  EXPECT_EQ(engine.meter({0}).usage(StreamMode::kProvisioned).shard_seconds, 2 * 3'599);
  EXPECT_EQ(bill.lines[1].item, PriceItem::kStreamHours);
  EXPECT_EQ(engine.meter({0}).usage(StreamMode::kOnDemand).seconds, 3'601);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, CostOfRunTest, testing::ValuesIn(test::ScenarioNames()),
                         test::ScenarioTestName);

}  // namespace
}  // namespace weir
