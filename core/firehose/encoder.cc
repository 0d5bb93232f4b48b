#include "core/firehose/encoder.h"

#include <snappy-c.h>
#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/firehose/zip_writer.h"

namespace weir {
namespace {

constexpr int kGzipWindow = 15 + 16;  // The largest window; 16 asks for gzip's header and trailer.
constexpr int kMemoryLevel = 8;
constexpr size_t kSnappyBlock = 32 * 1024;  // snappy-java's default.
constexpr size_t kPieceMax = size_t{1} << 30;

uint8_t* BytesOf(std::string& text) { return reinterpret_cast<uint8_t*>(text.data()); }
uint8_t* BytesOf(std::string_view text) {
  // zlib's interface of its input is not const, its use is.
  return const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(text.data()));
}

void AppendBigEndian(std::string& to, size_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) to += static_cast<char>(value >> shift & 0xff);
}

// Block by block: with its own length in front (Hadoop), or without.
void AppendSnappyBlocks(std::string& to, std::string_view bytes, bool with_length) {
  for (size_t at = 0; at < bytes.size(); at += kSnappyBlock) {
    const std::string_view block = bytes.substr(at, kSnappyBlock);
    size_t size = snappy_max_compressed_length(block.size());
    std::string packed(size, '\0');
    WEIR_CHECK(snappy_compress(block.data(), block.size(), packed.data(), &size) == SNAPPY_OK);
    if (with_length) AppendBigEndian(to, block.size());
    AppendBigEndian(to, size);
    to.append(packed, 0, size);
  }
}

std::string Snappy(std::string_view bytes) {
  std::string object("\x82SNAPPY\0\0\0\0\1\0\0\0\1", 16);
  AppendSnappyBlocks(object, bytes, false);
  return object;
}

std::string HadoopSnappy(std::string_view bytes) {
  std::string object;
  AppendSnappyBlocks(object, bytes, true);
  return object;
}

}  // namespace

std::string Gzip(std::string_view bytes, int level) {
  z_stream stream{};
  WEIR_CHECK(deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, kMemoryLevel,
                          Z_DEFAULT_STRATEGY) == Z_OK);
  // Without a header of ours zlib writes the system it was built for.
  gz_header header{};
  header.os = 255;  // Unknown.
  WEIR_CHECK(deflateSetHeader(&stream, &header) == Z_OK);
  WEIR_CHECK(bytes.size() <= kPieceMax);
  std::string object(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = BytesOf(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = BytesOf(object);
  stream.avail_out = static_cast<uInt>(object.size());
  WEIR_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  object.resize(object.size() - stream.avail_out);
  deflateEnd(&stream);
  return object;
}

std::string Encode(Compression compression, std::string_view bytes, const ZipEntry& entry) {
  switch (compression) {
    case Compression::kUncompressed:
      return std::string(bytes);
    case Compression::kGzip:
      return Gzip(bytes);
    case Compression::kZip:
      return Zip(bytes, entry);
    case Compression::kSnappy:
      return Snappy(bytes);
    case Compression::kHadoopSnappy:
      return HadoopSnappy(bytes);
  }
  WEIR_CHECK(false);
}

}  // namespace weir
