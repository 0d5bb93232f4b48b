#include "core/engine/trace_text.h"

#include <cstdint>

#include "core/base/result.h"
#include "core/base/text.h"
#include "core/model/record.h"
#include "core/model/stream_status.h"
#include "core/view/lambda_view.h"

namespace weir {
namespace {

std::string Number(int64_t value) { return std::to_string(value); }

class LineWriter {
 public:
  LineWriter(const TraceEvent& event, const Engine& engine) : event_(event), engine_(engine) {}

  std::string What() const {
    switch (event_.kind) {
      case TraceKind::kCommandApplied:
        return StrCat({"command ", X(), " applied"});
      case TraceKind::kCommandRefused:
        return StrCat({"command ", X(), " refused: ", Code()});
      case TraceKind::kStreamStatus:
        return StrCat({"stream ", Stream(event_.subject), " is ",
                       StatusName(static_cast<StreamStatus>(event_.x))});
      case TraceKind::kShardOpened:
        return StrCat({Shard(), " opened", Parents()});
      case TraceKind::kShardClosed:
        return StrCat({Shard(), " closed"});
      case TraceKind::kPutRecords:
        return StrCat({"put ", Producer(), " -> ", Stream(event_.object), ": ", X(), " accepted, ",
                       Y(), " throttled"});
      case TraceKind::kThrottled:
        return StrCat({"throttle ", Shard(), ": ", Records(), " by ", Limit()});
      case TraceKind::kPutRefused:
        return StrCat({"put ", Producer(), " -> ", Stream(event_.object), ": ", Records(),
                       " refused: ", Code()});
      case TraceKind::kRetryScheduled:
        return StrCat({"retry ", Producer(), ": ", Records(), " after attempt ", Y()});
      case TraceKind::kAnswerLost:
        return StrCat({"answer-lost ", Producer(), ": ", Records(), ", sent again"});
      case TraceKind::kGaveUp:
        return StrCat({"give-up ", Producer(), ": ", Records(), " lost"});
      case TraceKind::kProducerDone:
        return StrCat({"done ", Producer(), ": ", Records()});
      case TraceKind::kUserRecordsPut:
        return StrCat({"users ", Producer(), " -> ", Stream(event_.object), ": ", X(),
                       " accepted, ", Y(), " throttled"});
      case TraceKind::kMisrouted:
        return StrCat({"misroute ", Producer(), " -> ", Stream(event_.object), ": ", X(),
                       " records in another shard than predicted, ", Y(),
                       " user records to be sent again"});
      case TraceKind::kShardsListed:
        return StrCat(
            {"list-shards ", Producer(), " <- ", Stream(event_.object), ": ", X(), " open"});
      case TraceKind::kRecordsExpired:
        return StrCat({"expire ", Stream(event_.subject), ": ", Records()});
      default:
        return OfConsumer();
    }
  }

 private:
  std::string OfConsumer() const {
    switch (event_.kind) {
      case TraceKind::kGetRecords:
        return StrCat({"get ", Read(), ": ", Records(), ", ", Micros(event_.y), " behind"});
      case TraceKind::kReadThrottled:
        return StrCat({"read-throttle ", Read()});
      case TraceKind::kProcessed:
        return StrCat({"process ", Read(), ": ", Records(), ", age ", Micros(event_.y)});
      case TraceKind::kIteratorExpired:
        return StrCat({"iterator-expired ", Read()});
      case TraceKind::kFellOffHorizon:
        return StrCat({"fell-off ", Read(), ": ", Records(), " lost unread"});
      case TraceKind::kShardEnd:
        return StrCat({"shard-end ", Read()});
      case TraceKind::kLeaseStarted:
        return StrCat({"lease ", Read(), " by worker ", X()});
      case TraceKind::kSubscribed:
        return StrCat({"subscribe ", Read(), " from record ", X()});
      case TraceKind::kInvoked:
      case TraceKind::kInvocationFailed:
      case TraceKind::kInvocationThrottled:
      case TraceKind::kBatchSplit:
      case TraceKind::kBatchDiscarded:
      case TraceKind::kWindowClosed:
        return OfLambda();
      case TraceKind::kOrderViolated:
        return StrCat({"order-violated ", Read(), ": key ", X(), ", record ", Y(), " came late"});
      default:
        return OfKcl();
    }
  }

  std::string OfKcl() const {
    switch (event_.kind) {
      case TraceKind::kLeaseCreated:
        return StrCat({"lease-created ", Read()});
      case TraceKind::kLeaseTaken:
        return StrCat({"lease-taken ", Read(), " by worker ", X(),
                       event_.y < 0 ? std::string() : StrCat({", was of worker ", Y()})});
      case TraceKind::kLeaseStolen:
        return StrCat({"lease-stolen ", Read(), " by worker ", X(), " from worker ", Y()});
      case TraceKind::kLeaseLost:
        return StrCat({"lease-lost ", Read(), " by worker ", X(),
                       event_.y == 1 ? ": not renewed in time" : ": taken by another"});
      case TraceKind::kLeaseDeleted:
        return StrCat({"lease-deleted ", Read()});
      case TraceKind::kRenewalFailed:
        return StrCat({"renewal-failed ", Read(), " of worker ", X(), ": throttled"});
      case TraceKind::kCheckpointed:
        return StrCat({"checkpoint ", Read(), " at record ", X(), " by worker ", Y()});
      case TraceKind::kCheckpointRefused:
        return StrCat({"checkpoint-refused ", Read(), " at record ", X(), " by worker ", Y()});
      case TraceKind::kProcessedAgain:
        return StrCat({"process-again ", Read(), ": ", X(), " records by worker ", Y()});
      case TraceKind::kRecordFailed:
        return StrCat({"record-failed ", Read(), ": key ", X(), ", record ", Y()});
      case TraceKind::kShardEndUnchecked:
        return StrCat({"shard-end-unchecked ", Read(), " by worker ", X()});
      case TraceKind::kWorkerStarted:
        return StrCat({"worker-started ", Worker()});
      case TraceKind::kWorkerStopped:
        return StrCat({event_.x == 1 ? "worker-crashed " : "worker-stopped ", Worker()});
      case TraceKind::kWorkerPaused:
        return StrCat({"worker-paused ", Worker(), " for ", Micros(event_.x)});
      default:
        return "?";
    }
  }

  std::string OfLambda() const {
    switch (event_.kind) {
      case TraceKind::kInvoked:
        if (event_.x == 0) return StrCat({"invoke ", Read(), ": the last of its window"});
        return StrCat({"invoke ", Read(), ": ", Records(), AfterFailures()});
      case TraceKind::kInvocationFailed:
        return StrCat({"invoke-failed ", Read(), ": after ", Records(), ", failure ", Y()});
      case TraceKind::kInvocationThrottled:
        return StrCat({"invoke-throttle ", Read(), ": lane ", X()});
      case TraceKind::kBatchSplit:
        return StrCat({"bisect ", Read(), ": ", Records(), " first"});
      case TraceKind::kBatchDiscarded:
        return StrCat({"discard ", Read(), ": ", Records(), ", ",
                       DiscardConditionName(static_cast<DiscardCondition>(event_.y))});
      case TraceKind::kWindowClosed:
        return StrCat({"window ", Read(), ": closed with ", X(), " bytes of state",
                       event_.y == 0 ? "" : ", before its time"});
      default:
        return "?";
    }
  }
  std::string AfterFailures() const {
    if (event_.y == 0) return "";
    return StrCat({", after ", Y(), " ", Plural("failure", event_.y)});
  }

  std::string Records() const { return StrCat({X(), " ", Plural("record", event_.x)}); }
  std::string X() const { return Number(event_.x); }
  std::string Y() const { return Number(event_.y); }
  std::string Code() const { return ErrorName(static_cast<ErrorCode>(event_.y)); }
  std::string Micros(int64_t micros) const { return FormatDuration(Duration{micros}); }
  std::string Stream(uint32_t id) const {
    return engine_.streams().Has({id}) ? engine_.streams().stream({id}).settings().name
                                       : Number(id);
  }
  std::string Shard() const { return StrCat({Stream(event_.subject), "/", Number(event_.object)}); }
  std::string Producer() const { return engine_.scenario().producers[event_.subject].name; }
  // "dashboard <- positions/2": who reads which shard.
  std::string Read() const {
    const ConsumerSpec& spec = engine_.scenario().consumers[event_.subject];
    return StrCat({spec.name, " <- ", Stream(spec.stream.value), "/", Number(event_.object)});
  }
  std::string Worker() const {
    return StrCat({engine_.scenario().consumers[event_.subject].name, "/", Number(event_.object)});
  }
  std::string Parents() const {
    if (event_.x < 0) return "";
    return event_.y < 0 ? StrCat({", child of ", X()}) : StrCat({", child of ", X(), " and ", Y()});
  }
  std::string Limit() const {
    return static_cast<PutOutcome>(event_.y) == PutOutcome::kThrottledBytes ? "bytes per second"
                                                                            : "records per second";
  }

  const TraceEvent& event_;
  const Engine& engine_;
};

}  // namespace

std::string TraceLine(const TraceEvent& event, const Engine& engine) {
  return StrCat(
      {FormatElapsed(event.at - engine.scenario().start), " ", LineWriter(event, engine).What()});
}

}  // namespace weir
