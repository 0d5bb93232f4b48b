// What is played: bundled scenarios, a scenario's text, a journal, a person's own data.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/engine/journal.h"
#include "core/engine/scenario_json.h"
#include "web/app/bridge_parts.h"
#include "web/app/own_data.h"

namespace weir::app {
namespace {

using SharedScenario = std::shared_ptr<const Scenario>;

// Seeds come as decimal strings, since a number of JavaScript cannot hold them all.
Result<std::optional<uint64_t>> SeedOf(const Exchange& exchange) {
  const Json* seed = exchange.Find("seed");
  if (seed == nullptr || seed->is_null()) return std::optional<uint64_t>();
  if (seed->is_number_unsigned()) return std::optional<uint64_t>(seed->get<uint64_t>());
  const std::string digits = seed->is_string() ? seed->get<std::string>() : std::string();
  uint64_t value = 0;
  bool good = !digits.empty() && digits.size() <= 20;
  for (const char c : digits) {
    const auto digit = static_cast<uint64_t>(c - '0');
    if (c < '0' || c > '9' || value > (UINT64_MAX - digit) / 10) {
      good = false;
      break;
    }
    value = value * 10 + digit;
  }
  if (!good) return BadRequest("seed: a whole number from 0 to 18446744073709551615 is needed");
  return std::optional<uint64_t>(value);
}

SharedScenario WithSeed(SharedScenario scenario, std::optional<uint64_t> seed) {
  if (!seed || scenario->seed == *seed) return scenario;
  auto copy = std::make_shared<Scenario>(*scenario);
  copy->seed = *seed;
  return copy;
}

void Play(Exchange& exchange, SharedScenario scenario, std::vector<TimedCommand> commands = {}) {
  exchange.session.Load(std::move(scenario), std::move(commands));
  exchange.ui.selection = {};
  exchange.ui.stream = StreamId{};
  exchange.ui.zoom = 1;
  exchange.ui.drawn.clear();
  exchange.ui.drawn_objects.clear();
  WriteScenario(exchange.answer, exchange.session.scenario());
}

}  // namespace

Result<void> AnswerList(Exchange& exchange) {
  exchange.answer.BeginArray("scenarios");
  for (const ScenarioSummary& summary : BundledScenarios()) {
    exchange.answer.BeginObject();
    exchange.answer.Member("name", summary.name);
    exchange.answer.Member("title", summary.title);
    exchange.answer.Member("about", summary.about);
    exchange.answer.EndObject();
  }
  exchange.answer.EndArray();
  return {};
}

Result<void> AnswerLoad(Exchange& exchange) {
  const Result<std::optional<uint64_t>> seed = SeedOf(exchange);
  if (!seed.ok()) return seed.error();
  Result<SharedScenario> scenario = BadRequest("name or json: a scenario is needed");
  if (const std::optional<std::string> name = exchange.Text("name")) {
    scenario = LoadBundledScenario(*name, exchange.read_data);
  } else if (const Json* json = exchange.Find("json")) {
    const std::string text = json->is_string() ? json->get<std::string>() : json->dump();
    scenario = ParseScenario(text, exchange.read_data);
  }
  if (!scenario.ok()) return scenario.error();
  Play(exchange, WithSeed(std::move(scenario).value(), seed.value()));
  return {};
}

Result<void> AnswerJournal(Exchange& exchange) {
  Session& session = exchange.session;
  const std::optional<std::string> text = exchange.Text("text");
  if (!text) {
    if (!session.loaded()) return BadRequest("no scenario is loaded");
    const Scenario& scenario = session.scenario();
    exchange.answer.Member(
        "text", JournalToText({scenario.name, scenario.seed, session.timeline().commands()}));
    return {};
  }
  Result<Journal> journal = ParseJournal(*text);
  if (!journal.ok()) return journal.error();
  // A journal of what is being played, which need not be a bundled scenario, is tried first.
  Result<SharedScenario> scenario = BadRequest("");
  if (session.loaded() && session.scenario().name == journal.value().scenario) {
    scenario = session.engine().shared_scenario();
  } else {
    scenario = LoadBundledScenario(journal.value().scenario, exchange.read_data);
  }
  if (!scenario.ok()) return scenario.error();
  Play(exchange, WithSeed(std::move(scenario).value(), journal.value().seed),
       std::move(journal.value().commands));
  return {};
}

Result<void> AnswerImport(Exchange& exchange) {
  OwnData data;
  data.name = exchange.Text("name").value_or("");
  data.text = exchange.Text("text").value_or("");
  data.key = exchange.Text("key").value_or("");
  data.time = exchange.Text("time").value_or("");
  data.event_time = exchange.Text("event_time").value_or("");
  data.shards = exchange.Integer("shards").value_or(1);
  data.speed = exchange.Integer("speed").value_or(1);
  if (data.key.empty() || data.time.empty()) {
    const Result<std::vector<std::string>> columns = ColumnsOf(data);
    if (!columns.ok()) return columns.error();
    exchange.answer.BeginArray("columns");
    for (const std::string& column : columns.value()) exchange.answer.Element(column);
    exchange.answer.EndArray();
    return BadRequest("Which column is the partition key, and which the time?");
  }
  Result<SharedScenario> scenario = ScenarioOf(data);
  if (!scenario.ok()) return scenario.error();
  Play(exchange, std::move(scenario).value());
  return {};
}

}  // namespace weir::app
