#include "native/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "core/base/text.h"

namespace weir {
namespace {

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

// Under node isatty() says yes to everything: node_settings.js tells instead, in WEIR_TERMINALS, as
// the digits of the file descriptors that are terminals.
bool IsTerminal(int descriptor) {
  if (HostIsNode()) {
    return Variable("WEIR_TERMINALS").find(static_cast<char>('0' + descriptor)) !=
           std::string::npos;
  }
  return isatty(descriptor) == 1;
}

int Columns(int descriptor) {
  int columns = std::atoi(Variable("COLUMNS").c_str());
  if (columns <= 0 && !HostIsNode() && IsTerminal(descriptor)) {
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  }
  return columns <= 0 ? 80 : std::clamp(columns, 40, 400);
}

bool LocaleIsUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string value = Variable(name);
    if (value.empty()) continue;  // The first one that is set decides.
    return value.find("UTF-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

}  // namespace

bool HostIsNode() { return std::getenv("WEIR_TERMINALS") != nullptr; }

Terminal HostTerminal() {
  Terminal terminal;
  terminal.output_is_terminal = IsTerminal(STDOUT_FILENO);
  terminal.progress_is_terminal = IsTerminal(STDERR_FILENO);
  terminal.columns = Columns(terminal.output_is_terminal ? STDOUT_FILENO : STDERR_FILENO);
  terminal.colour =
      terminal.output_is_terminal && Variable("NO_COLOR").empty() && Variable("TERM") != "dumb";
  terminal.unicode = LocaleIsUtf8();
  return terminal;
}

std::string Paint::Wrap(std::string_view code, std::string_view text) const {
  if (!colour_) return std::string(text);
  return StrCat({"\x1b[", code, "m", text, "\x1b[0m"});
}

}  // namespace weir
