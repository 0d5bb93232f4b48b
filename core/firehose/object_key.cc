#include "core/firehose/object_key.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/base/text.h"

namespace weir {
namespace {

Error Refused(std::string_view text) {
  return Error{ErrorCode::kInvalidArgument, std::string(text)};
}

// ^$|\.[0-9a-z!\-_.*'()]+ ([api]).
Result<void> CheckFileExtension(std::string_view extension) {
  if (extension.empty()) return {};
  std::string_view constraint;
  if (extension.size() > kFileExtensionLengthMax) {
    constraint = "Member must have length less than or equal to 128";
  } else if (extension[0] != '.' || extension.size() == 1 ||
             !std::ranges::all_of(extension.substr(1), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                      std::string_view("!-_.*'()").find(c) != std::string_view::npos;
             })) {
    constraint = "Member must satisfy regular expression pattern: ^$|\\.[0-9a-z!\\-_.*'()]+";
  }
  if (constraint.empty()) return {};
  return Error{ErrorCode::kValidation,
               StrCat({"1 validation error detected: Value '", extension,
                       "' at 'extendedS3DestinationConfiguration.fileExtension' failed to satisfy "
                       "constraint: ",
                       constraint})};
}

const DatePattern& DefaultDate() {
  static const DatePattern pattern = DatePattern::Parse("yyyy/MM/dd/HH/").value();
  return pattern;
}

const DatePattern& NameDate() {
  static const DatePattern pattern = DatePattern::Parse("yyyy-MM-dd-HH-mm-ss").value();
  return pattern;
}

}  // namespace

std::string RandomUuid(Prng& chance) {
  const uint64_t high = (chance.Next() & ~uint64_t{0xf000}) | 0x4000;
  const uint64_t low = (chance.Next() & ~(uint64_t{3} << 62)) | uint64_t{1} << 63;
  std::string digits = ToHex16(high) + ToHex16(low);
  for (const size_t dash : {size_t{20}, size_t{16}, size_t{12}, size_t{8}})
    digits.insert(dash, "-");
  return digits;
}

Result<ObjectKeys> ObjectKeys::Create(const ObjectKeySpec& spec) {
  ObjectKeys keys;
  keys.spec_ = spec;
  Result<TimeZone> zone = TimeZone::Find(spec.custom_time_zone);
  if (!zone.ok()) return zone.error();
  keys.zone_ = std::move(zone).value();
  Result<Prefix> prefix = Prefix::Parse("Prefix", spec.prefix);
  if (!prefix.ok()) return prefix.error();
  keys.prefix_ = std::move(prefix).value();
  Result<Prefix> error_prefix = Prefix::Parse("ErrorOutputPrefix", spec.error_output_prefix);
  if (!error_prefix.ok()) return error_prefix.error();
  keys.error_output_prefix_ = std::move(error_prefix).value();
  if (Result<void> checked = keys.CheckPrefixes(); !checked.ok()) return checked.error();
  if (Result<void> checked = CheckFileExtension(spec.file_extension); !checked.ok()) {
    return checked.error();
  }
  if (spec.file_extension.empty()) {
    keys.spec_.file_extension = CompressionExtension(spec.compression);
  }
  return keys;
}

Result<void> ObjectKeys::CheckPrefixes() const {
  const bool has_keys = prefix_.Has(PrefixPart::kFromQuery) || prefix_.Has(PrefixPart::kFromLambda);
  if (has_keys && !spec_.dynamic_partitioning) {
    // hashicorp/terraform-provider-aws#29092.
    return Refused(
        "Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic "
        "Partitioning is enabled.");
  }
  if (prefix_.Has(PrefixPart::kErrorOutputType)) {
    return PrefixError(
        "Prefix cannot contain the expression !{firehose:error-output-type}, which is for "
        "ErrorOutputPrefix only");
  }
  if (prefix_.HasExpressions() && spec_.error_output_prefix.empty()) {
    return PrefixError(
        "ErrorOutputPrefix cannot be null or empty when Prefix contains expressions");
  }
  if (spec_.dynamic_partitioning && !has_keys) {
    return Refused(
        "S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is "
        "enabled");
  }
  if (error_output_prefix_.Has(PrefixPart::kFromQuery) ||
      error_output_prefix_.Has(PrefixPart::kFromLambda)) {
    return PrefixError(
        "ErrorOutputPrefix cannot contain expressions of the namespaces partitionKeyFromQuery and "
        "partitionKeyFromLambda");
  }
  if (error_output_prefix_.HasExpressions() &&
      !error_output_prefix_.Has(PrefixPart::kErrorOutputType)) {
    return PrefixError(
        "ErrorOutputPrefix must contain at least one instance of !{firehose:error-output-type} "
        "when "
        "it contains expressions");
  }
  Prng any(0);
  const ObjectKeyParts parts;
  const size_t length =
      error_output_prefix_.Evaluate(ValuesOf(parts, "AmazonOpenSearchService-failed"), any).size();
  if (length > kErrorOutputPrefixValueMax) {
    return PrefixError("ErrorOutputPrefix must not evaluate to more than 512 characters");
  }
  return {};
}

Result<void> ObjectKeys::CheckKeys(const PartitionKeys& keys) const {
  for (const bool from_lambda : {false, true}) {
    const PrefixPart part = from_lambda ? PrefixPart::kFromLambda : PrefixPart::kFromQuery;
    for (const std::string_view name : prefix_.NamesOf(part)) {
      const bool found = std::ranges::any_of(keys, [&](const PartitionKey& key) {
        return key.name == name && key.from_lambda == from_lambda && !key.value.empty();
      });
      if (!found) return Refused("partitionKeys values must not be null or empty");
    }
  }
  return {};
}

PrefixValues ObjectKeys::ValuesOf(const ObjectKeyParts& parts,
                                  std::string_view error_output_type) const {
  return PrefixValues{ZonedTime::At(parts.oldest_arrival, zone_), error_output_type, parts.keys};
}

std::string ObjectKeys::NameOf(const ObjectKeyParts& parts, const ZonedTime& time,
                               Prng& chance) const {
  std::string name = StrCat({spec_.stream_name, "-", std::to_string(parts.version), "-"});
  NameDate().AppendTo(name, time);
  return StrCat({name, "-", RandomUuid(chance), spec_.file_extension});
}

std::string ObjectKeys::KeyOf(const ObjectKeyParts& parts, Prng& chance) const {
  const PrefixValues values = ValuesOf(parts, {});
  std::string key = prefix_.Evaluate(values, chance);
  const bool random_alone = prefix_.HasExpressions() && !prefix_.Has(PrefixPart::kTimestamp) &&
                            !prefix_.Has(PrefixPart::kFromQuery) &&
                            !prefix_.Has(PrefixPart::kFromLambda);
  // The literal and the date stand together as they are: no slash is put between them.
  if (!prefix_.HasExpressions() || (random_alone && kDateFollowsRandomStringAlone)) {
    DefaultDate().AppendTo(key, values.time);
  }
  return key + NameOf(parts, values.time, chance);
}

std::string ObjectKeys::ErrorKeyOf(const ObjectKeyParts& parts, std::string_view error_output_type,
                                   Prng& chance) const {
  const PrefixValues values = ValuesOf(parts, error_output_type);
  std::string key = error_output_prefix_.Evaluate(values, chance);
  if (spec_.error_output_prefix.empty()) {
    // The guide's table: prefix, type of error, date.
    key = StrCat({prefix_.Evaluate(values, chance), error_output_type, "/"});
  }
  // Modelled: a literal error prefix is followed by the date, as a literal prefix is.
  if (!error_output_prefix_.HasExpressions()) DefaultDate().AppendTo(key, values.time);
  return key + NameOf(parts, values.time, chance);
}

}  // namespace weir
