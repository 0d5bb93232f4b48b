// JSON text, checked by a parser that shares no code with the writer.
#include "web/app/json_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace weir::app {
namespace {

TEST(JsonWriterTest, NestsObjectsAndArrays) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Member("a", 1);
  writer.BeginArray("b");
  writer.BeginObject();
  writer.EndObject();
  writer.Element("x");
  writer.Element(7U);
  writer.EndArray();
  writer.Null("c");
  writer.Member("d", true);
  writer.EndObject();
  EXPECT_EQ(writer.Take(), R"({"a":1,"b":[{},"x",7],"c":null,"d":true})");
}

TEST(JsonWriterTest, TextSurvivesWhateverItHolds) {
  std::string text = "\"quoted\" \\ back\nline\ttab \u00b5 ";
  text += '\0';
  text += '\x1f';
  JsonWriter writer;
  writer.BeginObject();
  writer.Member("t", text);
  writer.EndObject();
  EXPECT_EQ(nlohmann::json::parse(writer.Take())["t"].get<std::string>(), text);
}

TEST(JsonWriterTest, NumbersKeepTheirValue) {
  JsonWriter writer;
  writer.BeginObject();
  writer.Member("large", uint64_t{UINT64_MAX});
  writer.Member("negative", -2.5);
  writer.Member("small", 0.000001);
  writer.Member("hundredth", 0.01);
  writer.Member("whole", 3.0);
  writer.Member("nan", std::nan(""));
  writer.EndObject();
  const std::string text = writer.Take();
  const nlohmann::json parsed = nlohmann::json::parse(text);
  EXPECT_EQ(parsed["large"].get<uint64_t>(), UINT64_MAX);
  EXPECT_EQ(parsed["negative"].get<double>(), -2.5);
  EXPECT_EQ(parsed["small"].get<double>(), 0.000001);
  EXPECT_EQ(parsed["hundredth"].get<double>(), 0.01);
  EXPECT_EQ(parsed["nan"].get<double>(), 0);
  EXPECT_NE(text.find("\"whole\":3,"), std::string::npos);
}

}  // namespace
}  // namespace weir::app
