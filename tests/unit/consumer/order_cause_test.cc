// One run for each cause of lost order or of a duplicate: it finds that cause and no other.
#include "core/model/order_cause.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "tests/support/builders.h"

namespace weir {
namespace {

using test::kStart;

struct Run {
  const char* name;
  OrderCause cause;
  int shards;
  std::string_view producer;
  std::string_view consumer;
  std::string_view events;
};

EngineView ViewAfter(const Run& run) {
  Engine engine(test::ScenarioWith(
      run.shards,
      StrCat({R"("duration": "10m", "producers": [{"name": "p", "stream": "s", "stop": "3m", )",
              run.producer, R"(}], "consumers": [{"name": "c", "stream": "s", )", run.consumer,
              R"(}], "events": [)", run.events, "]"})));
  engine.AdvanceTo(kStart + Minutes(10));
  return engine.View();
}

constexpr std::string_view kPoll = R"("poll": "1s")";

const Run kRuns[] = {
    // 1 300 a second into one shard, all calls equally fast: only a refused record can come late.
    {"retry", OrderCause::kRetryOvertaken, 1,
     R"("arrivals": {"rate": 1300}, "latency": {"min": "10ms", "max": "10ms"})", kPoll, ""},
    // Nothing is refused, but calls take 5 to 400 ms and several are under way.
    {"in_flight", OrderCause::kCallsInFlight, 2,
     R"("arrivals": {"rate": 200}, "linger": "20ms", "in_flight": 8,
        "latency": {"min": "5ms", "max": "400ms"})",
     kPoll, ""},
    {"child", OrderCause::kChildBeforeParent, 1,
     R"("arrivals": {"rate": 300}, "latency": {"min": "10ms", "max": "10ms"})",
     R"("poll": "1s", "workers": 4, "records_per_second": 280, "limit": 500,
        "children": "at_once")",
     R"({"at": "60s", "do": "SplitShard", "stream": "s", "shard": 0})"},
    {"split_key", OrderCause::kSplitKey, 4,
     R"("arrivals": {"rate": 300}, "latency": {"min": "10ms", "max": "10ms"},
        "keys": {"count": 20, "partition_by": "random"})",
     kPoll, ""},
    {"parallel", OrderCause::kParallelBatches, 1,
     R"("arrivals": {"rate": 100}, "latency": {"min": "10ms", "max": "10ms"},
        "keys": {"count": 5})",
     R"("poll": "1s", "threads": 4, "order": "none", "records_per_second": 200)", ""},
    // In order, so that the copies are all there is.
    {"put_twice", OrderCause::kPutTwice, 1,
     R"("arrivals": {"rate": 100}, "in_order": true, "lost_answers": 20,
        "request_timeout": "2s")",
     kPoll, ""},
    // One call at a time, so that none overtakes another. What the split catches on its way is read
    // where it came first, and again where it belongs.
    {"wrong_shard", OrderCause::kWrongShard, 1,
     R"("kind": "kpl", "arrivals": {"rate": 2000}, "keys": {"count": 50000}, "size": 20,
        "latency": {"min": "10ms", "max": "10ms"}, "kpl": {"max_connections": 1})",
     kPoll, R"({"at": "20s", "do": "SplitShard", "stream": "s", "shard": 0})"},
};

class OrderCauseTest : public testing::TestWithParam<Run> {};

TEST_P(OrderCauseTest, IsFoundAndNoOther) {
  const EngineView view = ViewAfter(GetParam());
  const ConsumerView& consumer = view.consumers[0];
  int64_t all = 0;
  for (const int64_t count : consumer.order_causes) all += count;
  EXPECT_EQ(all, consumer.order_violations + consumer.duplicates);
  const int64_t of_cause = consumer.order_causes[static_cast<size_t>(GetParam().cause)];
  EXPECT_GT(of_cause, 0);
  EXPECT_EQ(of_cause, all);
  if (IsDuplicate(GetParam().cause)) {
    EXPECT_FALSE(view.first_violation.has_value());
    EXPECT_TRUE(view.order_kept);
  } else {
    ASSERT_TRUE(view.first_violation.has_value());
    EXPECT_EQ(view.first_violation->cause, GetParam().cause);
    EXPECT_TRUE(view.first_violation->later_sequence.has_value());
  }
}

INSTANTIATE_TEST_SUITE_P(Runs, OrderCauseTest, testing::ValuesIn(kRuns),
                         [](const auto& run) { return std::string(run.param.name); });

TEST(OrderCausesTest, ALostAnswerPutsEachRecordOfTheCallTwiceAndLosesNone) {
  const EngineView view = ViewAfter(kRuns[5]);
  const ProducerView& producer = view.producers[0];
  EXPECT_GT(producer.unanswered, 0);
  EXPECT_EQ(producer.intended, producer.accepted);  // The second time it was told so.
  EXPECT_EQ(view.streams[0].shards[0].records_in, producer.accepted + producer.unanswered);
  EXPECT_EQ(view.consumers[0].duplicates, producer.unanswered);
}

TEST(OrderCausesTest, ThreadsThatKeysAreDealtToKeepTheirOrder) {
  const EngineView view =
      ViewAfter({"", OrderCause::kParallelBatches, 1, R"("arrivals": {"rate": 300})",
                 R"("threads": 4, "records_per_second": 90)", ""});
  EXPECT_EQ(view.consumers[0].order_violations, 0);
  EXPECT_EQ(view.consumers[0].duplicates, 0);
  EXPECT_EQ(view.consumers[0].processed, view.producers[0].accepted);  // Four can, one could not.
}

TEST(OrderCausesTest, CopiesThatNewerRecordsOvertookAreStillDuplicates) {
  const EngineView view =
      ViewAfter({"", OrderCause::kPutTwice, 1,
                 R"("arrivals": {"rate": 100}, "lost_answers": 20, "request_timeout": "2s",
          "latency": {"min": "10ms", "max": "10ms"})",
                 kPoll, ""});
  EXPECT_EQ(view.consumers[0].order_violations, 0);
  EXPECT_EQ(view.consumers[0].duplicates, view.producers[0].unanswered);
  EXPECT_GT(view.consumers[0].duplicates, 0);
}

// Until the timeout of a call whose answer is lost, its records have been put once.
TEST(OrderCausesTest, WhatIsOvertakenOnItsWayIsNotSentAgainYet) {
  Engine engine(test::ScenarioWith(
      1, R"("duration": "1m", "producers": [{"name": "p", "stream": "s", "arrivals": {"rate": 300},
            "keys": {"count": 3}, "linger": "20ms", "in_flight": 64, "lost_answers": 20,
            "latency": {"min": "5ms", "max": "400ms"}, "request_timeout": "30s"}],
            "consumers": [{"name": "c", "stream": "s", "poll": "200ms"}])"));
  engine.AdvanceTo(kStart + Seconds(20));
  const ConsumerView consumer = engine.View().consumers[0];
  EXPECT_GT(consumer.order_violations, 0);
  EXPECT_EQ(consumer.order_causes[static_cast<size_t>(OrderCause::kCallsInFlight)],
            consumer.order_violations);
}

TEST(OrderCausesTest, EveryCauseHasAWordAndASentenceOfItsOwn) {
  std::set<std::string> words;
  std::set<std::string> sentences;
  for (size_t i = 0; i < kOrderCauses; ++i) {
    words.insert(OrderCauseName(static_cast<OrderCause>(i)));
    sentences.insert(OrderCauseSentence(static_cast<OrderCause>(i)));
  }
  EXPECT_EQ(words.size(), kOrderCauses);
  EXPECT_EQ(sentences.size(), kOrderCauses);
  EXPECT_FALSE(words.contains("?"));
}

}  // namespace
}  // namespace weir
