// Third stage of the library: stream records of any shard become one PutRecords call.
//
// A call is complete at CollectionMaxCount records, before CollectionMaxSize bytes, when it holds
// 256 KiB for one shard (more would come as a burst), or when its first record is due.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/producer/kpl_record.h"
#include "core/producer/producer_spec.h"

namespace weir {

using KplCall = std::vector<KplStreamRecord>;

class KplCollector {
 public:
  explicit KplCollector(const KplSpec& spec);

  // Appends to `out` the calls that are complete.
  void Put(Instant now, KplStreamRecord record, std::vector<KplCall>& out);
  void FlushDue(Instant now, std::vector<KplCall>& out);
  Instant deadline() const { return deadline_; }  // kNever when there is nothing.

  void AddTo(Digest& digest) const;

 private:
  void Flush(std::vector<KplCall>& out);

  size_t count_max_;
  int64_t bytes_max_;
  // From now on a record waits this long for others of its call, when it was due before.
  Duration wait_;
  Duration ttl_;
  KplCall records_;
  int64_t bytes_ = 0;
  std::vector<int64_t> shard_bytes_;  // By shard.
  Instant deadline_ = kNever;
};

}  // namespace weir
