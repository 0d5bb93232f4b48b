// A session from its start to a moment in one go, commands and all: for what needs only the end.
#pragma once

#include "core/engine/engine.h"
#include "native/session.h"

namespace weir {

Engine RunStraight(const Session& session, Instant until);

}  // namespace weir
