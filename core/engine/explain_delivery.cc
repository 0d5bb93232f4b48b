#include "core/engine/explain_delivery.h"

#include "core/base/text.h"
#include "core/base/units.h"

namespace weir {
namespace {

std::string Records(int64_t count) {
  return StrCat({WithThousands(count), " ", Plural("record", count)});
}

void Delivered(const DeliveryStreamView& stream, Explanation& out) {
  const int64_t flushes = stream.flushed_by_size + stream.flushed_by_interval;
  std::string text =
      StrCat({"Of ", Records(stream.records_in), " that came in, ", WithThousands(stream.delivered),
              " were delivered, ", WithThousands(stream.waiting), " still wait."});
  if (stream.objects > 0 && flushes > 0) {
    text += StrCat({" An object holds ", BytesText(stream.delivered_bytes / stream.objects),
                    " on average; ", PercentText(stream.flushed_by_interval, flushes),
                    " of the buffers were flushed because their interval was over, the others "
                    "because they were full."});
  }
  out.findings.push_back({"delivered",
                          StrCat({"delivery_streams.", stream.name}),
                          false,
                          std::move(text),
                          {{"records_in", MeasureUnit::kRecords, stream.records_in},
                           {"delivered", MeasureUnit::kRecords, stream.delivered},
                           {"objects", MeasureUnit::kCount, stream.objects}}});
}

void Trouble(const DeliveryStreamView& stream, const char* id, const char* fact, int64_t records,
             std::string_view what, Explanation& out) {
  if (records == 0) return;
  out.findings.push_back({id,
                          StrCat({"delivery_streams.", stream.name}),
                          true,
                          StrCat({Records(records), " ", what}),
                          {{fact, MeasureUnit::kRecords, records}}});
}

}  // namespace

void ExplainDelivery(const DeliveryStreamView& stream, Explanation& out) {
  Delivered(stream, out);
  Trouble(stream, "delivery-throttled", "throttled", stream.throttled,
          "put to it were answered \"Slow down.\": more than its quota.", out);
  Trouble(stream, "delivery-failed", "failed", stream.failed,
          "lie in the error output instead of the destination: every attempt within the time for "
          "retries failed, or the function could not process them.",
          out);
  Trouble(stream, "delivery-expired", "expired", stream.expired,
          "are lost: the destination took nothing for longer than they are kept.", out);
  Trouble(stream, "delivery-discarded", "discarded", stream.discarded,
          "are lost: they still waited when the delivery stream was deleted.", out);
}

}  // namespace weir
