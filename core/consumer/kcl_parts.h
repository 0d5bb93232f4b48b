// What a KCL application is made of: worker processes, and in each of them one consumer a lease.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/consumer/lease_table.h"
#include "core/consumer/lease_taking.h"
#include "core/consumer/record_batch.h"
#include "core/consumer/shard_place.h"
#include "core/consumer/shard_reader.h"
#include "core/model/ids.h"

namespace weir {

// What a worker has ahead of it. At most one of each is under way.
enum class WorkerTask : uint8_t {
  kStart,   // The process comes up (again).
  kDeploy,  // It is stopped for a deployment.
  kCreate,  // The answer to creating the first leases.
  kJoin,    // It looks whether there are leases by now.
  kRenew,   // Every third of the failover time; the answer is kRenewed.
  kRenewed,
  kLook,  // For leases to take; the answer is kLooked.
  kLooked,
  kTook,  // The answer to taking the first of `taking`.
  kSync,  // Of leases with shards; the answer is kSynced.
  kSynced,
};
inline constexpr size_t kWorkerTasks = 11;

struct KclWorker {
  bool alive = false;
  uint32_t identity = kNoOwner;  // As the lease table knows it.
  int64_t starts = 0;
  Instant paused_until;
  Instant free_at;              // When it has processed what it was given.
  std::optional<int64_t> rate;  // Instead of the application's.
  Duration clock_ahead;
  std::array<Instant, kWorkerTasks> due;
  LeaseLooks looks;
  std::vector<LeaseToTake> taking;
  std::vector<uint32_t> runs;  // Places of its shard consumers.
  int64_t processed = 0;

  KclWorker() { due.fill(kNever); }
  void AddTo(Digest& digest) const;
};

// Each state but the first and the last three waits for `due`.
enum class RunState : uint8_t {
  kFree,
  kBlocked,        // By parents that are not drained.
  kWaiting,        // For the next read.
  kArriving,       // What was read is under way, or a part of it is being processed.
  kCheckpointing,  // A call to the lease table.
  kFailing,        // A poisoned record is tried again.
  kEnding,         // The shard is drained: SHARD_END goes to the lease table.
  kAwaitsPut,      // Fan-out, at the tip.
  kPaused,
  kStuck,  // Drained, and not checkpointed.
};

// What one worker does about one lease, from taking it to its end or loss. A free one keeps whose
// it was and how far it came, for those who look on.
struct ShardRun {
  RunState state = RunState::kFree;
  uint32_t worker = 0;
  uint32_t identity = kNoOwner;
  uint32_t place = 0;  // Of the shard, in KclApplication::places_.
  Instant due = kNever;
  uint64_t counter = 0;  // Of the lease, as this worker wrote it last.
  Instant renewed_at;
  bool lost = false;  // The worker knows; it only finishes what it is in the middle of.
  Checkpoint start;   // Where it began.
  ShardCursor cursor;
  RecordBatch batch;
  int64_t chunk = 0;  // User records being processed at `chunk_rate` since `chunk_begin`.
  int64_t chunk_rate = 0;
  Instant chunk_begin;
  std::optional<RecordPlace> begin;  // Where it really began; none while it is blocked.
  RecordPlace next;                  // Of the next user record.
  int64_t since_checkpoint = 0;      // User records.
  Instant checkpoint_due;            // By the worker's own clock.
  int64_t tries = 0;                 // Of what fails at the moment.
  bool drained = false;              // The batch is the last one of the shard.

  void AddTo(Digest& digest) const;
};

struct KclPlace : ShardPlace {
  // Everything before it was processed by some worker, or is lost or skipped. None: nobody has
  // begun, and where to begin is not known yet (LATEST).
  std::optional<RecordPlace> done;
  int64_t replayed = 0;
};

}  // namespace weir
