// The library under random loads, limits, reshards and steps: no user record is lost track of, and
// what is accepted can be read from the shard of its key.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/producer/kpl_aggregate.h"
#include "tests/support/builders.h"
#include "tests/support/seeds.h"

namespace weir {
namespace {

using test::kStart;

std::string Number(int64_t value) { return std::to_string(value); }

std::string RandomScenario(Prng& prng, int64_t shards) {
  std::string events;
  const int64_t reshards = prng.Between(0, 2);
  for (int64_t i = 0; i < reshards; ++i) {
    events += StrCat({i > 0 ? ", " : "", R"({"at": ")", Number(prng.Between(1, 12) + i * 40),
                      R"(s", "do": "UpdateShardCount", "stream": "s", "target": )",
                      Number(prng.Between((shards + 1) / 2, shards * 2)), "}"});
  }
  const char* keys[] = {"key", "salted", "random"};
  return StrCat(
      {R"({"weir": 1, "name": "x", "duration": "3m", "streams": [{"name": "s", "shards": )",
       Number(shards),
       R"(}], "producers": [{"name": "p", "kind": "kpl", "stream": "s", )",
       R"("stop": "100s", "arrivals": {"shape": "poisson", "rate": )",
       Number(prng.Between(1, 900)),
       R"(}, "keys": {"count": )",
       Number(prng.Between(1, 300)),
       R"(, "partition_by": ")",
       keys[prng.Below(3)],
       R"("}, "size": {"min": 0, "max": )",
       Number(prng.Between(1, 6'000)),
       R"(}, "kpl": {"aggregation_max_size": )",
       Number(prng.Between(64, 60'000)),
       R"(, "aggregation_max_count": )",
       Number(prng.Between(1, 500)),
       R"(, "collection_max_count": )",
       Number(prng.Between(1, 500)),
       R"(, "record_max_buffered_time": ")",
       Number(prng.Between(100, 3'000)),
       R"(ms", "record_ttl": ")",
       Number(prng.Between(100, 40'000)),
       R"(ms", "rate_limit_percent": )",
       Number(prng.Between(1, 400)),
       R"(, "max_connections": )",
       Number(prng.Between(1, 6)),
       R"(, "fail_if_throttled": )",
       prng.Below(4) == 0 ? "true" : "false",
       R"(}}], "events": [)",
       events,
       "]}"});
}

// How often each user record lies in the shard of its key.
std::vector<int> SeenInTheirShard(const Engine& engine, int64_t intended) {
  std::vector<int> seen(static_cast<size_t>(intended));
  const std::vector<Shard>& shards = engine.streams().stream({0}).shards();
  for (uint32_t shard = 0; shard < shards.size(); ++shard) {
    for (uint64_t i = 0; i < shards[shard].log().end(); ++i) {
      const std::string data = engine.DataOf({0}, {shard}, i);
      const std::string key = engine.PartitionKeyOf({0}, {shard}, i);
      EXPECT_EQ(data.size() + key.size(), shards[shard].log().Row(i).billed_bytes);
      const auto inside = DecodeKplAggregate(data);
      size_t place = 0;
      engine.streams().aggregates().ForEach(
          {0}, shards[shard].log().Row(i).number, [&](const UserRecord& user) {
            const std::string name = inside ? std::string((*inside)[place].partition_key) : key;
            ++place;
            if (shards[shard].range().Contains(HashKeyOf(name))) ++seen[user.number];
          });
      EXPECT_EQ(place, inside ? inside->size() : 1);
    }
  }
  return seen;
}

TEST(KplPropertyTest, NoUserRecordIsLostTrackOf) {
  test::ForSeeds(12, [](Prng& prng, uint64_t) {
    const std::string scenario = RandomScenario(prng, prng.Between(1, 5));
    SCOPED_TRACE(scenario);
    Engine engine(test::ScenarioOf(scenario));
    while (engine.now() < kStart + Minutes(3)) {
      engine.AdvanceTo(
          std::min(engine.now() + Micros(prng.Between(1, 9'000'000)), kStart + Minutes(3)));
      const ProducerView view = engine.View().producers[0];
      ASSERT_EQ(view.intended, view.accepted + view.given_up + view.refused + view.waiting);
      ASSERT_GE(view.waiting, 0);
    }
    const ProducerView view = engine.View().producers[0];
    EXPECT_TRUE(view.done);
    EXPECT_EQ(view.waiting, 0);
    const std::vector<int> seen = SeenInTheirShard(engine, view.intended);
    const int64_t there =
        static_cast<int64_t>(seen.size()) - std::count(seen.begin(), seen.end(), 0);
    EXPECT_GE(there, view.accepted);
    // Given up is what was sent again and never heard of: a few of those may be there all the same.
    EXPECT_LE(there, view.accepted + view.given_up);
    Engine straight(engine.shared_scenario());
    straight.AdvanceTo(kStart + Minutes(3));
    EXPECT_EQ(straight.digests(), engine.digests());
  });
}

}  // namespace
}  // namespace weir
