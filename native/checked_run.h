// A scenario run against its checks, with its wrong variants where they are wanted.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/check_watch.h"
#include "native/session.h"
#include "native/terminal.h"

namespace weir {

struct CheckedRun {
  Session session;
  std::vector<CheckOutcome> outcomes;  // One a check.

  bool passed() const;
  std::vector<std::string> failed() const;  // Ids, in the order of the scenario.
};

// A wrong variant fails what it says, and nothing else.
struct CheckedVariant {
  Variant variant;
  CheckedRun run;

  bool as_expected() const;
};

struct CheckedScenario {
  CheckedRun run;
  std::vector<CheckedVariant> wrong;

  bool passed() const;
};

// Errors: those of a variant that is no scenario, and kInternalFailure "interrupted". A progress
// bar on a terminal, if it is `shown`.
Result<CheckedScenario> RunChecked(const Session& session, bool wrong, const Terminal& terminal,
                                   bool shown);

}  // namespace weir
