// Collects the rows of a data set: numbers the keys, keeps the payloads, holds the limits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/model/dataset.h"
#include "core/producer/dataset_reader.h"

namespace weir {

// The three fields that are taken from each row, in this order wherever they stand in an array.
enum DatasetField : uint8_t { kKeyField, kTimeField, kEventTimeField };
inline constexpr size_t kDatasetFields = 3;

class DatasetBuilder {
 public:
  // `text` is the whole file; `kind` is "column" or "member". Both are for errors.
  DatasetBuilder(std::string_view text, const DatasetOptions& options, std::string_view kind);

  // Adds the row that begins at byte `offset` of the file. `fields` holds the text of each field;
  // the event time's is ignored if the options name none.
  // Errors: as ReadDataset's about keys, times, sizes and numbers of rows.
  Result<void> AddRow(size_t offset, const std::string_view (&fields)[kDatasetFields],
                      std::string_view payload);

  // The name that the options give to a field.
  std::string_view NameOf(DatasetField field) const;
  bool Wants(DatasetField field) const { return !NameOf(field).empty(); }

  // `what` is wrong with a field of the row at `offset`.
  Error ErrorAt(size_t offset, DatasetField field, std::string_view what) const;

  // All rows, in the order of the options. Error kInput: there are none.
  Result<Dataset> Finish() &&;

 private:
  // A payload of at most 10 MiB: the largest record that a stream admits.
  Result<void> CheckSize(size_t offset, size_t bytes) const;
  Result<uint32_t> KeyNumber(std::string_view key);
  void GrowKeySlots();

  std::string_view text_;
  const DatasetOptions& options_;
  std::string_view kind_;
  TimestampParser times_;
  TimestampParser event_times_;
  Dataset dataset_;
  // Open addressing over dataset_.keys: a slot holds a key's number + 1, or 0. A power of two, at
  // most half full.
  std::vector<uint32_t> key_slots_;
};

}  // namespace weir
