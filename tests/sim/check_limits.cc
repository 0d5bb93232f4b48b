// Throughput: no shard takes or gives more than its quota in any stretch of time, and refuses only
// when the quota is used up.
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/model/limits.h"
#include "core/model/record.h"
#include "tests/sim/checker.h"
#include "tests/sim/window.h"

namespace weir::swarm {
namespace {

constexpr Wide kToken = 1'000'000;
// One second's worth, or one of the largest records that the stream admits.
int64_t BurstBytes(const StreamSettings& settings) {
  return std::max<int64_t>(1'048'576, settings.max_record_size_kib * 1'024);
}

class WriteLimitChecker final : public Checker {
 public:
  void Check(const Look& look, Report& report) override {
    for (const StreamView& stream : look.seen.view.streams) FollowSize(look.seen, stream);
    for (const Appended& appended : look.seen.appended) {
      const StreamView& stream = look.seen.view.streams[appended.stream.index()];
      const ShardView& shard = stream.shards[appended.shard.index()];
      Used& used = UsedOf(look.seen, stream, shard);
      for (const RecordView& record : appended.records) {
        used.bytes.Take(record.arrived_at, record.billed_bytes);
        used.records.Take(record.arrived_at, 1);
        if (used.bytes.Left(record.arrived_at) < 0) {
          report.Fail("write-bytes", {Named(stream, shard), " took more than 1 MiB/s with record ",
                                      N(record.ordinal)});
        }
        if (used.records.Left(record.arrived_at) < 0) {
          report.Fail("write-records",
                      {Named(stream, shard), " took more than 1,000 records/s with record ",
                       N(record.ordinal)});
        }
      }
    }
    for (const TraceEvent& event : look.seen.events) {
      if (event.kind == TraceKind::kThrottled) CheckRefusal(look.seen, event, report);
    }
  }

 private:
  struct Used {
    Window bytes;
    Window records;
  };

  // UpdateMaxRecordSize gives every open shard another tank.
  void FollowSize(const Observation& seen, const StreamView& stream) {
    const int64_t burst = BurstBytes(seen.settings[stream.id.index()]);
    for (const ShardView& shard : stream.shards) {
      Window& bytes = UsedOf(seen, stream, shard).bytes;
      if (shard.state != ShardState::kOpen || burst == bytes.capacity()) continue;
      // A tank that became smaller is still held to its old size: what it lost is not known here.
      if (burst > bytes.capacity()) bytes.Grow(seen.now, burst);
      if (burst < bytes.capacity()) shrunk_.insert(stream.id.value);
    }
  }

  Used& UsedOf(const Observation& seen, const StreamView& stream, const ShardView& shard) {
    const int64_t burst = BurstBytes(seen.settings[stream.id.index()]);
    return used_
        .try_emplace({stream.id.value, shard.index.value},
                     Used{Window(burst, 1'048'576, shard.created_at),
                          Window(1'000, 1'000, shard.created_at)})
        .first->second;
  }

  // Whatever came after the refusal at the same instant has only used more, so the quota is still
  // used up when the instant is over.
  void CheckRefusal(const Observation& seen, const TraceEvent& event, Report& report) {
    const StreamView& stream = seen.view.streams[event.subject];
    const ShardView& shard = stream.shards[event.object];
    const Used& used = UsedOf(seen, stream, shard);
    if (static_cast<PutOutcome>(event.y) == PutOutcome::kThrottledRecords) {
      if (used.records.Left(event.at) >= kToken) {
        report.Fail("refused-early",
                    {Named(stream, shard), " refused a record below 1,000 records/s"});
      }
    } else if (!shrunk_.contains(event.subject)) {
      const int64_t largest = seen.settings[event.subject].max_record_size_kib * 1'024;
      if (used.bytes.Left(event.at) >= kToken * largest) {
        report.Fail("refused-early",
                    {Named(stream, shard), " refused a record that any tank would take"});
      }
    }
  }

  std::map<std::pair<uint32_t, uint32_t>, Used> used_;
  std::set<uint32_t> shrunk_;  // Streams whose records were made smaller.
};

class ReadLimitChecker final : public Checker {
 public:
  void Check(const Look& look, Report& report) override {
    for (const Stretch& read : look.reads.reads()) {
      int64_t bytes = 0;
      const LogMirror::Shard& log = look.log.shard(read.stream, read.shard);
      for (int64_t i = 0; i < read.records; ++i) {
        const size_t place = static_cast<size_t>(read.first) + static_cast<size_t>(i);
        if (place < log.size()) bytes += log[place].billed_bytes;
      }
      const StreamView& stream = look.seen.view.streams[read.stream.index()];
      const ShardView& shard = stream.shards[read.shard.index()];
      const int64_t largest = look.seen.settings[read.stream.index()].max_record_size_kib * 1'024;
      if (read.pushed) {
        CheckPush(read, bytes, largest, stream, shard, report);
      } else {
        CheckCall(read, bytes, stream, shard, report);
      }
    }
  }

 private:
  struct Shared {
    Window calls;
    Window bytes;
    Instant blocked_until;  // After an answer that was larger than the credit.
  };

  void CheckCall(const Stretch& read, int64_t bytes, const StreamView& stream,
                 const ShardView& shard, Report& report) {
    const auto where = [&] { return Named(stream, shard); };
    Shared& shared =
        shared_
            .try_emplace({stream.id.value, shard.index.value},
                         Shared{Window(5, 5, shard.created_at),
                                Window(2'097'152, 2'097'152, shard.created_at), shard.created_at})
            .first->second;
    shared.calls.Take(read.at, 1);
    if (shared.calls.Left(read.at) < 0) {
      report.Fail("read-calls", {where(), " answered more than 5 GetRecords a second"});
    }
    if (read.at < shared.blocked_until) {
      report.Fail("read-debt", {where(), " answered a GetRecords while it was in debt"});
    }
    if (bytes > 10'485'760) {
      report.Fail("read-size", {where(), " gave more than 10 MiB at once"});
    }
    if (read.records > 10'000) {
      report.Fail("read-size", {where(), " gave more than 10,000 records"});
    }
    shared.bytes.Take(read.at, bytes);
    const Wide left = shared.bytes.Left(read.at);
    if (left >= 0) return;
    // In debt until the credit is whole again: what is missing to a full second's worth.
    const Wide missing = Wide{2'097'152} * kToken - left;
    shared.blocked_until =
        read.at + Micros(static_cast<int64_t>((missing + 2'097'151) / 2'097'152));
  }

  // A push may go beyond what is left by less than one record.
  void CheckPush(const Stretch& read, int64_t bytes, int64_t largest, const StreamView& stream,
                 const ShardView& shard, Report& report) {
    Window& pushed = pushed_
                         .try_emplace({read.consumer.value, shard.index.value},
                                      Window(2'097'152 + largest, 2'097'152, shard.created_at))
                         .first->second;
    pushed.Allow(2'097'152 + largest);
    pushed.Take(read.at, bytes);
    if (pushed.Left(read.at) < 0) {
      report.Fail("fan-out-bytes", {Named(stream, shard), " pushed more than 2 MiB/s"});
    }
  }

  std::map<std::pair<uint32_t, uint32_t>, Shared> shared_;
  std::map<std::pair<uint32_t, uint32_t>, Window> pushed_;
};

}  // namespace

std::unique_ptr<Checker> CheckWriteLimits() { return std::make_unique<WriteLimitChecker>(); }
std::unique_ptr<Checker> CheckReadLimits() { return std::make_unique<ReadLimitChecker>(); }

}  // namespace weir::swarm
