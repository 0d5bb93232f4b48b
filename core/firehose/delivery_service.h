// Firehose as one value: its delivery streams, and the operations that name one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/firehose/delivery_stream.h"

namespace weir {

class DeliveryService {
 public:
  // Of a scenario: there from the start. The spec is valid.
  void Add(Instant now, const DeliveryStreamSpec& spec, uint64_t seed, FirehoseContext context);

  // Errors of all: kResourceNotFound (no such name).
  Result<void> Delete(Instant now, std::string_view name, FirehoseContext context);
  Result<void> UpdateDestination(Instant now, std::string_view name,
                                 const DeliveryStream::Update& update, FirehoseContext context);
  Result<void> SetDestination(Instant now, std::string_view name, bool backup,
                              DestinationState state, FirehoseContext context);

  void OnPut(Instant now, DeliveryStreamId id, FirehoseContext context) {
    delivery_streams_[id.index()].OnPut(now, context);
  }
  void OnTimer(Instant now, DeliveryStreamId id, uint32_t detail, FirehoseContext context) {
    delivery_streams_[id.index()].OnTimer(now, detail, context);
  }

  const std::vector<DeliveryStream>& delivery_streams() const { return delivery_streams_; }
  void AddTo(Digest& digest) const {
    for (const DeliveryStream& each : delivery_streams_) each.AddTo(digest);
  }

 private:
  Result<DeliveryStream*> Find(std::string_view name);

  std::vector<DeliveryStream> delivery_streams_;  // By DeliveryStreamId; never one less.
};

}  // namespace weir
