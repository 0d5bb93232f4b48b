#include "native/trace_words.h"

#include <algorithm>

#include "core/base/text.h"
#include "native/files.h"

namespace weir {
namespace {

constexpr TraceKind kLastKind = TraceKind::kDiscarded;

}  // namespace

std::string_view TraceWord(TraceKind kind) {
  switch (kind) {
    case TraceKind::kCommandApplied:
    case TraceKind::kCommandRefused:
      return "command";
    case TraceKind::kStreamStatus:
      return "status";
    case TraceKind::kShardOpened:
    case TraceKind::kShardClosed:
      return "shard";
    case TraceKind::kPutRecords:
    case TraceKind::kPutRefused:
      return "put";
    case TraceKind::kThrottled:
      return "throttle";
    case TraceKind::kRetryScheduled:
      return "retry";
    case TraceKind::kGaveUp:
      return "give-up";
    case TraceKind::kProducerDone:
      return "done";
    case TraceKind::kGetRecords:
      return "get";
    case TraceKind::kReadThrottled:
      return "read-throttle";
    case TraceKind::kProcessed:
      return "process";
    case TraceKind::kIteratorExpired:
      return "iterator-expired";
    case TraceKind::kFellOffHorizon:
      return "fell-off";
    case TraceKind::kShardEnd:
      return "shard-end";
    case TraceKind::kLeaseStarted:
      return "lease";
    case TraceKind::kRecordsExpired:
      return "expire";
    case TraceKind::kSubscribed:
      return "subscribe";
    case TraceKind::kOrderViolated:
      return "order-violated";
    case TraceKind::kAnswerLost:
      return "answer-lost";
    case TraceKind::kInvoked:
      return "invoke";
    case TraceKind::kInvocationFailed:
      return "invoke-failed";
    case TraceKind::kInvocationThrottled:
      return "invoke-throttle";
    case TraceKind::kBatchSplit:
      return "bisect";
    case TraceKind::kBatchDiscarded:
      return "discard";
    case TraceKind::kWindowClosed:
      return "window";
    case TraceKind::kUserRecordsPut:
      return "users";
    case TraceKind::kMisrouted:
      return "misroute";
    case TraceKind::kShardsListed:
      return "list-shards";
    case TraceKind::kLeaseCreated:
      return "lease-created";
    case TraceKind::kLeaseTaken:
      return "lease-taken";
    case TraceKind::kLeaseStolen:
      return "lease-stolen";
    case TraceKind::kLeaseLost:
      return "lease-lost";
    case TraceKind::kLeaseDeleted:
      return "lease-deleted";
    case TraceKind::kRenewalFailed:
      return "renewal-failed";
    case TraceKind::kCheckpointed:
      return "checkpoint";
    case TraceKind::kCheckpointRefused:
      return "checkpoint-refused";
    case TraceKind::kProcessedAgain:
      return "process-again";
    case TraceKind::kRecordFailed:
      return "record-failed";
    case TraceKind::kShardEndUnchecked:
      return "shard-end-unchecked";
    case TraceKind::kWorkerStarted:
      return "worker-started";
    case TraceKind::kWorkerStopped:
      return "worker-stopped";
    case TraceKind::kWorkerPaused:
      return "worker-paused";
    case TraceKind::kDeliveryStreamStatus:
      return "delivery-stream";
    case TraceKind::kDirectPut:
    case TraceKind::kDirectPutRefused:
      return "put";
    case TraceKind::kSlowDown:
      return "slow-down";
    case TraceKind::kQuotaRaised:
      return "quota";
    case TraceKind::kSourceRead:
      return "get";
    case TraceKind::kSourceReadFailed:
      return "get-failed";
    case TraceKind::kBufferFlushed:
      return "flush";
    case TraceKind::kBufferGrown:
      return "grow";
    case TraceKind::kDelivered:
      return "deliver";
    case TraceKind::kDeliveryFailed:
      return "deliver-failed";
    case TraceKind::kDeliveredTwice:
      return "deliver-twice";
    case TraceKind::kDeliveryGaveUp:
      return "deliver-gave-up";
    case TraceKind::kDeliveryExpired:
      return "deliver-expired";
    case TraceKind::kTransformed:
      return "transform";
    case TraceKind::kTransformFailed:
      return "transform-failed";
    case TraceKind::kPartitionOverflow:
      return "partition-overflow";
    case TraceKind::kDestinationState:
      return "destination";
    case TraceKind::kDestinationUpdated:
      return "update";
    case TraceKind::kDiscarded:
      return "discarded";
  }
  return "?";
}

std::vector<std::string> TraceWords() {
  std::vector<std::string> words;
  for (int kind = 0; kind <= static_cast<int>(kLastKind); ++kind) {
    const std::string word(TraceWord(static_cast<TraceKind>(kind)));
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
  return words;
}

std::string TraceWordList() {
  std::string list;
  for (const std::string& word : TraceWords()) list += (list.empty() ? "" : ", ") + word;
  return list;
}

Result<std::vector<std::string>> ParseTraceWords(std::string_view words) {
  const std::vector<std::string> known = TraceWords();
  std::vector<std::string> parsed;
  while (!words.empty()) {
    const size_t comma = std::min(words.find(','), words.size());
    const std::string word(words.substr(0, comma));
    words.remove_prefix(std::min(comma + 1, words.size()));
    if (std::ranges::find(known, word) == known.end()) {
      return Error{ErrorCode::kInput,
                   StrCat({"--kind: there is no kind \"", word, "\"",
                           DidYouMean(word, known, StrCat({"there are ", TraceWordList()}))})};
    }
    parsed.push_back(word);
  }
  return parsed;
}

}  // namespace weir
