#include "core/producer/csv_json.h"

#include <algorithm>

namespace weir {
namespace {

size_t SkipDigits(std::string_view text, size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

// As of RFC 8259: no "+1", no "01", no ".5".
bool IsNumber(std::string_view text) {
  size_t at = text.starts_with('-') ? 1 : 0;
  const size_t whole = SkipDigits(text, at);
  if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    const size_t end = SkipDigits(text, at + 1);
    if (end == at + 1) return false;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const size_t end = SkipDigits(text, at);
    if (end == at) return false;
    at = end;
  }
  return at == text.size();
}

void AppendString(std::string_view value, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

CsvJson::CsvJson(const std::vector<CsvField>& header) {
  for (const CsvField& field : header) {
    std::string& name = names_.emplace_back();
    AppendString(field.Value(scratch_), name);
    name += ':';
  }
}

std::string_view CsvJson::Row(const std::vector<CsvField>& fields) {
  text_.clear();
  text_ += '{';
  for (size_t i = 0; i < std::min(fields.size(), names_.size()); ++i) {
    if (i > 0) text_ += ',';
    text_ += names_[i];
    const std::string_view value = fields[i].Value(scratch_);
    if (IsNumber(value)) {
      text_ += value;
    } else {
      AppendString(value, text_);
    }
  }
  text_ += '}';
  return text_;
}

}  // namespace weir
