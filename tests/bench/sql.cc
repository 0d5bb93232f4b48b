// P7, P8: queries over windows, typed rows in memory, beside a loop by hand, DuckDB on one thread
// and a JavaScript Map for each window. All over the same rows, in turn, with the same checksums.
#include <fmt/format.h>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/benches.h"
#include "tests/bench/child.h"
#include "tests/bench/hand_sql.h"
#include "tests/bench/sql_cases.h"

namespace weir::bench {
namespace {

using Kind = SqlCase::Window;

std::optional<Sample> SampleOf(const std::string& command) {
  Sample sample;
  const int read = std::sscanf(OutputOf(command).c_str(), "%" SCNu64 " %lf %lf", &sample.checksum,
                               &sample.took.cpu_s, &sample.took.wall_s);
  return read == 3 ? std::optional(sample) : std::nullopt;
}

std::string PeerCommand(const char* peer, const SqlCase& one, int64_t rows) {
  const std::string load =
      fmt::format(R"({{"window":"{}","keys":{},"allFour":{},"size":{},"rows":{}}})",
                  one.window == Kind::kSession ? "session" : "tumble", one.keys, one.all_four,
                  one.size_ms, rows);
  return fmt::format("node {} {} {}", Quoted(std::string(WEIR_BENCH_FOLDER) + "/sql_peer.mjs"),
                     peer, Quoted(load));
}

class SqlBench {
 public:
  SqlBench(const Options& options, Report& report)
      : options_(options),
        report_(report),
        rows_(options.rows > 0 ? options.rows : (options.quick ? 20'000 : 10'000'000)) {}

  void Run() {
    for (const SqlCase& one : SqlCases()) RunCase(one);
    report_.Note(fmt::format("{} rows; 100 a millisecond, watermark a second behind.", rows_));
    report_.Note(
        "DuckDB's and the Map's rows lie in memory as Weir's do; they know no watermark and give "
        "their results once, at the end.");
  }

 private:
  // A side that runs as a process of its own; left out where it does not run.
  void AddChild(std::vector<Side>& sides, const std::string& name, const std::string& command) {
    if (!SampleOf(command).has_value()) {
      report_.Note(name + " is absent or failed");
      return;
    }
    sides.push_back({name, [command] { return SampleOf(command).value_or(Sample{}); }});
  }

  void RunCase(const SqlCase& one) {
    const SqlRows rows = MakeSqlRows(one, rows_);
    std::vector<Side> sides = {{one.what, [&] { return RunSqlInWeir(one, rows); }}};
    const bool tumbles = one.window == Kind::kTumble;
    if (tumbles) {
      sides.push_back({"  by hand", [&] { return RunSqlByHand(one, rows); }});
      AddChild(sides, "  JavaScript Map", PeerCommand("map", one, rows_));
    }
    if (one.window != Kind::kHop) AddChild(sides, "  DuckDB", PeerCommand("duckdb", one, rows_));
    if (!options_.wasm_twin.empty()) {
      AddChild(sides, "  Weir in Wasm",
               fmt::format("node {} sql-case {} {}", Quoted(options_.wasm_twin), one.name, rows_));
    }
    const int rounds = std::min(options_.rounds, 3);
    const std::vector<Outcome> outcomes = Compete(sides, rounds);
    for (const Outcome& outcome : outcomes) {
      Row& row = report_.AddCost(outcome, static_cast<double>(rows_), "row");
      Judge(one, outcomes, outcome, row);
    }
    if (tumbles) tumbling_[one.keys == 100'000] = outcomes[0].median.cpu_s;
  }

  void Judge(const SqlCase& one, const std::vector<Outcome>& outcomes, const Outcome& outcome,
             Row& row) {
    const double weir = outcomes[0].median.cpu_s;
    const bool many = one.keys == 100'000;
    if (&outcome == &outcomes[0] && one.window == Kind::kHop) {
      const double most = one.size_ms == 60'000 ? 4 : 2.5;
      Set(row, weir / tumbling_[many], "x the tumbling window's cost", AtMost(most, most));
    } else if (outcome.name == "  by hand") {
      Set(row, outcome.median.cpu_s / weir, "of its speed reached by Weir", AtLeast(0.3, 0.6));
    } else if (outcome.name == "  DuckDB") {
      const bool session = one.window == Kind::kSession;
      const double must = session ? 5 : (many ? 3 : 1.5);
      Set(row, outcome.median.cpu_s / weir, "x its speed reached by Weir",
          AtLeast(must, session || many ? must : 2));
    } else if (outcome.name == "  Weir in Wasm") {
      const auto map = std::find_if(outcomes.begin(), outcomes.end(), [](const Outcome& side) {
        return side.name == "  JavaScript Map";
      });
      if (map == outcomes.end()) {
        Set(row, weir / outcome.median.cpu_s, "of native speed", AtLeast(0, 0));
        row.goal.reset();
      } else {
        Set(row, map->median.cpu_s / outcome.median.cpu_s, "x the Map's speed", AtLeast(1, 1));
      }
    }
  }

  void Set(Row& row, double ratio, const char* against, Goal goal) const {
    row.ratio = ratio;
    row.against = against;
    if (options_.quick) return;
    row.goal = goal;
    row.goal_is_for_ratio = true;
  }

  const Options& options_;
  Report& report_;
  int64_t rows_;
  double tumbling_[2] = {1, 1};  // CPU seconds with few and with many keys.
};

}  // namespace

void BenchSql(const Options& options, Report& report) { SqlBench(options, report).Run(); }

}  // namespace weir::bench
