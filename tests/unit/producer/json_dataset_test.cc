// Data sets in JSON: lines, arrays and GeoJSON; and what the scanner under them refuses.
#include "core/producer/json_dataset.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace weir {
namespace {

DatasetOptions KeyAndTime(std::string key = "k", std::string time = "t") {
  DatasetOptions options;
  options.key = std::move(key);
  options.time = std::move(time);
  return options;
}

std::string ErrorOf(std::string_view text, const DatasetOptions& options = KeyAndTime()) {
  const Result<Dataset> dataset = ReadDataset(text, options);
  return dataset.ok() ? "no error" : dataset.error().message;
}

using Strings = std::vector<std::string>;

// "key|payload" of each row.
Strings Rows(std::string_view text, const DatasetOptions& options = KeyAndTime()) {
  const Result<Dataset> dataset = ReadDataset(text, options);
  if (!dataset.ok()) return {dataset.error().message};
  Strings rows;
  for (const DatasetRow& row : dataset.value().rows) {
    rows.push_back(dataset.value().keys[row.key] + "|" +
                   std::string(dataset.value().PayloadOf(row)));
  }
  return rows;
}

TEST(JsonDatasetTest, ALineOfNdjsonIsKeptAsItIsWritten) {
  EXPECT_EQ(Rows("{\"k\":\"a\", \"t\":1}\r\n\n  {\"t\":2,\"k\":\"b\"}"),
            (Strings{"a|{\"k\":\"a\", \"t\":1}", "b|{\"t\":2,\"k\":\"b\"}"}));
}

TEST(JsonDatasetTest, AnElementOfAnArrayIsKeptWithoutItsSpaces) {
  EXPECT_EQ(Rows("[\n  {\"k\": \"a b\",\n   \"t\": 1, \"x\": [ 1, { } , \"\\\" , \" ]}\n]"),
            (Strings{"a b|{\"k\":\"a b\",\"t\":1,\"x\":[1,{},\"\\\" , \"]}"}));
}

TEST(JsonDatasetTest, APathFindsAMemberOfAMember) {
  const std::string feature = "{\"properties\":{\"net\":\"ci\",\"time\":1517966773840}}";
  EXPECT_EQ(Rows("{\"type\":\"FeatureCollection\",\"features\":[" + feature + "],\"bbox\":[1]}",
                 KeyAndTime("properties.net", "properties.time")),
            (Strings{"ci|" + feature}));
  EXPECT_EQ(Rows("{\"a\":{\"b\":{\"c\":\"x\"}},\"t\":1}", KeyAndTime("a.b.c")),
            (Strings{"x|{\"a\":{\"b\":{\"c\":\"x\"}},\"t\":1}"}));
}

TEST(JsonDatasetTest, APathAlsoFindsAMemberWhoseNameHasADot) {
  EXPECT_EQ(Rows("{\"a.b\":\"x\",\"t\":1}", KeyAndTime("a.b")).front().substr(0, 2), "x|");
  EXPECT_EQ(Rows("{\"a\":{\"b.c\":\"x\"},\"t\":1}", KeyAndTime("a.b.c")).front().substr(0, 2),
            "x|");
}

TEST(JsonDatasetTest, APathFindsNothingWhereOnlyItsLettersAgree) {
  const std::string text = "{\"ab\":1,\"k\":{\"kk\":1},\"kk\":2,\"t\":1}";
  EXPECT_EQ(ErrorOf(text, KeyAndTime("a")),
            "line 1, member \"a\": missing; expected one of \"ab\", \"k.kk\", \"kk\", \"t\"");
  EXPECT_NE(ErrorOf(text, KeyAndTime("k.k")), "no error");
  EXPECT_NE(ErrorOf("{\"ab\":{\"d\":1},\"t\":1}", KeyAndTime("abcd")), "no error");
}

TEST(JsonDatasetTest, TheLastOfTwoMembersOfOneNameCounts) {
  EXPECT_EQ(Rows("{\"k\":\"a\",\"t\":1,\"k\":\"b\"}").front().substr(0, 2), "b|");
}

TEST(JsonDatasetTest, NumbersAndTruthValuesAreKeysAsTheyAreWritten) {
  EXPECT_EQ(Rows("{\"k\":1.50,\"t\":1}").front().substr(0, 5), "1.50|");
  EXPECT_EQ(Rows("{\"k\":true,\"t\":1}").front().substr(0, 5), "true|");
}

TEST(JsonDatasetTest, EscapesOfAKeyAreResolved) {
  EXPECT_EQ(Rows(R"({"k":"a\"\\\/\b\f\n\r\tz","t":1})").front().substr(0, 10), "a\"\\/\b\f\n\r\tz");
  EXPECT_EQ(Rows(R"({"k":"\u00e9\u20AC\ud83d\ude00\u0041","t":1})").front().substr(0, 11),
            "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"
            "A|");
  EXPECT_EQ(Rows(R"({"k":"\ud83d!","t":1})").front().substr(0, 5), "\xEF\xBF\xBD!|");
  EXPECT_EQ(Rows(R"({"k":"\ude00\ud83d\u0041","t":1})").front().substr(0, 8),
            "\xEF\xBF\xBD\xEF\xBF\xBD"
            "A|");
  EXPECT_EQ(Rows(R"({"\u006b":"x","t":1})").front().substr(0, 2), "x|");
}

TEST(JsonDatasetTest, AMemberThatIsNoKeyOrTimeIsToldWithWhatItIs) {
  EXPECT_EQ(ErrorOf("{\"k\":null,\"t\":1}"),
            "line 1, member \"k\": null; expected a string or a number");
  EXPECT_EQ(ErrorOf("{\"k\":\"a\",\"t\":1}\n{\"k\":{\"x\":1},\"t\":1}"),
            "line 2, member \"k\": an object; expected a string or a number");
  EXPECT_EQ(ErrorOf("{\"k\":\"a\",\"t\":[1]}"),
            "line 1, member \"t\": an array; expected a string or a number");
  EXPECT_TRUE(ErrorOf("{\"k\":\"a\",\"t\":true}")
                  .starts_with("line 1, member \"t\": \"true\" is not a time; expected "));
}

TEST(JsonDatasetTest, AMissingMemberIsToldWithThoseThereAre) {
  EXPECT_EQ(ErrorOf("[{\"k\":1,\"t\":1},\n{\"k\":1,\"p\":{\"t\":1,\"q\":{}}}]"),
            "line 2, member \"t\": missing; expected one of \"k\", \"p.t\", \"p.q\"");
  EXPECT_EQ(ErrorOf("{}"),
            "line 1, member \"k\": missing; expected one of a member, of which "
            "this object has none");
  EXPECT_EQ(ErrorOf("{\"a\":1}", DatasetOptions{}),
            "line 1: no member was named as the key; expected one of \"a\"");
}

TEST(JsonDatasetTest, BadJsonIsToldWithLineAndColumn) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"{\"k\":1,\"t\":1}\n{\"k\":1,\"t\"}", "line 2, column 11: unexpected \"}\"; expected \":\""},
      {"{\"k\":1,\"t\":1", "line 1, column 13: the line ends here; expected \",\" or \"}\""},
      {"{\"k\":1,\"t\":}", "line 1, column 12: unexpected \"}\"; expected a value"},
      {"{\"k\":1,\"t\":1} x", "line 1, column 15: unexpected \"x\"; expected the end of the line"},
      {"[{\"k\":1,\"t\":1},]", "line 1, column 16: unexpected \"]\"; expected an object"},
      {"[{\"k\":1,\"t\":1}\n{", "line 2, column 1: unexpected \"{\"; expected \",\" or \"]\""},
      {"[{\"k\":1,\"t\":1}", "line 1, column 15: the file ends here; expected \",\" or \"]\""},
      {"[{\"k\":1,\"t\":1}]\n]",
       "line 2, column 1: unexpected \"]\"; expected the end of the file"},
      {"[1]", "line 1, column 2: unexpected \"1\"; expected an object"},
      {"{k:1}", "line 1, column 2: unexpected \"k\"; expected a string"},
      {"{\"k\":'a'}", "line 1, column 6: unexpected \"'\"; expected a value"},
      {"{\"\xC3\xA9\":\xC3\xA9}", "line 1, column 6: unexpected \"\xC3\xA9\"; expected a value"},
      {"{\"k\":\"a",
       "line 1, column 8: the line ends here; expected the closing quote of a string"},
      {"[{\"k\":\"a\nb\"}]",
       "line 1, column 9: unexpected \"\\x0a\"; expected an escape such as "
       "\\n in a string"},
      {"{\"k\":\"\\x\"}",
       "line 1, column 8: unexpected \"x\"; expected one of \" \\ / b f n r t u "
       "after \\"},
      {"{\"k\":\"\\u12g4\"}",
       "line 1, column 11: unexpected \"g\"; expected four hexadecimal "
       "digits after \\u"},
      {"{\"k\":tru}", "line 1, column 6: unexpected \"t\"; expected a value"},
      {"{\"k\":nul", "line 1, column 6: unexpected \"n\"; expected a value"},
      {"{\"k\":01}", "line 1, column 7: unexpected \"1\"; expected \",\" or \"}\""},
      {"{\"k\":-}", "line 1, column 7: unexpected \"}\"; expected a digit"},
      {"{\"k\":1.}", "line 1, column 8: unexpected \"}\"; expected a digit"},
      {"{\"k\":1e+}", "line 1, column 9: unexpected \"}\"; expected a digit"},
      {"{\"k\":[1,]}", "line 1, column 9: unexpected \"]\"; expected a value"},
      {"{\"k\":[1 2]}", "line 1, column 9: unexpected \"2\"; expected \",\" or \"]\""},
      {"{\"k\":1,}", "line 1, column 8: unexpected \"}\"; expected a string"}};
  for (const auto& [text, message] : cases) EXPECT_EQ(ErrorOf(text), message) << text;
}

TEST(JsonDatasetTest, SixtyFourLevelsOfNestingAreEnoughAndAMillionDoNoHarm) {
  const auto nested = [](size_t levels, char open, char close) {
    return "{\"k\":1,\"t\":1,\"x\":" + std::string(levels, open) + std::string(levels, close) + "}";
  };
  EXPECT_EQ(Rows(nested(63, '[', ']')).size(), 1);
  EXPECT_EQ(ErrorOf(nested(64, '[', ']')),
            "line 1, column 81: unexpected \"[\"; expected at most 64 levels of nesting");
  EXPECT_NE(ErrorOf(nested(1'000'000, '[', ']')).find("64 levels"), std::string::npos);
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_NE(ErrorOf(objects).find("64 levels"), std::string::npos);
}

TEST(JsonDatasetTest, GeojsonWithoutFeaturesIsRefused) {
  DatasetOptions options = KeyAndTime();
  options.format = DatasetFormat::kGeojson;
  EXPECT_EQ(ErrorOf("{\"type\":\"Feature\"}", options),
            "line 1: no member \"features\"; expected a GeoJSON FeatureCollection");
  EXPECT_EQ(ErrorOf("{\"features\":{}}", options),
            "line 1, column 13: unexpected \"{\"; expected an array of features");
  EXPECT_EQ(ErrorOf("[]", options),
            "line 1, column 1: unexpected \"[\"; expected a GeoJSON object");
}

TEST(JsonDatasetTest, TheFormatIsToldByTheFirstObject) {
  EXPECT_EQ(DetectJsonFormat(" [1]"), DatasetFormat::kJson);
  EXPECT_EQ(DetectJsonFormat("{\"a\":{\"features\":[]},\n\"features\" : []}"),
            DatasetFormat::kGeojson);
  EXPECT_EQ(DetectJsonFormat("{\"a\":1}\n{\"features\":[]}"), DatasetFormat::kNdjson);
  EXPECT_EQ(DetectJsonFormat("{\"features\":1}"), DatasetFormat::kNdjson);
  EXPECT_EQ(DetectJsonFormat("{"), DatasetFormat::kNdjson);
}

}  // namespace
}  // namespace weir
