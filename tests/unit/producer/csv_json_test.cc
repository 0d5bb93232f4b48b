#include "core/producer/csv_json.h"

#include <gtest/gtest.h>

#include "core/producer/dataset_reader.h"

namespace weir {
namespace {

std::string JsonOf(std::string_view header, std::string_view row) {
  CsvSplitter names(header, 0, ',');
  CsvSplitter fields(row, 0, ',');
  EXPECT_TRUE(names.Next().ok() && fields.Next().ok());
  return std::string(CsvJson(names.fields()).Row(fields.fields()));
}

TEST(CsvJsonTest, NumbersStayAsTheyAreWritten) {
  EXPECT_EQ(JsonOf("a,b,c,d", "1,-0.50,1e-3,0"), R"({"a":1,"b":-0.50,"c":1e-3,"d":0})");
}

TEST(CsvJsonTest, WhatJsonWouldNotReadAsANumberIsText) {
  EXPECT_EQ(JsonOf("a,b,c,d,e,f,g", "01,.5,1.,+1,1e,-,NaN"),
            R"({"a":"01","b":".5","c":"1.","d":"+1","e":"1e","f":"-","g":"NaN"})");
}

TEST(CsvJsonTest, QuotesControlsAndBackslashesAreEscaped) {
  EXPECT_EQ(JsonOf("\"a\"\"\",b,c", "\"x\"\"y\",\"1\n2\",\\"),
            "{\"a\\\"\":\"x\\\"y\",\"b\":\"1\\u000a2\",\"c\":\"\\\\\"}");
  EXPECT_EQ(JsonOf("a", "\"\""), R"({"a":""})");
}

TEST(CsvJsonTest, ADataSetHasItsRowsAsJson) {
  DatasetOptions options;
  options.key = "net";
  options.time = "time";
  options.as_json = true;
  const Result<Dataset> read =
      ReadDataset("time,net,mag\n2026-01-02T00:00:00Z,us,2.0\n2026-01-01T00:00:00Z,ak,\n", options);
  ASSERT_TRUE(read.ok());
  const Dataset& data = read.value();
  ASSERT_EQ(data.rows.size(), 2U);
  EXPECT_EQ(data.PayloadOf(data.rows[0]), R"({"time":"2026-01-01T00:00:00Z","net":"ak","mag":""})");
  EXPECT_EQ(data.PayloadOf(data.rows[1]),
            R"({"time":"2026-01-02T00:00:00Z","net":"us","mag":2.0})");
}

}  // namespace
}  // namespace weir
