#include "native/reported_run.h"

#include "core/engine/journal.h"
#include "native/even_shares.h"
#include "native/files.h"
#include "native/interrupt.h"
#include "native/key_counts.h"
#include "native/metrics_csv.h"
#include "native/object_files.h"
#include "native/output_directory.h"
#include "native/progress.h"
#include "native/summary.h"

namespace weir {
namespace {

constexpr const char* kSummary = "summary.json";
constexpr const char* kJournal = "journal.jsonl";
constexpr const char* kScenario = "scenario.json";

// Everything a run leaves in files; nothing of it is there before Commit.
class Outputs {
 public:
  // Before the run: an output that cannot be written is not worth a run.
  Result<void> Begin(const ReportOptions& options, bool delivers) {
    if (!options.journal_out.empty()) {
      if (Result<void> begun = journal_.Begin(options.journal_out); !begun.ok()) return begun;
    }
    if (options.out.empty()) return {};
    if (Result<void> begun = directory_.Begin(options.out, options.force); !begun.ok()) {
      return begun;
    }
    if (Result<void> begun = metrics_.Begin(directory_); !begun.ok() || !delivers) return begun;
    Result<std::string> folder = directory_.Folder(ObjectFiles::kFolder);
    if (!folder.ok()) return folder.error();
    objects_.Begin(std::move(folder).value());
    delivers_ = true;
    return {};
  }

  RunListener* objects() { return delivers_ ? &objects_ : nullptr; }
  RunListener* metrics() { return directory_.begun() ? &metrics_ : nullptr; }

  // Everything is written before anything is renamed to its place.
  Result<void> Commit(const ReportedRun& run, const RunReport& report) {
    const std::string journal = JournalToText(run.plan.session.ToJournal());
    if (journal_.begun()) {
      if (Result<void> written = journal_.Write(journal); !written.ok()) return written;
    }
    if (directory_.begun()) {
      if (Result<void> written = WriteDirectory(run, report, journal); !written.ok()) {
        return written;
      }
      if (Result<void> committed = directory_.Commit(); !committed.ok()) return committed;
    }
    return journal_.begun() ? journal_.Commit() : Result<void>();
  }

 private:
  Result<void> WriteDirectory(const ReportedRun& run, const RunReport& report,
                              const std::string& journal) {
    if (Result<void> closed = metrics_.Close(); !closed.ok()) return closed;
    if (Result<void> written = directory_.Write(kSummary, SummaryJson(report)); !written.ok()) {
      return written;
    }
    if (Result<void> written = directory_.Write(kJournal, journal); !written.ok()) return written;
    if (run.scenario_text == nullptr) return {};
    return directory_.Write(kScenario, run.scenario_text(report.outcome.engine));
  }

  OutputFile journal_;
  OutputDirectory directory_{{kSummary, kJournal, kScenario, MetricsCsv::kStreams,
                              MetricsCsv::kShards, MetricsCsv::kConsumers, ObjectFiles::kFolder}};
  MetricsCsv metrics_;
  ObjectFiles objects_;
  bool delivers_ = false;
};

}  // namespace

Result<void> RunAndReport(const ReportedRun& run, const ReportOptions& options,
                          const Terminal& terminal) {
  if (options.force && options.out.empty()) {
    return Error{ErrorCode::kInput, "--force goes with --out DIR"};
  }
  const InterruptsWait interrupts_wait;
  Outputs outputs;
  if (Result<void> begun =
          outputs.Begin(options, !run.plan.session.scenario->delivery_streams.empty());
      !begun.ok()) {
    return begun;
  }
  KeyCounts keys;
  EvenShares even;
  std::vector<RunListener*> listeners{&keys, &even};
  if (RunListener* metrics = outputs.metrics(); metrics != nullptr) listeners.push_back(metrics);
  if (RunListener* objects = outputs.objects(); objects != nullptr) listeners.push_back(objects);
  Result<RunOutcome> outcome = Error{};
  {
    Progress progress(terminal, !options.no_progress, run.plan, run.rows);
    listeners.push_back(&progress);
    outcome = Run(run.plan, listeners);
  }
  if (!outcome.ok()) return outcome.error();
  const RunReport report{run.plan.session, outcome.value(), keys, even};
  if (Result<void> committed = outputs.Commit(run, report); !committed.ok()) return committed;
  return Print(options.json ? SummaryJson(report) : SummaryText(report, terminal));
}

}  // namespace weir
