#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/engine/trace_text.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/session.h"
#include "native/trace_words.h"

namespace weir {
namespace {

// Keeps what is asked for; the lines are made when a stretch has run.
class Chosen : public TraceSink {
 public:
  Chosen(Instant from, std::vector<std::string> words) : from_(from), words_(std::move(words)) {}

  void OnEvent(const TraceEvent& event) override {
    if (event.at < from_) return;
    const bool wanted =
        words_.empty() || std::ranges::find(words_, TraceWord(event.kind)) != words_.end();
    if (wanted) events_.push_back(event);
  }

  std::vector<TraceEvent> Take() { return std::exchange(events_, {}); }

 private:
  Instant from_;
  std::vector<std::string> words_;
  std::vector<TraceEvent> events_;
};

std::string JsonLine(const TraceEvent& event, const Engine& engine) {
  using Json = nlohmann::ordered_json;
  const Json json{{"at_us", (event.at - engine.scenario().start).micros},
                  {"kind", TraceWord(event.kind)},
                  {"subject", event.subject},
                  {"object", event.object},
                  {"x", event.x},
                  {"y", event.y},
                  {"text", TraceLine(event, engine)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

class TraceRun {
 public:
  TraceRun(const Session& session, Chosen& chosen, bool json)
      : session_(session), chosen_(chosen), json_(json), engine_(session.scenario) {}

  // Second by second, so that a long trace begins at once and needs no memory.
  Result<void> RunTo(Instant until) {
    while (engine_.now() < until) {
      const Instant stop = std::min(engine_.now() + Seconds(1), until);
      const Instant start = session_.scenario->start;
      const std::vector<TimedCommand>& commands = session_.commands;
      for (; next_ < commands.size() && start + commands[next_].at <= stop; ++next_) {
        engine_.AdvanceTo(start + commands[next_].at, &chosen_);
        static_cast<void>(engine_.Apply(commands[next_].command, &chosen_));
      }
      engine_.AdvanceTo(stop, &chosen_);
      if (Result<void> printed = PrintLines(); !printed.ok()) return printed;
    }
    return {};
  }

 private:
  Result<void> PrintLines() {
    std::string text;
    for (const TraceEvent& event : chosen_.Take()) {
      text += json_ ? JsonLine(event, engine_) : TraceLine(event, engine_) + "\n";
    }
    return text.empty() ? Result<void>() : Print(text);
  }

  const Session& session_;
  Chosen& chosen_;
  bool json_;
  Engine engine_;
  size_t next_ = 0;
};

}  // namespace

Result<void> CommandTrace(const TraceOptions& options) {
  Result<std::vector<std::string>> words = ParseTraceWords(options.kinds);
  if (!words.ok()) return words.error();
  ScenarioChoice choice = options.scenario;
  std::vector<TimedCommand> commands;
  if (!options.journal.empty()) {
    Result<Journal> journal = ReadJournal(options.journal);
    if (!journal.ok()) return journal.error();
    if (!choice.seed) choice.seed = journal.value().seed;
    commands = std::move(journal.value().commands);
  }
  Result<Session> session = LoadScenario(choice);
  if (!session.ok()) return session.error();
  session.value().commands = std::move(commands);
  const Scenario& scenario = *session.value().scenario;
  const Duration from = options.from.value_or(Seconds(0));
  const Duration until = options.until.value_or(std::max(scenario.duration, from));
  if (until < from) {
    return Error{ErrorCode::kInput, StrCat({"--until ", FormatDuration(until), " is before --from ",
                                            FormatDuration(from)})};
  }
  Chosen chosen(scenario.start + from, std::move(words).value());
  TraceRun run(session.value(), chosen, options.json);
  return run.RunTo(scenario.start + until);
}

}  // namespace weir
