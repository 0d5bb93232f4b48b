// From what was typed to what is run: a scenario, its seed, and the commands of a person.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/journal.h"
#include "core/engine/scenario.h"
#include "native/options.h"

namespace weir {

struct Session {
  std::shared_ptr<const Scenario> scenario;
  std::string source;                  // What a journal calls it: a bundled name, or a path.
  std::vector<TimedCommand> commands;  // By time.

  Journal ToJournal() const { return {source, scenario->seed, commands}; }
};

// Errors kInput and kScenario; the message starts with the file. "NAME:VARIANT" is a wrong variant.
Result<Session> LoadScenario(const ScenarioChoice& choice);

// A wrong variant of a session's scenario, with the session's seed and commands.
Result<Session> LoadVariant(const Session& session, const std::string& name);

// The session's scenario with places of it changed (core/engine/variant.h), each "PLACE=VALUE" as
// on the command line: a VALUE that is no JSON is a text. Error kInput, naming the option --set.
Result<Session> LoadChanged(const Session& session, const std::vector<std::string>& changes);

// Finds the data files of a session's scenario, for another one that is made of it.
std::function<Result<std::string>(std::string_view)> ReaderOf(const Session& session);

// A journal alone, whatever its scenario.
Result<Journal> ReadJournal(const std::string& path);

// The scenario, seed and commands of a journal. A relative path in it is tried from the working
// directory, then from the journal's.
Result<Session> LoadJournal(const std::string& path);

// A scenario or a journal, whichever the file is.
Result<Session> LoadScenarioOrJournal(const std::string& name, std::optional<uint64_t> seed);

// Adds commands of the form {"at": "60s", "do": ...} to the session's, in the order of time. Error
// kInput, naming the option --do.
Result<void> AddCommands(const std::vector<std::string>& commands, Session& session);

// The text of a scenario that is part of Weir.
Result<std::string> BundledScenarioText(const std::string& name);

// The file that a scenario in `folder` (empty: the working directory) calls `name`: beside the
// scenario, or among the data sets that are part of Weir.
Result<std::string> ReadDataFile(const std::string& folder, const std::string& name);

}  // namespace weir
