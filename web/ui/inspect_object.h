// The inspector of an object that a delivery stream has left in its bucket, or handed on.
#pragma once

#include "web/ui/sheet.h"

namespace weir::ui {

// False when there is no such object (any more): somebody went back to before it was delivered.
bool InspectObject(Panel& panel, Sheet& sheet, const app::ObjectRef& ref);

}  // namespace weir::ui
