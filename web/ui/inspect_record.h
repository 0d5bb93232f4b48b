// One record in full: its key and where that lands, its number, who has read it, its data.
#pragma once

#include "web/app/ui_state.h"
#include "web/ui/panel.h"
#include "web/ui/sheet.h"

namespace weir::ui {

// False when the record is not retained any more.
bool InspectRecord(Panel& panel, Sheet& sheet, const app::RecordRef& ref);

}  // namespace weir::ui
