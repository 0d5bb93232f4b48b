#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/base/text.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/session.h"

namespace weir {

// The window is a program of its own: this one then needs no graphics library.
Result<void> CommandUi(const std::string& scenario) {
  if (HostIsNode()) {
    return Error{ErrorCode::kInput,
                 "there is no window under node: use the native weir, or ./dev play"};
  }
  if (!scenario.empty()) {
    const Result<Session> session = LoadScenario({scenario, std::nullopt, {}});
    if (!session.ok()) return session.error();
  }
  std::error_code failed;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", failed);
  const std::string window = (self.parent_path() / "weir-ui").string();
  if (failed || !IsFile(window)) {
    return Error{
        ErrorCode::kInput,
        "there is no weir-ui beside weir: `./dev build` makes both (needs SDL2, OpenGL and "
        "Dear ImGui)"};
  }
  std::string program = window;
  std::string option = "--scenario";
  std::string argument = scenario;
  const std::array<char*, 4> arguments{program.data(), scenario.empty() ? nullptr : option.data(),
                                       argument.data(), nullptr};
  execv(window.c_str(), arguments.data());
  return Error{ErrorCode::kInput, StrCat({window, ": cannot be started: ", std::strerror(errno)})};
}

}  // namespace weir
