// Reads a data set from text: CSV, NDJSON, a JSON array of objects, or GeoJSON features.
//
// The core does no I/O: the caller loads the file, hands over its bytes and puts the file's name
// before the message of an error.
//
//   text ─ CheckText ─ format ─┬─ csv_reader ───┬─ DatasetBuilder (keys, limits, order) ─→ Dataset
//                              └─ json_dataset ─┘
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/dataset.h"
#include "core/producer/timestamp.h"

namespace weir {

// What a data set may take at most, so that no file can ask for more than a machine has.
inline constexpr int64_t kDatasetTextBytesMax = int64_t{1} << 30;
inline constexpr int64_t kDatasetRowsMax = 10'000'000;

// kAuto looks at the text: "[" begins a JSON array; "{" GeoJSON if the object has a member
// "features" that is an array, NDJSON otherwise; anything else is CSV.
enum class DatasetFormat : uint8_t { kAuto, kCsv, kNdjson, kJson, kGeojson };

enum class DatasetOrder : uint8_t {
  kByTime,  // Rows are sorted by time; rows of one time stay as in the file.
  // Rows stay as in the file. One whose time is before its predecessor's is emitted together with
  // the predecessor; its event time stays its own.
  kAsInFile,
};

// Columns of CSV are named by the header line; members of JSON by a path such as "properties.net",
// which finds the member "net" of the member "properties" or the member "properties.net" itself.
struct DatasetOptions {
  DatasetFormat format = DatasetFormat::kAuto;
  std::string key;         // The partition key: text, a number, true or false.
  std::string time;        // When the row is emitted.
  std::string event_time;  // When what it tells of happened; empty: the same.
  TimeUnit time_unit = TimeUnit::kAuto;
  char delimiter =
      '\0';  // Of CSV: ',', ';' or '\t'; '\0': the most frequent of them in the header.
  DatasetOrder order = DatasetOrder::kByTime;
  bool as_json = false;  // A row of CSV becomes a JSON object of its columns.
};

// The rows of `text`. A row's payload is its own text: the line of CSV (but for `as_json`) or
// NDJSON, the element of a JSON array without the spaces between its tokens.
//
// Error kInput, at the first fault in the file: `line 17, column "time": "x" is not a time;
// expected ...` (JSON: `member "time"`; bad JSON: `line 17, column 9: ...`). Among them: text that
// is empty, binary, not UTF-8 or too large; a column or member that is not there; a ragged row; a
// time that is missing, unreadable or in an unknown zone; a key that is missing, empty or above
// 256 characters; a record above 10 MiB; too many rows; nesting above 64.
Result<Dataset> ReadDataset(std::string_view text, const DatasetOptions& options);

// "csv", "ndjson", "json" or "geojson"; "auto".
std::string_view DatasetFormatName(DatasetFormat format);

}  // namespace weir
