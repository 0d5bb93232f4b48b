// A PNG that another reader understands: inflated here by a decoder of its own.
#include "web/app/png.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/prng.h"

namespace weir::app {
namespace {

// RFC 1951 with fixed codes only, straight from its tables.
class Inflater {
 public:
  explicit Inflater(std::string_view bytes) : bytes_(bytes) {}

  std::vector<uint8_t> Run() {
    EXPECT_EQ(Bits(3), 3U);
    for (;;) {
      const uint32_t symbol = Symbol();
      if (symbol == 256) return out_;
      if (symbol < 256) {
        out_.push_back(static_cast<uint8_t>(symbol));
        continue;
      }
      constexpr uint32_t kBase[] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                    31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
      constexpr int kExtra[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
      const uint32_t length = kBase[symbol - 257] + Bits(kExtra[symbol - 257]);
      const uint32_t code = Code(5);
      const int extra = code < 4 ? 0 : static_cast<int>(code / 2) - 1;
      const uint32_t base = code < 4 ? code + 1 : ((2 + code % 2) << extra) + 1;
      const size_t distance = base + Bits(extra);
      if (distance > out_.size()) {
        ADD_FAILURE() << "distance " << distance;
        return out_;
      }
      for (uint32_t i = 0; i < length; ++i) out_.push_back(out_[out_.size() - distance]);
    }
  }

 private:
  uint32_t Bit() {
    const uint32_t bit = static_cast<unsigned char>(bytes_[at_ / 8]) >> at_ % 8 & 1;
    ++at_;
    return bit;
  }
  uint32_t Bits(int count) {
    uint32_t value = 0;
    for (int i = 0; i < count; ++i) value |= Bit() << i;
    return value;
  }
  uint32_t Code(int count) {
    uint32_t value = 0;
    for (int i = 0; i < count; ++i) value = value << 1 | Bit();
    return value;
  }
  uint32_t Symbol() {
    uint32_t code = Code(7);
    if (code <= 23) return code + 256;
    code = code << 1 | Bit();
    if (code >= 0x30 && code <= 0xbf) return code - 0x30;
    if (code >= 0xc0 && code <= 0xc7) return code - 0xc0 + 280;
    code = code << 1 | Bit();
    return code - 0x190 + 144;
  }

  std::string_view bytes_;
  size_t at_ = 0;
  std::vector<uint8_t> out_;
};

uint32_t BigEndian(std::string_view bytes) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[static_cast<size_t>(i)]);
  return value;
}

// The pixels again. Filter 2 is undone row by row.
std::vector<uint8_t> Decode(const std::string& png, int width) {
  const size_t idat = png.find("IDAT");
  const uint32_t size = BigEndian(std::string_view(png).substr(idat - 4));
  const std::vector<uint8_t> filtered =
      Inflater(std::string_view(png).substr(idat + 6, size - 6)).Run();
  const auto row = static_cast<size_t>(width) * 3;
  std::vector<uint8_t> pixels;
  for (size_t i = 0; i < filtered.size(); ++i) {
    if (i % (row + 1) == 0) {
      EXPECT_EQ(filtered[i], 2);
      continue;
    }
    const uint8_t above = pixels.size() < row ? 0 : pixels[pixels.size() - row];
    pixels.push_back(static_cast<uint8_t>(filtered[i] + above));
  }
  return pixels;
}

TEST(PngTest, PixelsComeBack) {
  Prng prng(7);
  for (const int width : {1, 3, 200}) {
    const int height = 150;
    std::vector<uint8_t> rgb;
    for (int i = 0; i < width * height * 3; ++i) {
      // Noise above, flat areas below: single bytes as well as the longest matches.
      rgb.push_back(i < width * 60 ? static_cast<uint8_t>(prng.Below(256)) : 17);
    }
    EXPECT_EQ(Decode(EncodePng(width, height, rgb), width), rgb) << width;
  }
}

TEST(PngTest, BeginsAndEndsAsTheStandardSays) {
  const std::vector<uint8_t> rgb(2 * 2 * 3, 255);
  const std::string png = EncodePng(2, 2, rgb);
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  EXPECT_EQ(BigEndian(png.substr(16)), 2U);
  // The CRC of an empty IEND is the same in every PNG there is.
  EXPECT_EQ(png.substr(png.size() - 8), "IEND\xae\x42\x60\x82");
}

}  // namespace
}  // namespace weir::app
