// The names of what a delivery stream leaves in its bucket.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/firehose/delivery_stream_spec.h"
#include "core/firehose/object_key.h"
#include "core/view/firehose_view.h"

namespace weir {

// Of its prefixes, compression and time zone. Errors in the service's words.
Result<ObjectKeys> ObjectKeysOf(const DeliveryStreamSpec& spec);

// The same for the same object, whenever it is asked: its UUID is drawn from its number.
std::string DeliveredKey(const ObjectKeys& keys, const DeliveryStreamSpec& spec,
                         const DeliveredObjectView& object, uint64_t seed);

}  // namespace weir
