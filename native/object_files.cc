#include "native/object_files.h"

#include <filesystem>

#include "core/base/text.h"
#include "core/firehose/delivered_key.h"
#include "core/firehose/delivery_stream.h"
#include "core/firehose/encoder.h"
#include "core/firehose/record_fate.h"

namespace weir {
namespace {

namespace fs = std::filesystem;

// Beside its place first: what is there is whole, whatever ends the run.
Result<void> WriteWhole(const std::string& partial, const std::string& path,
                        std::string_view bytes) {
  Result<OutputStream> file = OutputStream::Open(partial);
  if (!file.ok()) return file.error();
  if (Result<void> written = file.value().Write(bytes); !written.ok()) return written;
  if (Result<void> closed = file.value().Close(); !closed.ok()) return closed;
  std::error_code failed;
  fs::rename(partial, path, failed);
  if (failed) return Error{ErrorCode::kInternalFailure, StrCat({path, ": ", failed.message()})};
  return {};
}

// What an object holds, before compression: records one behind the other, or the lines of the error
// output. Redshift leaves what it would not take as it is, for a manifest.
std::string ContentOf(const Engine& engine, const DeliveryStream& of,
                      const DeliveredObjectView& object, const DeliveryBatch& batch) {
  const bool lines = object.type == OutputType::kProcessingFailed ||
                     (object.type == OutputType::kDeliveryFailed &&
                      of.spec().destination.kind != DestinationKind::kRedshift);
  std::string bytes;
  bytes.reserve(static_cast<size_t>(object.bytes));
  for (size_t i = batch.first; i < batch.records.size(); ++i) {
    const FirehoseRecord& record = batch.records[i];
    const std::string data = engine.DeliveredBytesOf(of.id(), record);
    if (!lines) {
      bytes += data;
      continue;
    }
    FirehoseRecord came = record;
    came.sub = PackFate(RecordFate::kAsItCame, 0);
    bytes +=
        of.ErrorLineOf(record, object.type, batch, data, engine.DeliveredBytesOf(of.id(), came));
  }
  return bytes;
}

Error Unwritten(const std::string& path, std::string_view problem) {
  return Error{ErrorCode::kInternalFailure, StrCat({path, ": ", problem})};
}

}  // namespace

Result<void> ObjectFiles::OnStep(const Engine& engine) {
  const std::vector<DeliveryStream>& streams = engine.delivery_streams();
  next_.resize(streams.size());
  for (uint32_t i = 0; i < streams.size(); ++i) {
    for (; next_[i] < streams[i].objects_made(); ++next_[i]) {
      if (Result<void> written = Write(engine, i, next_[i]); !written.ok()) return written;
    }
  }
  return {};
}

Result<void> ObjectFiles::Write(const Engine& engine, uint32_t stream, int64_t number) {
  const DeliveryStream& of = engine.delivery_streams()[stream];
  const DeliveredObjectView object = of.ObjectAt(number);
  if (!object.to_bucket) return {};  // Handed to a destination that keeps no objects.
  const Result<ObjectKeys> keys = ObjectKeysOf(of.spec());
  if (!keys.ok()) return keys.error();
  const std::string key = DeliveredKey(keys.value(), of.spec(), object, engine.scenario().seed);
  const DeliveryBatch* batch = of.RecordsOf(number);
  const std::string path = StrCat({folder_, "/", of.spec().name, "/", key});
  if (batch == nullptr) {
    return Unwritten(path, "more records were delivered within one step than a run keeps");
  }
  const std::string bytes = ContentOf(engine, of, object, *batch);
  const Result<Compression> compression = ParseCompression(of.spec().compression, "compression");
  if (!compression.ok()) return compression.error();
  // The name of a ZIP's entry is that of the object [probe].
  const std::string name = fs::path(key).filename().string();
  const std::string encoded = Encode(compression.value(), bytes, {name, object.delivered_at});
  std::error_code failed;
  fs::create_directories(fs::path(path).parent_path(), failed);
  if (failed) return Unwritten(path, failed.message());
  ++written_;
  return WriteWhole(StrCat({folder_, "/.partial"}), path, encoded);
}

}  // namespace weir
