// Enhanced fan-out: who may register and subscribe, how fast records are pushed, and how late.
#include "core/stream/fan_out.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/engine/engine.h"
#include "core/engine/scenario_json.h"
#include "core/model/limits.h"
#include "core/stream/stream_service.h"

namespace weir {
namespace {

constexpr Instant kStart{1'767'225'600'000'000};
constexpr ShardIndex kShard{0};

// A registry with one consumer that is ACTIVE from kStart on.
struct Registered {
  FanOut fan_out;
  FanOutId consumer;
  Registered() { consumer = fan_out.Register(kStart - kRegisterConsumerDelay, "reader").value(); }
};

TEST(FanOutTest, TheTwentiethConsumerIsRegisteredAndTheTwentyFirstRefused) {
  FanOut fan_out;
  for (int i = 0; i < 20; ++i) {
    const Instant now = kStart + kRegisterConsumerDelay * i;
    ASSERT_TRUE(fan_out.Register(now, "c" + std::to_string(i)).ok()) << i;
  }
  const auto refused = fan_out.Register(kStart + Hours(1), "one-more");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kLimitExceeded);
  ASSERT_TRUE(fan_out.Deregister(kStart + Hours(1), {3}).ok());
  EXPECT_TRUE(fan_out.Register(kStart + Hours(1), "one-more").ok());
}

TEST(FanOutTest, FiveMayBeCreatingAtOnce) {
  FanOut fan_out;
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(fan_out.Register(kStart, "c" + std::to_string(i)).ok());
  }
  EXPECT_EQ(fan_out.Register(kStart, "sixth").error().code, ErrorCode::kLimitExceeded);
  EXPECT_TRUE(fan_out.Register(kStart + kRegisterConsumerDelay, "sixth").ok());
}

TEST(FanOutTest, ANameIsTakenUntilItIsDeregistered) {
  Registered r;
  EXPECT_EQ(r.fan_out.Register(kStart, "reader").error().code, ErrorCode::kResourceInUse);
  ASSERT_TRUE(r.fan_out.Deregister(kStart, r.consumer).ok());
  EXPECT_TRUE(r.fan_out.Register(kStart, "reader").ok());
  EXPECT_EQ(r.fan_out.Deregister(kStart, r.consumer).error().code, ErrorCode::kResourceNotFound);
  EXPECT_EQ(r.fan_out.Register(kStart, "no spaces").error().code, ErrorCode::kValidation);
}

TEST(FanOutTest, AConsumerThatIsStillCreatingMayNotSubscribe) {
  FanOut fan_out;
  const FanOutId consumer = fan_out.Register(kStart, "reader").value();
  const Instant early = kStart + kRegisterConsumerDelay - Micros(1);
  EXPECT_EQ(fan_out.Subscribe(early, consumer, kShard, 0).error().code, ErrorCode::kResourceInUse);
  EXPECT_TRUE(fan_out.Subscribe(early + Micros(1), consumer, kShard, 0).ok());
}

TEST(FanOutTest, ASecondCallWithinASecondIsLimitedAndWithinFiveInUse) {
  Registered r;
  ASSERT_TRUE(r.fan_out.Subscribe(kStart, r.consumer, kShard, 0).ok());
  EXPECT_EQ(r.fan_out.Subscribe(kStart + Micros(999'999), r.consumer, kShard, 0).error().code,
            ErrorCode::kLimitExceeded);
  EXPECT_EQ(r.fan_out.Subscribe(kStart + Seconds(1), r.consumer, kShard, 0).error().code,
            ErrorCode::kResourceInUse);
  EXPECT_TRUE(r.fan_out.Subscribe(kStart + Seconds(5), r.consumer, kShard, 7).ok());
  ASSERT_NE(r.fan_out.Find(kStart + Seconds(5), r.consumer, kShard), nullptr);
  EXPECT_EQ(r.fan_out.Find(kStart + Seconds(5), r.consumer, kShard)->next, 7U);
}

TEST(FanOutTest, ASubscriptionLivesFiveMinutes) {
  Registered r;
  ASSERT_TRUE(r.fan_out.Subscribe(kStart, r.consumer, kShard, 0).ok());
  EXPECT_NE(r.fan_out.Find(kStart + Minutes(5) - Micros(1), r.consumer, kShard), nullptr);
  EXPECT_EQ(r.fan_out.Find(kStart + Minutes(5), r.consumer, kShard), nullptr);
}

TEST(FanOutTest, APushIsPacedAtTwoMebibytesASecond) {
  StreamService service;
  StreamSettings settings;
  settings.name = "s";
  const StreamId stream = service.CreateStream(kStart - kCreateStreamDelay, settings).value();
  service.stream(stream).AdvanceStatus(kStart);
  const FanOutId consumer =
      service.stream(stream).fan_out().Register(kStart - kRegisterConsumerDelay, "r").value();
  ASSERT_TRUE(service
                  .SubscribeToShard(kStart, consumer,
                                    {stream, kShard, ShardIteratorType::kTrimHorizon, {}, {}})
                  .ok());
  // Eight MiB lie ready, a mebibyte a second, in records of half a mebibyte.
  std::vector<ThrottledEntry> throttled;
  const std::vector<SyntheticRecord> two(2, SyntheticRecord{HashKey{}, 0, 0, 1 << 19});
  for (int i = 0; i < 8; ++i) {
    ASSERT_TRUE(service.stream(stream).PutSynthetic(kStart + Seconds(i), {0}, two, throttled).ok());
  }
  ASSERT_TRUE(throttled.empty());
  const Instant later = kStart + Seconds(20);
  const auto push = [&](Instant now) {
    return service.Push(now, stream, consumer, kShard, now).value().read.bytes;
  };
  EXPECT_EQ(push(later), 2 << 20);
  EXPECT_EQ(push(later), 0);
  EXPECT_EQ(push(later + Seconds(1)), 2 << 20);
  EXPECT_EQ(push(later + Seconds(3)), 2 << 20) << "no more than a second's worth is saved up";
}

TEST(FanOutTest, InAScenarioARecordIsPushedWithinFiftyToNinetyMilliseconds) {
  const auto scenario = ParseScenario(
      R"({"weir":1,"name":"x","duration":"1m","streams":[{"name":"s"}],
          "producers":[{"name":"p","stream":"s","arrivals":{"rate":5},"linger":"0s"}],
          "consumers":[{"name":"c","stream":"s","read":"fan_out"}]})",
      ReadBundledFile);
  ASSERT_TRUE(scenario.ok()) << scenario.error().message;
  struct Ages final : TraceSink {
    void OnEvent(const TraceEvent& event) override {
      if (event.kind != TraceKind::kProcessed) return;
      records += event.x;
      EXPECT_GE(event.y, kFanOutDelayMin.micros);
      EXPECT_LE(event.y, kFanOutDelayMax.micros);
    }
    int64_t records = 0;
  } ages;
  Engine engine(scenario.value());
  engine.AdvanceTo(scenario.value()->end(), &ages);
  EXPECT_GE(ages.records, 298);
}

TEST(FanOutTest, AnIdleSubscriptionIsRenewedAndAShardThatIsSplitIsReadToItsEndFirst) {
  const auto scenario = ParseScenario(
      R"({"weir":1,"name":"x","duration":"20m","streams":[{"name":"s"}],
          "producers":[{"name":"p","stream":"s","arrivals":{"rate":"6/m"}}],
          "consumers":[{"name":"c","stream":"s","read":"fan_out"}],
          "events":[{"at":"10m","do":"SplitShard","stream":"s","shard":0}]})",
      ReadBundledFile);
  ASSERT_TRUE(scenario.ok()) << scenario.error().message;
  Engine engine(scenario.value());
  engine.AdvanceTo(scenario.value()->end());
  const EngineView view = engine.View();
  ASSERT_EQ(view.consumers[0].leases.size(), 3U);
  EXPECT_EQ(view.consumers[0].leases[0].state, LeaseState::kShardEnd);
  EXPECT_GE(view.consumers[0].processed, view.producers[0].accepted - 1);
  EXPECT_TRUE(view.order_kept);
}

}  // namespace
}  // namespace weir
