// Every member of a Lambda mapping: its limits are accepted, one step beyond them is not, and the
// error says where.
#include "core/engine/lambda_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "core/base/text.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

std::string ErrorOf(std::string_view members) {
  return test::ScenarioError(
      StrCat({R"({"weir": 1, "name": "x", "streams": [{"name": "s"}], "consumers": [)",
              R"({"name": "c", "stream": "s")", members, "}]}"}));
}

std::string LambdaError(std::string_view members) {
  return ErrorOf(StrCat({R"(, "kind": "lambda", "lambda": {)", members, "}"}));
}

LambdaSpec SpecOf(std::string_view members) {
  const auto scenario = test::ScenarioWith(
      1, StrCat({R"("consumers": [{"name": "c", "stream": "s", "kind": "lambda", "lambda": {)",
                 members, "}}]"}));
  return scenario->consumers[0].lambda;
}

TEST(LambdaReaderTest, TheDefaultsAreThoseOfTheService) {
  const LambdaSpec spec = SpecOf("");
  EXPECT_EQ(spec.batch_size, 100);
  EXPECT_EQ(spec.batching_window, Seconds(0));
  EXPECT_EQ(spec.parallelization_factor, 1);
  EXPECT_FALSE(spec.bisect_batch_on_error);
  EXPECT_FALSE(spec.report_batch_item_failures);
  EXPECT_EQ(spec.retry_attempts, -1);
  EXPECT_FALSE(spec.record_age.has_value());
  EXPECT_EQ(spec.on_failure, "");
  EXPECT_EQ(spec.tumbling_window, Seconds(0));
}

struct Bound {
  const char* path;  // Within the consumer.
  const char* inside;
  const char* beyond;
};

// "$" stands for the number or text.
constexpr Bound kBounds[] = {
    {R"("batch_size": $)", "1", "0"},
    {R"("batch_size": $)", "10000", "10001"},
    {R"("maximum_batching_window": "$")", "0s", "-1s"},
    {R"("maximum_batching_window": "$")", "300s", "301s"},
    {R"("parallelization_factor": $)", "1", "0"},
    {R"("parallelization_factor": $)", "10", "11"},
    {R"("maximum_retry_attempts": $)", "-1", "-2"},
    {R"("maximum_retry_attempts": $)", "10000", "10001"},
    {R"("maximum_record_age": "$")", "60s", "59s"},
    {R"("maximum_record_age": "$")", "604800s", "604801s"},
    {R"("tumbling_window": "$")", "900s", "901s"},
    {R"("function": {"timeout": "$"})", "1s", "0s"},
    {R"("function": {"timeout": "$"})", "900s", "901s"},
    {R"("function": {"duration": "$"})", "1ms", "0ms"},
    {R"("function": {"duration": "$"})", "900s", "901s"},
    {R"("function": {"duration_per_record": "$"})", "0s", "901s"},
    {R"("function": {"errors": $})", "1000", "1001"},
    {R"("function": {"errors": $})", "0", "-1"},
    {R"("function": {"reserved_concurrency": $})", "0", "-1"},
    {R"("function": {"reserved_concurrency": $})", "100000", "100001"},
    {R"("function": {"state_bytes_per_record": $})", "1048576", "1048577"},
};

TEST(LambdaReaderTest, EveryLimitBinds) {
  for (const Bound& bound : kBounds) {
    const std::string_view path = bound.path;
    const size_t at = path.find('$');
    const auto with = [&](std::string_view value) {
      return LambdaError(StrCat({path.substr(0, at), value, path.substr(at + 1)}));
    };
    EXPECT_EQ(with(bound.inside), "") << bound.path << bound.inside;
    EXPECT_TRUE(with(bound.beyond).starts_with("consumers[0].lambda.")) << bound.path;
  }
}

TEST(LambdaReaderTest, WhatTheServiceTakesInSecondsIsWholeSeconds) {
  for (const char* member : {"maximum_batching_window", "maximum_record_age", "tumbling_window"}) {
    EXPECT_EQ(LambdaError(StrCat({"\"", member, R"(": "61500ms")"})),
              StrCat({"consumers[0].lambda.", member, ": must be whole seconds"}));
  }
  EXPECT_EQ(LambdaError(R"("function": {"timeout": "1500ms"})"),
            "consumers[0].lambda.function.timeout: must be whole seconds");
}

TEST(LambdaReaderTest, TypesAndUnknownMembersAreRefused) {
  EXPECT_TRUE(LambdaError(R"("bisect_batch_on_function_error": 1)")
                  .starts_with("consumers[0].lambda.bisect_batch_on_function_error: expected"));
  EXPECT_TRUE(LambdaError(R"("report_batch_item_failures": "yes")")
                  .starts_with("consumers[0].lambda.report_batch_item_failures: expected"));
  EXPECT_TRUE(
      LambdaError(R"("on_failure": 5)").starts_with("consumers[0].lambda.on_failure: expected"));
  EXPECT_TRUE(LambdaError(R"("batchsize": 5)")
                  .starts_with("consumers[0].lambda.batchsize: unknown member; did you mean"));
  EXPECT_TRUE(LambdaError(R"("function": {"error": 5})")
                  .starts_with("consumers[0].lambda.function.error: unknown member"));
  EXPECT_TRUE(ErrorOf(R"(, "kind": "lambda", "lambda": [])")
                  .starts_with("consumers[0].lambda: expected an object"));
}

TEST(LambdaReaderTest, WhatGoesWithAnotherKindDoesNotGoWithThisOne) {
  for (const char* member : {R"("workers": 2)", R"("poll": "1s")", R"("limit": 5)",
                             R"("children": "at_once")", R"("threads": 2)"}) {
    const std::string error = ErrorOf(StrCat({R"(, "kind": "lambda", )", member}));
    EXPECT_TRUE(error.ends_with("does not go with kind \"lambda\": the service decides")) << error;
  }
  EXPECT_EQ(ErrorOf(R"(, "lambda": {})"), "consumers[0].lambda: does not go with kind \"sdk\"");
  EXPECT_TRUE(ErrorOf(R"(, "kind": "lamda")").starts_with("consumers[0].kind: expected one of"));
}

}  // namespace
}  // namespace weir
