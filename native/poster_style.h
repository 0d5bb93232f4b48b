// The style sheet inside a poster.
#pragma once

#include <string>

#include "native/poster.h"

namespace weir {

std::string PosterStyle(PosterTheme theme);

}  // namespace weir
