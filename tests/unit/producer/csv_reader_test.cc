// CSV as of RFC 4180 and as people write it.
#include "core/producer/csv_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir {
namespace {

DatasetOptions KeyAndTime() {
  DatasetOptions options;
  options.key = "k";
  options.time = "t";
  return options;
}

std::string ErrorOf(std::string_view text, const DatasetOptions& options = KeyAndTime()) {
  const Result<Dataset> dataset = ReadDataset(text, options);
  return dataset.ok() ? "no error" : dataset.error().message;
}

// "key|payload" of each row.
std::vector<std::string> Rows(std::string_view text, const DatasetOptions& options = KeyAndTime()) {
  const Result<Dataset> dataset = ReadDataset(text, options);
  if (!dataset.ok()) return {dataset.error().message};
  std::vector<std::string> rows;
  for (const DatasetRow& row : dataset.value().rows) {
    rows.push_back(dataset.value().keys[row.key] + "|" +
                   std::string(dataset.value().PayloadOf(row)));
  }
  return rows;
}

using Strings = std::vector<std::string>;

TEST(CsvReaderTest, TheLastLineNeedsNoEnd) {
  EXPECT_EQ(Rows("k,t\na,1\nb,2"), (Strings{"a|a,1", "b|b,2"}));
}

TEST(CsvReaderTest, LinesMayEndInCrLf) {
  EXPECT_EQ(Rows("k,t\r\na,1\r\nb,2\r\n"), (Strings{"a|a,1", "b|b,2"}));
  EXPECT_EQ(Rows("k,t\r\na,1\r"), (Strings{"a|a,1"}));
  EXPECT_EQ(Rows("k,t\r\n\"a\",\"1\"\r\n"), (Strings{"a|\"a\",\"1\""}));
}

TEST(CsvReaderTest, EmptyLinesAreNoRecords) {
  EXPECT_EQ(Rows("\nk,t\n\n\r\na,1\n\n"), (Strings{"a|a,1"}));
}

TEST(CsvReaderTest, QuotesKeepDelimitersLinesAndQuotes) {
  EXPECT_EQ(Rows("k,t\n\"a,b\",1\n"), (Strings{"a,b|\"a,b\",1"}));
  EXPECT_EQ(Rows("k,t\n\"a\nb\",1\nc,2\n"), (Strings{"a\nb|\"a\nb\",1", "c|c,2"}));
  EXPECT_EQ(Rows("k,t\n\"a \"\"b\"\"\",1\n"), (Strings{"a \"b\"|\"a \"\"b\"\"\",1"}));
  EXPECT_EQ(Rows("k,t\n\"\"\"\",1\n"), (Strings{"\"|\"\"\"\",1"}));
  EXPECT_EQ(Rows("\"k\",\"t\"\na,1\n"), (Strings{"a|a,1"}));
}

TEST(CsvReaderTest, AQuoteInsideAFieldIsACharacter) {
  EXPECT_EQ(Rows("k,t\n5'10\",1\n"), (Strings{"5'10\"|5'10\",1"}));
}

TEST(CsvReaderTest, TheDelimiterIsTheMostFrequentOneOfTheHeader) {
  EXPECT_EQ(Rows("k;t;\"x,y,z,w\"\na;1;2,3\n"), (Strings{"a|a;1;2,3"}));
  EXPECT_EQ(Rows("k\tt\na,b\t1\n"), (Strings{"a,b|a,b\t1"}));
}

TEST(CsvReaderTest, ADelimiterThatWasNamedCounts) {
  DatasetOptions options = KeyAndTime();
  options.delimiter = ';';
  EXPECT_EQ(Rows("k;t;a,b,c,d\nx;1;2\n", options), (Strings{"x|x;1;2"}));
}

TEST(CsvReaderTest, ARaggedRowIsToldWithItsLineAndWhatWasExpected) {
  EXPECT_EQ(ErrorOf("k,t\na,1\n\"x\ny\",2\nb,2,3\n"),
            "line 5: 3 fields; expected 2 as in the header (the delimiter is a comma)");
  EXPECT_EQ(ErrorOf("k;t\na\n"),
            "line 2: 1 field; expected 2 as in the header (the delimiter is a semicolon)");
}

TEST(CsvReaderTest, AColumnThatIsNotThereIsToldWithThoseThatAre) {
  EXPECT_EQ(ErrorOf("k,tiem,\"a,b\"\na,1,2\n"),
            "line 1: no column \"t\"; expected one of \"k\", \"tiem\", \"a,b\"");
  DatasetOptions options = KeyAndTime();
  options.event_time = "e";
  EXPECT_EQ(ErrorOf("k,t\na,1\n", options),
            "line 1: no column \"e\"; expected one of \"k\", \"t\"");
}

TEST(CsvReaderTest, AKeyThatWasNotNamedIsToldWithTheColumnsThereAre) {
  DatasetOptions options;
  EXPECT_EQ(ErrorOf("k,t\na,1\n", options),
            "line 1: no column was named as the key; expected one of \"k\", \"t\"");
  options.key = "k";
  EXPECT_EQ(ErrorOf("k,t\na,1\n", options),
            "line 1: no column was named as the time; expected one of \"k\", \"t\"");
}

TEST(CsvReaderTest, AColumnThatOccursTwiceIsRefused) {
  EXPECT_EQ(ErrorOf("k,t,k\na,1,b\n"),
            "line 1: column \"k\" occurs twice; expected one of \"k\", \"t\", \"k\"");
  EXPECT_EQ(Rows("k,t,x,x\na,1,2,3\n"), (Strings{"a|a,1,2,3"}));
}

TEST(CsvReaderTest, AQuoteThatIsNeverClosedIsToldWhereItWasOpened) {
  EXPECT_EQ(ErrorOf("k,t\na,1\nb,\"2\nc,3\n"),
            "line 3, column 3: this quote is never closed; expected another one");
}

TEST(CsvReaderTest, TextAfterAClosingQuoteIsRefused) {
  EXPECT_EQ(ErrorOf("k,t\n\"a\"b,1\n"),
            "line 2, column 4: text after a closing quote; expected a comma or the end of the line "
            "(a quote within quotes is written twice)");
}

TEST(CsvReaderTest, AHeaderOfOneColumnServesAsKeyAndTime) {
  DatasetOptions options;
  options.key = "t";
  options.time = "t";
  EXPECT_EQ(Rows("t\n5\n6\n", options), (Strings{"5|5", "6|6"}));
}

TEST(CsvReaderTest, AnEmptyFieldAtTheEndOfALineIsAField) {
  EXPECT_EQ(Rows("k,t,x\na,1,\nb,2,\r\nc,3,"), (Strings{"a|a,1,", "b|b,2,", "c|c,3,"}));
}

}  // namespace
}  // namespace weir
