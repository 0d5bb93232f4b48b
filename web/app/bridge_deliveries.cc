// The delivery streams of a state: their counters, what waits in buffers, what was delivered last.
#include <algorithm>
#include <cstdint>

#include "web/app/bridge_parts.h"
#include "web/ui/delivery_text.h"

namespace weir::app {
namespace {

void WriteBuffer(JsonWriter& answer, const EngineView& view, const DeliveryBufferView& buffer) {
  answer.BeginObject();
  answer.Member("holds", ui::OutputText(buffer.type));
  answer.Member("lane", buffer.lane);
  answer.Member("partition", buffer.partition);
  answer.Member("records", buffer.records);
  answer.Member("bytes", buffer.bytes);
  answer.Member("bytes_max", buffer.bytes_max);
  answer.Member("due_us", std::max((buffer.due_at - view.now).micros, int64_t{0}));
  answer.EndObject();
}

void WriteObject(JsonWriter& answer, const EngineView& view, const DeliveredObjectView& object) {
  answer.BeginObject();
  answer.Member("number", object.number);
  answer.Member("holds", ui::OutputText(object.type));
  answer.Member("in_bucket", object.to_bucket);
  answer.Member("lane", object.lane);
  answer.Member("partition", object.partition);
  answer.Member("t_us", (object.delivered_at - view.start).micros);
  answer.Member("records", object.records);
  answer.Member("bytes", object.bytes);
  answer.Member("attempts", object.attempts);
  answer.Member("flushed", ui::FlushText(object.cause));
  answer.EndObject();
}

}  // namespace

void WriteDeliveryStreams(JsonWriter& answer, const EngineView& view) {
  answer.BeginArray("delivery_streams");
  for (const DeliveryStreamView& stream : view.delivery_streams) {
    answer.BeginObject();
    answer.Member("name", stream.name);
    answer.Member("status", DeliveryStreamStatusName(stream.status));
    answer.Member("source", stream.source ? view.streams[stream.source->index()].name : "");
    answer.Member("destination", ui::DestinationText(stream.destination));
    answer.Member("down", stream.destination_down);
    answer.Member("records_in", stream.records_in);
    answer.Member("throttled", stream.throttled);
    answer.Member("delivered", stream.delivered);
    answer.Member("waiting", stream.waiting);
    answer.Member("failed", stream.failed);
    answer.Member("dropped", stream.dropped);
    answer.Member("lost", stream.expired + stream.discarded);
    answer.Member("objects", stream.objects);
    answer.Member("error_objects", stream.error_objects);
    answer.Member("backup_objects", stream.backup_objects);
    answer.Member("freshness_us", stream.freshness.micros);
    answer.BeginArray("buffers");
    for (const DeliveryBufferView& buffer : stream.buffers) WriteBuffer(answer, view, buffer);
    answer.EndArray();
    answer.BeginArray("last");
    for (const DeliveredObjectView& object : stream.last) WriteObject(answer, view, object);
    answer.EndArray();
    answer.EndObject();
  }
  answer.EndArray();
}

}  // namespace weir::app
