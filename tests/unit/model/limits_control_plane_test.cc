// Each limit of the control plane binds: what it allows passes, one more is refused with the
// service's own error.
#include <gtest/gtest.h>

#include <string>

#include "core/model/limits.h"
#include "core/model/names.h"
#include "tests/support/streams.h"

namespace weir {
namespace {

using test::kStart;
using test::NameOf;

constexpr const char* kLimit = "LimitExceededException";
constexpr const char* kInUse = "ResourceInUseException";

class ControlPlaneLimits : public testing::Test {
 protected:
  std::string Name(int64_t number) { return "s" + std::to_string(number); }
  std::string Create(Instant now, StreamSettings settings) {
    const Result<StreamId> id = service_.CreateStream(now, std::move(settings));
    return id.ok() ? "" : ErrorName(id.error().code);
  }
  std::string Create(Instant now, int64_t number) { return Create(now, {Name(number)}); }
  // `count` streams that are ACTIVE from kStart on.
  void Add(int64_t count, int64_t shards = 1, StreamMode mode = StreamMode::kProvisioned) {
    for (int64_t i = 0; i < count; ++i) {
      StreamSettings settings{Name(static_cast<int64_t>(service_.streams().size())), shards};
      settings.mode = mode;
      ASSERT_TRUE(service_.AddStream(kStart - kCreateStreamDelay, settings).ok());
    }
    Settle(kStart);
  }
  // Whatever is under way comes to its end by `now`.
  void Settle(Instant now) {
    for (uint32_t i = 0; i < service_.streams().size(); ++i) {
      Stream& stream = service_.stream({i});
      while (stream.next_status_at() <= now) stream.AdvanceStatus(stream.next_status_at());
    }
  }

  StreamService service_;
};

TEST_F(ControlPlaneLimits, CreateStreamIsCalledFiveTimesASecond) {
  for (int64_t i = 0; i < kCreateStreamCallsPerSecond; ++i) ASSERT_EQ(Create(kStart, i), "");
  Settle(kStart + kCreateStreamDelay);
  for (int64_t i = 5; i < 10; ++i) ASSERT_EQ(Create(kStart + Minutes(1), i), "");
  Settle(kStart + Minutes(2));  // None is CREATING: what refuses now is the rate alone.
  ASSERT_EQ(Create(kStart + Minutes(2), 10), "");
  for (int64_t i = 11; i < 15; ++i) {
    ASSERT_EQ(Create(kStart + Minutes(2), i), "");
    ASSERT_EQ(NameOf(service_.DeleteStream(kStart + Minutes(2), Name(i))), "");
  }
  EXPECT_EQ(Create(kStart + Minutes(2) + Micros(199'999), 15), kLimit);
  EXPECT_EQ(Create(kStart + Minutes(2) + Millis(200), 15), "");
}

TEST_F(ControlPlaneLimits, FiveStreamsAreCreatingAtOnce) {
  for (int64_t i = 0; i < kStreamsCreatingMax; ++i) ASSERT_EQ(Create(kStart, i), "");
  EXPECT_EQ(Create(kStart + Seconds(5), 5), kLimit);
  Settle(kStart + kCreateStreamDelay);
  EXPECT_EQ(Create(kStart + kCreateStreamDelay, 5), "");
}

TEST_F(ControlPlaneLimits, DeleteStreamIsCalledFiveTimesASecond) {
  Add(kDeleteStreamCallsPerSecond + 1);
  for (int64_t i = 0; i < kDeleteStreamCallsPerSecond; ++i) {
    ASSERT_EQ(NameOf(service_.DeleteStream(kStart, Name(i))), "");
  }
  EXPECT_EQ(NameOf(service_.DeleteStream(kStart, Name(5))), kLimit);
  EXPECT_EQ(NameOf(service_.DeleteStream(kStart + Millis(200), Name(5))), "");
}

TEST_F(ControlPlaneLimits, SplitShardIsCalledFiveTimesASecondByAllStreamsTogether) {
  Add(kSplitShardCallsPerSecond + 1);
  for (int64_t i = 0; i < kSplitShardCallsPerSecond; ++i) {
    ASSERT_EQ(NameOf(service_.SplitShard(kStart, Name(i), {0}, std::nullopt)), "");
  }
  EXPECT_EQ(NameOf(service_.SplitShard(kStart, Name(5), {0}, std::nullopt)), kLimit);
  EXPECT_EQ(NameOf(service_.SplitShard(kStart + Millis(200), Name(5), {0}, std::nullopt)), "");
}

TEST_F(ControlPlaneLimits, MergeShardsIsCalledFiveTimesASecond) {
  Add(kMergeShardsCallsPerSecond + 1, 2);
  for (int64_t i = 0; i < kMergeShardsCallsPerSecond; ++i) {
    ASSERT_EQ(NameOf(service_.MergeShards(kStart, Name(i), {0}, {1})), "");
  }
  EXPECT_EQ(NameOf(service_.MergeShards(kStart, Name(5), {0}, {1})), kLimit);
  EXPECT_EQ(NameOf(service_.MergeShards(kStart + Millis(200), Name(5), {0}, {1})), "");
}

TEST_F(ControlPlaneLimits, UpdateShardCountIsCalledTenTimesASecond) {
  Add(kUpdateShardCountCallsPerSecond + 1);
  for (int64_t i = 0; i < kUpdateShardCountCallsPerSecond; ++i) {
    ASSERT_EQ(NameOf(service_.UpdateShardCount(kStart, Name(i), 2)), "");
  }
  EXPECT_EQ(NameOf(service_.UpdateShardCount(kStart, Name(10), 2)), kLimit);
  EXPECT_EQ(NameOf(service_.UpdateShardCount(kStart + Millis(100), Name(10), 2)), "");
}

TEST_F(ControlPlaneLimits, TheRetentionPeriodIsChangedFiveTimesASecondEachWay) {
  Add(1);
  for (int64_t i = 0; i < kRetentionPeriodCallsPerSecond; ++i) {
    ASSERT_EQ(NameOf(service_.SetRetention(kStart, "s0", Hours(30 + i))), "");
  }
  EXPECT_EQ(NameOf(service_.SetRetention(kStart, "s0", Hours(40))), kLimit);
  for (int64_t i = 0; i < kRetentionPeriodCallsPerSecond; ++i) {
    ASSERT_EQ(NameOf(service_.SetRetention(kStart, "s0", Hours(29 - i))), "");
  }
  EXPECT_EQ(NameOf(service_.SetRetention(kStart, "s0", Hours(24))), kLimit);
  EXPECT_EQ(NameOf(service_.SetRetention(kStart + Millis(200), "s0", Hours(24))), "");
}

TEST_F(ControlPlaneLimits, UpdateStreamModeIsCalledFiveTimesASecond) {
  Add(kUpdateStreamModeCallsPerSecond + 1);
  for (int64_t i = 0; i < kUpdateStreamModeCallsPerSecond; ++i) {
    ASSERT_EQ(NameOf(service_.UpdateStreamMode(kStart, Name(i), StreamMode::kOnDemand)), "");
  }
  EXPECT_EQ(NameOf(service_.UpdateStreamMode(kStart, Name(5), StreamMode::kOnDemand)), kLimit);
}

TEST_F(ControlPlaneLimits, TheModeIsSwitchedTwiceADay) {
  Add(1);
  const auto switched = [&](Instant now, StreamMode mode) {
    Settle(now);
    return NameOf(service_.UpdateStreamMode(now, "s0", mode));
  };
  EXPECT_EQ(switched(kStart, StreamMode::kOnDemand), "");
  EXPECT_EQ(switched(kStart + Seconds(5), StreamMode::kProvisioned), kInUse);  // UPDATING.
  EXPECT_EQ(switched(kStart + kUpdateStreamModeDelay, StreamMode::kProvisioned), "");
  EXPECT_EQ(kStreamModeSwitchesPerDay, 2);
  EXPECT_EQ(switched(kStart + Hours(24) - Micros(1), StreamMode::kOnDemand), kLimit);
  EXPECT_EQ(switched(kStart + Hours(24), StreamMode::kOnDemand), "");
}

TEST_F(ControlPlaneLimits, UpdateMaxRecordSizeIsCalledFiveTimesASecond) {
  Add(kUpdateMaxRecordSizeCallsPerSecond + 1);
  for (int64_t i = 0; i < kUpdateMaxRecordSizeCallsPerSecond; ++i) {
    ASSERT_EQ(NameOf(service_.UpdateMaxRecordSize(kStart, Name(i), 2'048)), "");
  }
  EXPECT_EQ(NameOf(service_.UpdateMaxRecordSize(kStart, Name(5), 2'048)), kLimit);
}

TEST_F(ControlPlaneLimits, TheRecordSizeOfAStreamHasItsRange) {
  Add(1);
  const auto updated = [&](int64_t minute, int64_t kib) {
    Settle(kStart + Minutes(minute));
    return NameOf(service_.UpdateMaxRecordSize(kStart + Minutes(minute), "s0", kib));
  };
  EXPECT_EQ(updated(1, kMaxRecordSizeKibMin - 1), "ValidationException");
  EXPECT_EQ(updated(1, kMaxRecordSizeKibMax + 1), "ValidationException");
  EXPECT_EQ(updated(1, kMaxRecordSizeKibMax), "");
  EXPECT_EQ(NameOf(service_.UpdateMaxRecordSize(
                kStart + Minutes(1) + kUpdateMaxRecordSizeDelay - Micros(1), "s0", 2'048)),
            kInUse);
  EXPECT_EQ(updated(2, kMaxRecordSizeKibMin), "");
}

TEST_F(ControlPlaneLimits, AnAccountHas50OnDemandStreams) {
  Add(kOnDemandStreamsMax - 1, 4, StreamMode::kOnDemand);
  Add(2);
  EXPECT_EQ(NameOf(service_.UpdateStreamMode(kStart, Name(49), StreamMode::kOnDemand)), "");
  EXPECT_EQ(NameOf(service_.UpdateStreamMode(kStart, Name(50), StreamMode::kOnDemand)), kLimit);
  StreamSettings more{"more", 4};
  more.mode = StreamMode::kOnDemand;
  EXPECT_EQ(Create(kStart, more), kLimit);
  EXPECT_EQ(NameOf(service_.DeleteStream(kStart, Name(0))), "");
  Settle(kStart + kDeleteStreamDelay);
  EXPECT_EQ(Create(kStart + kDeleteStreamDelay, more), "");
}

TEST_F(ControlPlaneLimits, AnAccountHas200Streams) {
  Add(kStreamsMax - 1);
  EXPECT_EQ(Create(kStart, 199), "");
  EXPECT_EQ(Create(kStart, 200), kLimit);
}

TEST_F(ControlPlaneLimits, AnAccountHas20000Shards) {
  EXPECT_EQ(Create(kStart, {"all", kShardsPerStreamMax + 1}), "ValidationException");
  ASSERT_EQ(Create(kStart, {"most", kShardsPerAccountMax - 1}), "");
  EXPECT_EQ(Create(kStart, {"two", 2}), kLimit);
  EXPECT_EQ(Create(kStart, {"one", 1}), "");
}

TEST_F(ControlPlaneLimits, AStreamHas20000Shards) {
  Add(1, kShardsPerStreamMax);
  EXPECT_EQ(NameOf(service_.SplitShard(kStart, "s0", {0}, std::nullopt)), kLimit);
}

TEST_F(ControlPlaneLimits, RetentionIsFrom24HoursTo365Days) {
  Add(1);
  EXPECT_EQ(NameOf(service_.SetRetention(kStart, "s0", kRetentionMin - Hours(1))),
            "InvalidArgumentException");
  EXPECT_EQ(NameOf(service_.SetRetention(kStart, "s0", kRetentionMax + Hours(1))),
            "InvalidArgumentException");
  EXPECT_EQ(NameOf(service_.SetRetention(kStart, "s0", kRetentionMax)), "");
  EXPECT_EQ(NameOf(service_.SetRetention(kStart, "s0", kRetentionMin)), "");
}

TEST_F(ControlPlaneLimits, ANameHas128Characters) {
  EXPECT_EQ(Create(kStart, {std::string(kNameCharactersMax, 'n')}), "");
  EXPECT_EQ(Create(kStart, {std::string(kNameCharactersMax + 1, 'n')}), "ValidationException");
}

TEST_F(ControlPlaneLimits, UpdateShardCountIsCalledTenTimesInADay) {
  Add(1);
  Instant now = kStart;
  for (int64_t i = 0; i < kUpdateShardCountPerDay; ++i) {
    Settle(now);
    ASSERT_EQ(NameOf(service_.UpdateShardCount(now, "s0", i % 2 == 0 ? 2 : 1)), "");
    now = now + Hours(1);
  }
  Settle(now);
  EXPECT_EQ(NameOf(service_.UpdateShardCount(now, "s0", 2)), kLimit);
  const Instant next_day = kStart + kUpdateShardCountWindow;
  EXPECT_EQ(NameOf(service_.UpdateShardCount(next_day - Micros(1), "s0", 2)), kLimit);
  EXPECT_EQ(NameOf(service_.UpdateShardCount(next_day, "s0", 2)), "");
}

TEST_F(ControlPlaneLimits, UpdateShardCountGoesTo10000Shards) {
  Add(1, kUpdateShardCountTargetMax);
  EXPECT_EQ(NameOf(service_.UpdateShardCount(kStart, "s0", kUpdateShardCountTargetMax + 1)),
            kLimit);
  EXPECT_EQ(NameOf(service_.UpdateShardCount(kStart, "s0", kUpdateShardCountTargetMax)), "");
}

TEST_F(ControlPlaneLimits, OperationsTakeTheirTime) {
  ASSERT_EQ(Create(kStart, 0), "");
  EXPECT_EQ(service_.stream({0}).next_status_at(), kStart + kCreateStreamDelay);
  Settle(kStart + kCreateStreamDelay);
  const Instant then = kStart + Minutes(1);
  ASSERT_EQ(NameOf(service_.SplitShard(then, "s0", {0}, std::nullopt)), "");
  EXPECT_EQ(service_.stream({0}).next_status_at(), then + kReshardDelay);
  ASSERT_EQ(NameOf(service_.DeleteStream(then, "s0")), "");
  EXPECT_EQ(service_.stream({0}).next_status_at(), then + kDeleteStreamDelay);
}

}  // namespace
}  // namespace weir
