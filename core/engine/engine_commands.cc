// Engine::ApplyNow: one overload a command.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/engine/engine_records.h"
#include "core/model/limits.h"

namespace weir {
namespace {

template <typename Parts>
Error NoSuch(std::string_view what, const std::string& name, const Parts& parts) {
  std::string there;
  for (const auto& part : parts) {
    there += (there.empty() ? "" : ", ") + part.spec().name;
  }
  return Error{ErrorCode::kResourceNotFound,
               StrCat({"there is no ", what, " \"", name, "\"; there is ",
                       there.empty() ? std::string("none") : there})};
}

Error NoSuchStream(const std::string& name) {
  return Error{ErrorCode::kResourceNotFound, StrCat({"Stream ", name, " not found."})};
}

template <typename Parts>
auto FindByName(Parts& parts, const std::string& name) {
  return std::find_if(parts.begin(), parts.end(),
                      [&](const auto& part) { return part.spec().name == name; });
}

uint64_t RecordsTrimmed(const Stream& stream) {
  uint64_t trimmed = 0;
  for (const Shard& shard : stream.shards()) trimmed += shard.log().trim_horizon();
  return trimmed;
}

// Carries out one command on what the engine lends it.
class CommandRunner {
 public:
  CommandRunner(Instant now, SimContext sim, std::vector<Producer>& producers,
                std::vector<Consumer>& consumers, DeliveryService& firehose)
      : now_(now),
        sim_(sim),
        producers_(producers),
        consumers_(consumers),
        firehose_(firehose),
        records_(producers) {}

  Result<void> operator()(const CreateStreamCommand& command) {
    const Result<StreamId> id = sim_.streams.CreateStream(now_, command.settings);
    if (!id.ok()) return id.error();
    return {};
  }
  Result<void> operator()(const DeleteStreamCommand& command) {
    return sim_.streams.DeleteStream(now_, command.stream);
  }
  Result<void> operator()(const SplitShardCommand& command) {
    return sim_.streams.SplitShard(now_, command.stream, command.shard, command.new_starting);
  }
  Result<void> operator()(const MergeShardsCommand& command) {
    return sim_.streams.MergeShards(now_, command.stream, command.shard, command.adjacent);
  }
  Result<void> operator()(const UpdateShardCountCommand& command) {
    return sim_.streams.UpdateShardCount(now_, command.stream, command.target);
  }
  Result<void> operator()(const SetRetentionCommand& command) {
    return sim_.streams.SetRetention(now_, command.stream, command.retention);
  }
  Result<void> operator()(const UpdateStreamModeCommand& command) {
    return sim_.streams.UpdateStreamMode(now_, command.stream, command.mode);
  }
  Result<void> operator()(const UpdateMaxRecordSizeCommand& command) {
    return sim_.streams.UpdateMaxRecordSize(now_, command.stream, command.max_record_size_kib);
  }
  Result<void> operator()(const PutRecordCommand& command) {
    const std::optional<StreamId> id = sim_.streams.FindStream(command.stream);
    if (!id) return NoSuchStream(command.stream);
    Stream& stream = sim_.streams.stream(*id);
    const std::array<PutRecordsEntry, 1> entries{
        {{command.partition_key, command.data, command.explicit_hash_key}}};
    std::array<PutRecordsResultEntry, 1> results;
    // A command is carried out at once: its latency is 0.
    if (Result<void> put = stream.PutRecords(now_, entries, results); !put.ok()) {
      sim_.metrics.PutRefused(*id, true, {});
      return put;
    }
    const bool accepted = results[0].outcome == PutOutcome::kAccepted;
    const auto bytes = static_cast<int64_t>(command.partition_key.size() + command.data.size());
    sim_.metrics.PutRecord(*id, {.throttled = !accepted, .bytes = accepted ? bytes : 0});
    if (accepted) return {};
    return Error{ErrorCode::kProvisionedThroughputExceeded,
                 StrCat({"Rate exceeded for shard ", std::to_string(results[0].shard.value),
                         " in stream ", command.stream})};
  }
  Result<void> operator()(const SetProducerRateCommand& command) {
    const auto producer = FindByName(producers_, command.producer);
    if (producer == producers_.end()) return NoSuch("producer", command.producer, producers_);
    producer->SetRate(now_, command.rate, sim_);
    return {};
  }
  Result<void> operator()(const SetProducerKeysCommand& command) {
    const auto producer = FindByName(producers_, command.producer);
    if (producer == producers_.end()) return NoSuch("producer", command.producer, producers_);
    // Every change keeps the keys before it, for the records that were put under them.
    int64_t keys = command.keys.count;
    for (const Producer& other : producers_) keys += other.workload().keys_made();
    if (keys > kKeysOfRunMax) {
      return Error{ErrorCode::kLimitExceeded,
                   StrCat({"with these there would be ", std::to_string(keys),
                           " keys in this run; at most ", std::to_string(kKeysOfRunMax)})};
    }
    producer->SetKeys(command.keys);
    return {};
  }
  Result<void> operator()(const SetConsumerRateCommand& command) {
    const auto consumer = FindByName(consumers_, command.consumer);
    if (consumer == consumers_.end()) return NoSuch("consumer", command.consumer, consumers_);
    consumer->SetRate(command.records_per_second);
    return {};
  }
  Result<void> operator()(const PauseConsumerCommand& command) {
    const auto consumer = FindByName(consumers_, command.consumer);
    if (consumer == consumers_.end()) return NoSuch("consumer", command.consumer, consumers_);
    consumer->SetPaused(now_, command.paused, sim_);
    return {};
  }
  Result<void> operator()(const DeleteDeliveryStreamCommand& command) {
    return firehose_.Delete(now_, command.delivery_stream, {sim_, records_});
  }
  Result<void> operator()(const UpdateDestinationCommand& command) {
    return firehose_.UpdateDestination(
        now_, command.delivery_stream,
        {command.current_version, command.buffer_bytes, command.buffer_interval}, {sim_, records_});
  }
  Result<void> operator()(const SetDestinationCommand& command) {
    return firehose_.SetDestination(now_, command.delivery_stream, command.backup,
                                    {command.down, command.times_out}, {sim_, records_});
  }
  Result<void> operator()(const AddWorkerCommand& command) {
    return WithKcl(command.consumer,
                   [&](KclApplication& kcl) { return kcl.AddWorkers(now_, command.count, sim_); });
  }
  Result<void> operator()(const RemoveWorkerCommand& command) {
    return WithKcl(command.consumer, [&](KclApplication& kcl) {
      return kcl.StopWorker(now_, command.worker, true, std::nullopt, sim_);
    });
  }
  Result<void> operator()(const CrashWorkerCommand& command) {
    return WithKcl(command.consumer, [&](KclApplication& kcl) {
      return kcl.StopWorker(now_, command.worker, false, command.restart_after, sim_);
    });
  }
  Result<void> operator()(const PauseWorkerCommand& command) {
    return WithKcl(command.consumer, [&](KclApplication& kcl) {
      return kcl.PauseWorker(now_, command.worker, command.length, sim_);
    });
  }
  Result<void> operator()(const SlowWorkerCommand& command) {
    return WithKcl(command.consumer, [&](KclApplication& kcl) {
      return kcl.SlowWorker(command.worker, command.records_per_second);
    });
  }
  Result<void> operator()(const DeployWorkersCommand& command) {
    return WithKcl(command.consumer, [&](KclApplication& kcl) {
      return kcl.Deploy(now_, command.down, command.gap, sim_);
    });
  }
  Result<void> operator()(const SkewClockCommand& command) {
    return WithKcl(command.consumer, [&](KclApplication& kcl) {
      return kcl.SkewClock(command.worker, command.ahead);
    });
  }
  Result<void> operator()(const ThrottleLeaseTableCommand& command) {
    return WithKcl(command.consumer, [&](KclApplication& kcl) -> Result<void> {
      kcl.ThrottleTable(now_ + command.length);
      return {};
    });
  }

 private:
  template <typename Change>
  Result<void> WithKcl(const std::string& name, Change change) {
    const auto consumer = FindByName(consumers_, name);
    if (consumer == consumers_.end()) return NoSuch("consumer", name, consumers_);
    if (consumer->kcl() != nullptr) return change(*consumer->kcl());
    return Error{ErrorCode::kInvalidArgument,
                 StrCat({"consumer ", name, " is no KCL application: it has no workers to name"})};
  }

  Instant now_;
  SimContext sim_;
  std::vector<Producer>& producers_;
  std::vector<Consumer>& consumers_;
  DeliveryService& firehose_;
  EngineRecords records_;
};

}  // namespace

Result<void> Engine::ApplyNow(const Command& command) {
  struct Before {
    StreamStatus status;
    std::vector<bool> open;
    uint64_t trimmed;
    Duration retention;
  };
  std::vector<Before> before;
  for (uint32_t i = 0; i < streams_.streams().size(); ++i) {
    before.push_back({streams_.streams()[i].status(), OpenShards({i}),
                      RecordsTrimmed(streams_.streams()[i]), streams_.streams()[i].retention()});
  }
  const int64_t number = commands_++;
  const Result<void> applied =
      std::visit(CommandRunner(now_, Context(), producers_, consumers_, firehose_), command);
  if (!applied.ok()) {
    trace_.Emit({now_, TraceKind::kCommandRefused, 0, 0, number,
                 static_cast<int64_t>(applied.error().code)});
    return applied;
  }
  trace_.Emit({now_, TraceKind::kCommandApplied, 0, 0, number, 0});
  for (uint32_t i = 0; i < streams_.streams().size(); ++i) {
    const Stream& stream = streams_.streams()[i];
    if (i >= before.size()) {
      stream_states_.push_back({kNever, kNever, {}, Series(sample_at_ - Seconds(1)), {}, {}});
      FollowStream({i}, {});
      continue;
    }
    if (stream.status() != before[i].status) FollowStream({i}, before[i].open);
    // Setting a period trims what is over the old one, also when the new one is the same.
    TrimReaders({i}, static_cast<int64_t>(RecordsTrimmed(stream) - before[i].trimmed));
    if (stream.retention() != before[i].retention) {
      stream_states_[i].retention_at = kNever;  // Planned anew; the old event finds itself stale.
    }
    PlanRetention({i});
    WakeReaders({i});
  }
  return {};
}

}  // namespace weir
