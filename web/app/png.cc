#include "web/app/png.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "core/base/check.h"

namespace weir::app {
namespace {

void AppendBigEndian(std::string& out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 255);
}

uint32_t Crc32(std::string_view bytes) {
  uint32_t crc = UINT32_MAX;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (0xedb88320U & (0U - (crc & 1)));
  }
  return ~crc;
}

uint32_t Adler32(std::span<const uint8_t> bytes) {
  uint32_t a = 1;
  uint32_t b = 0;
  for (const uint8_t byte : bytes) {
    a = (a + byte) % 65'521;
    b = (b + a) % 65'521;
  }
  return b << 16 | a;
}

void AppendChunk(std::string& out, std::string_view type, std::string_view data) {
  AppendBigEndian(out, static_cast<uint32_t>(data.size()));
  std::string chunk(type);
  chunk += data;
  out += chunk;
  AppendBigEndian(out, Crc32(chunk));
}

// Deflate with the fixed codes of RFC 1951, section 3.2.6.
class Deflater {
 public:
  explicit Deflater(std::span<const uint8_t> bytes) : bytes_(bytes), last_(kHashes, SIZE_MAX) {}

  std::string Run() {
    PutBits(0b011, 3);  // The final block, fixed codes.
    size_t at = 0;
    while (at < bytes_.size()) {
      const Match match = FindMatch(at);
      const size_t covered = match.length >= 4 ? match.length : 1;
      if (covered > 1) {
        PutMatch(match);
      } else {
        PutSymbol(bytes_[at]);
      }
      for (size_t i = 0; i < covered; ++i) Remember(at + i);
      at += covered;
    }
    PutSymbol(256);
    if (bits_ > 0) out_ += static_cast<char>(buffer_);
    return std::move(out_);
  }

 private:
  static constexpr size_t kHashes = size_t{1} << 16;
  static constexpr size_t kWindow = 32'768;
  struct Match {
    size_t length = 0;
    size_t distance = 0;
  };

  size_t HashAt(size_t at) const {
    const uint32_t word = uint32_t{bytes_[at]} | uint32_t{bytes_[at + 1]} << 8 |
                          uint32_t{bytes_[at + 2]} << 16 | uint32_t{bytes_[at + 3]} << 24;
    return word * 2'654'435'761U >> 16;
  }
  void Remember(size_t at) {
    if (at + 4 <= bytes_.size()) last_[HashAt(at)] = at;
  }
  Match FindMatch(size_t at) const {
    if (at + 4 > bytes_.size()) return {};
    const size_t before = last_[HashAt(at)];
    if (before == SIZE_MAX || at - before > kWindow) return {};
    const size_t most = std::min<size_t>(258, bytes_.size() - at);
    size_t length = 0;
    while (length < most && bytes_[before + length] == bytes_[at + length]) ++length;
    return {length, at - before};
  }

  void PutBits(uint32_t value, int count) {
    buffer_ |= static_cast<uint64_t>(value) << bits_;
    bits_ += count;
    while (bits_ >= 8) {
      out_ += static_cast<char>(buffer_ & 255);
      buffer_ >>= 8;
      bits_ -= 8;
    }
  }
  // Huffman codes are sent from their highest bit on.
  void PutCode(uint32_t code, int count) {
    for (int bit = count - 1; bit >= 0; --bit) PutBits(code >> bit & 1, 1);
  }
  void PutSymbol(uint32_t symbol) {
    if (symbol < 144) return PutCode(0x30 + symbol, 8);
    if (symbol < 256) return PutCode(0x190 + symbol - 144, 9);
    if (symbol < 280) return PutCode(symbol - 256, 7);
    PutCode(0xc0 + symbol - 280, 8);
  }
  void PutMatch(const Match& match) {
    uint32_t code = 257;
    uint32_t base = 3;
    int extra = 0;
    // Lengths come in groups of four codes with ever more extra bits; 258 has a code of its own.
    if (match.length == 258) {
      PutSymbol(285);
    } else {
      while (match.length >= base + (uint32_t{1} << extra)) {
        base += uint32_t{1} << extra;
        ++code;
        if (code >= 265 && (code - 265) % 4 == 0) ++extra;
      }
      PutSymbol(code);
      PutBits(static_cast<uint32_t>(match.length) - base, extra);
    }
    uint32_t distance_code = 0;
    uint32_t distance_base = 1;
    int distance_extra = 0;
    while (match.distance >= distance_base + (uint32_t{1} << distance_extra)) {
      distance_base += uint32_t{1} << distance_extra;
      ++distance_code;
      if (distance_code >= 4 && distance_code % 2 == 0) ++distance_extra;
    }
    PutCode(distance_code, 5);
    PutBits(static_cast<uint32_t>(match.distance) - distance_base, distance_extra);
  }

  std::span<const uint8_t> bytes_;
  std::vector<size_t> last_;  // By hash: where four such bytes last began.
  std::string out_;
  uint64_t buffer_ = 0;
  int bits_ = 0;
};

}  // namespace

std::string EncodePng(int width, int height, std::span<const uint8_t> rgb) {
  const auto row = static_cast<size_t>(width) * 3;
  WEIR_CHECK(rgb.size() == row * static_cast<size_t>(height));
  // Each row as the difference to the one above it (filter 2): flat areas become zeros.
  std::vector<uint8_t> filtered;
  filtered.reserve(rgb.size() + static_cast<size_t>(height));
  for (size_t y = 0; y < static_cast<size_t>(height); ++y) {
    filtered.push_back(2);
    for (size_t i = 0; i < row; ++i) {
      const uint8_t above = y == 0 ? 0 : rgb[(y - 1) * row + i];
      filtered.push_back(static_cast<uint8_t>(rgb[y * row + i] - above));
    }
  }
  std::string header;
  AppendBigEndian(header, static_cast<uint32_t>(width));
  AppendBigEndian(header, static_cast<uint32_t>(height));
  header += std::string_view("\x08\x02\x00\x00\x00", 5);  // Eight bits each of red, green, blue.
  std::string data = "\x78\x01";
  data += Deflater(filtered).Run();
  AppendBigEndian(data, Adler32(filtered));
  std::string png = "\x89PNG\r\n\x1a\n";
  AppendChunk(png, "IHDR", header);
  AppendChunk(png, "IDAT", data);
  AppendChunk(png, "IEND", {});
  return png;
}

}  // namespace weir::app
