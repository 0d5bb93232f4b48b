#include "core/sim/scheduler.h"

#include <algorithm>

namespace weir {

void Scheduler::Schedule(Instant at, EventKind kind, uint32_t subject, uint32_t detail) {
  const uint64_t order = static_cast<uint64_t>(kind) << 56 | scheduled_++;
  const Event event{at, order, subject, detail};
  size_t hole = heap_.size();
  heap_.push_back(event);
  while (hole > 0) {
    const size_t parent = (hole - 1) / 4;
    if (!Before(event, heap_[parent])) break;
    heap_[hole] = heap_[parent];
    hole = parent;
  }
  heap_[hole] = event;
}

Event Scheduler::Pop() {
  WEIR_CHECK(!heap_.empty());
  const Event first = heap_[0];
  const Event last = heap_.back();
  heap_.pop_back();
  const size_t size = heap_.size();
  if (size == 0) return first;
  size_t hole = 0;
  for (;;) {
    const size_t child = hole * 4 + 1;
    if (child >= size) break;
    size_t least = child;
    const size_t end = std::min(child + 4, size);
    for (size_t i = child + 1; i < end; ++i) {
      if (Before(heap_[i], heap_[least])) least = i;
    }
    if (!Before(heap_[least], last)) break;
    heap_[hole] = heap_[least];
    hole = least;
  }
  heap_[hole] = last;
  return first;
}

void Scheduler::AddTo(Digest& digest) const {
  std::vector<Event> sorted = heap_;
  std::sort(sorted.begin(), sorted.end(), Before);
  digest.Add(scheduled_);
  for (const Event& event : sorted) {
    digest.Add(event.at.micros);
    digest.Add(event.order);
    digest.Add(static_cast<uint64_t>(event.subject) << 32 | event.detail);
  }
}

}  // namespace weir
