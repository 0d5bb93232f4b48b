// What the objects of delivery streams hold: each record once and no other than came in, in the
// order of its shard, and no more than a buffer may hold.
//
// Of a stream source it is known from the log what came in, shard by shard. Where nothing changes
// the order on the way (no function, no partitions), an object is a piece of that without a gap.
#include <algorithm>
#include <compare>
#include <map>

#include "tests/sim/checker.h"

namespace weir::swarm {
namespace {

struct Identity {
  uint32_t producer = 0;
  uint32_t key = 0;
  uint32_t number = 0;
  friend auto operator<=>(const Identity&, const Identity&) = default;
};

Identity IdentityOf(const FirehoseRecord& record) {
  // What a command put is told by its place among those.
  if (record.producer.value == UINT32_MAX) return {UINT32_MAX, 0, record.number};
  return {record.producer.value, record.key, record.number};
}

std::string Name(const Identity& record) {
  return StrCat({"record ", N(record.producer), "/", N(record.key), "/", N(record.number)});
}

class ObjectChecker final : public Checker {
 public:
  explicit ObjectChecker(const Scenario& scenario) : scenario_(scenario) {
    for (const DeliveryStreamSpec& spec : scenario.delivery_streams) {
      Inside& inside = inside_.emplace_back();
      inside.bytes = std::max(spec.destination.hints.bytes, spec.backup.hints.bytes);
      for (const TimedCommand& event : scenario.events) {
        const auto* update = std::get_if<UpdateDestinationCommand>(&event.command);
        if (update == nullptr || update->delivery_stream != spec.name) continue;
        inside.bytes = std::max(inside.bytes, update->buffer_bytes.value_or(0));
      }
    }
  }

  void Check(const Look& look, Report& report) override {
    for (const TraceEvent& event : look.seen.events) {
      if (event.kind == TraceKind::kSourceRead) TakeIn(look, event, report);
      if (event.kind == TraceKind::kBufferGrown) {
        int64_t& bytes = inside_[event.subject].bytes;
        bytes = std::max(bytes, event.x);
      }
    }
    for (const DeliveryStreamView& each : look.seen.view.delivery_streams) {
      const Inside& inside = inside_[each.id.index()];
      if (each.source && inside.came_in != each.records_in) {
        report.Fail("object-source", {each.name, ": ", N(inside.came_in), " were read, ",
                                      N(each.records_in), " came in"});
      }
    }
    for (const SeenObject& object : look.seen.objects) {
      CheckOne(object, report);
      const DeliveryStreamSpec& spec = scenario_.delivery_streams[object.delivery_stream.index()];
      if (!spec.transform && !spec.partitions()) CheckOrder(object, report);
      for (const FirehoseRecord& record : object.records) CheckOnce(object, record, report);
    }
  }

 private:
  struct Times {
    int in = 0;
    int out = 0;     // As data or in error output.
    int backup = 0;  // As a copy.
  };
  struct Lane {
    uint64_t next = 0;  // In the log of its shard.
    std::vector<Identity> records;
    std::multimap<Identity, size_t> places;
  };
  struct Inside {
    int64_t came_in = 0;
    uint32_t literals = 0;  // Put by commands.
    int64_t bytes = 0;      // What a buffer may hold.
    std::map<Identity, Times> times;
    std::map<uint32_t, Lane> lanes;
  };

  void TakeIn(const Look& look, const TraceEvent& event, Report& report) {
    const DeliveryStreamSpec& spec = scenario_.delivery_streams[event.subject];
    Inside& inside = inside_[event.subject];
    Lane& lane = inside.lanes[event.object];
    const LogMirror::Shard& shard = look.log.shard(*spec.source, {event.object});
    if (lane.next + static_cast<uint64_t>(event.x) > shard.size()) {
      report.Fail("object-log", {spec.name, "/", N(event.object), " read past the end"});
      return;
    }
    const auto take = [&](const Identity& record) {
      ++inside.came_in;
      ++inside.times[record].in;
      lane.places.emplace(record, lane.records.size());
      lane.records.push_back(record);
    };
    for (int64_t i = 0; i < event.x; ++i) {
      const SeenRecord& record = shard[lane.next++];
      if (record.producer.value == UINT32_MAX) take({UINT32_MAX, 0, inside.literals++});
      ForEachUser(record, [&](const SeenUser& user) {
        take({user.producer.value, user.key, user.number});
      });
    }
  }

  void CheckOne(const SeenObject& object, Report& report) {
    const std::string& name = scenario_.delivery_streams[object.delivery_stream.index()].name;
    if (object.records.empty()) {
      report.Fail("object-empty", {name, " delivered an object of nothing"});
      return;
    }
    int64_t bytes = 0;
    for (const FirehoseRecord& record : object.records) bytes += record.bytes;
    if (bytes != object.bytes) {
      report.Fail("object-bytes",
                  {name, ": an object of ", N(object.bytes), " bytes has records of ", N(bytes)});
    }
    // A hint is overstepped by the last record alone.
    if (bytes - object.records.back().bytes >= inside_[object.delivery_stream.index()].bytes) {
      report.Fail("object-size", {name, ": an object has ", N(bytes), " bytes"});
    }
    std::map<uint32_t, uint32_t> keys;  // By producer.
    for (const FirehoseRecord& record : object.records) {
      const auto [known, added] = keys.try_emplace(record.producer.value, record.key);
      if (!object.partition.empty() && !added && known->second != record.key) {
        report.Fail("object-partition", {name, ": ", object.partition, " has two keys"});
      }
    }
  }

  void CheckOrder(const SeenObject& object, Report& report) {
    const DeliveryStreamSpec& spec = scenario_.delivery_streams[object.delivery_stream.index()];
    for (size_t i = 1; i < object.records.size(); ++i) {
      if (object.records[i].arrived_at < object.records[i - 1].arrived_at) {
        report.Fail("object-arrival", {spec.name, ": a record lies before an older one"});
      }
    }
    if (!spec.source || object.records.empty()) return;
    const Lane& lane = inside_[object.delivery_stream.index()].lanes[object.lane];
    const auto [begin, end] = lane.places.equal_range(IdentityOf(object.records[0]));
    const bool found = std::any_of(begin, end, [&](const auto& place) {
      if (place.second + object.records.size() > lane.records.size()) return false;
      for (size_t i = 0; i < object.records.size(); ++i) {
        if (IdentityOf(object.records[i]) != lane.records[place.second + i]) return false;
      }
      return true;
    });
    if (!found) {
      report.Fail("object-order",
                  {spec.name, "/", N(object.lane), ": an object is no piece of its shard"});
    }
  }

  void CheckOnce(const SeenObject& object, const FirehoseRecord& record, Report& report) {
    const DeliveryStreamSpec& spec = scenario_.delivery_streams[object.delivery_stream.index()];
    const Identity identity = IdentityOf(record);
    Times& times = inside_[object.delivery_stream.index()].times[identity];
    int& delivered = object.type == OutputType::kSourceBackup ? times.backup : times.out;
    ++delivered;
    if (spec.source && times.in == 0) {
      report.Fail("object-foreign", {spec.name, ": ", Name(identity), " never came in"});
    }
    // Who resends after an answer that was lost puts a record twice.
    const bool resent = !spec.source && record.producer.value != UINT32_MAX &&
                        scenario_.producers[record.producer.index()].lost_answers > 0;
    if (!resent && delivered > (spec.source ? std::max(times.in, 1) : 1)) {
      report.Fail("object-once", {spec.name, ": ", Name(identity), " was delivered twice"});
    }
  }

  const Scenario& scenario_;
  std::vector<Inside> inside_;  // By delivery stream.
};

}  // namespace

std::unique_ptr<Checker> CheckObjects(const Scenario& scenario) {
  return std::make_unique<ObjectChecker>(scenario);
}

}  // namespace weir::swarm
