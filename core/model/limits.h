// Every quota of the service, once, with where it comes from.
//
// Short names of sources: [limits] service-sizes-and-limits of the developer guide, [api] the API
// reference, [blog-large] AWS Big Data blog of 2025-10-28 on larger records. "Modelled" marks what
// no public source states: our choice, in one place, so that it can be changed.
#pragma once

#include <cstdint>

#include "core/base/time.h"

namespace weir {

// --- Writing, per shard. Partition keys count as bytes. [limits] ---
inline constexpr int64_t kShardWriteBytesPerSecond = int64_t{1} << 20;
inline constexpr int64_t kShardWriteRecordsPerSecond = 1'000;
// A shard is a tank that refills at 1 MiB/s. On a stream that admits larger records it holds one
// such record, up to the 10 MiB of [blog-large]; on a stream left at the default, one second's
// worth. Modelled: no source says that the larger tank is there without the larger records.
inline constexpr int64_t kShardWriteBurstBytesMin = kShardWriteBytesPerSecond;
// Modelled: one second's worth, the commonly described per-second window.
inline constexpr int64_t kShardWriteBurstRecords = kShardWriteRecordsPerSecond;

// --- Records [api PutRecords, UpdateMaxRecordSize] ---
inline constexpr int64_t kMaxRecordSizeKibDefault = 1'024;
inline constexpr int64_t kMaxRecordSizeKibMin = 1'024;
inline constexpr int64_t kMaxRecordSizeKibMax = 10'240;
inline constexpr int64_t kPutRecordsEntriesMax = 500;
inline constexpr int64_t kPutRecordsBytesMax = int64_t{10} << 20;  // With partition keys.
inline constexpr int64_t kPartitionKeyCharactersMax = 256;         // Unicode characters, not bytes.

// --- Reading, per shard, shared by all GetRecords callers [limits] ---
inline constexpr int64_t kShardReadBytesPerSecond = int64_t{2} << 20;
inline constexpr int64_t kGetRecordsCallsPerSecond = 5;
inline constexpr int64_t kGetRecordsLimitMax = 10'000;
inline constexpr int64_t kGetRecordsBytesMax = int64_t{10} << 20;
inline constexpr Duration kShardIteratorLife = Minutes(5);  // [api GetShardIterator]
// Per open shard; too many are refused with ProvisionedThroughputExceeded [api GetShardIterator].
inline constexpr int64_t kGetShardIteratorCallsPerSecond = 5;

// --- Streams [api CreateStream, IncreaseStreamRetentionPeriod] ---
inline constexpr int64_t kNameCharactersMax = 128;
inline constexpr Duration kRetentionMin = Hours(24);
inline constexpr Duration kRetentionMax = Hours(8'760);
// The default quota of the three large regions [limits]; also what keeps a typing error from
// asking for more memory than a machine has.
inline constexpr int64_t kShardsPerStreamMax = 20'000;
inline constexpr int64_t kShardsPerAccountMax = 20'000;  // Open ones of all streams together.

// --- UpdateShardCount [api UpdateShardCount] ---
inline constexpr int64_t kUpdateShardCountPerDay = 10;
inline constexpr int64_t kUpdateShardCountTargetMax = 10'000;
inline constexpr Duration kUpdateShardCountWindow = Hours(24);

// --- On-demand capacity [limits; "how do I choose the data stream capacity mode"] ---
inline constexpr int64_t kOnDemandShardsMin = 4;  // 4 MiB/s and 4,000 records/s to start with.
inline constexpr int64_t kOnDemandHeadroom = 2;   // Times the peak of the last 30 days.
inline constexpr int64_t kOnDemandSplitBytesPerSecond = 500'000;
// Modelled: the document names only the bytes; half of the other limit of a shard by analogy.
inline constexpr int64_t kOnDemandSplitRecordsPerSecond = 500;
// 200 MB/s by default; 10 GB/s in the three large regions. Modelled as shards of 1 MiB/s.
inline constexpr int64_t kOnDemandShardsMax = 200;
inline constexpr Duration kOnDemandLookEvery = Minutes(1);  // Modelled.
// "Within 15 minutes". Modelled: how long a need must last before the shards are split.
inline constexpr Duration kOnDemandScaleDelay = Minutes(5);
inline constexpr int64_t kStreamModeSwitchesPerDay = 2;  // [api UpdateStreamMode]

// --- Enhanced fan-out [api RegisterStreamConsumer, SubscribeToShard] ---
inline constexpr int64_t kFanOutBytesPerSecond = int64_t{2} << 20;  // Per consumer and shard.
inline constexpr int64_t kFanOutConsumersMax = 20;                  // Of one stream.
inline constexpr int64_t kFanOutConsumersCreatingMax = 5;
inline constexpr Duration kSubscriptionLife = Minutes(5);
inline constexpr Duration kSubscriptionTakeover = Seconds(5);  // Earlier: ResourceInUseException.
inline constexpr Duration kSubscribeEvery = Seconds(1);        // One call a consumer and shard.
// About 70 ms from a put to its delivery, whatever the number of consumers. Modelled: its spread.
inline constexpr Duration kFanOutDelayMin = Millis(50);
inline constexpr Duration kFanOutDelayMax = Millis(90);
inline constexpr Duration kRegisterConsumerDelay = Seconds(5);  // Modelled.

// --- Listing shards [api ListShards] ---
inline constexpr int64_t kListShardsPerPage = 1'000;

// --- The Kinesis Producer Library. Defaults and ranges: default_config.properties of
// awslabs/amazon-kinesis-producer [kpl-config]; how it works: its sources [kpl-source]. ---
inline constexpr int64_t kKplAggregationMaxSize = 51'200;
inline constexpr int64_t kKplAggregationMaxSizeMin = 64;
inline constexpr int64_t kKplAggregationMaxSizeMax = int64_t{1} << 20;
inline constexpr int64_t kKplAggregationMaxCount = UINT32_MAX;
inline constexpr int64_t kKplCollectionMaxCount = 500;
inline constexpr int64_t kKplCollectionMaxSize = int64_t{5} << 20;
inline constexpr int64_t kKplCollectionMaxSizeMin = 52'224;
inline constexpr Duration kKplRecordMaxBufferedTime = Millis(100);  // The least too.
inline constexpr Duration kKplRecordTtl = Seconds(30);
inline constexpr Duration kKplRecordTtlMin = Millis(100);
inline constexpr int64_t kKplRateLimitPercent = 150;
inline constexpr int64_t kKplRateLimitPercentMax = 1'000'000;  // Ours; the library's has no end.
inline constexpr int64_t kKplMaxConnections = 4;
inline constexpr int64_t kKplMaxConnectionsMax = 128;
inline constexpr int64_t kKplUserDataBytesMax = int64_t{1} << 20;  // Of one user record.
// A shard's token buckets hold one second at the service's own rate, whatever the percentage.
inline constexpr Duration kKplLimiterDrainEvery = Millis(25);            // [kpl-source limiter.h]
inline constexpr int64_t kKplCollectionShardBytes = int64_t{256} << 10;  // [kpl-source collector.h]
// A stream record waits for others of its call for a fifth of RecordMaxBufferedTime, 50 ms at most.
inline constexpr int64_t kKplCollectionWaitFraction = 5;           // [kpl-source pipeline.h]
inline constexpr Duration kKplCollectionWaitMax = Millis(50);      // [kpl-source pipeline.h]
inline constexpr Duration kKplListShardsBackoffMin = Seconds(1);   // [kpl-source shard_map.cc]
inline constexpr Duration kKplListShardsBackoffMax = Seconds(30);  // [kpl-source shard_map.cc]
// Modelled: how often the library looks at what the application has handed over meanwhile. A full
// aggregate leaves that much late; what is due by time leaves at its microsecond.
inline constexpr Duration kKplIntake = Millis(5);

// --- The Kinesis Agent. "Writing to Kinesis Data Streams using Kinesis Agent" of the developer
// guide [agent]; what that does not say: the sources of awslabs/amazon-kinesis-agent
// [agent-source].
inline constexpr Duration kAgentPoll = Millis(100);  // minTimeBetweenFilePollsMillis [agent-source]
inline constexpr Duration kAgentBufferAge = Seconds(60);
inline constexpr Duration kAgentBufferAgeMin = Seconds(1);
inline constexpr Duration kAgentBufferAgeMax = Minutes(15);
inline constexpr int64_t kAgentBufferRecords = 500;                // The most too.
inline constexpr int64_t kAgentBufferBytes = int64_t{4} << 20;     // The most too.
inline constexpr int64_t kAgentRecordBytesMax = int64_t{1} << 20;  // Longer lines are cut.
inline constexpr Duration kAgentRotationMin = Seconds(1);
inline constexpr int64_t kAgentQueueBuffers = 100;          // publishQueueCapacity [agent-source]
inline constexpr int64_t kAgentSendingThreadsPerCore = 12;  // [agent-source]
inline constexpr int64_t kAgentCores = 2;                   // Modelled.
inline constexpr Duration kAgentBackoffMin = Millis(100);   // [agent-source]
inline constexpr Duration kAgentBackoffMax = Seconds(10);   // [agent-source]
inline constexpr int64_t kAgentBackoffJitterPercent = 30;   // [agent-source]
inline constexpr int64_t kAgentRecoveryDivisor = 10;        // [agent-source]
inline constexpr int64_t kAgentSendingThreadsMax = 1'000;   // Ours.
// --- The control plane: calls a second of one account, each operation by itself [api, its page]
// ---
inline constexpr int64_t kCreateStreamCallsPerSecond = 5;
inline constexpr int64_t kDeleteStreamCallsPerSecond = 5;
inline constexpr int64_t kSplitShardCallsPerSecond = 5;
inline constexpr int64_t kMergeShardsCallsPerSecond = 5;
inline constexpr int64_t kUpdateShardCountCallsPerSecond = 10;
inline constexpr int64_t kRetentionPeriodCallsPerSecond = 5;  // Increase and Decrease, each.
// Modelled: their pages give no rate; that of the others.
inline constexpr int64_t kUpdateStreamModeCallsPerSecond = 5;
inline constexpr int64_t kUpdateMaxRecordSizeCallsPerSecond = 5;
inline constexpr int64_t kStreamsCreatingMax = 5;   // At once [api CreateStream].
inline constexpr int64_t kOnDemandStreamsMax = 50;  // Of one account [limits].
// --- Kinesis Client Library [kcl: docs/kcl-configurations.md and the source of
// awslabs/amazon-kinesis-client, second generation] ---
inline constexpr Duration kKclFailoverTime = Seconds(10);
inline constexpr Duration kKclShardSync = Seconds(60);
inline constexpr Duration kKclParentPoll = Seconds(10);
// "epsilonMillis": leases are renewed every failover time / 3 - epsilon, and looked at every
// (failover time + epsilon) * 2.
inline constexpr Duration kKclEpsilon = Millis(25);
inline constexpr int64_t kKclVeryOldLease =
    3;  // Times the failover time: taken by whoever sees it.
inline constexpr int64_t kKclTakeTries = 3;
inline constexpr int64_t kKclRenewTries = 2;
inline constexpr Duration kKclTableCheck = Seconds(3);    // While the lease table is still empty.
inline constexpr Duration kKclTaskBackoff = Millis(500);  // "taskBackoffTimeMillis".
// What the sample record processor does when a checkpoint is throttled.
inline constexpr int64_t kKclCheckpointTries = 10;
inline constexpr Duration kKclCheckpointRetry = Seconds(3);
inline constexpr int64_t kLeasesAnyNumber = INT32_MAX;  // "maxLeasesForWorker".

// --- How long control-plane operations take. Modelled: the documents only say "asynchronous". ---
inline constexpr Duration kCreateStreamDelay = Seconds(10);
inline constexpr Duration kDeleteStreamDelay = Seconds(10);
inline constexpr Duration kReshardDelay = Seconds(30);  // One split or merge.
inline constexpr Duration kUpdateStreamModeDelay = Seconds(10);
inline constexpr Duration kUpdateMaxRecordSizeDelay = Seconds(10);
// UpdateShardCount works in rounds of splits and merges, each of which takes kReshardDelay.

// --- Clients ---
// RequestTimeout of the KPL's default_config.properties, taken for every producer. Modelled for the
// SDK: its clients differ from each other here.
inline constexpr Duration kRequestTimeoutDefault = Seconds(6);

// --- Lambda event source mapping [api CreateEventSourceMapping; Lambda developer guide, "Using AWS
// Lambda with Amazon Kinesis"] ---
inline constexpr int64_t kLambdaBatchSizeDefault = 100;
inline constexpr int64_t kLambdaBatchSizeMax = 10'000;
inline constexpr Duration kLambdaBatchingWindowMax = Seconds(300);
inline constexpr int64_t kLambdaParallelizationMax = 10;
inline constexpr int64_t kLambdaRetryAttemptsMax = 10'000;
inline constexpr Duration kLambdaRecordAgeMin = Seconds(60);
inline constexpr Duration kLambdaRecordAgeMax = Seconds(604'800);
inline constexpr Duration kLambdaTumblingWindowMax = Seconds(900);
inline constexpr int64_t kLambdaStateBytesMax = int64_t{1} << 20;  // Of a window, "1 MB per shard".
inline constexpr int64_t kLambdaPayloadBytesMax = int64_t{6} << 20;  // Of an invocation: "6 MB".
inline constexpr Duration kLambdaTimeoutMax = Seconds(900);
inline constexpr Duration kLambdaPollEvery = Seconds(1);  // "At a base rate of once per second".
// Modelled: what an event has besides the data of its records. A record of the recorded events of
// the service has some 500 bytes around its base64.
inline constexpr uint32_t kLambdaEventRecordBytes = 500;
inline constexpr int64_t kLambdaEventBytes = 14;
// Modelled: "keeps processing batches until the function catches up" at the shard's five calls a
// second, and reads one answer ahead of the lanes at the most.
inline constexpr Duration kLambdaReadGap = Millis(200);
inline constexpr int64_t kLambdaReadAhead = 10'000;
// Modelled: the wait before a batch that failed, or was throttled, is sent again doubles from the
// first to the second. They give the eight invocations that were recorded of a batch which kept
// failing until its record was 60 s old.
inline constexpr Duration kLambdaRetryWaitMin = Millis(250);
inline constexpr Duration kLambdaRetryWaitMax = Minutes(1);
inline constexpr int64_t kLambdaConcurrencyMax = 100'000;  // Weir's own bound of a reservation.
inline constexpr int64_t kLambdaOnFailureKept = 1'000;     // Messages that Weir keeps.

// --- Weir's own bounds, so that no input can ask for more than a machine has. ---
inline constexpr int64_t kKeysMax = 10'000'000;         // Of all producers of a scenario together.
inline constexpr int64_t kKeysOfRunMax = 2 * kKeysMax;  // With those of every change of keys.
inline constexpr int64_t kProducersMax = 200;  // A log row names its producer in eight bits.
inline constexpr int64_t kConsumersMax = 200;
inline constexpr int64_t kStreamsMax = 200;
inline constexpr int64_t kWorkersMax = 1'000;
inline constexpr int64_t kThreadsMax = 64;  // Of one worker.
inline constexpr int64_t kRatePerSecondMax = 10'000'000;

}  // namespace weir
