// weir_sim: the swarm from the command line.
//
//   weir_sim --seeds 0..1999               a run a seed; stops at the first that violates a rule
//   weir_sim --seeds 0..9999 --seconds 60  and no new one after a minute
//   weir_sim --seeds 0..9999 --jobs 4      four at a time
//   weir_sim --scenario FILE               the checkers on a scenario of one's own
//
// A violation is printed with the seed, the rule, the moment and the command that runs it again;
// its scenario, made small, is written to swarm-SEED.json, which `weir run` takes too.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/engine/scenario_json.h"
#include "tests/sim/generator.h"
#include "tests/sim/swarm.h"

namespace weir::swarm {
namespace {

struct Options {
  uint64_t first = 0;
  uint64_t last = 1'999;
  int64_t seconds = 0;  // 0: as long as it takes.
  int64_t jobs = 1;
  std::string scenario;
  std::string out = ".";
  bool quiet = false;
};

int Usage() {
  std::fprintf(stderr,
               "usage: weir_sim [--seeds A..B] [--seconds N] [--jobs N] [--out DIR] [--quiet]\n"
               "       weir_sim --scenario FILE\n");
  return 2;
}

bool ReadOptions(int count, char** words, Options& options) {
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--quiet") {
      options.quiet = true;
      continue;
    }
    if (i + 1 == count) return false;
    const std::string value = words[++i];
    if (word == "--seeds") {
      char* end = nullptr;
      options.first = std::strtoull(value.c_str(), &end, 10);
      options.last = options.first;
      if (std::string_view(end).starts_with("..")) options.last = std::strtoull(end + 2, &end, 10);
      if (*end != '\0' || options.last < options.first) return false;
    } else if (word == "--seconds") {
      options.seconds = std::strtoll(value.c_str(), nullptr, 10);
    } else if (word == "--jobs") {
      options.jobs = std::strtoll(value.c_str(), nullptr, 10);
    } else if (word == "--scenario") {
      options.scenario = value;
    } else if (word == "--out") {
      options.out = value;
    } else {
      return false;
    }
  }
  return true;
}

void Print(const Violation& violation, Instant start) {
  std::fprintf(stderr, "  rule    %s\n  moment  %s\n  what    %s\n", violation.rule.c_str(),
               violation.at < start ? "-" : FormatElapsed(violation.at - start).c_str(),
               violation.detail.c_str());
}

Instant StartOf(const Json& scenario) {
  const auto parsed = ParseScenario(scenario.dump(), ReadBundledFile);
  return parsed.ok() ? parsed.value()->start : Instant{};
}

int Fail(uint64_t seed, const Violation& violation, const Options& options) {
  const Json scenario = RandomScenario(seed);
  std::fprintf(stderr, "seed %s violates a rule\n", N(seed).c_str());
  Print(violation, StartOf(scenario));
  std::fprintf(stderr, "  again   weir_sim --seeds %s\n", N(seed).c_str());
  const Json small = Shrink(scenario, violation.rule, WaysOf(seed));
  const std::string path = options.out + "/swarm-" + N(seed) + ".json";
  std::ofstream(path) << small.dump(2) << "\n";
  std::fprintf(stderr, "  made small in %s (weir_sim --scenario, or weir run)\n", path.c_str());
  return 1;
}

int RunFile(const Options& options) {
  std::ifstream file(options.scenario);
  if (!file) {
    std::fprintf(stderr, "weir_sim: cannot read %s\n", options.scenario.c_str());
    return 2;
  }
  std::stringstream text;
  text << file.rdbuf();
  Tally tally;
  const std::optional<Violation> violation = RunText(text.str(), true, tally);
  if (!violation) {
    std::printf("%s keeps every rule\n", options.scenario.c_str());
    return 0;
  }
  const auto parsed = ParseScenario(text.str(), ReadBundledFile);
  Print(*violation, parsed.ok() ? parsed.value()->start : Instant{});
  return 1;
}

void PrintTally(const Tally& tally, double seconds) {
  std::printf(
      "%s scenarios in %.1f s: %s events, %s records in, %s processed, %s throttled, "
      "%s expired, %s child shards, %s reads throttled, %s order violations found, "
      "%s misrouted, %s replayed, %s invocations, %s given up, "
      "%s objects of %s records delivered, %s undelivered\n",
      N(tally.runs).c_str(), seconds, N(tally.events).c_str(), N(tally.records).c_str(),
      N(tally.processed).c_str(), N(tally.throttled).c_str(), N(tally.expired).c_str(),
      N(tally.reshards).c_str(), N(tally.reads_throttled).c_str(),
      N(tally.violations_of_order).c_str(), N(tally.misrouted).c_str(), N(tally.replayed).c_str(),
      N(tally.invocations).c_str(), N(tally.given_up).c_str(), N(tally.objects).c_str(),
      N(tally.delivered).c_str(), N(tally.undelivered).c_str());
}

// Takes one seed after the other, alone or beside others.
class Run {
 public:
  explicit Run(const Options& options) : options_(options), next_(options.first) {}

  int Go() {
    std::vector<std::thread> others;
    for (int64_t i = 1; i < options_.jobs; ++i) others.emplace_back([this] { Work(); });
    Work();
    for (std::thread& other : others) other.join();
    if (violation_) return Fail(failed_, *violation_, options_);
    PrintTally(tally_, Elapsed());
    return 0;
  }

 private:
  double Elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
  }

  void Work() {
    Tally tally;
    for (uint64_t seed = next_++; seed <= options_.last && !stop_; seed = next_++) {
      const std::optional<Violation> violation = RunSeed(seed, tally);
      const std::lock_guard lock(mutex_);
      if (violation && (!violation_ || seed < failed_)) {
        violation_ = violation;
        failed_ = seed;
        stop_ = true;
      }
      if (options_.seconds > 0 && Elapsed() > static_cast<double>(options_.seconds)) stop_ = true;
      Tell(seed);
    }
    const std::lock_guard lock(mutex_);
    tally_.Add(tally);
  }

  void Tell(uint64_t seed) {
    if (options_.quiet || Elapsed() - told_ < 5) return;
    told_ = Elapsed();
    std::fprintf(stderr, "seed %s of %s..%s, %.0f s\n", N(seed).c_str(), N(options_.first).c_str(),
                 N(options_.last).c_str(), told_);
  }

  const Options& options_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  std::atomic<uint64_t> next_;
  std::atomic<bool> stop_ = false;
  std::mutex mutex_;
  double told_ = 0;
  Tally tally_;
  std::optional<Violation> violation_;
  uint64_t failed_ = 0;
};

}  // namespace
}  // namespace weir::swarm

int main(int count, char** words) {
  weir::swarm::Options options;
  if (!weir::swarm::ReadOptions(count, words, options)) return weir::swarm::Usage();
  if (!options.scenario.empty()) return weir::swarm::RunFile(options);
  return weir::swarm::Run(options).Go();
}
