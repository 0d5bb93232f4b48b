#include "native/object_files.h"

#include <filesystem>

#include "core/base/text.h"
#include "core/firehose/delivered_key.h"
#include "core/firehose/delivery_stream.h"
#include "core/firehose/encoder.h"

namespace weir {
namespace {

namespace fs = std::filesystem;

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
  std::string bytes;
  bytes.reserve(static_cast<size_t>(object.bytes));
  for (size_t i = batch->first; i < batch->records.size(); ++i) {
    bytes += engine.DeliveredBytesOf({stream}, batch->records[i]);
  }
  const Result<Compression> compression = ParseCompression(of.spec().compression, "compression");
  if (!compression.ok()) return compression.error();
  // The name of a ZIP's entry is that of the object [probe].
  const std::string name = fs::path(key).filename().string();
  const std::string encoded = Encode(compression.value(), bytes, {name, object.delivered_at});
  std::error_code failed;
  fs::create_directories(fs::path(path).parent_path(), failed);
  if (failed) return Unwritten(path, failed.message());
  Result<OutputStream> file = OutputStream::Open(path);
  if (!file.ok()) return file.error();
  if (Result<void> written = file.value().Write(encoded); !written.ok()) return written;
  ++written_;
  return file.value().Close();
}

}  // namespace weir
