// Under which key an object is delivered to S3, by the settings of its delivery stream.
//
//   network=nc/2026/07/13/ quakes-1-2026-07-13-14-05-09-2f6b...-9d1c .gz
//   evaluated prefix       stream, version, arrival of its oldest record, UUID, extension
//
// Sources: the developer guide's custom prefixes; floci-io/floci#1857 and #1858 for probes of the
// service; aws/aws-cdk for messages that CloudFormation passes on. What they leave open is
// Modelled.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/prng.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/firehose/compression.h"
#include "core/firehose/partition_keys.h"
#include "core/firehose/prefix.h"
#include "core/firehose/time_zone.h"

namespace weir {

// CONFLICT: a prefix whose only expression is !{firehose:random-string} gets no date behind it by a
// probe (floci-io/floci#1858), and gets it by the guide. The probe is newer.
inline constexpr bool kDateFollowsRandomStringAlone = false;

inline constexpr size_t kFileExtensionLengthMax = 128;  // [api]
inline constexpr size_t kErrorOutputPrefixValueMax =
    512;  // radkawar/stackd, without the date appended.

struct ObjectKeySpec {
  std::string stream_name;
  std::string prefix;
  std::string error_output_prefix;
  std::string file_extension;    // Empty: that of the compression.
  std::string custom_time_zone;  // Empty: UTC.
  Compression compression = Compression::kUncompressed;
  bool dynamic_partitioning = false;
};

// What differs from object to object.
struct ObjectKeyParts {
  Instant oldest_arrival;  // Of the records in the object.
  int64_t version = 1;     // Of the delivery stream's configuration.
  const PartitionKeys* keys = nullptr;
};

class ObjectKeys {
 public:
  ObjectKeys() = default;

  // Errors as the service gives them where they are known: kInvalidArgument, kValidation.
  static Result<ObjectKeys> Create(const ObjectKeySpec& spec);

  // Draws from `chance` for the UUID and each random string.
  std::string KeyOf(const ObjectKeyParts& parts, Prng& chance) const;

  // Of an object of failed records, such as "processing-failed". Error objects are compressed as
  // the others are.
  std::string ErrorKeyOf(const ObjectKeyParts& parts, std::string_view error_output_type,
                         Prng& chance) const;

  // The prefix alone, for a destination browser and to tell partitions apart.
  const Prefix& prefix() const { return prefix_; }

  // Whether each key that the prefix names has a value. Error kInvalidArgument, for the error
  // record
  // ("DynamicPartitioning.MetadataExtractionFailed").
  Result<void> CheckKeys(const PartitionKeys& keys) const;

 private:
  Result<void> CheckPrefixes() const;
  PrefixValues ValuesOf(const ObjectKeyParts& parts, std::string_view error_output_type) const;
  std::string NameOf(const ObjectKeyParts& parts, const ZonedTime& time, Prng& chance) const;

  ObjectKeySpec spec_;
  TimeZone zone_;
  Prefix prefix_;
  Prefix error_output_prefix_;
};

// A random UUID (version 4 of RFC 4122).
std::string RandomUuid(Prng& chance);

}  // namespace weir
