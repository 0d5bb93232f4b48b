#include "tests/bench/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace weir::bench {
namespace {

using Json = nlohmann::json;

std::string Figure(double value) {
  if (value >= 10'000) return fmt::format("{:.0f}", value);
  return value >= 100 ? fmt::format("{:.1f}", value) : fmt::format("{:.3g}", value);
}

bool Reaches(const Goal& goal, double value, double bound) {
  return goal.at_least ? value >= bound : value <= bound;
}

std::string GoalText(const Goal& goal) {
  const std::string must = fmt::format("{} {:g}", goal.at_least ? ">=" : "<=", goal.must);
  return goal.must == goal.want ? must : fmt::format("{} [{:g}]", must, goal.want);
}

std::string Verdict(const Row& row) {
  if (!row.goal) return "";
  const double value = row.goal_is_for_ratio ? row.ratio.value_or(0) : row.value;
  if (Reaches(*row.goal, value, row.goal->want)) return "reached";
  return Reaches(*row.goal, value, row.goal->must) ? "reached, not as wanted" : "MISSED";
}

template <typename T>
std::optional<T> Optional(const Json& json, const char* name) {
  return json.contains(name) ? std::optional<T>(json.at(name).get<T>()) : std::nullopt;
}

Json RowToJson(const Row& row) {
  Json json = {{"what", row.what}, {"value", row.value}, {"unit", row.unit}};
  if (row.wall) json["wall"] = *row.wall;
  if (row.spread) json["spread"] = *row.spread;
  if (row.ratio) {
    json["ratio"] = *row.ratio;
    json["against"] = row.against;
  }
  if (row.goal) {
    json["goal"] = {{"at_least", row.goal->at_least},
                    {"must", row.goal->must},
                    {"want", row.goal->want},
                    {"of_ratio", row.goal_is_for_ratio},
                    {"verdict", Verdict(row)}};
  }
  return json;
}

Row RowFromJson(const Json& json) {
  Row row;
  row.what = json.at("what").get<std::string>();
  row.value = json.at("value").get<double>();
  row.unit = json.at("unit").get<std::string>();
  row.wall = Optional<double>(json, "wall");
  row.spread = Optional<double>(json, "spread");
  row.ratio = Optional<double>(json, "ratio");
  row.against = json.value("against", "");
  if (json.contains("goal")) {
    const Json& goal = json.at("goal");
    row.goal = Goal{goal.at("at_least").get<bool>(), goal.at("must").get<double>(),
                    goal.at("want").get<double>()};
    row.goal_is_for_ratio = goal.at("of_ratio").get<bool>();
  }
  return row;
}

std::string ConditionsText(const Conditions& c) {
  std::string text = fmt::format(
      "{}, {}, {}\nload {} before, {} after; memcpy {:.1f} GB/s, spread {:.0f} %", c.twin,
      c.compiler, c.flags, c.load_before, c.load_after, c.memcpy_gb_per_s, c.memcpy_spread * 100);
  if (c.rejected_runs > 0) text += fmt::format("; {} disturbed runs thrown away", c.rejected_runs);
  if (c.disturbed) text += "\nDISTURBED: memory was too slow or unsteady; figures are unreliable";
  return text + "\n";
}

}  // namespace

Row& Report::AddCost(const Outcome& outcome, double units, const std::string& unit) {
  return Add({.what = outcome.name,
              .value = outcome.median.cpu_s * 1e9 / units,
              .unit = "ns/" + unit,
              .wall = outcome.median.wall_s * 1e9 / units,
              .spread = outcome.spread});
}

std::string ToText(const std::string& bench, const Conditions& conditions, const Report& report) {
  std::string text = fmt::format("== {}: {}", bench, ConditionsText(conditions));
  size_t width = 0;
  for (const Row& row : report.rows()) width = std::max(width, row.what.size());
  text += fmt::format("{:{}} {:>9} {:12} {:>9} {:>7}  {}\n", "", width, "cpu", "", "wall", "spread",
                      "ratio, goal");
  for (const Row& row : report.rows()) {
    std::string rest;
    if (row.ratio) rest = fmt::format("{:.2f} {}", *row.ratio, row.against);
    if (row.goal) {
      rest += fmt::format("{}goal {}{}: {}", rest.empty() ? "" : "; ",
                          row.goal_is_for_ratio ? "ratio " : "", GoalText(*row.goal), Verdict(row));
    }
    text += fmt::format("{:{}} {:>9} {:12} {:>9} {:>7}  {}\n", row.what, width, Figure(row.value),
                        row.unit, row.wall ? Figure(*row.wall) : "",
                        row.spread ? fmt::format("{:.0f} %", *row.spread * 100) : "", rest);
  }
  for (const std::string& note : report.notes()) text += "  " + note + "\n";
  return text;
}

std::string ToJson(const std::string& bench, const Conditions& c, const Report& report) {
  Json json = {{"bench", bench},
               {"twin", c.twin},
               {"compiler", c.compiler},
               {"flags", c.flags},
               {"load_before", c.load_before},
               {"load_after", c.load_after},
               {"memcpy_gb_per_s", c.memcpy_gb_per_s},
               {"memcpy_spread", c.memcpy_spread},
               {"rejected_runs", c.rejected_runs},
               {"disturbed", c.disturbed},
               {"notes", report.notes()},
               {"rows", Json::array()}};
  for (const Row& row : report.rows()) json["rows"].push_back(RowToJson(row));
  return json.dump();
}

bool AppendJson(const std::string& text, const std::string& prefix, Report& report) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("rows")) return false;
  for (const Json& part : json["rows"]) {
    Row row = RowFromJson(part);
    row.what = prefix + row.what;
    report.Add(std::move(row));
  }
  for (const Json& note : json["notes"]) report.Note(prefix + note.get<std::string>());
  return true;
}

}  // namespace weir::bench
