// Measures of delivery streams.
#include <algorithm>

#include "core/engine/measure_rows.h"

namespace weir {
namespace {

using Subject = MeasureSubject;
using Number = std::optional<int64_t>;
using Text = std::optional<std::string>;
using Unit = MeasureUnit;

constexpr MeasureScope kScope = MeasureScope::kDelivery;

template <auto Member>
Number Of(const Subject& at) {
  return at.delivery->*Member;
}

template <auto Member>
Number SpanOf(const Subject& at) {
  return (at.delivery->*Member).micros;
}

using View = DeliveryStreamView;

constexpr MeasureGetter kRows[] = {
    {{kScope, "status", Unit::kText, "'CREATING', 'ACTIVE', 'DELETING', 'DELETED'"},
     nullptr,
     [](const Subject& at) -> Text { return DeliveryStreamStatusName(at.delivery->status); }},
    {{kScope, "records_in", Unit::kRecords, "came in, aggregated ones opened"},
     Of<&View::records_in>},
    {{kScope, "bytes_in", Unit::kBytes, "of data that came in"}, Of<&View::bytes_in>},
    {{kScope, "put_calls", Unit::kCount, "PutRecord and PutRecordBatch calls"},
     Of<&View::put_calls>},
    {{kScope, "refused_calls", Unit::kCount, "of them refused as a whole"},
     Of<&View::refused_calls>},
    {{kScope, "throttled", Unit::kRecords, "told to slow down; one refused twice counts twice"},
     Of<&View::throttled>},
    {{kScope, "quota_raises", Unit::kCount, "of the quota of Direct PUT"}, Of<&View::quota_raises>},
    {{kScope, "objects", Unit::kCount, "of data, delivered to the destination"},
     Of<&View::objects>},
    {{kScope, "delivered", Unit::kRecords, "delivered to the destination"}, Of<&View::delivered>},
    {{kScope, "delivered_bytes", Unit::kBytes, "delivered to it, before compression"},
     Of<&View::delivered_bytes>},
    {{kScope, "bytes_per_object", Unit::kBytes, "on average"},
     [](const Subject& at) -> Number {
       return at.delivery->delivered_bytes / std::max<int64_t>(at.delivery->objects, 1);
     }},
    {{kScope, "failed", Unit::kRecords, "in the error output"}, Of<&View::failed>},
    {{kScope, "error_objects", Unit::kCount, "objects of the error output"},
     Of<&View::error_objects>},
    {{kScope, "dropped", Unit::kRecords, "dropped by the transformation"}, Of<&View::dropped>},
    {{kScope, "expired", Unit::kRecords, "lost, undelivered for too long"}, Of<&View::expired>},
    {{kScope, "discarded", Unit::kRecords, "lost when the delivery stream was deleted"},
     Of<&View::discarded>},
    {{kScope, "waiting", Unit::kRecords, "in buffers, functions and deliveries"},
     Of<&View::waiting>},
    {{kScope, "waiting_bytes", Unit::kBytes, "in buffers, functions and deliveries"},
     Of<&View::waiting_bytes>},
    {{kScope, "delivered_twice", Unit::kRecords,
      "delivered by attempts that Firehose believes to have failed"},
     Of<&View::delivered_twice>},
    {{kScope, "attempts_failed", Unit::kCount, "deliveries that failed and were tried again"},
     Of<&View::attempts_failed>},
    {{kScope, "flushed_by_size", Unit::kCount, "buffers that reached their size"},
     Of<&View::flushed_by_size>},
    {{kScope, "flushed_by_interval", Unit::kCount, "buffers whose interval was over first"},
     Of<&View::flushed_by_interval>},
    {{kScope, "buffer_bytes_max", Unit::kBytes, "greatest size that a buffer has grown to"},
     Of<&View::buffer_bytes_max>},
    {{kScope, "freshness", Unit::kDuration, "DataFreshness: age in Firehose of the oldest record"},
     SpanOf<&View::freshness>},
    {{kScope, "behind", Unit::kDuration, "of a stream source: its greatest MillisBehindLatest"},
     SpanOf<&View::behind>},
    {{kScope, "reads_throttled", Unit::kCount, "GetRecords calls of its source refused"},
     Of<&View::reads_throttled>},
    {{kScope, "active_partitions", Unit::kCount, "of dynamic partitioning"},
     Of<&View::active_partitions>},
    {{kScope, "active_partitions_max", Unit::kCount, "the most there ever were at once"},
     Of<&View::active_partitions_max>},
    {{kScope, "partition_overflow", Unit::kRecords, "beyond the quota of active partitions"},
     Of<&View::partition_overflow>},
    {{kScope, "transforms", Unit::kCount, "invocations of its function"}, Of<&View::transforms>},
    {{kScope, "transforms_failed", Unit::kCount, "of them that threw or timed out"},
     Of<&View::transforms_failed>},
    {{kScope, "backup_objects", Unit::kCount, "of source records"}, Of<&View::backup_objects>},
    {{kScope, "backup_records", Unit::kRecords, "source records in the backup"},
     Of<&View::backup_records>},
    {{kScope, "kib_billed", Unit::kCount, "KiB ingested, each record rounded up to 5"},
     Of<&View::kib_billed>},
    {{kScope, "version", Unit::kCount, "of its configuration"}, Of<&View::version>},
};

}  // namespace

std::span<const MeasureGetter> DeliveryGetters() { return kRows; }

}  // namespace weir
