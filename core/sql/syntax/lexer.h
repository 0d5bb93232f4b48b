// SQL text to tokens. One lexer for both dialects; they differ in how an identifier is quoted and
// in what happens to the case of one that is not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/dialect.h"
#include "core/sql/syntax/source_text.h"

namespace weir::sql {

enum class TokenKind : uint8_t {
  kWord,    // Keyword or bare identifier: the parser decides by the context.
  kQuoted,  // `a b` (Flink) or "a b" (Kinesis Analytics): always an identifier.
  kNumber,
  kString,
  kBinary,  // x'0c'
  kSymbol,
  kEnd,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Span span;
  std::string text;   // Unquoted; a word as it is written.
  std::string upper;  // Of a word: in capitals. Of a symbol: itself.
};

inline constexpr size_t kSqlTextMax = 16 * 1024 * 1024;  // Bytes. Modelled.

Result<std::vector<Token>> Tokenize(std::string_view text, Dialect dialect);

}  // namespace weir::sql
