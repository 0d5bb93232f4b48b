// What a delivery stream of a run has delivered, for who looks into it: its name and its content.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "core/engine/engine.h"

namespace weir {

// None: never delivered so far, or so long ago that it is no longer kept.
std::optional<DeliveredObjectView> FindObject(const Engine& engine, DeliveryStreamId stream,
                                              int64_t number);

// Its name in the bucket; "" of what was handed to a destination that keeps no objects.
std::string ObjectKeyOf(const Engine& engine, DeliveryStreamId stream,
                        const DeliveredObjectView& object);

// At most `size` bytes of it, before compression. "" of older objects: their records are let go of.
std::string ObjectHeadOf(const Engine& engine, DeliveryStreamId stream, int64_t number,
                         size_t size);

}  // namespace weir
