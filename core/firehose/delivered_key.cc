#include "core/firehose/delivered_key.h"

#include "core/base/text.h"
#include "core/firehose/partition_name.h"
#include "core/firehose/processors.h"

namespace weir {
namespace {

// Modelled: the guide names no folder for a backup; a bucket of its own would have none.
constexpr std::string_view kBackupPrefix = "source-backup/";

PartitionKeys KeysOf(const DeliveryStreamSpec& spec, const std::string& partition) {
  if (spec.processors == nullptr) return {{"key", partition, false}};
  return PartitionKeysOf(spec.processors->query_keys(), partition);
}

// A backup has no partitions.
PartitionKeys KeysOfBackup(const DeliveryStreamSpec& spec) {
  PartitionKeys keys = KeysOf(spec, "all");
  for (PartitionKey& key : keys) key.value = "all";
  return keys;
}

std::string_view ErrorTypeOf(const DeliveryStreamSpec& spec, OutputType type) {
  return type == OutputType::kDeliveryFailed ? RowOf(spec.destination.kind).error_type
                                             : std::string_view("processing-failed");
}

}  // namespace

Result<ObjectKeys> ObjectKeysOf(const DeliveryStreamSpec& spec) {
  const Result<Compression> compression =
      ParseCompression(spec.compression, "extendedS3DestinationConfiguration.compressionFormat");
  if (!compression.ok()) return compression.error();
  ObjectKeySpec keys;
  keys.stream_name = spec.name;
  keys.prefix = spec.prefix;
  keys.error_output_prefix = spec.error_output_prefix;
  keys.file_extension = spec.file_extension;
  keys.custom_time_zone = spec.time_zone;
  keys.compression = compression.value();
  keys.dynamic_partitioning = spec.partitions();
  return ObjectKeys::Create(keys);
}

std::string DeliveredKey(const ObjectKeys& keys, const DeliveryStreamSpec& spec,
                         const DeliveredObjectView& object, uint64_t seed) {
  Prng chance =
      Prng::ForComponent(seed, StrCat({spec.name, "/object/", std::to_string(object.number)}));
  const PartitionKeys partition = KeysOf(spec, object.partition);
  const ObjectKeyParts parts{object.oldest_arrival, object.version,
                             object.partition.empty() ? nullptr : &partition};
  switch (object.type) {
    case OutputType::kData:
      return keys.KeyOf(parts, chance);
    case OutputType::kSourceBackup: {
      const PartitionKeys none = KeysOfBackup(spec);
      return StrCat(
          {kBackupPrefix, keys.KeyOf({parts.oldest_arrival, parts.version, &none}, chance)});
    }
    case OutputType::kProcessingFailed:
    case OutputType::kDeliveryFailed:
      break;
  }
  return keys.ErrorKeyOf(parts, ErrorTypeOf(spec, object.type), chance);
}

}  // namespace weir
