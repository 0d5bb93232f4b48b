// Keys of delivered objects: examples of the developer guide and probes of the service
// (floci-io/floci#1857, #1858), and what it refuses.
#include "core/firehose/object_key.h"

#include <gtest/gtest.h>

#include <cctype>
#include <string>

namespace weir {
namespace {

constexpr Instant kArrival{1'783'951'509'123'456};  // 2026-07-13T14:05:09.123456Z.

ObjectKeySpec Spec(std::string prefix, std::string error_prefix = {}) {
  ObjectKeySpec spec;
  spec.stream_name = "quakes";
  spec.prefix = std::move(prefix);
  spec.error_output_prefix = std::move(error_prefix);
  return spec;
}

ObjectKeys Keys(const ObjectKeySpec& spec) {
  const Result<ObjectKeys> keys = ObjectKeys::Create(spec);
  EXPECT_TRUE(keys.ok()) << keys.error().message;
  return keys.ok() ? keys.value() : ObjectKeys();
}

std::string Refusal(const ObjectKeySpec& spec) {
  const Result<ObjectKeys> keys = ObjectKeys::Create(spec);
  return keys.ok() ? "accepted" : keys.error().message;
}

// The key without its UUID: every group of 8-4-4-4-12 digits becomes "U".
std::string WithoutUuid(std::string key) {
  const auto is_hex = [](char c) {
    return std::isdigit(static_cast<uint8_t>(c)) || (c >= 'a' && c <= 'f');
  };
  for (size_t at = 0; at + 36 <= key.size(); ++at) {
    bool fits = true;
    for (size_t i = 0; i < 36; ++i) {
      const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
      fits = fits && (dash ? key[at + i] == '-' : is_hex(key[at + i]));
    }
    if (fits) return key.replace(at, 36, "U");
  }
  return key;
}

std::string KeyOf(const ObjectKeySpec& spec, ObjectKeyParts parts = {kArrival, 1, nullptr}) {
  Prng chance(7);
  return WithoutUuid(Keys(spec).KeyOf(parts, chance));
}

std::string ErrorKeyOf(const ObjectKeySpec& spec, std::string_view type) {
  Prng chance(7);
  return WithoutUuid(Keys(spec).ErrorKeyOf({kArrival, 1, nullptr}, type, chance));
}

TEST(ObjectKeyTest, WithoutAPrefixTheDateIsTheFolder) {
  EXPECT_EQ(KeyOf(Spec("")), "2026/07/13/14/quakes-1-2026-07-13-14-05-09-U");
}

TEST(ObjectKeyTest, ALiteralPrefixIsFollowedByTheDateWithNoSlashBetween) {
  EXPECT_EQ(KeyOf(Spec("legacy")), "legacy2026/07/13/14/quakes-1-2026-07-13-14-05-09-U");
  EXPECT_EQ(KeyOf(Spec("raw/")), "raw/2026/07/13/14/quakes-1-2026-07-13-14-05-09-U");
}

TEST(ObjectKeyTest, APrefixWithExpressionsIsAllThereIs) {
  EXPECT_EQ(KeyOf(Spec("in/!{timestamp:'year='yyyy'/month='MM}/",
                       "failed/!{firehose:error-output-type}/")),
            "in/year=2026/month=07/quakes-1-2026-07-13-14-05-09-U");
}

TEST(ObjectKeyTest, ARandomStringIsElevenLettersAndOthersEachTime) {
  const ObjectKeys keys = Keys(Spec("!{firehose:random-string}/!{firehose:random-string}/", "e"));
  Prng chance(7);
  const std::string key = keys.KeyOf({kArrival, 1, nullptr}, chance);
  ASSERT_EQ(key[11], '/');
  ASSERT_EQ(key[23], '/');
  EXPECT_NE(key.substr(0, 11), key.substr(12, 11));
  // The probe: no date behind it.
  EXPECT_EQ(key.substr(24, 9), "quakes-1-");
}

TEST(ObjectKeyTest, VersionExtensionAndZoneAreThoseOfTheStream) {
  ObjectKeySpec spec = Spec("");
  spec.compression = Compression::kGzip;
  spec.custom_time_zone = "Asia/Tokyo";
  EXPECT_EQ(KeyOf(spec, {kArrival, 12, nullptr}),
            "2026/07/13/23/quakes-12-2026-07-13-23-05-09-U.gz");
  spec.file_extension = ".json.gz";
  EXPECT_EQ(KeyOf(spec), "2026/07/13/23/quakes-1-2026-07-13-23-05-09-U.json.gz");
  spec.file_extension.clear();
  spec.compression = Compression::kHadoopSnappy;
  EXPECT_EQ(KeyOf(spec), "2026/07/13/23/quakes-1-2026-07-13-23-05-09-U.snappy");
}

TEST(ObjectKeyTest, TheUuidIsOneOfVersionFour) {
  Prng chance(1);
  for (int i = 0; i < 200; ++i) {
    const std::string uuid = RandomUuid(chance);
    ASSERT_EQ(WithoutUuid(uuid), "U") << uuid;
    ASSERT_EQ(uuid[14], '4') << uuid;
    ASSERT_NE(std::string("89ab").find(uuid[19]), std::string::npos) << uuid;
  }
}

TEST(ObjectKeyTest, PartitionKeysStandInThePrefix) {
  ObjectKeySpec spec = Spec("net=!{partitionKeyFromQuery:net}/by=!{partitionKeyFromLambda:net}/",
                            "failed/!{firehose:error-output-type}/");
  spec.dynamic_partitioning = true;
  const PartitionKeys keys = {{"net", "nc", false}, {"net", "fn", true}};
  EXPECT_EQ(KeyOf(spec, {kArrival, 1, &keys}), "net=nc/by=fn/quakes-1-2026-07-13-14-05-09-U");
  EXPECT_TRUE(Keys(spec).CheckKeys(keys).ok());
  const PartitionKeys empty = {{"net", "", false}, {"net", "fn", true}};
  const PartitionKeys missing = {{"net", "nc", false}};
  for (const PartitionKeys& bad : {empty, missing}) {
    const Result<void> checked = Keys(spec).CheckKeys(bad);
    ASSERT_FALSE(checked.ok());
    EXPECT_EQ(checked.error().message, "partitionKeys values must not be null or empty");
  }
}

TEST(ObjectKeyTest, FailedRecordsGoUnderTheTypeOfTheirError) {
  // The guide: prefix, type, date when no error prefix is given.
  EXPECT_EQ(ErrorKeyOf(Spec("raw/"), "processing-failed"),
            "raw/processing-failed/2026/07/13/14/quakes-1-2026-07-13-14-05-09-U");
  EXPECT_EQ(ErrorKeyOf(Spec("raw/", "failed/!{firehose:error-output-type}/!{timestamp:yyyy}/"),
                       "splunk-failed"),
            "failed/splunk-failed/2026/quakes-1-2026-07-13-14-05-09-U");
  EXPECT_EQ(ErrorKeyOf(Spec("raw/", "failed/"), "processing-failed"),
            "failed/2026/07/13/14/quakes-1-2026-07-13-14-05-09-U");
}

TEST(ObjectKeyTest, TheErrorPrefixIsRefusedInTheServicesWords) {
  constexpr std::string_view kStart =
      "Ths supplied prefix(es) do not satisfy the following constraint: ";
  EXPECT_EQ(Refusal(Spec("!{timestamp:yyyy}/")),
            std::string(kStart) +
                "ErrorOutputPrefix cannot be null or empty when Prefix contains expressions");
  EXPECT_EQ(Refusal(Spec("", "failed/!{timestamp:yyyy}/")),
            std::string(kStart) +
                "ErrorOutputPrefix must contain at least one instance of "
                "!{firehose:error-output-type} when it contains expressions");
  EXPECT_EQ(Refusal(Spec("!{firehose:error-output-type}", "e")).substr(0, 65), kStart);
  EXPECT_EQ(Refusal(Spec("", std::string(600, 'x'))).substr(0, 65), kStart);
  EXPECT_EQ(Refusal(Spec("", std::string(512, 'x'))), "accepted");
}

TEST(ObjectKeyTest, KeysNeedDynamicPartitioningAndItNeedsThem) {
  ObjectKeySpec spec = Spec("!{partitionKeyFromQuery:net}/", "e/!{firehose:error-output-type}/");
  EXPECT_EQ(Refusal(spec),
            "Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic "
            "Partitioning is enabled.");
  spec.dynamic_partitioning = true;
  EXPECT_EQ(Refusal(spec), "accepted");
  spec.prefix = "plain/";
  EXPECT_EQ(Refusal(spec),
            "S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is "
            "enabled");
  spec.prefix = "!{partitionKeyFromQuery:net}/";
  spec.error_output_prefix = "e/!{partitionKeyFromQuery:net}/!{firehose:error-output-type}/";
  EXPECT_NE(Refusal(spec).find("ErrorOutputPrefix cannot contain"), std::string::npos);
}

TEST(ObjectKeyTest, WhatIsNoExpressionIsRefused) {
  for (const char* prefix :
       {"!{timestamp:yyyy", "!{when:yyyy}", "!{firehose:uuid}", "!{timestamp}", "!{timestamp:}",
        "!{timestamp:ddd}", "!{partitionKeyFromQuery:}", "!{}", "!{ timestamp:yyyy}"}) {
    const Result<ObjectKeys> keys = ObjectKeys::Create(Spec(prefix, "e"));
    ASSERT_FALSE(keys.ok()) << prefix;
    EXPECT_EQ(keys.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_NE(Refusal(Spec("!{when:yyyy}", "e")).find("unknown namespace when"), std::string::npos);
  // Neither character alone is special.
  EXPECT_EQ(KeyOf(Spec("a!b{c}/")), "a!b{c}/2026/07/13/14/quakes-1-2026-07-13-14-05-09-U");
}

TEST(ObjectKeyTest, LengthsAndExtensionsAreValidated) {
  EXPECT_EQ(Refusal(Spec(std::string(1'024, 'x'))), "accepted");
  EXPECT_NE(Refusal(Spec(std::string(1'025, 'x')))
                .find("'extendedS3DestinationConfiguration.prefix' failed to satisfy constraint: "
                      "Member must have length less than or equal to 1024"),
            std::string::npos);
  ObjectKeySpec spec = Spec("");
  for (const char* extension : {"gz", ".", ".GZ", ".a b", ".a/b"}) {
    spec.file_extension = extension;
    EXPECT_NE(Refusal(spec).find("regular expression pattern: ^$|\\.[0-9a-z!\\-_.*'()]+"),
              std::string::npos)
        << extension;
  }
  spec.file_extension = "." + std::string(128, 'a');
  EXPECT_NE(Refusal(spec).find("less than or equal to 128"), std::string::npos);
}

}  // namespace
}  // namespace weir
