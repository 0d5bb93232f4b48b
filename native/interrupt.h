// Ctrl-C without a handler, so without global state: the signals wait while something must be put
// away first, and one looks whether any has come.
#pragma once

#include <csignal>

namespace weir {

// SIGINT, SIGTERM and SIGHUP wait as long as this lives; then they do what they do to any program.
// Declare it before what must be destroyed first. Under node signals never wait.
class InterruptsWait {
 public:
  InterruptsWait();
  ~InterruptsWait();
  InterruptsWait(const InterruptsWait&) = delete;
  InterruptsWait& operator=(const InterruptsWait&) = delete;

 private:
  sigset_t before_;
};

bool InterruptIsPending();

}  // namespace weir
