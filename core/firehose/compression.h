// What a delivered object may be compressed with, and what its name and headers say of it. The
// compressing itself is encoder.h.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/result.h"

namespace weir {

enum class Compression : uint8_t { kUncompressed, kGzip, kZip, kSnappy, kHadoopSnappy };

// "UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY": spelled as the API spells them.
std::string_view CompressionName(Compression compression);

// Error kValidation in the service's words; `member` is the path it names, such as
// "extendedS3DestinationConfiguration.compressionFormat".
Result<Compression> ParseCompression(std::string_view name, std::string_view member);

// ".gz", or empty for none. Both Snappys end in ".snappy" (probe of the service,
// floci-io/floci#2328; the guide's ".hsnappy" is not what it writes).
std::string_view CompressionExtension(Compression compression);

// "gzip", "zip", "snappy-java", "hadoop-snappy", or empty for none.
std::string_view ContentEncodingOf(Compression compression);

}  // namespace weir
