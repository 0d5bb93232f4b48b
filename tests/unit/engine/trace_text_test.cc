// A trace event as a line: the time, then what happened, by the names of the scenario.
#include "core/engine/trace_text.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/result.h"
#include "core/model/stream_status.h"
#include "tests/support/consumer_run.h"

namespace weir {
namespace {

using test::kStart;

class TraceTextTest : public testing::Test {
 protected:
  std::string Line(TraceKind kind, uint32_t subject, uint32_t object, int64_t x, int64_t y) {
    return TraceLine({kStart + Millis(61'500), kind, subject, object, x, y}, run_.engine);
  }
  test::ConsumerRun run_{test::Parts{.shards = 3}};
};

constexpr std::string_view kTime = "00:01:01.500 ";

TEST_F(TraceTextTest, CommandsAndStreams) {
  const auto text = [&](TraceKind kind, uint32_t subject, uint32_t object, int64_t x, int64_t y) {
    return Line(kind, subject, object, x, y).substr(kTime.size());
  };
  EXPECT_EQ(Line(TraceKind::kCommandApplied, 0, 0, 7, 0), "00:01:01.500 command 7 applied");
  EXPECT_EQ(
      text(TraceKind::kCommandRefused, 0, 0, 7, static_cast<int64_t>(ErrorCode::kResourceInUse)),
      "command 7 refused: ResourceInUseException");
  EXPECT_EQ(text(TraceKind::kStreamStatus, 0, 0, static_cast<int64_t>(StreamStatus::kUpdating), 0),
            "stream s is UPDATING");
  EXPECT_EQ(text(TraceKind::kShardOpened, 0, 4, -1, -1), "s/4 opened");
  EXPECT_EQ(text(TraceKind::kShardOpened, 0, 4, 2, -1), "s/4 opened, child of 2");
  EXPECT_EQ(text(TraceKind::kShardOpened, 0, 4, 2, 3), "s/4 opened, child of 2 and 3");
  EXPECT_EQ(text(TraceKind::kShardClosed, 0, 2, 0, 0), "s/2 closed");
  EXPECT_EQ(text(TraceKind::kRecordsExpired, 0, 0, 12, 0), "expire s: 12 records");
}

TEST_F(TraceTextTest, Producers) {
  const auto text = [&](TraceKind kind, uint32_t subject, uint32_t object, int64_t x, int64_t y) {
    return Line(kind, subject, object, x, y).substr(kTime.size());
  };
  EXPECT_EQ(text(TraceKind::kPutRecords, 0, 0, 20, 3), "put p -> s: 20 accepted, 3 throttled");
  EXPECT_EQ(text(TraceKind::kThrottled, 0, 1, 3, static_cast<int64_t>(PutOutcome::kThrottledBytes)),
            "throttle s/1: 3 records by bytes per second");
  EXPECT_EQ(
      text(TraceKind::kThrottled, 0, 1, 3, static_cast<int64_t>(PutOutcome::kThrottledRecords)),
      "throttle s/1: 3 records by records per second");
  EXPECT_EQ(
      text(TraceKind::kPutRefused, 0, 0, 20, static_cast<int64_t>(ErrorCode::kResourceNotFound)),
      "put p -> s: 20 records refused: ResourceNotFoundException");
  EXPECT_EQ(text(TraceKind::kRetryScheduled, 0, 0, 5, 2), "retry p: 5 records after attempt 2");
  EXPECT_EQ(text(TraceKind::kGaveUp, 0, 0, 5, 0), "give-up p: 5 records lost");
  EXPECT_EQ(text(TraceKind::kProducerDone, 0, 0, 100, 0), "done p: 100 records");
}

TEST_F(TraceTextTest, Consumers) {
  const auto text = [&](TraceKind kind, uint32_t subject, uint32_t object, int64_t x, int64_t y) {
    return Line(kind, subject, object, x, y).substr(kTime.size());
  };
  EXPECT_EQ(text(TraceKind::kGetRecords, 0, 2, 7, 1'500'000),
            "get c <- s/2: 7 records, 1500ms behind");
  EXPECT_EQ(text(TraceKind::kReadThrottled, 0, 2, 0, 0), "read-throttle c <- s/2");
  EXPECT_EQ(text(TraceKind::kProcessed, 0, 2, 7, 250), "process c <- s/2: 7 records, age 250us");
  EXPECT_EQ(text(TraceKind::kIteratorExpired, 0, 2, 0, 0), "iterator-expired c <- s/2");
  EXPECT_EQ(text(TraceKind::kFellOffHorizon, 0, 2, 9, 0),
            "fell-off c <- s/2: 9 records lost unread");
  EXPECT_EQ(text(TraceKind::kShardEnd, 0, 2, 0, 0), "shard-end c <- s/2");
  EXPECT_EQ(text(TraceKind::kLeaseStarted, 0, 2, 1, 0), "lease c <- s/2 by worker 1");
  EXPECT_EQ(text(TraceKind::kOrderViolated, 0, 2, 5, 6),
            "order-violated c <- s/2: key 5, record 6 came late");
}

// Every event of real runs has a line of its own words; none ends in a question mark.
TEST_F(TraceTextTest, EveryEventOfARunHasItsWords) {
  test::ConsumerRun run({.producer = R"("arrivals": {"rate": 3000}, "retry": {"attempts": 1})",
                         .consumer = R"("poll": "100ms")",
                         .events = R"({"at": "5s", "do": "SplitShard", "stream": "s", "shard": 0},
                                      {"at": "6s", "do": "SplitShard", "stream": "s", "shard": 0},
                                      {"at": "50s", "do": "DeleteStream", "stream": "s"})"});
  run.To(Minutes(2));
  EXPECT_GT(run.recorder.events.size(), 500);
  for (const TraceEvent& event : run.recorder.events) {
    const std::string line = TraceLine(event, run.engine);
    ASSERT_GT(line.size(), kTime.size());
    ASSERT_EQ(line.find('?'), std::string::npos) << line;
    ASSERT_EQ(line.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace weir
