// Any text as a prefix: refused, or evaluated at any time.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/firehose/object_key.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  weir::ObjectKeySpec spec;
  spec.stream_name = "s";
  spec.prefix = std::string(reinterpret_cast<const char*>(data), size);
  spec.error_output_prefix = "!{firehose:error-output-type}/";
  spec.dynamic_partitioning = spec.prefix.find("partitionKey") != std::string::npos;
  const weir::Result<weir::ObjectKeys> keys = weir::ObjectKeys::Create(spec);
  if (!keys.ok()) {
    WEIR_CHECK(!keys.error().message.empty());
    return 0;
  }
  for (const int64_t micros : {int64_t{0}, int64_t{1'783'951'509'123'456}, int64_t{-1}}) {
    weir::Prng chance(1);
    const weir::PartitionKeys none;
    WEIR_CHECK(!keys.value().KeyOf({weir::Instant{micros}, 1, &none}, chance).empty());
  }
  return 0;
}
