// The members of a consumer of kind "kcl", and what is said of wrong ones.
#include "core/engine/kcl_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "core/base/text.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

std::string With(std::string_view members) {
  return StrCat({R"({"weir": 1, "name": "t", "streams": [{"name": "s"}], "consumers": [
    {"name": "c", "stream": "s", )",
                 members, "}]}"});
}

ConsumerSpec Spec(std::string_view members) {
  return test::ScenarioOf(With(members))->consumers[0];
}

TEST(KclReaderTest, TheDefaultsAreTheLibrarys) {
  const ConsumerSpec spec = Spec(R"("kind": "kcl")");
  EXPECT_EQ(spec.kind, ConsumerKind::kKcl);
  EXPECT_EQ(spec.kcl.failover_time, Seconds(10));
  EXPECT_EQ(spec.kcl.taker_interval, Seconds(0));
  EXPECT_EQ(spec.kcl.shard_sync, Minutes(1));
  EXPECT_EQ(spec.kcl.parent_poll, Seconds(10));
  EXPECT_EQ(spec.kcl.steal_max, 1);
  EXPECT_EQ(spec.kcl.checkpoint, CheckpointPolicy::kBatch);
  EXPECT_TRUE(spec.kcl.checkpoint_shard_end);
  EXPECT_EQ(spec.kcl.on_error, OnError::kSkipBatch);
  EXPECT_EQ(spec.limit, 10'000);
  EXPECT_EQ(spec.poll, Seconds(1));
  EXPECT_EQ(Spec(R"("kind": "sdk")").kind, ConsumerKind::kSdk);
}

TEST(KclReaderTest, EveryMemberIsRead) {
  const KclSpec kcl = Spec(R"("kind": "kcl", "kcl": {"failover_time": "20s",
      "taker_interval": "3s", "shard_sync": "30s", "parent_poll": "2s", "steal": 4,
      "max_leases": 7, "checkpoint": {"records": 50}, "checkpoint_shard_end": false,
      "on_error": "skip_record", "retries": 2, "backoff": "1s",
      "table": {"latency": {"min": "2ms", "max": "3ms"}, "writes_per_second": 10}})")
                          .kcl;
  EXPECT_EQ(kcl.failover_time, Seconds(20));
  EXPECT_EQ(kcl.taker_interval, Seconds(3));
  EXPECT_EQ(kcl.shard_sync, Seconds(30));
  EXPECT_EQ(kcl.parent_poll, Seconds(2));
  EXPECT_EQ(kcl.steal_max, 4);
  EXPECT_EQ(kcl.leases_max, 7);
  EXPECT_EQ(kcl.checkpoint, CheckpointPolicy::kRecords);
  EXPECT_EQ(kcl.checkpoint_records, 50);
  EXPECT_FALSE(kcl.checkpoint_shard_end);
  EXPECT_EQ(kcl.on_error, OnError::kSkipRecord);
  EXPECT_EQ(kcl.retries, 2);
  EXPECT_EQ(kcl.backoff, Seconds(1));
  EXPECT_EQ(kcl.table_latency_min, Millis(2));
  EXPECT_EQ(kcl.table_latency_max, Millis(3));
  EXPECT_EQ(kcl.table_writes_per_second, 10);
  const KclSpec timed = Spec(R"("kind": "kcl", "kcl": {"checkpoint": {"every": "7s"}})").kcl;
  EXPECT_EQ(timed.checkpoint, CheckpointPolicy::kTime);
  EXPECT_EQ(timed.checkpoint_every, Seconds(7));
}

struct Wrong {
  const char* members;
  const char* error;
};

TEST(KclReaderTest, WhatIsWrongIsSaid) {
  constexpr Wrong kWrong[] = {
      {R"("kind": "kinesis")", "consumers[0].kind: expected one of \"sdk\", \"kcl\""},
      {R"("kcl": {})", "consumers[0].kcl: does not go with kind \"sdk\""},
      {R"("poison": {"every": 2})", "consumers[0].poison: does not go with kind \"sdk\""},
      {R"("kind": "kcl", "children": "at_once")", "consumers[0].children: does not go with"},
      {R"("kind": "kcl", "threads": 2)", "consumers[0].threads: does not go with kind \"kcl\""},
      {R"("kind": "kcl", "poison": {})", "consumers[0].poison: expected at least one of"},
      {R"("kind": "kcl", "kcl": 7)", "consumers[0].kcl: expected an object"},
      {R"("kind": "kcl", "kcl": {"failovertime": "1s"})",
       "consumers[0].kcl.failovertime: unknown member; did you mean \"failover_time\"?"},
      {R"("kind": "kcl", "kcl": {"failover_time": "999ms"})",
       "consumers[0].kcl.failover_time: expected a duration from \"1s\""},
      {R"("kind": "kcl", "kcl": {"failover_time": 10})",
       "consumers[0].kcl.failover_time: expected a duration"},
      {R"("kind": "kcl", "kcl": {"taker_interval": "99ms"})",
       "consumers[0].kcl.taker_interval: expected a duration from \"100ms\""},
      {R"("kind": "kcl", "kcl": {"failover_time": "1h", "taker_interval": "35s"})",
       "consumers[0].kcl.taker_interval: expected a duration from \"36s\""},
      {R"("kind": "kcl", "kcl": {"shard_sync": "0s"})", "consumers[0].kcl.shard_sync: expected"},
      {R"("kind": "kcl", "kcl": {"parent_poll": "2h"})", "consumers[0].kcl.parent_poll: expected"},
      {R"("kind": "kcl", "kcl": {"steal": 0})", "consumers[0].kcl.steal: expected"},
      {R"("kind": "kcl", "kcl": {"max_leases": 0})", "consumers[0].kcl.max_leases: expected"},
      {R"("kind": "kcl", "kcl": {"checkpoint": "never"})",
       "consumers[0].kcl.checkpoint: expected one of \"batch\""},
      {R"("kind": "kcl", "kcl": {"checkpoint": {}})",
       "consumers[0].kcl.checkpoint: expected either records or every"},
      {R"("kind": "kcl", "kcl": {"checkpoint": {"records": 5, "every": "1s"}})",
       "consumers[0].kcl.checkpoint: expected either records or every"},
      {R"("kind": "kcl", "kcl": {"checkpoint": {"records": 0}})",
       "consumers[0].kcl.checkpoint.records: expected"},
      {R"("kind": "kcl", "kcl": {"checkpoint_shard_end": 1})",
       "consumers[0].kcl.checkpoint_shard_end: expected true or false"},
      {R"("kind": "kcl", "kcl": {"on_error": "crash"})", "consumers[0].kcl.on_error: expected"},
      {R"("kind": "kcl", "kcl": {"on_error": "retry", "retries": 3})",
       "consumers[0].kcl.retries: does not go with \"retry\", which never ends"},
      {R"("kind": "kcl", "kcl": {"retries": -1})", "consumers[0].kcl.retries: expected"},
      {R"("kind": "kcl", "kcl": {"backoff": "0s"})", "consumers[0].kcl.backoff: expected"},
      {R"("kind": "kcl", "kcl": {"table": {"writes_per_second": -1}})",
       "consumers[0].kcl.table.writes_per_second: expected"},
      {R"("kind": "kcl", "kcl": {"table": {"latency": {"min": "3ms", "max": "2ms"}}})",
       "consumers[0].kcl.table.latency.max: is shorter than min"},
  };
  for (const Wrong& wrong : kWrong) {
    const std::string error = test::ScenarioError(With(wrong.members));
    EXPECT_TRUE(error.starts_with(wrong.error)) << wrong.members << "\n" << error;
  }
}

}  // namespace
}  // namespace weir
