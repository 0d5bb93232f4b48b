#include "tests/sim/read_mirror.h"

#include <algorithm>

namespace weir::swarm {

const ReadMirror::Place* ReadMirror::Find(ConsumerId consumer, ShardIndex shard) const {
  const auto found = places_.find({consumer.value, shard.value});
  return found == places_.end() ? nullptr : &found->second;
}

Stretch ReadMirror::StretchOf(const TraceEvent& event) const {
  const ConsumerSpec& spec = scenario_.consumers[event.subject];
  return {{event.subject},
          spec.stream,
          {event.object},
          event.at,
          0,
          event.x,
          spec.read == ReadMode::kFanOut};
}

// Where a lease begins is the one thing that is taken from the view; CheckReaders says whether it
// is the right place.
void ReadMirror::Start(const Observation& seen, const TraceEvent& event) {
  for (const LeaseView& lease : seen.view.consumers[event.subject].leases) {
    if (lease.shard.value != event.object) continue;
    Place place;
    place.started_at =
        lease.position - static_cast<uint64_t>(lease.processed + lease.lost_to_retention);
    place.cursor = place.started_at;
    places_[{event.subject, event.object}] = place;
  }
}

void ReadMirror::Add(const Observation& seen) {
  reads_.clear();
  processed_.clear();
  ReadOthers(seen);
  for (const TraceEvent& event : seen.events) {
    if (event.subject >= scenario_.consumers.size()) continue;
    if (scenario_.consumers[event.subject].kind != ConsumerKind::kSdk) continue;
    if (event.kind == TraceKind::kLeaseStarted) Start(seen, event);
    const auto found = places_.find({event.subject, event.object});
    if (found != places_.end()) Follow(event, found->second);
  }
}

// Of several reads of one shard at one instant the last one ends where the cursor stands. Where two
// workers of an application read one shard at once, only that they did is known.
void ReadMirror::ReadOthers(const Observation& seen) {
  std::map<std::pair<uint32_t, uint32_t>, uint64_t> ends;
  for (size_t place = seen.events.size(); place-- > 0;) {
    const TraceEvent& event = seen.events[place];
    if (event.kind != TraceKind::kGetRecords) continue;
    if (scenario_.consumers[event.subject].kind == ConsumerKind::kSdk) continue;
    const std::vector<CursorView>& cursors = seen.cursors[event.subject];
    const auto of_shard = [&](const CursorView& cursor) {
      return cursor.shard.value == event.object;
    };
    Stretch read = StretchOf(event);
    if (std::count_if(cursors.begin(), cursors.end(), of_shard) == 1) {
      const uint64_t next = std::find_if(cursors.begin(), cursors.end(), of_shard)->next;
      uint64_t& end = ends.try_emplace({event.subject, event.object}, next).first->second;
      end -= std::min(end, static_cast<uint64_t>(event.x));
      read.first = end;
    } else {
      read.records = 0;
    }
    reads_.push_back(read);
  }
  std::reverse(reads_.begin(), reads_.end());
}

void ReadMirror::Follow(const TraceEvent& event, Place& place) {
  Stretch stretch;
  switch (event.kind) {
    case TraceKind::kFellOffHorizon:
      place.cursor += static_cast<uint64_t>(event.x);
      place.lost += event.x;
      break;
    case TraceKind::kGetRecords:
      stretch = StretchOf(event);
      stretch.first = place.cursor;
      reads_.push_back(stretch);
      place.batch_first = place.cursor;
      place.batch_records = event.x;
      place.cursor += static_cast<uint64_t>(event.x);
      break;
    case TraceKind::kProcessed:
      stretch = StretchOf(event);
      stretch.first = place.batch_first;
      processed_.push_back(stretch);
      place.processed += event.x;
      place.batch_records -= event.x;
      place.batch_first += static_cast<uint64_t>(event.x);
      break;
    case TraceKind::kShardEnd:
      place.ended = true;
      break;
    default:
      break;
  }
}

}  // namespace weir::swarm
