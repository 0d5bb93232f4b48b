#include "core/engine/journal.h"

#include <utility>

#include "core/base/text.h"
#include "core/engine/command_reader.h"
#include "core/engine/json_reader.h"

namespace weir {
namespace {

std::string Line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Every line is a document of its own: its parser says "line 1, column 9" of each.
Error AtLine(size_t line, const Error& error) {
  std::string_view message = error.message;
  constexpr std::string_view kFirst = "line 1, ";
  const bool placed = message.starts_with(kFirst);
  if (placed) message.remove_prefix(kFirst.size());
  return Error{ErrorCode::kInput,
               StrCat({"line ", std::to_string(line), placed ? ", " : ": ", message})};
}

Result<void> ReadHeader(const Json& json, Journal& journal) {
  JsonReader in(json, "");
  in.Int("weir_journal", 1, 1);
  journal.scenario = in.String("scenario");
  journal.seed = static_cast<uint64_t>(in.Int("seed", 0, INT64_MAX));
  return in.Finish();
}

Result<void> ReadEntry(const Json& json, Journal& journal) {
  JsonReader in(json, "");
  const Duration at = Micros(in.Int("at_us", 0, kDurationMax.micros));
  const Command command = ReadCommand(in);
  if (!journal.commands.empty() && at < journal.commands.back().at) {
    in.Fail("at_us", "lies before the command of the line above; times never go back");
  }
  if (Result<void> finished = in.Finish(); !finished.ok()) return finished;
  journal.commands.push_back({at, command});
  return {};
}

}  // namespace

std::string JournalToText(const Journal& journal) {
  Json header = Json::object();
  header["weir_journal"] = 1;
  header["scenario"] = journal.scenario;
  header["seed"] = journal.seed;
  std::string text = Line(header);
  for (const TimedCommand& command : journal.commands) {
    Json entry = Json::object();
    entry["at_us"] = command.at.micros;
    WriteCommand(command.command, entry);
    text += Line(entry);
  }
  return text;
}

Result<Journal> ParseJournal(std::string_view text) {
  Journal journal;
  size_t number = 0;
  bool header = false;
  while (!text.empty()) {
    ++number;
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) continue;
    const Result<Json> json = ParseJson(line);
    if (!json.ok()) return AtLine(number, json.error());
    const Result<void> read =
        header ? ReadEntry(json.value(), journal) : ReadHeader(json.value(), journal);
    if (!read.ok()) return AtLine(number, read.error());
    header = true;
  }
  if (header) return journal;
  return Error{ErrorCode::kInput,
               "the journal is empty; expected a first line such as "
               "{\"weir_journal\": 1, \"scenario\": \"trucks\", \"seed\": 7}"};
}

}  // namespace weir
