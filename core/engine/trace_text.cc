#include "core/engine/trace_text.h"

#include <cstdint>

#include "core/base/result.h"
#include "core/base/text.h"
#include "core/firehose/delivery_stream.h"
#include "core/model/record.h"
#include "core/model/stream_status.h"
#include "core/view/firehose_view.h"
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
        return OfFirehose();
    }
  }

  std::string OfFirehose() const {
    switch (event_.kind) {
      case TraceKind::kDeliveryStreamStatus:
        return StrCat({"delivery-stream ", Delivery(event_.subject), " is ",
                       DeliveryStreamStatusName(static_cast<DeliveryStreamStatus>(event_.x))});
      case TraceKind::kDirectPut:
        return StrCat({"put ", Producer(), " -> ", Delivery(event_.object), ": ", X(),
                       " accepted, ", Y(), " throttled"});
      case TraceKind::kDirectPutRefused:
        return StrCat({"put ", Producer(), " -> ", Delivery(event_.object), ": ", Records(),
                       " refused: ", Code()});
      case TraceKind::kSlowDown:
        return StrCat({"slow-down ", Delivery(event_.subject), ": ", Records(), " by ", Limit()});
      case TraceKind::kQuotaRaised:
        return StrCat({"quota ", Delivery(event_.subject), ": ", X(), " bytes and ", Y(),
                       " records a second"});
      case TraceKind::kSourceRead:
        return StrCat({"get ", Lane(), ": ", Records(), ", ", Micros(event_.y), " behind"});
      case TraceKind::kSourceReadFailed:
        return StrCat({"get-failed ", Lane(), ": ", ErrorName(static_cast<ErrorCode>(event_.x))});
      case TraceKind::kDestinationState:
        return StrCat({event_.object == 1 ? "backup of " : "destination of ",
                       Delivery(event_.subject), event_.x == 1 ? " is down" : " is up"});
      case TraceKind::kDestinationUpdated:
        return StrCat({"update ", Delivery(event_.subject), ": version ", X()});
      case TraceKind::kDiscarded:
        return StrCat({"discarded ", Delivery(event_.subject), ": ", Records()});
      default:
        return OfDelivery();
    }
  }

  std::string OfDelivery() const {
    switch (event_.kind) {
      case TraceKind::kBufferFlushed:
        return StrCat({"flush ", Lane(), ": ", Records(), " by ", Cause()});
      case TraceKind::kBufferGrown:
        return StrCat({"grow ", Lane(), ": ", X(), " bytes"});
      case TraceKind::kDelivered:
        return StrCat({"deliver ", Delivery(event_.subject), " object ", Number(event_.object),
                       ": ", Records(), ", ", Y(), " bytes"});
      case TraceKind::kDeliveryFailed:
        return StrCat({"deliver-failed ", Lane(), ": ", Records(), ", attempt ", Y()});
      case TraceKind::kDeliveredTwice:
        return StrCat({"deliver-twice ", Lane(), ": ", Records()});
      case TraceKind::kDeliveryGaveUp:
        return StrCat({"deliver-gave-up ", Lane(), ": ", Records(), " to the error output"});
      case TraceKind::kDeliveryExpired:
        return StrCat({"deliver-expired ", Lane(), ": ", Records(), " lost"});
      case TraceKind::kTransformed:
        return StrCat({"transform ", Lane(), ": ", X(), " ok, ", Y(), " not"});
      case TraceKind::kTransformFailed:
        return StrCat({"transform-failed ", Lane(), ": ", Records(), ", attempt ", Y()});
      case TraceKind::kPartitionOverflow:
        return StrCat({"partition-overflow ", Delivery(event_.subject), ": ", Records()});
      default:
        return "?";
    }
  }
  std::string Cause() const {
    switch (static_cast<FlushCause>(event_.y)) {
      case FlushCause::kSize:
        return "size";
      case FlushCause::kInterval:
        return "interval";
      case FlushCause::kZeroBuffering:
        return "zero buffering";
    }
    return "?";
  }
  std::string Delivery(uint32_t id) const {
    const std::vector<DeliveryStream>& all = engine_.delivery_streams();
    return id < all.size() ? all[id].spec().name : Number(id);
  }
  // "archive/2": of which shard of the source, or which buffer.
  std::string Lane() const {
    return StrCat({Delivery(event_.subject), "/", Number(event_.object)});
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
    switch (static_cast<PutOutcome>(event_.y)) {
      case PutOutcome::kThrottledBytes:
        return "bytes per second";
      case PutOutcome::kThrottledRequests:
        return "requests per second";
      default:
        return "records per second";
    }
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
