#include <gtest/gtest.h>

#include "tests/unit/sql/sql_call.h"

namespace weir::sql::test {
namespace {

TEST(SqlArithmetic, ADivisionOfIntegersCutsTowardsZero) {
  EXPECT_EQ(Called("/", {Int(7), Int(2)}), "3");
  EXPECT_EQ(Called("/", {Int(-7), Int(2)}), "-3");
  EXPECT_EQ(Called("%", {Int(-7), Int(2)}), "-1");
}

TEST(SqlArithmetic, AnIntegerWrapsInFlinkAndFailsInKinesisAnalytics) {
  EXPECT_EQ(Called("+", {Int(INT32_MAX), Int(1)}), "-2147483648");
  EXPECT_EQ(Called("*", {Big(INT64_MIN), Big(-1)}), "-9223372036854775808");
  EXPECT_EQ(Called("/", {Big(INT64_MIN), Big(-1)}), "-9223372036854775808");
  EvalContext kinesis;
  kinesis.dialect = Dialect::kKinesisAnalytics;
  EXPECT_EQ(Called("+", {Int(INT32_MAX), Int(1)}, kinesis),
            "error: the number is too large for its type");
}

TEST(SqlArithmetic, ADivisionByZeroIsAnErrorButForDoubles) {
  EXPECT_EQ(Called("/", {Int(1), Int(0)}), "error: division by zero");
  EXPECT_EQ(Called("%", {Int(1), Int(0)}), "error: division by zero");
  EXPECT_EQ(Called("/", {Dec(10, 2, 1), Int(0)}), "error: division by zero");
  EXPECT_EQ(Called("/", {Real(1), Int(0)}), "Infinity");
  EXPECT_EQ(Called("/", {NullOf(Type::Integer()), Int(0)}), "NULL");
}

TEST(SqlArithmetic, DecimalsTakeTheDigitsOfTheStandard) {
  const Answer sum = Answered("+", {Dec(125, 3, 2), Dec(5, 2, 1)});
  EXPECT_EQ(sum.text, "1.75");
  EXPECT_EQ(ToText(sum.type), "DECIMAL(4, 2)");
  const Answer product = Answered("*", {Dec(125, 3, 2), Dec(5, 2, 1)});
  EXPECT_EQ(product.text, "0.625");
  EXPECT_EQ(ToText(product.type), "DECIMAL(6, 3)");
  const Answer quotient = Answered("/", {Dec(20, 2, 1), Dec(30, 2, 1)});
  EXPECT_EQ(quotient.text, "0.666667");
  EXPECT_EQ(ToText(quotient.type), "DECIMAL(8, 6)");
  EXPECT_EQ(Called("%", {Dec(55, 2, 1), Dec(20, 2, 1)}), "1.5");
}

TEST(SqlArithmetic, AProductOf76DigitsIsRoundedToWhatFits) {
  const Typed ones{Type::Decimal(38, 19), Value(PowerOfTen(19) + 1)};
  // (1 + 1e-19)^2 = 1 + 2e-19 + 1e-38; the type keeps 6 of the 38 digits after the point.
  const Answer square = Answered("*", {ones, ones});
  EXPECT_EQ(ToText(square.type), "DECIMAL(38, 6)");
  EXPECT_EQ(square.text, "1.000000");
  const Typed huge{Type::Decimal(38, 0), Value(PowerOfTen(37))};
  EXPECT_EQ(Called("*", {huge, huge}), "NULL");
  EXPECT_EQ(Called("+", {{Type::Decimal(38, 0), Value(PowerOfTen(38) - 1)}, Int(1)}), "NULL");
}

TEST(SqlArithmetic, TheTypesMeetInTheWiderOne) {
  EXPECT_EQ(ToText(Answered("+", {Int(1), Big(1)}).type), "BIGINT");
  EXPECT_EQ(ToText(Answered("+", {Int(1), Real(1)}).type), "DOUBLE");
  EXPECT_EQ(ToText(Answered("+", {Dec(1, 5, 2), Real(1)}).type), "DOUBLE");
  EXPECT_EQ(ToText(Answered("*", {Int(1), NullOf(Type::Float())}).type), "FLOAT");
}

TEST(SqlArithmetic, AWrongArgumentIsNamed) {
  EXPECT_EQ(Called("+", {Flag(true), Int(1)}),
            "error: + does not take (BOOLEAN, INT); it is a + b or t + i or i + t or i + i");
  EXPECT_EQ(Called("MODD", {Int(1), Int(1)}), "error: no function is called MODD; is MOD meant?");
}

TEST(SqlComparison, TextIsReadAsTheOtherSide) {
  EXPECT_EQ(Called("=", {Text(" 5"), Int(5)}), "TRUE");
  EXPECT_EQ(Called("<", {Text("2026-01-02"), {Type::Date(), Value(int64_t{20'455})}}), "FALSE");
  EXPECT_EQ(Called("=", {Dec(50, 2, 1), Int(5)}), "TRUE");
  EXPECT_EQ(Called("<", {Text("abc"), Text("abd")}), "TRUE");
  EXPECT_EQ(Called("<", {Int(1), NullOf(Type::Null())}), "NULL");
}

TEST(SqlComparison, NullIsNotDistinctFromNull) {
  EXPECT_EQ(Called("IS DISTINCT FROM", {NullOf(Type::Integer()), Int(1)}), "TRUE");
  EXPECT_EQ(Called("IS NOT DISTINCT FROM", {NullOf(Type::Integer()), NullOf(Type::Integer())}),
            "TRUE");
  EXPECT_EQ(Called("IS NOT DISTINCT FROM", {Int(2), Int(1)}), "FALSE");
}

TEST(SqlComparison, InAndBetweenKnowThreeValues) {
  EXPECT_EQ(Called("IN", {Int(1), Int(2), NullOf(Type::Integer())}), "NULL");
  EXPECT_EQ(Called("IN", {Int(1), Int(1), NullOf(Type::Integer())}), "TRUE");
  EXPECT_EQ(Called("IN", {Int(1), Int(2), Int(3)}), "FALSE");
  EXPECT_EQ(Called("BETWEEN", {Int(5), NullOf(Type::Integer()), Int(4)}), "FALSE");
  EXPECT_EQ(Called("BETWEEN", {Int(3), NullOf(Type::Integer()), Int(4)}), "NULL");
}

TEST(SqlLogic, UnknownIsOnlyDecidedByTheDecider) {
  const Typed unknown = NullOf(Type::Boolean());
  EXPECT_EQ(Called("AND", {unknown, Flag(false)}), "FALSE");
  EXPECT_EQ(Called("AND", {unknown, Flag(true)}), "NULL");
  EXPECT_EQ(Called("OR", {unknown, Flag(true)}), "TRUE");
  EXPECT_EQ(Called("OR", {unknown, Flag(false)}), "NULL");
  EXPECT_EQ(Called("NOT", {unknown}), "NULL");
  EXPECT_EQ(Called("IS NOT TRUE", {unknown}), "TRUE");
  EXPECT_EQ(Called("IS UNKNOWN", {unknown}), "TRUE");
}

}  // namespace
}  // namespace weir::sql::test
