// A jq expression, ready to run: a portable subset of jq 1.6, which is the engine that the
// service's MetadataExtraction names (JsonParsingEngine JQ-1.6).
//
// Checked against jq itself in tests/jq. What is left out is refused when an expression is parsed,
// never answered otherwise; site/docs/firehose-expressions.md lists it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/firehose/jq/syntax.h"
#include "core/firehose/jq/value.h"

namespace weir {

// An expression may not run away: so many values may be made, so deep, so large.
inline constexpr int64_t kJqStepsMax = 2'000'000;
inline constexpr int kJqCallDepthMax = 400;
inline constexpr uint32_t kJqValueDepthMax = 512;
inline constexpr size_t kJqStringMax = size_t{16} << 20;

class JqProgram {
 public:
  // Error kInvalidArgument; see parser.h.
  static Result<JqProgram> Parse(std::string_view text);

  // All outputs for one input, in their order. Error kInput: what went wrong, in jq's words.
  Result<std::vector<JqValue>> Run(const JqValue& input) const;

  // The same; after an error `outputs` holds what came before it.
  Result<void> RunInto(const JqValue& input, std::vector<JqValue>& outputs) const;

  const std::string& text() const { return text_; }
  const JqSyntax& syntax() const { return *syntax_; }

 private:
  std::string text_;
  std::shared_ptr<const JqSyntax> syntax_;
};

}  // namespace weir
