// The engine: streams, producers and consumers under one virtual clock, as one value.
//
// A copy is a checkpoint; copies share what neither has changed. `now` only moves by AdvanceTo and
// Step, and at every moment all events up to and including `now` have run. So it makes no
// difference in how many steps an instant is reached:  AdvanceTo(a), AdvanceTo(b)  is AdvanceTo(b).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cow_array.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/consumer/consumer.h"
#include "core/consumer/order_proof.h"
#include "core/cost/bill.h"
#include "core/cost/meter.h"
#include "core/engine/command.h"
#include "core/engine/scenario.h"
#include "core/firehose/delivery_service.h"
#include "core/metrics/metrics.h"
#include "core/metrics/series.h"
#include "core/model/trace_event.h"
#include "core/producer/producer.h"
#include "core/sim/scheduler.h"
#include "core/sim/trace.h"
#include "core/stream/sim_context.h"
#include "core/stream/stream_service.h"
#include "core/view/engine_view.h"

namespace weir {

struct FirehoseRecord;

class Engine {
 public:
  // At scenario->start, with every event at that instant still to come.
  explicit Engine(std::shared_ptr<const Scenario> scenario);
  // In engine.cc: written out wherever an engine is copied they are a tenth of the page.
  Engine(const Engine&);
  Engine(Engine&&) noexcept;
  Engine& operator=(const Engine&);
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  // Runs every event up to and including `until` and makes it `now`. `until` may not lie before
  // now().
  void AdvanceTo(Instant until, TraceSink* sink = nullptr);
  // Runs the events of the next instant that has any and makes it `now`; false when there are none.
  bool Step(TraceSink* sink = nullptr);
  // When the next event is due; kNever when there are none.
  Instant NextEventAt() const;

  // Carries out `command` at now(), then what it makes due at once. On an error nothing has changed
  // but the trace, which has the refusal.
  Result<void> Apply(const Command& command, TraceSink* sink = nullptr);

  Instant now() const { return now_; }
  const Scenario& scenario() const { return *scenario_; }
  std::shared_ptr<const Scenario> shared_scenario() const { return scenario_; }
  uint64_t events() const { return events_; }  // Run so far.
  // Grows by one for every event and every record written or processed: how much work a replay
  // costs.
  uint64_t work() const { return events_ + records_moved_; }

  EngineView View() const;
  Digests digests() const;
  const StreamService& streams() const { return streams_; }
  const std::vector<Consumer>& consumers() const { return consumers_; }
  const std::vector<DeliveryStream>& delivery_streams() const {
    return firehose_.delivery_streams();
  }
  // Totals over time since the start, oldest first; neighbours are merged as the run grows, so
  // that there are never more than kSeriesPointsMax. One series a stream.
  const Series& series(StreamId stream) const { return stream_states_[stream.index()].series; }
  // CloudWatch's metrics of the run so far.
  const Metrics& metrics() const { return metrics_; }
  // What a stream has used up to the last full second; what each stream costs so far, by the modes
  // it was in. By StreamId.
  const Meter& meter(StreamId stream) const { return stream_states_[stream.index()].meter; }
  std::vector<Bill> Bills(const PriceTable& prices) const;
  // The same of each delivery stream.
  std::vector<Bill> DeliveryBills(const PriceTable& prices) const;

  // Appends to `out` the records of a shard from ordinal `from` on, at most `max`.
  void CopyRecords(StreamId stream, ShardIndex shard, uint64_t from, size_t max,
                   std::vector<RecordView>& out) const;
  // Of a Lambda mapping: its invocation of that number, 1, 2, ..., while it is under way.
  std::optional<LambdaInvocation> FindInvocation(ConsumerId consumer, uint64_t number) const;
  // The name of a key: what order is proved for.
  std::string KeyOf(ProducerId producer, uint32_t key) const;
  // The text of a retained record's partition key and of its data (made again for a synthetic one).
  std::string PartitionKeyOf(StreamId stream, ShardIndex shard, uint64_t ordinal) const;
  std::string DataOf(StreamId stream, ShardIndex shard, uint64_t ordinal) const;
  // The bytes of a record that a delivery stream has delivered, as it delivered them.
  std::string DeliveredBytesOf(DeliveryStreamId id, const FirehoseRecord& record) const;
  // The number the API would show.
  std::string SequenceNumberOf(StreamId stream, ShardIndex shard, uint64_t ordinal) const;

 private:
  // What retention has in store for a stream, and its totals at the last full second.
  struct StreamState {
    Instant retention_at = kNever;
    Instant look_at = kNever;  // Of an on-demand stream.
    SeriesPoint totals;
    Series series;
    CowArray<ShardCounters, 64> counted;  // By shard: at the last full second.
    Meter meter;
  };

  void Start();
  void StartFirehose();
  void RunFirehose(const Event& event);
  // What a producer has put goes on at once.
  void FollowPut(const ProducerSpec& spec);
  void RunUntil(Instant until);
  void Dispatch(const Event& event);
  void RunScenarioCommand(uint32_t number);
  Result<void> ApplyNow(const Command& command);
  // Readers with enhanced fan-out wait at the tip until something comes.
  void WakeReaders(StreamId stream);
  void FollowStream(StreamId stream, const std::vector<bool>& open_before);
  void RunStreamStatus(StreamId stream);
  void RunOnDemandLook(StreamId stream);
  void PlanOnDemandLook(StreamId stream);
  std::vector<bool> OpenShards(StreamId stream) const;
  void ReportShardChanges(StreamId stream, const std::vector<bool>& open_before);
  void RunRetention(StreamId stream);
  void PlanRetention(StreamId stream);
  void TrimReaders(StreamId stream, int64_t dropped);
  void ReleaseAggregates(StreamId stream);
  void SampleSecond();
  void SampleShards(StreamId stream);
  void ReadMeter(StreamId stream);
  SeriesPoint TotalsOf(StreamId stream) const;
  uint32_t HashPlaceOf(const LogSlice& slice, uint32_t i, const RecordRow& row) const;
  ViolationView ViewOfViolation(ConsumerId consumer) const;
  SimContext Context() { return {streams_, scheduler_, trace_, metrics_}; }

  std::shared_ptr<const Scenario> scenario_;
  Instant now_;
  Instant sample_at_;  // The next full second to be sampled.
  Scheduler scheduler_;
  Trace trace_;
  StreamService streams_;
  Metrics metrics_;
  DeliveryService firehose_;
  std::vector<Producer> producers_;
  std::vector<Consumer> consumers_;
  std::vector<StreamState> stream_states_;
  uint64_t events_ = 0;
  uint64_t records_moved_ = 0;
  int64_t commands_ = 0;
};

}  // namespace weir
