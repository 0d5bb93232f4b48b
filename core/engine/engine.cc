#include "core/engine/engine.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/model/limits.h"

namespace weir {
namespace {

// Listens only as long as one call lasts: a copy of the engine must not keep a stranger's pointer.
class Listening {
 public:
  Listening(Trace& trace, TraceSink* sink) : trace_(trace) { trace_.Listen(sink); }
  ~Listening() { trace_.Listen(nullptr); }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

 private:
  Trace& trace_;
};

// Trimming works by whole seconds: records need not be dropped one by one.
Instant NextFullSecond(Instant at) { return Instant{(at.micros / 1'000'000 + 1) * 1'000'000}; }

// More than all clients of all shards have to do at one instant: something there schedules itself
// again and again while no time goes by, and would do so for ever.
constexpr int64_t kEventsAtOnceMax = 50'000'000;

int64_t OrMinusOne(std::optional<ShardIndex> shard) {
  return shard ? static_cast<int64_t>(shard->value) : -1;
}

}  // namespace

Engine::Engine(std::shared_ptr<const Scenario> scenario)
    : scenario_(std::move(scenario)),
      now_(scenario_->start),
      sample_at_(scenario_->start + Seconds(1)) {
  Start();
}

Engine::Engine(const Engine&) = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(const Engine&) = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

void Engine::Start() {
  // Streams of a scenario are there when it begins, so they were created before.
  const Instant created = scenario_->start - kCreateStreamDelay;
  for (const StreamSettings& settings : scenario_->streams) {
    const Result<StreamId> id = streams_.AddStream(created, settings);
    WEIR_CHECK(id.ok());  // Validated when the scenario was loaded.
    streams_.stream(id.value()).AdvanceStatus(scenario_->start);
    stream_states_.push_back({kNever, kNever, {}, Series(scenario_->start), {}, {}});
    PlanOnDemandLook(id.value());
  }
  StartFirehose();
  SimContext sim = Context();
  for (uint32_t i = 0; i < scenario_->events.size(); ++i) {
    scheduler_.Schedule(scenario_->start + scenario_->events[i].at, EventKind::kScenarioCommand, i);
  }
  for (uint32_t i = 0; i < scenario_->producers.size(); ++i) {
    const ProducerSpec& spec = scenario_->producers[i];
    const Instant stop = scenario_->start + std::min(spec.stop, scenario_->duration);
    producers_.emplace_back(ProducerId{i}, spec, scenario_->start + spec.start, stop,
                            scenario_->seed);
    producers_.back().Start(scenario_->start, sim);
  }
  for (uint32_t i = 0; i < scenario_->consumers.size(); ++i) {
    const ConsumerSpec& spec = scenario_->consumers[i];
    consumers_.emplace_back(ConsumerId{i}, spec, scenario_->seed);
    // One after the other, because only a few may be CREATING at once.
    const int64_t before = kConsumersMax - static_cast<int64_t>(i);
    consumers_.back().Register(scenario_->start - kRegisterConsumerDelay * before, sim);
    scheduler_.Schedule(scenario_->start + spec.start_after, EventKind::kConsumerStart, i);
  }
}

void Engine::AdvanceTo(Instant until, TraceSink* sink) {
  WEIR_CHECK(until >= now_);
  const Listening listening(trace_, sink);
  RunUntil(until);
}

bool Engine::Step(TraceSink* sink) {
  if (scheduler_.empty()) return false;
  AdvanceTo(scheduler_.top().at, sink);
  return true;
}

Instant Engine::NextEventAt() const { return scheduler_.empty() ? kNever : scheduler_.top().at; }

void Engine::RunUntil(Instant until) {
  int64_t at_once = 0;
  for (;;) {
    const Instant next = scheduler_.empty() ? kNever : scheduler_.top().at;
    // A second is sampled when all of its events have run, before any later one.
    if (sample_at_ < next && sample_at_ <= until) {
      now_ = sample_at_;
      SampleSecond();
      continue;
    }
    if (next > until) break;
    const Event event = scheduler_.Pop();
    at_once = event.at == now_ ? at_once + 1 : 0;
    WEIR_CHECK(at_once < kEventsAtOnceMax);
    now_ = event.at;
    ++events_;
    Dispatch(event);
  }
  now_ = until;
}

void Engine::Dispatch(const Event& event) {
  SimContext sim = Context();
  switch (event.kind()) {
    case EventKind::kScenarioCommand:
      RunScenarioCommand(event.subject);
      break;
    case EventKind::kStreamStatus:
      RunStreamStatus({event.subject});
      break;
    case EventKind::kProducerFlush:
      producers_[event.subject].OnFlush(now_, sim);
      break;
    case EventKind::kPutArrives: {
      Producer& producer = producers_[event.subject];
      const int64_t before = producer.counters().accepted;
      producer.OnPutArrives(now_, event.detail, sim);
      records_moved_ += static_cast<uint64_t>(producer.counters().accepted - before);
      FollowPut(producer.spec());
      break;
    }
    case EventKind::kPutReturns:
      producers_[event.subject].OnPutReturns(now_, event.detail, sim);
      break;
    case EventKind::kConsumerStart:
      consumers_[event.subject].OnStart(now_, sim);
      break;
    case EventKind::kConsumerPoll:
      consumers_[event.subject].OnPoll(now_, event.detail, sim);
      break;
    case EventKind::kConsumerDone: {
      Consumer& consumer = consumers_[event.subject];
      const int64_t before = consumer.counters().processed;
      consumer.OnDone(now_, event.detail, sim);
      records_moved_ += static_cast<uint64_t>(consumer.counters().processed - before);
      break;
    }
    case EventKind::kOnDemandLook:
      RunOnDemandLook({event.subject});
      break;
    case EventKind::kRetention:
      RunRetention({event.subject});
      break;
    case EventKind::kFirehose:
      RunFirehose(event);
      break;
  }
}

void Engine::RunScenarioCommand(uint32_t number) {
  // A refusal is in the trace, as the API's own error: the scenario goes on.
  static_cast<void>(ApplyNow(scenario_->events[number].command));
}

Result<void> Engine::Apply(const Command& command, TraceSink* sink) {
  const Listening listening(trace_, sink);
  RunUntil(now_);  // A fresh engine has not run the events of its first instant.
  Result<void> applied = ApplyNow(command);
  // What the command made due at this very instant runs now, so that "every event up to now() has
  // run" stays true, and a replay that stops here between two commands finds the same.
  RunUntil(now_);
  return applied;
}

std::vector<bool> Engine::OpenShards(StreamId id) const {
  std::vector<bool> open;
  for (const Shard& shard : streams_.stream(id).shards()) {
    open.push_back(shard.state() == ShardState::kOpen);
  }
  return open;
}

void Engine::ReportShardChanges(StreamId id, const std::vector<bool>& open_before) {
  const std::vector<Shard>& shards = streams_.stream(id).shards();
  for (uint32_t i = 0; i < shards.size(); ++i) {
    if (i >= open_before.size()) {
      const ShardLineage& lineage = shards[i].lineage();
      trace_.Emit({now_, TraceKind::kShardOpened, id.value, i, OrMinusOne(lineage.parent),
                   OrMinusOne(lineage.adjacent_parent)});
    } else if (open_before[i] && shards[i].state() != ShardState::kOpen) {
      trace_.Emit({now_, TraceKind::kShardClosed, id.value, i, 0, 0});
    }
  }
  WakeReaders(id);
}

void Engine::WakeReaders(StreamId id) {
  SimContext sim = Context();
  for (Consumer& consumer : consumers_) {
    if (consumer.spec().stream == id) consumer.OnPut(now_, sim);
  }
}

void Engine::FollowStream(StreamId id, const std::vector<bool>& open_before) {
  const Stream& stream = streams_.stream(id);
  ReportShardChanges(id, open_before);
  trace_.Emit(
      {now_, TraceKind::kStreamStatus, id.value, 0, static_cast<int64_t>(stream.status()), 0});
  if (stream.next_status_at() != kNever) {
    scheduler_.Schedule(stream.next_status_at(), EventKind::kStreamStatus, id.value);
  }
  PlanOnDemandLook(id);
}

void Engine::RunStreamStatus(StreamId id) {
  Stream& stream = streams_.stream(id);
  if (now_ < stream.next_status_at()) return;  // A later change has replaced this one.
  const std::vector<bool> open = OpenShards(id);
  stream.AdvanceStatus(now_);
  FollowStream(id, open);
  PlanRetention(id);
}

void Engine::PlanOnDemandLook(StreamId id) {
  const Instant at = streams_.stream(id).next_look_at();
  StreamState& state = stream_states_[id.index()];
  if (at == kNever || at == state.look_at) return;
  state.look_at = at;
  scheduler_.Schedule(at, EventKind::kOnDemandLook, id.value);
}

void Engine::RunOnDemandLook(StreamId id) {
  Stream& stream = streams_.stream(id);
  if (now_ != stream.next_look_at()) return;  // The mode was switched meanwhile.
  const std::vector<bool> open = OpenShards(id);
  stream.LookAtLoad(now_);
  ReportShardChanges(id, open);
  PlanOnDemandLook(id);
  PlanRetention(id);
}

// One event a stream is under way while it holds anything that can expire.
void Engine::PlanRetention(StreamId id) {
  StreamState& state = stream_states_[id.index()];
  if (state.retention_at != kNever) return;
  const Instant oldest = streams_.stream(id).oldest_arrival();
  if (oldest == kNever) return;
  state.retention_at =
      std::max(NextFullSecond(oldest + streams_.stream(id).retention()), NextFullSecond(now_));
  scheduler_.Schedule(state.retention_at, EventKind::kRetention, id.value);
}

void Engine::RunRetention(StreamId id) {
  StreamState& state = stream_states_[id.index()];
  if (now_ != state.retention_at) return;  // The retention period was changed meanwhile.
  state.retention_at = kNever;
  TrimReaders(id, streams_.stream(id).Trim(now_));
  ReleaseAggregates(id);
  PlanRetention(id);
}

// An hour later than their records, for a batch that was read just before may still be processed.
void Engine::ReleaseAggregates(StreamId id) {
  const Instant horizon = now_ - streams_.stream(id).retention() - Hours(1);
  for (uint32_t i = 0; i < producers_.size(); ++i) {
    if (producers_[i].spec().stream == id) streams_.aggregates().Release({i}, horizon);
  }
}

void Engine::TrimReaders(StreamId id, int64_t dropped) {
  if (dropped == 0) return;
  trace_.Emit({now_, TraceKind::kRecordsExpired, id.value, 0, dropped, 0});
  SimContext sim = Context();
  for (Consumer& consumer : consumers_) {
    if (consumer.spec().stream == id) consumer.OnTrim(now_, sim);
  }
}

SeriesPoint Engine::TotalsOf(StreamId id) const {
  SeriesPoint totals;
  for (const Shard& shard : streams_.stream(id).shards()) {
    const ShardCounters& counters = shard.counters();
    totals.records_in += counters.records_in;
    totals.bytes_in += counters.bytes_in;
    totals.throttled += counters.throttled_records + counters.throttled_bytes;
    totals.records_out += counters.records_out;
    totals.bytes_out += counters.bytes_out;
    totals.records_expired += counters.records_expired;
  }
  for (const Consumer& consumer : consumers_) {
    if (consumer.spec().stream != id) continue;
    consumer.ForEachPlace([&](const ShardPlace& place) {
      const ShardLog& log = streams_.stream(id).shard(place.shard).log();
      const uint64_t at = std::max(place.position, log.trim_horizon());
      if (at >= log.end()) return;
      totals.iterator_age_us =
          std::max(totals.iterator_age_us, (now_ - log.Row(at).arrived_at).micros);
    });
  }
  return totals;
}

void Engine::SampleSecond() {
  for (uint32_t i = 0; i < stream_states_.size(); ++i) {
    StreamState& state = stream_states_[i];
    const SeriesPoint totals = TotalsOf({i});
    SeriesPoint point = totals;
    point.from = sample_at_ - Seconds(1);
    point.records_in -= state.totals.records_in;
    point.bytes_in -= state.totals.bytes_in;
    point.throttled -= state.totals.throttled;
    point.records_out -= state.totals.records_out;
    point.bytes_out -= state.totals.bytes_out;
    point.records_expired -= state.totals.records_expired;
    state.series.Add(point);
    state.totals = totals;
    SampleShards({i});
    ReadMeter({i});
  }
  metrics_.CloseSecond();
  sample_at_ = sample_at_ + Seconds(1);
}

Digests Engine::digests() const {
  Digest state;
  streams_.AddTo(state);
  for (const Producer& producer : producers_) producer.AddTo(state);
  for (const Consumer& consumer : consumers_) consumer.AddTo(state);
  firehose_.AddTo(state);
  scheduler_.AddTo(state);
  state.Add(events_);
  state.Add(commands_);
  Digest unseed;
  for (const Producer& producer : producers_) unseed.Add(producer.LastDraw());
  for (const Consumer& consumer : consumers_) unseed.Add(consumer.LastDraw());
  firehose_.AddLastDraws(unseed);
  return {state.value(), trace_.digest().value(), unseed.value()};
}

}  // namespace weir
