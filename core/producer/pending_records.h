// Records between the workload and the service: new ones, those of a call, those to be sent again.
//
// What the service takes lies together, so that a call hands it on as it is; what the producer
// alone wants to know of each record lies beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/model/record.h"

namespace weir {

class PendingRecords {
 public:
  size_t size() const { return records_.size(); }
  bool empty() const { return records_.empty(); }
  std::span<const SyntheticRecord> records() const { return records_; }
  Instant created_at(size_t i) const { return histories_[i].created_at; }
  Instant first_created_at() const { return histories_.front().created_at; }
  Instant last_created_at() const { return histories_.back().created_at; }
  uint32_t attempt(size_t i) const { return histories_[i].attempt; }  // How often it has been sent.

  void PushBack(Instant created_at, const SyntheticRecord& record) {
    records_.push_back(record);
    histories_.push_back({created_at, 0});
  }
  void PopBack() {
    records_.pop_back();
    histories_.pop_back();
  }
  void Clear() {
    records_.clear();
    histories_.clear();
  }

  // Moves the first `count` records of `from` to the end. All of them into nothing is no more than
  // an exchange of memory: the usual case of a call that takes what there is.
  void TakeFirst(PendingRecords& from, size_t count);
  void CountAttempt();  // For all.
  uint32_t MostAttempts() const;
  // Forgets those that have been sent more than `attempts` times; returns how many.
  int64_t GiveUpAfter(int64_t attempts);
  // Forgets all but those that were throttled.
  void KeepThrottled(std::span<const ThrottledEntry> throttled);

  // From the creation of each record to `at`, added up.
  Duration WaitedUntil(Instant at) const;
  int64_t CreatedAfter(Instant moment) const;

  void AddTo(Digest& digest) const;

 private:
  struct History {
    Instant created_at;
    uint32_t attempt = 0;
  };
  std::vector<SyntheticRecord> records_;
  std::vector<History> histories_;  // As many.
};

}  // namespace weir
