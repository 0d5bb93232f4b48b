// What `--help` teaches: one text a subcommand; the lists of options are added by options.cc.
#pragma once

#include <span>
#include <string_view>

namespace weir {

struct HelpText {
  std::string_view command;  // Empty: of the program.
  std::string_view summary;  // One line, also in the list of commands.
  std::string_view usage;    // One or more lines, indented by two.
  std::string_view examples;
  std::string_view more;  // After the options.
};

// In the order of the list of commands, the program itself first.
std::span<const HelpText> HelpTexts();

}  // namespace weir
