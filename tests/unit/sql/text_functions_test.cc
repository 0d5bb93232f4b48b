#include <gtest/gtest.h>

#include "tests/unit/sql/sql_call.h"

namespace weir::sql::test {
namespace {

TEST(SqlText, PositionsAreCharactersFromOne) {
  EXPECT_EQ(Called("SUBSTRING", {Text("äöüß"), Int(2), Int(2)}), "öü");
  EXPECT_EQ(Called("SUBSTRING", {Text("hello"), Int(-3)}), "llo");
  EXPECT_EQ(Called("SUBSTRING", {Text("hello"), Int(0), Int(3)}), "hel");
  EXPECT_EQ(Called("SUBSTRING", {Text("hello"), Int(9)}), "");
  EXPECT_EQ(Called("SUBSTRING", {Text("hello"), Int(2), Int(-1)}), "");
  EXPECT_EQ(Called("LOCATE", {Text("ü"), Text("äöüß")}), "3");
  EXPECT_EQ(Called("CHAR_LENGTH", {Text("心情")}), "2");
  EXPECT_EQ(Called("RIGHT", {Text("äöü"), Int(2)}), "öü");
  EXPECT_EQ(Called("OVERLAY", {Text("xxxxxtest"), Text("xxxx"), Int(6)}), "xxxxxxxxx");
  EXPECT_EQ(Called("REVERSE", {Text("aä心")}), "心äa");
}

TEST(SqlText, BytesThatAreNoUtf8AreKept) {
  EXPECT_EQ(Called("REVERSE", {Text("a\xFF"
                                    "b")}),
            "b\xFF"
            "a");
  EXPECT_EQ(Called("CHAR_LENGTH", {Text("\xE4\xF6")}), "2");
  EXPECT_EQ(Called("UPPER", {Text("\xFFx")}), "\xFFX");
}

TEST(SqlText, PaddingCutsAndRefusesTheEndless) {
  EXPECT_EQ(Called("LPAD", {Text("hi"), Int(5), Text("??")}), "???hi");
  EXPECT_EQ(Called("LPAD", {Text("hi"), Int(1), Text("?")}), "h");
  EXPECT_EQ(Called("RPAD", {Text("hi"), Int(-1), Text("?")}), "NULL");
  EXPECT_EQ(Called("RPAD", {Text("hi"), Int(5), Text("")}), "NULL");
  EXPECT_EQ(Called("REPEAT", {Text("abc"), Int(INT32_MAX)}), "error: the text would be too long");
  EXPECT_EQ(Called("LPAD", {Text("a"), Int(INT32_MAX), Text("b")}),
            "error: the text would be too long");
}

TEST(SqlText, CasesOfOtherAlphabetsAreKnown) {
  EXPECT_EQ(Called("UPPER", {Text("äßя")}), "ÄSSЯ");
  EXPECT_EQ(Called("LOWER", {Text("ÀŽΣ")}), "àžσ");
  EXPECT_EQ(Called("INITCAP", {Text("o'neill is 4ever")}), "O'Neill Is 4ever");
}

TEST(SqlText, SearchingGoesBothWaysAndIsQuick) {
  EXPECT_EQ(Called("INSTR", {Text("Tech on the net"), Text("e"), Int(-3), Int(2)}), "2");
  EXPECT_EQ(Called("INSTR", {Text("Tech on the net"), Text("e"), Int(1), Int(3)}), "14");
  EXPECT_EQ(Called("INSTR", {Text("ääa"), Text("ä"), Int(-1)}), "2");
  EXPECT_EQ(Called("INSTR", {Text("abc"), Text("x"), Int(-9)}), "0");
  EXPECT_EQ(Called("LOCATE", {Text("aa"), Text("aaads"), Int(2)}), "2");
  const std::string many(200'000, 'a');
  EXPECT_EQ(Called("LOCATE", {Text("b"), Text(many + "b")}), "200001");
}

TEST(SqlText, TheLargestNumbersAreOnlyLarge) {
  const Typed most = Big(INT64_MAX);
  const Typed least = Big(INT64_MIN);
  EXPECT_EQ(Called("SUBSTRING", {Text(""), least, most}), "");
  EXPECT_EQ(Called("SUBSTRING", {Text("abc"), Int(2), most}), "bc");
  EXPECT_EQ(Called("OVERLAY", {Text("abc"), Text("x"), Int(2), most}), "ax");
  EXPECT_EQ(Called("LOCATE", {Text("a"), Text("abc"), most}), "0");
  EXPECT_EQ(Called("INSTR", {Text("abc"), Text("a"), least}), "0");
  EXPECT_EQ(Called("ROUND", {Dec(15, 2, 1), least}), "0");
  EXPECT_EQ(Called("TO_TIMESTAMP_LTZ", {most, Int(3)}), "NULL");
  EXPECT_EQ(Called("REGEXP", {Text("a"), Text(std::string(100'000, '['))}), "NULL");
  EXPECT_EQ(Called("REGEXP", {Text("a"), Text(std::string(100'000, '('))}), "NULL");
}

TEST(SqlText, LikeHasTwoWildcardsAndAnEscape) {
  EXPECT_EQ(Called("LIKE", {Text("abcxxxdef"), Text("a%x_d%f")}), "TRUE");
  EXPECT_EQ(Called("LIKE", {Text("abc"), Text("ab")}), "FALSE");
  EXPECT_EQ(Called("LIKE", {Text("äb"), Text("_b")}), "TRUE");
  EXPECT_EQ(Called("LIKE", {Text("a_b"), Text("a\\_b")}), "TRUE");
  EXPECT_EQ(Called("LIKE", {Text("axb"), Text("a\\_b")}), "FALSE");
  EXPECT_EQ(Called("LIKE", {Text("50%"), Text("50#%"), Text("#")}), "TRUE");
  EXPECT_EQ(Called("LIKE", {Text("ab"), Text("a#b"), Text("#")}),
            "error: the pattern 'a#b' escapes what needs none");
}

TEST(SqlText, SimilarToIsAnchored) {
  EXPECT_EQ(Called("SIMILAR TO", {Text("abcabc"), Text("(abc){2}")}), "TRUE");
  EXPECT_EQ(Called("SIMILAR TO", {Text("xabc"), Text("abc")}), "FALSE");
  EXPECT_EQ(Called("SIMILAR TO", {Text("a1"), Text("[[:ALPHA:]]_")}), "TRUE");
  EXPECT_EQ(Called("SIMILAR TO", {Text("foo"), Text("b%|f%")}), "TRUE");
}

TEST(SqlText, ExpressionsFindTheLeftmostAndPreferAsWritten) {
  EXPECT_EQ(Called("REGEXP_EXTRACT", {Text("foothebar"), Text("foo(.*?)(bar)"), Int(1)}), "the");
  EXPECT_EQ(Called("REGEXP_EXTRACT", {Text("aaa"), Text("a|aa")}), "a");
  EXPECT_EQ(Called("REGEXP_EXTRACT", {Text("aaa"), Text("a{2,}")}), "aaa");
  EXPECT_EQ(Called("REGEXP_EXTRACT", {Text("aaa"), Text("a{2,}?")}), "aa");
  EXPECT_EQ(Called("REGEXP_EXTRACT", {Text("x=1,y=22"), Text("y=(\\d+)"), Int(1)}), "22");
  EXPECT_EQ(Called("REGEXP_REPLACE", {Text("a1b22"), Text("\\d+"), Text("$0")}), "a$0b$0");
  EXPECT_EQ(Called("REGEXP_REPLACE", {Text("abc"), Text("x*"), Text("-")}), "-a-b-c-");
  EXPECT_EQ(Called("REGEXP_COUNT", {Text("banana"), Text("an")}), "2");
  EXPECT_EQ(Called("REGEXP", {Text("FOO"), Text("(?i)fo+$")}), "TRUE");
  EXPECT_EQ(Called("REGEXP", {Text("ab"), Text("^b")}), "FALSE");
  EXPECT_EQ(Called("REGEXP", {Text("word here"), Text("\\bhere\\b")}), "TRUE");
  EXPECT_EQ(Called("REGEXP", {Text("z"), Text("[^a-y]")}), "TRUE");
}

TEST(SqlText, AnExpressionThatWouldExplodeRunsAtOnce) {
  const std::string many(2'000, 'a');
  EXPECT_EQ(Called("REGEXP", {Text(many), Text("^(a+)+b$")}), "FALSE");
  EXPECT_EQ(Called("REGEXP", {Text(many), Text("(a|a|aa)*b")}), "FALSE");
  EXPECT_EQ(Called("REGEXP", {Text("x"), Text("((a{100}){100}){100}")}), "NULL");
}

TEST(SqlText, WhatNeedsBacktrackingIsSaidByName) {
  EXPECT_EQ(
      Called("REGEXP", {Text("a"), Text("(?=a)")}),
      "error: the regular expression '(?=a)' has a group that needs backtracking, which is not "
      "supported, at character 2");
  EXPECT_EQ(Called("REGEXP", {Text("a"), Text("(a")}), "NULL");
}

TEST(SqlJson, PathsLeadToScalarsObjectsAndArrays) {
  const Typed json = Text(R"({"a":{"b":[1,2.50,"x"]},"t":true,"n":null})");
  EXPECT_EQ(Called("JSON_VALUE", {json, Text("$.a.b[2]")}), "x");
  EXPECT_EQ(Called("JSON_VALUE", {json, Text("lax $.a.b[1]")}), "2.5");
  EXPECT_EQ(Called("JSON_VALUE", {json, Text("$['t']")}), "true");
  EXPECT_EQ(Called("JSON_VALUE", {json, Text("$.a")}), "NULL");
  EXPECT_EQ(Called("JSON_VALUE", {json, Text("$.zzz")}), "NULL");
  EXPECT_EQ(Called("JSON_QUERY", {json, Text("$.a")}), R"({"b":[1,2.5,"x"]})");
  EXPECT_EQ(Called("JSON_QUERY", {json, Text("$.t")}), "NULL");
  EXPECT_EQ(Called("JSON_QUERY", {json, Text("$.a.b[*]"), Symbol("WITH WRAPPER")}),
            R"([1,2.5,"x"])");
  EXPECT_EQ(Called("JSON_EXISTS", {json, Text("$.n")}), "TRUE");
  EXPECT_EQ(Called("JSON_EXISTS", {Text("nope"), Text("$")}), "FALSE");
}

TEST(SqlJson, WhatIsMissingIsAsTheCallSays) {
  const Typed json = Text(R"({"a":"x"})");
  const Typed word = Symbol("ON EMPTY");
  EXPECT_EQ(Called("JSON_VALUE", {json, Text("$.b"), word, Text("none")}), "none");
  EXPECT_EQ(Called("JSON_VALUE", {json, Text("$.b"), word, Symbol("ERROR")}),
            "error: the path leads nowhere");
  EXPECT_EQ(Called("JSON_VALUE", {json, Text("$.a"), Symbol("RETURNING"), NullOf(Type::Integer()),
                                  Symbol("ON ERROR"), Int(-1)}),
            "-1");
  const Answer number = Answered(
      "JSON_VALUE", {Text("[7]"), Text("$[0]"), Symbol("RETURNING"), NullOf(Type::Integer())});
  EXPECT_EQ(number.text, "7");
  EXPECT_EQ(ToText(number.type), "INT");
  EXPECT_EQ(Called("JSON_VALUE", {Text(std::string(5'000, '[')), Text("$")}), "NULL");
}

TEST(SqlHash, HashesAreThoseOfTheStandards) {
  EXPECT_EQ(Called("MD5", {Text("abc")}), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(Called("SHA1", {Text("abc")}), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(Called("SHA256", {Text("abc")}),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  // Two blocks: 112 bytes of FIPS 180-2's own example for SHA-512.
  EXPECT_EQ(Called("SHA384", {Text("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                                   "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu")}),
            "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712"
            "fcc7c71a557e2db966c3e9fa91746039");
  EXPECT_EQ(Called("FROM_BASE64", {Text("5L2g5aW9")}), "你好");
}

}  // namespace
}  // namespace weir::sql::test
