// The event of an invocation and the message about a discarded batch, against answers recorded of
// the service: the same members with the same types.
#include "core/engine/lambda_event.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <string>

#include "core/base/text.h"
#include "core/engine/json_document.h"
#include "tests/support/builders.h"
#include "tests/support/source_dir.h"

namespace weir {
namespace {

using test::kStart;

Engine EngineWith(std::string_view lambda, std::string_view poison = "") {
  return Engine(test::ScenarioWith(
      1, StrCat({R"("duration": "1h", "producers": [{"name": "p", "stream": "s", "size": 40,)",
                 R"("linger": "0s", "arrivals": {"rate": 10}, "stop": "1s",)",
                 R"("keys": {"count": 3, "prefix": "k\"-"}}],)",
                 R"("consumers": [{"name": "c", "stream": "s", "kind": "lambda")", poison,
                 R"(, "lambda": {)", lambda, "}}]"})));
}

// Steps until invocation `number` is under way.
std::optional<std::string> EventOf(Engine& engine, uint64_t number) {
  while (engine.now() < kStart + Minutes(10)) {
    if (std::optional<std::string> event = LambdaEvent(engine, {0}, number)) return event;
    if (!engine.Step()) break;
  }
  return std::nullopt;
}

// What the service was recorded to answer, where that is to be had.
std::optional<Json> Recorded() {
  std::vector<std::string> places;
  if (const char* named = std::getenv("WEIR_CONFORMANCE")) places.push_back(named);
  for (const char* up : {"../shared/conformance", "../../shared/conformance"}) {
    places.push_back(test::SourcePath(up));
  }
  for (const std::string& place : places) {
    std::ifstream file(StrCat({place, "/aws-recordings/lambda_-event_source_mapping-",
                               "test_lambda_integration_kinesis.snapshot.json"}));
    if (!file) continue;
    std::ostringstream text;
    text << file.rdbuf();
    return Json::parse(text.str());
  }
  return std::nullopt;
}

const Json& OfTest(const Json& recorded, std::string_view test) {
  for (const auto& [name, content] : recorded.items()) {
    if (name.ends_with(test)) return content["recorded-content"];
  }
  ADD_FAILURE() << "nothing recorded of " << test;
  return recorded;
}

// "a.b: string" for every member, sorted; of a list only the first element. The recordings have
// texts in the place of what differs from run to run, numbers too.
void CollectShape(const Json& value, const std::string& path, std::set<std::string>& shape) {
  if (value.is_object()) {
    for (const auto& [name, member] : value.items()) {
      CollectShape(member, path + "." + name, shape);
    }
  } else if (value.is_array()) {
    if (!value.empty()) CollectShape(value[0], path + "[]", shape);
  } else {
    shape.insert(path);
  }
}

std::set<std::string> ShapeOf(const Json& value) {
  std::set<std::string> shape;
  CollectShape(value, "", shape);
  return shape;
}

TEST(LambdaEventTest, HasTheRecordsOfTheBatchInTheirOrder) {
  Engine engine = EngineWith(R"("batch_size": 4)");
  const std::optional<std::string> text = EventOf(engine, 2);
  ASSERT_TRUE(text.has_value());
  const Json event = Json::parse(*text);
  ASSERT_EQ(event["Records"].size(), 4);
  const Json& first = event["Records"][0];
  EXPECT_EQ(first["kinesis"]["sequenceNumber"], engine.SequenceNumberOf({0}, {0}, 4));
  EXPECT_EQ(first["eventID"],
            StrCat({"shardId-000000000000:", engine.SequenceNumberOf({0}, {0}, 4)}));
  EXPECT_EQ(first["kinesis"]["partitionKey"], engine.PartitionKeyOf({0}, {0}, 4));
  EXPECT_EQ(first["kinesis"]["data"].get<std::string>().size(), 56);  // 40 bytes.
  EXPECT_NE(text->find(R"("approximateArrivalTimestamp":1767225600.40)"), std::string::npos);
  EXPECT_FALSE(event.contains("window"));
  EXPECT_FALSE(LambdaEvent(engine, {0}, 1).has_value());  // Is over.
  EXPECT_FALSE(LambdaEvent(engine, {1}, 2).has_value());  // There is no such consumer.
}

TEST(LambdaEventTest, IsAboutAsLongAsTheModelCounts) {
  Engine engine = EngineWith("");
  const std::optional<std::string> text = EventOf(engine, 1);
  ASSERT_TRUE(text.has_value());
  const Json event = Json::parse(*text);
  int64_t data = 0;
  for (const Json& record : event["Records"]) {
    data += static_cast<int64_t>(record["kinesis"]["data"].get<std::string>().size());
  }
  const int64_t around =
      (static_cast<int64_t>(text->size()) - data) / static_cast<int64_t>(event["Records"].size());
  EXPECT_GT(around, int64_t{kLambdaEventRecordBytes} * 9 / 10);
  EXPECT_LT(around, int64_t{kLambdaEventRecordBytes} * 11 / 10);
}

TEST(LambdaEventTest, HasTheMembersOfRecordedEvents) {
  const std::optional<Json> recorded = Recorded();
  if (!recorded) GTEST_SKIP() << "no recorded answers here; WEIR_CONFORMANCE names their folder";
  Engine engine = EngineWith("");
  const Json event = Json::parse(EventOf(engine, 1).value());
  const Json& theirs =
      OfTest(*recorded, "test_create_kinesis_event_source_mapping")["kinesis_records"];
  EXPECT_EQ(ShapeOf(event), ShapeOf(theirs));
  for (const char* fixed : {"eventName", "eventSource", "eventVersion"}) {
    EXPECT_EQ(event["Records"][0][fixed], theirs["Records"][0][fixed]);
  }
}

TEST(LambdaEventTest, AWindowAddsItsMembers) {
  Engine engine = EngineWith(R"("tumbling_window": "60s", "batch_size": 4,
                                "function": {"state_bytes_per_record": 10})");
  const Json second = Json::parse(EventOf(engine, 2).value());
  EXPECT_EQ(second["window"]["start"], "2026-01-01T00:00:00Z");
  EXPECT_EQ(second["window"]["end"], "2026-01-01T00:01:00Z");
  EXPECT_EQ(second["state"]["bytes"], 40);
  EXPECT_EQ(second["isFinalInvokeForWindow"], false);
  EXPECT_EQ(second["isWindowTerminatedEarly"], false);
  EXPECT_EQ(second["shardId"], "shardId-000000000000");
  const Json last = Json::parse(EventOf(engine, 4).value());  // 4, 4 and 2 records before it.
  EXPECT_TRUE(last["Records"].empty());
  EXPECT_EQ(last["isFinalInvokeForWindow"], true);
  EXPECT_EQ(last["state"]["bytes"], 100);
}

TEST(LambdaFailureMessageTest, HasTheMembersOfRecordedMessages) {
  const std::optional<Json> recorded = Recorded();
  if (!recorded) GTEST_SKIP() << "no recorded answers here; WEIR_CONFORMANCE names their folder";
  Engine exhausted = EngineWith(R"("maximum_retry_attempts": 1, "on_failure": "q")",
                                R"(, "poison": {"numbers": [1]})");
  Engine old =
      EngineWith(R"("maximum_record_age": "60s", "on_failure": "q")", R"(, "start_after": "100s")");
  const auto message = [](Engine& engine) {
    engine.AdvanceTo(kStart + Minutes(5));
    const ConsumerView view = engine.View().consumers[0];
    return Json::parse(LambdaFailureMessage(engine, {0}, view.lambda->on_failure.at(0)).value());
  };
  const Json& of_retries =
      OfTest(*recorded,
             "test_kinesis_event_source_mapping_with_on_failure_destination_config")["sqs_payload"];
  Json theirs = of_retries.contains("Messages") ? of_retries["Messages"][0]["Body"] : of_retries;
  EXPECT_EQ(ShapeOf(message(exhausted)), ShapeOf(theirs)) << theirs;
  const Json& of_age =
      OfTest(*recorded, "exceeded[expire-before-ingestion]")["record_age_exceeded_payload"];
  EXPECT_EQ(ShapeOf(message(old)), ShapeOf(of_age["Messages"][0]["Body"]));
  EXPECT_EQ(message(old)["requestContext"]["condition"],
            of_age["Messages"][0]["Body"]["requestContext"]["condition"]);
}

TEST(LambdaFailureMessageTest, SaysWhereTheRecordsLie) {
  Engine engine = EngineWith(R"("batch_size": 5, "maximum_retry_attempts": 1, "on_failure": "q")",
                             R"(, "poison": {"numbers": [7]})");
  engine.AdvanceTo(kStart + Minutes(5));
  const DiscardedBatch batch = engine.View().consumers[0].lambda->on_failure.at(0);
  const Json message = Json::parse(LambdaFailureMessage(engine, {0}, batch).value());
  const Json& info = message["KinesisBatchInfo"];
  EXPECT_EQ(info["batchSize"], 5);
  EXPECT_EQ(info["shardId"], "shardId-000000000000");
  EXPECT_EQ(info["startSequenceNumber"], engine.SequenceNumberOf({0}, {0}, 5));
  EXPECT_EQ(info["endSequenceNumber"], engine.SequenceNumberOf({0}, {0}, 9));
  EXPECT_EQ(message["requestContext"]["approximateInvokeCount"], 2);
  EXPECT_EQ(message["responseContext"]["functionError"], "Unhandled");
  engine.AdvanceTo(kStart + Hours(30));
  EXPECT_FALSE(LambdaFailureMessage(engine, {0}, batch).has_value());  // Its records are gone.
}

}  // namespace
}  // namespace weir
