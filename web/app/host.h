// What a platform gives the front end: a window with a GL context. host_desktop.cc or host_web.cc
// is linked, as CMake decides.
#pragma once

namespace weir::app {

// Runs until the window is closed; on the page it returns at once and the page calls in later.
int RunHost(int argc, char** argv);

}  // namespace weir::app
