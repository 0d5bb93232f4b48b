#include "native/interrupt.h"

#include <array>

namespace weir {
namespace {

constexpr std::array<int, 3> kSignals{SIGINT, SIGTERM, SIGHUP};

// As under nohup: what our caller has decided to ignore stays ignored.
bool IsIgnored(int signal) {
  struct sigaction action{};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

InterruptsWait::InterruptsWait() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : kSignals) sigaddset(&signals, signal);
  sigemptyset(&before_);
  sigprocmask(SIG_BLOCK, &signals, &before_);
}

InterruptsWait::~InterruptsWait() { sigprocmask(SIG_SETMASK, &before_, nullptr); }

bool InterruptIsPending() {
  sigset_t pending;
  sigemptyset(&pending);
  sigpending(&pending);
  for (const int signal : kSignals) {
    if (sigismember(&pending, signal) == 1 && !IsIgnored(signal)) return true;
  }
  return false;
}

}  // namespace weir
