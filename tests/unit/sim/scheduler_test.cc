// The queue of events: instant, then phase, then the order of scheduling.
#include "core/sim/scheduler.h"

#include <gtest/gtest.h>

#include <vector>

namespace weir {
namespace {

std::vector<uint32_t> Drain(Scheduler scheduler) {
  std::vector<uint32_t> subjects;
  while (!scheduler.empty()) subjects.push_back(scheduler.Pop().subject);
  return subjects;
}

TEST(SchedulerTest, EarlierInstantsComeFirst) {
  Scheduler scheduler;
  scheduler.Schedule(Instant{30}, EventKind::kScenarioCommand, 3);
  scheduler.Schedule(Instant{10}, EventKind::kRetention, 1);
  scheduler.Schedule(Instant{20}, EventKind::kConsumerPoll, 2);
  EXPECT_EQ(scheduler.top().at, Instant{10});
  EXPECT_EQ(Drain(scheduler), (std::vector<uint32_t>{1, 2, 3}));
}

TEST(SchedulerTest, AtOneInstantThePhasesHaveTheirFixedOrder) {
  Scheduler scheduler;
  const std::vector<EventKind> backwards{EventKind::kRetention,     EventKind::kConsumerDone,
                                         EventKind::kConsumerPoll,  EventKind::kConsumerStart,
                                         EventKind::kPutReturns,    EventKind::kPutArrives,
                                         EventKind::kProducerFlush, EventKind::kOnDemandLook,
                                         EventKind::kStreamStatus,  EventKind::kScenarioCommand};
  for (const EventKind kind : backwards) {
    scheduler.Schedule(Instant{5}, kind, static_cast<uint32_t>(kind));
  }
  EXPECT_EQ(Drain(scheduler), (std::vector<uint32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST(SchedulerTest, InOnePhaseWhoWasScheduledFirstRunsFirst) {
  Scheduler scheduler;
  std::vector<uint32_t> expected;
  for (uint32_t i = 0; i < 100; ++i) {
    scheduler.Schedule(Instant{5}, EventKind::kPutArrives, i);
    expected.push_back(i);
  }
  EXPECT_EQ(Drain(scheduler), expected);
}

TEST(SchedulerTest, AnEventKeepsItsKindSubjectAndDetail) {
  Scheduler scheduler;
  scheduler.Schedule(Instant{1}, EventKind::kConsumerPoll, UINT32_MAX, UINT32_MAX - 1);
  const Event event = scheduler.Pop();
  EXPECT_EQ(event.kind(), EventKind::kConsumerPoll);
  EXPECT_EQ(event.subject, UINT32_MAX);
  EXPECT_EQ(event.detail, UINT32_MAX - 1);
}

TEST(SchedulerTest, TheDigestIsThatOfTheQueueNotOfItsLayout) {
  // The same events are left, with another history of the heap.
  const auto digest = [](bool detour) {
    Scheduler scheduler;
    for (uint32_t i = 0; i < 20; ++i) {
      scheduler.Schedule(Instant{100 + (i * 7) % 20}, EventKind::kPutArrives, i);
    }
    scheduler.Schedule(Instant{detour ? 1 : 99}, EventKind::kPutArrives, 50);
    scheduler.Pop();
    Digest value;
    scheduler.AddTo(value);
    return value.value();
  };
  EXPECT_EQ(digest(false), digest(true));
}

TEST(SchedulerDeathTest, AnEmptyQueueHasNoFirstEvent) {
  Scheduler scheduler;
  EXPECT_DEATH(scheduler.Pop(), "check failed");
  EXPECT_DEATH(static_cast<void>(scheduler.top()), "check failed");
}

}  // namespace
}  // namespace weir
