#include "native/help_text.h"

#include <array>

namespace weir {
namespace {

constexpr HelpText kProgram{
    "", "Kinesis data streams in virtual time: the same run every time, everywhere.",
    "  weir COMMAND [OPTION...]",
    R"(  weir list                               what there is to run
  weir run trucks                         run it, print what happened
  weir run trucks --seed 8 --out result   another seed; every second as CSV
  weir run --input quakes.csv --key net --time time --speed 10000
                                          a file of yours through three shards
  weir scenario trucks > my.json          the start of a scenario of your own
  weir trace split --kind shard,status    every event, one a line
  weir digest --all                       numbers that differ if anything does
  weir check --all                        is true what the scenarios say of themselves?
)",
    R"(Exit codes
  0   done
  1   a check failed, or an output could not be written
  2   wrong usage, or an input that is not what it should be

`weir help COMMAND` tells more of one command.
)"};

constexpr HelpText kList{"list", "the scenarios that are part of weir", "  weir list [--json]",
                         "  weir list\n", ""};

constexpr HelpText kRun{"run", "run a scenario, or a file of yours, and sum up what happened",
                        "  weir run SCENARIO|FILE.json [OPTION...]\n"
                        "  weir run --input FILE --key COLUMN --time COLUMN [OPTION...]",
                        R"(  weir run trucks
  weir run my.json --until 90s --json | jq .order
  weir run trucks --do '{"at":"60s","do":"SplitShard","stream":"positions","shard":0}'
  weir run --input quakes.csv --key net --time time --speed 10000 --out result
  zcat log.ndjson.gz | weir run --input - --key host --time at --shards 6
)",
                        R"(A run goes through virtual time as fast as the machine can; hours pass in
seconds, and the same scenario and seed always end in the same digests.

--out DIR is written beside DIR and renamed at the end: it is complete or not
there. It holds summary.json (as --json prints it), journal.jsonl, and, for
every second, streams.csv, shards.csv and consumers.csv; each column of a number
ends in its unit. A run of more than a day has coarser steps (see elapsed_s).

In the tables, "skew" is a shard's (or a key's) records over what it would have
got if the keys were spread evenly: 1.00x is even, 3.00x is three times that.
"behind" is the age of the oldest record not yet processed.
)"};

constexpr HelpText kReplay{
    "replay", "run a session again from its journal", "  weir replay JOURNAL [OPTION...]",
    R"(  weir run trucks --journal-out session.jsonl \
      --do '{"at":"60s","do":"SplitShard","stream":"positions","shard":0}'
  weir replay session.jsonl
)",
    R"(A journal is text, one JSON object a line: first the scenario and the seed, then
each command with its moment. A path in it is looked for from here, then from
the folder of the journal.
)"};

constexpr HelpText kDigest{
    "digest", "what a run comes to, as three numbers to compare",
    "  weir digest SCENARIO|FILE.json|JOURNAL...\n  weir digest --all",
    R"(  weir digest trucks split
  weir digest --all --via seek
  diff <(weir digest --all) <(node weir.js digest --all)
)",
    R"(One line a scenario: its name, then the digests of its last state, of every
event on the way, and of the random numbers left over, in hexadecimal.

--via reaches the end another way; the numbers must not change:
  straight   in one go
  seek       after a hundred jumps back and forth, from checkpoints
  journal    from the text of a journal, in many small steps
)"};

constexpr HelpText kTrace{"trace", "every event of a run, one a line",
                          "  weir trace SCENARIO|FILE.json [OPTION...]",
                          R"(  weir trace first-record
  weir trace split --from 55s --until 95s --kind shard,status
  weir trace hot-key --kind throttle --json | head
)",
                          ""};

constexpr HelpText kRecords{
    "records", "the records that lie in a stream, as a consumer would get them",
    "  weir records SCENARIO|FILE.json [OPTION...]",
    R"(  weir records trucks --shard 0
  weir records kpl --stream by-kpl --until 5s --newest --limit 3
  weir records trucks --json | jq -r .data_base64 | base64 -d
)",
    R"(The oldest that are retained come first. An aggregated record is shown by what it
holds; --raw and --json give its real bytes.
)"};

constexpr HelpText kFirehose{
    "firehose", "a file of records through a delivery stream into objects",
    "  weir firehose --input FILE --out DIR [OPTION...]",
    R"(  weir firehose --input events.ndjson --buffer 5MiB/60s --compression GZIP --out bucket
  weir firehose --input quakes.csv --time time --buffer 64MiB/900s --newline \
    --partition '{net: .net}' --prefix 'net=!{partitionKeyFromQuery:net}/' \
    --error-prefix 'failed/!{firehose:error-output-type}/' --out bucket
)",
    R"(The clock is that of the file: nothing waits. A row of CSV becomes a JSON object of
its columns. Objects lie in DIR/objects under their keys; DIR/objects.jsonl has a
line for each. What the service would refuse is refused in its words.
)"};

constexpr HelpText kSql{
    "sql", "streaming SQL over files: windows, joins, Top-N; and cases of it",
    "  weir sql QUERY --table NAME=FILE... [OPTION...]\n  weir sql case DIR...\n"
    "  weir sql eval FILE.csv [OPTION...]",
    R"(  weir sql "SELECT net, COUNT(*) AS n FROM quakes GROUP BY net" --table quakes=quakes.csv
  weir sql case cases/*
  weir sql eval scalars.csv --time-zone Asia/Shanghai
)",
    R"(Types are worked out from the cells; a header such as price:DECIMAL(10;2) says them.
The time column is the time attribute that windows need. Of a result that changes
the last state is printed.

A case is a folder: tables.sql, query.sql, input.jsonl (rows, watermarks and the
clock, in the order in which they come), expected.csv and meta.json. Each is run
and told as pass or FAIL, with the rows that are missing or too many. A list for
eval is a CSV file with the columns expr and expected, and id and tier if there
are; an expression that does not hold in UTC is tried in a few other zones, as a
list does not say which zone its session had. Exit code 1: one of them failed.
)"};

constexpr HelpText kPoster{
    "poster", "draw a whole run as one picture, in SVG",
    "  weir poster SCENARIO|FILE.json [OPTION...]",
    R"(  weir poster trucks > trucks.svg
  weir poster hot-key --theme dark --width 1200 --height 630 > hot-key.svg
)",
    R"(Time goes to the right. Each lane is a shard, as high as its share of the hash
space; the stronger its colour, the fuller the limit that binds. Red at the
upper edge is what was throttled. Below: records a second, and the age of the
oldest record that each consumer has not processed. The same run is the same
picture.
)"};

constexpr HelpText kCheck{
    "check", "run a scenario and see whether its checks hold",
    "  weir check SCENARIO|FILE.json... [OPTION...]\n  weir check --all\n  weir check --list",
    R"(  weir check trucks --wrong
  weir check my.json --json | jq '.[].checks[] | select(.verdict == "failed")'
  weir check trucks:random-key
)",
    R"(A scenario says what must be true of a run of it ("check"), and which changes
make which of that false ("wrong"). Each check is told with its verdict, what
was found and when; site/docs/checks.md is their language. Exit code 1: one of
them failed, or a wrong variant did not fail as it says.
)"};

constexpr HelpText kExplain{
    "explain", "what limits a run, in words and numbers, and what to change",
    "  weir explain SCENARIO|FILE.json [OPTION...]",
    R"(  weir explain hot-key
  weir explain slow-consumer --json | jq '.advice[].tried'
)",
    R"(Every sentence is made of what the run was seen to do and of what its producers
meant to send. Advice is tried: the scenario is run again on the same seed with
the change made, and what came of it is told.
)"};

constexpr HelpText kCompare{
    "compare", "two runs on the same seed, side by side",
    "  weir compare SCENARIO SCENARIO [OPTION...]\n"
    "  weir compare SCENARIO --set PLACE=VALUE|--variant NAME [OPTION...]",
    R"(  weir compare six-shards --set /streams/readings/shards=5
  weir compare trucks trucks:random-key
  weir compare my.json better.json --seed 8 --json | jq .measures
)",
    R"(Of the measures (`weir check --list`) those that differ are shown, and by how
much; then the first second at which the two throttle or lag differently. A
PLACE is a JSON Pointer into the scenario; in it an element of a list may stand
by its name.
)"};

constexpr HelpText kMetrics{
    "metrics", "CloudWatch's metrics of a run, by minutes or by seconds",
    "  weir metrics SCENARIO|FILE.json|JOURNAL [OPTION...]\n  weir metrics --list",
    R"(  weir metrics trucks
  weir metrics hot-key --metric WriteProvisionedThroughputExceeded --shard 3
  weir metrics slow-consumer --metric GetRecords.IteratorAgeMilliseconds --period 1s
  weir metrics trucks --csv > metrics.csv
)",
    R"(Names, units and dimensions are those of the service, namespace AWS/Kinesis. A
period begins at the start of the run. Minutes are kept for the whole run, the
last of a long one merged; seconds for the last forty minutes or so.

Without --shard, --consumer or --metric the text leaves out what is kept of each
shard; --csv and --json have all of it.
)"};

constexpr HelpText kCost{
    "cost", "what the traffic of a run costs, provisioned and on demand",
    "  weir cost SCENARIO|FILE.json|JOURNAL [OPTION...]",
    R"(  weir cost six-shards
  weir cost trucks --per day --json
  weir cost --print-prices > prices.json
  weir cost trucks --prices prices.json
)",
    R"(The same traffic is priced as a provisioned stream, as an on-demand one, and
with the commitment of On-demand Advantage. A run is taken as a sample and
multiplied to the period; what is assumed on the way is said below the tables.
)"};

constexpr HelpText kScenario{"scenario", "print the JSON of a scenario, to start your own from",
                             "  weir scenario SCENARIO",
                             "  weir scenario trucks > my.json\n  weir run my.json\n", ""};

constexpr HelpText kUi{"ui", "open the window in which a run can be watched and steered",
                       "  weir ui [SCENARIO]", "  weir ui trucks\n", ""};

constexpr HelpText kCompletions{"completions", "print the completions of a shell",
                                "  weir completions bash|zsh|fish",
                                R"(  source <(weir completions bash)
  source <(weir completions zsh)
  weir completions fish | source
)",
                                ""};

constexpr HelpText kHelp{"help", "tell more of one command", "  weir help [COMMAND]",
                         "  weir help run\n", ""};

constexpr std::array<HelpText, 19> kTexts{kProgram,  kList,    kRun,         kReplay,  kDigest,
                                          kTrace,    kCheck,   kExplain,     kCompare, kMetrics,
                                          kCost,     kRecords, kFirehose,    kSql,     kPoster,
                                          kScenario, kUi,      kCompletions, kHelp};

}  // namespace

std::span<const HelpText> HelpTexts() { return kTexts; }

}  // namespace weir
