// What the swarm sees of a run: what changed since the last look, copied out of the engine.
//
// Checkers know nothing but observations, so a test can tamper with one and see who notices.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/consumer/lambda_mapping.h"
#include "core/consumer/lease_table.h"
#include "core/engine/engine.h"
#include "core/engine/scenario.h"
#include "core/firehose/firehose_record.h"
#include "core/model/trace_event.h"
#include "core/sim/trace.h"
#include "core/stream/aggregate_table.h"
#include "core/view/engine_view.h"

namespace weir::swarm {

// A record with the user records it holds, where its producer aggregates.
struct SeenRecord : RecordView {
  bool aggregates = false;
  std::vector<UserRecord> users;
};

// A user record: out of an aggregate, or a record that is none.
struct SeenUser {
  ProducerId producer;
  uint32_t key = 0;
  uint32_t number = 0;
  uint32_t sub = 0;                    // Its place in the record.
  bool last = true;                    // Of it.
  std::optional<uint32_t> hash_place;  // Of one out of an aggregate: its own.
};

// Calls visit(const SeenUser&) for each; none where the record was put by a command.
template <typename Visit>
void ForEachUser(const SeenRecord& record, Visit visit) {
  if (record.producer.value == UINT32_MAX) return;
  if (!record.aggregates) {
    visit(SeenUser{record.producer, record.key, record.number, 0, true, std::nullopt});
    return;
  }
  for (uint32_t i = 0; i < record.users.size(); ++i) {
    const UserRecord& user = record.users[i];
    visit(SeenUser{record.producer, user.key, user.number, i, i + 1 == record.users.size(),
                   user.hash_place});
  }
}

// Records that a shard took since the last observation.
struct Appended {
  StreamId stream;
  ShardIndex shard;
  std::vector<SeenRecord> records;
};

// What a worker of a KCL application does about one lease; `slot` is its place among them.
struct HandView {
  uint32_t slot = 0;
  bool free = true;  // It was that worker's: the rest says how far it came.
  uint32_t worker = 0;
  uint32_t identity = kNoOwner;
  ShardIndex shard;
  std::optional<RecordPlace> begin;  // None while it is blocked.
  RecordPlace next;
};

// Where a reader's cursor stands that has read at this instant.
struct CursorView {
  ShardIndex shard;
  uint64_t next = 0;
};

// An invocation of a Lambda function that began at this instant.
struct InvocationView {
  ConsumerId consumer;
  uint64_t number = 0;
  LambdaInvocation what;
};

// An object that a delivery stream delivered since the last observation, and what it holds.
struct SeenObject {
  DeliveryStreamId delivery_stream;
  OutputType type = OutputType::kData;
  uint32_t lane = 0;
  std::string partition;
  int64_t bytes = 0;
  std::vector<FirehoseRecord> records;
};

struct Observation {
  Instant now;
  EngineView view;
  std::vector<StreamSettings> settings;  // By stream.
  std::vector<TraceEvent> events;        // In their order.
  std::vector<Appended> appended;
  std::vector<std::vector<HandView>> hands;               // By consumer.
  std::vector<std::vector<CursorView>> cursors;           // By consumer; not of kind "sdk".
  std::vector<InvocationView> invoked;                    // In the order of their beginning.
  std::vector<std::pair<ConsumerId, uint64_t>> finished;  // Consumer, number: by number.
  std::vector<SeenObject> objects;                        // In the order of delivery.
};

// Runs an engine instant by instant and looks at it after each.
class Observer final : public TraceSink {
 public:
  explicit Observer(std::shared_ptr<const Scenario> scenario);

  // The next observation; none when the scenario has ended.
  std::optional<Observation> Next();
  bool ended() const { return ended_; }
  const Engine& engine() const { return engine_; }

  void OnEvent(const TraceEvent& event) override { events_.push_back(event); }

 private:
  void CopyAppended(Observation& seen);
  void CopyHands(Observation& seen) const;
  void CopyInvocations(Observation& seen);
  void CopyObjects(Observation& seen);

  std::shared_ptr<const Scenario> scenario_;
  Engine engine_;
  bool ended_ = false;
  std::vector<TraceEvent> events_;
  std::vector<std::vector<uint64_t>> ends_;  // By stream and shard: what was copied so far.
  // Of Lambda functions, by consumer: how many began, and those under way.
  struct Open {
    uint64_t number = 0;
    ShardIndex shard;
  };
  std::vector<uint64_t> invocations_;
  std::vector<std::vector<Open>> open_;
  std::vector<int64_t> objects_;  // By delivery stream: how many were copied so far.
};

// Every record there ever was, by stream and shard, as the observations told it.
class LogMirror {
 public:
  using Shard = std::vector<SeenRecord>;

  void Add(const Observation& seen);
  const Shard& shard(StreamId stream, ShardIndex shard) const;

 private:
  std::vector<std::vector<Shard>> streams_;
  Shard none_;
};

}  // namespace weir::swarm
