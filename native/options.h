// What was asked for on the command line, as plain values: the commands know nothing of the parser.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "native/firehose_options.h"

namespace weir {

// A scenario by name, by path ("my.json", "./trucks"), or "-" for standard input; each with a wrong
// variant behind a colon ("trucks:random-key").
struct ScenarioChoice {
  std::string name;
  std::optional<uint64_t> seed;  // None: the scenario's own.
  std::string variant;           // As if it stood behind a colon; empty: none.
};

// A file of the user's, around which a scenario is built.
struct DatasetChoice {
  std::string file;  // Empty: none.
  std::string key;
  std::string time;
  std::string event_time;
  std::string format = "auto";
  std::string time_unit = "auto";
  std::string order = "time";
  int64_t shards = 3;
  int64_t speed = 1;
  int64_t max_record_size_kib = 1'024;
  Duration retention = Hours(24);
  int64_t consumer_rate = 0;  // Records per second of one worker; 0: no limit.
  int64_t workers = 1;
  bool in_order = false;
};

// How a run reports; shared by `run` and `replay`.
struct ReportOptions {
  std::string out;          // Directory for metrics, summary and journal; empty: none.
  std::string journal_out;  // File for the journal; empty: none.
  bool force = false;
  bool json = false;
  bool no_progress = false;
};

struct RunOptions {
  ScenarioChoice scenario;
  DatasetChoice input;
  std::vector<std::string> commands;  // JSON objects with "at".
  std::string journal;                // A file of commands; empty: none.
  std::optional<Duration> until;
  ReportOptions report;
};

struct ReplayOptions {
  std::string journal;
  std::optional<Duration> until;
  ReportOptions report;
};

struct DigestOptions {
  std::vector<std::string> scenarios;
  bool all = false;
  std::string via = "straight";  // Or "seek", or "journal".
  std::optional<uint64_t> seed;
  std::string variant;
};

struct CheckOptions {
  std::vector<std::string> scenarios;
  std::optional<uint64_t> seed;
  bool all = false;
  bool wrong = false;  // The wrong variants too; --all has them always.
  bool json = false;
  bool list = false;  // Only the table of measures.
  bool no_progress = false;
};

struct TraceOptions {
  ScenarioChoice scenario;
  std::string journal;
  std::optional<Duration> from;
  std::optional<Duration> until;
  std::string kinds;  // Words of trace_words.h with commas between them; empty: all.
  bool json = false;
};

struct PosterOptions {
  ScenarioChoice scenario;
  int64_t width = 720;   // Pixels.
  int64_t height = 420;  // Pixels.
  std::string theme = "auto";
};

struct MetricsOptions {
  ScenarioChoice scenario;
  std::optional<Duration> until;
  std::string period = "1m";  // Or "1s".
  std::string metric;         // Empty, as the next two: any.
  std::string stream;
  std::string consumer;
  std::optional<int64_t> shard;
  std::string statistic;  // Empty: each metric's usual one.
  bool json = false;
  bool csv = false;
  bool list = false;
};

struct CostOptions {
  ScenarioChoice scenario;
  std::optional<Duration> until;
  std::string prices;         // A file; empty: those that are part of Weir.
  std::string per = "month";  // Or "day", or "hour".
  bool json = false;
  bool print_prices = false;
};

struct CompareOptions {
  std::vector<std::string> scenarios;  // One, with `variant` or `changes`, or two.
  std::string variant;
  std::vector<std::string> changes;  // "/streams/0/shards=6"
  std::optional<uint64_t> seed;
  bool all = false;  // Also what is the same in both.
  bool json = false;
  bool no_progress = false;
};

struct ExplainOptions {
  ScenarioChoice scenario;
  bool no_trials = false;
  bool json = false;
  bool no_progress = false;
};

struct RecordsOptions {
  ScenarioChoice scenario;
  std::string stream;  // Empty: the only one.
  std::optional<uint32_t> shard;
  std::optional<Duration> until;
  int64_t limit = 10;
  bool newest = false;
  bool json = false;
  bool raw = false;
};

struct SqlOptions {
  std::vector<std::string> words;    // A query, "case" and folders, or "eval" and a list.
  std::vector<std::string> zones;    // Of eval: sessions to evaluate in; empty: the usual ones.
  std::vector<std::string> columns;  // Of eval: "NAME=TEXT".
  // Of a query.
  std::vector<std::string> tables;  // "name=file.csv"
  std::string time;                 // The time column; empty: the first that holds times.
  std::optional<Duration> delay;    // Of the watermark; none: it comes at the end of the file.
  std::string format = "table";     // Or "csv", or "ndjson".
  bool changes = false;             // +I, -U, +U and -D, not the final result.
  bool explain = false;
};

struct Options {
  std::string command;  // "run"; empty: help for all, or version.
  bool list_json = false;
  RunOptions run;
  ReplayOptions replay;
  DigestOptions digest;
  TraceOptions trace;
  RecordsOptions records;
  FirehoseOptions firehose;
  PosterOptions poster;
  MetricsOptions metrics;
  CostOptions cost;
  CheckOptions check;
  CompareOptions compare;
  ExplainOptions explain;
  SqlOptions sql;
  std::string scenario;  // Of `scenario` and `ui`.
  std::string shell;     // Of `completions`.
  std::string help;      // The command that help was asked for.
  std::string answer;    // Help or version asked for: print this and be done.
};

// Error kInput: a sentence that says what is wrong and, where it can be guessed, what was meant.
Result<Options> ParseOptions(int argc, char** argv);

}  // namespace weir
