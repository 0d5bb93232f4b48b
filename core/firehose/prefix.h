// A custom prefix of S3 objects: literal text and expressions of the form !{namespace:value}.
//
//   !{timestamp:PATTERN}            when the object's oldest record arrived (date_pattern.h)
//   !{firehose:random-string}       eleven letters and digits, others each time
//   !{firehose:error-output-type}   "processing-failed", ...; in an error output prefix only
//   !{partitionKeyFromQuery:NAME}   found in the record by a jq expression
//   !{partitionKeyFromLambda:NAME}  given by the transform
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/prng.h"
#include "core/base/result.h"
#include "core/firehose/date_pattern.h"
#include "core/firehose/partition_keys.h"

namespace weir {

inline constexpr size_t kPrefixLengthMax =
    1'024;  // [api] Prefix and ErrorOutputPrefix, as written.

enum class PrefixPart : uint8_t {
  kLiteral,
  kTimestamp,
  kRandomString,
  kErrorOutputType,
  kFromQuery,
  kFromLambda,
};

// What an expression may stand for, for one object.
struct PrefixValues {
  ZonedTime time;
  std::string_view error_output_type;
  const PartitionKeys* keys = nullptr;  // None: no partitions.
};

class Prefix {
 public:
  // `member` is "Prefix" or "ErrorOutputPrefix". Errors kInvalidArgument: an expression that does
  // not end, an unknown namespace or value; kValidation: too long.
  static Result<Prefix> Parse(std::string_view member, std::string_view text);

  bool HasExpressions() const;
  bool Has(PrefixPart part) const;
  // The names behind all expressions of the kind, in their order.
  std::vector<std::string_view> NamesOf(PrefixPart part) const;

  // A key that is not among the values stands for nothing.
  std::string Evaluate(const PrefixValues& values, Prng& chance) const;

 private:
  struct Piece {
    PrefixPart part = PrefixPart::kLiteral;
    std::string text;  // The literal, or the name of a key.
    DatePattern pattern;
  };
  static Result<Piece> ParseExpression(std::string_view member, std::string_view inside);

  std::vector<Piece> pieces_;
};

// Errors of all that makes up a prefix begin so; the misspelling is the service's own
// (hashicorp/terraform-provider-aws#13416).
Error PrefixError(std::string_view constraint);

}  // namespace weir
