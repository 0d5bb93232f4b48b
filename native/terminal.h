// What the other end of our output is: a person at a terminal, a file, another program.
#pragma once

#include <string>
#include <string_view>

namespace weir {

struct Terminal {
  bool output_is_terminal = false;    // Standard output.
  bool progress_is_terminal = false;  // Standard error.
  int columns = 80;                   // 40 to 400.
  bool colour = false;                // On standard output; NO_COLOR and TERM=dumb turn it off.
  bool unicode = false;               // The locale says UTF-8.
};

// Reads the machine's settings: NO_COLOR, TERM, COLUMNS, LC_ALL, LC_CTYPE, LANG.
Terminal HostTerminal();
// Under node: there a program cannot start another one, and signals stop it at once.
bool HostIsNode();

// Text in a terminal's attributes; plain where there is no colour.
class Paint {
 public:
  explicit Paint(bool colour) : colour_(colour) {}
  std::string Bold(std::string_view text) const { return Wrap("1", text); }
  std::string Dim(std::string_view text) const { return Wrap("2", text); }
  std::string Good(std::string_view text) const { return Wrap("32", text); }
  std::string Bad(std::string_view text) const { return Wrap("1;31", text); }

 private:
  std::string Wrap(std::string_view code, std::string_view text) const;
  bool colour_;
};

}  // namespace weir
