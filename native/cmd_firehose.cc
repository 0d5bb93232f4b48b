#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/base/units.h"
#include "native/bucket_folder.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/firehose_input.h"
#include "native/firehose_run.h"
#include "native/table.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kFoldersShown = 12;

std::string AsJson(const FirehoseCounts& counts) {
  Json folders = Json::object();
  for (const auto& [folder, objects] : counts.objects_by_folder) folders[folder] = objects;
  const Json json{{"records_in", counts.records_in},
                  {"bytes_in", counts.bytes_in},
                  {"delivered", counts.delivered},
                  {"dropped", counts.dropped},
                  {"failed", counts.failed},
                  {"objects", counts.objects},
                  {"error_objects", counts.error_objects},
                  {"bytes_delivered", counts.bytes_delivered},
                  {"bytes_of_objects", counts.bytes_of_objects},
                  {"flushed_by_size", counts.flushed_by_size},
                  {"flushed_by_interval", counts.flushed_by_interval},
                  {"partitions_most", counts.partitions_most},
                  {"bytes_waiting_most", counts.bytes_waiting_most},
                  {"objects_by_folder", folders}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string AsText(const FirehoseCounts& counts, const Terminal& terminal) {
  std::string text = StrCat({WithThousands(counts.records_in),
                             " records in (",
                             BytesText(counts.bytes_in),
                             "): ",
                             WithThousands(counts.delivered),
                             " delivered, ",
                             WithThousands(counts.dropped),
                             " dropped, ",
                             WithThousands(counts.failed),
                             " failed\n",
                             WithThousands(counts.objects),
                             " ",
                             Plural("object", counts.objects),
                             " (",
                             WithThousands(counts.flushed_by_size),
                             " by size, ",
                             WithThousands(counts.flushed_by_interval),
                             " by interval) and ",
                             WithThousands(counts.error_objects),
                             " of errors: ",
                             BytesText(counts.bytes_delivered),
                             " delivered, ",
                             BytesText(counts.bytes_of_objects),
                             " stored\nat most ",
                             WithThousands(counts.partitions_most),
                             " ",
                             Plural("buffer", counts.partitions_most),
                             " and ",
                             BytesText(counts.bytes_waiting_most),
                             " at once\n"});
  Table table({{"folder", Align::kLeft}, {"objects", Align::kRight}});
  for (const auto& [folder, objects] : counts.objects_by_folder) {
    if (table.rows() == kFoldersShown) break;
    table.AddRow({Printable(folder.empty() ? "(none)" : folder, 60), WithThousands(objects)});
  }
  text += "\n" + table.Text(Paint(terminal.colour));
  const size_t folders = counts.objects_by_folder.size();
  if (folders > kFoldersShown) {
    text += StrCat({"  and ", std::to_string(folders - kFoldersShown), " more\n"});
  }
  return text;
}

}  // namespace

Result<void> CommandFirehose(const FirehoseOptions& options, const Terminal& terminal) {
  if (options.file.empty() || options.out.empty()) {
    return Error{ErrorCode::kInput,
                 "weir firehose needs --input FILE and --out DIR; see `weir help firehose`"};
  }
  std::optional<BucketFolder> folder;
  const ObjectSink sink = [&](const DeliveredObject& object) {
    return folder->Put(object.key, object.bytes,
                       {object.content_encoding, object.records, object.bytes_before,
                        object.oldest_arrival, object.delivered_at, object.errors});
  };
  // What is wrong with the settings is told before anything is read or written.
  Result<FirehoseRun> run = FirehoseRun::Create(options, sink);
  if (!run.ok()) {
    return Error{ErrorCode::kInput,
                 StrCat({ErrorName(run.error().code), ": ", run.error().message})};
  }
  const Result<std::vector<ArrivingRecord>> records = ReadArrivals(options);
  if (!records.ok()) return records.error();
  Result<BucketFolder> opened = BucketFolder::Open(options.out, options.force);
  if (!opened.ok()) return opened.error();
  folder = std::move(opened).value();
  for (const ArrivingRecord& record : records.value()) {
    if (Result<void> arrived = run.value().Arrive(record.at, record.data); !arrived.ok()) {
      return arrived;
    }
  }
  if (Result<void> ended = run.value().End(); !ended.ok()) return ended;
  if (Result<void> closed = folder->Close(); !closed.ok()) return closed;
  const FirehoseCounts& counts = run.value().counts();
  return Print(options.json ? AsJson(counts) : AsText(counts, terminal));
}

}  // namespace weir
