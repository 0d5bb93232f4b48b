#include "core/sql/functions/aggregate.h"

#include <gtest/gtest.h>

#include "tests/unit/sql/sql_call.h"

namespace weir::sql::test {
namespace {

// One aggregate over a column of constants.
class Group {
 public:
  Group(const std::string& name, const Type& type, bool distinct = false, bool retracts = false)
      : type_(type) {
    const Argument argument{type, nullptr};
    Result<BoundAggregate> bound =
        BindAggregate(name, std::span(&argument, 1), distinct, Dialect::kFlink);
    EXPECT_TRUE(bound.ok());
    aggregate_ = std::move(bound).value();
    aggregate_.retracts = retracts;
  }

  Group& Add(const Value& value, int weight = 1) {
    const Column column = Column::Constant(type_, value, 1);
    const Column* columns[] = {&column};
    aggregate_.Update(state_, columns, 0, weight);
    return *this;
  }
  Group& AddInts(std::initializer_list<int64_t> values) {
    for (const int64_t value : values) Add(Value(value));
    return *this;
  }
  Group& Merge(const Group& other) {
    aggregate_.Merge(state_, other.state_);
    return *this;
  }
  std::string Text() const { return FormatValue(aggregate_.result, aggregate_.Result(state_), {}); }
  std::string TypeText() const { return ToText(aggregate_.result); }

 private:
  Type type_;
  BoundAggregate aggregate_;
  Accumulator state_;
};

TEST(SqlAggregate, AnAverageOfIntegersIsAnInteger) {
  EXPECT_EQ(Group("AVG", Type::Integer()).AddInts({1, 2}).Text(), "1");
  EXPECT_EQ(Group("AVG", Type::Integer()).AddInts({-1, -2}).Text(), "-1");
  EXPECT_EQ(Group("AVG", Type::Integer()).TypeText(), "INT");
  EXPECT_EQ(Group("AVG", Type::Decimal(5, 2)).Add(Value(Int128{1})).Add(Value(Int128{2})).Text(),
            "0.015000");
}

TEST(SqlAggregate, OnlyNullsSumToNullAndCountToZero) {
  EXPECT_EQ(Group("SUM", Type::Integer()).Add({}).Text(), "NULL");
  EXPECT_EQ(Group("SUM0", Type::Integer()).Add({}).Text(), "0");
  EXPECT_EQ(Group("COUNT", Type::Integer()).Add({}).Add(Value(int64_t{3})).Text(), "1");
  EXPECT_EQ(Group("MAX", Type::String()).Add({}).Text(), "NULL");
}

TEST(SqlAggregate, ASumWrapsInItsType) {
  EXPECT_EQ(Group("SUM", Type::Integer()).AddInts({INT32_MAX, 1}).Text(), "-2147483648");
  EXPECT_EQ(Group("SUM", Type::BigInt()).AddInts({INT32_MAX, 1}).Text(), "2147483648");
  EXPECT_EQ(Group("SUM", Type::Decimal(3, 1)).TypeText(), "DECIMAL(38, 1)");
}

TEST(SqlAggregate, DistinctCountsAValueOnceUntilItsLastIsTakenBack) {
  Group group("COUNT", Type::Integer(), /*distinct=*/true);
  group.AddInts({7, 7, 8});
  EXPECT_EQ(group.Text(), "2");
  group.Add(Value(int64_t{7}), -1);
  EXPECT_EQ(group.Text(), "2");
  group.Add(Value(int64_t{7}), -1);
  EXPECT_EQ(group.Text(), "1");
  Group other("COUNT", Type::Integer(), true);
  other.AddInts({8, 9});
  EXPECT_EQ(group.Merge(other).Text(), "2");
}

TEST(SqlAggregate, AnExtremeIsFoundAgainAfterRetraction) {
  Group least("MIN", Type::Integer(), false, /*retracts=*/true);
  least.AddInts({5, -3, 4});
  EXPECT_EQ(least.Text(), "-3");
  EXPECT_EQ(least.Add(Value(int64_t{-3}), -1).Text(), "4");
  Group greatest("MAX", Type::String(), false, true);
  greatest.Add(Value("b")).Add(Value("a")).Add(Value("c")).Add(Value("c"), -1);
  EXPECT_EQ(greatest.Text(), "b");
  Group real("MIN", Type::Double(), false, true);
  real.Add(Value(-1.5)).Add(Value(-2.5)).Add(Value(2.0));
  EXPECT_EQ(real.Text(), "-2.5");
}

TEST(SqlAggregate, ExtremesOfDatesTextAndTimestampsMerge) {
  Group a("MAX", Type::Timestamp(9));
  a.Add(Value(TimestampValue{-1, 5}));
  Group b("MAX", Type::Timestamp(9));
  b.Add(Value(TimestampValue{-1, 7}));
  EXPECT_EQ(a.Merge(b).Text(), "1969-12-31 23:59:59.999000007");
  Group text("MIN", Type::String());
  Group more("MIN", Type::String());
  EXPECT_EQ(text.Merge(more.Add(Value("x"))).Text(), "x");
}

TEST(SqlAggregate, VariancesMergeAsIfTheRowsHadComeTogether) {
  Group whole("VAR_POP", Type::Double());
  Group left("VAR_POP", Type::Double());
  Group right("VAR_POP", Type::Double());
  for (int i = 0; i < 8; ++i) {
    const Value value(static_cast<double>(i * i));
    whole.Add(value);
    (i < 3 ? left : right).Add(value);
  }
  EXPECT_EQ(whole.Text(), "278.25");
  EXPECT_NEAR(std::stod(left.Merge(right).Text()), 278.25, 1e-9);
  EXPECT_EQ(Group("STDDEV_SAMP", Type::Double()).Add(Value(1.0)).Text(), "NULL");
  Group back("VAR_POP", Type::Double(), false, true);
  back.Add(Value(1.0)).Add(Value(3.0)).Add(Value(100.0)).Add(Value(100.0), -1);
  EXPECT_NEAR(std::stod(back.Text()), 1, 1e-9);
}

TEST(SqlAggregate, ListsKeepTheOrderOfArrival) {
  Group list("LISTAGG", Type::String(), false, true);
  list.Add(Value("a")).Add({}).Add(Value("b")).Add(Value("a")).Add(Value("a"), -1);
  EXPECT_EQ(list.Text(), "b,a");
  EXPECT_EQ(Group("FIRST_VALUE", Type::Integer()).Add({}).AddInts({4, 5}).Text(), "4");
  EXPECT_EQ(Group("LAST_VALUE", Type::Integer()).AddInts({4, 5}).Add({}).Text(), "5");
  EXPECT_EQ(Group("COLLECT", Type::Integer()).AddInts({5, 4, 5}).Text(), "{4=1, 5=2}");
}

TEST(SqlAggregate, AWrongCallIsExplained) {
  const Argument text{Type::Array(Type::Integer()), nullptr};
  const auto bound = BindAggregate("SUM", std::span(&text, 1), false, Dialect::kFlink);
  ASSERT_FALSE(bound.ok());
  EXPECT_EQ(bound.error().message, "SUM does not take (ARRAY<INT>); it is SUM([DISTINCT] x)");
  const auto none = BindAggregate("CUONT", {}, false, Dialect::kFlink);
  EXPECT_EQ(none.error().message, "no aggregate is called CUONT; is COUNT meant?");
}

}  // namespace
}  // namespace weir::sql::test
