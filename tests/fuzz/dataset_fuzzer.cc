// Feeds arbitrary bytes to the reader of data sets and checks what it promises of any input: a data
// set that holds together, or an error of one line that says what was expected.
//
// The first byte chooses the options (see OptionsOf); the others are the file.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/model/limits.h"
#include "core/producer/dataset_reader.h"

namespace weir {
namespace {

//   bits 0-2  format    bit 3  paths "p.k", "p.t" for "k", "t"    bit 4  an event time "e"
//   bits 5-6  unit      bit 7  order of the file
DatasetOptions OptionsOf(uint8_t choice) {
  DatasetOptions options;
  options.format = static_cast<DatasetFormat>((choice & 7) % 5);
  const bool nested = (choice >> 3 & 1) != 0;
  options.key = nested ? "p.k" : "k";
  options.time = nested ? "p.t" : "t";
  if ((choice >> 4 & 1) != 0) options.event_time = "e";
  options.time_unit = static_cast<TimeUnit>(choice >> 5 & 3);
  options.order = (choice >> 7 & 1) != 0 ? DatasetOrder::kAsInFile : DatasetOrder::kByTime;
  return options;
}

void CheckDataset(const Dataset& dataset, std::string_view text) {
  WEIR_CHECK(!dataset.rows.empty());
  WEIR_CHECK(dataset.payload.size() <= text.size());
  Instant last = dataset.rows.front().time;
  for (const DatasetRow& row : dataset.rows) {
    WEIR_CHECK(row.time >= last);
    last = row.time;
    WEIR_CHECK(row.key < dataset.keys.size());
    WEIR_CHECK(row.offset <= dataset.payload.size());
    WEIR_CHECK(row.size <= dataset.payload.size() - row.offset);
  }
  std::set<std::string_view> keys;
  for (const std::string& key : dataset.keys) {
    WEIR_CHECK(!key.empty());
    WEIR_CHECK(key.size() <= static_cast<size_t>(kPartitionKeyCharactersMax) * 4);
    WEIR_CHECK(keys.insert(key).second);
  }
}

// The payload of a JSON row is itself a record: read again, it has the same key and payload. Not
// with a guessed unit of time, which one row alone may not tell.
void CheckPayloads(const Dataset& dataset, DatasetOptions options) {
  options.format = DatasetFormat::kNdjson;
  options.order = DatasetOrder::kByTime;
  for (const DatasetRow& row : dataset.rows) {
    const Result<Dataset> again = ReadDataset(dataset.PayloadOf(row), options);
    WEIR_CHECK(again.ok());
    WEIR_CHECK(again.value().rows.size() == 1);
    WEIR_CHECK(again.value().keys.front() == dataset.keys[row.key]);
    WEIR_CHECK(again.value().payload == dataset.PayloadOf(row));
  }
}

}  // namespace
}  // namespace weir

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const weir::DatasetOptions options = weir::OptionsOf(data[0]);
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const weir::Result<weir::Dataset> dataset = weir::ReadDataset(text, options);
  if (!dataset.ok()) {
    const std::string& message = dataset.error().message;
    WEIR_CHECK(dataset.error().code == weir::ErrorCode::kInput);
    WEIR_CHECK(message.find("; expected ") != std::string::npos);
    WEIR_CHECK(message.find('\n') == std::string::npos);
    return 0;
  }
  weir::CheckDataset(dataset.value(), text);
  const bool elements = options.format == weir::DatasetFormat::kJson ||
                        options.format == weir::DatasetFormat::kGeojson;
  if (elements && options.time_unit != weir::TimeUnit::kAuto) {
    weir::CheckPayloads(dataset.value(), options);
  }
  return 0;
}
