#include "core/consumer/consumer.h"

namespace weir {

Consumer::Consumer(ConsumerId id, const ConsumerSpec& spec, uint64_t seed)
    : application_(Poller(id, spec, seed)) {
  if (spec.kind == ConsumerKind::kKcl) application_.emplace<KclApplication>(id, spec, seed);
  if (spec.kind == ConsumerKind::kLambda) application_.emplace<LambdaMapping>(id, spec, seed);
}

void Consumer::Register(Instant now, SimContext& sim) {
  std::visit([&](auto& application) { application.Register(now, sim); }, application_);
}

void Consumer::OnStart(Instant now, SimContext& sim) {
  std::visit([&](auto& application) { application.OnStart(now, sim); }, application_);
}

void Consumer::OnPoll(Instant now, uint32_t detail, SimContext& sim) {
  std::visit([&](auto& application) { application.OnPoll(now, detail, sim); }, application_);
}

void Consumer::OnDone(Instant now, uint32_t detail, SimContext& sim) {
  std::visit([&](auto& application) { application.OnDone(now, detail, sim); }, application_);
}

void Consumer::OnPut(Instant now, SimContext& sim) {
  std::visit([&](auto& application) { application.OnPut(now, sim); }, application_);
}

void Consumer::OnTrim(Instant now, SimContext& sim) {
  std::visit([&](auto& application) { application.OnTrim(now, sim); }, application_);
}

void Consumer::SetRate(int64_t records_per_second) {
  std::visit([&](auto& application) { application.SetRate(records_per_second); }, application_);
}

void Consumer::SetPaused(Instant now, bool paused, SimContext& sim) {
  std::visit([&](auto& application) { application.SetPaused(now, paused, sim); }, application_);
}

const ConsumerSpec& Consumer::spec() const {
  return std::visit(
      [](const auto& application) -> const ConsumerSpec& { return application.spec(); },
      application_);
}

const ConsumerCounters& Consumer::counters() const {
  return std::visit(
      [](const auto& application) -> const ConsumerCounters& { return application.counters(); },
      application_);
}

const OrderProof& Consumer::proof() const {
  return std::visit(
      [](const auto& application) -> const OrderProof& { return application.proof(); },
      application_);
}

int64_t Consumer::records_per_second() const {
  return std::visit([](const auto& application) { return application.records_per_second(); },
                    application_);
}

bool Consumer::paused() const {
  return std::visit([](const auto& application) { return application.paused(); }, application_);
}

uint64_t Consumer::LastDraw() const {
  return std::visit([](const auto& application) { return application.LastDraw(); }, application_);
}

void Consumer::AddTo(Digest& digest) const {
  std::visit([&](const auto& application) { application.AddTo(digest); }, application_);
}

}  // namespace weir
