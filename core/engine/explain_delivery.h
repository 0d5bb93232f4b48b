// What became of the records of delivery streams: into how many objects, and what never got there.
#pragma once

#include "core/engine/explain.h"

namespace weir {

void ExplainDelivery(const DeliveryStreamView& stream, Explanation& out);

}  // namespace weir
