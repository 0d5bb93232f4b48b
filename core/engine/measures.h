// Measures: every number of a run under a name, for checks, comparisons and documentation.
//
//   streams.positions.throttled             of a stream
//   streams.positions.shards.2.records_in   of one of its shards
//   producers.fleet.given_up                of a producer
//   consumers.dashboard.order_violations    of a consumer
//   consumers.dashboard.shards.2.behind     of a consumer in one shard
//   delivery_streams.archive.objects        of a delivery stream
//   run.order                               of the whole run
//
// A measure reads the view: what a front end may know, a scenario may check.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/view/engine_view.h"

namespace weir {

struct Scenario;

enum class MeasureUnit : uint8_t { kCount, kRecords, kBytes, kPercent, kDuration, kText };

constexpr const char* UnitName(MeasureUnit unit) {
  switch (unit) {
    case MeasureUnit::kCount:
      return "count";
    case MeasureUnit::kRecords:
      return "records";
    case MeasureUnit::kBytes:
      return "bytes";
    case MeasureUnit::kPercent:
      return "percent";
    case MeasureUnit::kDuration:
      return "duration";
    case MeasureUnit::kText:
      return "text";
  }
  return "?";
}

struct MeasureValue {
  MeasureUnit unit = MeasureUnit::kCount;
  int64_t number = 0;  // Of a duration: microseconds. Of a text: nothing.
  std::string text;
  friend bool operator==(const MeasureValue&, const MeasureValue&) = default;
};

// "1,234", "90s", "violated": as a check writes it, with thousands separators.
std::string ShownMeasure(const MeasureValue& value);

enum class MeasureScope : uint8_t {
  kRun,
  kStream,
  kShard,
  kProducer,
  kConsumer,
  kLease,
  kDelivery
};

// One line of the table of measures.
struct MeasureRow {
  MeasureScope scope = MeasureScope::kRun;
  std::string_view name;
  MeasureUnit unit = MeasureUnit::kCount;
  std::string_view meaning;
};

// "streams.NAME.shards.N." and the like: what stands before the name in a path.
std::string_view ScopePrefix(MeasureScope scope);
std::vector<MeasureRow> MeasureRows();  // By scope, in the order in which they are documented.

// The names that the paths of one scenario may hold.
struct MeasureNames {
  std::vector<std::string> streams;
  std::vector<std::string> producers;
  std::vector<std::string> consumers;
  std::vector<std::string> delivery_streams = {};
};
// Streams that an event of the scenario creates are among them.
MeasureNames NamesOf(const Scenario& scenario);

// A path, understood.
class Measure {
 public:
  // Error kScenario: a sentence that says which part of the path is unknown and what is near.
  static Result<Measure> Parse(std::string_view path, const MeasureNames& names);

  MeasureUnit unit() const;
  std::string path() const;
  // None while there is no such stream, shard or lease, and of what has not happened yet.
  std::optional<MeasureValue> At(const EngineView& view) const;

  friend bool operator==(const Measure&, const Measure&) = default;

 private:
  MeasureScope scope_ = MeasureScope::kRun;
  std::string part_;    // The name of the stream, producer or consumer.
  uint32_t shard_ = 0;  // Of a shard or a lease.
  uint32_t row_ = 0;    // Of its scope.
};

// Every measure of the streams, producers and consumers that `view` has, as paths. Those of shards
// and leases only with `each_shard`.
std::vector<std::string> MeasurePaths(const EngineView& view, bool each_shard);

// The one of `candidates` that `word` may have been meant to be; empty when none is near.
std::string_view NearestOf(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace weir
