// weir_bench: figures and ratios of `./dev bench`. Never a test: only different results make it
// fail, slow ones do not.
#include <fmt/format.h>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/benches.h"
#include "tests/bench/cases.h"
#include "tests/bench/child.h"
#include "tests/bench/machine.h"
#include "tests/bench/sql_cases.h"

namespace weir::bench {
namespace {

constexpr std::string_view kHelp =
    R"(weir_bench [NAME...] [--json] [--rounds N] [--quick] [--twin native|both]
  ingest    PutRecords against a loop by hand; MD5 in lanes against OpenSSL
  simulate  whole simulations, a day of a full shard, the event queue
  twins     the same scenarios in both twins, digests compared
  seek      to any moment of a run of a million records
  sql       windows over typed rows against a loop by hand, DuckDB and a JavaScript Map
  firehose  buffers and GZIP of a delivery stream against a plain zlib loop
  scale     how the cost of a record grows with shards, keys, consumers, days
Without a name: all of them. --quick uses tiny sizes, to see that it runs.
  --rows N            of `sql`, instead of 10 million
  case NAME REPEATS   one simulation: digest, records, CPU and wall seconds
  sql-case NAME ROWS  one query: checksum, CPU and wall seconds
)";

struct Bench {
  std::string_view name;
  void (*run)(const Options&, Report&);
  bool in_both_twins;
};
constexpr Bench kBenches[] = {{"ingest", BenchIngest, true}, {"simulate", BenchSimulate, true},
                              {"twins", BenchTwins, false},  {"seek", BenchSeek, true},
                              {"sql", BenchSql, false},      {"firehose", BenchFirehose, false},
                              {"scale", BenchScale, false}};

struct Arguments {
  std::vector<std::string> names;
  Options options;
  bool json = false;
  bool both_twins = true;
};

[[noreturn]] void Refuse(const std::string& what) {
  fmt::print(stderr, "weir_bench: {}\n{}", what, kHelp);
  std::exit(2);
}

// build/dev/weir_bench -> build/wasm/weir_bench.js, where it was built; none of the twin itself.
std::string WasmTwinOf(const std::string& self) {
  if (ConditionsOfBuild().twin == "wasm") return "";
  const std::filesystem::path tree = std::filesystem::path(self).parent_path();
  std::error_code error;
  const std::filesystem::path twin = tree / ".." / "wasm" / "weir_bench.js";
  return std::filesystem::exists(twin, error) ? twin.lexically_normal().string() : "";
}

Arguments Parse(int argc, char** argv) {
  Arguments arguments;
  arguments.options.self = argv[0];
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const auto value = [&] {
      if (i + 1 == argc) Refuse(argument + " needs a value");
      return std::string(argv[++i]);
    };
    if (argument == "--json") {
      arguments.json = true;
    } else if (argument == "--quick") {
      arguments.options.quick = true;
      arguments.options.rounds = 2;
    } else if (argument == "--rounds") {
      arguments.options.rounds = std::clamp(std::atoi(value().c_str()), 1, 1'000);
    } else if (argument == "--rows") {
      arguments.options.rows = std::max(std::atoll(value().c_str()), 1LL);
    } else if (argument == "--twin") {
      arguments.both_twins = value() == "both";
    } else if (argument == "--help") {
      fmt::print("{}", kHelp);
      std::exit(0);
    } else if (std::any_of(std::begin(kBenches), std::end(kBenches),
                           [&](const Bench& bench) { return bench.name == argument; })) {
      arguments.names.push_back(argument);
    } else {
      Refuse("unknown benchmark or option: " + argument);
    }
  }
  if (arguments.both_twins) arguments.options.wasm_twin = WasmTwinOf(argv[0]);
  return arguments;
}

// One benchmark under watch: the memory is measured before and after, and a run during which it was
// slow or unsteady is made again once.
void RunBench(const Bench& bench, const Arguments& arguments) {
  constexpr int kTriesMax = 2;
  Conditions conditions = ConditionsOfBuild();
  Report report;
  for (int attempt = 1; attempt <= kTriesMax; ++attempt) {
    report = {};
    conditions.load_before = LoadAverage();
    const int mebibytes = arguments.options.quick ? 16 : 256;
    const MemcpySpeed before = MeasureMemcpy(4, mebibytes);
    bench.run(arguments.options, report);
    const MemcpySpeed after = MeasureMemcpy(4, mebibytes);
    conditions.load_after = LoadAverage();
    conditions.memcpy_gb_per_s = std::min(before.gb_per_s, after.gb_per_s);
    conditions.memcpy_spread = std::max(before.spread, after.spread);
    conditions.disturbed = conditions.memcpy_gb_per_s < 6 || conditions.memcpy_spread > 0.4;
    if (!conditions.disturbed || arguments.options.quick || attempt == kTriesMax) break;
    ++conditions.rejected_runs;
  }
  if (bench.in_both_twins && !arguments.options.wasm_twin.empty()) {
    const std::string output = OutputOf(fmt::format(
        "node {} {} --json --rounds {}{}", Quoted(arguments.options.wasm_twin), bench.name,
        arguments.options.rounds, arguments.options.quick ? " --quick" : ""));
    if (!AppendJson(output, "wasm ", report)) report.Note("the wasm twin failed");
  }
  const std::string name(bench.name);
  fmt::print("{}\n",
             arguments.json ? ToJson(name, conditions, report) : ToText(name, conditions, report));
  std::fflush(stdout);
}

// For `twins`: one line, read by the other side.
int RunCase(const std::string& name, int64_t repeats) {
  const std::shared_ptr<const Scenario> scenario = FindCase(name);
  if (scenario == nullptr || repeats < 1) Refuse("unknown case: " + name);
  // Once more in front: under node, code is compiled well only after it has run for a while.
  RunScenario(scenario, std::max<int64_t>(repeats / 2, 1));
  const CaseResult result = RunScenario(scenario, repeats);
  fmt::print("{:016x} {} {:.9f} {:.9f}\n", result.sample.checksum, result.records / repeats,
             result.sample.took.cpu_s, result.sample.took.wall_s);
  return 0;
}

int RunSqlCase(const std::string& name, int64_t rows) {
  const SqlCase* one = FindSqlCase(name);
  if (one == nullptr || rows < 1) Refuse("unknown case: " + name);
  RunSqlInWeir(*one, MakeSqlRows(*one, std::min<int64_t>(rows, 200'000)));  // As above.
  const Sample sample = RunSqlInWeir(*one, MakeSqlRows(*one, rows));
  fmt::print("{} {:.9f} {:.9f}\n", sample.checksum, sample.took.cpu_s, sample.took.wall_s);
  return 0;
}

int Main(int argc, char** argv) {
  if (argc == 4 && argv[1] == std::string_view("sql-case")) {
    return RunSqlCase(argv[2], std::atoll(argv[3]));
  }
  if (argc == 4 && argv[1] == std::string_view("case")) {
    return RunCase(argv[2], std::atoi(argv[3]));
  }
  const Arguments arguments = Parse(argc, argv);
  for (const Bench& bench : kBenches) {
    const auto& names = arguments.names;
    const bool wanted = std::find(names.begin(), names.end(), bench.name) != names.end();
    if (wanted || names.empty()) RunBench(bench, arguments);
  }
  return 0;
}

}  // namespace
}  // namespace weir::bench

int main(int argc, char** argv) { return weir::bench::Main(argc, argv); }
