// The kinds of destinations: what the service asks of each, as one row a kind.
//
//   S3              objects; tried again for 24 hours, then lost
//   Redshift        objects, then COPY every 5 minutes; else a manifest under errors/
//   OpenSearch      bulk requests every 5 minutes; else documents under ...-failed/
//   Splunk          events and their acknowledgement; else splunk-failed/
//   HTTP endpoint   requests, back-off 1 s to 120 s with jitter; else http-endpoint-failed/
//   Snowflake, Iceberg                exponential back-off; else the error bucket
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/view/firehose_view.h"

namespace weir {

// The service has changed: 2022 is the full developer guide of that year.
enum class Ruleset : uint8_t { k2022, kToday };

struct BufferingHints {
  int64_t bytes = 0;
  Duration interval = {};
  friend bool operator==(const BufferingHints&, const BufferingHints&) = default;
};

// The wait before the attempt after `failures` of them: `first`, doubled, up to `cap`.
struct RetryRule {
  Duration first = {};
  Duration cap = {};
  int64_t jitter_percent = 0;
};

struct DestinationRow {
  DestinationKind kind;
  std::string_view word;         // In a scenario.
  std::string_view metric_word;  // "DeliveryToS3".
  std::string_view error_type;   // !{firehose:error-output-type} of what it would not take.
  int64_t mebibytes_min;
  int64_t mebibytes_max;
  int64_t mebibytes_default;
  Duration interval_max;
  Duration interval_default;
  Duration retry_default;  // How long in all; of S3 nothing: until the records expire.
  RetryRule retry;
  Duration latency_min;  // Of one attempt. Modelled.
  Duration latency_max;
  Duration response_timeout;  // Of an attempt without an answer. Modelled but for HTTP and Splunk.
  bool in_2022;
};

std::span<const DestinationRow> Destinations();
const DestinationRow& RowOf(DestinationKind kind);

// Those of a delivery stream that says nothing about it.
BufferingHints DefaultHints(DestinationKind kind, bool partitioning);
// Error kInvalidArgument, in words: which range holds for this destination under `rules`.
Result<void> ValidateHints(DestinationKind kind, Ruleset rules, bool partitioning,
                           const BufferingHints& hints);

}  // namespace weir
