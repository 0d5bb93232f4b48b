// A buffer: it is flushed when it holds as many bytes as its hint says, or when its first record
// has waited for its interval, whichever comes first.
//
//   first record              hint of size
//   |---- interval ---->|     or
//   [ r ][ r ][ r ] . . . . . [ r ] flush
//
// A hint is no limit: the record that reaches the size is inside. Bytes count before compression.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/firehose/destination.h"
#include "core/firehose/firehose_record.h"
#include "core/model/limits_firehose.h"

namespace weir {

class DeliveryBuffer {
 public:
  // `inside_since`: when the record came into Firehose, which may be before it came here. The hints
  // of a buffer are those of the moment at which its first record comes: an update of the delivery
  // stream flushes nothing early.
  void Add(Instant now, const BufferingHints& hints, const FirehoseRecord& record,
           Instant inside_since) {
    if (batch_.records.size() == 0) {
      hints_ = hints;
      batch_.entered_at = now;
      batch_.inside_since = inside_since;
      batch_.oldest_arrival = record.arrived_at;
    }
    batch_.records.PushBack(record);
    batch_.bytes += record.bytes;
    batch_.inside_since = std::min(batch_.inside_since, inside_since);
    batch_.oldest_arrival = std::min(batch_.oldest_arrival, record.arrived_at);
  }

  bool empty() const { return batch_.records.size() == 0; }
  bool full() const { return batch_.bytes >= hints_.bytes; }
  // When the interval of a buffer that is not empty is over.
  Instant due_at() const { return batch_.entered_at + Wait(); }
  const BufferingHints& hints() const { return hints_; }
  const DeliveryBatch& batch() const { return batch_; }

  DeliveryBatch Flush(FlushCause cause) {
    batch_.cause = cause;
    return std::exchange(batch_, {});
  }
  FlushCause CauseOfInterval() const {
    return hints_.interval == Duration{} ? FlushCause::kZeroBuffering : FlushCause::kInterval;
  }

  void AddTo(Digest& digest) const {
    batch_.AddTo(digest);
    digest.Add(hints_.bytes);
    digest.Add(hints_.interval.micros);
  }

 private:
  Duration Wait() const {
    return hints_.interval == Duration{} ? kZeroBufferingDelay : hints_.interval;
  }

  BufferingHints hints_;
  DeliveryBatch batch_;
};

}  // namespace weir
