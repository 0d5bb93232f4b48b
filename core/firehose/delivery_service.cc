#include "core/firehose/delivery_service.h"

#include "core/base/text.h"
#include "core/firehose/delivery_stream.h"

namespace weir {

DeliveryService::DeliveryService() = default;
DeliveryService::DeliveryService(const DeliveryService&) = default;
DeliveryService::DeliveryService(DeliveryService&&) noexcept = default;
DeliveryService& DeliveryService::operator=(const DeliveryService&) = default;
DeliveryService& DeliveryService::operator=(DeliveryService&&) noexcept = default;
DeliveryService::~DeliveryService() = default;

void DeliveryService::OnPut(Instant now, DeliveryStreamId id, FirehoseContext context) {
  delivery_streams_[id.index()].OnPut(now, context);
}

void DeliveryService::OnTimer(Instant now, DeliveryStreamId id, uint32_t detail,
                              FirehoseContext context) {
  delivery_streams_[id.index()].OnTimer(now, detail, context);
}

void DeliveryService::AddTo(Digest& digest) const {
  for (const DeliveryStream& each : delivery_streams_) each.AddTo(digest);
}

void DeliveryService::AddLastDraws(Digest& digest) const {
  for (const DeliveryStream& each : delivery_streams_) digest.Add(each.LastDraw());
}

void DeliveryService::Add(Instant now, const DeliveryStreamSpec& spec, uint64_t seed,
                          FirehoseContext context) {
  const DeliveryStreamId id{static_cast<uint32_t>(delivery_streams_.size())};
  context.sim.streams.direct_puts().emplace_back(now, spec.name, spec.source.has_value(),
                                                 spec.quota, spec.auto_raise);
  const Duration keep_for =
      spec.source ? context.sim.streams.stream(*spec.source).retention() : kUndeliveredMax;
  delivery_streams_.emplace_back(id, spec, now, keep_for, seed);
  delivery_streams_.back().Start(now, true, context);
}

Result<DeliveryStream*> DeliveryService::Find(std::string_view name) {
  for (DeliveryStream& each : delivery_streams_) {
    if (each.spec().name == name && each.status() != DeliveryStreamStatus::kDeleted) return &each;
  }
  return Error{ErrorCode::kResourceNotFound,
               StrCat({"Firehose ", name, " under account 111111111111 not found."})};
}

Result<void> DeliveryService::Delete(Instant now, std::string_view name, FirehoseContext context) {
  const Result<DeliveryStream*> found = Find(name);
  if (!found.ok()) return found.error();
  return found.value()->Delete(now, context);
}

Result<void> DeliveryService::UpdateDestination(Instant now, std::string_view name,
                                                const DestinationUpdate& update,
                                                FirehoseContext context) {
  const Result<DeliveryStream*> found = Find(name);
  if (!found.ok()) return found.error();
  return found.value()->UpdateDestination(now, update, context);
}

Result<void> DeliveryService::SetDestination(Instant now, std::string_view name, bool backup,
                                             DestinationState state, FirehoseContext context) {
  const Result<DeliveryStream*> found = Find(name);
  if (!found.ok()) return found.error();
  found.value()->SetDestination(now, backup, state, context);
  return {};
}

}  // namespace weir
