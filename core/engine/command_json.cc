#include "core/engine/command_json.h"

#include <array>
#include <type_traits>
#include <utility>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/engine/command_reader.h"
#include "core/model/limits.h"
#include "core/model/limits_firehose.h"

namespace weir {
namespace {

ShardIndex ReadShard(JsonReader& in, std::string_view name) {
  return {static_cast<uint32_t>(in.Int(name, 0, UINT32_MAX - 1))};
}

std::optional<HashKey> ReadHashKey(JsonReader& in, std::string_view name) {
  if (!in.Has(name)) return std::nullopt;
  const Result<HashKey> key = ParseHashKey(in.String(name));
  if (key.ok()) return key.value();
  in.Fail(name, key.error().message);
  return std::nullopt;
}

// How long a fault may last.
constexpr Duration kFaultMax = Hours(24 * 30);

uint32_t ReadWorker(JsonReader& in) {
  return static_cast<uint32_t>(in.Int("worker", 0, kWorkersMax - 1));
}

// Member "for", which must be there.
Duration ReadLength(JsonReader& in) {
  in.Require("for", "a duration such as \"15s\"");
  return in.Span("for", Millis(1), kFaultMax, Seconds(1));
}

// One row a command: its name and how the rest of the object is read.
struct CommandRow {
  std::string_view name;
  Command (*read)(JsonReader& in);
};

constexpr std::array<CommandRow, 24> kCommands{{
    {"CreateStream",
     [](JsonReader& in) -> Command {
       return CreateStreamCommand{ReadStreamSettings(in, "stream")};
     }},
    {"DeleteStream",
     [](JsonReader& in) -> Command { return DeleteStreamCommand{in.String("stream")}; }},
    {"SplitShard",
     [](JsonReader& in) -> Command {
       SplitShardCommand command;
       command.stream = in.String("stream");
       command.shard = ReadShard(in, "shard");
       command.new_starting = ReadHashKey(in, "new_starting_hash_key");
       return command;
     }},
    {"MergeShards",
     [](JsonReader& in) -> Command {
       MergeShardsCommand command;
       command.stream = in.String("stream");
       command.shard = ReadShard(in, "shard");
       command.adjacent = ReadShard(in, "adjacent");
       return command;
     }},
    {"UpdateShardCount",
     [](JsonReader& in) -> Command {
       UpdateShardCountCommand command;
       command.stream = in.String("stream");
       command.target = in.Int("target", 1, kShardsPerStreamMax);
       return command;
     }},
    {"SetRetention",
     [](JsonReader& in) -> Command {
       SetRetentionCommand command;
       command.stream = in.String("stream");
       in.Require("retention", "a duration such as \"48h\"");
       command.retention = in.Span("retention", kRetentionMin, kRetentionMax, kRetentionMin);
       return command;
     }},
    {"UpdateStreamMode",
     [](JsonReader& in) -> Command {
       UpdateStreamModeCommand command;
       command.stream = in.String("stream");
       command.mode = ReadStreamMode(in);
       return command;
     }},
    {"PutRecord",
     [](JsonReader& in) -> Command {
       PutRecordCommand command;
       command.stream = in.String("stream");
       command.partition_key = in.String("partition_key");
       command.data = in.String("data", "");
       command.explicit_hash_key = ReadHashKey(in, "explicit_hash_key");
       return command;
     }},
    {"SetProducerRate",
     [](JsonReader& in) -> Command {
       SetProducerRateCommand command;
       command.producer = in.String("producer");
       in.Require("rate", "a rate such as 200 or \"30/m\"");
       command.rate = ReadRate(in, "rate", {0, Seconds(1)});
       return command;
     }},
    {"SetProducerKeys",
     [](JsonReader& in) -> Command {
       SetProducerKeysCommand command;
       command.producer = in.String("producer");
       in.Require("keys", "an object { ... }");
       in.Object("keys", [&](JsonReader& keys) { command.keys = ReadKeys(keys); });
       return command;
     }},
    {"SetConsumerRate",
     [](JsonReader& in) -> Command {
       SetConsumerRateCommand command;
       command.consumer = in.String("consumer");
       command.records_per_second = in.Int("records_per_second", 0, kRatePerSecondMax);
       return command;
     }},
    {"PauseConsumer",
     [](JsonReader& in) -> Command {
       PauseConsumerCommand command;
       command.consumer = in.String("consumer");
       command.paused = in.Bool("paused", true);
       return command;
     }},
    {"UpdateMaxRecordSize",
     [](JsonReader& in) -> Command {
       UpdateMaxRecordSizeCommand command;
       command.stream = in.String("stream");
       command.max_record_size_kib =
           in.Int("max_record_size_kib", kMaxRecordSizeKibMin, kMaxRecordSizeKibMax);
       return command;
     }},
    {"AddWorker",
     [](JsonReader& in) -> Command {
       AddWorkerCommand command;
       command.consumer = in.String("consumer");
       command.count = in.Int("count", 1, kWorkersMax, 1);
       return command;
     }},
    {"RemoveWorker",
     [](JsonReader& in) -> Command {
       RemoveWorkerCommand command;
       command.consumer = in.String("consumer");
       command.worker = ReadWorker(in);
       return command;
     }},
    {"CrashWorker",
     [](JsonReader& in) -> Command {
       CrashWorkerCommand command;
       command.consumer = in.String("consumer");
       command.worker = ReadWorker(in);
       const bool restarts = in.Has("restart_after");
       const Duration after = in.Span("restart_after", Millis(1), kFaultMax, Seconds(1));
       if (restarts) command.restart_after = after;
       return command;
     }},
    {"PauseWorker",
     [](JsonReader& in) -> Command {
       PauseWorkerCommand command;
       command.consumer = in.String("consumer");
       command.worker = ReadWorker(in);
       command.length = ReadLength(in);
       return command;
     }},
    {"SlowWorker",
     [](JsonReader& in) -> Command {
       SlowWorkerCommand command;
       command.consumer = in.String("consumer");
       command.worker = ReadWorker(in);
       const bool own = in.Has("records_per_second");
       const int64_t rate = in.Int("records_per_second", 0, kRatePerSecondMax, 0);
       if (own) command.records_per_second = rate;
       return command;
     }},
    {"DeployWorkers",
     [](JsonReader& in) -> Command {
       DeployWorkersCommand command;
       command.consumer = in.String("consumer");
       command.down = in.Span("down", Millis(1), kFaultMax, command.down);
       command.gap = in.Span("gap", Seconds(0), kFaultMax, command.gap);
       return command;
     }},
    {"SkewClock",
     [](JsonReader& in) -> Command {
       SkewClockCommand command;
       command.consumer = in.String("consumer");
       command.worker = ReadWorker(in);
       const bool behind = in.Has("behind");
       if (behind && in.Has("ahead")) in.Fail("behind", "does not go with \"ahead\"");
       const Duration by = in.Span("behind", Seconds(0), kFaultMax, Seconds(0));
       const Duration ahead = in.Span("ahead", Seconds(0), kFaultMax, Seconds(0));
       command.ahead = behind ? Seconds(0) - by : ahead;
       return command;
     }},
    {"ThrottleLeaseTable",
     [](JsonReader& in) -> Command {
       ThrottleLeaseTableCommand command;
       command.consumer = in.String("consumer");
       command.length = ReadLength(in);
       return command;
     }},
    {"DeleteDeliveryStream",
     [](JsonReader& in) -> Command {
       return DeleteDeliveryStreamCommand{in.String("delivery_stream")};
     }},
    {"UpdateDestination",
     [](JsonReader& in) -> Command {
       UpdateDestinationCommand command;
       command.delivery_stream = in.String("delivery_stream");
       if (in.Has("current_version"))
         command.current_version = in.Int("current_version", 1, 1'000'000);
       in.Raw("current_version");
       in.Object("buffer", [&](JsonReader& buffer) {
         if (buffer.Has("size_mib"))
           command.buffer_bytes = buffer.Int("size_mib", 1, 128) * kMebibyte;
         buffer.Raw("size_mib");
         if (buffer.Has("interval")) {
           command.buffer_interval =
               buffer.Span("interval", Seconds(0), kBufferIntervalMax, Seconds(0));
         }
         buffer.Raw("interval");
       });
       return command;
     }},
    {"SetDestination",
     [](JsonReader& in) -> Command {
       SetDestinationCommand command;
       command.delivery_stream = in.String("delivery_stream");
       command.backup = in.OneOf("which", {"destination", "backup"}, 0) == 1;
       command.down = in.Bool("down", true);
       command.times_out = in.OneOf("how", {"refuses", "times_out"}, 0) == 1;
       return command;
     }},
}};
static_assert(kCommands.size() == std::variant_size_v<Command>);

// Members in the order in which the readers above ask for them.
struct CommandWriter {
  Json& out;

  void operator()(const CreateStreamCommand& command) {
    out["stream"] = command.settings.name;
    out["shards"] = command.settings.shard_count;
    out["retention"] = FormatDuration(command.settings.retention);
    out["max_record_size_kib"] = command.settings.max_record_size_kib;
    out["mode"] = StreamModeText(command.settings.mode);
  }
  void operator()(const DeleteStreamCommand& command) { out["stream"] = command.stream; }
  void operator()(const SplitShardCommand& command) {
    out["stream"] = command.stream;
    out["shard"] = command.shard.value;
    if (command.new_starting) out["new_starting_hash_key"] = ToDecimal(*command.new_starting);
  }
  void operator()(const MergeShardsCommand& command) {
    out["stream"] = command.stream;
    out["shard"] = command.shard.value;
    out["adjacent"] = command.adjacent.value;
  }
  void operator()(const UpdateShardCountCommand& command) {
    out["stream"] = command.stream;
    out["target"] = command.target;
  }
  void operator()(const SetRetentionCommand& command) {
    out["stream"] = command.stream;
    out["retention"] = FormatDuration(command.retention);
  }
  void operator()(const UpdateStreamModeCommand& command) {
    out["stream"] = command.stream;
    out["mode"] = StreamModeText(command.mode);
  }
  void operator()(const PutRecordCommand& command) {
    out["stream"] = command.stream;
    out["partition_key"] = command.partition_key;
    out["data"] = command.data;
    if (command.explicit_hash_key) out["explicit_hash_key"] = ToDecimal(*command.explicit_hash_key);
  }
  void operator()(const SetProducerRateCommand& command) {
    out["producer"] = command.producer;
    out["rate"] = RateText(command.rate);
  }
  void operator()(const SetProducerKeysCommand& command) {
    out["producer"] = command.producer;
    out["keys"] = KeysToJson(command.keys);
  }
  void operator()(const SetConsumerRateCommand& command) {
    out["consumer"] = command.consumer;
    out["records_per_second"] = command.records_per_second;
  }
  void operator()(const PauseConsumerCommand& command) {
    out["consumer"] = command.consumer;
    out["paused"] = command.paused;
  }
  void operator()(const UpdateMaxRecordSizeCommand& command) {
    out["stream"] = command.stream;
    out["max_record_size_kib"] = command.max_record_size_kib;
  }
  void operator()(const AddWorkerCommand& command) {
    out["consumer"] = command.consumer;
    out["count"] = command.count;
  }
  void operator()(const RemoveWorkerCommand& command) {
    out["consumer"] = command.consumer;
    out["worker"] = command.worker;
  }
  void operator()(const CrashWorkerCommand& command) {
    out["consumer"] = command.consumer;
    out["worker"] = command.worker;
    if (command.restart_after) out["restart_after"] = FormatDuration(*command.restart_after);
  }
  void operator()(const PauseWorkerCommand& command) {
    out["consumer"] = command.consumer;
    out["worker"] = command.worker;
    out["for"] = FormatDuration(command.length);
  }
  void operator()(const SlowWorkerCommand& command) {
    out["consumer"] = command.consumer;
    out["worker"] = command.worker;
    if (command.records_per_second) out["records_per_second"] = *command.records_per_second;
  }
  void operator()(const DeployWorkersCommand& command) {
    out["consumer"] = command.consumer;
    out["down"] = FormatDuration(command.down);
    out["gap"] = FormatDuration(command.gap);
  }
  void operator()(const SkewClockCommand& command) {
    out["consumer"] = command.consumer;
    out["worker"] = command.worker;
    const bool behind = command.ahead < Seconds(0);
    const Duration by = behind ? Seconds(0) - command.ahead : command.ahead;
    out[behind ? "behind" : "ahead"] = FormatDuration(by);
  }
  void operator()(const ThrottleLeaseTableCommand& command) {
    out["consumer"] = command.consumer;
    out["for"] = FormatDuration(command.length);
  }
  void operator()(const DeleteDeliveryStreamCommand& command) {
    out["delivery_stream"] = command.delivery_stream;
  }
  void operator()(const UpdateDestinationCommand& command) {
    out["delivery_stream"] = command.delivery_stream;
    if (command.current_version) out["current_version"] = *command.current_version;
    if (!command.buffer_bytes && !command.buffer_interval) return;
    Json buffer = Json::object();
    if (command.buffer_bytes) buffer["size_mib"] = *command.buffer_bytes / kMebibyte;
    if (command.buffer_interval) buffer["interval"] = FormatDuration(*command.buffer_interval);
    out["buffer"] = std::move(buffer);
  }
  void operator()(const SetDestinationCommand& command) {
    out["delivery_stream"] = command.delivery_stream;
    out["which"] = command.backup ? "backup" : "destination";
    out["down"] = command.down;
    out["how"] = command.times_out ? "times_out" : "refuses";
  }
};

}  // namespace

Command ReadCommand(JsonReader& in) {
  const std::string name = in.String("do");
  for (const CommandRow& row : kCommands) {
    if (row.name == name) return row.read(in);
  }
  std::string names;
  for (const CommandRow& row : kCommands) names += StrCat({names.empty() ? "" : ", ", row.name});
  if (!in.failed())
    in.Fail("do", StrCat({"\"", name, "\" is no command; expected one of ", names}));
  return DeleteStreamCommand{};
}

void WriteCommand(const Command& command, Json& out) {
  out["do"] = kCommands[command.index()].name;
  std::visit(CommandWriter{out}, command);
}

Result<Command> ParseCommand(std::string_view json) {
  const Result<Json> document = ParseJson(json);
  if (!document.ok()) return document.error();
  JsonReader in(document.value(), "");
  Command command = in.failed() ? Command{DeleteStreamCommand{}} : ReadCommand(in);
  if (const Result<void> finished = in.Finish(); !finished.ok()) return finished.error();
  return command;
}

std::string CommandToJson(const Command& command) {
  Json out = Json::object();
  WriteCommand(command, out);
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace weir
