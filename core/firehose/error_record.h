// The lines of the objects under the error prefix: one JSON object for each record that could not
// be transformed or delivered. Members stand in the order in which they were captured from the
// service (floci-io/floci#3393, radkawar/stackd); the guide documents some in another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/time.h"

namespace weir {

// What every such line tells.
struct FailedRecord {
  std::string_view data;
  std::string_view error_code;
  std::string_view error_message;
  int64_t attempts_made = 1;
  Instant arrived_at;
  Instant last_attempt_at;
};

// Values of !{firehose:error-output-type}.
inline constexpr std::string_view kProcessingFailed = "processing-failed";
inline constexpr std::string_view kFormatConversionFailed = "format-conversion-failed";
inline constexpr std::string_view kOpenSearchFailed = "AmazonOpenSearchService-failed";
inline constexpr std::string_view kSplunkFailed = "splunk-failed";
inline constexpr std::string_view kHttpEndpointFailed = "http-endpoint-failed";
inline constexpr std::string_view kDecompressionFailed = "decompression-failed";

// Each with the line feed behind it.
//
// processing-failed: rawData, errorCode, errorMessage, attemptsMade, arrivalTimestamp,
// attemptEndingTimestamp and, of a function's, lambdaARN.
std::string ProcessingErrorLine(const FailedRecord& record, std::string_view lambda_arn);

// http-endpoint-failed and splunk-failed: attemptsMade, arrivalTimestamp, errorCode, errorMessage,
// attemptEndingTimestamp, rawData, subsequenceNumber, and the id under the name "dataId" or
// "EventId".
std::string EndpointErrorLine(const FailedRecord& record, int64_t subsequence_number,
                              std::string_view id);
std::string SplunkErrorLine(const FailedRecord& record, int64_t subsequence_number,
                            std::string_view id);

// AmazonOpenSearchService-failed.
struct OpenSearchDocument {
  std::string_view id;
  std::string_view index;
  std::string_view type;
};
std::string OpenSearchErrorLine(const FailedRecord& record, const OpenSearchDocument& document);

}  // namespace weir
