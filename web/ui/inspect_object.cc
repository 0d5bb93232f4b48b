#include "web/ui/inspect_object.h"

#include <optional>
#include <string>

#include "core/base/text.h"
#include "core/engine/delivered_object.h"
#include "web/ui/delivery_text.h"
#include "web/ui/format.h"

namespace weir::ui {
namespace {

constexpr size_t kDataShown = 400;

}  // namespace

bool InspectObject(Panel& panel, Sheet& sheet, const app::ObjectRef& ref) {
  const Engine& engine = panel.session.engine();
  const std::optional<DeliveredObjectView> found = FindObject(engine, ref.stream, ref.number);
  if (!found) return false;
  const DeliveredObjectView& object = *found;
  const DeliveryStreamView& view = panel.scene.view->delivery_streams[ref.stream.index()];
  const Instant start = panel.scene.view->start;

  sheet.Caption(object.to_bucket ? "OBJECT" : "HANDED TO THE DESTINATION");
  sheet.Heading(StrCat({view.name, " #", std::to_string(object.number)}));
  sheet.Gap(6);
  const bool failed =
      object.type == OutputType::kProcessingFailed || object.type == OutputType::kDeliveryFailed;
  sheet.Row("Holds", OutputText(object.type), failed ? panel.theme.bad : panel.theme.text);
  sheet.Row("Records", FormatCount(object.records));
  sheet.Row("Bytes uncompressed", FormatBytes(object.bytes));
  sheet.Row("Flushed", FlushText(object.cause));
  if (!object.partition.empty()) {
    sheet.Row("Partition", object.partition);
  } else if (view.source) {
    sheet.Row("From shard", std::to_string(object.lane));
  }
  sheet.Row("Oldest record came", FormatElapsed(object.oldest_arrival - start));
  sheet.Row("Delivered", FormatElapsed(object.delivered_at - start));
  sheet.Row("Attempts", FormatCount(object.attempts),
            object.attempts > 1 ? panel.theme.warn : panel.theme.text);
  const std::string key = ObjectKeyOf(engine, ref.stream, object);
  if (!key.empty()) {
    sheet.Rule();
    sheet.Caption("KEY");
    sheet.Code(key, 5);
  }
  const std::string head =
      Printable(ObjectHeadOf(engine, ref.stream, ref.number, kDataShown), kDataShown);
  if (!head.empty()) {
    sheet.Gap(8);
    sheet.Caption("DATA");
    sheet.Code(head, 8);
  }
  return true;
}

}  // namespace weir::ui
