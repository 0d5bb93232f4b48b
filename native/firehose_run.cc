#include "native/firehose_run.h"

#include <algorithm>
#include <filesystem>

#include "core/base/text.h"
#include "core/firehose/destination.h"
#include "core/firehose/encoder.h"
#include "core/firehose/error_record.h"
#include "core/model/limits_firehose.h"

namespace weir {
namespace {

constexpr std::string_view kPartitionsExceeded = "DynamicPartitioning.ActivePartitionLimitExceeded";

Error Refused(std::string text) { return Error{ErrorCode::kInvalidArgument, std::move(text)}; }

// [guide, buffering hints] for S3.
Result<void> CheckHints(int64_t bytes, Duration interval, bool partitioned) {
  const DestinationRow& row = RowOf(DestinationKind::kS3);
  if (bytes < row.mebibytes_min * kMebibyte || bytes > row.mebibytes_max * kMebibyte ||
      interval.micros < 0 || interval > row.interval_max) {
    return Refused(
        "BufferingHints of S3: SizeInMBs is from 1 to 128, IntervalInSeconds from 0 to 900");
  }
  if (partitioned && bytes < kPartitioningBytesMin) {
    return Refused(
        "BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is enabled.");
  }
  if (partitioned && interval < kBufferIntervalMin2022) {
    return Refused(
        "BufferingHints.IntervalInSeconds must be at least 60 when Dynamic Partitioning is "
        "enabled.");
  }
  return {};
}

std::string NameOf(const FirehoseOptions& options) {
  if (!options.name.empty()) return options.name;
  std::string name =
      options.file == "-" ? "input" : std::filesystem::path(options.file).stem().string();
  for (char& c : name) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '.' || c == '-';
    if (!fine) c = '-';
  }
  return name.empty() ? "input" : name.substr(0, 64);
}

Result<void> CheckName(const std::string& name) {
  const bool fine = !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
  if (fine) return {};
  return Error{
      ErrorCode::kValidation,
      StrCat({"1 validation error detected: Value '", name,
              "' at 'deliveryStreamName' failed to satisfy constraint: Member must satisfy "
              "regular expression pattern: [a-zA-Z0-9_.-]+"})};
}

}  // namespace

Result<FirehoseRun> FirehoseRun::Create(const FirehoseOptions& options, ObjectSink sink) {
  const bool partitioned = !options.partition.empty();
  FirehoseRun run;
  run.sink_ = std::move(sink);
  run.chance_ = Prng::ForComponent(options.seed, "firehose/objects");
  const bool given = options.buffer_bytes > 0;
  const BufferingHints hints = given ? BufferingHints{options.buffer_bytes, options.buffer_interval}
                                     : DefaultHints(DestinationKind::kS3, partitioned);
  run.buffer_bytes_ = hints.bytes;
  run.interval_ = hints.interval;
  if (Result<void> checked = CheckHints(run.buffer_bytes_, run.interval_, partitioned);
      !checked.ok()) {
    return checked.error();
  }
  if (run.interval_.micros == 0) run.interval_ = kZeroBufferingDelay;
  const Result<Compression> compression =
      ParseCompression(options.compression, "extendedS3DestinationConfiguration.compressionFormat");
  if (!compression.ok()) return compression.error();
  run.compression_ = compression.value();
  ObjectKeySpec spec;
  spec.stream_name = NameOf(options);
  if (Result<void> checked = CheckName(spec.stream_name); !checked.ok()) return checked.error();
  spec.prefix = options.prefix;
  spec.error_output_prefix = options.error_prefix;
  spec.file_extension = options.file_extension;
  spec.custom_time_zone = options.time_zone;
  spec.compression = run.compression_;
  spec.dynamic_partitioning = partitioned;
  Result<ObjectKeys> keys = ObjectKeys::Create(spec);
  if (!keys.ok()) return keys.error();
  run.keys_ = std::move(keys).value();
  ProcessorsSpec processing;
  processing.filter = options.filter;
  processing.projection = options.projection;
  processing.metadata_extraction_query = options.partition;
  processing.append_delimiter = options.delimiter;
  processing.dynamic_partitioning = partitioned;
  Result<Processors> processors = Processors::Create(processing, run.keys_.prefix());
  if (!processors.ok()) return processors.error();
  run.processors_ = std::move(processors).value();
  return run;
}

Duration FirehoseRun::IntervalOf(const Lane&) const { return interval_; }

Result<void> FirehoseRun::FlushDue(Instant now) {
  for (;;) {
    auto first = buffers_.end();
    for (auto at = buffers_.begin(); at != buffers_.end(); ++at) {
      if (first == buffers_.end() || at->second.oldest_arrival < first->second.oldest_arrival) {
        first = at;
      }
    }
    if (first == buffers_.end()) return {};
    const Instant due = first->second.oldest_arrival + IntervalOf(first->first);
    if (due > now) return {};
    ++counts_.flushed_by_interval;
    if (Result<void> flushed = Flush(first, due); !flushed.ok()) return flushed;
  }
}

Result<void> FirehoseRun::Arrive(Instant at, std::string_view data) {
  if (Result<void> flushed = FlushDue(at); !flushed.ok()) return flushed;
  if (static_cast<int64_t>(data.size()) > kDirectPutRecordBytesMax) {
    return Error{ErrorCode::kValidation,
                 StrCat({"a record of ", WithThousands(static_cast<int64_t>(data.size())),
                         " bytes: Member must have length less than or equal to 1024000"})};
  }
  ++counts_.records_in;
  counts_.bytes_in += static_cast<int64_t>(data.size());
  for (const ProcessedRecord& record : processors_.Apply(data)) {
    ++counts_.parts;
    if (record.result == ProcessingResult::kDropped) {
      ++counts_.dropped;
      continue;
    }
    const Result<void> added = record.result == ProcessingResult::kFailed
                                   ? Fail(at, record)
                                   : Add(Lane{record.keys, {}}, at, record.data);
    if (!added.ok()) return added;
  }
  return {};
}

Result<void> FirehoseRun::Fail(Instant at, const ProcessedRecord& record) {
  const FailedRecord failed{record.data, record.error_code, record.error_message, 1, at, at};
  return Add(Lane{{}, std::string(kProcessingFailed)}, at, ProcessingErrorLine(failed, {}));
}

Result<void> FirehoseRun::Add(const Lane& lane, Instant at, std::string_view data) {
  auto found = buffers_.find(lane);
  if (found == buffers_.end()) {
    const int64_t active = static_cast<int64_t>(std::ranges::count_if(
        buffers_, [](const auto& one) { return one.first.error_type.empty(); }));
    if (!lane.keys.empty() && active >= kActivePartitionsMax) {
      ProcessedRecord over;
      over.data = data;
      over.error_code = kPartitionsExceeded;
      over.error_message = "The number of active partitions has reached its limit";
      return Fail(at, over);
    }
    found = buffers_.emplace(lane, Buffer{at, 0, {}}).first;
    if (lane.error_type.empty())
      counts_.partitions_most = std::max(counts_.partitions_most, active + 1);
  }
  Buffer& buffer = found->second;
  buffer.data += data;
  ++buffer.records;
  bytes_waiting_ += static_cast<int64_t>(data.size());
  counts_.bytes_waiting_most = std::max(counts_.bytes_waiting_most, bytes_waiting_);
  if (static_cast<int64_t>(buffer.data.size()) < buffer_bytes_) return {};
  ++counts_.flushed_by_size;
  return Flush(found, at);
}

Result<void> FirehoseRun::Flush(Buffers::iterator buffer, Instant now) {
  const Lane& lane = buffer->first;
  const ObjectKeyParts parts{buffer->second.oldest_arrival, 1, &lane.keys};
  DeliveredObject object;
  object.errors = !lane.error_type.empty();
  object.key = object.errors ? keys_.ErrorKeyOf(parts, lane.error_type, chance_)
                             : keys_.KeyOf(parts, chance_);
  const std::string entry = RandomUuid(chance_);
  object.bytes = Encode(compression_, buffer->second.data, ZipEntry{entry, now});
  object.content_encoding = ContentEncodingOf(compression_);
  object.records = buffer->second.records;
  object.bytes_before = static_cast<int64_t>(buffer->second.data.size());
  object.oldest_arrival = buffer->second.oldest_arrival;
  object.delivered_at = now;
  if (Result<void> taken = sink_(object); !taken.ok()) return taken;
  (object.errors ? counts_.failed : counts_.delivered) += object.records;
  ++(object.errors ? counts_.error_objects : counts_.objects);
  if (!object.errors) counts_.bytes_delivered += object.bytes_before;
  counts_.bytes_of_objects += static_cast<int64_t>(object.bytes.size());
  const size_t slash = object.key.rfind('/');
  ++counts_.objects_by_folder[slash == std::string::npos ? "" : object.key.substr(0, slash + 1)];
  bytes_waiting_ -= object.bytes_before;
  buffers_.erase(buffer);
  return {};
}

Result<void> FirehoseRun::End() { return FlushDue(kNever); }

}  // namespace weir
