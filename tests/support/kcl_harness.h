// A KCL application on a stream, without an engine around it: a test puts records as it likes and
// looks at every part of the application.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/prng.h"
#include "core/consumer/kcl.h"
#include "core/metrics/metrics.h"
#include "core/sim/scheduler.h"
#include "core/sim/trace.h"
#include "core/stream/sim_context.h"
#include "core/stream/stream_service.h"
#include "tests/support/builders.h"

namespace weir::test {

inline constexpr ProducerId kPlainProducer{0};
inline constexpr ProducerId kAggregatingProducer{1};

class KclHarness {
 public:
  KclHarness(int64_t shards, ConsumerSpec spec, uint64_t seed = 1) {
    StreamSettings settings;
    settings.name = "s";
    settings.shard_count = shards;
    const Result<StreamId> id = streams.CreateStream(kStart - Minutes(1), settings);
    WEIR_CHECK(id.ok());
    stream().AdvanceStatus(kStart);
    streams.aggregates().MarkAggregating(kAggregatingProducer);
    spec.name = "c";
    spec.kind = ConsumerKind::kKcl;
    spec.latency_min = spec.latency_max = Millis(10);
    spec.kcl.table_latency_min = spec.kcl.table_latency_max = Millis(10);
    app.emplace(ConsumerId{0}, spec, seed);
    trace.Listen(&recorder);
    SimContext context = sim();
    app->Register(kStart - Minutes(1), context);
    scheduler.Schedule(kStart, EventKind::kConsumerStart, 0);
  }
  KclHarness(const KclHarness&) = delete;  // The trace holds the recorder's address.
  KclHarness& operator=(const KclHarness&) = delete;

  Stream& stream() { return streams.stream(StreamId{0}); }
  SimContext sim() { return {streams, scheduler, trace, metrics}; }

  // Key k of `kKeys` always lands at the same place, spread over the hash space.
  static constexpr uint32_t kKeys = 64;
  static HashKey HashOf(uint32_t key) { return {(uint64_t{key} << 58) + 12'345, 0}; }

  // One record of every key given, numbered on. False where one was throttled.
  bool Put(std::span<const uint32_t> keys) {
    std::vector<SyntheticRecord> records;
    for (const uint32_t key : keys) records.push_back({HashOf(key), key, numbers++, 100});
    std::vector<ThrottledEntry> throttled;
    const bool put = stream().PutSynthetic(now, kPlainProducer, records, throttled).ok();
    SimContext context = sim();
    app->OnPut(now, context);
    return put && throttled.empty();
  }
  // One aggregate of these keys, put where the first of them lands.
  void PutAggregate(const std::vector<uint32_t>& keys) {
    std::vector<UserRecord> users;
    for (const uint32_t key : keys) {
      users.push_back({key, user_numbers++, 20, PlaceInSpace(HashOf(key))});
    }
    const uint32_t number = streams.aggregates().Add(now, kAggregatingProducer, users);
    const SyntheticRecord record{HashOf(keys[0]), 0, number, 200};
    std::vector<ThrottledEntry> throttled;
    WEIR_CHECK(stream().PutSynthetic(now, kAggregatingProducer, {&record, 1}, throttled).ok());
    WEIR_CHECK(throttled.empty());
    SimContext context = sim();
    app->OnPut(now, context);
  }

  // Runs what is due up to `until`; `after_each` sees the state after every event.
  template <typename AfterEach>
  void RunTo(Instant until, AfterEach after_each) {
    while (!scheduler.empty() && scheduler.top().at <= until) {
      const Event event = scheduler.Pop();
      now = event.at;
      SimContext context = sim();
      if (event.kind() == EventKind::kConsumerStart) app->OnStart(now, context);
      if (event.kind() == EventKind::kConsumerPoll) app->OnPoll(now, event.detail, context);
      if (event.kind() == EventKind::kConsumerDone) app->OnDone(now, event.detail, context);
      after_each();
    }
    now = until;
    if (stream().next_status_at() <= now) {
      stream().AdvanceStatus(now);
      SimContext context = sim();
      app->OnPut(now, context);
    }
  }
  void RunTo(Instant until) {
    RunTo(until, [] {});
  }
  void Trim() {
    if (stream().Trim(now) == 0) return;
    SimContext context = sim();
    app->OnTrim(now, context);
  }
  int64_t Written() {
    int64_t written = 0;
    for (const Shard& shard : stream().shards()) written += shard.counters().records_in;
    return written;
  }

  Recorder recorder;
  StreamService streams;
  Scheduler scheduler;
  Trace trace;
  Metrics metrics;
  std::optional<KclApplication> app;
  Instant now = kStart;
  uint32_t numbers = 0;
  uint32_t user_numbers = 0;
};

}  // namespace weir::test
