// A person's own data.
#include "web/app/own_data.h"

#include <gtest/gtest.h>

namespace weir::app {
namespace {

using Names = std::vector<std::string>;

Names Columns(std::string text) {
  OwnData data;
  data.name = "mine";
  data.text = std::move(text);
  Result<Names> columns = ColumnsOf(data);
  return columns.ok() ? columns.value() : Names{columns.error().message};
}

TEST(ColumnsOfTest, AreTheHeaderOfCsv) {
  EXPECT_EQ(Columns("a,b,c\n1,2,3\n"), (Names{"a", "b", "c"}));
  EXPECT_EQ(Columns("a;b;c,d\r\n"), (Names{"a", "b", "c,d"}));
  EXPECT_EQ(Columns("\n\"a,b\",c\n"), (Names{"a,b", "c"}));
}

TEST(ColumnsOfTest, AreTheMembersOfTheFirstObject) {
  EXPECT_EQ(Columns("{\"a\": 1, \"b\": {\"c\": 2}}\n{\"d\": 3}\n"), (Names{"a", "b.c"}));
  EXPECT_EQ(Columns("[\n {\"a\": 1, \"list\": []}\n]"), (Names{"a"}));
  EXPECT_EQ(Columns("{\"type\": \"FeatureCollection\",\n \"features\": [\n"
                    "{\"id\": \"x\", \"properties\": {\"net\": 1}}]}"),
            (Names{"id", "properties.net"}));
}

TEST(ColumnsOfTest, WithoutAnyTheFileIsNamed) {
  EXPECT_EQ(Columns(""), (Names{"mine: the file is empty"}));
  EXPECT_EQ(Columns("{}"), (Names{"mine: no JSON object with members was found"}));
}

TEST(ScenarioOfTest, BeginsWithTheFirstRowAndEndsSoonAfterTheLast) {
  OwnData data{"mine.ndjson",
               "{\"k\": \"a\", \"t\": \"2024-05-01T00:00:00Z\"}\n"
               "{\"k\": \"b\", \"t\": \"2024-05-01T01:00:00Z\"}\n",
               "k",
               "t",
               "",
               2,
               60};
  const auto scenario = ScenarioOf(data);
  ASSERT_TRUE(scenario.ok()) << scenario.error().message;
  EXPECT_EQ(scenario.value()->duration, Seconds(70));
  EXPECT_EQ(scenario.value()->start, Instant{1'714'521'600'000'000});
  EXPECT_EQ(scenario.value()->streams[0].shard_count, 2);
}

}  // namespace
}  // namespace weir::app
