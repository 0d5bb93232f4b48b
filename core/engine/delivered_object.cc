#include "core/engine/delivered_object.h"

#include "core/base/result.h"
#include "core/firehose/delivered_key.h"
#include "core/firehose/delivery_stream.h"

namespace weir {

std::optional<DeliveredObjectView> FindObject(const Engine& engine, DeliveryStreamId stream,
                                              int64_t number) {
  if (stream.index() >= engine.delivery_streams().size()) return std::nullopt;
  const DeliveryStream& of = engine.delivery_streams()[stream.index()];
  if (number < of.objects_kept_from() || number >= of.objects_made()) return std::nullopt;
  return of.ObjectAt(number);
}

std::string ObjectKeyOf(const Engine& engine, DeliveryStreamId stream,
                        const DeliveredObjectView& object) {
  if (!object.to_bucket) return "";
  const DeliveryStreamSpec& spec = engine.delivery_streams()[stream.index()].spec();
  const Result<ObjectKeys> keys = ObjectKeysOf(spec);
  return keys.ok() ? DeliveredKey(keys.value(), spec, object, engine.scenario().seed) : "";
}

std::string ObjectHeadOf(const Engine& engine, DeliveryStreamId stream, int64_t number,
                         size_t size) {
  std::string text;
  const DeliveryBatch* batch = engine.delivery_streams()[stream.index()].RecordsOf(number);
  if (batch == nullptr) return text;
  for (size_t i = batch->first; i < batch->records.size() && text.size() < size; ++i) {
    text += engine.DeliveredBytesOf(stream, batch->records[i]);
  }
  if (text.size() > size) text.resize(size);
  return text;
}

}  // namespace weir
