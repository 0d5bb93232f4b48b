// Reading members: each type's error says what was expected, and the first error is the one kept.
#include "core/engine/json_reader.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace weir {
namespace {

// What Finish says after `read` has asked an object for its members.
std::string ErrorAfter(std::string_view text, const std::function<void(JsonReader&)>& read) {
  const Json document = ParseJson(text).value();
  JsonReader in(document, "part[2]");
  read(in);
  const Result<void> finished = in.Finish();
  return finished.ok() ? "" : finished.error().message;
}

TEST(JsonReaderTest, MembersAreReadOrHaveTheirDefault) {
  const Json document =
      ParseJson(R"({"s": "x", "i": 7, "b": true, "d": "5m", "w": "two"})").value();
  JsonReader in(document, "");
  EXPECT_EQ(in.String("s"), "x");
  EXPECT_EQ(in.String("none", "y"), "y");
  EXPECT_EQ(in.Int("i", 1, 10), 7);
  EXPECT_EQ(in.Int("none", 1, 10, 3), 3);
  EXPECT_TRUE(in.Bool("b", false));
  EXPECT_EQ(in.Span("d", Seconds(1), Hours(1), Seconds(2)), Minutes(5));
  EXPECT_EQ(in.Span("none", Seconds(1), Hours(1), Seconds(2)), Seconds(2));
  EXPECT_EQ(in.OneOf("w", {"one", "two"}, 0), 1);
  EXPECT_EQ(in.OneOf("none", {"one", "two"}, 0), 0);
  EXPECT_TRUE(in.Finish().ok());
}

TEST(JsonReaderTest, EveryTypeSaysWhatItExpectedAndWhatItFound) {
  EXPECT_EQ(ErrorAfter(R"({"a": 1})", [](JsonReader& in) { in.String("a"); }),
            "part[2].a: expected a text, found 1");
  EXPECT_EQ(ErrorAfter(R"({"a": "1"})", [](JsonReader& in) { in.Int("a", 1, 5); }),
            "part[2].a: expected a whole number from 1 to 5, found \"1\"");
  EXPECT_EQ(ErrorAfter(R"({"a": 0})", [](JsonReader& in) { in.Bool("a", true); }),
            "part[2].a: expected true or false, found 0");
  EXPECT_EQ(ErrorAfter(R"({"a": 5})",
                       [](JsonReader& in) { in.Span("a", Seconds(1), Hours(24), Seconds(1)); }),
            "part[2].a: expected a duration from \"1s\" to \"24h\", found 5");
  EXPECT_EQ(ErrorAfter(R"({"a": "x"})", [](JsonReader& in) { in.OneOf("a", {"b", "c"}, 0); }),
            "part[2].a: expected one of \"b\", \"c\", found \"x\"");
  EXPECT_EQ(ErrorAfter(R"({"a": []})", [](JsonReader& in) { in.Object("a", [](JsonReader&) {}); }),
            "part[2].a: expected an object { ... }, found []");
  EXPECT_EQ(ErrorAfter(R"({"a": {}})",
                       [](JsonReader& in) { in.Array("a", 3, [](JsonReader&, size_t) {}); }),
            "part[2].a: expected a list [ ... ], found {}");
}

TEST(JsonReaderTest, WholeNumbersAreWholeAndInTheirRange) {
  const auto error = [](const std::string& number) {
    return ErrorAfter("{\"a\": " + number + "}", [](JsonReader& in) { in.Int("a", -5, 5); });
  };
  EXPECT_EQ(error("-5"), "");
  EXPECT_EQ(error("5"), "");
  for (const char* number : {"-6", "6", "1.0", "1e0", "9223372036854775808", "18446744073709551615",
                             "18446744073709551616", "true", "null"}) {
    EXPECT_NE(error(number).find("expected a whole number from -5 to 5"), std::string::npos)
        << number;
  }
}

TEST(JsonReaderTest, WhatIsMissingIsNamed) {
  EXPECT_EQ(ErrorAfter("{}", [](JsonReader& in) { in.String("name"); }),
            "part[2].name: is missing; expected a text");
  EXPECT_EQ(ErrorAfter("{}", [](JsonReader& in) { in.Int("n", 0, 1); }),
            "part[2].n: is missing; expected a whole number");
}

TEST(JsonReaderTest, AMemberThatNobodyAskedForIsUnknown) {
  const auto read = [](JsonReader& in) {
    in.String("stream", "");
    in.String("name", "");
  };
  EXPECT_EQ(ErrorAfter(R"({"strem": 1})", read),
            "part[2].strem: unknown member; did you mean \"stream\"?");
  EXPECT_EQ(ErrorAfter(R"({"zzz": 1})", read),
            "part[2].zzz: unknown member; expected one of stream, name");
}

TEST(JsonReaderTest, TheFirstErrorIsKept) {
  EXPECT_EQ(ErrorAfter(R"({"a": 1, "b": 2, "unknown": 3})",
                       [](JsonReader& in) {
                         in.String("a");
                         in.String("b");
                         in.Fail("c", "later");
                       }),
            "part[2].a: expected a text, found 1");
}

TEST(JsonReaderTest, PathsGrowThroughObjectsAndLists) {
  const auto read = [](JsonReader& in) {
    in.Object("o", [](JsonReader& inner) {
      inner.Array("l", 3, [](JsonReader& element, size_t) { element.Int("x", 0, 1); });
    });
  };
  EXPECT_EQ(ErrorAfter(R"({"o": {"l": [{"x": 0}, {"x": 2}]}})", read),
            "part[2].o.l[1].x: expected a whole number from 0 to 1, found 2");
  EXPECT_EQ(ErrorAfter(R"({"o": {"l": [{"x": 0}, 5]}})", read),
            "part[2].o.l[1]: expected an object { ... }, found 5");
  EXPECT_EQ(ErrorAfter(R"({"o": {"l": [{}, {}, {}, {}]}})", read),
            "part[2].o.l: has 4 elements; at most 3 are allowed");
  EXPECT_EQ(ErrorAfter(R"({"o": {"l": [{"x": 0, "y": 1}]}})", read),
            "part[2].o.l[0].y: unknown member; expected one of x");
}

TEST(JsonReaderTest, ALongValueIsCutBetweenCharacters) {
  for (size_t before = 50; before <= 56; ++before) {
    std::string text(before, 'x');
    for (int i = 0; i < 20; ++i) text += "\xe2\x82\xac";  // The euro sign, three bytes.
    const std::string error =
        ErrorAfter("{\"a\": \"" + text + "\"}", [](JsonReader& in) { in.Int("a", 0, 1); });
    EXPECT_TRUE(ParseJson("\"" + error.substr(error.find("found \"") + 7) + "\"").ok()) << error;
    EXPECT_EQ(error.substr(error.size() - 3), "...");
  }
}

TEST(JsonReaderTest, WhatIsNoObjectIsAnErrorOfTheWhole) {
  EXPECT_EQ(ErrorAfter("[]", [](JsonReader&) {}), "part[2]: expected an object { ... }, found []");
  const Json document = ParseJson("3").value();
  JsonReader in(document, "");
  EXPECT_EQ(in.Finish().error().message, "the document: expected an object { ... }, found 3");
}

}  // namespace
}  // namespace weir
