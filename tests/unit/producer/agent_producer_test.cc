// The agent from end to end: what it reads, when it sends, how it backs off, what rotation costs.
#include "core/producer/agent_producer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "core/base/md5.h"
#include "core/base/text.h"
#include "core/engine/engine.h"
#include "tests/support/builders.h"
#include "tests/support/near.h"

namespace weir {
namespace {

using test::kStart;
using test::Near;
using test::Recorder;
using test::ScenarioWith;

// One agent "p"; a call takes 10 ms. Run for `length`.
struct AgentRun {
  AgentRun(std::string_view members, Duration length, std::string_view rest = "", int shards = 1)
      : engine(ScenarioWith(shards, StrCat({R"("duration": "30h", "producers": [{"name": "p", )",
                                            R"("kind": "agent", "stream": "s", )",
                                            R"("latency": {"min": "10ms", "max": "10ms"}, )",
                                            members, "}]", rest}))) {
    engine.AdvanceTo(kStart + length, &recorder);
  }
  ProducerView View() const { return engine.View().producers[0]; }
  std::vector<TraceEvent> Of(TraceKind kind) const {
    std::vector<TraceEvent> events;
    for (const TraceEvent& event : recorder.events) {
      if (event.kind == kind) events.push_back(event);
    }
    return events;
  }

  Recorder recorder;
  Engine engine;
};

void ExpectBalanced(const ProducerView& view) {
  EXPECT_EQ(view.intended, view.accepted + view.given_up + view.refused + view.waiting);
  EXPECT_GE(view.waiting, 0);
}

TEST(AgentProducerTest, ABufferIsSentAfterAMinute) {
  // A line every second from 0 on; the first is read when it is written, the last at 60 s too.
  const AgentRun run(R"("arrivals": {"rate": 1})", Seconds(100));
  const std::vector<TraceEvent> puts = run.Of(TraceKind::kPutRecords);
  ASSERT_EQ(puts.size(), 1u);
  EXPECT_EQ(puts[0].at, kStart + Seconds(60) + Millis(5));
  EXPECT_TRUE(Near(puts[0].x, 60, 1));
}

TEST(AgentProducerTest, LinesAreReadEvery100Ms) {
  // Lines at 0, 30, 60, ... ms; a buffer of one line: it leaves when it is read.
  const AgentRun run(R"("arrivals": {"rate": "100/m"}, "agent": {"max_buffer_records": 1})",
                     Seconds(10));
  for (const TraceEvent& put : run.Of(TraceKind::kPutRecords)) {
    EXPECT_EQ((put.at - Millis(5) - kStart).micros % 100'000, 0);
    EXPECT_EQ(put.x, 1);
  }
  EXPECT_EQ(run.View().calls, 17);
}

TEST(AgentProducerTest, ABufferHoldsFiveHundredLines) {
  const AgentRun run(R"("arrivals": {"rate": 499}, "stop": "1s")", Seconds(30));
  EXPECT_EQ(run.View().calls, 0);
  const AgentRun full(R"("arrivals": {"rate": 500}, "stop": "1s")", Seconds(30));
  ASSERT_EQ(full.View().calls, 1);
  EXPECT_EQ(full.Of(TraceKind::kPutRecords)[0].at, kStart + Seconds(1) + Millis(5));
}

TEST(AgentProducerTest, ABufferHoldsFourMebibytes) {
  // Lines of 512 KiB with their newline and a key of 32 bytes: eight of them to the byte.
  const std::string members = R"("arrivals": {"rate": 80}, "limit": 8, "agent":
                                 {"partition_key": "deterministic"}, "size": )";
  const auto first_call = [&](int64_t bytes) {
    const AgentRun run(members + std::to_string(bytes), Seconds(30), "", 8);
    const std::vector<TraceEvent> puts = run.Of(TraceKind::kPutRecords);
    return puts.empty() ? 0 : puts[0].x + puts[0].y;
  };
  EXPECT_EQ(first_call((512 << 10) - 33), 8);
  EXPECT_EQ(first_call((512 << 10) - 34), 0) << "there is room for more";
  EXPECT_EQ(first_call((512 << 10) - 32), 7) << "the eighth begins a second buffer";
}

TEST(AgentProducerTest, ItBeginsAtTheEndOfTheFileUnlessTold) {
  const std::string members =
      R"("arrivals": {"rate": 10}, "stop": "20s", "agent": {"up_after": "10s",
         "initial_position": ")";
  const AgentRun end(members + R"(end_of_file"})", Minutes(3));
  EXPECT_EQ(end.View().intended, 100);
  EXPECT_EQ(end.View().accepted, 100);
  const AgentRun start(members + R"(start_of_file"})", Minutes(3));
  EXPECT_EQ(start.View().intended, 200);
  EXPECT_EQ(start.View().accepted, 200);
  EXPECT_TRUE(end.View().done);
}

TEST(AgentProducerTest, ARandomKeySpreadsTheLinesAndADeterministicOneIsTheirDigest) {
  const AgentRun random(R"("arrivals": {"rate": 500}, "stop": "1s", "keys": {"count": 1})",
                        Seconds(9));
  std::set<std::string> keys;
  for (uint64_t i = 0; i < 500; ++i) {
    keys.insert(random.engine.PartitionKeyOf({0}, {0}, i));
    const std::string data = random.engine.DataOf({0}, {0}, i);
    EXPECT_EQ(data.back(), '\n');
    EXPECT_EQ(data.size() + random.engine.PartitionKeyOf({0}, {0}, i).size(),
              random.engine.streams().stream({0}).shard({0}).log().Row(i).billed_bytes);
  }
  EXPECT_EQ(keys.size(), 500u);
  const AgentRun digest(R"("arrivals": {"rate": 500}, "stop": "1s", "size": {"min": 5, "max": 90},
                           "agent": {"partition_key": "deterministic"})",
                        Seconds(9));
  for (uint64_t i = 0; i < 500; ++i) {
    const Md5Digest md5 = Md5(digest.engine.DataOf({0}, {0}, i));
    EXPECT_EQ(digest.engine.PartitionKeyOf({0}, {0}, i),
              StrCat({ToHex16(md5.hi()), ToHex16(md5.lo())}));
  }
}

TEST(AgentProducerTest, ItNeverGivesUpWhatItHasRead) {
  const AgentRun run(R"("arrivals": {"rate": 3000}, "stop": "30s")", Minutes(30));
  const ProducerView view = run.View();
  EXPECT_GT(view.throttled, 1'000);
  EXPECT_EQ(view.accepted, 90'000);
  EXPECT_EQ(view.given_up, 0);
  EXPECT_TRUE(view.done);
}

TEST(AgentProducerTest, AStreamThatIsGoneIsTriedUntilItIsThereAgain) {
  const AgentRun run(
      R"("arrivals": {"rate": 100}, "stop": "60s", "agent": {"max_buffer_age": "1s"})", Minutes(20),
      R"(, "events": [{"at": "5s", "do": "DeleteStream", "stream": "s"}])");
  EXPECT_GT(run.View().waiting, 5'000);
  EXPECT_EQ(run.View().given_up, 0);
  // The wait between tries grows to 10 s, give or take 30 %: no more than one in seven seconds.
  const std::vector<TraceEvent> refused = run.Of(TraceKind::kPutRefused);
  const int64_t late = std::count_if(refused.begin(), refused.end(), [](const TraceEvent& event) {
    return event.at > kStart + Minutes(10);
  });
  EXPECT_GT(late, 600 / 13 - 2);
  ExpectBalanced(run.View());
}

TEST(AgentProducerTest, ItSleepsInSlicesOfAQuarterOfASecond) {
  // The stream is gone: a buffer of 500 lines is refused again and again.
  const AgentRun run(
      R"("arrivals": {"rate": 100}, "stop": "6s", "agent": {"max_buffer_age": "15m"})", Minutes(5),
      R"(, "events": [{"at": "1s", "do": "DeleteStream", "stream": "s"}])");
  const std::vector<TraceEvent> refused = run.Of(TraceKind::kPutRefused);
  ASSERT_GT(refused.size(), 10);
  for (size_t i = 3; i < refused.size(); ++i) {
    const Duration since = refused[i].at - refused[i - 1].at;
    EXPECT_EQ(since.micros % Millis(250).micros, 0) << i << ": " << since.micros;
  }
}

// A success resets the back-off, and all that waits is sent at once: a call a thread and 100 more.
// Nearly all of it fails, and the next call comes ten seconds later, give or take three.
TEST(AgentProducerTest, OnAFullShardItSendsInBursts) {
  const AgentRun run(R"("arrivals": {"rate": 3000})", Minutes(10));
  const std::vector<TraceEvent> puts = run.Of(TraceKind::kPutRecords);
  int64_t at_once = 0;
  int64_t bursts = 0;
  for (size_t i = 1; i < puts.size(); ++i) {
    at_once = puts[i].at - puts[i - 1].at < Millis(50) ? at_once + 1 : 0;
    bursts += at_once == 100 ? 1 : 0;
  }
  EXPECT_GT(bursts, 1);
  // A shard takes 1 000 a second.
  EXPECT_LT(run.View().accepted, 10 * 60 * 300);
  EXPECT_GT(run.View().accepted, 10 * 60 * 50);
  ExpectBalanced(run.View());
}

TEST(AgentProducerTest, WhenItsQueueIsFullItStopsReading) {
  // 100 buffers of 500 and one more, and what 24 threads hold: the rest stays in the file.
  const AgentRun run(R"("arrivals": {"rate": 3000}, "agent": {"sending_threads": 1})", Minutes(2));
  ExpectBalanced(run.View());
  EXPECT_EQ(run.View().intended, 360'001);
  EXPECT_EQ(run.View().given_up, 0);
}

TEST(AgentProducerTest, RotationDeletesWhatWasNotReadInTime) {
  const std::string members = R"("arrivals": {"rate": 4000}, "stop": "60s", "size": 60,
      "agent": {"rotate_every": "5s", "sending_threads": 1, "keep_files": )";
  const AgentRun few(members + "1}", Minutes(30));
  EXPECT_GT(few.View().given_up, 10'000);
  EXPECT_TRUE(few.View().done);
  ExpectBalanced(few.View());
  const AgentRun many(members + "1000}", Minutes(60));
  EXPECT_EQ(many.View().given_up, 0);
  EXPECT_EQ(many.View().accepted, 240'000);
}

TEST(AgentProducerTest, ANewRateHoldsFromItsMomentOn) {
  const AgentRun run(R"("arrivals": {"rate": 3000}, "agent": {"sending_threads": 1})", Minutes(3),
                     R"(, "events": [{"at": "60s", "do": "SetProducerRate", "producer": "p",
                                      "rate": 10}])");
  EXPECT_TRUE(Near(run.View().intended, 180'000 + 1'200, 3));
  ExpectBalanced(run.View());
}

TEST(AgentProducerTest, ALineThatIsTooLongIsCut) {
  const AgentRun run(R"("arrivals": {"rate": 10}, "size": 2000000, "stop": "1s")", Minutes(5), "",
                     30);
  EXPECT_EQ(run.View().accepted, 10);  // Cut to a mebibyte, with their key.
  const std::vector<Shard>& shards = run.engine.streams().stream({0}).shards();
  for (uint32_t shard = 0; shard < shards.size(); ++shard) {
    if (shards[shard].log().empty()) continue;
    EXPECT_EQ(shards[shard].log().Row(0).billed_bytes, 1u << 20);
    EXPECT_EQ(run.engine.DataOf({0}, {shard}, 0).back(), '\n');
  }
}

}  // namespace
}  // namespace weir
