// The digests of a run, reached in one of three ways that must not differ.
#include "core/base/prng.h"
#include "core/base/text.h"
#include "core/engine/journal.h"
#include "core/engine/scenario_json.h"
#include "core/engine/timeline.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/session.h"
#include "native/straight_run.h"

namespace weir {
namespace {

constexpr int kSeeks = 100;
constexpr int kJournalSteps = 997;  // A prime: its steps fall on no round second.

Digests Straight(const Session& session) {
  return RunStraight(session, session.scenario->end()).digests();
}

// Jumps drawn from the seed, some followed by a step forwards or back; then to the end.
Digests BySeeks(const Session& session) {
  const Scenario& scenario = *session.scenario;
  Timeline timeline(session.scenario, session.commands);
  Prng draws = Prng::ForComponent(scenario.seed, "digest/seeks");
  for (int i = 0; i < kSeeks; ++i) {
    const auto offset =
        static_cast<int64_t>(draws.Below(static_cast<uint64_t>(scenario.duration.micros) + 1));
    timeline.SeekTo(scenario.start + Micros(offset));
    const uint64_t step = draws.Below(4);
    if (step == 0) timeline.StepForward();
    if (step == 1) timeline.StepBack();
  }
  timeline.SeekTo(scenario.end());
  return timeline.engine().digests();
}

// What a person who saved a journal gets who loads it again and watches in small steps.
Result<Digests> ByJournal(const Session& session) {
  Result<Journal> journal = ParseJournal(JournalToText(session.ToJournal()));
  if (!journal.ok()) return journal.error();
  const Scenario& scenario = *session.scenario;
  Timeline timeline(session.scenario, std::move(journal.value().commands));
  for (int i = 1; i < kJournalSteps; ++i) {
    timeline.SeekTo(scenario.start + scenario.duration / kJournalSteps * i);
  }
  timeline.SeekTo(scenario.end());
  return timeline.engine().digests();
}

Result<Digests> DigestsOf(const Session& session, const std::string& via) {
  if (via == "seek") return BySeeks(session);
  if (via == "journal") return ByJournal(session);
  return Straight(session);
}

}  // namespace

Result<void> CommandDigest(const DigestOptions& options) {
  std::vector<std::string> names = options.scenarios;
  if (options.all) {
    if (!names.empty()) return Error{ErrorCode::kInput, "either --all or names, not both"};
    for (const ScenarioSummary& scenario : BundledScenarios()) names.push_back(scenario.name);
  }
  if (names.empty()) return Error{ErrorCode::kInput, "which scenario? Give names, or --all"};
  if (!options.variant.empty()) {
    if (options.all || names.size() > 1) {
      return Error{ErrorCode::kInput, "--variant goes with one scenario; or write trucks:VARIANT"};
    }
    names[0] += ":" + options.variant;
  }
  for (const std::string& name : names) {
    const Result<Session> session = LoadScenarioOrJournal(name, options.seed);
    if (!session.ok()) return session.error();
    const Result<Digests> digests = DigestsOf(session.value(), options.via);
    if (!digests.ok()) return digests.error();
    const Digests& of = digests.value();
    if (Result<void> printed =
            Print(StrCat({session.value().scenario->name, " ", ToHex16(of.state), " ",
                          ToHex16(of.trace), " ", ToHex16(of.unseed), "\n"}));
        !printed.ok()) {
      return printed;
    }
  }
  return {};
}

}  // namespace weir
