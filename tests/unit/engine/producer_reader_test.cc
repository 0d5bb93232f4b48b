// The members of a producer: which go with which kind, their ranges and defaults.
#include "core/engine/producer_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/text.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

std::string Text(std::string_view members) {
  return StrCat({R"({"weir": 1, "name": "x", "streams": [{"name": "s"}], "producers": [)",
                 R"({"name": "p", "stream": "s", )", members, "}]}"});
}
std::string ErrorOf(std::string_view members) { return test::ScenarioError(Text(members)); }
ProducerSpec SpecOf(std::string_view members) {
  return test::ScenarioOf(Text(members))->producers[0];
}

TEST(ProducerReaderTest, TheLibrarysDefaultsAreItsOwn) {
  const ProducerSpec spec = SpecOf(R"("kind": "kpl")");
  EXPECT_EQ(spec.kind, ProducerKind::kKpl);
  EXPECT_TRUE(spec.kpl.aggregation);
  EXPECT_EQ(spec.kpl.aggregation_max_size, 51'200);
  EXPECT_EQ(spec.kpl.aggregation_max_count, 4'294'967'295);
  EXPECT_EQ(spec.kpl.collection_max_count, 500);
  EXPECT_EQ(spec.kpl.collection_max_size, 5'242'880);
  EXPECT_EQ(spec.kpl.record_max_buffered_time, Millis(100));
  EXPECT_EQ(spec.kpl.record_ttl, Seconds(30));
  EXPECT_EQ(spec.kpl.rate_limit_percent, 150);
  EXPECT_EQ(spec.kpl.max_connections, 4);
  EXPECT_FALSE(spec.kpl.fail_if_throttled);
}

TEST(ProducerReaderTest, TheAgentsDefaultsAreItsOwn) {
  const ProducerSpec spec = SpecOf(R"("kind": "agent")");
  EXPECT_EQ(spec.kind, ProducerKind::kAgent);
  EXPECT_EQ(spec.agent.poll, Millis(100));
  EXPECT_EQ(spec.agent.max_buffer_age, Seconds(60));
  EXPECT_EQ(spec.agent.max_buffer_records, 500);
  EXPECT_EQ(spec.agent.max_buffer_bytes, 4'194'304);
  EXPECT_EQ(spec.agent.rotate_every, Seconds(0));
  EXPECT_FALSE(spec.agent.from_start);
  EXPECT_EQ(spec.workload.line_key, LineKey::kRandom);
}

TEST(ProducerReaderTest, OfEachRangeOneIsInAndTheNextIsOut) {
  struct Case {
    const char* kind;
    const char* member;
    const char* in;
    const char* out;
  };
  for (const Case& c : {
           Case{"kpl", "aggregation_max_size", "64", "63"},
           Case{"kpl", "aggregation_max_size", "1048576", "1048577"},
           Case{"kpl", "aggregation_max_count", "1", "0"},
           Case{"kpl", "aggregation_max_count", "4294967295", "4294967296"},
           Case{"kpl", "collection_max_count", "1", "0"},
           Case{"kpl", "collection_max_count", "500", "501"},
           Case{"kpl", "collection_max_size", "52224", "52223"},
           Case{"kpl", "collection_max_size", "10485760", "10485761"},
           Case{"kpl", "record_max_buffered_time", "\"100ms\"", "\"99ms\""},
           Case{"kpl", "record_ttl", "\"100ms\"", "\"99ms\""},
           Case{"kpl", "rate_limit_percent", "1", "0"},
           Case{"kpl", "max_connections", "1", "0"},
           Case{"kpl", "max_connections", "128", "129"},
           Case{"kpl", "fail_if_throttled", "true", "1"},
           Case{"agent", "max_buffer_age", "\"1s\"", "\"999ms\""},
           Case{"agent", "max_buffer_age", "\"15m\"", "\"901s\""},
           Case{"agent", "max_buffer_records", "1", "0"},
           Case{"agent", "max_buffer_records", "500", "501"},
           Case{"agent", "max_buffer_bytes", "4194304", "4194305"},
           Case{"agent", "rotate_every", "\"1s\"", "\"999ms\""},
           Case{"agent", "keep_files", "0", "-1"},
           Case{"agent", "sending_threads", "1", "0"},
           Case{"agent", "partition_key", "\"deterministic\"", "\"md5\""},
           Case{"agent", "initial_position", "\"start_of_file\"", "\"start\""},
       }) {
    const auto with = [&](const char* value) {
      return StrCat(
          {R"("kind": ")", c.kind, R"(", ")", c.kind, R"(": {")", c.member, "\": ", value, "}"});
    };
    EXPECT_EQ(ErrorOf(with(c.in)), "") << c.member << ": " << c.in;
    const std::string error = ErrorOf(with(c.out));
    EXPECT_TRUE(error.starts_with(StrCat({"producers[0].", c.kind, ".", c.member, ": expected "})))
        << error;
  }
}

TEST(ProducerReaderTest, MembersOfOneKindDoNotGoWithAnother) {
  EXPECT_EQ(ErrorOf(R"("kind": "kpl", "batch": 5)"),
            "producers[0].batch: does not go with \"kind\": \"kpl\"");
  EXPECT_EQ(ErrorOf(R"("kind": "agent", "retry": {})"),
            "producers[0].retry: does not go with \"kind\": \"agent\"");
  EXPECT_EQ(ErrorOf(R"("kpl": {})"), "producers[0].kpl: does not go with \"kind\": \"sdk\"");
  EXPECT_EQ(ErrorOf(R"("kind": "kpl", "agent": {})"),
            "producers[0].agent: does not go with \"kind\": \"kpl\"");
  EXPECT_EQ(ErrorOf(R"("kind": "kcl")"),
            "producers[0].kind: expected one of \"sdk\", \"kpl\", \"agent\", found \"kcl\"");
  EXPECT_EQ(ErrorOf(R"("kind": "kpl", "kpl": {"agregation": true})"),
            "producers[0].kpl.agregation: unknown member; did you mean \"aggregation\"?");
  EXPECT_EQ(ErrorOf(R"("kind": "agent", "keys": {"partition_by": "salted"})"),
            "producers[0].keys: \"partition_by\" does not go with \"kind\": \"agent\": it has a "
            "\"partition_key\" of its own");
}

TEST(ProducerReaderTest, ATemplateStandsInPlaceOfASize) {
  EXPECT_NE(SpecOf(R"("template": {"a": 1})").workload.record_template, nullptr);
  EXPECT_EQ(ErrorOf(R"("template": {"a": 1}, "size": 10)"),
            "producers[0].size: does not go with \"template\": a record is as long as it is");
  EXPECT_EQ(ErrorOf(R"("template": {"a": {"$": "nothing"}})").substr(0, 50),
            "producers[0].template.a.$: expected one of array, ");
  EXPECT_EQ(ErrorOf(R"("template": 5)"),
            "producers[0].template: expected an object that is like the records");
}

}  // namespace
}  // namespace weir
