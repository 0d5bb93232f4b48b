// What a run came to: as text for a person, as JSON for a program. Both say the same.
#pragma once

#include <optional>
#include <string>

#include "native/even_shares.h"
#include "native/key_counts.h"
#include "native/runner.h"
#include "native/terminal.h"

namespace weir {

// All of it lives elsewhere, as long as the summary is made.
struct RunReport {
  const Session& session;
  const RunOutcome& outcome;
  const KeyCounts& keys;
  const EvenShares& even;
};

// Fits 80 columns unless the numbers are very large; wraps sentences at terminal.columns.
std::string SummaryText(const RunReport& report, const Terminal& terminal);
// One object, indented, with a line end. site/docs/cli.md lists the members.
std::string SummaryJson(const RunReport& report);

// "shardId-000000000002", 56 digits: the record as the API would name it; where it has expired, its
// place in the shard, if that is known.
std::string RecordName(const Engine& engine, StreamId stream, ShardIndex shard,
                       std::optional<SequenceNumber> number);

// The greatest of a consumer's leases: the age of its oldest record not yet processed, and the age
// of the last record processed.
Duration GreatestBehind(const ConsumerView& consumer);
Duration GreatestIteratorAge(const ConsumerView& consumer);
int64_t LagOf(const ConsumerView& consumer);  // Records of all its shards.

}  // namespace weir
