#include "core/producer/kpl_aggregator.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace weir {
namespace {

bool DueEarlier(const KplUser& a, const KplUser& b) { return a.deadline < b.deadline; }

}  // namespace

KplAggregator::KplAggregator(const KplSpec& spec)
    : size_max_(static_cast<size_t>(spec.aggregation_max_size)),
      count_max_(static_cast<size_t>(spec.aggregation_max_count)) {}

KplAggregator::Open& KplAggregator::OpenOf(ShardIndex shard) {
  if (shard.index() >= open_of_.size()) open_of_.resize(shard.index() + 1);
  uint32_t& place = open_of_[shard.index()];
  if (place == 0) {
    open_.emplace_back().shard = shard;
    place = static_cast<uint32_t>(open_.size());
  }
  return open_[place - 1];
}

void KplAggregator::Add(const KplUser& user, Open& open) {
  open.size.Add(user.record.hash_key, user.key_bytes, user.data_bytes());
  open.deadline = std::min(open.deadline, user.deadline);
  open.users.push_back(user);
}

void KplAggregator::Put(const KplUser& user, ShardIndex shard, std::vector<KplStreamRecord>& out) {
  Open& open = OpenOf(shard);
  const auto fits = [&] {
    return open.users.empty() || open.size.BytesWith(user.record.hash_key, user.key_bytes,
                                                     user.data_bytes()) <= size_max_;
  };
  while (!fits()) out.push_back(Close(open));
  Add(user, open);
  if (open.users.size() >= count_max_ || open.size.bytes() >= size_max_) {
    out.push_back(Close(open));
  }
}

// Takes out what is due first, as much as fits: in another order the keys lie elsewhere in the
// table, and a few more bytes may be needed. What does not fit stays open.
KplStreamRecord KplAggregator::Close(Open& open) const {
  KplStreamRecord record;
  record.predicted = open.shard;
  std::vector<KplUser> users = std::exchange(open.users, {});
  size_t taken = users.size();
  size_t bytes = open.size.bytes();
  const bool sorted = std::is_sorted(users.begin(), users.end(), DueEarlier);
  open.size.Clear();
  open.deadline = kNever;
  if (!sorted) {
    std::stable_sort(users.begin(), users.end(), DueEarlier);
    AggregateSize size;
    for (taken = 0; taken < users.size(); ++taken) {
      const KplUser& user = users[taken];
      const HashKey key = user.record.hash_key;
      if (taken > 0 && size.BytesWith(key, user.key_bytes, user.data_bytes()) > size_max_) break;
      size.Add(key, user.key_bytes, user.data_bytes());
    }
    bytes = size.bytes();
    for (size_t i = taken; i < users.size(); ++i) Add(users[i], open);
    users.resize(taken);
  }
  record.deadline = users.front().deadline;
  record.data_bytes = taken == 1 ? users.front().data_bytes() : static_cast<uint32_t>(bytes);
  record.users = std::move(users);
  return record;
}

void KplAggregator::FlushDue(Instant now, std::vector<KplStreamRecord>& out) {
  for (Open& open : open_) {
    while (open.deadline <= now) out.push_back(Close(open));
  }
}

Instant KplAggregator::next_deadline() const {
  Instant next = kNever;
  for (const Open& open : open_) next = std::min(next, open.deadline);
  return next;
}

void KplAggregator::AddTo(Digest& digest) const {
  for (const Open& open : open_) {
    digest.Add(static_cast<uint64_t>(open.shard.value) << 32 | open.users.size());
    digest.Add(open.deadline.micros);
    for (const KplUser& user : open.users) user.AddTo(digest);
  }
}

}  // namespace weir
