#include "core/engine/check_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/text.h"

namespace weir {
namespace {

constexpr size_t kIdCharactersMax = 64;

// Ids and names stand on command lines: "trucks:random-key".
bool IsWord(std::string_view id) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !id.empty() && id.size() <= kIdCharactersMax && std::ranges::all_of(id, plain);
}

std::string ReadWord(JsonReader& in, std::string_view name) {
  const std::string word = in.String(name);
  if (!in.failed() && !IsWord(word)) in.Fail(name, "expected 1 to 64 of a-z 0-9 -");
  return word;
}

void ReadSides(JsonReader& in, const MeasureNames& names, Check& check) {
  check.that = in.String("that");
  check.is = in.String("is");
  if (in.failed()) return;
  Result<CheckSum> left = ParseCheckSum(check.that, names);
  if (!left.ok()) {
    in.Fail("that", left.error().message);
    return;
  }
  check.left = std::move(left).value();
  const Result<void> right = ParseComparison(check.is, names, check);
  if (!right.ok()) in.Fail("is", right.error().message);
}

void ReadWhen(JsonReader& in, Duration end, Check& check) {
  const std::string at = in.String("at", "end");
  check.when = at == "always" ? CheckWhen::kAlways
               : at == "ever" ? CheckWhen::kEver
               : at == "end"  ? CheckWhen::kEnd
                              : CheckWhen::kMoment;
  if (check.when == CheckWhen::kMoment) {
    const Result<Duration> moment = ParseDuration(at);
    if (!moment.ok()) {
      in.Fail("at", StrCat({"expected \"end\", \"always\", \"ever\" or a moment such as \"60s\", ",
                            "found \"", at, "\""}));
      return;
    }
    check.at = moment.value();
    if (check.at > end) in.Fail("at", "lies after the end of the scenario");
  }
  const bool spans = check.when == CheckWhen::kAlways || check.when == CheckWhen::kEver;
  for (const std::string_view member : {"from", "until"}) {
    if (in.Has(member) && !spans) in.Fail(member, "goes with \"always\" and \"ever\" only");
  }
  check.from = in.Span("from", Seconds(0), end, Seconds(0));
  check.until = in.Span("until", check.from, kDurationMax, kDurationMax);
}

void ReadPatch(JsonReader& in, Variant& variant) {
  const Json* patch = in.Raw("patch");
  in.Require("patch", "an object of places and new values");
  if (patch == nullptr) return;
  if (!patch->is_object() || patch->empty()) {
    in.Fail("patch", "expected an object such as {\"/streams/0/shards\": 1}");
    return;
  }
  for (const auto& [place, value] : patch->items()) {
    variant.patch.emplace_back(place, value.dump(-1, ' ', false, Json::error_handler_t::replace));
  }
}

void ReadFails(JsonReader& in, const std::vector<Check>& checks, Variant& variant) {
  const Json* fails = in.Raw("fails");
  in.Require("fails", "a list of ids of checks");
  if (fails == nullptr) return;
  if (!fails->is_array() || fails->empty()) {
    in.Fail("fails", "expected a list of at least one id of a check");
    return;
  }
  std::vector<std::string> ids;
  for (const Check& check : checks) ids.push_back(check.id);
  for (const Json& id : *fails) {
    const std::string text = id.is_string() ? id.get<std::string>() : id.dump();
    if (std::ranges::find(ids, text) == ids.end()) {
      const std::string_view nearest = NearestOf(text, ids);
      in.Fail("fails",
              StrCat({"there is no check \"", text, "\"",
                      nearest.empty() ? "" : StrCat({"; did you mean \"", nearest, "\"?"})}));
    }
    variant.fails.push_back(text);
  }
}

template <typename Parts, typename Name>
bool StandsTwice(const Parts& parts, Name name) {
  return std::ranges::count(parts, name(parts.back()), name) > 1;
}

}  // namespace

void ReadChecks(JsonReader& in, Scenario& scenario) {
  const MeasureNames names = NamesOf(scenario);
  in.Array("check", kChecksMax, [&](JsonReader& each, size_t) {
    Check check;
    check.id = ReadWord(each, "id");
    ReadSides(each, names, check);
    ReadWhen(each, scenario.duration, check);
    check.why = each.String("why");
    scenario.checks.push_back(std::move(check));
    if (StandsTwice(scenario.checks, [](const Check& c) { return c.id; })) {
      each.Fail("id", "stands twice; ids are unique");
    }
  });
}

void ReadVariants(JsonReader& in, Scenario& scenario) {
  in.Array("wrong", kVariantsMax, [&](JsonReader& each, size_t) {
    Variant variant;
    variant.name = ReadWord(each, "name");
    variant.about = each.String("about");
    ReadPatch(each, variant);
    ReadFails(each, scenario.checks, variant);
    scenario.wrong.push_back(std::move(variant));
    if (StandsTwice(scenario.wrong, [](const Variant& v) { return v.name; })) {
      each.Fail("name", "stands twice; names are unique");
    }
  });
}

}  // namespace weir
