// The two SQL dialects of the engine.
#pragma once

#include <cstdint>

namespace weir::sql {

// kFlink: Flink SQL 2.0, what Managed Service for Apache Flink runs. kKinesisAnalytics: Kinesis
// Data Analytics for SQL applications, which the service no longer runs since 2026-01-27.
enum class Dialect : uint8_t { kFlink, kKinesisAnalytics };

}  // namespace weir::sql
