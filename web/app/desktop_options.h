// What the desktop program is told on its command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "web/app/app.h"

namespace weir::app {

struct DesktopOptions {
  bool help = false;
  std::string scenario = "trucks";  // A bundled one, or a file that ends in ".json".
  Duration at;                      // Where it begins.
  double speed = 0;                 // 0: a comfortable one.
  int width = 1280;
  int height = 800;
  float scale = 1;
  bool light = false;
  bool bare = false;  // Without the window's own bars, as on the page.
  ui::LayoutKind layout = ui::LayoutKind::kFull;
  std::string screenshot;  // A PNG to write instead of opening a window.
  // For pictures: where the pointer rests, and whether it clicks there. Negative: nowhere.
  int hover_x = -1;
  int hover_y = -1;
  bool click = false;
};

const char* DesktopHelp();
// Error kInvalidArgument, with the option and what would be right.
Result<DesktopOptions> ParseDesktopOptions(const std::vector<std::string_view>& arguments);

// A bundled scenario by name, or the file `name` if it ends in ".json".
Result<void> LoadInto(Session& session, std::string_view name);
// Everything of the options that needs no window.
Result<void> Prepare(App& app, const DesktopOptions& options);

}  // namespace weir::app
