#include "native/firehose_options.h"

#include <CLI/CLI.hpp>
#include <charconv>

#include "core/base/text.h"

namespace weir {
namespace {

[[noreturn]] void Refuse(std::string_view option, std::string_view problem) {
  throw CLI::ValidationError(std::string(option), std::string(problem));
}

void Text(CLI::App& app, const std::string& name, std::string& target, const std::string& type,
          const std::string& text) {
  app.add_option(name, target, text)->type_name(type);
}

template <typename T>
void Whole(CLI::App& app, const std::string& name, T& target, int64_t least,
           const std::string& text) {
  app.add_option_function<std::string>(
         name,
         [&target, name, least](const std::string& value) {
           int64_t number = 0;
           const auto [stop, error] =
               std::from_chars(value.data(), value.data() + value.size(), number);
           if (error != std::errc() || stop != value.data() + value.size() || number < least) {
             Refuse(name, StrCat({"\"", value, "\" is not a whole number of at least ",
                                  std::to_string(least)}));
           }
           target = static_cast<T>(number);
         },
         text)
      ->type_name("N");
}

// "5MiB/60s", "1MiB/0s": both hints, as the service wants them.
void Hints(const std::string& value, FirehoseOptions& options) {
  const size_t slash = value.find('/');
  const std::string size = value.substr(0, slash);
  int64_t mebibytes = 0;
  const auto [stop, error] = std::from_chars(size.data(), size.data() + size.size(), mebibytes);
  const Result<Duration> interval =
      ParseDuration(slash == std::string::npos ? "" : std::string_view(value).substr(slash + 1));
  if (error != std::errc() || std::string_view(stop) != "MiB" || !interval.ok()) {
    Refuse("--buffer",
           StrCat({"\"", value, "\" is no size and interval; expected such as \"5MiB/60s\""}));
  }
  options.buffer_bytes = mebibytes << 20;
  options.buffer_interval = interval.value();
}

}  // namespace

void AddFirehose(CLI::App& app, FirehoseOptions& options) {
  Text(app, "--input", options.file, "FILE",
       "the records: CSV, NDJSON, a JSON array or GeoJSON; - is standard input");
  Text(app, "--time", options.time, "NAME", "column or member that says when a record arrives");
  app.add_option("--format", options.format,
                 "auto (by the look of the file), csv, ndjson, json or geojson")
      ->type_name("WORD");
  app.add_option("--time-unit", options.time_unit, "of times that are numbers: auto, s, ms or us")
      ->type_name("WORD");
  Whole(app, "--rate", options.rate, 1,
        "without --time: lines that arrive in a second; 1000 if not given");
  Text(app, "--name", options.name, "NAME", "of the delivery stream; the file's if not given");
  app.add_option_function<std::string>(
         "--buffer", [&options](const std::string& value) { Hints(value, options); },
         "hints of size and interval, whichever is met first; 5MiB/300s if not given")
      ->type_name("HINTS");
  Text(app, "--prefix", options.prefix, "TEXT", "of keys, with !{timestamp:...} and the others");
  Text(app, "--error-prefix", options.error_prefix, "TEXT", "of keys of failed records");
  Text(app, "--compression", options.compression, "WORD",
       "GZIP, ZIP, Snappy, HADOOP_SNAPPY or UNCOMPRESSED");
  Text(app, "--extension", options.file_extension, "TEXT",
       "of keys, in place of the compression's");
  Text(app, "--time-zone", options.time_zone, "NAME", "of times in keys, such as Asia/Tokyo");
  Text(app, "--partition", options.partition, "JQ",
       "keys for dynamic partitioning, such as '{net: .net}'");
  Text(app, "--filter", options.filter, "JQ", "only records for which this is true");
  Text(app, "--projection", options.projection, "JQ", "what is delivered in a record's place");
  app.add_flag("--newline", options.delimiter, "append a line feed to each record");
  Text(app, "--out", options.out, "DIR", "a folder in the bucket's place");
  Whole(app, "--seed", options.seed, 0, "of UUIDs and random strings in keys; 1 if not given");
  app.add_flag("--force", options.force, "put objects into a folder that is not empty");
  app.add_flag("--json", options.json, "the summary as one JSON object");
}

}  // namespace weir
