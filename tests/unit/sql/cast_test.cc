#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/sql/sql_call.h"

namespace weir::sql::test {
namespace {

TEST(SqlCast, TextBecomesNumbersOrAnError) {
  EXPECT_EQ(Casted(Text(" 12 "), Type::Integer()), "12");
  EXPECT_EQ(Casted(Text("-1.9"), Type::BigInt()), "-1");
  EXPECT_EQ(Casted(Text("300"), Type::TinyInt()), "error: cannot cast '300' to TINYINT");
  EXPECT_EQ(Casted(Text("1x"), Type::Integer()), "error: cannot cast '1x' to INT");
  EXPECT_EQ(Casted(Text(""), Type::Double()), "error: cannot cast '' to DOUBLE");
  EXPECT_EQ(Casted(Text("1e3"), Type::Double()), "1000.0");
  EXPECT_EQ(Casted(Text("1.005"), Type::Decimal(5, 2)), "1.01");
  EXPECT_EQ(Casted(Text("-1.005"), Type::Decimal(5, 2)), "-1.01");
  EXPECT_EQ(Casted(Text("123456"), Type::Decimal(5, 2)), "NULL");
  EXPECT_EQ(LenientlyCasted(Text("1x"), Type::Integer()), "NULL");
  EXPECT_EQ(LenientlyCasted(Text("7"), Type::Integer()), "7");
}

TEST(SqlCast, NumbersNarrowAsJavaDoes) {
  EXPECT_EQ(Casted(Int(300), Type::TinyInt()), "44");
  EXPECT_EQ(Casted(Real(-2.9), Type::Integer()), "-2");
  EXPECT_EQ(Casted(Real(1e20), Type::Integer()), "2147483647");
  EXPECT_EQ(Casted(Real(std::nan("")), Type::BigInt()), "0");
  EXPECT_EQ(Casted(Dec(-29, 2, 1), Type::Integer()), "-2");
  EvalContext kinesis;
  kinesis.dialect = Dialect::kKinesisAnalytics;
  EXPECT_EQ(Casted(Int(300), Type::TinyInt(), kinesis), "error: cannot cast '300' to TINYINT");
}

TEST(SqlCast, NumbersAreWrittenAsJavaDoes) {
  EXPECT_EQ(Casted(Real(100), Type::String()), "100.0");
  EXPECT_EQ(Casted(Real(1e7), Type::String()), "1.0E7");
  EXPECT_EQ(Casted(Real(12345678.5), Type::String()), "1.23456785E7");
  EXPECT_EQ(Casted(Real(0.001), Type::String()), "0.001");
  EXPECT_EQ(Casted(Real(0.00012), Type::String()), "1.2E-4");
  EXPECT_EQ(Casted(Real(-0.0), Type::String()), "-0.0");
  EXPECT_EQ(Casted({Type::Float(), Value(static_cast<double>(1.1F))}, Type::String()), "1.1");
  EXPECT_EQ(Casted(Flag(true), Type::String()), "TRUE");
}

TEST(SqlCast, TextIsCutAndPaddedByCharacters) {
  EXPECT_EQ(Casted(Text("äöü"), Type::VarChar(2)), "äö");
  EXPECT_EQ(Casted(Text("ä"), Type::Char(3)), "ä  ");
  EXPECT_EQ(Casted(Int(12345), Type::VarChar(3)), "123");
}

TEST(SqlCast, DatesAndTimesAreReadLeniently) {
  EXPECT_EQ(Casted(Text("2018-3-8"), Type::Date()), "2018-03-08");
  EXPECT_EQ(Casted(Text("2018-03-08 10:00:00"), Type::Date()), "2018-03-08");
  EXPECT_EQ(Casted(Text("2018-02-29"), Type::Date()), "error: cannot cast '2018-02-29' to DATE");
  EXPECT_EQ(Casted(Text("1:30:00"), Type::Time()), "01:30:00");
  EXPECT_EQ(Casted(Text("1999-9-10 05:20:10.123456"), Type::Timestamp(6)),
            "1999-09-10 05:20:10.123456");
  EXPECT_EQ(Casted(Text("1999-9-10 05:20:10.987"), Type::Timestamp(0)), "1999-09-10 05:20:10");
  EXPECT_EQ(Casted(Text("0001-01-01 00:00:00.5"), Type::Timestamp(3)), "0001-01-01 00:00:00.500");
}

TEST(SqlCast, ALocalTimestampFollowsTheSession) {
  EvalContext shanghai;
  shanghai.zone = TimeZone::Find("Asia/Shanghai").value();
  const Typed instant{Type::TimestampLtz(3), Value(TimestampValue{100'000, 0})};
  EXPECT_EQ(Casted(instant, Type::String(), shanghai), "1970-01-01 08:01:40.000");
  EXPECT_EQ(Casted(instant, Type::Timestamp(3), shanghai), "1970-01-01 08:01:40.000");
  EXPECT_EQ(Casted(Text("1970-01-01 08:00:00"), Type::TimestampLtz(0), shanghai),
            "1970-01-01 08:00:00");
  EXPECT_EQ(Casted(instant, Type::Date(), shanghai), "1970-01-01");
}

TEST(SqlCast, WhatHasNoCastSaysSo) {
  EXPECT_EQ(Casted(Int(1), Type::Timestamp(3)),
            "error: no cast from INT to TIMESTAMP(3); TO_TIMESTAMP_LTZ(n, 0 or 3) reads one");
  EXPECT_EQ(Casted(Flag(true), Type::Date()), "error: no cast from BOOLEAN to DATE");
}

}  // namespace
}  // namespace weir::sql::test
