#include "core/producer/producer.h"

namespace weir {
namespace {

std::variant<SdkProducer, KplProducer, AgentProducer> OfKind(ProducerId id,
                                                             const ProducerSpec& spec,
                                                             Instant start, Instant stop,
                                                             uint64_t seed) {
  switch (spec.kind) {
    case ProducerKind::kSdk:
      break;
    case ProducerKind::kKpl:
      return KplProducer(id, spec, start, stop, seed);
    case ProducerKind::kAgent:
      return AgentProducer(id, spec, start, stop, seed);
  }
  return SdkProducer(id, spec, start, stop, seed);
}

}  // namespace

Producer::Producer(ProducerId id, const ProducerSpec& spec, Instant start, Instant stop,
                   uint64_t seed)
    : producer_(OfKind(id, spec, start, stop, seed)) {}

void Producer::Start(Instant now, SimContext& sim) {
  std::visit([&](auto& producer) { producer.Start(now, sim); }, producer_);
}

void Producer::OnFlush(Instant now, SimContext& sim) {
  std::visit([&](auto& producer) { producer.OnFlush(now, sim); }, producer_);
}

void Producer::OnPutArrives(Instant now, uint32_t detail, SimContext& sim) {
  std::visit([&](auto& producer) { producer.OnPutArrives(now, detail, sim); }, producer_);
}

void Producer::OnPutReturns(Instant now, uint32_t detail, SimContext& sim) {
  std::visit([&](auto& producer) { producer.OnPutReturns(now, detail, sim); }, producer_);
}

void Producer::SetRate(Instant now, Rate rate, SimContext& sim) {
  std::visit([&](auto& producer) { producer.SetRate(now, rate, sim); }, producer_);
}

void Producer::SetKeys(const KeySpec& keys) {
  std::visit([&](auto& producer) { producer.SetKeys(keys); }, producer_);
}

const ProducerSpec& Producer::spec() const {
  return std::visit([](const auto& producer) -> const ProducerSpec& { return producer.spec(); },
                    producer_);
}

const Workload& Producer::workload() const {
  return std::visit([](const auto& producer) -> const Workload& { return producer.workload(); },
                    producer_);
}

const ProducerCounters& Producer::counters() const {
  return std::visit(
      [](const auto& producer) -> const ProducerCounters& { return producer.counters(); },
      producer_);
}

int64_t Producer::CreatedBy(Instant now) const {
  return std::visit([&](const auto& producer) { return producer.CreatedBy(now); }, producer_);
}

bool Producer::done() const {
  return std::visit([](const auto& producer) { return producer.done(); }, producer_);
}

uint64_t Producer::LastDraw() const {
  return std::visit([](const auto& producer) { return producer.LastDraw(); }, producer_);
}

void Producer::AddTo(Digest& digest) const {
  std::visit([&](const auto& producer) { producer.AddTo(digest); }, producer_);
}

}  // namespace weir
