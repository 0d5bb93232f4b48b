// Why a consumer processed two records of one key the wrong way round, or one record twice.
//
// Every cause is told from what the run itself recorded (consumer/order_proof.h): nothing here is a
// guess. Commands, checks and pages name a cause by its word and explain it by its sentence.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace weir {

enum class OrderCause : uint8_t {
  // Against the order of creation.
  kRetryOvertaken,     // It was refused, and a newer one arrived before it was sent again.
  kCallsInFlight,      // It was sent once, in a call that a later call overtook on the way.
  kChildBeforeParent,  // It lies in a shard whose child had been read already.
  kSplitKey,           // The two lie in shards that have nothing to do with each other.
  kParallelBatches,    // The two lie in the right order in one shard, which two hands processed.
  // Processed twice: no violation, but the application has to bear it.
  kAgainAfterCrash,    // Delivered again from the last checkpoint.
  kAgainAfterFailure,  // Delivered again with a batch that had failed.
  kPutTwice,           // Twice in the stream: the answer to the first put was lost.
  kWrongShard,         // Twice in the stream: its aggregate lay in a shard that was not expected.
  // Against the order of creation again: what came later stands at the end.
  kResendOvertaken,  // Nothing refused it, it was sent again all the same, and a newer one was
                     // faster.
};

inline constexpr size_t kOrderCauses = 10;

constexpr bool IsDuplicate(OrderCause cause) {
  return cause >= OrderCause::kAgainAfterCrash && cause <= OrderCause::kWrongShard;
}

// The word that JSON and checks use.
constexpr const char* OrderCauseName(OrderCause cause) {
  switch (cause) {
    case OrderCause::kRetryOvertaken:
      return "retry_overtaken";
    case OrderCause::kCallsInFlight:
      return "calls_in_flight";
    case OrderCause::kChildBeforeParent:
      return "child_before_parent";
    case OrderCause::kSplitKey:
      return "split_key";
    case OrderCause::kParallelBatches:
      return "parallel_batches";
    case OrderCause::kAgainAfterCrash:
      return "again_after_crash";
    case OrderCause::kAgainAfterFailure:
      return "again_after_failure";
    case OrderCause::kPutTwice:
      return "put_twice";
    case OrderCause::kWrongShard:
      return "wrong_shard";
    case OrderCause::kResendOvertaken:
      return "resend_overtaken";
  }
  return "?";
}

constexpr const char* OrderCauseSentence(OrderCause cause) {
  switch (cause) {
    case OrderCause::kRetryOvertaken:
      return "the retry of a throttled record was overtaken by a newer one";
    case OrderCause::kCallsInFlight:
      return "of several calls in flight the later one arrived first";
    case OrderCause::kChildBeforeParent:
      return "a child shard was read before its parent was drained";
    case OrderCause::kSplitKey:
      return "the records of the key lie in different shards";
    case OrderCause::kParallelBatches:
      return "two parts of one shard were processed at the same time";
    case OrderCause::kAgainAfterCrash:
      return "a worker lost its place and the next one began at the last checkpoint";
    case OrderCause::kAgainAfterFailure:
      return "the record was delivered again with a batch that had failed";
    case OrderCause::kPutTwice:
      return "the record was put twice, because the answer to the first put was lost";
    case OrderCause::kWrongShard:
      return "the record was put again, because its aggregate had come into another shard than "
             "expected";
    case OrderCause::kResendOvertaken:
      return "a record that was sent again, though nothing had refused it, was overtaken by a "
             "newer "
             "one";
  }
  return "?";
}

// How often each cause was met, by its place in the enum.
using OrderCauseCounts = std::array<int64_t, kOrderCauses>;

}  // namespace weir
