// User records for the stages of the library.
#pragma once

#include <string>

#include "core/model/limits.h"
#include "core/producer/kpl_record.h"
#include "tests/support/builders.h"

namespace weir::test {

// Record `number` of key "k<key>" with `data_bytes` of data, created at `at`.
inline KplUser UserOf(uint32_t key, uint32_t number, uint32_t data_bytes, Instant at = kStart) {
  const std::string name = "k" + std::to_string(key);
  KplUser user;
  user.key_bytes = static_cast<uint32_t>(name.size());
  user.record = {HashKeyOf(name), key, number, data_bytes + user.key_bytes};
  user.created_at = at;
  user.deadline = at + kKplRecordMaxBufferedTime;
  return user;
}

inline KplStreamRecord AloneOf(const KplUser& user, std::optional<ShardIndex> predicted) {
  KplStreamRecord record;
  record.users.push_back(user);
  record.predicted = predicted;
  record.data_bytes = user.data_bytes();
  record.deadline = user.deadline;
  return record;
}

}  // namespace weir::test
