// Records of a file through a delivery stream's processors and buffers into objects, on the clock
// of the file: nothing waits in real time, and the same file and seed give the same objects.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/base/prng.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/firehose/object_key.h"
#include "core/firehose/processors.h"
#include "native/firehose_options.h"

namespace weir {

struct FirehoseCounts {
  int64_t records_in = 0;
  int64_t bytes_in = 0;
  int64_t parts = 0;  // Records after de-aggregation: delivered + dropped + failed + waiting.
  int64_t delivered = 0;
  int64_t dropped = 0;
  int64_t failed = 0;
  int64_t objects = 0;
  int64_t error_objects = 0;
  int64_t bytes_delivered = 0;   // Before compression.
  int64_t bytes_of_objects = 0;  // After.
  int64_t flushed_by_size = 0;
  int64_t flushed_by_interval = 0;
  int64_t partitions_most = 0;
  int64_t bytes_waiting_most = 0;
  std::map<std::string, int64_t, std::less<>> objects_by_folder;
};

// Whoever takes the objects.
struct DeliveredObject {
  std::string key;
  std::string bytes;  // Compressed.
  std::string_view content_encoding;
  int64_t records = 0;
  int64_t bytes_before = 0;
  Instant oldest_arrival;
  Instant delivered_at;
  bool errors = false;
};
using ObjectSink = std::function<Result<void>(const DeliveredObject&)>;

class FirehoseRun {
 public:
  // Errors kInvalidArgument, kValidation: as the service refuses such a delivery stream.
  static Result<FirehoseRun> Create(const FirehoseOptions& options, ObjectSink sink);

  // Times never go back. Errors: the sink's.
  Result<void> Arrive(Instant at, std::string_view data);
  // Nothing more comes: what waits is delivered when its interval is over.
  Result<void> End();

  const FirehoseCounts& counts() const { return counts_; }

 private:
  struct Buffer {
    Instant oldest_arrival;
    int64_t records = 0;
    std::string data;
  };
  struct Lane {  // What shares a buffer: the keys, or the type of error.
    PartitionKeys keys;
    std::string error_type;
    friend auto operator<=>(const Lane&, const Lane&) = default;
  };
  using Buffers = std::map<Lane, Buffer>;

  Result<void> FlushDue(Instant now);
  Result<void> Add(const Lane& lane, Instant at, std::string_view data);
  Result<void> Fail(Instant at, const ProcessedRecord& record);
  Result<void> Flush(Buffers::iterator buffer, Instant now);
  Duration IntervalOf(const Lane& lane) const;

  ObjectSink sink_;
  ObjectKeys keys_;
  Processors processors_;
  Compression compression_ = Compression::kUncompressed;
  int64_t buffer_bytes_ = 0;
  Duration interval_;
  Prng chance_{0};
  Buffers buffers_;
  int64_t bytes_waiting_ = 0;
  FirehoseCounts counts_;
};

}  // namespace weir
