// Any SQL value as JSON.
#pragma once

#include <string>

#include "core/sql/types/time_zone.h"
#include "core/sql/types/type.h"
#include "core/sql/types/value.h"

namespace weir::sql {

// Rows and maps are objects, times are text; NULL is null.
std::string JsonOf(const Type& type, const Value& value, const TimeZone& zone);

}  // namespace weir::sql
