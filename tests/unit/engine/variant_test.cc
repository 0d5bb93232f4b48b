#include "core/engine/variant.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/text.h"
#include "core/engine/json_document.h"
#include "core/engine/scenario_json.h"

namespace weir {
namespace {

constexpr std::string_view kDocument =
    R"({"name": "n", "title": "T", "seed": 7, "streams": [{"name": "a", "shards": 1},
        {"name": "0", "shards": 2}], "check": [{"id": "k", "why": "w"}], "wrong": [{"name": "v"}]})";

std::string Patched(std::string_view place, std::string_view value) {
  const Result<std::string> text =
      PatchedScenario(kDocument, {{std::string(place), std::string(value)}});
  if (!text.ok()) return "error: " + text.error().message;
  return ParseJson(text.value()).value().dump();
}

TEST(VariantTest, AMemberIsReplacedMadeOrTakenAway) {
  EXPECT_NE(Patched("/seed", "8").find(R"("seed":8)"), std::string::npos);
  EXPECT_NE(Patched("/retry/base", "1").find(R"("retry":{"base":1})"), std::string::npos);
  EXPECT_EQ(Patched("/seed", "null").find("seed"), std::string::npos);
}

TEST(VariantTest, AnElementIsNamedByNumberNameOrId) {
  EXPECT_NE(Patched("/streams/1/shards", "9").find(R"({"name":"0","shards":9})"),
            std::string::npos);
  EXPECT_NE(Patched("/streams/a/shards", "9").find(R"({"name":"a","shards":9})"),
            std::string::npos);
  // A number is a place, even where something is called so.
  EXPECT_NE(Patched("/streams/0/shards", "9").find(R"({"name":"a","shards":9})"),
            std::string::npos);
  EXPECT_NE(Patched("/check/k/why", "\"x\"").find(R"({"id":"k","why":"x"})"), std::string::npos);
  EXPECT_NE(Patched("/streams/-", "{\"name\":\"b\"}").find(R"(,{"name":"b"}])"), std::string::npos);
  EXPECT_EQ(Patched("/streams/a", "null").find(R"("name":"a")"), std::string::npos);
}

TEST(VariantTest, EscapesAreThoseOfJsonPointer) {
  EXPECT_NE(Patched("/a~1b~0c", "1").find(R"("a/b~c":1)"), std::string::npos);
}

TEST(VariantTest, ItsOwnVariantsAreGone) {
  EXPECT_EQ(Patched("/seed", "8").find("wrong"), std::string::npos);
}

TEST(VariantTest, APlaceThatIsNotThereIsAnErrorWithThePlace) {
  EXPECT_EQ(Patched("seed", "8"),
            "error: seed: expected a place that begins with \"/\", such as \"/streams/0/shards\"");
  EXPECT_EQ(Patched("/streams/2/shards", "8"),
            "error: /streams/2/shards: there is no element 2: the list has 2");
  EXPECT_EQ(Patched("/streams/x/shards", "8"),
            "error: /streams/x/shards: no element of the list is called \"x\"");
  EXPECT_EQ(Patched("/seed/x", "8"), "error: /seed/x: there is nothing inside 7");
  EXPECT_EQ(Patched("/nothing", "null"),
            "error: /nothing: there is no member \"nothing\" to take away");
  EXPECT_EQ(Patched("/streams/-", "null"),
            "error: /streams/-: there is nothing at \"-\" to take away");
  EXPECT_EQ(Patched("/wrong/0", "null"), "error: /wrong/0: a variant has no variants of its own");
  EXPECT_EQ(Patched("", "8").substr(0, 19), "error: : expected a");
}

TEST(VariantTest, SaysWhichItIs) {
  const Result<std::string> text =
      VariantScenario(kDocument, {"v", "All wrong.", {{"/seed", "9"}}, {"k"}});
  ASSERT_TRUE(text.ok());
  const Json json = ParseJson(text.value()).value();
  EXPECT_EQ(json["title"], "T, wrong: v");
  EXPECT_EQ(json["about"], "All wrong.");
  EXPECT_EQ(json["seed"], 9);
}

TEST(VariantTest, OfABundledScenarioIsNamedBehindAColon) {
  const auto trucks = LoadBundledScenario("trucks:random-key");
  ASSERT_TRUE(trucks.ok()) << trucks.error().message;
  EXPECT_EQ(trucks.value()->producers[0].workload.keys.partition_by, PartitionBy::kRandom);
  EXPECT_EQ(trucks.value()->name, "trucks");
  EXPECT_EQ(LoadBundledScenario("trucks:x").error().message,
            "trucks has no variant \"x\"; expected one of random-key");
}

TEST(VariantTest, OneThatIsNoScenarioSaysWhichAndWhere) {
  const auto scenario = ParseScenario(
      R"({"weir": 1, "name": "t", "streams": [{"name": "s"}],
          "check": [{"id": "x", "why": "w", "that": "run.intended", "is": "= 0"}],
          "wrong": [{"name": "v", "about": "a", "patch": {"/streams/s/shards": 0},
                     "fails": ["x"]}]})",
      ReadBundledFile);
  ASSERT_TRUE(scenario.ok()) << scenario.error().message;
  const auto variant = ParseVariant(*scenario.value(), "v", ReadBundledFile);
  EXPECT_EQ(variant.error().message.substr(0, 32), "wrong \"v\": streams[0].shards: ex");
}

// Every bundled scenario says what must be true of it, and what would make that false.
TEST(VariantTest, EveryBundledScenarioHasChecksAndAVariantThatIsAScenario) {
  for (const ScenarioSummary& summary : BundledScenarios()) {
    const auto scenario = LoadBundledScenario(summary.name);
    ASSERT_TRUE(scenario.ok()) << scenario.error().message;
    EXPECT_GE(scenario.value()->checks.size(), 2U) << summary.name;
    EXPECT_GE(scenario.value()->wrong.size(), 1U) << summary.name;
    for (const Variant& variant : scenario.value()->wrong) {
      const auto wrong = ParseVariant(*scenario.value(), variant.name, ReadBundledFile);
      EXPECT_TRUE(wrong.ok()) << summary.name << ": " << wrong.error().message;
    }
  }
}

}  // namespace
}  // namespace weir
