// A consumer application, as a scenario describes it.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"
#include "core/consumer/kcl_spec.h"
#include "core/consumer/lambda_spec.h"
#include "core/consumer/poison.h"
#include "core/model/ids.h"
#include "core/model/shard_iterator.h"

namespace weir {

// kSdk: a program of its own on the SDK. kKcl: on the Kinesis Client Library. kLambda: a Lambda
// event source mapping.
enum class ConsumerKind : uint8_t { kSdk, kKcl, kLambda };

// kPoll shares the shard's 2 MiB/s and 5 calls/s with every other reader; kFanOut is registered for
// enhanced fan-out and has 2 MiB/s of its own.
enum class ReadMode : uint8_t { kPoll, kFanOut };

// When the children of a split or merge are read. Reading them before their parent is drained loses
// the order of every key that moved.
enum class ChildPolicy : uint8_t { kAfterParent, kAtOnce };

// How the records of a batch are dealt to the threads of a worker: each key to one of them, which
// keeps its order, or each record to the next one, which does not.
enum class ThreadOrder : uint8_t { kKey, kNone };

struct ConsumerSpec {
  std::string name;
  ConsumerKind kind = ConsumerKind::kSdk;
  StreamId stream;
  ShardIteratorType start = ShardIteratorType::kTrimHorizon;  // Or LATEST, or AT_TIMESTAMP.
  Instant start_timestamp;
  Duration start_after = Seconds(0);  // From the start of the scenario.
  int64_t workers = 1;                // Shards are dealt out to them in turn.
  Duration poll = Seconds(1);         // From one GetRecords of a shard to the next.
  int64_t limit = 10'000;             // Of one GetRecords, 1 to 10 000.
  int64_t records_per_second = 0;     // What one worker (with threads: each) can do; 0: no limit.
  int64_t threads = 1;                // Of kSdk: that work on a batch, 1 to kThreadsMax.
  ThreadOrder order = ThreadOrder::kKey;
  Duration latency_min = Millis(5);  // Of one GetRecords call.
  Duration latency_max = Millis(15);
  ChildPolicy children = ChildPolicy::kAfterParent;
  ReadMode read = ReadMode::kPoll;  // kFanOut: `poll`, `limit` and `latency` do not apply.
  PoisonSpec poison;                // Not of kSdk.
  LambdaSpec lambda;                // Of kLambda.
  KclSpec kcl;                      // Of kKcl.
};

}  // namespace weir
