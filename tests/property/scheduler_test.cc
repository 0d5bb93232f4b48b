// The scheduler against an ordered map: the same events come out in the same order.
#include "core/sim/scheduler.h"

#include <gtest/gtest.h>

#include <map>
#include <tuple>
#include <utility>

#include "tests/support/seeds.h"

namespace weir {
namespace {

using Order = std::tuple<Instant, EventKind, uint64_t>;

TEST(SchedulerProperty, AgreesWithAnOrderedMap) {
  test::ForSeeds(200, [](Prng& prng, uint64_t) {
    Scheduler scheduler;
    std::map<Order, std::pair<uint32_t, uint32_t>> model;
    uint64_t number = 0;
    Instant now{0};
    const uint64_t pops = 30 + prng.Below(40);  // Of a hundred steps: queues that grow or drain.
    for (int step = 0; step < 2'000; ++step) {
      ASSERT_EQ(scheduler.size(), model.size());
      if (prng.Below(100) >= pops || model.empty()) {
        // Few instants, so that many events share one.
        const Instant at = now + Micros(static_cast<int64_t>(prng.Below(20)));
        const auto kind = static_cast<EventKind>(prng.Below(10));
        const uint32_t subject = static_cast<uint32_t>(prng.Next());
        const uint32_t detail = static_cast<uint32_t>(prng.Next());
        scheduler.Schedule(at, kind, subject, detail);
        model.emplace(Order{at, kind, number++}, std::pair{subject, detail});
        continue;
      }
      const auto first = model.begin();
      ASSERT_EQ(scheduler.top().at, std::get<0>(first->first));
      const Event event = scheduler.Pop();
      ASSERT_EQ(event.at, std::get<0>(first->first));
      ASSERT_EQ(event.kind(), std::get<1>(first->first));
      ASSERT_EQ(event.subject, first->second.first);
      ASSERT_EQ(event.detail, first->second.second);
      now = event.at;
      model.erase(first);
    }
  });
}

TEST(SchedulerProperty, TheDigestDependsOnWhatIsQueuedNotOnHowItGotThere) {
  test::ForSeeds(100, [](Prng& prng, uint64_t) {
    Scheduler a;
    Scheduler b;
    // The same schedulings; `b` draws its early ones off one by one on the way.
    for (int i = 0; i < 200; ++i) {
      const bool early = prng.Below(2) == 0;
      const Instant at{early ? 0 : static_cast<int64_t>(1 + prng.Below(50))};
      a.Schedule(at, EventKind::kPutArrives, static_cast<uint32_t>(i));
      b.Schedule(at, EventKind::kPutArrives, static_cast<uint32_t>(i));
      if (early) b.Pop();
    }
    while (!a.empty() && a.top().at == Instant{0}) a.Pop();
    Digest of_a;
    a.AddTo(of_a);
    Digest of_b;
    b.AddTo(of_b);
    ASSERT_EQ(of_a.value(), of_b.value());
  });
}

}  // namespace
}  // namespace weir
