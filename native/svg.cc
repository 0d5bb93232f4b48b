#include "native/svg.h"

#include <utility>

#include "core/base/text.h"

namespace weir {
namespace {

std::string NumberText(Tenths length) {
  const int64_t whole = length.value / 10;
  const int64_t part = length.value % 10 < 0 ? -(length.value % 10) : length.value % 10;
  std::string text = (length.value < 0 && whole == 0 ? "-" : "") + std::to_string(whole);
  if (part != 0) text += StrCat({".", std::to_string(part)});
  return text;
}

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // XML 1.0 has no control characters, however they are written.
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

}  // namespace

Svg::Svg(int64_t width, int64_t height, std::string_view title, std::string_view description,
         std::string_view style) {
  const std::string w = std::to_string(width);
  const std::string h = std::to_string(height);
  out_ =
      StrCat({"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ", w, " ", h, "\" width=\"",
              w, "\" height=\"", h, "\" role=\"img\">\n<title>", Escaped(title), "</title>\n<desc>",
              Escaped(description), "</desc>\n<style>", style, "</style>\n"});
}

void Svg::Attribute(std::string_view name, Tenths value) {
  out_ += StrCat({" ", name, "=\"", NumberText(value), "\""});
}

void Svg::Rect(const SvgBox& box, std::string_view css_class) {
  out_ += StrCat({"<rect class=\"", css_class, "\""});
  Attribute("x", box.x);
  Attribute("y", box.y);
  Attribute("width", box.width);
  Attribute("height", box.height);
  out_ += "/>\n";
}

void Svg::Line(Tenths x1, Tenths y1, Tenths x2, Tenths y2, std::string_view css_class) {
  out_ += StrCat({"<line class=\"", css_class, "\""});
  Attribute("x1", x1);
  Attribute("y1", y1);
  Attribute("x2", x2);
  Attribute("y2", y2);
  out_ += "/>\n";
}

void Svg::Polyline(std::string_view points, std::string_view css_class) {
  out_ += StrCat({"<polyline class=\"", css_class, "\" points=\"", points, "\"/>\n"});
}

void Svg::Polygon(std::string_view points, std::string_view css_class) {
  out_ += StrCat({"<polygon class=\"", css_class, "\" points=\"", points, "\"/>\n"});
}

void Svg::Text(Tenths x, Tenths y, std::string_view text, std::string_view css_class,
               SvgAnchor anchor) {
  out_ += StrCat({"<text class=\"", css_class, "\""});
  Attribute("x", x);
  Attribute("y", y);
  if (anchor == SvgAnchor::kMiddle) out_ += " text-anchor=\"middle\"";
  if (anchor == SvgAnchor::kEnd) out_ += " text-anchor=\"end\"";
  out_ += StrCat({">", Escaped(text), "</text>\n"});
}

void Svg::BeginGroup(std::string_view css_class) {
  out_ += StrCat({"<g class=\"", css_class, "\">\n"});
}

void Svg::EndGroup() { out_ += "</g>\n"; }

void Svg::AddPoint(std::string& points, Tenths x, Tenths y) {
  points += StrCat({points.empty() ? "" : " ", NumberText(x), ",", NumberText(y)});
}

std::string Svg::Finish() && {
  out_ += "</svg>\n";
  return std::move(out_);
}

int64_t TextWidth(std::string_view text, int64_t size) {
  int64_t hundredths = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xc0) == 0x80) continue;  // Inside a UTF-8 sequence.
    const bool narrow = std::string_view("iljtfr.,:;'|!I() ").find(c) != std::string_view::npos;
    const bool wide = (c >= 'A' && c <= 'Z') || c == 'm' || c == 'w';
    hundredths += narrow ? 34 : wide ? 72 : 57;
  }
  return hundredths * size / 100 + 1;
}

}  // namespace weir
