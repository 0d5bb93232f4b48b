// Any answer of a transform: refused as a whole, or one outcome for each record.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.h"
#include "core/firehose/transform.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::vector<std::string> ids = {"a", "b", ""};
  const auto records =
      weir::ReadTransformReply(std::string_view(reinterpret_cast<const char*>(data), size), ids);
  if (!records.ok()) return 0;
  WEIR_CHECK(records.value().size() == ids.size());
  for (const weir::ProcessedRecord& record : records.value()) {
    const bool failed = record.result == weir::ProcessingResult::kFailed;
    WEIR_CHECK(failed == !record.error_code.empty());
  }
  return 0;
}
