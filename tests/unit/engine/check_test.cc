// The language of checks, and how scenarios hold them: what is understood and what is refused.
#include "core/engine/check.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "core/base/text.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

const MeasureNames kNames{{"s"}, {"p"}, {"c"}};

TEST(CheckSumTest, ASumHasSignsAndParts) {
  const Result<CheckSum> sum = ParseCheckSum(
      "producers.p.accepted + 90% of run.intended - 5 - 10% of streams.s.records_in.peak", kNames);
  ASSERT_TRUE(sum.ok()) << sum.error().message;
  const std::vector<CheckTerm>& terms = sum.value().terms;
  ASSERT_EQ(terms.size(), 4);
  EXPECT_EQ(terms[0].percent, 100);
  EXPECT_EQ(terms[1].percent, 90);
  EXPECT_EQ(terms[2].percent, -100);
  EXPECT_EQ(terms[2].constant.number, 5);
  EXPECT_EQ(terms[3].percent, -10);
  EXPECT_EQ(terms[3].measured->over, MeasureOver::kPeak);
  EXPECT_EQ(sum.value().unit, MeasureUnit::kRecords);
}

TEST(CheckSumTest, ConstantsAreNumbersDurationsAndTexts) {
  EXPECT_EQ(ParseCheckSum("6000", kNames).value().terms[0].constant.number, 6'000);
  EXPECT_EQ(ParseCheckSum("5m", kNames).value().terms[0].constant.number, 300'000'000);
  EXPECT_EQ(ParseCheckSum("1.5s + 1ms", kNames).value().terms.size(), 2);
  const CheckTerm text = ParseCheckSum("'a + b'", kNames).value().terms[0];
  EXPECT_EQ(text.constant.text, "a + b");
}

struct Refused {
  const char* text;
  const char* error;  // A part of it.
};

std::ostream& operator<<(std::ostream& out, const Refused& refused) { return out << refused.text; }

class RefusedSumTest : public testing::TestWithParam<Refused> {};

TEST_P(RefusedSumTest, SaysWhy) {
  const Result<CheckSum> sum = ParseCheckSum(GetParam().text, kNames);
  ASSERT_FALSE(sum.ok());
  EXPECT_NE(sum.error().message.find(GetParam().error), std::string::npos) << sum.error().message;
}

constexpr Refused kRefusedSums[] = {
    {"", "expected a measure"},
    {"run.intended + ", "there is no measure run.intended +"},
    {"run.intended +  + 5", "expected a measure"},
    {"5 records", "neither a whole number"},
    {"6,000", "neither a whole number"},
    {"-5", "there are no measures of \"-5\""},
    {"1000000000000001", "neither a whole number"},
    {"run.elapsed + 5", "adds a number to a duration"},
    {"5 + 5s", "adds a duration such as \"5m\" to a number"},
    {"run.order + run.order", "adds a text"},
    {"90% of run.order", "a text has no parts"},
    {"'open", "the text has no end quote"},
    {"'", "the text has no end quote"},
    {"10001% of run.intended", "percent up to 10000"},
    {"1.5% of run.intended", "expected a whole number of percent"},
    {"run.intendet", "did you mean \"intended\"?"},
};

INSTANTIATE_TEST_SUITE_P(Checks, RefusedSumTest, testing::ValuesIn(kRefusedSums));

TEST(CheckSumTest, HasABoundedNumberOfSummands) {
  std::string text = "1";
  for (int i = 0; i < 15; ++i) text += " + 1";
  EXPECT_TRUE(ParseCheckSum(text, kNames).ok());
  EXPECT_FALSE(ParseCheckSum(text + " + 1", kNames).ok());
}

TEST(ComparisonTest, TheLongerSignWins) {
  const std::pair<const char*, CheckOperator> cases[] = {
      {"= 0", CheckOperator::kEqual},     {"!= 0", CheckOperator::kUnequal},
      {"< 1", CheckOperator::kLess},      {"<= 1", CheckOperator::kAtMost},
      {"> 1", CheckOperator::kGreater},   {">= 1", CheckOperator::kAtLeast},
      {" >=1 ", CheckOperator::kAtLeast},
  };
  for (const auto& [text, comparison] : cases) {
    Check check;
    check.left = ParseCheckSum("run.intended", kNames).value();
    ASSERT_TRUE(ParseComparison(text, kNames, check).ok()) << text;
    EXPECT_EQ(check.comparison, comparison) << text;
  }
}

// --- In a scenario. ---

std::string ErrorWith(std::string_view members) {
  return test::ScenarioError(
      StrCat({R"({"weir": 1, "name": "t", "duration": "1m", "streams": [{"name": "s"}],
                  "consumers": [{"name": "c", "stream": "s"}], )",
              members, "}"}));
}

std::string WithCheck(std::string_view members) {
  return ErrorWith(StrCat({R"("check": [{"id": "x", "why": "w", )", members, "}]"}));
}

std::string WithVariant(std::string_view members) {
  return ErrorWith(
      StrCat({R"("check": [{"id": "x", "why": "w", "that": "run.intended", "is": "= 0"}],
                 "wrong": [{"about": "a", )",
              members, "}]"}));
}

TEST(CheckReaderTest, GoodOnesAreTaken) {
  EXPECT_EQ(WithCheck(R"("that": "run.intended", "is": "= 0")"), "");
  EXPECT_EQ(WithCheck(R"("that": "run.order", "is": "!= 'violated'", "at": "1500ms")"), "");
  EXPECT_EQ(WithCheck(R"("that": "consumers.c.behind", "is": "<= 5m", "at": "always",
                         "from": "10s", "until": "20s")"),
            "");
  EXPECT_EQ(WithVariant(R"("name": "v", "patch": {"/streams/s/shards": 2}, "fails": ["x"])"), "");
}

struct WrongCheck {
  const char* members;
  const char* error;  // What it begins with.
};

std::ostream& operator<<(std::ostream& out, const WrongCheck& wrong) {
  return out << wrong.members;
}

class WrongCheckTest : public testing::TestWithParam<WrongCheck> {};

TEST_P(WrongCheckTest, IsRefusedWithItsPath) {
  const std::string error = WithCheck(GetParam().members);
  EXPECT_EQ(error.substr(0, std::string_view(GetParam().error).size()), GetParam().error) << error;
}

constexpr WrongCheck kWrongChecks[] = {
    {R"("is": "= 0")", "check[0].that: is missing"},
    {R"("that": "run.intended")", "check[0].is: is missing"},
    {R"("that": 5, "is": "= 0")", "check[0].that: expected a text"},
    {R"("that": "streams.x.records_in", "is": "= 0")",
     "check[0].that: \"streams.x.records_in\": there is no stream \"x\"; expected one of s"},
    {R"("that": "run.intended", "is": "0")", "check[0].is: expected one of =, !="},
    {R"("that": "run.intended", "is": "== 0")", "check[0].is: \"= 0\": there are no measures"},
    {R"("that": "run.intended", "is": "= 5s")", "check[0].is: \"that\" is records: expected a num"},
    {R"("that": "run.elapsed", "is": "= 5")", "check[0].is: \"that\" is duration: expected a dur"},
    {R"("that": "run.order", "is": "= kept")", "check[0].is: \"kept\": there are no measures"},
    {R"("that": "run.order", "is": "< 'kept'")", "check[0].is: a text is compared with = or !="},
    {R"("that": "run.intended", "is": "= 0", "at": "soon")", "check[0].at: expected \"end\""},
    {R"("that": "run.intended", "is": "= 0", "at": "61s")", "check[0].at: lies after the end"},
    {R"("that": "run.intended", "is": "= 0", "from": "1s")", "check[0].from: goes with \"always\""},
    {R"("that": "run.intended", "is": "= 0", "at": "ever", "from": "2s", "until": "1s")",
     "check[0].until: expected a duration from \"2s\""},
    {R"("that": "run.intended", "is": "= 0", "when": "end")", "check[0].when: unknown member"},
};

INSTANTIATE_TEST_SUITE_P(Checks, WrongCheckTest, testing::ValuesIn(kWrongChecks));

class WrongVariantTest : public testing::TestWithParam<WrongCheck> {};

TEST_P(WrongVariantTest, IsRefusedWithItsPath) {
  const std::string error = WithVariant(GetParam().members);
  EXPECT_EQ(error.substr(0, std::string_view(GetParam().error).size()), GetParam().error) << error;
}

constexpr WrongCheck kWrongVariants[] = {
    {R"("patch": {"/seed": 1}, "fails": ["x"])", "wrong[0].name: is missing"},
    {R"("name": "A b", "patch": {"/seed": 1}, "fails": ["x"])", "wrong[0].name: expected 1 to 64"},
    {R"("name": "v", "fails": ["x"])", "wrong[0].patch: is missing"},
    {R"("name": "v", "patch": {}, "fails": ["x"])", "wrong[0].patch: expected an object such"},
    {R"("name": "v", "patch": [1], "fails": ["x"])", "wrong[0].patch: expected an object such"},
    {R"("name": "v", "patch": {"/seed": 1})", "wrong[0].fails: is missing"},
    {R"("name": "v", "patch": {"/seed": 1}, "fails": [])", "wrong[0].fails: expected a list"},
    {R"("name": "v", "patch": {"/seed": 1}, "fails": ["y"])",
     "wrong[0].fails: there is no check \"y\""},
    {R"("name": "v", "patch": {"/seed": 1}, "fails": [1])", "wrong[0].fails: there is no check"},
};

INSTANTIATE_TEST_SUITE_P(Checks, WrongVariantTest, testing::ValuesIn(kWrongVariants));

TEST(CheckReaderTest, IdsAndNamesStandOnce) {
  constexpr std::string_view kOne =
      R"({"id": "x", "why": "w", "that": "run.intended", "is": "= 0"})";
  EXPECT_EQ(ErrorWith(StrCat({"\"check\": [", kOne, ", ", kOne, "]"})),
            "check[1].id: stands twice; ids are unique");
  constexpr std::string_view kVariant =
      R"({"name": "v", "about": "a", "patch": {"/seed": 1}, "fails": ["x"]})";
  EXPECT_EQ(
      ErrorWith(StrCat({"\"check\": [", kOne, "], \"wrong\": [", kVariant, ", ", kVariant, "]"})),
      "wrong[1].name: stands twice; names are unique");
}

TEST(CheckReaderTest, WhyAndAboutAreNeverMissing) {
  EXPECT_EQ(ErrorWith(R"("check": [{"id": "x", "that": "run.intended", "is": "= 0"}])"),
            "check[0].why: is missing; expected a text");
}

}  // namespace
}  // namespace weir
