// Consumers in the lanes: a pointer at the oldest record that each has still to process.
#pragma once

#include "web/ui/panel.h"

namespace weir::ui {

void DrawReaders(Panel& panel);

}  // namespace weir::ui
