// Reads a stream's totals once a second and keeps what has to be paid for, by the mode it was in.
//
// Data traffic is exact. Shards, consumers and retention are counted as they stand at the end of
// each second; storage as it stands at the end of each hour since the stream was there. The service
// bills whole hours begun; a meter counts seconds, so that a bill grows evenly while one watches.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/cow_array.h"
#include "core/base/time.h"
#include "core/cost/usage.h"
#include "core/model/stream_status.h"

namespace weir {

// Totals since the stream was created, and how it stands.
struct MeterReading {
  StreamMode mode = StreamMode::kProvisioned;
  Duration retention = {};
  int64_t open_shards = 0;
  int64_t fan_out_consumers = 0;
  int64_t records = 0;
  int64_t bytes = 0;
  int64_t kib_in = 0;
  int64_t payload_units = 0;
  int64_t read_bytes = 0;
  int64_t late_read_bytes = 0;
  int64_t pushed_bytes = 0;
};

// The greatest of any second.
struct PeakSecond {
  int64_t records = 0;
  int64_t bytes = 0;
  int64_t bytes_out = 0;  // By GetRecords, which shards limit; a push has a limit of its own.
};

class Meter {
 public:
  // A second is over. Called once for each while the stream is there.
  void Second(const MeterReading& reading);
  // Whether the second that was read last ended an hour: then Hour has to be called.
  bool hour_is_over() const { return seconds_ % 3'600 == 0; }
  void Hour(int64_t retained_bytes);

  const StreamUsage& usage(StreamMode mode) const { return usage_[static_cast<size_t>(mode)]; }
  StreamUsage total() const;
  const PeakSecond& peak() const { return peak_; }
  const MeterReading& last() const { return last_; }

 private:
  int64_t OlderThan(int64_t hours, int64_t expired_bytes) const;

  int64_t seconds_ = 0;
  MeterReading last_;
  PeakSecond peak_;
  std::array<StreamUsage, 2> usage_;
  CowArray<int64_t, 256> bytes_by_hour_;  // Ever accepted, at the end of each hour.
};

}  // namespace weir
