// What a benchmark found: rows of a table, or JSON with --json.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/bench/measure.h"

namespace weir::bench {

// A goal of `./dev bench`: what must be reached, and what is wanted.
struct Goal {
  bool at_least = false;  // Else: at most.
  double must = 0;
  double want = 0;  // Equal to `must` where there is one figure only.
};
inline Goal AtLeast(double must, double want) { return {true, must, want}; }
inline Goal AtMost(double must, double want) { return {false, must, want}; }

struct Row {
  std::string what;
  double value = 0;
  std::string unit;
  std::optional<double> wall = {};    // The same figure by the wall clock.
  std::optional<double> spread = {};  // (greatest - least) / median of the rounds.
  std::optional<double> ratio = {};   // What the result is: against something of the same run.
  std::string against = {};           // Against what.
  std::optional<Goal> goal = {};
  bool goal_is_for_ratio = false;
};

class Report {
 public:
  Row& Add(Row row) { return rows_.emplace_back(std::move(row)); }
  // CPU time of each of `units` units of an outcome, in nanoseconds.
  Row& AddCost(const Outcome& outcome, double units, const std::string& unit);
  void Note(std::string text) { notes_.push_back(std::move(text)); }

  const std::vector<Row>& rows() const { return rows_; }
  std::vector<Row>& rows() { return rows_; }
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  std::vector<Row> rows_;
  std::vector<std::string> notes_;
};

// Under what conditions the figures came about.
struct Conditions {
  std::string twin;      // "native" or "wasm".
  std::string compiler;  // With its version.
  std::string flags;
  std::string load_before;
  std::string load_after;
  double memcpy_gb_per_s = 0;
  double memcpy_spread = 0;
  int rejected_runs = 0;   // Made again because the machine was disturbed.
  bool disturbed = false;  // Even the last one was.
};

std::string ToText(const std::string& bench, const Conditions& conditions, const Report& report);
std::string ToJson(const std::string& bench, const Conditions& conditions, const Report& report);
// Appends the rows of ToJson's text to `report`, each with `prefix` before its name; false when it
// is none.
bool AppendJson(const std::string& json, const std::string& prefix, Report& report);

}  // namespace weir::bench
