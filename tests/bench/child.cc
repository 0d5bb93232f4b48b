#include "tests/bench/child.h"

#include <array>
#include <cstdio>

namespace weir::bench {

#if defined(__wasm__)
std::string OutputOf(const std::string&) { return {}; }  // No processes there.
#else
std::string OutputOf(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return {};
  std::string output;
  std::array<char, 4'096> buffer;
  for (size_t read = 1; read > 0;) {
    read = std::fread(buffer.data(), 1, buffer.size(), pipe);
    output.append(buffer.data(), read);
  }
  return pclose(pipe) == 0 ? output : std::string();
}
#endif

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace weir::bench
