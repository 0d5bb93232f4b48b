// What a producer means to send, one record after the other: generated, or replayed from a data
// set.
//
// Every record gets a number, 0, 1, 2, ..., in the order of creation. Key and number travel with it
// through the log: they are what the order proof compares, and what its bytes are made of again.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/prng.h"
#include "core/base/time.h"
#include "core/model/hash_key.h"
#include "core/model/record.h"
#include "core/producer/arrivals.h"
#include "core/producer/creation_times.h"
#include "core/producer/key_chooser.h"
#include "core/producer/pending_records.h"
#include "core/producer/workload_spec.h"

namespace weir {

class Workload {
 public:
  // Records are created in [start, stop).
  Workload(const WorkloadSpec& spec, Instant start, Instant stop, uint64_t seed,
           std::string_view name);

  // When the next record is created; kNever when there is none left.
  Instant next_at() const { return next_at_; }
  // Appends to `out` the next records that are created up to and including `until`, `max` at most.
  void TakeUntil(Instant until, size_t max, PendingRecords& out);
  // Takes back the last `count` records, which nobody has sent: their numbers are given again.
  void Return(uint32_t count);

  void SetRate(Instant now, Rate rate);
  void SetKeys(const KeySpec& keys, uint64_t seed);

  uint32_t taken() const { return number_; }
  // How many there are up to and including `until`, taken or not. Makes no keys: who looks at a
  // producer that is far behind would have to hash all that it has still to read.
  uint32_t CreatedBy(Instant until) const;
  bool replays() const { return spec_.replay.dataset != nullptr; }
  int64_t keys_made() const;  // Of every choice of keys so far.
  const KeyTable& keys() const { return choosers_.back().chooser.table(); }
  // Of a record that was made; `billed_bytes` as it was made.
  HashKey HashOf(uint32_t key, uint32_t number, uint32_t billed_bytes) const {
    return spec_.line_key == LineKey::kNoLine ? ChooserOf(number).HashOf(key, number)
                                              : HashKeyOf(LineKeyOf(key, number, billed_bytes));
  }
  std::string PartitionKey(uint32_t key, uint32_t number, uint32_t billed_bytes) const {
    return spec_.line_key == LineKey::kNoLine ? ChooserOf(number).PartitionKey(key, number)
                                              : LineKeyOf(key, number, billed_bytes);
  }
  uint32_t PartitionKeyBytes(uint32_t key, uint32_t number) const {
    return spec_.line_key == LineKey::kNoLine ? ChooserOf(number).PartitionKeyBytes(key, number)
                                              : LineKeyBytes(number);
  }
  // The bytes of a record's data: the row itself of a data set, what its template makes of it, else
  // JSON of the right length.
  std::string Data(uint32_t key, uint32_t number, uint32_t billed_bytes) const;

  void AddTo(Digest& digest) const;

 private:
  SyntheticRecord Generate();
  int64_t DrawDataBytes(uint32_t key);
  void Render(uint32_t key, uint32_t number, Instant created_at, std::string& out) const;
  SyntheticRecord ReadRow() const;
  SyntheticRecord LineOf(uint32_t key, int64_t data_bytes) const;
  std::string LineKeyOf(uint32_t key, uint32_t number, uint32_t billed_bytes) const;
  uint32_t LineKeyBytes(uint32_t number) const;
  std::string Text(uint32_t key, uint32_t number, size_t bytes) const;
  void FindNext();
  Instant TimeOf(uint32_t number, const Arrivals& arrivals) const;
  Instant RowTime(size_t row) const;
  const KeyChooser& ChooserOf(uint32_t number) const;

  // Keys can be changed while a run goes on; a record is spelled by the chooser of its time.
  struct Era {
    uint32_t first_number;
    KeyChooser chooser;
  };

  WorkloadSpec spec_;
  Instant start_;
  Instant stop_;
  Arrivals arrivals_;
  std::vector<Era> choosers_;
  Prng sizes_;
  uint64_t template_seed_ = 0;
  uint64_t line_seed_ = 0;
  CreationTimes created_;  // Of a template that tells the time.
  uint32_t number_ = 0;
  Instant next_at_;
};

}  // namespace weir
