#include <algorithm>

#include "core/base/text.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/metric_report.h"
#include "native/session.h"
#include "native/straight_run.h"

namespace weir {

Result<void> CommandMetrics(const MetricsOptions& options, const Terminal& terminal) {
  if (options.json && options.csv) return Error{ErrorCode::kInput, "either --json or --csv"};
  if (options.list) {
    if (options.csv) return Error{ErrorCode::kInput, "--list is a text, or --json"};
    return Print(options.json ? MetricListJson() : MetricListText(terminal));
  }
  const Result<Session> session =
      LoadScenarioOrJournal(options.scenario.name, options.scenario.seed);
  if (!session.ok()) return session.error();
  const Scenario& scenario = *session.value().scenario;
  const Engine engine =
      RunStraight(session.value(), scenario.start + options.until.value_or(scenario.duration));
  const Result<MetricReport> report = MakeMetricReport(engine, options);
  if (!report.ok()) return report.error();
  if (options.json) return Print(MetricJson(report.value()));
  if (options.csv) return Print(MetricCsv(report.value()));
  return Print(MetricText(report.value(), terminal));
}

}  // namespace weir
