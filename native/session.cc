#include "native/session.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/text.h"
#include "core/engine/command_json.h"
#include "core/engine/scenario_json.h"
#include "core/producer/dataset_reader.h"
#include "native/files.h"

namespace weir {
namespace {

constexpr std::string_view kScenarioWanted = "scenario (JSON)";
constexpr std::string_view kJournalWanted = "journal";
constexpr int64_t kJournalBytesMax = int64_t{64} << 20;

// A path has a folder or an ending, which no bundled scenario has.
bool LooksLikePath(const std::string& name) {
  return name == "-" || name.find_first_of("/.") != std::string::npos;
}

std::string FolderOf(const std::string& path) {
  return path == "-" ? std::string() : std::filesystem::path(path).parent_path().string();
}

bool LooksLikeDataset(const std::string& path) {
  return path.ends_with(".csv") || path.ends_with(".ndjson") || path.ends_with(".jsonl") ||
         path.ends_with(".geojson") || path.ends_with(".tsv");
}

Error NoSuchScenario(const std::string& name) {
  std::vector<std::string> names;
  for (const ScenarioSummary& summary : BundledScenarios()) names.push_back(summary.name);
  const std::string hint =
      StrCat({"`weir list` shows them; a file is given as ./", name, " or ", name, ".json"});
  return Error{ErrorCode::kInput,
               StrCat({"there is no scenario \"", name, "\"", DidYouMean(name, names, hint)})};
}

std::shared_ptr<const Scenario> WithSeed(std::shared_ptr<const Scenario> scenario,
                                         std::optional<uint64_t> seed) {
  if (!seed || *seed == scenario->seed) return scenario;
  Scenario copy = *scenario;
  copy.seed = *seed;
  return std::make_shared<const Scenario>(std::move(copy));
}

Result<std::shared_ptr<const Scenario>> ParseScenarioFile(const std::string& path,
                                                          std::string_view text) {
  const std::string where = path == "-" ? "standard input" : path;
  if (text.find('\0') != std::string_view::npos) {
    return Error{ErrorCode::kInput,
                 StrCat({where, ": is a binary file; expected a ", kScenarioWanted})};
  }
  const std::string folder = FolderOf(path);
  Result<std::shared_ptr<const Scenario>> scenario = ParseScenario(
      text, [&](std::string_view name) { return ReadDataFile(folder, std::string(name)); });
  // An error of kind kInput is one of a data file, and names it itself.
  if (scenario.ok() || scenario.error().code == ErrorCode::kInput) return scenario;
  return Error{ErrorCode::kScenario, StrCat({where, ": ", scenario.error().message})};
}

Result<Journal> ParseJournalFile(const std::string& path, std::string_view text) {
  const std::string where = path == "-" ? "standard input" : path;
  if (text.find('\0') != std::string_view::npos) {
    return Error{ErrorCode::kInput,
                 StrCat({where, ": is a binary file; expected a ", kJournalWanted})};
  }
  if (!text.starts_with('{')) {
    return Error{ErrorCode::kInput, StrCat({where, ": is no ", kJournalWanted, "; one begins like ",
                                            R"({"weir_journal":1,"scenario":"trucks","seed":7})"})};
  }
  Result<Journal> journal = ParseJournal(text);
  if (journal.ok()) return journal;
  return Error{ErrorCode::kInput, StrCat({where, ": ", journal.error().message})};
}

Result<Session> SessionOfJournal(const std::string& path, std::string_view text) {
  Result<Journal> journal = ParseJournalFile(path, text);
  if (!journal.ok()) return journal.error();
  ScenarioChoice choice{journal.value().scenario, journal.value().seed, {}};
  const std::string beside = (std::filesystem::path(FolderOf(path)) / choice.name).string();
  if (choice.name == "-") {
    return Error{ErrorCode::kInput,
                 StrCat({path, ": its scenario was read from standard input and is not kept"})};
  }
  if (LooksLikePath(choice.name) && !IsFile(choice.name) && IsFile(beside)) choice.name = beside;
  Result<Session> session = LoadScenario(choice);
  if (session.ok()) {
    session.value().commands = std::move(journal.value().commands);
  }
  return session;
}

}  // namespace

Result<std::string> ReadDataFile(const std::string& folder, const std::string& name) {
  const std::string path = name == "-" ? name : (std::filesystem::path(folder) / name).string();
  Result<std::string> bytes = ReadWholeFile(path, "data set", kDatasetTextBytesMax);
  if (bytes.ok() || path == "-" || IsFile(path) || IsDirectory(path)) return bytes;
  Result<std::string> bundled = ReadBundledFile(name);
  return bundled.ok() ? std::move(bundled) : std::move(bytes);
}

namespace {

// A bundled name or a file, whole.
Result<Session> LoadNamed(const std::string& name, std::optional<uint64_t> seed) {
  if (name.empty()) {
    return Error{ErrorCode::kInput,
                 "which scenario? Give a name from `weir list`, or a file such as my.json"};
  }
  bool bundled = false;
  for (const ScenarioSummary& summary : BundledScenarios()) bundled |= summary.name == name;
  if (bundled) {
    Result<std::shared_ptr<const Scenario>> scenario = LoadBundledScenario(name);
    if (!scenario.ok()) return scenario.error();
    return Session{WithSeed(std::move(scenario).value(), seed), name, {}};
  }
  if (!LooksLikePath(name) && !IsFile(name) && !IsDirectory(name)) return NoSuchScenario(name);
  if (LooksLikeDataset(name) && IsFile(name)) {
    return Error{ErrorCode::kInput,
                 StrCat({name, ": is no ", kScenarioWanted, "; a data set is run by `weir run ",
                         "--input ", name, " --key COLUMN --time COLUMN`"})};
  }
  const Result<std::string> text = ReadWholeFile(name, kScenarioWanted, kScenarioBytesMax);
  if (!text.ok()) return text.error();
  Result<std::shared_ptr<const Scenario>> scenario = ParseScenarioFile(name, text.value());
  if (!scenario.ok()) return scenario.error();
  return Session{WithSeed(std::move(scenario).value(), seed), name, {}};
}

}  // namespace

std::function<Result<std::string>(std::string_view)> ReaderOf(const Session& session) {
  return [folder = FolderOf(session.source)](std::string_view file) {
    return ReadDataFile(folder, std::string(file));
  };
}

Result<Session> LoadVariant(const Session& session, const std::string& name) {
  Result<std::shared_ptr<const Scenario>> variant =
      ParseVariant(*session.scenario, name, ReaderOf(session));
  if (!variant.ok()) {
    return Error{variant.error().code, StrCat({session.source, ": ", variant.error().message})};
  }
  return Session{WithSeed(std::move(variant).value(), session.scenario->seed),
                 StrCat({session.source, ":", name}), session.commands};
}

Result<Session> LoadChanged(const Session& session, const std::vector<std::string>& changes) {
  using Json = nlohmann::ordered_json;
  std::vector<std::pair<std::string, std::string>> patch;
  std::string source = session.source;
  for (const std::string& change : changes) {
    const size_t equals = change.find('=');
    if (equals == std::string::npos) {
      return Error{ErrorCode::kInput, StrCat({"--set ", change, ": expected PLACE=VALUE, such as ",
                                              "/streams/0/shards=6"})};
    }
    const std::string value = change.substr(equals + 1);
    const bool json = Json::accept(value);
    patch.emplace_back(change.substr(0, equals), json ? value : Json(value).dump());
    source += StrCat({" ", change});
  }
  const Result<std::string> text = PatchedScenario(session.scenario->source, patch);
  if (!text.ok()) return Error{ErrorCode::kInput, StrCat({"--set ", text.error().message})};
  const std::string folder = FolderOf(session.source);
  Result<std::shared_ptr<const Scenario>> scenario = ParseScenario(
      text.value(), [&](std::string_view file) { return ReadDataFile(folder, std::string(file)); });
  if (!scenario.ok()) {
    return Error{ErrorCode::kInput, StrCat({"--set: ", scenario.error().message})};
  }
  return Session{WithSeed(std::move(scenario).value(), session.scenario->seed), source, {}};
}

Result<Session> LoadScenario(const ScenarioChoice& choice) {
  std::string name = choice.name;
  std::string variant = choice.variant;
  // "trucks:random-key"; a file whose own name has a colon is that file.
  const size_t colon = name.rfind(':');
  if (variant.empty() && colon != std::string::npos && !IsFile(name)) {
    variant = name.substr(colon + 1);
    name.resize(colon);
  }
  Result<Session> session = LoadNamed(name, choice.seed);
  if (!session.ok() || variant.empty()) return session;
  return LoadVariant(session.value(), variant);
}

Result<Journal> ReadJournal(const std::string& path) {
  const Result<std::string> text = ReadWholeFile(path, kJournalWanted, kJournalBytesMax);
  if (!text.ok()) return text.error();
  return ParseJournalFile(path, text.value());
}

Result<Session> LoadJournal(const std::string& path) {
  if (path.empty()) return Error{ErrorCode::kInput, "which journal? Give the path of one"};
  const Result<std::string> text = ReadWholeFile(path, kJournalWanted, kJournalBytesMax);
  if (!text.ok()) return text.error();
  return SessionOfJournal(path, text.value());
}

Result<Session> LoadScenarioOrJournal(const std::string& name, std::optional<uint64_t> seed) {
  if (IsFile(name)) {
    const Result<std::string> text = ReadWholeFile(name, kScenarioWanted, kJournalBytesMax);
    if (!text.ok()) return text.error();
    const std::string_view first_line =
        std::string_view(text.value()).substr(0, text.value().find('\n'));
    if (first_line.find("\"weir_journal\"") != std::string_view::npos) {
      Result<Session> session = SessionOfJournal(name, text.value());
      if (session.ok()) session.value().scenario = WithSeed(session.value().scenario, seed);
      return session;
    }
  }
  return LoadScenario({name, seed, {}});
}

Result<void> AddCommands(const std::vector<std::string>& commands, Session& session) {
  using Json = nlohmann::ordered_json;
  for (const std::string& text : commands) {
    const auto refuse = [&](std::string_view problem) {
      return Error{ErrorCode::kInput, StrCat({"--do '", text, "': ", problem})};
    };
    Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return refuse("is no JSON object, such as {\"at\":\"60s\",\"do\":...}");
    if (!json.contains("at") || !json["at"].is_string()) {
      return refuse("at: expected a moment such as \"60s\", from the start of the scenario");
    }
    const Result<Duration> at = ParseDuration(json["at"].get<std::string>());
    if (!at.ok()) return refuse(StrCat({"at: ", at.error().message}));
    json.erase("at");
    Result<Command> command =
        ParseCommand(json.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (!command.ok()) return refuse(command.error().message);
    session.commands.push_back({at.value(), std::move(command).value()});
  }
  std::ranges::stable_sort(session.commands, {}, &TimedCommand::at);
  return {};
}

Result<std::string> BundledScenarioText(const std::string& name) {
  if (name.empty()) return Error{ErrorCode::kInput, "which scenario? `weir list` shows them"};
  const std::string whole = name.substr(0, name.find(':'));
  bool bundled = false;
  for (const ScenarioSummary& summary : BundledScenarios()) bundled |= summary.name == whole;
  if (!bundled) return NoSuchScenario(whole);
  Result<std::shared_ptr<const Scenario>> scenario = LoadBundledScenario(name);
  if (!scenario.ok()) return scenario.error();
  return scenario.value()->source;
}

}  // namespace weir
