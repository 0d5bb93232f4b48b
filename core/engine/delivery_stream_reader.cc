#include "core/engine/delivery_stream_reader.h"

#include <algorithm>
#include <string>

#include "core/base/text.h"
#include "core/engine/part_reader.h"
#include "core/firehose/delivered_key.h"
#include "core/firehose/processors.h"
#include "core/model/limits.h"

namespace weir {
namespace {

// Weir's own bound of a quota: what a test may want to set.
constexpr int64_t kQuotaMax = 1'000'000'000;

BufferingHints ReadHints(JsonReader& in, BufferingHints hints) {
  if (in.Has("size_mib")) hints.bytes = in.Int("size_mib", 1, 128) * kMebibyte;
  in.Raw("size_mib");
  hints.interval = in.Span("interval", Seconds(0), kBufferIntervalMax, hints.interval);
  if (hints.interval.micros % 1'000'000 != 0) in.Fail("interval", "must be whole seconds");
  return hints;
}

void ReadDirectPut(JsonReader& in, DeliveryStreamSpec& spec) {
  const bool other = in.OneOf("region", {"large", "other"}, 0) == 1;
  spec.quota = other ? kDirectPutQuotaOther : kDirectPutQuotaLarge;
  DirectPutQuota& quota = spec.quota;
  quota.records_per_second = in.Int("records_per_second", 1, kQuotaMax, quota.records_per_second);
  quota.requests_per_second =
      in.Int("requests_per_second", 1, kQuotaMax, quota.requests_per_second);
  quota.bytes_per_second = in.Int("bytes_per_second", 1, kQuotaMax, quota.bytes_per_second);
  // The raise is newer than the rules of 2022.
  spec.auto_raise = in.Bool("auto_raise", spec.rules == Ruleset::kToday);
  spec.ingest_shards = in.Int("ingest_shards", 1, kIngestShardsMax, spec.ingest_shards);
}

TransformSpec ReadTransform(JsonReader& in, DestinationKind kind) {
  TransformSpec spec;
  const bool small = kind == DestinationKind::kSplunk || kind == DestinationKind::kSnowflake;
  if (small) spec.hints.bytes = kTransformBufferBytesSplunk;
  if (kind == DestinationKind::kSnowflake) spec.hints.interval = kTransformIntervalSnowflake;
  in.Object("buffer", [&](JsonReader& buffer) {
    spec.hints.bytes = buffer.Int("size_kib", kTransformBufferBytesMin / 1'024,
                                  kTransformBufferBytesMax / 1'024, spec.hints.bytes / 1'024) *
                       1'024;
    spec.hints.interval =
        buffer.Span("interval", Seconds(0), kBufferIntervalMax, spec.hints.interval);
  });
  spec.retries = in.Int("retries", 0, kTransformRetriesMax, spec.retries);
  in.Object("duration", [&](JsonReader& duration) {
    spec.duration_min = duration.Span("min", Millis(1), kTransformTimeoutMax, spec.duration_min);
    spec.duration_max = duration.Span("max", Millis(1), kTransformTimeoutMax,
                                      std::max(spec.duration_min, spec.duration_max));
    if (spec.duration_max < spec.duration_min) duration.Fail("max", "is shorter than min");
  });
  spec.timeout = in.Span("timeout", Seconds(1), kTransformTimeoutMax, spec.timeout);
  spec.dropped = in.Int("dropped", 0, 1'000, spec.dropped);
  spec.failed = in.Int("failed", 0, 1'000 - spec.dropped, spec.failed);
  spec.errors = in.Int("errors", 0, 1'000, spec.errors);
  spec.size_percent = in.Int("size_percent", 1, 1'000, spec.size_percent);
  return spec;
}

DestinationKind ReadKind(JsonReader& in) {
  const std::string word = in.String("destination", "s3");
  std::string there;
  for (const DestinationRow& row : Destinations()) {
    if (row.word == word) return row.kind;
    there += StrCat({there.empty() ? "" : ", ", row.word});
  }
  if (!in.failed()) {
    in.Fail("destination", StrCat({"\"", word, "\" is no destination; expected one of ", there}));
  }
  return DestinationKind::kS3;
}

ProcessorsSpec ReadProcessors(JsonReader& in) {
  ProcessorsSpec spec;
  spec.decompression = in.Bool("decompression", false);
  spec.de_aggregation =
      static_cast<DeAggregation>(in.OneOf("de_aggregation", {"none", "json", "delimited"}, 0));
  spec.sub_record_delimiter = in.String("sub_record_delimiter", "");
  if (!spec.sub_record_delimiter.empty() && spec.de_aggregation != DeAggregation::kDelimited) {
    in.Fail("sub_record_delimiter", "goes with \"de_aggregation\": \"delimited\" only");
  }
  spec.filter = in.String("filter", "");
  spec.projection = in.String("projection", "");
  spec.metadata_extraction_query = in.String("partition", "");
  spec.dynamic_partitioning = !spec.metadata_extraction_query.empty();
  spec.delimiter = in.String("append_delimiter", "");
  spec.append_delimiter = !spec.delimiter.empty();
  return spec;
}

// Partitions are those of records' keys, or those that an expression of the processors finds.
void ReadPartitions(JsonReader& in, DeliveryStreamSpec& spec, const ProcessorsSpec& processors) {
  spec.partition_by = in.OneOf("partition_by", {"none", "key"}, 0) == 1 ? PartitionByKind::kKey
                                                                        : PartitionByKind::kNone;
  if (spec.partitions() && in.Has("processors")) {
    in.Fail("partition_by", "does not go with \"processors\": expected \"partition\" among those");
  }
  if (processors.dynamic_partitioning) spec.partition_by = PartitionByKind::kKey;
}

void ReadDestination(JsonReader& in, DeliveryStreamSpec& spec) {
  DestinationSpec& to = spec.destination;
  to.kind = ReadKind(in);
  const DestinationRow& row = RowOf(to.kind);
  to.hints = DefaultHints(to.kind, spec.partitions());
  in.Object("buffer", [&](JsonReader& buffer) { to.hints = ReadHints(buffer, to.hints); });
  to.retry_for = row.retry_default;
  if (in.Has("retry_for") && to.kind == DestinationKind::kS3) {
    in.Fail("retry_for", "does not go with destination s3: it is tried for 24 hours");
  }
  to.retry_for = in.Span("retry_for", Seconds(0), kDeliveryRetryMax, to.retry_for);
  to.latency_min = row.latency_min;
  to.latency_max = row.latency_max;
  ReadLatency(in, to.latency_min, to.latency_max);
  to.response_timeout =
      in.Span("response_timeout", Seconds(1), kSplunkAckMax, row.response_timeout);
  to.errors = in.Int("errors", 0, 1'000, to.errors);
  to.lost_answers = in.Int("lost_answers", 0, 1'000, to.lost_answers);
}

// How objects are called; a delivery stream with partitions has them in its prefix.
void ReadNames(JsonReader& in, DeliveryStreamSpec& spec) {
  const bool partitions = spec.partitions();
  const bool by_key = partitions && !in.Has("processors");
  spec.prefix = in.String("prefix", by_key ? "key=!{partitionKeyFromQuery:key}/" : "");
  spec.error_output_prefix =
      in.String("error_output_prefix", partitions ? "errors/!{firehose:error-output-type}/" : "");
  spec.compression = in.String("compression", "UNCOMPRESSED");
  spec.file_extension = in.String("file_extension", "");
  spec.time_zone = in.String("time_zone", "UTC");
}

// Names objects by what they need of the prefix, so it comes after that.
void MakeProcessors(JsonReader& in, const ProcessorsSpec& processors, DeliveryStreamSpec& spec) {
  if (in.failed() || !in.Has("processors")) return;
  if (spec.transform) {
    in.Fail("transform", "does not go with \"processors\": a modelled function leaves no bytes");
    return;
  }
  const Result<ObjectKeys> keys = ObjectKeysOf(spec);
  if (!keys.ok()) {
    in.Fail("", keys.error().message);
    return;
  }
  Result<Processors> made = Processors::Create(processors, keys.value().prefix());
  if (!made.ok()) {
    in.Fail("processors", made.error().message);
    return;
  }
  spec.processors = std::make_shared<const Processors>(std::move(made).value());
}

}  // namespace

DeliveryStreamSpec ReadDeliveryStream(JsonReader& in, const Scenario& scenario) {
  DeliveryStreamSpec spec;
  spec.name = in.String("name");
  spec.rules = in.OneOf("rules", {"today", "2022"}, 0) == 1 ? Ruleset::k2022 : Ruleset::kToday;
  if (in.Has("stream")) {
    spec.source = ReadStreamName(in, scenario.streams);
    if (in.Has("direct_put")) {
      in.Fail("direct_put", "does not go with \"stream\": the source is a data stream");
    }
  }
  in.Raw("stream");
  spec.auto_raise = spec.rules == Ruleset::kToday;
  in.Object("direct_put", [&](JsonReader& direct) { ReadDirectPut(direct, spec); });
  ProcessorsSpec processors;
  in.Object("processors", [&](JsonReader& one) { processors = ReadProcessors(one); });
  ReadPartitions(in, spec, processors);
  ReadDestination(in, spec);
  ReadNames(in, spec);
  in.Object("backup", [&](JsonReader& backup) {
    spec.backup.mode = backup.OneOf("mode", {"failed", "all"}, 0) == 1 ? BackupMode::kAll
                                                                       : BackupMode::kFailedOnly;
    spec.backup.hints = ReadHints(backup, spec.backup.hints);
  });
  in.Object("transform", [&](JsonReader& transform) {
    spec.transform = ReadTransform(transform, spec.destination.kind);
  });
  MakeProcessors(in, processors, spec);
  if (in.failed()) return spec;
  if (const Result<void> valid = ValidateDeliveryStream(spec); !valid.ok()) {
    in.Fail("", valid.error().message);
  }
  return spec;
}

}  // namespace weir
