#include "core/firehose/compression.h"

#include <array>
#include <cstddef>

#include "core/base/text.h"

namespace weir {
namespace {

struct Format {
  std::string_view name;
  std::string_view extension;
  std::string_view content_encoding;
};
constexpr std::array<Format, 5> kFormats{{{"UNCOMPRESSED", "", ""},
                                          {"GZIP", ".gz", "gzip"},
                                          {"ZIP", ".zip", "zip"},
                                          {"Snappy", ".snappy", "snappy-java"},
                                          {"HADOOP_SNAPPY", ".snappy", "hadoop-snappy"}}};

const Format& FormatOf(Compression compression) {
  return kFormats[static_cast<size_t>(compression)];
}

}  // namespace

std::string_view CompressionName(Compression compression) { return FormatOf(compression).name; }

std::string_view CompressionExtension(Compression compression) {
  return FormatOf(compression).extension;
}

std::string_view ContentEncodingOf(Compression compression) {
  return FormatOf(compression).content_encoding;
}

Result<Compression> ParseCompression(std::string_view name, std::string_view member) {
  for (size_t i = 0; i < kFormats.size(); ++i) {
    if (kFormats[i].name == name) return static_cast<Compression>(i);
  }
  // The order of the set is the service's.
  return Error{ErrorCode::kValidation,
               StrCat({"1 validation error detected: Value '", name, "' at '", member,
                       "' failed to satisfy constraint: Member must satisfy enum value set: [ZIP, "
                       "HADOOP_SNAPPY, Snappy, GZIP, UNCOMPRESSED]"})};
}

}  // namespace weir
