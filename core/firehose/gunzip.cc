#include "core/firehose/gunzip.h"

#include <zlib.h>

#include <cstddef>

namespace weir {
namespace {

constexpr int kGzipWindow = 15 + 16;  // The largest window; 16 asks for gzip's header and trailer.
constexpr size_t kPieceMax = size_t{1} << 30;

uint8_t* BytesOf(std::string& text) { return reinterpret_cast<uint8_t*>(text.data()); }
uint8_t* BytesOf(std::string_view text) {
  // zlib's interface of its input is not const, its use is.
  return const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(text.data()));
}

Error NoGzip(const char* why) {
  return Error{ErrorCode::kInput, std::string("the data is not valid GZIP: ") + why};
}

}  // namespace

Result<std::string> Gunzip(std::string_view gzip, int64_t bytes_max) {
  if (gzip.size() > kPieceMax) return NoGzip("it is too large");
  z_stream stream{};
  WEIR_CHECK(inflateInit2(&stream, kGzipWindow) == Z_OK);
  stream.next_in = BytesOf(gzip);
  stream.avail_in = static_cast<uInt>(gzip.size());
  std::string bytes;
  int status = Z_OK;
  const char* wrong = nullptr;
  while (wrong == nullptr) {
    const size_t before = bytes.size();
    bytes.resize(before + 64 * 1024);
    stream.next_out = BytesOf(bytes) + before;
    stream.avail_out = static_cast<uInt>(bytes.size() - before);
    status = inflate(&stream, Z_NO_FLUSH);
    bytes.resize(bytes.size() - stream.avail_out);
    if (static_cast<int64_t>(bytes.size()) > bytes_max) {
      wrong = "it holds more than may be unpacked";
    } else if (status == Z_STREAM_END) {
      if (stream.avail_in == 0) break;
      if (inflateReset(&stream) != Z_OK) wrong = "a member cannot be read";
    } else if (status == Z_BUF_ERROR ||
               (status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0)) {
      wrong = "it is cut off";
    } else if (status != Z_OK) {
      wrong = stream.msg != nullptr ? stream.msg : "it is damaged";
    }
  }
  inflateEnd(&stream);
  if (wrong != nullptr) return NoGzip(wrong);
  return bytes;
}

}  // namespace weir
