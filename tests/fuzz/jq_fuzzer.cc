// An expression and, behind a NUL, an input: parsing and running either end with an answer. What is
// printed reads back as the same value.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/check.h"
#include "core/firehose/jq/json.h"
#include "core/firehose/jq/program.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t end = text.find('\0');
  const weir::Result<weir::JqProgram> program = weir::JqProgram::Parse(text.substr(0, end));
  if (end == std::string_view::npos) return 0;
  const weir::Result<weir::JqValue> input = weir::ParseJqJson(text.substr(end + 1));
  if (!input.ok()) return 0;
  const std::string printed = weir::JqJsonText(input.value());
  const weir::Result<weir::JqValue> again = weir::ParseJqJson(printed);
  WEIR_CHECK(again.ok() && weir::JqJsonText(again.value()) == printed);
  if (!program.ok()) return 0;
  const weir::Result<std::vector<weir::JqValue>> outputs = program.value().Run(input.value());
  if (!outputs.ok()) return 0;
  for (const weir::JqValue& output : outputs.value()) weir::JqJsonText(output);
  return 0;
}
