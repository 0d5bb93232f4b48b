// The queue of what is due: by instant, then phase, then order of scheduling.
//
// The phases of one instant are fixed, so that it never depends on who was scheduled first whether
// a read at 12:00:00 sees a write at 12:00:00: it does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/check.h"
#include "core/base/digest.h"
#include "core/base/time.h"

namespace weir {

// In the order in which they run at one instant, with the kinds of each phase.
enum class EventKind : uint8_t {
  kScenarioCommand,  // subject: place in Scenario::events
  kStreamStatus,     // subject: stream
  kOnDemandLook,     // subject: stream
  kProducerFlush,    // subject: producer
  kPutArrives,       // subject: producer, detail: slot of the call
  kPutReturns,       // subject: producer, detail: slot of the call
  kConsumerStart,    // subject: consumer
  kConsumerPoll,     // subject: consumer, detail: lease
  kConsumerDone,     // subject: consumer, detail: lease
  kRetention,        // subject: stream
  kFirehose,         // subject: delivery stream, detail: its own
};

struct Event {
  Instant at;
  uint64_t order = 0;  // Phase in the top byte, then the number of the scheduling.
  uint32_t subject = 0;
  uint32_t detail = 0;

  EventKind kind() const { return static_cast<EventKind>(order >> 56); }
};

// A 4-ary heap: half as deep as a binary one, and the four children share a cache line or two.
class Scheduler {
 public:
  void Schedule(Instant at, EventKind kind, uint32_t subject = 0, uint32_t detail = 0);

  bool empty() const { return heap_.empty(); }
  size_t size() const { return heap_.size(); }
  const Event& top() const {
    WEIR_CHECK(!heap_.empty());
    return heap_[0];
  }
  Event Pop();

  // Equal queues give equal digests, whatever the places in the heap.
  void AddTo(Digest& digest) const;

 private:
  static bool Before(const Event& a, const Event& b) {
    return a.at != b.at ? a.at < b.at : a.order < b.order;
  }

  std::vector<Event> heap_;
  uint64_t scheduled_ = 0;
};

}  // namespace weir
