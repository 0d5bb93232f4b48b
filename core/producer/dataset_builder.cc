#include "core/producer/dataset_builder.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/digest.h"
#include "core/base/text.h"
#include "core/model/limits.h"
#include "core/producer/dataset_text.h"

namespace weir {
namespace {

constexpr size_t kKeySlotsAtFirst = 64;
constexpr size_t kRecordBytesMax = static_cast<size_t>(kMaxRecordSizeKibMax) * 1024;

size_t FirstSlot(std::string_view key, size_t slots) {
  Digest digest;
  digest.Add(key);
  return static_cast<size_t>(digest.value()) & (slots - 1);
}

size_t CharactersIn(std::string_view utf8) {
  const auto begins = [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; };
  return static_cast<size_t>(std::ranges::count_if(utf8, begins));
}

}  // namespace

DatasetBuilder::DatasetBuilder(std::string_view text, const DatasetOptions& options,
                               std::string_view kind)
    : text_(text),
      options_(options),
      kind_(kind),
      times_(options.time_unit),
      event_times_(options.time_unit),
      key_slots_(kKeySlotsAtFirst) {
  // The payloads are parts of the text: their own copy is never larger.
  dataset_.payload.reserve(text.size());
}

std::string_view DatasetBuilder::NameOf(DatasetField field) const {
  switch (field) {
    case kKeyField:
      return options_.key;
    case kTimeField:
      return options_.time;
    case kEventTimeField:
      return options_.event_time;
  }
  return {};
}

Error DatasetBuilder::ErrorAt(size_t offset, DatasetField field, std::string_view what) const {
  return ErrorAtField(text_, offset, kind_, NameOf(field), what);
}

Result<void> DatasetBuilder::CheckSize(size_t offset, size_t bytes) const {
  if (bytes <= kRecordBytesMax) return {};
  return ErrorAtLine(text_, offset,
                     StrCat({"a record of ", std::to_string(bytes), " bytes; expected at most ",
                             std::to_string(kRecordBytesMax), " (10 MiB)"}));
}

Result<void> DatasetBuilder::AddRow(size_t offset, const std::string_view (&fields)[kDatasetFields],
                                    std::string_view payload) {
  if (dataset_.rows.size() >= static_cast<size_t>(kDatasetRowsMax)) {
    return ErrorAtLine(
        text_, offset,
        StrCat({"too many rows; expected at most ", std::to_string(kDatasetRowsMax)}));
  }
  Result<void> size = CheckSize(offset, payload.size());
  if (!size.ok()) return size;

  const Result<uint32_t> key = KeyNumber(fields[kKeyField]);
  if (!key.ok()) return ErrorAt(offset, kKeyField, key.error().message);
  const Result<Instant> time = times_.Parse(fields[kTimeField]);
  if (!time.ok()) return ErrorAt(offset, kTimeField, time.error().message);
  Instant event_time = time.value();
  if (Wants(kEventTimeField)) {
    const Result<Instant> parsed = event_times_.Parse(fields[kEventTimeField]);
    if (!parsed.ok()) return ErrorAt(offset, kEventTimeField, parsed.error().message);
    event_time = parsed.value();
  }
  // Rows as JSON may be longer than the file.
  const auto end =
      static_cast<int64_t>(dataset_.payload.size()) + static_cast<int64_t>(payload.size());
  if (end > int64_t{UINT32_MAX}) {
    return ErrorAtLine(text_, offset, "too much data; expected at most 4 GiB of records");
  }
  dataset_.rows.push_back({time.value(), event_time, key.value(),
                           static_cast<uint32_t>(dataset_.payload.size()),
                           static_cast<uint32_t>(payload.size())});
  dataset_.payload.append(payload);
  return {};
}

Result<uint32_t> DatasetBuilder::KeyNumber(std::string_view key) {
  size_t slot = FirstSlot(key, key_slots_.size());
  for (; key_slots_[slot] != 0; slot = (slot + 1) & (key_slots_.size() - 1)) {
    const uint32_t number = key_slots_[slot] - 1;
    if (dataset_.keys[number] == key) return number;
  }
  // Only a key seen for the first time is checked.
  constexpr auto kCharactersMax = static_cast<size_t>(kPartitionKeyCharactersMax);
  if (key.empty()) {
    return Error{ErrorCode::kInput, "the key is empty; expected 1 to 256 characters"};
  }
  if (const size_t characters = CharactersIn(key); characters > kCharactersMax) {
    return Error{ErrorCode::kInput,
                 StrCat({"the key ", Quoted(key), " has ", std::to_string(characters),
                         " characters; expected 1 to 256"})};
  }
  if (dataset_.keys.size() >= static_cast<size_t>(kKeysMax)) {
    return Error{ErrorCode::kInput,
                 StrCat({"too many different keys; expected at most ", std::to_string(kKeysMax)})};
  }
  const auto number = static_cast<uint32_t>(dataset_.keys.size());
  key_slots_[slot] = number + 1;
  dataset_.keys.emplace_back(key);
  if (dataset_.keys.size() * 2 > key_slots_.size()) GrowKeySlots();
  return number;
}

void DatasetBuilder::GrowKeySlots() {
  std::vector<uint32_t> slots(key_slots_.size() * 2);
  for (size_t number = 0; number < dataset_.keys.size(); ++number) {
    size_t slot = FirstSlot(dataset_.keys[number], slots.size());
    while (slots[slot] != 0) slot = (slot + 1) & (slots.size() - 1);
    slots[slot] = static_cast<uint32_t>(number + 1);
  }
  key_slots_ = std::move(slots);
}

Result<Dataset> DatasetBuilder::Finish() && {
  if (dataset_.rows.empty()) {
    return Error{ErrorCode::kInput,
                 StrCat({"the file holds no record; expected at least one ",
                         kind_ == "column" ? "line after the header" : "JSON object"})};
  }
  if (options_.order == DatasetOrder::kByTime) {
    // Rows of one time stay as in the file: no payload is empty, so offsets tell rows apart.
    std::ranges::sort(dataset_.rows, [](const DatasetRow& a, const DatasetRow& b) {
      return a.time != b.time ? a.time < b.time : a.offset < b.offset;
    });
  } else {
    Instant latest = dataset_.rows.front().time;
    for (DatasetRow& row : dataset_.rows) {
      latest = std::max(latest, row.time);
      row.time = latest;
    }
  }
  return std::move(dataset_);
}

}  // namespace weir
