// Every quota and rule of Firehose, once, with where it comes from.
//
// Short names of sources: [quota] limits page of the developer guide, [guide] the other pages of
// the guide, [api] the API reference, [probe] answers of the real service that others recorded.
// "Modelled" marks what no public source states: our choice, in one place, so that it can be
// changed. site/docs/firehose-model.md lists those.
#pragma once

#include <cstdint>

#include "core/base/time.h"

namespace weir {

// --- Direct PUT [quota, api PutRecordBatch] ---
inline constexpr int64_t kDirectPutRecordBytesMax = 1'000 * 1'024;  // Before base64.
inline constexpr int64_t kPutRecordBatchEntriesMax = 500;
inline constexpr int64_t kPutRecordBatchBytesMax = int64_t{4} << 20;
inline constexpr int64_t kDeliveryStreamNameCharactersMax = 64;

// Of PutRecord and PutRecordBatch together, of one delivery stream. The three scale together.
struct DirectPutQuota {
  int64_t records_per_second = 0;
  int64_t requests_per_second = 0;
  int64_t bytes_per_second = 0;
  friend bool operator==(const DirectPutQuota&, const DirectPutQuota&) = default;
};
// us-east-1, us-west-2 and eu-west-1.
inline constexpr DirectPutQuota kDirectPutQuotaLarge{500'000, 2'000, int64_t{5} << 20};
inline constexpr DirectPutQuota kDirectPutQuotaOther{100'000, 1'000, int64_t{1} << 20};
// "Automatically raised on sustained throttling until it stops" [quota]; by how much and after how
// long is Modelled: everything doubles after so many minutes in a row that had throttling.
inline constexpr Duration kQuotaLookEvery = Minutes(1);
inline constexpr int64_t kQuotaThrottledLooks = 5;
inline constexpr int64_t kQuotaRaiseFactor = 2;
// Modelled: how many buffers Direct PUT is spread over is not published.
inline constexpr int64_t kIngestShardsDefault = 1;
inline constexpr int64_t kIngestShardsMax = 64;

// --- A Data Stream as the source [guide] ---
inline constexpr Duration kSourceReadEvery = Seconds(1);  // One GetRecords a second and shard.
inline constexpr int64_t kSourceReadLimit = 10'000;

// --- Buffering [guide, buffering hints] ---
inline constexpr int64_t kMebibyte = int64_t{1} << 20;
inline constexpr Duration kBufferIntervalMax = Seconds(900);
inline constexpr Duration kBufferIntervalMin2022 = Seconds(60);
inline constexpr Duration kBackupIntervalMin = Seconds(60);
// "Within a few seconds" of an interval of 0 [guide]. Modelled: which.
inline constexpr Duration kZeroBufferingDelay = Seconds(3);
// "Raises the buffer size dynamically" when delivery falls behind [guide]. Modelled: by doubling,
// each time that a lane flushes while something of it has waited longer than its interval.
inline constexpr int64_t kGrownBufferBytesMax = 128 * kMebibyte;

// --- Dynamic partitioning [quota, guide] ---
inline constexpr int64_t kActivePartitionsMax = 500;
inline constexpr int64_t kPartitioningBytesMin = 64 * kMebibyte;
inline constexpr int64_t kPartitioningBytesDefault = 128 * kMebibyte;

// --- Transformation by a Lambda function [guide, probe] ---
inline constexpr int64_t kTransformBufferBytesDefault = kMebibyte;
inline constexpr int64_t kTransformBufferBytesMin = kMebibyte / 5;  // "0.2 MB".
inline constexpr int64_t kTransformBufferBytesMax = 3 * kMebibyte;
inline constexpr int64_t kTransformBufferBytesSplunk = 256 * 1'024;  // And Snowflake.
inline constexpr Duration kTransformIntervalDefault = Seconds(60);
inline constexpr Duration kTransformIntervalSnowflake = Seconds(30);
inline constexpr int64_t kTransformRetriesDefault = 3;
inline constexpr int64_t kTransformRetriesMax = 300;
inline constexpr int64_t kTransformInFlightMax = 5;  // Of one shard; 10 for Splunk.
inline constexpr int64_t kTransformInFlightMaxSplunk = 10;
inline constexpr int64_t kTransformPayloadBytesMax = 6 * kMebibyte;  // Each way.
inline constexpr Duration kTransformTimeoutMax = Minutes(5);
// Modelled: the wait before a function that threw is called again.
inline constexpr Duration kTransformRetryWait = Seconds(1);

// --- Delivery [guide] ---
inline constexpr Duration kUndeliveredMax = Hours(24);  // Direct PUT; else the stream's retention.
inline constexpr Duration kDeliveryRetryMax = Seconds(7'200);
inline constexpr Duration kHttpResponseTimeout = Minutes(3);
inline constexpr Duration kSplunkAckMin = Seconds(180);
inline constexpr Duration kSplunkAckMax = Seconds(600);
// Modelled: S3 is tried again "for up to 24 hours"; how often is not published.
inline constexpr Duration kS3RetryWaitMin = Seconds(1);
inline constexpr Duration kS3RetryWaitMax = Minutes(5);
inline constexpr Duration kRedshiftRetryEvery = Minutes(5);
inline constexpr Duration kOpenSearchRetryEvery = Minutes(5);
inline constexpr Duration kHttpRetryWaitMin = Seconds(1);
inline constexpr Duration kHttpRetryWaitMax = Seconds(120);
inline constexpr int64_t kHttpRetryJitterPercent = 15;
inline constexpr Duration kDeleteDeliveryStreamDelay = Seconds(30);  // Modelled.
inline constexpr Duration kCreateDeliveryStreamDelay = Seconds(30);  // Modelled.

// --- Price [pricing page]: each record by itself is rounded up to 5 KB. Modelled: 5 * 1,024. ---
inline constexpr int64_t kFirehoseBilledBytes = 5 * 1'024;

// --- Weir's own bounds ---
inline constexpr int64_t kDeliveryStreamsMax = 100;
// Of the last objects their records are kept, so that one can look into them; of all objects their
// row is, up to this many.
inline constexpr int64_t kObjectRecordsKept = int64_t{1} << 18;
inline constexpr int64_t kObjectsKept = int64_t{1} << 17;
inline constexpr int64_t kObjectsShown = 50;
inline constexpr int64_t kBuffersShown = 600;

}  // namespace weir
