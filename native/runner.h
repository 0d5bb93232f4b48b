// Runs a session through virtual time in even steps, with someone looking on after each of them.
//
// In how many steps an instant is reached makes no difference to the run (core/engine/engine.h), so
// looking does not disturb.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engine/engine.h"
#include "native/session.h"

namespace weir {

class RunListener {
 public:
  // After every step, the last one too, which may be shorter. An error ends the run.
  virtual Result<void> OnStep(const Engine& engine) = 0;

 protected:
  ~RunListener() = default;  // Never owned through this type.
};

struct RunPlan {
  Session session;
  Instant until;
  // Ends as soon as every producer is done and every consumer has read everything.
  bool until_read = false;

  // A second; longer when there would be more than a hundred thousand of them.
  Duration step() const;
};

struct RefusedCommand {
  Duration at;
  std::string why;
};

struct RunOutcome {
  Engine engine;
  std::vector<RefusedCommand> refused;  // Of the session's commands, not of the scenario's events.
  Duration wall;                        // Of the machine's own clock.
};

// Errors: those of a listener; kInternalFailure "interrupted" when SIGINT, SIGTERM or SIGHUP came.
Result<RunOutcome> Run(const RunPlan& plan, std::span<RunListener* const> listeners);

}  // namespace weir
