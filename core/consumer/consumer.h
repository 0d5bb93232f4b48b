// A consumer application of any kind. The engine drives them all alike; what an event's `detail`
// means is the application's own.
#pragma once

#include <cstdint>
#include <variant>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/consumer/consumer_spec.h"
#include "core/consumer/kcl.h"
#include "core/consumer/lambda_mapping.h"
#include "core/consumer/order_proof.h"
#include "core/consumer/poller.h"
#include "core/consumer/shard_place.h"
#include "core/model/ids.h"
#include "core/stream/sim_context.h"

namespace weir {

class Consumer {
 public:
  Consumer(ConsumerId id, const ConsumerSpec& spec, uint64_t seed);

  // Registers with the stream where the application has to, before the scenario begins.
  void Register(Instant now, SimContext& sim);
  // The application comes up, spec().start_after the start.
  void OnStart(Instant now, SimContext& sim);
  void OnPoll(Instant now, uint32_t detail, SimContext& sim);
  void OnDone(Instant now, uint32_t detail, SimContext& sim);
  // Something was put into the stream, or a shard was closed.
  void OnPut(Instant now, SimContext& sim);
  // The stream has trimmed: who had not read what is gone has lost it.
  void OnTrim(Instant now, SimContext& sim);

  // Of one worker; 0: no limit.
  void SetRate(int64_t records_per_second);
  void SetPaused(Instant now, bool paused, SimContext& sim);

  const ConsumerSpec& spec() const;
  const ConsumerCounters& counters() const;
  const OrderProof& proof() const;
  int64_t records_per_second() const;
  bool paused() const;
  // Calls visit(const ShardPlace&) for every shard the application reads or has read, in the order
  // in which it took them.
  template <typename Visit>
  void ForEachPlace(Visit visit) const {
    std::visit(
        [&](const auto& application) {
          for (const ShardPlace& place : application.leases()) visit(place);
        },
        application_);
  }

  // None where the application is no Lambda mapping.
  const LambdaMapping* lambda() const { return std::get_if<LambdaMapping>(&application_); }
  // None where the application is no KCL application.
  KclApplication* kcl() { return std::get_if<KclApplication>(&application_); }
  const KclApplication* kcl() const { return std::get_if<KclApplication>(&application_); }
  // What only its kind has to show.
  void AddToView(Instant now, ConsumerView& view) const {
    if (const auto* kcl = std::get_if<KclApplication>(&application_)) kcl->AddToView(now, view);
  }

  // What the random stream would give next: differs where one run drew more than another.
  uint64_t LastDraw() const;
  void AddTo(Digest& digest) const;

 private:
  std::variant<Poller, KclApplication, LambdaMapping> application_;
};

}  // namespace weir
