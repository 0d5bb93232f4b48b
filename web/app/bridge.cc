#include "web/app/bridge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "core/base/text.h"
#include "core/engine/command_json.h"
#include "web/app/bridge_parts.h"

namespace weir::app {
namespace {

Result<void> AnswerPlay(Exchange& exchange) {
  exchange.session.Play();
  return {};
}

Result<void> AnswerPause(Exchange& exchange) {
  exchange.session.Pause();
  return {};
}

Result<void> AnswerSpeed(Exchange& exchange) {
  const std::optional<double> speed = exchange.Number("speed");
  if (!speed || !(*speed > 0)) return BadRequest("speed: a number above 0 is needed");
  exchange.session.SetSpeed(*speed);
  return {};
}

Result<void> AnswerSeek(Exchange& exchange) {
  const std::optional<int64_t> moment = exchange.Integer("t_us");
  if (!moment) return BadRequest("t_us: a whole number of microseconds is needed");
  exchange.session.SeekTo(Micros(std::clamp<int64_t>(*moment, 0, kDurationMax.micros)));
  return {};
}

Result<void> AnswerStep(Exchange& exchange) {
  exchange.answer.Member("moved", exchange.session.Step());
  return {};
}

Result<void> AnswerStepBack(Exchange& exchange) {
  exchange.answer.Member("moved", exchange.session.StepBack());
  return {};
}

Result<void> AnswerCommand(Exchange& exchange) {
  const Json* command = exchange.Find("command");
  if (command == nullptr || !command->is_object()) {
    return BadRequest("command: an object such as {\"do\": \"SplitShard\", ...} is needed");
  }
  const Result<Command> parsed = ParseCommand(command->dump());
  if (!parsed.ok()) return parsed.error();
  return exchange.session.Apply(parsed.value());
}

Result<void> AnswerContextLost(Exchange& exchange) {
  exchange.ui.context_lost = true;
  return {};
}

Result<void> AnswerContextRestored(Exchange& exchange) {
  exchange.ui.context_lost = false;
  return {};
}

struct Handler {
  std::string_view cmd;
  bool needs_scenario;
  bool asks_only;  // Nothing to draw follows from it.
  Result<void> (*answer)(Exchange&);
};

constexpr auto kHandlers = std::to_array<Handler>({
    {"pointer", false, false, AnswerPointer},
    {"state", true, true, AnswerState},
    {"notices", true, true, AnswerNotices},
    {"wheel", false, false, AnswerWheel},
    {"key", false, false, AnswerKey},
    {"list", false, true, AnswerList},
    {"load", false, false, AnswerLoad},
    {"play", true, false, AnswerPlay},
    {"pause", true, false, AnswerPause},
    {"speed", true, false, AnswerSpeed},
    {"seek", true, false, AnswerSeek},
    {"step", true, false, AnswerStep},
    {"stepBack", true, false, AnswerStepBack},
    {"command", true, false, AnswerCommand},
    {"digests", true, true, AnswerDigests},
    {"records", true, true, AnswerRecords},
    {"select", true, false, AnswerSelect},
    {"journal", false, false, AnswerJournal},
    {"import", false, false, AnswerImport},
    {"picture", true, true, AnswerPicture},
    {"theme", false, false, AnswerTheme},
    {"resize", false, false, AnswerResize},
    {"contextLost", false, false, AnswerContextLost},
    {"contextRestored", false, false, AnswerContextRestored},
});

Result<void> Answer(Exchange& exchange) {
  const std::optional<std::string> cmd = exchange.Text("cmd");
  if (!cmd) return BadRequest("cmd: the name of a request is needed");
  for (const Handler& handler : kHandlers) {
    if (handler.cmd != *cmd) continue;
    if (handler.needs_scenario && !exchange.session.loaded()) {
      return BadRequest("no scenario is loaded");
    }
    if (!handler.asks_only) exchange.ui.WantFrames();
    return handler.answer(exchange);
  }
  return BadRequest(StrCat({"cmd: there is no request \"", *cmd, "\""}));
}

}  // namespace

std::string Bridge::Call(std::string_view request) {
  const Json parsed = Json::parse(request, nullptr, /*allow_exceptions=*/false);
  JsonWriter members;
  members.BeginObject();
  Result<void> result = BadRequest("the request is not a JSON object");
  if (parsed.is_object()) {
    Exchange exchange{session_, ui_, read_data_, parsed, members};
    result = Answer(exchange);
  }
  members.Member("ok", result.ok());
  if (!result.ok()) members.Member("error", result.error().message);
  members.EndObject();
  return members.Take();
}

const Json* Exchange::Find(const char* name) const {
  const auto found = request.find(name);
  return found == request.end() ? nullptr : &*found;
}

std::optional<std::string> Exchange::Text(const char* name) const {
  const Json* member = Find(name);
  if (member == nullptr || !member->is_string()) return std::nullopt;
  return member->get<std::string>();
}

std::optional<double> Exchange::Number(const char* name) const {
  const Json* member = Find(name);
  if (member == nullptr || !member->is_number()) return std::nullopt;
  return member->get<double>();
}

std::optional<int64_t> Exchange::Integer(const char* name) const {
  const std::optional<double> number = Number(name);
  // A double holds whole numbers up to 2^53: 285 years in microseconds.
  if (!number || !(std::abs(*number) < 9e15)) return std::nullopt;
  return static_cast<int64_t>(std::llround(*number));
}

bool Exchange::Flag(const char* name) const {
  const Json* member = Find(name);
  return member != nullptr && member->is_boolean() && member->get<bool>();
}

Error BadRequest(std::string message) {
  return Error{ErrorCode::kInvalidArgument, std::move(message)};
}

}  // namespace weir::app
