#include "core/consumer/lease_taking.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "core/model/limits.h"

namespace weir {
namespace {

void Shuffle(std::vector<LeaseToTake>& leases, Prng& prng) {
  for (size_t i = leases.size(); i > 1; --i) {
    const size_t other = static_cast<size_t>(prng.Below(i));
    std::swap(leases[i - 1], leases[other]);
  }
}

void Keep(std::vector<LeaseToTake>& leases, int64_t most) {
  const size_t kept = static_cast<size_t>(std::max<int64_t>(most, 0));
  if (leases.size() > kept) leases.resize(kept);
}

// What one look found.
struct Found {
  std::vector<LeaseToTake> very_old;  // Unowned ones too.
  std::vector<LeaseToTake> expired;
  std::vector<LeaseToTake> alive;
  std::map<uint32_t, int64_t> counts;  // Leases alive, by owner; the worker itself has an entry.
  int64_t leases = 0;
};

Found Sort(const LeaseTable& table, uint32_t worker, const LeaseLooks& looks, Instant now,
           Duration failover_time) {
  Found found;
  found.counts[worker] = 0;
  for (const LeaseRow& row : table.rows()) {
    if (row.deleted || row.ended()) continue;
    ++found.leases;
    const LeaseToTake lease{row.shard, row.counter, row.owner, false};
    const bool unowned = row.owner == kNoOwner;
    if (unowned || looks.UnmovedFor(failover_time * kKclVeryOldLease, row, now)) {
      found.very_old.push_back(lease);
    } else if (looks.UnmovedFor(failover_time, row, now)) {
      found.expired.push_back(lease);
    } else {
      found.alive.push_back(lease);
      ++found.counts[row.owner];
    }
  }
  return found;
}

// The worker with most steps down to the share, or by one where it has just the share and the thief
// lacks more than one.
int64_t NumberToSteal(int64_t most, int64_t share, int64_t needed, int64_t steal_max) {
  if (most < share) return 0;
  int64_t number = std::min(needed, most - share);
  if (needed > 1 && number == 0) number = 1;
  return std::min(number, steal_max);
}

}  // namespace

void LeaseLooks::Add(Instant now, Duration failover_time) {
  looks_.push_back(now);
  // All that UnmovedFor asks for is the last look older than each of the two ages.
  const auto older = [&](Duration age) {
    const auto after = std::lower_bound(looks_.begin(), looks_.end(), now - age);
    return static_cast<size_t>(after - looks_.begin());
  };
  const size_t unused = older(failover_time * kKclVeryOldLease);
  if (unused > 1)
    looks_.erase(looks_.begin(), looks_.begin() + static_cast<std::ptrdiff_t>(unused) - 1);
}

bool LeaseLooks::UnmovedFor(Duration age, const LeaseRow& row, Instant now) const {
  const auto after = std::lower_bound(looks_.begin(), looks_.end(), now - age);
  if (after == looks_.begin()) return false;
  return row.changed_at <= *(after - 1);
}

void LeaseLooks::AddTo(Digest& digest) const {
  for (const Instant look : looks_) digest.Add(look.micros);
}

std::vector<LeaseToTake> LeasesToTake(const LeaseTable& table, uint32_t worker,
                                      const LeaseLooks& looks, Instant now,
                                      const TakingRules& rules, Prng& shuffle) {
  Found found = Sort(table, worker, looks, now, rules.failover_time);
  if (found.leases == 0) return {};
  const int64_t mine = found.counts[worker];
  if (!found.very_old.empty()) {
    Shuffle(found.very_old, shuffle);
    Keep(found.very_old, rules.leases_max - mine);
    return found.very_old;
  }
  const int64_t workers = static_cast<int64_t>(found.counts.size());
  const int64_t share = std::min((found.leases + workers - 1) / workers, rules.leases_max);
  const int64_t needed = share - mine;
  if (needed <= 0) return {};
  if (!found.expired.empty()) {
    Shuffle(found.expired, shuffle);
    Keep(found.expired, needed);
    return found.expired;
  }
  uint32_t richest = worker;
  for (const auto& [owner, count] : found.counts) {
    if (count > found.counts[richest]) richest = owner;
  }
  const int64_t steal = NumberToSteal(found.counts[richest], share, needed, rules.steal_max);
  std::erase_if(found.alive, [&](const LeaseToTake& lease) { return lease.from != richest; });
  Shuffle(found.alive, shuffle);
  Keep(found.alive, steal);
  for (LeaseToTake& lease : found.alive) lease.stolen = true;
  return found.alive;
}

}  // namespace weir
