#include "web/ui/inspect_record.h"

#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/model/hash_key.h"
#include "web/gfx/record_point.h"
#include "web/ui/format.h"

namespace weir::ui {
namespace {

constexpr size_t kDataShown = 400;

std::string ReadText(const ReaderOf& reader, uint64_t ordinal) {
  if (ordinal < reader.lease->position) return "processed";
  const uint64_t ahead = ordinal - reader.lease->position;
  if (ahead == 0) return "next in line";
  return StrCat({FormatCount(static_cast<int64_t>(ahead)), " before it"});
}

}  // namespace

bool InspectRecord(Panel& panel, Sheet& sheet, const app::RecordRef& ref) {
  const Engine& engine = panel.session.engine();
  const EngineView& view = *panel.scene.view;
  if (ref.stream.index() >= view.streams.size()) return false;
  const std::vector<ShardView>& shards = view.streams[ref.stream.index()].shards;
  if (ref.shard.index() >= shards.size()) return false;
  const ShardView& shard = shards[ref.shard.index()];
  if (ref.ordinal < shard.trim_horizon || ref.ordinal >= shard.end) return false;
  std::vector<RecordView> found;
  engine.CopyRecords(ref.stream, ref.shard, ref.ordinal, 1, found);
  if (found.empty()) return false;
  const RecordView& record = found.front();

  const std::string key = engine.PartitionKeyOf(ref.stream, ref.shard, ref.ordinal);
  const Color color = panel.theme.keys[gfx::ColorOfKey(record.key)];
  const bool known = record.producer.index() < view.producers.size();
  sheet.Caption("RECORD");
  sheet.Heading(key);
  sheet.Gap(6);
  if (known) {
    sheet.Row("Producer", StrCat({view.producers[record.producer.index()].name, " #",
                                  std::to_string(record.number)}));
  }
  sheet.Row("Arrived", FormatElapsed(record.arrived_at - view.start));
  sheet.Row("Age", FormatAge(panel.scene.AgeOf(record.arrived_at)));
  sheet.Row("Size with key", FormatBytes(record.billed_bytes));
  sheet.Row("Shard", std::to_string(ref.shard.value));
  sheet.Rule();
  sheet.Caption("MD5 OF THE KEY, AND WHERE IT LANDS");
  const HashKey hash = HashKeyOf(key);
  sheet.Code(StrCat({ToHex16(hash.hi), " ", ToHex16(hash.lo)}), 2);
  sheet.Gap(4);
  const double place = static_cast<double>(record.hash_place) / 4'294'967'296.0;
  sheet.Bar(place - 0.004, place + 0.004, color);
  sheet.Gap(6);
  sheet.Caption("SEQUENCE NUMBER");
  sheet.Code(engine.SequenceNumberOf(ref.stream, ref.shard, ref.ordinal), 2);
  const std::vector<ReaderOf> readers = ReadersOf(panel.scene, ref.shard);
  if (!readers.empty()) sheet.Rule();
  for (const ReaderOf& reader : readers) {
    const bool done = ref.ordinal < reader.lease->position;
    sheet.Row(reader.consumer->name, ReadText(reader, ref.ordinal),
              done ? panel.theme.good : panel.theme.text);
  }
  sheet.Gap(8);
  sheet.Caption("DATA");
  sheet.Code(Printable(engine.DataOf(ref.stream, ref.shard, ref.ordinal), kDataShown), 6);
  return true;
}

}  // namespace weir::ui
