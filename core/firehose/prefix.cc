#include "core/firehose/prefix.h"

#include <algorithm>
#include <cstddef>

#include "core/base/text.h"

namespace weir {
namespace {

constexpr std::string_view kOpening = "!{";
constexpr size_t kRandomStringLength = 11;  // Probe of the service, floci-io/floci#1858.

void AppendRandomString(std::string& text, Prng& chance) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (size_t i = 0; i < kRandomStringLength; ++i) {
    text += kLetters[static_cast<size_t>(chance.Below(kLetters.size()))];
  }
}

std::string_view ValueOf(const PartitionKeys* keys, std::string_view name, bool from_lambda) {
  if (keys == nullptr) return {};
  const auto found = std::ranges::find_if(*keys, [&](const PartitionKey& key) {
    return key.from_lambda == from_lambda && key.name == name;
  });
  return found == keys->end() ? std::string_view() : std::string_view(found->value);
}

}  // namespace

Error PrefixError(std::string_view constraint) {
  return Error{
      ErrorCode::kInvalidArgument,
      StrCat({"Ths supplied prefix(es) do not satisfy the following constraint: ", constraint})};
}

Result<Prefix::Piece> Prefix::ParseExpression(std::string_view member, std::string_view inside) {
  const size_t colon = inside.find(':');
  const std::string_view space = inside.substr(0, colon);
  const std::string_view value =
      colon == std::string_view::npos ? std::string_view() : inside.substr(colon + 1);
  Piece piece;
  if (space == "timestamp") {
    if (value.empty()) return PrefixError("A timestamp expression must have a pattern");
    Result<DatePattern> pattern = DatePattern::Parse(value);
    if (!pattern.ok()) return PrefixError(StrCat({member, ": ", pattern.error().message}));
    piece.part = PrefixPart::kTimestamp;
    piece.pattern = std::move(pattern).value();
    return piece;
  }
  if (space == "firehose") {
    if (value == "random-string") piece.part = PrefixPart::kRandomString;
    if (value == "error-output-type") piece.part = PrefixPart::kErrorOutputType;
    if (piece.part != PrefixPart::kLiteral) return piece;
    return PrefixError(StrCat({member, " contains the unknown value ", value,
                               " of the namespace firehose; it has random-string and "
                               "error-output-type"}));
  }
  if (space == "partitionKeyFromQuery" || space == "partitionKeyFromLambda") {
    if (value.empty()) return PrefixError(StrCat({"A ", space, " expression must name a key"}));
    piece.part =
        space == "partitionKeyFromQuery" ? PrefixPart::kFromQuery : PrefixPart::kFromLambda;
    piece.text = value;
    return piece;
  }
  return PrefixError(StrCat({member, " contains the unknown namespace ", space,
                             "; the namespaces are timestamp, firehose, partitionKeyFromQuery and "
                             "partitionKeyFromLambda"}));
}

Result<Prefix> Prefix::Parse(std::string_view member, std::string_view text) {
  if (text.size() > kPrefixLengthMax) {
    std::string path(member);
    path[0] = static_cast<char>(path[0] - 'A' + 'a');
    return Error{
        ErrorCode::kValidation,
        StrCat({"1 validation error detected: Value at 'extendedS3DestinationConfiguration.", path,
                "' failed to satisfy constraint: Member must have length less than or "
                "equal to ",
                std::to_string(kPrefixLengthMax)})};
  }
  Prefix prefix;
  for (size_t at = 0; at < text.size();) {
    const size_t opening = std::min(text.find(kOpening, at), text.size());
    if (opening > at) {
      Piece literal;
      literal.text = text.substr(at, opening - at);
      prefix.pieces_.push_back(std::move(literal));
    }
    if (opening == text.size()) break;
    const size_t inside = opening + kOpening.size();
    const size_t end = text.find('}', inside);
    if (end == std::string_view::npos) {
      return PrefixError(StrCat(
          {"The sequence !{ can only appear in !{namespace:value} expressions in ", member}));
    }
    Result<Piece> piece = ParseExpression(member, text.substr(inside, end - inside));
    if (!piece.ok()) return piece.error();
    prefix.pieces_.push_back(std::move(piece).value());
    at = end + 1;
  }
  return prefix;
}

bool Prefix::HasExpressions() const {
  return std::ranges::any_of(pieces_,
                             [](const Piece& piece) { return piece.part != PrefixPart::kLiteral; });
}

bool Prefix::Has(PrefixPart part) const {
  return std::ranges::any_of(pieces_, [&](const Piece& piece) { return piece.part == part; });
}

std::vector<std::string_view> Prefix::NamesOf(PrefixPart part) const {
  std::vector<std::string_view> names;
  for (const Piece& piece : pieces_) {
    if (piece.part == part) names.push_back(piece.text);
  }
  return names;
}

std::string Prefix::Evaluate(const PrefixValues& values, Prng& chance) const {
  std::string text;
  for (const Piece& piece : pieces_) {
    switch (piece.part) {
      case PrefixPart::kLiteral:
        text += piece.text;
        break;
      case PrefixPart::kTimestamp:
        piece.pattern.AppendTo(text, values.time);
        break;
      case PrefixPart::kRandomString:
        AppendRandomString(text, chance);
        break;
      case PrefixPart::kErrorOutputType:
        text += values.error_output_type;
        break;
      case PrefixPart::kFromQuery:
      case PrefixPart::kFromLambda:
        text += ValueOf(values.keys, piece.text, piece.part == PrefixPart::kFromLambda);
        break;
    }
  }
  return text;
}

}  // namespace weir
