// JSON, strictly: what is no JSON, what stands twice, what is nested too deep.
#include "core/engine/json_document.h"

#include <gtest/gtest.h>

#include <string>

namespace weir {
namespace {

std::string ErrorOf(const std::string& text) {
  const Result<Json> document = ParseJson(text);
  return document.ok() ? "" : document.error().message;
}

std::string Nested(int depth) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += i % 2 == 0 ? "[" : "{\"a\":";
  text += "1";
  for (int i = depth; i-- > 0;) text += i % 2 == 0 ? "]" : "}";
  return text;
}

TEST(JsonDocumentTest, AnyValueIsADocument) {
  EXPECT_TRUE(ParseJson("{}").ok());
  EXPECT_EQ(ParseJson(" 7 ").value().get<int>(), 7);
  EXPECT_EQ(ParseJson(R"({"b": [1, {"a": null}], "a": "x"})").value().dump(),
            R"({"b":[1,{"a":null}],"a":"x"})");  // In the order of the text.
}

TEST(JsonDocumentTest, WhatIsNoJsonIsAnErrorWithItsPlace) {
  EXPECT_EQ(ErrorOf("{\n  \"a\": 1,\n}").find("line 3, column 1"), 0);
  for (const char* text : {"", "{", "{\"a\"}", "[1,]", "// c\n{}", "{} {}", "'a'", "{a: 1}", "nul",
                           "01", "1.", "\"\\x\"", "\"\n\"", "1e999", "[1 2]", "\xef\xbb"}) {
    EXPECT_NE(ErrorOf(text), "") << text;
  }
}

TEST(JsonDocumentTest, BytesThatAreNoUtf8AreRefused) {
  EXPECT_NE(ErrorOf("\"\xff\""), "");
  EXPECT_NE(ErrorOf("\"\xc3\""), "");
  EXPECT_NE(ErrorOf("\"\xed\xa0\x80\""), "");  // A lone surrogate.
  EXPECT_EQ(ErrorOf("\"\xc3\xbc\""), "");
}

TEST(JsonDocumentTest, AMemberThatStandsTwiceInOneObjectIsRefused) {
  EXPECT_EQ(ErrorOf(R"({"a": 1, "b": 2, "a": 3})"), "member \"a\" stands twice in one object");
  EXPECT_EQ(ErrorOf(R"({"a": {"b": 1, "b": 2}})"), "member \"b\" stands twice in one object");
  EXPECT_EQ(ErrorOf(R"({"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]})"), "");
}

TEST(JsonDocumentTest, SixtyFourLevelsAreReadAndOneMoreIsNot) {
  EXPECT_EQ(ErrorOf(Nested(64)), "");
  EXPECT_EQ(ErrorOf(Nested(65)), "more than 64 levels of nesting");
  EXPECT_EQ(ErrorOf(std::string(1'000'000, '[')), "more than 64 levels of nesting");
}

TEST(JsonDocumentTest, AThousandMembersAreReadAndOneMoreIsNot) {
  const auto object = [](int members) {
    std::string text = "{";
    for (int i = 0; i < members; ++i) {
      text += (i > 0 ? ",\"m" : "\"m") + std::to_string(i) + "\":1";
    }
    return text + "}";
  };
  EXPECT_EQ(ErrorOf(object(1'000)), "");
  EXPECT_EQ(ErrorOf(object(1'001)), "more than 1000 members in one object");
  EXPECT_NE(ErrorOf(object(400'000)), "");  // At once, not after hours.
}

}  // namespace
}  // namespace weir
