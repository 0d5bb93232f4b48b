#include "native/oversize.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/model/dataset.h"

namespace weir {
namespace {

constexpr int64_t kKib = 1'024;

int64_t BilledBytes(const Dataset& data, const DatasetRow& row) {
  return int64_t{row.size} + static_cast<int64_t>(data.keys[row.key].size());
}

// Rows are kept in the order in which they are sent, their texts in that of the file.
int64_t PlaceInFile(const Dataset& data, const DatasetRow& row) {
  return 1 + std::ranges::count_if(
                 data.rows, [&](const DatasetRow& other) { return other.offset < row.offset; });
}

std::string NoteOf(const ProducerSpec& producer, const StreamSettings& stream) {
  const Dataset& data = *producer.workload.replay.dataset;
  const DatasetRow* first = nullptr;
  int64_t largest = 0;
  int64_t rows = 0;
  for (const DatasetRow& row : data.rows) {
    const int64_t bytes = BilledBytes(data, row);
    if (bytes <= stream.max_record_size_kib * kKib) continue;
    if (first == nullptr || row.offset < first->offset) first = &row;
    largest = std::max(largest, bytes);
    ++rows;
  }
  if (first == nullptr) return "";
  const std::string others =
      rows == 1 ? std::string()
                : StrCat({" (and ", WithThousands(rows - 1), " more, the largest with ",
                          WithThousands(largest), ")"});
  return StrCat({"row ", WithThousands(PlaceInFile(data, *first)), " of ",
                 producer.workload.replay.name, " has ", WithThousands(BilledBytes(data, *first)),
                 " bytes with its key", others, "; a record of stream ", stream.name,
                 " has at most ", WithThousands(stream.max_record_size_kib),
                 " KiB, and a call with a larger one is refused as a whole. ",
                 "\"max_record_size_kib\": ", std::to_string((largest + kKib - 1) / kKib),
                 " of the stream (--max-record-size-kib with --input) would admit ",
                 rows == 1 ? "it." : "them."});
}

}  // namespace

std::vector<std::string> OversizeNotes(const Scenario& scenario) {
  std::vector<std::string> notes;
  for (const ProducerSpec& producer : scenario.producers) {
    if (producer.workload.replay.dataset == nullptr || producer.delivery_stream) continue;
    std::string note = NoteOf(producer, scenario.streams[producer.stream.index()]);
    if (!note.empty()) notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace weir
