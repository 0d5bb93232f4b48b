#include "core/producer/pending_records.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace weir {
namespace {

template <typename T>
void MoveFirst(std::vector<T>& to, std::vector<T>& from, size_t count) {
  const auto end = from.begin() + static_cast<std::ptrdiff_t>(count);
  to.insert(to.end(), from.begin(), end);
  from.erase(from.begin(), end);
}

}  // namespace

void PendingRecords::TakeFirst(PendingRecords& from, size_t count) {
  WEIR_CHECK(count <= from.size());
  if (empty() && count == from.size()) {
    std::swap(*this, from);
    return;
  }
  MoveFirst(records_, from.records_, count);
  MoveFirst(histories_, from.histories_, count);
}

void PendingRecords::CountAttempt() {
  for (History& history : histories_) ++history.attempt;
}

uint32_t PendingRecords::MostAttempts() const {
  uint32_t most = 0;
  for (const History& history : histories_) most = std::max(most, history.attempt);
  return most;
}

int64_t PendingRecords::GiveUpAfter(int64_t attempts) {
  size_t kept = 0;
  for (size_t i = 0; i < size(); ++i) {
    if (histories_[i].attempt > attempts) continue;
    records_[kept] = records_[i];
    histories_[kept++] = histories_[i];
  }
  const size_t given_up = size() - kept;
  records_.resize(kept);
  histories_.resize(kept);
  return static_cast<int64_t>(given_up);
}

void PendingRecords::KeepThrottled(std::span<const ThrottledEntry> throttled) {
  for (size_t i = 0; i < throttled.size(); ++i) {  // In the order of the call: index >= i.
    records_[i] = records_[throttled[i].index];
    histories_[i] = histories_[throttled[i].index];
  }
  records_.resize(throttled.size());
  histories_.resize(throttled.size());
}

Duration PendingRecords::WaitedUntil(Instant at) const {
  Duration sum;
  for (const History& history : histories_) sum = sum + (at - history.created_at);
  return sum;
}

int64_t PendingRecords::CreatedAfter(Instant moment) const {
  return std::count_if(histories_.begin(), histories_.end(),
                       [&](const History& history) { return history.created_at > moment; });
}

void PendingRecords::AddTo(Digest& digest) const {
  digest.Add(static_cast<uint64_t>(size()));
  for (size_t i = 0; i < size(); ++i) {
    digest.Add(static_cast<uint64_t>(records_[i].number) << 32 | histories_[i].attempt);
  }
}

}  // namespace weir
