#include "web/app/describe.h"

#include <variant>

#include "core/base/text.h"
#include "core/engine/command_json.h"
#include "core/engine/json_document.h"

namespace weir::app {
namespace {

std::string Number(int64_t value) { return WithThousands(value); }

struct Describer {
  std::string operator()(const CreateStreamCommand& c) const {
    return StrCat({"Create stream ", c.settings.name});
  }
  std::string operator()(const DeleteStreamCommand& c) const {
    return StrCat({"Delete stream ", c.stream});
  }
  std::string operator()(const SplitShardCommand& c) const {
    return StrCat({"Split shard ", Number(c.shard.value), " of ", c.stream});
  }
  std::string operator()(const MergeShardsCommand& c) const {
    return StrCat({"Merge shards ", Number(c.shard.value), " and ", Number(c.adjacent.value),
                   " of ", c.stream});
  }
  std::string operator()(const UpdateShardCountCommand& c) const {
    return StrCat({"Scale ", c.stream, " to ", Number(c.target), " ", Plural("shard", c.target)});
  }
  std::string operator()(const SetRetentionCommand& c) const {
    return StrCat({"Keep records of ", c.stream, " for ", FormatDuration(c.retention)});
  }
  std::string operator()(const PutRecordCommand& c) const {
    return StrCat({"Put a record of ", c.partition_key, " into ", c.stream});
  }
  std::string operator()(const SetProducerRateCommand& c) const {
    return StrCat({c.producer, " sends ", Number(c.rate.count), " ", Plural("record", c.rate.count),
                   " in ", FormatDuration(c.rate.per)});
  }
  std::string operator()(const SetProducerKeysCommand& c) const {
    return StrCat({c.producer, " uses ", Number(c.keys.count), " ", Plural("key", c.keys.count),
                   " ", c.keys.prefix, "\u2026"});
  }
  std::string operator()(const SetConsumerRateCommand& c) const {
    if (c.records_per_second == 0) return StrCat({c.consumer, " reads without a limit"});
    return StrCat({c.consumer, " processes ", Number(c.records_per_second), " ",
                   Plural("record", c.records_per_second), " a second"});
  }
  std::string operator()(const PauseConsumerCommand& c) const {
    return StrCat({c.paused ? "Pause " : "Resume ", c.consumer});
  }
  std::string operator()(const UpdateMaxRecordSizeCommand& c) const {
    return StrCat({c.stream, " takes records of up to ", Number(c.max_record_size_kib), " KiB"});
  }
  std::string operator()(const AddWorkerCommand& c) const {
    return StrCat(
        {Number(c.count), c.count == 1 ? " worker joins " : " workers join ", c.consumer});
  }
  std::string operator()(const RemoveWorkerCommand& c) const {
    return StrCat({Worker(c), " leaves"});
  }
  std::string operator()(const CrashWorkerCommand& c) const {
    return StrCat({Worker(c), " crashes",
                   c.restart_after ? StrCat({", back after ", FormatDuration(*c.restart_after)})
                                   : std::string()});
  }
  std::string operator()(const PauseWorkerCommand& c) const {
    return StrCat({Worker(c), " freezes for ", FormatDuration(c.length)});
  }
  std::string operator()(const SlowWorkerCommand& c) const {
    if (!c.records_per_second) return StrCat({Worker(c), " is as fast as the others again"});
    return StrCat({Worker(c), " processes ", Number(*c.records_per_second), " records a second"});
  }
  std::string operator()(const DeployWorkersCommand& c) const {
    return StrCat({"Deploy ", c.consumer, ", one worker after the other"});
  }
  std::string operator()(const ThrottleLeaseTableCommand& c) const {
    return StrCat({"The lease table of ", c.consumer, " throttles for ", FormatDuration(c.length)});
  }
  // A command without a sentence of its own goes by its name, as journals call it.
  std::string operator()(const auto& c) const {
    const Result<Json> json = ParseJson(CommandToJson(Command(c)));
    if (!json.ok() || !json.value().contains("do")) return "Command";
    return json.value()["do"].get<std::string>();
  }

 private:
  static std::string Worker(const auto& c) {
    return StrCat({"Worker ", std::to_string(c.worker), " of ", c.consumer});
  }
};

}  // namespace

std::string Describe(const Command& command) { return std::visit(Describer{}, command); }

}  // namespace weir::app
