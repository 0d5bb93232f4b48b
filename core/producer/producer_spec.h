// A producer of any kind, as a scenario describes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/model/limits.h"
#include "core/producer/workload_spec.h"

namespace weir {

// Failed records of a PutRecords answer are sent again by the application, after a wait that
// doubles with every attempt and is drawn from its upper half ("equal jitter").
struct RetrySpec {
  int64_t attempts = 3;  // Further tries after the first; 0 gives a throttled record up at once.
  Duration base = Millis(100);
  Duration max = Seconds(5);
};

// The Kinesis Producer Library, by the names of its own configuration.
struct KplSpec {
  bool aggregation = true;
  int64_t aggregation_max_size = kKplAggregationMaxSize;
  int64_t aggregation_max_count = kKplAggregationMaxCount;
  int64_t collection_max_count = kKplCollectionMaxCount;
  int64_t collection_max_size = kKplCollectionMaxSize;
  Duration record_max_buffered_time = kKplRecordMaxBufferedTime;
  Duration record_ttl = kKplRecordTtl;
  int64_t rate_limit_percent = kKplRateLimitPercent;  // Of what a shard takes.
  int64_t max_connections = kKplMaxConnections;
  bool fail_if_throttled = false;
};

// The Kinesis Agent, which tails a log file that the workload writes line by line.
struct AgentSpec {
  Duration poll = kAgentPoll;
  Duration max_buffer_age = kAgentBufferAge;
  int64_t max_buffer_records = kAgentBufferRecords;
  int64_t max_buffer_bytes = kAgentBufferBytes;
  bool from_start =
      false;               // initialPosition START_OF_FILE: what was written before it came up too.
  Duration up_after;       // The agent comes up so long after the first line may be written.
  Duration rotate_every;   // A new file so often; 0: never.
  int64_t keep_files = 5;  // Rotated files that are kept; older ones are deleted, read or not.
  int64_t sending_threads = kAgentSendingThreadsPerCore * kAgentCores;
};

enum class ProducerKind : uint8_t { kSdk, kKpl, kAgent };

struct ProducerSpec {
  std::string name;
  ProducerKind kind = ProducerKind::kSdk;
  StreamId stream;  // UINT32_MAX of one that puts to a delivery stream.
  std::optional<DeliveryStreamId> delivery_stream;
  WorkloadSpec workload;
  Duration start = Seconds(0);  // From the start of the scenario.
  Duration stop = kDurationMax;
  Duration latency_min = Millis(5);  // Of one call, there and back.
  Duration latency_max = Millis(15);
  KplSpec kpl;
  AgentSpec agent;
  // Of a producer on the SDK.
  int64_t batch = 500;            // Records in one PutRecords call, 1 to 500.
  Duration linger = Millis(100);  // How long the first record of a batch waits for more.
  int64_t in_flight = 4;          // Calls under way at once, 1 to 64.
  RetrySpec retry;
  // Of a thousand calls, how many the service carries out and never answers. The producer waits for
  // `request_timeout` and sends all records of the call again: what had been accepted is then twice
  // in the stream.
  int64_t lost_answers = 0;
  Duration request_timeout = kRequestTimeoutDefault;
  // One call at a time, and nothing new while records of the last one are still to be sent again:
  // slower, and the nearest PutRecords comes to keeping the order of a key. Within one call a small
  // record may still be accepted after a larger one was refused.
  bool in_order = false;
};

}  // namespace weir
