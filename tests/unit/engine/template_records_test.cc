// Records of a template in the log: as long as they were billed for, and telling the time at which
// they were created, whatever the rate has been meanwhile.
#include <gtest/gtest.h>

#include <string>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/engine/json_document.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;

void ExpectRecordsAsBilled(std::string_view producer) {
  Engine engine(
      test::ScenarioWith(2, StrCat({R"("duration": "60s", "producers": [{"name": "p", "stream": "s",
                    "template": {"key": {"$": "key"}, "n": {"$": "counter"},
                                 "at": {"$": "time", "as": "us"}, "who": {"$": "name"}}, )",
                                    producer, R"(}], "events": [
                 {"at": "20s", "do": "SetProducerRate", "producer": "p", "rate": 777},
                 {"at": "30s", "do": "SetProducerKeys", "producer": "p", "keys": {"count": 9}},
                 {"at": "40s", "do": "SetProducerRate", "producer": "p", "rate": 3}])"})));
  engine.AdvanceTo(kStart + Seconds(60));
  int64_t records = 0;
  for (uint32_t shard = 0; shard < 2; ++shard) {
    const ShardLog& log = engine.streams().stream({0}).shard({shard}).log();
    for (uint64_t i = 0; i < log.end(); ++i) {
      const std::string data = engine.DataOf({0}, {shard}, i);
      const std::string key = engine.PartitionKeyOf({0}, {shard}, i);
      const RecordRow row = log.Row(i);
      ASSERT_EQ(data.size() + key.size(), row.billed_bytes);
      const Result<Json> json = ParseJson(data);
      ASSERT_TRUE(json.ok()) << data;
      EXPECT_EQ(json.value()["n"].get<uint32_t>(), row.number);
      EXPECT_EQ(json.value()["key"].get<std::string>(), engine.KeyOf({0}, row.key));
      const Duration waited = row.arrived_at - Instant{json.value()["at"].get<int64_t>()};
      // It was created before it came, and not longer before than it lingers and is tried again.
      EXPECT_GE(waited, Seconds(0)) << data;
      EXPECT_LE(waited, Seconds(12)) << data;
      ++records;
    }
  }
  EXPECT_GT(records, 10'000);
}

TEST(TemplateRecordsTest, OfEvenArrivals) {
  ExpectRecordsAsBilled(R"("arrivals": {"rate": 500}, "linger": "900ms")");
}

TEST(TemplateRecordsTest, OfPoissonArrivalsInLines) {
  ExpectRecordsAsBilled(
      R"("arrivals": {"shape": "poisson", "rate": 500}, "kind": "agent",
         "agent": {"partition_key": "deterministic", "max_buffer_age": "1s"})");
}

TEST(TemplateRecordsTest, OfBursts) {
  ExpectRecordsAsBilled(
      R"("arrivals": {"shape": "burst", "rate": 100, "peak": 3000, "lasts": "1s", "every": "10s"})");
}

}  // namespace
}  // namespace weir
