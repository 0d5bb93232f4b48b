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
inline constexpr int64_t kRatePerSecondMax = 10'000'000;

}  // namespace weir
