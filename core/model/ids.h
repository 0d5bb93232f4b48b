// What the engine calls its parts. An id is a place in the vector of its owner and never reused.
#pragma once

#include "core/base/strong_id.h"

namespace weir {

using StreamId = StrongId<struct StreamTag>;
using ShardIndex = StrongId<struct ShardTag>;  // Within its stream: shardId-000000000007 is 7.
using ProducerId = StrongId<struct ProducerTag>;
using FanOutId = StrongId<struct FanOutTag>;  // A registered consumer of one stream.
using ConsumerId = StrongId<struct ConsumerTag>;
using DeliveryStreamId = StrongId<struct DeliveryStreamTag>;  // Of Firehose.

}  // namespace weir
