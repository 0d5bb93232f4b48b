// Three series over the whole run: records in and out, refused writes, the age of what is read.
#pragma once

#include "web/ui/panel.h"

namespace weir::ui {

void DrawPlots(Panel& panel);

}  // namespace weir::ui
