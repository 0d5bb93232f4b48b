// What `weir firehose` was asked for.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/time.h"

namespace CLI {
class App;
}

namespace weir {

struct FirehoseOptions {
  std::string file;  // Its records; "-" is standard input.
  std::string time;  // Column or member that says when a record arrives; empty: at `rate`.
  std::string format = "auto";
  std::string time_unit = "auto";
  int64_t rate = 1'000;  // Records a second of a file without times.
  std::string name;      // Of the delivery stream; empty: the file's.
  int64_t buffer_bytes = 0;
  Duration buffer_interval;
  std::string prefix;
  std::string error_prefix;
  std::string compression = "UNCOMPRESSED";
  std::string file_extension;
  std::string time_zone;
  std::string partition;  // A MetadataExtractionQuery; not empty: dynamic partitioning.
  std::string filter;
  std::string projection;
  bool delimiter = false;
  std::string out;
  uint64_t seed = 1;
  bool force = false;
  bool json = false;
};

// Adds the options of the command `app`; what is read goes to `options`.
void AddFirehose(CLI::App& app, FirehoseOptions& options);

}  // namespace weir
