// The checkers of delivery streams and their objects see what they should.
#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "tests/sim/lie.h"

namespace weir::swarm {
namespace {

// One delivery stream on a stream, two with Direct PUT: by key, and through a function.
constexpr std::string_view kDelivery = R"({
  "weir": 1, "name": "delivery", "duration": "100s",
  "streams": [{"name": "s", "shards": 2}],
  "delivery_streams": [
    {"name": "d", "stream": "s", "buffer": {"size_mib": 1, "interval": "5s"}},
    {"name": "e", "partition_by": "key", "buffer": {"interval": "60s"}},
    {"name": "t", "buffer": {"interval": "10s"}, "transform": {"buffer": {"interval": "2s"},
     "dropped": 200, "failed": 100}, "backup": {"mode": "all", "interval": "60s"}}],
  "producers": [
    {"name": "p", "stream": "s", "arrivals": {"rate": 20}, "size": 60000},
    {"name": "q", "delivery_stream": "e", "arrivals": {"rate": 20}, "keys": {"count": 3}},
    {"name": "r", "delivery_stream": "t", "arrivals": {"rate": 20}}],
  "events": [{"at": "80s", "do": "DeleteDeliveryStream", "delivery_stream": "t"}]})";

// A destination that is down for a while, and is updated meanwhile.
constexpr std::string_view kTrouble = R"({
  "weir": 1, "name": "trouble", "duration": "60s",
  "delivery_streams": [
    {"name": "d", "buffer": {"interval": "5s"}},
    {"name": "h", "destination": "http_endpoint", "buffer": {"interval": "5s"}, "retry_for": "9s"}],
  "producers": [
    {"name": "p", "delivery_stream": "d", "arrivals": {"rate": 20}},
    {"name": "q", "delivery_stream": "h", "arrivals": {"rate": 20}}],
  "events": [
    {"at": "10s", "do": "SetDestination", "delivery_stream": "d", "down": true, "how": "times_out"},
    {"at": "10s", "do": "SetDestination", "delivery_stream": "h", "down": true},
    {"at": "20s", "do": "UpdateDestination", "delivery_stream": "d", "buffer": {"interval": "9s"}},
    {"at": "40s", "do": "SetDestination", "delivery_stream": "d", "down": false}]})";

DeliveryStreamView& D(Observation& seen, size_t at = 0) { return seen.view.delivery_streams[at]; }
DeliveryBufferView* BufferOf(Observation& seen, size_t at = 0) {
  return D(seen, at).buffers.empty() ? nullptr : &D(seen, at).buffers[0];
}
// An object of delivery stream `at` with several records.
SeenObject* ObjectOf(Observation& seen, uint32_t at, OutputType type = OutputType::kData) {
  for (SeenObject& object : seen.objects) {
    const bool meant = object.delivery_stream.value == at && object.type == type;
    if (meant && object.records.size() > 2) return &object;
  }
  return nullptr;
}
void Emit(Observation& seen, TraceKind kind, uint32_t subject, int64_t x, int64_t y = 0) {
  seen.events.push_back({seen.now, kind, subject, 0, x, y});
}

const Planted kPlanted[] = {
    {"delivery-account", kDelivery, [](Observation& seen) { return ++D(seen).delivered > 0; }},
    {"delivery-account", kDelivery, [](Observation& seen) { return ++D(seen, 2).dropped > 0; }},
    {"delivery-account", kDelivery,  // A record that has vanished.
     [](Observation& seen) { return D(seen).waiting > 0 && D(seen).waiting-- > 0; }},
    {"delivery-account", kTrouble, [](Observation& seen) { return ++D(seen).records_split > 0; }},
    {"delivery-negative", kDelivery,
     [](Observation& seen) { return (D(seen).waiting_bytes = -1) < 0; }},
    {"delivery-deleted", kDelivery,
     [](Observation& seen) {
       return D(seen, 2).status != DeliveryStreamStatus::kActive && ++D(seen, 2).waiting > 0;
     }},
    {"delivery-in", kDelivery,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kDirectPut);
       return event != nullptr && event->x-- > 0;
     }},
    {"delivery-out", kDelivery,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kDelivered);
       return event != nullptr && ++event->x > 0;
     }},
    {"delivery-out", kDelivery, [](Observation& seen) { return ++D(seen).error_objects > 0; }},
    {"delivery-lost", kDelivery,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kDiscarded);
       return event != nullptr && event->x-- > 0;
     }},
    {"delivery-lost", kDelivery, [](Observation& seen) { return ++D(seen).expired > 0; }},
    {"delivery-expired", kTrouble,
     [](Observation& seen) {
       Emit(seen, TraceKind::kDeliveryExpired, 0, 1);
       return ++D(seen).expired > 0;
     }},
    {"delivery-failed", kDelivery, [](Observation& seen) { return ++D(seen, 1).failed > 0; }},
    {"delivery-failed", kDelivery,
     [](Observation& seen) {
       std::erase_if(seen.events,
                     [](const TraceEvent& e) { return e.kind == TraceKind::kTransformed; });
       return false;
     }},
    {"delivery-fault", kDelivery, [](Observation& seen) { return ++D(seen).attempts_failed > 0; }},
    {"delivery-twice", kDelivery, [](Observation& seen) { return ++D(seen).delivered_twice > 0; }},
    {"delivery-twice", kTrouble,  // Refused is not timed out.
     [](Observation& seen) {
       Emit(seen, TraceKind::kDeliveredTwice, 1, 5);
       return true;
     }},
    {"delivery-gave-up", kTrouble,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kDeliveryGaveUp);
       return event != nullptr && (event->subject = 0) == 0;
     }},
    {"delivery-interval", kDelivery,
     [](Observation& seen) {
       DeliveryBufferView* buffer = BufferOf(seen);
       if (buffer == nullptr) return false;
       buffer->due_at = seen.now - Micros(1);
       return true;
     }},
    {"delivery-interval", kTrouble,  // Held for longer than any interval it ever had.
     [](Observation& seen) {
       DeliveryBufferView* buffer = BufferOf(seen);
       if (buffer == nullptr || Elapsed(seen) < Seconds(30)) return false;
       buffer->entered_at = buffer->entered_at - Seconds(301);
       return true;
     }},
    {"delivery-size", kDelivery,
     [](Observation& seen) {
       DeliveryBufferView* buffer = BufferOf(seen);
       return buffer != nullptr && (buffer->bytes = buffer->bytes_max) > 0;
     }},
    {"delivery-size", kDelivery,  // A buffer that has grown without a word.
     [](Observation& seen) {
       DeliveryBufferView* buffer = BufferOf(seen);
       return buffer != nullptr && (buffer->bytes = (buffer->bytes_max *= 200) - 1) > 0;
     }},
    {"delivery-partitions", kDelivery,
     [](Observation& seen) { return (D(seen, 1).active_partitions = 501) > 0; }},
    {"object-source", kDelivery,  // Read, and never came in.
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kSourceRead, Seconds(5));
       return event != nullptr && event->x-- > 0;
     }},
    {"object-log", kDelivery,
     [](Observation& seen) {
       TraceEvent* event = Find(seen, TraceKind::kSourceRead, Seconds(5));
       return event != nullptr && (event->x += 10'000) > 0;
     }},
    {"object-empty", kDelivery,
     [](Observation& seen) {
       SeenObject* object = ObjectOf(seen, 0);
       if (object != nullptr) object->records.clear();
       return object != nullptr;
     }},
    {"object-bytes", kDelivery,
     [](Observation& seen) {
       SeenObject* object = ObjectOf(seen, 1);
       return object != nullptr && ++object->bytes > 0;
     }},
    {"object-size", kDelivery,
     [](Observation& seen) {
       SeenObject* object = ObjectOf(seen, 2);
       return object != nullptr && (object->records[0].bytes += 300U << 20) > 0;
     }},
    {"object-partition", kDelivery,
     [](Observation& seen) {
       SeenObject* object = ObjectOf(seen, 1);
       return object != nullptr && ++object->records[1].key > 0;
     }},
    {"object-arrival", kTrouble,
     [](Observation& seen) {
       SeenObject* object = ObjectOf(seen, 0);
       if (object == nullptr) return false;
       std::swap(object->records.front(), object->records.back());
       return true;
     }},
    {"object-order", kDelivery,
     [](Observation& seen) {
       SeenObject* object = ObjectOf(seen, 0);
       if (object == nullptr) return false;
       std::swap(object->records[0], object->records[1]);
       return true;
     }},
    {"object-order", kDelivery,  // A gap.
     [](Observation& seen) {
       SeenObject* object = ObjectOf(seen, 0);
       if (object == nullptr) return false;
       object->bytes -= object->records[1].bytes;
       object->records.erase(object->records.begin() + 1);
       return true;
     }},
    {"object-foreign", kDelivery,
     [](Observation& seen) {
       SeenObject* object = ObjectOf(seen, 0);
       return object != nullptr && (object->records[1].number += 1'000'000) > 0;
     }},
    {"object-once", kDelivery,
     [](Observation& seen) {
       SeenObject* object = ObjectOf(seen, 1);
       if (object == nullptr) return false;
       object->records[1] = object->records[0];
       return true;
     }},
    {"object-once", kDelivery,  // A copy of a copy.
     [](Observation& seen) {
       SeenObject* object = ObjectOf(seen, 2, OutputType::kSourceBackup);
       if (object == nullptr) return false;
       object->records[1] = object->records[0];
       return true;
     }},
};

TEST(DeliveryLiesTest, EveryLieIsNoticedByItsRule) { ExpectNoticed(kPlanted); }
TEST(DeliveryLiesTest, TheTruthBreaksNoRule) {
  for (const std::string_view scenario : {kDelivery, kTrouble}) {
    for (const Violation& violation : Lie(scenario, {})) {
      ADD_FAILURE() << violation.rule << ": " << violation.detail;
    }
  }
}

}  // namespace

std::span<const Planted> DeliveryLies() { return kPlanted; }

}  // namespace weir::swarm
