#include "native/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "core/base/text.h"
#include "core/metrics/metric.h"
#include "core/model/limits.h"
#include "native/files.h"
#include "native/help_layout.h"
#include "native/help_text.h"
#include "native/poster.h"
#include "native/trace_words.h"

namespace weir {
namespace {

// --- Options. CLI11 splits the line; values are read here, so that its faults are said our way.
// ---

[[noreturn]] void Refuse(std::string_view option, std::string_view problem) {
  throw CLI::ValidationError(std::string(option), std::string(problem));
}

template <typename T>
void AddWhole(CLI::App& app, const std::string& name, T& target, int64_t least, int64_t most,
              const std::string& text) {
  app.add_option_function<std::string>(
         name,
         [&target, name, least, most](const std::string& value) {
           int64_t number = 0;
           const char* end = value.data() + value.size();
           const auto [stop, error] = std::from_chars(value.data(), end, number);
           if (error != std::errc() || stop != end || number < least || number > most) {
             Refuse(name, StrCat({"\"", value, "\" is not a whole number from ",
                                  WithThousands(least), " to ", WithThousands(most)}));
           }
           target = static_cast<T>(number);
         },
         text)
      ->type_name("N");
}

void AddSeed(CLI::App& app, std::optional<uint64_t>& seed) {
  AddWhole(app, "--seed", seed, 0, INT64_MAX,
           "of every random choice; the scenario's own if not given");
}

template <typename T>
void AddDuration(CLI::App& app, const std::string& name, T& target, const std::string& text) {
  app.add_option_function<std::string>(
         name,
         [&target, name](const std::string& value) {
           const Result<Duration> duration = ParseDuration(value);
           if (!duration.ok()) Refuse(name, duration.error().message);
           target = duration.value();
         },
         text)
      ->type_name("TIME");
}

void AddText(CLI::App& app, const std::string& name, std::string& target, const std::string& type,
             const std::string& text) {
  app.add_option(name, target, text)->type_name(type);
}

// One of a few words.
void AddWord(CLI::App& app, const std::string& name, std::string& target,
             const std::vector<std::string>& words, const std::string& text) {
  app.add_option_function<std::string>(
         name,
         [&target, name, words](const std::string& value) {
           std::string list;
           for (const std::string& word : words) {
             if (word == value) target = value;
             list += (list.empty() ? "" : ", ") + word;
           }
           if (target != value) {
             Refuse(name, StrCat({"\"", value, "\" is none of ", list, DidYouMean(value, words)}));
           }
         },
         text)
      ->type_name("WORD");
}

void AddVariant(CLI::App& app, std::string& variant) {
  AddText(app, "--variant", variant, "NAME", "a wrong variant of it, as `weir check --wrong` runs");
}

void AddReport(CLI::App& app, ReportOptions& report) {
  app.add_flag("--json", report.json, "the summary as one JSON object");
  AddText(app, "--out", report.out, "DIR", "write metrics, summary and journal into a new DIR");
  app.add_flag("--force", report.force, "let --out replace what an earlier --out has written");
  AddText(app, "--journal-out", report.journal_out, "FILE", "write the journal of this run");
  app.add_flag("--no-progress", report.no_progress, "no progress bar (there is none in pipes)");
}

void AddDataset(CLI::App& app, DatasetChoice& input) {
  const std::vector<CLI::Option*> before = app.get_options();
  AddText(app, "--key", input.key, "NAME", "column or member that is the partition key");
  AddText(app, "--time", input.time, "NAME", "column or member that says when a record is sent");
  AddText(app, "--event-time", input.event_time, "NAME",
          "when what it tells of happened, if that is another");
  AddWord(app, "--format", input.format, {"auto", "csv", "ndjson", "json", "geojson"},
          "auto (by the look of the file), csv, ndjson, json or geojson");
  AddWord(app, "--time-unit", input.time_unit, {"auto", "s", "ms", "us"},
          "of times that are numbers: auto, s, ms or us");
  AddWord(app, "--order", input.order, {"time", "file"},
          "time (sorted by it, as if not given) or file");
  AddWhole(app, "--speed", input.speed, 1, 1'000'000'000,
           "times as fast as it happened; 1 if not given");
  AddWhole(app, "--shards", input.shards, 1, 10'000, "shards of the stream; 3 if not given");
  AddWhole(app, "--max-record-size-kib", input.max_record_size_kib, 1'024, 10'240,
           "the largest record that the stream takes; 1024 if not given");
  AddDuration(app, "--retention", input.retention, "of the stream, 24h to 8760h; 24h if not given");
  AddWhole(app, "--consumer-rate", input.consumer_rate, 0, 10'000'000,
           "records a second that one worker can process; no limit if not given");
  AddWhole(app, "--workers", input.workers, 1, 1'000,
           "workers that share the shards; 1 if not given");
  app.add_flag("--in-order", input.in_order,
               "one call at a time, and failed records before new ones: keeps the order of keys");
  // Without a file they would silently do nothing.
  CLI::Option* file =
      app.add_option("--input", input.file,
                     "a file of yours: CSV, NDJSON, a JSON array or GeoJSON; - is standard input")
          ->type_name("FILE");
  for (CLI::Option* option : app.get_options()) {
    if (std::ranges::find(before, option) != before.end() || option == file) continue;
    option->needs(file)->group("With --input");
  }
}

std::vector<std::string> StatisticNames() {
  std::vector<std::string> names;
  for (size_t i = 0; i < kStatistics; ++i) {
    names.emplace_back(NameOf(static_cast<Statistic>(i)));
  }
  return names;
}

void AddMetrics(CLI::App& app, MetricsOptions& metrics) {
  app.add_option("SCENARIO", metrics.scenario.name);
  AddSeed(app, metrics.scenario.seed);
  AddDuration(app, "--until", metrics.until, "stop there; the scenario's own end if not given");
  AddWord(app, "--period", metrics.period, {"1s", "1m"}, "1s or 1m; 1m if not given");
  AddWord(app, "--metric", metrics.metric, MetricNames(), "only this one; --list names them");
  AddText(app, "--stream", metrics.stream, "NAME", "only this stream");
  AddWhole(app, "--shard", metrics.shard, 0, INT32_MAX, "only this shard, by its number");
  AddText(app, "--consumer", metrics.consumer, "NAME", "only this consumer");
  AddWord(app, "--statistic", metrics.statistic, StatisticNames(),
          "Sum, Average, Minimum, Maximum or SampleCount; the metric's usual one if not given");
  app.add_flag("--json", metrics.json, "all statistics, as one JSON object");
  app.add_flag("--csv", metrics.csv, "all statistics, a row a point");
  app.add_flag("--list", metrics.list, "what metrics there are, and what each means");
}

void AddCost(CLI::App& app, CostOptions& cost) {
  app.add_option("SCENARIO", cost.scenario.name);
  AddSeed(app, cost.scenario.seed);
  AddDuration(app, "--until", cost.until, "stop there; the scenario's own end if not given");
  AddWord(app, "--per", cost.per, {"hour", "day", "month"},
          "hour, day or month (730 hours); month if not given");
  AddText(app, "--prices", cost.prices, "FILE", "your prices, as --print-prices prints them");
  app.add_flag("--print-prices", cost.print_prices, "the prices that are part of weir, as JSON");
  app.add_flag("--json", cost.json, "as one JSON object");
}

void AddCommands(CLI::App& app, Options& options) {
  CLI::App& list = *app.add_subcommand("list");
  list.add_flag("--json", options.list_json, "as a JSON array");

  CLI::App& run = *app.add_subcommand("run");
  run.add_option("SCENARIO", options.run.scenario.name);
  AddSeed(run, options.run.scenario.seed);
  AddVariant(run, options.run.scenario.variant);
  AddDuration(run, "--until", options.run.until, "stop there; the scenario's own end if not given");
  run.add_option("--do", options.run.commands, "a command with its moment; may be given again")
      ->type_name("JSON")
      ->allow_extra_args(false);
  AddText(run, "--journal", options.run.journal, "FILE", "the commands of a journal");
  AddReport(run, options.run.report);
  AddDataset(run, options.run.input);

  CLI::App& replay = *app.add_subcommand("replay");
  replay.add_option("JOURNAL", options.replay.journal);
  AddDuration(replay, "--until", options.replay.until,
              "stop there; the scenario's own end if not given");
  AddReport(replay, options.replay.report);

  CLI::App& digest = *app.add_subcommand("digest");
  digest.add_option("SCENARIO", options.digest.scenarios);
  digest.add_flag("--all", options.digest.all, "every scenario that is part of weir");
  AddWord(digest, "--via", options.digest.via, {"straight", "seek", "journal"},
          "straight, seek or journal");
  AddSeed(digest, options.digest.seed);
  AddVariant(digest, options.digest.variant);

  CLI::App& trace = *app.add_subcommand("trace");
  trace.add_option("SCENARIO", options.trace.scenario.name);
  AddSeed(trace, options.trace.scenario.seed);
  AddVariant(trace, options.trace.scenario.variant);
  AddDuration(trace, "--from", options.trace.from, "only events from there on");
  AddDuration(trace, "--until", options.trace.until, "only events up to there");
  AddText(trace, "--kind", options.trace.kinds, "WORDS",
          StrCat({"only these, with commas: ", TraceWordList()}));
  AddText(trace, "--journal", options.trace.journal, "FILE", "with the commands of a journal");
  trace.add_flag("--json", options.trace.json, "one JSON object a line");

  CLI::App& records = *app.add_subcommand("records");
  records.add_option("SCENARIO", options.records.scenario.name);
  AddSeed(records, options.records.scenario.seed);
  AddText(records, "--stream", options.records.stream, "NAME", "which, where there are several");
  AddWhole(records, "--shard", options.records.shard, 0, kShardsPerStreamMax,
           "only of this one; all of them, one after the other, if not given");
  AddDuration(records, "--until", options.records.until,
              "as they lie there then; at the scenario's own end if not given");
  AddWhole(records, "--limit", options.records.limit, 1, 10'000'000, "how many; 10 if not given");
  records.add_flag("--newest", options.records.newest, "the newest ones, not the oldest");
  records.add_flag("--json", options.records.json,
                   "one JSON object a line, with the data in Base64");
  records.add_flag("--raw", options.records.raw, "the data alone, byte for byte");

  AddFirehose(*app.add_subcommand("firehose"), options.firehose);
  CLI::App& poster = *app.add_subcommand("poster");
  poster.add_option("SCENARIO", options.poster.scenario.name);
  AddSeed(poster, options.poster.scenario.seed);
  AddWhole(poster, "--width", options.poster.width, kPosterWidthMin, kPosterSideMax,
           "in pixels; 720 if not given");
  AddWhole(poster, "--height", options.poster.height, kPosterHeightMin, kPosterSideMax,
           "in pixels; 420 if not given");
  AddWord(poster, "--theme", options.poster.theme, {"auto", "light", "dark"},
          "auto (as the reader's system is set), light or dark");

  AddMetrics(*app.add_subcommand("metrics"), options.metrics);
  AddCost(*app.add_subcommand("cost"), options.cost);
  CLI::App& check = *app.add_subcommand("check");
  check.add_option("SCENARIO", options.check.scenarios);
  check.add_flag("--all", options.check.all, "every scenario that is part of weir, with --wrong");
  check.add_flag("--wrong", options.check.wrong,
                 "their wrong variants too: each must fail exactly what it says");
  AddSeed(check, options.check.seed);
  check.add_flag("--json", options.check.json, "as a JSON array");
  check.add_flag("--list", options.check.list, "only the measures that a check may name");
  check.add_flag("--no-progress", options.check.no_progress,
                 "no progress bar (there is none in pipes)");

  CLI::App& explain = *app.add_subcommand("explain");
  explain.add_option("SCENARIO", options.explain.scenario.name);
  AddSeed(explain, options.explain.scenario.seed);
  AddVariant(explain, options.explain.scenario.variant);
  explain.add_flag("--no-trials", options.explain.no_trials, "advice without trying it");
  explain.add_flag("--json", options.explain.json, "as one JSON object");
  explain.add_flag("--no-progress", options.explain.no_progress,
                   "no progress bar (there is none in pipes)");

  CLI::App& compare = *app.add_subcommand("compare");
  compare.add_option("SCENARIO", options.compare.scenarios);
  compare
      .add_option("--set", options.compare.changes,
                  "the second: the first with a place changed; may be given again")
      ->type_name("PLACE=VALUE")
      ->allow_extra_args(false);
  AddText(compare, "--variant", options.compare.variant, "NAME",
          "the second: a wrong variant of the first");
  AddSeed(compare, options.compare.seed);
  compare.add_flag("--all", options.compare.all, "also the measures that are the same");
  compare.add_flag("--json", options.compare.json, "all of it as one JSON object");
  compare.add_flag("--no-progress", options.compare.no_progress,
                   "no progress bar (there is none in pipes)");

  CLI::App& sql = *app.add_subcommand("sql");
  sql.add_option("QUERY", options.sql.words);
  sql.add_option("--table", options.sql.tables,
                 "a CSV or NDJSON file that the query may name; may be given again")
      ->type_name("NAME=FILE")
      ->allow_extra_args(false);
  AddText(sql, "--time", options.sql.time, "COLUMN",
          "the time column; the first that holds times if not given");
  AddDuration(sql, "--delay", options.sql.delay,
              "how far the watermark is behind the latest time; it waits for the end of the file "
              "if not given, so that no row is late");
  AddWord(sql, "--format", options.sql.format, {"table", "csv", "ndjson"}, "table, csv or ndjson");
  sql.add_flag("--changes", options.sql.changes,
               "every change of the result, not only the last state");
  sql.add_flag("--explain", options.sql.explain, "the plan, not the result");
  sql.add_option("--time-zone", options.sql.zones, "eval: the session's zone, and others in turn")
      ->type_name("ZONE")
      ->allow_extra_args(false);
  sql.add_option("--column", options.sql.columns, "eval: a column that expressions may name")
      ->type_name("NAME=TEXT")
      ->allow_extra_args(false);

  app.add_subcommand("scenario")->add_option("SCENARIO", options.scenario);
  app.add_subcommand("ui")->add_option("SCENARIO", options.scenario);
  app.add_subcommand("completions")->add_option("SHELL", options.shell);
  app.add_subcommand("help")->add_option("COMMAND", options.help);
}

// --- What CLI11 found wrong, in a sentence. ---

std::vector<std::string> CommandNames() {
  std::vector<std::string> names;
  for (const HelpText& help : HelpTexts()) {
    if (!help.command.empty()) names.emplace_back(help.command);
  }
  return names;
}

Error UnknownCommand(const std::string& word) {
  return Error{ErrorCode::kInput,
               StrCat({"there is no command \"", word, "\"",
                       DidYouMean(word, CommandNames(), "`weir help` lists them")})};
}

Error Unexpected(const CLI::App& app) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  const std::vector<std::string> left = app.remaining(true);
  const std::string word = left.empty() ? std::string() : left.front();
  if (chosen.empty() && !word.starts_with("-")) return UnknownCommand(word);
  const CLI::App& command = chosen.empty() ? app : *chosen.front();
  const std::string name = chosen.empty() ? std::string() : " " + command.get_name();
  if (!word.starts_with("-")) {
    return Error{ErrorCode::kInput, StrCat({"weir", name, " does not expect \"", word,
                                            "\"; see `weir help", name, "`"})};
  }
  std::vector<std::string> options;
  for (const CLI::Option* option : command.get_options()) {
    if (option->nonpositional()) options.push_back(option->get_name(false, false));
  }
  const std::string option = word.substr(0, word.find('='));
  const std::string hint = StrCat({"see `weir help", name, "`"});
  return Error{ErrorCode::kInput, StrCat({"weir", name, " has no option ", option,
                                          DidYouMean(option, options, hint)})};
}

Result<void> Parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    return Unexpected(app);
  } catch (const CLI::ArgumentMismatch& error) {
    // "--seed: 1 required N missing" and the like.
    const std::string what = error.what();
    return Error{ErrorCode::kInput, StrCat({what.substr(0, what.find(':')), " needs a value"})};
  } catch (const CLI::ParseError& error) {
    return Error{ErrorCode::kInput, error.what()};
  }
  return {};
}

}  // namespace

Result<Options> ParseOptions(int argc, char** argv) {
  Options options;
  CLI::App app("", "weir");
  app.set_help_flag();  // Ours is a plain flag, so that it wins over whatever else is wrong.
  bool help = false;
  bool version = false;
  app.add_flag("-h,--help", help, "this text, or that of a command")->group("Options");
  app.add_flag("--version", version, "the version of weir");
  app.require_subcommand(0, 1);
  AddCommands(app, options);
  for (CLI::App* command : app.get_subcommands({})) {
    command->add_flag("-h,--help", help, "this text");
  }
  if (Result<void> parsed = Parse(app, argc, argv); !parsed.ok() && !help) return parsed.error();
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  if (!chosen.empty()) options.command = chosen.front()->get_name();
  if (options.command == "help" && !(help && options.help.empty())) {
    options.command = options.help;
    help = true;
    const std::vector<std::string> names = CommandNames();
    if (!options.help.empty() && std::ranges::find(names, options.help) == names.end()) {
      return UnknownCommand(options.help);
    }
  }
  if (version) {
    options.answer = StrCat({"weir ", WEIR_VERSION, "\n"});
  } else if (help || options.command.empty()) {
    options.answer = HelpOf(options.command.empty() ? app : *app.get_subcommand(options.command));
  }
  return options;
}

}  // namespace weir
