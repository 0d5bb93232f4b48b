#include "core/firehose/delivery_stream_spec.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/firehose/delivered_key.h"

namespace weir {
namespace {

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-';
}

Result<void> ValidateName(const std::string& name) {
  const auto size = static_cast<int64_t>(name.size());
  if (size >= 1 && size <= kDeliveryStreamNameCharactersMax &&
      std::ranges::all_of(name, IsNameCharacter)) {
    return {};
  }
  return Error{ErrorCode::kValidation,
               StrCat({"the name of a delivery stream has 1 to 64 of a-z A-Z 0-9 _ . -; \"", name,
                       "\" is none"})};
}

}  // namespace

Result<void> ValidateDeliveryStream(const DeliveryStreamSpec& spec) {
  if (Result<void> named = ValidateName(spec.name); !named.ok()) return named;
  const DestinationKind kind = spec.destination.kind;
  if (spec.rules == Ruleset::k2022 && !RowOf(kind).in_2022) {
    return Error{ErrorCode::kInvalidArgument,
                 StrCat({"there was no destination ", RowOf(kind).word, " in 2022"})};
  }
  Result<void> hints = ValidateHints(kind, spec.rules, spec.partitions(), spec.destination.hints);
  if (!hints.ok()) return hints;
  // Of a backup there is no zero buffering [probe].
  if (spec.backup.hints.interval < kBackupIntervalMin) {
    return Error{ErrorCode::kInvalidArgument,
                 "buffer interval of a backup: expected 60 to 900 seconds"};
  }
  if (Result<void> backup =
          ValidateHints(DestinationKind::kS3, spec.rules, false, spec.backup.hints);
      !backup.ok()) {
    return backup;
  }
  if (const Result<ObjectKeys> keys = ObjectKeysOf(spec); !keys.ok()) return keys.error();
  if (spec.partitions() && kind != DestinationKind::kS3) {
    return Error{ErrorCode::kInvalidArgument, "dynamic partitioning is for destination s3 only"};
  }
  return {};
}

}  // namespace weir
