#include "web/app/json_writer.h"

#include <array>
#include <cmath>
#include <utility>

namespace weir::app {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

}  // namespace

void JsonWriter::Comma() {
  if (!text_.empty() && text_.back() != '{' && text_.back() != '[') text_ += ',';
}

void JsonWriter::Name(std::string_view name) {
  Comma();
  Quote(name);
  text_ += ':';
}

void JsonWriter::Open(std::string_view name, char bracket) {
  if (name.empty()) {
    Comma();
  } else {
    Name(name);
  }
  text_ += bracket;
}

void JsonWriter::Close(char bracket) { text_ += bracket; }

void JsonWriter::Quote(std::string_view value) {
  text_ += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (c == '\n') {
      text_ += "\\n";
    } else if (byte < 0x20) {
      text_ += "\\u00";
      text_ += kHexDigits[byte >> 4];
      text_ += kHexDigits[byte & 15];
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

void JsonWriter::Member(std::string_view name, std::string_view value) {
  Name(name);
  Quote(value);
}

void JsonWriter::Member(std::string_view name, bool value) {
  Name(name);
  text_ += value ? "true" : "false";
}

void JsonWriter::Member(std::string_view name, double value) {
  Name(name);
  // Six decimals are beyond what a picture or table shows. JSON has no NaN.
  const double held = std::isfinite(value) ? value : 0;
  const int64_t millionths = std::llround(held * 1e6);
  const int64_t size = millionths < 0 ? -millionths : millionths;
  if (millionths < 0) text_ += '-';
  text_ += std::to_string(size / 1'000'000);
  std::string fraction = std::to_string(1'000'000 + size % 1'000'000);
  while (fraction.size() > 1 && fraction.back() == '0') fraction.pop_back();
  if (fraction.size() == 1) return;
  fraction[0] = '.';
  text_ += fraction;
}

void JsonWriter::Null(std::string_view name) {
  Name(name);
  text_ += "null";
}

void JsonWriter::Element(std::string_view value) {
  Comma();
  Quote(value);
}

void JsonWriter::Element(uint32_t value) {
  Comma();
  text_ += std::to_string(value);
}

}  // namespace weir::app
