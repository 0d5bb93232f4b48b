// A KCL application's own members as JSON.
#pragma once

#include "core/consumer/kcl_spec.h"
#include "core/engine/json_reader.h"

namespace weir {

// Member "kcl" of a consumer; the defaults where it is not there.
KclSpec ReadKcl(JsonReader& in);

}  // namespace weir
