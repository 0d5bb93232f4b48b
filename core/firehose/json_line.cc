#include "core/firehose/json_line.h"

#include "core/firehose/jq/json.h"

namespace weir {

void JsonLine::Separate() {
  if (needs_comma_) text_ += ',';
  needs_comma_ = true;
}

void JsonLine::Open(char bracket) {
  Separate();
  text_ += bracket;
  needs_comma_ = false;
}

void JsonLine::Close(char bracket) {
  text_ += bracket;
  needs_comma_ = true;
}

void JsonLine::Name(std::string_view name) {
  Separate();
  AppendJqString(text_, name);
  text_ += ':';
  needs_comma_ = false;
}

void JsonLine::Value(std::string_view text) {
  Separate();
  AppendJqString(text_, text);
}

void JsonLine::Value(int64_t number) {
  Separate();
  text_ += std::to_string(number);
}

}  // namespace weir
