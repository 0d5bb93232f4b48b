// Writes SVG: elements with whole-pixel tenths for numbers, so that both twins write the same
// bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

// A length in tenths of a pixel.
struct Tenths {
  int64_t value = 0;
};
inline constexpr Tenths Px(int64_t pixels) { return {pixels * 10}; }

struct SvgBox {
  Tenths x;
  Tenths y;
  Tenths width;
  Tenths height;
};

enum class SvgAnchor : uint8_t { kStart, kMiddle, kEnd };

class Svg {
 public:
  // `style` is CSS; `title` and `description` are what a screen reader says.
  Svg(int64_t width, int64_t height, std::string_view title, std::string_view description,
      std::string_view style);

  void Rect(const SvgBox& box, std::string_view css_class);
  void Line(Tenths x1, Tenths y1, Tenths x2, Tenths y2, std::string_view css_class);
  // `points` as PathPoint has written them.
  void Polyline(std::string_view points, std::string_view css_class);
  void Polygon(std::string_view points, std::string_view css_class);
  void Text(Tenths x, Tenths y, std::string_view text, std::string_view css_class,
            SvgAnchor anchor = SvgAnchor::kStart);
  void BeginGroup(std::string_view css_class);
  void EndGroup();

  static void AddPoint(std::string& points, Tenths x, Tenths y);

  // The whole document.
  std::string Finish() &&;

 private:
  void Attribute(std::string_view name, Tenths value);

  std::string out_;
};

// About how wide `text` is in a proportional font of `size` pixels: good enough to break lines.
int64_t TextWidth(std::string_view text, int64_t size);

}  // namespace weir
