#include "core/engine/variant.h"

#include <algorithm>
#include <charconv>

#include "core/base/text.h"
#include "core/engine/json_document.h"

namespace weir {
namespace {

constexpr const char* kWrong = "wrong";

Error Bad(std::initializer_list<std::string_view> problem) {
  return {ErrorCode::kScenario, StrCat(problem)};
}

// "~1" is "/", "~0" is "~".
std::string Unescaped(std::string_view token) {
  std::string text;
  for (size_t i = 0; i < token.size(); ++i) {
    const bool escape = token[i] == '~' && i + 1 < token.size();
    if (escape && token[i + 1] == '1') text += '/';
    if (escape && token[i + 1] == '0') text += '~';
    if (escape && (token[i + 1] == '0' || token[i + 1] == '1')) {
      ++i;
    } else {
      text += token[i];
    }
  }
  return text;
}

Result<std::vector<std::string>> TokensOf(std::string_view pointer) {
  if (!pointer.starts_with('/')) {
    return Bad({"expected a place that begins with \"/\", such as \"/streams/0/shards\""});
  }
  std::vector<std::string> tokens;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const size_t slash = std::min(pointer.find('/'), pointer.size());
    tokens.push_back(Unescaped(pointer.substr(0, slash)));
    pointer.remove_prefix(slash);
  }
  return tokens;
}

bool IsNamed(const Json& element, std::string_view name) {
  if (!element.is_object()) return false;
  for (const char* member : {"name", "id"}) {
    const auto found = element.find(member);
    if (found != element.end() && found->is_string()) {
      return found->get_ref<const std::string&>() == name;
    }
  }
  return false;
}

// The number of an element of `list`; its size for one more.
Result<size_t> ElementOf(const Json& list, const std::string& token) {
  if (token == "-") return list.size();
  size_t number = 0;
  const char* end = token.data() + token.size();
  const auto [stop, failed] = std::from_chars(token.data(), end, number);
  if (failed == std::errc() && stop == end) {
    if (number < list.size()) return number;
    return Bad({"there is no element ", token, ": the list has ", std::to_string(list.size())});
  }
  for (size_t i = 0; i < list.size(); ++i) {
    if (IsNamed(list[i], token)) return i;
  }
  return Bad({"no element of the list is called \"", token, "\""});
}

// The value that `token` names in `at`; made when it is a member that is missing.
Result<Json*> Descend(Json& at, const std::string& token) {
  if (at.is_null()) at = Json::object();
  if (at.is_object()) return &at[token];
  if (!at.is_array()) return Bad({"there is nothing inside ", at.dump()});
  const Result<size_t> element = ElementOf(at, token);
  if (!element.ok()) return element.error();
  if (element.value() == at.size()) at.push_back(nullptr);
  return &at[element.value()];
}

Result<void> Remove(Json& at, const std::string& token) {
  if (at.is_object()) {
    if (at.erase(token) == 0) return Bad({"there is no member \"", token, "\" to take away"});
    return {};
  }
  if (!at.is_array()) return Bad({"there is nothing inside ", at.dump()});
  const Result<size_t> element = ElementOf(at, token);
  if (!element.ok()) return element.error();
  if (element.value() == at.size()) return Bad({"there is nothing at \"-\" to take away"});
  at.erase(element.value());
  return {};
}

Result<void> Apply(Json& document, std::string_view pointer, std::string_view value) {
  const Result<std::vector<std::string>> tokens = TokensOf(pointer);
  if (!tokens.ok()) return tokens.error();
  Result<Json> json = ParseJson(value);
  if (!json.ok()) return json.error();
  Json* at = &document;
  const std::vector<std::string>& path = tokens.value();
  if (path[0] == kWrong) return Bad({"a variant has no variants of its own"});
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const Result<Json*> next = Descend(*at, path[i]);
    if (!next.ok()) return next.error();
    at = next.value();
  }
  if (json.value().is_null()) return Remove(*at, path.back());
  const Result<Json*> target = Descend(*at, path.back());
  if (!target.ok()) return target.error();
  *target.value() = std::move(json).value();
  return {};
}

}  // namespace

Result<std::string> PatchedScenario(std::string_view scenario,
                                    const std::vector<std::pair<std::string, std::string>>& patch) {
  Result<Json> document = ParseJson(scenario);
  if (!document.ok()) return document.error();
  if (!document.value().is_object()) return Bad({"the scenario is no object"});
  document.value().erase(kWrong);
  for (const auto& [pointer, value] : patch) {
    const Result<void> applied = Apply(document.value(), pointer, value);
    if (!applied.ok()) return Bad({pointer, ": ", applied.error().message});
  }
  return document.value().dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<std::string> VariantScenario(std::string_view scenario, const Variant& variant) {
  const Result<Json> document = ParseJson(scenario);
  if (!document.ok()) return document.error();
  const std::string name = document.value().value("name", std::string());
  const std::string title = document.value().value("title", name);
  std::vector<std::pair<std::string, std::string>> patch{
      {"/title", Json(StrCat({title, ", wrong: ", variant.name})).dump()},
      {"/about", Json(variant.about).dump()}};
  patch.insert(patch.end(), variant.patch.begin(), variant.patch.end());
  return PatchedScenario(scenario, patch);
}

}  // namespace weir
