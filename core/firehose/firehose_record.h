// A record inside Firehose, and what its bytes are made of again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/cow_array.h"
#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/ids.h"
#include "core/view/firehose_view.h"

namespace weir {

struct FirehoseRecord {
  Instant arrived_at;   // At the service: in the Data Stream, where that is the source.
  ProducerId producer;  // UINT32_MAX: its bytes came as they are, and `number` is their place.
  uint32_t key = 0;     // As in the log of a stream.
  uint32_t number = 0;  // As there.
  uint32_t billed_bytes = 0;  // As the producer made it, with the partition key.
  uint32_t bytes = 0;         // Of data, as it will be delivered.
  uint32_t sub = 0;           // What has become of it: see record_fate.h.

  void AddTo(Digest& digest) const {
    digest.Add(arrived_at.micros);
    digest.Add(static_cast<uint64_t>(key) << 32 | number);
    digest.Add(static_cast<uint64_t>(producer.value) << 32 | bytes);
    digest.Add(sub);
  }
};

using FirehoseRecords = CowArray<FirehoseRecord, 256>;

// Gives what the engine alone knows: the bytes of simulated records.
class RecordSource {
 public:
  virtual std::string Data(const FirehoseRecord& record) const = 0;
  // How many of a record of a Data Stream are data, not partition key.
  virtual uint32_t DataBytes(ProducerId producer, uint32_t key, uint32_t number,
                             uint32_t billed_bytes) const = 0;
  virtual std::string KeyName(const FirehoseRecord& record) const = 0;

 protected:
  ~RecordSource() = default;  // Never owned through this type.
};

// Records that were flushed together and travel together from then on.
struct DeliveryBatch {
  FirehoseRecords records;
  size_t first = 0;  // Those before it have expired.
  int64_t bytes = 0;
  Instant entered_at;      // The first of them, into this buffer.
  Instant inside_since;    // The oldest of them, into Firehose.
  Instant oldest_arrival;  // At the service.
  FlushCause cause = FlushCause::kInterval;
  // Of what a destination would not take; for the lines of the error output alone.
  int64_t attempts_made = 0;
  Instant last_attempt_at;

  int64_t size() const { return static_cast<int64_t>(records.size() - first); }
  void AddTo(Digest& digest) const {
    for (size_t i = first; i < records.size(); ++i) records[i].AddTo(digest);
    for (const int64_t number : {bytes, entered_at.micros, inside_since.micros,
                                 oldest_arrival.micros, static_cast<int64_t>(cause)}) {
      digest.Add(number);
    }
  }
};

}  // namespace weir
