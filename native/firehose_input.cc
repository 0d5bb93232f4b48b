#include "native/firehose_input.h"

#include "core/base/text.h"
#include "core/producer/dataset_reader.h"
#include "core/producer/dataset_text.h"
#include "native/files.h"

namespace weir {
namespace {

constexpr Instant kStart{1'767'225'600'000'000};  // 2026-01-01T00:00Z.

Result<DatasetFormat> FormatOf(const std::string& word) {
  for (const DatasetFormat format :
       {DatasetFormat::kAuto, DatasetFormat::kCsv, DatasetFormat::kNdjson, DatasetFormat::kJson,
        DatasetFormat::kGeojson}) {
    if (DatasetFormatName(format) == word) return format;
  }
  return Error{ErrorCode::kInput,
               StrCat({"--format: \"", word, "\" is none of auto, csv, ndjson, json, geojson"})};
}

Result<TimeUnit> UnitOf(const std::string& word) {
  if (word == "auto") return TimeUnit::kAuto;
  if (word == "s") return TimeUnit::kSeconds;
  if (word == "ms") return TimeUnit::kMillis;
  if (word == "us") return TimeUnit::kMicros;
  return Error{ErrorCode::kInput,
               StrCat({"--time-unit: \"", word, "\" is none of auto, s, ms, us"})};
}

std::vector<ArrivingRecord> Lines(std::string_view text, int64_t rate) {
  std::vector<ArrivingRecord> records;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) {
      const int64_t number = static_cast<int64_t>(records.size());
      const Duration since{number / rate * 1'000'000 + number % rate * 1'000'000 / rate};
      records.push_back({kStart + since, std::string(line)});
    }
    at = end + 1;
  }
  return records;
}

}  // namespace

Result<std::vector<ArrivingRecord>> ReadArrivals(const FirehoseOptions& options) {
  const Result<std::string> text =
      ReadWholeFile(options.file, "file of records", kDatasetTextBytesMax);
  if (!text.ok()) return text.error();
  if (options.time.empty()) return Lines(text.value(), options.rate);
  DatasetOptions reading;
  const Result<DatasetFormat> format = FormatOf(options.format);
  if (!format.ok()) return format.error();
  const Result<TimeUnit> unit = UnitOf(options.time_unit);
  if (!unit.ok()) return unit.error();
  reading.format = format.value();
  reading.time_unit = unit.value();
  reading.as_json = true;
  reading.time = options.time;
  reading.key = options.time;  // No key is needed; there is one in every row that has a time.
  const Result<Dataset> dataset = ReadDataset(text.value(), reading);
  if (!dataset.ok()) {
    return Error{ErrorCode::kInput, StrCat({options.file, ": ", dataset.error().message})};
  }
  std::vector<ArrivingRecord> records;
  for (const DatasetRow& row : dataset.value().rows) {
    const std::string_view payload = dataset.value().PayloadOf(row);
    records.push_back({row.time, std::string(payload)});
  }
  return records;
}

}  // namespace weir
