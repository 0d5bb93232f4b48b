// The log of every shard: order, numbers, nothing lost, nothing kept too long or too short.
#include <algorithm>
#include <map>
#include <utility>

#include "tests/sim/checker.h"

namespace weir::swarm {
namespace {

constexpr Duration kTrimEvery = Seconds(1);

class LogChecker final : public Checker {
 public:
  explicit LogChecker(const Scenario& scenario) : scenario_(scenario) {}

  void Check(const Look& look, Report& report) override {
    const Observation& seen = look.seen;
    for (const Appended& appended : seen.appended) CheckAppended(seen, appended, report);
    for (const StreamView& stream : seen.view.streams) {
      for (const ShardView& shard : stream.shards)
        CheckShard(seen, stream, shard, look.log, report);
      CheckExpired(seen, stream, report);
    }
    last_now_ = seen.now;
  }

 private:
  struct Known {
    uint64_t end = 0;
    uint64_t trim_horizon = 0;
    Instant last_arrival{INT64_MIN};
    int64_t bytes = 0;
    int64_t trimmed_bytes = 0;
    Duration retention;
  };
  using Place = std::pair<uint32_t, uint32_t>;  // Stream, shard.

  void CheckAppended(const Observation& seen, const Appended& appended, Report& report) {
    const StreamView& stream = seen.view.streams[appended.stream.index()];
    const ShardView& shard = stream.shards[appended.shard.index()];
    Known& known = shards_[{appended.stream.value, appended.shard.value}];
    const auto where = [&] { return Named(stream, shard); };
    for (const RecordView& record : appended.records) {
      if (record.ordinal != known.end) {
        report.Fail("log-numbers", {where(), " has record ", N(record.ordinal), " after ",
                                    N(known.end), " others"});
      }
      if (record.arrived_at < known.last_arrival) {
        report.Fail("log-order",
                    {where(), ": record ", N(record.ordinal), " arrived before its predecessor"});
      }
      if (!(record.arrived_at > last_now_ && record.arrived_at <= seen.now)) {
        report.Fail("log-arrival",
                    {where(), ": record ", N(record.ordinal), " arrived at another time than now"});
      }
      if (!(record.arrived_at >= shard.created_at && record.arrived_at <= shard.closed_at)) {
        report.Fail("log-closed", {where(), " took a record while it was not open"});
      }
      const bool inside = record.hash_place >= PlaceInSpace(shard.range.starting) &&
                          record.hash_place <= PlaceInSpace(shard.range.ending);
      if (!inside) {
        report.Fail("log-range",
                    {where(), ": record ", N(record.ordinal), " belongs to another shard"});
      }
      const bool synthetic = record.producer.value != UINT32_MAX;
      if (synthetic && !IsNew(stream.id, record) && !MayPutTwice(record.producer)) {
        report.Fail("log-once", {where(), ": record ", N(record.number), " of producer ",
                                 N(record.producer.value), " stands twice in the stream"});
      }
      ++known.end;
      known.last_arrival = record.arrived_at;
      known.bytes += record.billed_bytes;
    }
  }

  // A producer that gets no answer sends its records again, though they were taken.
  bool MayPutTwice(ProducerId producer) const {
    return scenario_.producers[producer.index()].lost_answers > 0;
  }
  bool IsNew(StreamId stream, const RecordView& record) {
    std::vector<bool>& taken = numbers_[{stream.value, record.producer.value}];
    if (record.number >= taken.size()) taken.resize(size_t{record.number} + 1);
    const bool is_new = !taken[record.number];
    taken[record.number] = true;
    return is_new;
  }

  void CheckShard(const Observation& seen, const StreamView& stream, const ShardView& shard,
                  const LogMirror& log, Report& report) {
    Known& known = shards_[{stream.id.value, shard.index.value}];
    const auto where = [&] { return Named(stream, shard); };
    const LogMirror::Shard& records = log.shard(stream.id, shard.index);
    if (!(shard.end == known.end && shard.records_in == static_cast<int64_t>(known.end))) {
      report.Fail("log-conserved", {where(), ": ", N(shard.end), " in the log, ",
                                    N(shard.records_in), " counted, ", N(known.end), " seen"});
    }
    if (shard.bytes_in != known.bytes) {
      report.Fail("log-conserved",
                  {where(), ": ", N(shard.bytes_in), " bytes counted, ", N(known.bytes), " seen"});
    }
    const bool forward =
        shard.trim_horizon >= known.trim_horizon && shard.trim_horizon <= known.end;
    if (!forward) {
      report.Fail("log-trim", {where(), ": the trim horizon went back"});
      return;
    }
    CheckTrimmed(seen, stream, shard, known, records, report);
    if (shard.records_expired != static_cast<int64_t>(shard.trim_horizon)) {
      report.Fail("log-conserved", {where(), ": ", N(shard.records_expired),
                                    " expired, trim horizon at ", N(shard.trim_horizon)});
    }
    if (shard.retained_bytes != known.bytes - known.trimmed_bytes) {
      report.Fail("log-conserved",
                  {where(), ": ", N(shard.retained_bytes), " bytes retained of ", N(known.bytes)});
    }
    known.retention = stream.retention;
  }

  // Nothing younger than the retention period was dropped, nothing older than it is left: the
  // service trims by whole seconds.
  void CheckTrimmed(const Observation& seen, const StreamView& stream, const ShardView& shard,
                    Known& known, const LogMirror::Shard& records, Report& report) {
    const Duration shorter = std::min(
        stream.retention, known.retention.micros == 0 ? stream.retention : known.retention);
    for (; known.trim_horizon < shard.trim_horizon; ++known.trim_horizon) {
      const RecordView& gone = records[static_cast<size_t>(known.trim_horizon)];
      known.trimmed_bytes += gone.billed_bytes;
      if (gone.arrived_at >= seen.now - shorter) {
        report.Fail("retention-young",
                    {Named(stream, shard), ": record ", N(gone.ordinal), " was dropped after ",
                     FormatDuration(seen.now - gone.arrived_at)});
      }
    }
    if (shard.trim_horizon == shard.end) return;
    const RecordView& oldest = records[static_cast<size_t>(shard.trim_horizon)];
    if (oldest.arrived_at < seen.now - stream.retention - kTrimEvery) {
      report.Fail("retention-old", {Named(stream, shard), ": record ", N(oldest.ordinal),
                                    " is kept for ", FormatDuration(seen.now - oldest.arrived_at)});
    }
  }

  void CheckExpired(const Observation& seen, const StreamView& stream, Report& report) {
    int64_t& told = expired_[stream.id.value];
    for (const TraceEvent& event : seen.events) {
      const bool ours =
          event.kind == TraceKind::kRecordsExpired && event.subject == stream.id.value;
      if (ours) told += event.x;
    }
    int64_t trimmed = 0;
    for (const ShardView& shard : stream.shards)
      trimmed += static_cast<int64_t>(shard.trim_horizon);
    if (told != trimmed) {
      report.Fail("retention-told",
                  {stream.name, ": the trace has ", N(told), " records expired of ", N(trimmed)});
    }
  }

  const Scenario& scenario_;
  std::map<Place, Known> shards_;
  std::map<Place, std::vector<bool>> numbers_;  // Stream, producer: which numbers were taken.
  std::map<uint32_t, int64_t> expired_;
  Instant last_now_{INT64_MIN};
};

class HashSpaceChecker final : public Checker {
 public:
  void Check(const Look& look, Report& report) override {
    for (const StreamView& stream : look.seen.view.streams) {
      std::vector<const ShardView*> open;
      for (const ShardView& shard : stream.shards) {
        if (shard.state == ShardState::kOpen) open.push_back(&shard);
        CheckLineage(stream, shard, report);
      }
      std::sort(open.begin(), open.end(), [](const ShardView* a, const ShardView* b) {
        return a->range.starting < b->range.starting;
      });
      bool covers = !open.empty() && open.front()->range.starting == HashKey{0, 0} &&
                    open.back()->range.ending == kHashKeyMax;
      for (size_t i = 1; i < open.size(); ++i) {
        covers = covers && open[i - 1]->range.ending != kHashKeyMax &&
                 Next(open[i - 1]->range.ending) == open[i]->range.starting;
      }
      if (!covers) {
        report.Fail("hash-space",
                    {stream.name, ": the open shards do not cover the hash space once"});
      }
    }
  }

 private:
  static void CheckLineage(const StreamView& stream, const ShardView& shard, Report& report) {
    for (const std::optional<ShardIndex>& parent : {shard.parent, shard.adjacent_parent}) {
      if (!parent) continue;
      const bool older = *parent < shard.index;
      if (!older) {
        report.Fail("lineage", {Named(stream, shard), " is older than its parent"});
        continue;
      }
      const ShardView& from = stream.shards[parent->index()];
      const bool closed = from.state != ShardState::kOpen && from.closed_at == shard.created_at;
      if (!closed) {
        report.Fail("lineage",
                    {Named(stream, shard), " was not opened when its parent was closed"});
      }
      const bool overlaps =
          from.range.starting <= shard.range.ending && shard.range.starting <= from.range.ending;
      if (!overlaps) {
        report.Fail("lineage", {Named(stream, shard), " shares no key with its parent"});
      }
    }
  }
};

}  // namespace

std::string Named(const StreamView& stream, const ShardView& shard) {
  return StrCat({stream.name, "/", std::to_string(shard.index.value)});
}

std::unique_ptr<Checker> CheckLog(const Scenario& scenario) {
  return std::make_unique<LogChecker>(scenario);
}
std::unique_ptr<Checker> CheckHashSpace() { return std::make_unique<HashSpaceChecker>(); }

}  // namespace weir::swarm
