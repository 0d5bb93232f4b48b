#include "native/firehose_input.h"

#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/firehose/jq/number.h"
#include "core/producer/csv_reader.h"
#include "core/producer/dataset_reader.h"
#include "core/producer/dataset_text.h"
#include "native/files.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

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

// As JSON has it: numbers that are written so stay numbers.
Json ValueOf(const std::string& text) {
  const bool plain = !text.empty() && ParseJqNumber(text) && Json::accept(text);
  return plain ? Json::parse(text, nullptr, false) : Json(text);
}

class CsvRows {
 public:
  explicit CsvRows(std::string_view header, char delimiter) : delimiter_(delimiter) {
    for (const std::string& name : FieldsOf(header)) names_.push_back(name);
  }
  std::string Object(std::string_view row) const {
    const std::vector<std::string> fields = FieldsOf(row);
    Json object = Json::object();
    for (size_t i = 0; i < names_.size() && i < fields.size(); ++i) {
      object[names_[i]] = ValueOf(fields[i]);
    }
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

 private:
  std::vector<std::string> FieldsOf(std::string_view line) const {
    CsvSplitter splitter(line, 0, delimiter_);
    std::vector<std::string> fields;
    const Result<bool> read = splitter.Next();
    if (!read.ok() || !read.value()) return fields;
    std::string scratch;
    for (const CsvField& field : splitter.fields()) fields.emplace_back(field.Value(scratch));
    return fields;
  }

  char delimiter_;
  std::vector<std::string> names_;
};

// The delimiter that the header has most of, as the reader of data sets decides.
char DelimiterOf(std::string_view header) {
  char best = ',';
  std::ptrdiff_t most = std::ranges::count(header, ',');
  for (const char candidate : {';', '\t'}) {
    if (const std::ptrdiff_t count = std::ranges::count(header, candidate); count > most) {
      best = candidate;
      most = count;
    }
  }
  return best;
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
  reading.time = options.time;
  reading.key = options.time;  // No key is needed; there is one in every row that has a time.
  const Result<Dataset> dataset = ReadDataset(text.value(), reading);
  if (!dataset.ok()) {
    return Error{ErrorCode::kInput, StrCat({options.file, ": ", dataset.error().message})};
  }
  const std::string_view whole =
      std::string_view(text.value()).substr(ByteOrderMarkSize(text.value()));
  const std::string_view header = whole.substr(0, whole.find('\n'));
  const bool csv =
      reading.format == DatasetFormat::kCsv || (reading.format == DatasetFormat::kAuto &&
                                                !whole.starts_with('{') && !whole.starts_with('['));
  const CsvRows rows(csv ? header : std::string_view(), DelimiterOf(header));
  std::vector<ArrivingRecord> records;
  for (const DatasetRow& row : dataset.value().rows) {
    const std::string_view payload = dataset.value().PayloadOf(row);
    records.push_back({row.time, csv ? rows.Object(payload) : std::string(payload)});
  }
  return records;
}

}  // namespace weir
