// Commands as text: each is written and read back as it was, and what is none is refused.
#include "core/engine/command_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir {
namespace {

// One command of each kind, and some twice where a member may be left out.
std::vector<Command> Commands() {
  StreamSettings on_demand{"t", 4, Hours(72), 10'240, StreamMode::kOnDemand};
  KeySpec zipf;
  zipf.shape = KeyShape::kZipf;
  zipf.count = 7;
  zipf.prefix = "z-";
  zipf.zipf_hundredths = 250;
  KeySpec hot;
  hot.shape = KeyShape::kHot;
  hot.hot_percent = 99;
  hot.partition_by = PartitionBy::kSalted;
  hot.salts = 9;
  KeySpec fleet;
  fleet.shape = KeyShape::kFleet;
  fleet.partition_by = PartitionBy::kRandom;
  return {
      CreateStreamCommand{{"s", 3, Hours(48), 2'048, StreamMode::kProvisioned}},
      CreateStreamCommand{on_demand},
      DeleteStreamCommand{"s"},
      SplitShardCommand{"s", {7}, HashKey{1, 2}},
      SplitShardCommand{"s", {0}, std::nullopt},
      MergeShardsCommand{"s", {4'000'000'000}, {5}},
      UpdateShardCountCommand{"s", 20'000},
      SetRetentionCommand{"s", Hours(8'760)},
      UpdateStreamModeCommand{"s", StreamMode::kOnDemand},
      PutRecordCommand{"s", "k\xc3\xbc\"\\\n", "data \xf0\x9f\x92\xa3", kHashKeyMax},
      PutRecordCommand{"s", "k", "", std::nullopt},
      SetProducerRateCommand{"p", {10'000'000, Seconds(1)}},
      SetProducerRateCommand{"p", {30, Minutes(1)}},
      SetProducerRateCommand{"p", {12, Hours(1)}},
      SetProducerRateCommand{"p", {0, Hours(24)}},
      SetProducerKeysCommand{"p", zipf},
      SetProducerKeysCommand{"p", hot},
      SetProducerKeysCommand{"p", fleet},
      SetConsumerRateCommand{"c", 50},
      PauseConsumerCommand{"c", true},
      PauseConsumerCommand{"c", false},
      UpdateMaxRecordSizeCommand{"s", 10'240},
      AddWorkerCommand{"c", 1'000},
      RemoveWorkerCommand{"c", 999},
      CrashWorkerCommand{"c", 0, std::nullopt},
      CrashWorkerCommand{"c", 3, Millis(1'500)},
      PauseWorkerCommand{"c", 1, Seconds(15)},
      SlowWorkerCommand{"c", 1, 0},
      SlowWorkerCommand{"c", 1, std::nullopt},
      DeployWorkersCommand{"c", Seconds(7), Seconds(0)},
      SkewClockCommand{"c", 2, Minutes(5)},
      SkewClockCommand{"c", 2, Minutes(-5)},
      ThrottleLeaseTableCommand{"c", Seconds(12)},
      DeleteDeliveryStreamCommand{"d"},
      UpdateDestinationCommand{"d", 3, int64_t{64} << 20, Seconds(60)},
      UpdateDestinationCommand{"d", std::nullopt, std::nullopt, Seconds(0)},
      SetDestinationCommand{"d", true, true, true},
      SetDestinationCommand{"d", false, false, false},
  };
}

std::string ErrorOf(std::string_view json) {
  const Result<Command> command = ParseCommand(json);
  return command.ok() ? "" : command.error().message;
}

TEST(CommandJsonTest, EveryKindOfCommandIsAmongThoseTested) {
  std::vector<bool> seen(std::variant_size_v<Command>);
  for (const Command& command : Commands()) seen[command.index()] = true;
  EXPECT_EQ(std::count(seen.begin(), seen.end(), false), 0);
}

TEST(CommandJsonTest, WhatIsWrittenIsReadBackAsItWas) {
  for (const Command& command : Commands()) {
    const std::string text = CommandToJson(command);
    const Result<Command> back = ParseCommand(text);
    ASSERT_TRUE(back.ok()) << text << ": " << back.error().message;
    EXPECT_EQ(back.value().index(), command.index());
    EXPECT_EQ(CommandToJson(back.value()), text);
    EXPECT_EQ(text.find('\n'), std::string::npos);
  }
}

TEST(CommandJsonTest, EveryMemberComesBack) {
  const auto back = [](const Command& command) {
    return ParseCommand(CommandToJson(command)).value();
  };
  const auto create = std::get<CreateStreamCommand>(back(Commands()[1]));
  EXPECT_EQ(create.settings.name, "t");
  EXPECT_EQ(create.settings.shard_count, 4);
  EXPECT_EQ(create.settings.retention, Hours(72));
  EXPECT_EQ(create.settings.max_record_size_kib, 10'240);
  EXPECT_EQ(create.settings.mode, StreamMode::kOnDemand);
  const auto merge = std::get<MergeShardsCommand>(back(Commands()[5]));
  EXPECT_EQ(merge.shard, ShardIndex{4'000'000'000});
  EXPECT_EQ(merge.adjacent, ShardIndex{5});
  const auto put = std::get<PutRecordCommand>(back(Commands()[9]));
  EXPECT_EQ(put.partition_key, "k\xc3\xbc\"\\\n");
  EXPECT_EQ(put.data, "data \xf0\x9f\x92\xa3");
  EXPECT_EQ(put.explicit_hash_key, kHashKeyMax);
  const auto rate = std::get<SetProducerRateCommand>(back(Commands()[12]));
  EXPECT_EQ(rate.rate.count, 30);
  EXPECT_EQ(rate.rate.per, Minutes(1));
  const auto keys = std::get<SetProducerKeysCommand>(back(Commands()[16]));
  EXPECT_EQ(keys.keys.shape, KeyShape::kHot);
  EXPECT_EQ(keys.keys.hot_percent, 99);
  EXPECT_EQ(keys.keys.partition_by, PartitionBy::kSalted);
  EXPECT_EQ(keys.keys.salts, 9);
  EXPECT_FALSE(std::get<PauseConsumerCommand>(back(Commands()[20])).paused);
  const auto update = std::get<UpdateDestinationCommand>(
      back(UpdateDestinationCommand{"d", 3, 64 << 20, Seconds(9)}));
  EXPECT_EQ(update.current_version, 3);
  EXPECT_EQ(update.buffer_bytes, 64 << 20);
  EXPECT_EQ(update.buffer_interval, Seconds(9));
  const auto down =
      std::get<SetDestinationCommand>(back(SetDestinationCommand{"d", true, true, true}));
  EXPECT_TRUE(down.backup && down.down && down.times_out);
}

TEST(CommandJsonTest, AMemberThatIsMissingWrongOrUnknownIsNamed) {
  EXPECT_EQ(ErrorOf(R"({"stream": "s"})"), "do: is missing; expected a text");
  EXPECT_EQ(ErrorOf(R"({"do": "SplitShard", "stream": "s"})"),
            "shard: is missing; expected a whole number");
  EXPECT_EQ(ErrorOf(R"({"do": "SplitShard", "stream": "s", "shard": 4294967295})"),
            "shard: expected a whole number from 0 to 4294967294, found 4294967295");
  EXPECT_EQ(ErrorOf(R"({"do": "SplitShard", "stream": "s", "shard": 0,
                        "new_starting_hash_key": "340282366920938463463374607431768211456"})")
                .find("new_starting_hash_key: Invalid ExplicitHashKey"),
            0);
  EXPECT_EQ(ErrorOf(R"({"do": "SplitShard", "stream": "s", "shard": 0, "target": 4})")
                .find("target: unknown member"),
            0);
  EXPECT_EQ(ErrorOf(R"({"do": "UpdateShardCount", "stream": "s"})").find("target: is missing"), 0);
  EXPECT_EQ(ErrorOf(R"({"do": "SetRetention", "stream": "s"})").find("retention: is missing"), 0);
  EXPECT_EQ(ErrorOf(R"({"do": "SetProducerRate", "producer": "p"})").find("rate: is missing"), 0);
  EXPECT_EQ(ErrorOf(R"({"do": "SetProducerKeys", "producer": "p"})").find("keys: is missing"), 0);
  EXPECT_EQ(ErrorOf(R"({"do": "SetProducerKeys", "producer": "p", "keys": {"count": 0}})")
                .find("keys.count: expected a whole number from 1"),
            0);
  EXPECT_EQ(ErrorOf(R"({"do": "SetConsumerRate", "consumer": "c"})").find("records_per_second"), 0);
  EXPECT_EQ(ErrorOf(R"({"do": "PutRecord", "stream": "s"})").find("partition_key: is missing"), 0);
  EXPECT_EQ(ErrorOf(R"({"do": "CreateStream", "stream": "a b"})").find("the document: stream name"),
            0);
}

TEST(CommandJsonTest, AnUnknownCommandListsThoseThereAre) {
  const std::string error = ErrorOf(R"({"do": "Explode"})");
  for (const char* name : {"\"Explode\" is no command", "CreateStream", "PauseConsumer"}) {
    EXPECT_NE(error.find(name), std::string::npos) << error;
  }
}

TEST(CommandJsonTest, WhatIsNoObjectOrNoJsonIsRefused) {
  EXPECT_EQ(ErrorOf("[]"), "the document: expected an object { ... }, found []");
  EXPECT_EQ(ErrorOf("").find("line 1"), 0);
  EXPECT_EQ(ErrorOf(R"({"do": "DeleteStream", "stream": "s", "stream": "t"})"),
            "member \"stream\" stands twice in one object");
}

}  // namespace
}  // namespace weir
