// Streams that are ready to use, and short ways to put and look.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/limits.h"
#include "core/stream/stream.h"
#include "core/stream/stream_service.h"
#include "tests/support/builders.h"

namespace weir::test {

// Created so that it is ACTIVE from kStart on.
inline Stream ActiveStream(int64_t shards, Duration retention = Hours(24),
                           int64_t max_record_size_kib = 1'024) {
  Stream stream(kStart - kCreateStreamDelay, {"s", shards, retention, max_record_size_kib});
  stream.AdvanceStatus(kStart);
  return stream;
}

// Puts one record and returns what became of it; the request itself must be good.
inline PutRecordsResultEntry PutOne(Stream& stream, Instant now, std::string_view key,
                                    std::string_view data = "x") {
  const PutRecordsEntry entry{key, data, {}};
  PutRecordsResultEntry result;
  WEIR_CHECK(stream.PutRecords(now, {&entry, 1}, {&result, 1}).ok());
  return result;
}

// What a request of these entries is refused with, or "" when it is not.
inline std::string PutError(Stream& stream, Instant now,
                            const std::vector<PutRecordsEntry>& entries) {
  std::vector<PutRecordsResultEntry> results(entries.size());
  const Result<void> put = stream.PutRecords(now, entries, results);
  return put.ok() ? "" : std::string(ErrorName(put.error().code));
}

inline std::string NameOf(const Result<void>& result) {
  return result.ok() ? "" : std::string(ErrorName(result.error().code));
}

inline std::vector<HashKeyRange> OpenRangesOf(const Stream& stream) {
  std::vector<HashKeyRange> ranges;
  for (const Shard& shard : stream.shards()) {
    if (shard.state() == ShardState::kOpen) ranges.push_back(shard.range());
  }
  return ranges;
}

}  // namespace weir::test
