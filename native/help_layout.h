// Our own layout of help: examples come first, because that is what one looks for.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace weir {

// The help of the program or of one of its commands: the texts of help_text.h and the options of
// `app`, in 80 columns.
std::string HelpOf(const CLI::App& app);

}  // namespace weir
