// One of the places at which a Lambda mapping works on a shard: a queue, a batch, what is left of
// it after failures. Time and what happened are arguments; what to do about it is the answer.
//
//   waiting --Form--> batch: pieces, the next one on top --Invoke--> ok: gone
//                              |                                     failed: again after a wait, or
//                              |   [a b c d e f]                     split:   [a b c]
//                              |                                              [d e f]   below it
//                              '------------------------------------ or discarded
//
// One piece is worked on at a time, in the order of the shard: that is what keeps the order of
// keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/consumer/lambda_spec.h"

namespace weir {

// A record that is read and not yet through.
struct LambdaRecord {
  uint64_t ordinal = 0;
  Instant arrived_at;
  uint32_t payload_bytes = 0;  // In the invocation's event.
  bool poisoned = false;
};

// Part of a batch, with its history.
struct LambdaPiece {
  uint32_t begin = 0;  // Places in the batch.
  uint32_t end = 0;
  uint32_t processed = 0;  // Of its first records: the function has processed them once already.
  uint32_t attempts = 0;   // Invocations that failed.
  uint32_t invocations = 0;

  uint32_t size() const { return end - begin; }
};

class LambdaLane {
 public:
  void Add(const LambdaRecord& record, Instant now);

  // --- Between batches ---
  // When a batch can be formed: `now`, later for the batching window, or kNever. `closing`: nothing
  // more will come.
  Instant FormsAt(Instant now, const LambdaSpec& spec, bool closing) const;
  // Takes a batch from the front of the queue. Of one tumbling window, within BatchSize and
  // payload.
  void Form(Instant now, const LambdaSpec& spec);

  // --- The piece on top ---
  bool HasPiece() const { return !pieces_.empty(); }
  const LambdaPiece& piece() const { return pieces_.back(); }
  std::span<const LambdaRecord> records() const;  // Of the piece.
  void CountInvocation() { ++pieces_.back().invocations; }
  // All of it went through.
  void Succeed();
  // The function processed the first `processed` records and then failed. With `reported` it said
  // so: those are through. What is left waits, is split, or is to be discarded.
  enum class Failure : uint8_t { kRetry, kSplit, kDiscard };
  Failure Fail(uint32_t processed, bool reported, const LambdaSpec& spec);
  // Takes the first `count` records of the piece away, through or not.
  void DropFirst(uint32_t count);

  size_t waiting() const { return queue_.size() - head_; }
  std::span<const LambdaRecord> queue() const { return std::span(queue_).subspan(head_); }
  size_t unfinished() const;  // Of the batch.
  bool empty() const { return waiting() == 0 && pieces_.empty(); }
  // The oldest record that is not through; UINT64_MAX when there is none.
  uint64_t oldest() const;
  // Takes away what waits and lies before `horizon`; how many.
  uint32_t DropWaitingBefore(uint64_t horizon);

  void AddTo(Digest& digest) const;

 private:
  size_t FittingBatch(const LambdaSpec& spec) const;

  std::vector<LambdaRecord> queue_;
  size_t head_ = 0;          // Before it the queue has been taken.
  Instant gathering_since_;  // When the first record of the queue came.
  std::vector<LambdaRecord> batch_;
  std::vector<LambdaPiece> pieces_;  // The next one last.
};

// The number of the tumbling window that a record belongs to.
int64_t WindowOf(Instant arrived_at, Duration window);

// How long the piece waits after its `attempts`-th failure.
Duration LambdaBackoff(uint32_t attempts);

}  // namespace weir
