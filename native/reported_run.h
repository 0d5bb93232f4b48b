// A run with everything that goes with it on the command line: the progress bar, the files of
// --out, the journal, and the summary at the end. Shared by `run` and `replay`.
#pragma once

#include <functional>
#include <string>

#include "core/base/result.h"
#include "native/options.h"
#include "native/runner.h"
#include "native/terminal.h"

namespace weir {

struct ReportedRun {
  RunPlan plan;
  int64_t rows = 0;  // Of a data set that is read to its end; 0: the run ends by its time.
  // The text of scenario.json in --out; none: the session's own source can be found again.
  std::function<std::string(const Engine&)> scenario_text;
};

Result<void> RunAndReport(const ReportedRun& run, const ReportOptions& options,
                          const Terminal& terminal);

}  // namespace weir
