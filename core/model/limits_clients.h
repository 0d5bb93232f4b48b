// Numbers of the clients and of the service's books that only the sources of one part need: the
// rest of core/model/limits.h, with the same short names of sources. Kept apart, so that a change
// here does not rebuild everything.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/time.h"

namespace weir {

// --- Capacity ---
// UpdateShardCount goes to twice the open shards, and down to half of them [api UpdateShardCount].
inline constexpr int64_t kUpdateShardCountFactor = 2;
inline constexpr std::size_t kOnDemandPeakDays = 30;  // "The peak of the last 30 days" [limits].

// --- The Kinesis Producer Library ---
// What failed is due again after this part of RecordMaxBufferedTime ["KPL retries and rate
// limiting" of the developer guide].
inline constexpr int64_t kKplResendFraction = 2;

// --- The Kinesis Agent [agent-source] ---
inline constexpr std::size_t kAgentHandedMax = 100;  // Buffers that wait for a sending thread.
// It sleeps so long at a time, and looks in between whether a call went through.
inline constexpr Duration kAgentSleepSlice = Millis(250);

// --- The Kinesis Client Library ---
inline constexpr int64_t kKclStealMax = 1;  // "maxLeasesToStealAtOneTime" [kcl].

// --- CloudWatch: one point a minute, of sixty seconds [metrics] ---
inline constexpr int64_t kMetricPeriodSeconds = 60;

}  // namespace weir
