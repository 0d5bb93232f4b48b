#include "core/producer/dataset_reader.h"

#include "core/producer/csv_reader.h"
#include "core/producer/dataset_text.h"
#include "core/producer/json_dataset.h"

namespace weir {
namespace {

DatasetFormat Detect(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n", ByteOrderMarkSize(text));
  const char c = first == std::string_view::npos ? '\0' : text[first];
  return c == '{' || c == '[' ? DetectJsonFormat(text) : DatasetFormat::kCsv;
}

}  // namespace

Result<Dataset> ReadDataset(std::string_view text, const DatasetOptions& options) {
  const Result<void> checked = CheckText(text);
  if (!checked.ok()) return checked.error();
  const DatasetFormat format =
      options.format == DatasetFormat::kAuto ? Detect(text) : options.format;
  switch (format) {
    case DatasetFormat::kNdjson:
      return ReadNdjson(text, options);
    case DatasetFormat::kJson:
      return ReadJsonArray(text, options);
    case DatasetFormat::kGeojson:
      return ReadGeojson(text, options);
    case DatasetFormat::kAuto:
    case DatasetFormat::kCsv:
      return ReadCsv(text, options);
  }
  return ReadCsv(text, options);
}

std::string_view DatasetFormatName(DatasetFormat format) {
  switch (format) {
    case DatasetFormat::kAuto:
      return "auto";
    case DatasetFormat::kCsv:
      return "csv";
    case DatasetFormat::kNdjson:
      return "ndjson";
    case DatasetFormat::kJson:
      return "json";
    case DatasetFormat::kGeojson:
      return "geojson";
  }
  return "auto";
}

}  // namespace weir
