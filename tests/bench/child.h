// Other programs started by a benchmark: the other twin under node, this program again.
#pragma once

#include <string>

namespace weir::bench {

// What `command` prints, or an empty text where it cannot be started or fails.
std::string OutputOf(const std::string& command);

// `text` as one word of a shell.
std::string Quoted(const std::string& text);

}  // namespace weir::bench
