#include "core/firehose/destination.h"

#include <array>
#include <string>

#include "core/base/text.h"
#include "core/model/limits_firehose.h"

namespace weir {
namespace {

constexpr RetryRule kByS3{kS3RetryWaitMin, kS3RetryWaitMax, 0};
constexpr RetryRule kByHttp{kHttpRetryWaitMin, kHttpRetryWaitMax, kHttpRetryJitterPercent};
constexpr RetryRule kByCopy{kRedshiftRetryEvery, kRedshiftRetryEvery, 0};
constexpr RetryRule kByBulk{kOpenSearchRetryEvery, kOpenSearchRetryEvery, 0};
constexpr Duration kMax = kBufferIntervalMax;

// [guide, buffering hints; data delivery failure handling]. Where API text and guide differ
// (HTTP's interval, Snowflake's size), the guide's numbers stand here, for it is the newer.
constexpr std::array<DestinationRow, 8> kRows{{
    {DestinationKind::kS3,
     "s3",
     "DeliveryToS3",
     "delivery-failed",
     1,
     128,
     5,
     kMax,
     Seconds(300),
     {},
     kByS3,
     Millis(80),
     Millis(400),
     Seconds(30),
     true},
    {DestinationKind::kRedshift, "redshift", "DeliveryToRedshift", "errors", 1, 128, 5, kMax,
     Seconds(300), Seconds(3'600), kByCopy, Seconds(1), Seconds(4), Seconds(60), true},
    {DestinationKind::kOpenSearch, "opensearch", "DeliveryToAmazonOpenSearchService",
     "AmazonOpenSearchService-failed", 1, 100, 5, kMax, Seconds(300), Seconds(300), kByBulk,
     Millis(100), Millis(600), Seconds(60), true},
    {DestinationKind::kOpenSearchServerless, "opensearch_serverless",
     "DeliveryToAmazonOpenSearchServerless", "AmazonOpenSearchService-failed", 1, 100, 5, kMax,
     Seconds(300), Seconds(300), kByBulk, Millis(100), Millis(600), Seconds(60), false},
    {DestinationKind::kSplunk, "splunk", "DeliveryToSplunk", "splunk-failed", 1, 5, 5, Seconds(60),
     Seconds(60), Seconds(300), kByHttp, Millis(200), Seconds(2), kSplunkAckMin, true},
    {DestinationKind::kHttpEndpoint, "http_endpoint", "DeliveryToHttpEndpoint",
     "http-endpoint-failed", 1, 64, 5, kMax, Seconds(60), Seconds(300), kByHttp, Millis(50),
     Millis(300), kHttpResponseTimeout, true},
    {DestinationKind::kSnowflake, "snowflake", "DeliveryToSnowflake", "snowflake-failed", 1, 128, 1,
     kMax, Seconds(0), Seconds(60), kByHttp, Millis(200), Seconds(2), Seconds(60), false},
    {DestinationKind::kIceberg, "iceberg", "DeliveryToIceberg", "iceberg-failed", 1, 128, 5, kMax,
     Seconds(300), Seconds(300), kByHttp, Millis(300), Seconds(2), Seconds(60), false},
}};

std::string SecondsText(Duration span) { return std::to_string(span.micros / 1'000'000); }

}  // namespace

std::span<const DestinationRow> Destinations() { return kRows; }

const DestinationRow& RowOf(DestinationKind kind) { return kRows[static_cast<size_t>(kind)]; }

BufferingHints DefaultHints(DestinationKind kind, bool partitioning) {
  const DestinationRow& row = RowOf(kind);
  if (partitioning) return {kPartitioningBytesDefault, row.interval_default};
  return {row.mebibytes_default * kMebibyte, row.interval_default};
}

Result<void> ValidateHints(DestinationKind kind, Ruleset rules, bool partitioning,
                           const BufferingHints& hints) {
  const DestinationRow& row = RowOf(kind);
  const int64_t least = partitioning ? kPartitioningBytesMin : row.mebibytes_min * kMebibyte;
  const int64_t most = row.mebibytes_max * kMebibyte;
  const std::string_view what = partitioning ? " with dynamic partitioning" : "";
  if (hints.bytes < least || hints.bytes > most) {
    return Error{
        ErrorCode::kInvalidArgument,
        StrCat({"buffer size of ", row.word, what, ": expected ", std::to_string(least / kMebibyte),
                " to ", std::to_string(most / kMebibyte), " MiB"})};
  }
  // Zero buffering came in 2023; with partitions there is none today either.
  const bool may_be_short = rules == Ruleset::kToday && !partitioning;
  const Duration shortest = may_be_short ? Seconds(0) : kBufferIntervalMin2022;
  if (hints.interval < shortest || hints.interval > row.interval_max) {
    return Error{
        ErrorCode::kInvalidArgument,
        StrCat({"buffer interval of ", row.word, what,
                rules == Ruleset::k2022 ? " by the rules of 2022" : "", ": expected ",
                SecondsText(shortest), " to ", SecondsText(row.interval_max), " seconds"})};
  }
  return {};
}

}  // namespace weir
