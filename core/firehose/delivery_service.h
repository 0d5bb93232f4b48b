// Firehose as one value: its delivery streams, and the operations that name one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/firehose/firehose_context.h"
#include "core/model/ids.h"

namespace weir {

class DeliveryStream;
struct DeliveryStreamSpec;

class DeliveryService {
 public:
  // In delivery_service.cc, so that who has an engine need not know what a delivery stream is made
  // of.
  DeliveryService();
  DeliveryService(const DeliveryService&);
  DeliveryService(DeliveryService&&) noexcept;
  DeliveryService& operator=(const DeliveryService&);
  DeliveryService& operator=(DeliveryService&&) noexcept;
  ~DeliveryService();

  // Of a scenario: there from the start. The spec is valid.
  void Add(Instant now, const DeliveryStreamSpec& spec, uint64_t seed, FirehoseContext context);

  // Errors of all: kResourceNotFound (no such name).
  Result<void> Delete(Instant now, std::string_view name, FirehoseContext context);
  Result<void> UpdateDestination(Instant now, std::string_view name,
                                 const DestinationUpdate& update, FirehoseContext context);
  Result<void> SetDestination(Instant now, std::string_view name, bool backup,
                              DestinationState state, FirehoseContext context);

  void OnPut(Instant now, DeliveryStreamId id, FirehoseContext context);
  void OnTimer(Instant now, DeliveryStreamId id, uint32_t detail, FirehoseContext context);

  const std::vector<DeliveryStream>& delivery_streams() const { return delivery_streams_; }
  void AddTo(Digest& digest) const;
  void AddLastDraws(Digest& digest) const;

 private:
  Result<DeliveryStream*> Find(std::string_view name);

  std::vector<DeliveryStream> delivery_streams_;  // By DeliveryStreamId; never one less.
};

}  // namespace weir
