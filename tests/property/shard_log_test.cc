// The log of a shard against a vector that keeps everything, through copies and forks.
#include "core/stream/shard_log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/builders.h"
#include "tests/support/seeds.h"

namespace weir {
namespace {

using test::kStart;

size_t Place(uint64_t ordinal) { return static_cast<size_t>(ordinal); }

struct Written {
  Instant at;
  bool real = false;
  uint32_t producer = 0;
  uint32_t key = 0;
  uint32_t number = 0;
  uint32_t bytes = 0;
  std::string data;
};

// A log and what it must hold: every record ever appended, and how many of them are trimmed.
struct Branch {
  ShardLog log;
  std::vector<Written> all;
  uint64_t trimmed = 0;
  Instant now = kStart;
};

void Append(Prng& prng, Branch& branch) {
  Written record;
  record.at = branch.now;
  record.real = prng.Below(8) == 0;
  if (record.real) {
    record.data = std::string(prng.Below(20) == 0 ? 70'000 : test::Index(prng, 50), 'd');
    record.bytes = static_cast<uint32_t>(record.data.size()) + 3;
    const SequenceNumber number = branch.log.Append(branch.now, {"key", record.data, {}}, {1, 2});
    ASSERT_EQ(number.ordinal, branch.all.size());
  } else {
    record.producer = static_cast<uint32_t>(prng.Below(200));
    record.key = static_cast<uint32_t>(prng.Next());
    record.number = static_cast<uint32_t>(prng.Next());
    record.bytes = static_cast<uint32_t>(prng.Below(10 << 20));
    const SequenceNumber number =
        branch.log.Append(branch.now, ProducerId{record.producer},
                          {HashKey{}, record.key, record.number, record.bytes});
    ASSERT_EQ(number.ordinal, branch.all.size());
  }
  branch.all.push_back(std::move(record));
}

void ExpectSame(const LogSlice& slice, uint32_t row, const Written& written) {
  const RecordRow seen = slice.segment->Row(row);
  ASSERT_EQ(seen.arrived_at, written.at);
  ASSERT_EQ(seen.billed_bytes, written.bytes);
  if (written.real) {
    ASSERT_EQ(seen.producer.value, UINT32_MAX);
    ASSERT_EQ(slice.segment->partition_key(row), "key");
    ASSERT_EQ(slice.segment->data(row), written.data);
    return;
  }
  ASSERT_EQ(seen.producer.value, written.producer);
  ASSERT_EQ(seen.key, written.key);
  ASSERT_EQ(seen.number, written.number);
}

void Read(Prng& prng, const Branch& branch) {
  const uint64_t from = prng.Below(branch.all.size() + 3);
  const int64_t records_max = prng.Between(1, 2'000);
  const int64_t bytes_max = prng.Between(1, int64_t{1} << prng.Between(1, 34));
  const LogRead read = branch.log.Read({from}, records_max, bytes_max);
  uint64_t at = std::max(from, branch.trimmed);
  int64_t records = 0;
  int64_t bytes = 0;
  for (const LogSlice& slice : read.slices) {
    ASSERT_LT(slice.begin, slice.end);
    ASSERT_EQ(slice.first_ordinal, at);
    for (uint32_t row = slice.begin; row < slice.end; ++row, ++at) {
      ExpectSame(slice, row, branch.all.at(Place(at)));
      ++records;
      bytes += branch.all.at(Place(at)).bytes;
    }
  }
  ASSERT_EQ(read.records, records);
  ASSERT_EQ(read.bytes, bytes);
  ASSERT_LE(records, records_max);
  ASSERT_TRUE(bytes <= bytes_max || records == 1);
  // It stopped for a reason: at the end, at a limit, or because the next one would not fit.
  if (at < branch.all.size() && records < records_max) {
    ASSERT_GT(bytes + branch.all.at(Place(at)).bytes, bytes_max);
  }
}

void Trim(Prng& prng, Branch& branch) {
  const Instant horizon = branch.now - Micros(prng.Between(0, 20'000'000));
  uint64_t dropped = 0;
  while (branch.trimmed < branch.all.size() && branch.all[Place(branch.trimmed)].at < horizon) {
    ++branch.trimmed;
    ++dropped;
  }
  ASSERT_EQ(branch.log.TrimBefore(horizon), static_cast<int64_t>(dropped));
}

void Look(Prng& prng, const Branch& branch) {
  int64_t retained = 0;
  for (uint64_t i = branch.trimmed; i < branch.all.size(); ++i) {
    retained += branch.all[Place(i)].bytes;
  }
  ASSERT_EQ(branch.log.trim_horizon(), branch.trimmed);
  ASSERT_EQ(branch.log.end(), branch.all.size());
  ASSERT_EQ(branch.log.retained_bytes(), retained);
  const Instant when = branch.now - Micros(prng.Between(-5, 30'000'000));
  uint64_t first = branch.trimmed;
  while (first < branch.all.size() && branch.all[Place(first)].at < when) ++first;
  ASSERT_EQ(branch.log.FirstAtOrAfter(when), first);
}

TEST(ShardLogProperty, AgreesWithAVectorThroughCopiesAndForks) {
  test::ForSeeds(120, [](Prng& prng, uint64_t) {
    std::vector<Branch> branches(1);
    for (int step = 0; step < 1'200; ++step) {
      Branch& branch = branches[test::Index(prng, branches.size())];
      // Usually microseconds; now and then an hour and more, which ends a segment.
      branch.now =
          branch.now + Micros(prng.Below(300) == 0 ? 5'000'000'000 : prng.Between(0, 20'000));
      const uint64_t action = prng.Below(100);
      if (action < 60) {
        for (uint64_t i = prng.Below(20); i > 0; --i) Append(prng, branch);
      } else if (action < 80) {
        Read(prng, branch);
      } else if (action < 90) {
        Trim(prng, branch);
      } else if (action < 97) {
        Look(prng, branch);
      } else if (branches.size() < 5) {
        const Branch copy = branch;
        branches.push_back(copy);
      } else {
        const Branch copy = branch;
        branches[test::Index(prng, branches.size())] = copy;
      }
      if (testing::Test::HasFatalFailure()) return;
    }
  });
}

TEST(ShardLogProperty, TwoLogsOfOneHistoryHaveOneDigest) {
  test::ForSeeds(60, [](Prng& prng, uint64_t) {
    Branch straight;
    Branch forked;
    std::vector<ShardLog> others;
    for (int step = 0; step < 400; ++step) {
      const Prng before = prng;
      Append(prng, straight);
      prng = before;
      Append(prng, forked);
      if (prng.Below(10) == 0) {
        others.push_back(forked.log);  // Which takes a record the other does not have.
        others.back().Append(forked.now, ProducerId{1}, {HashKey{}, 1, 2, 3});
      }
    }
    Digest a;
    straight.log.AddTo(a);
    Digest b;
    forked.log.AddTo(b);
    ASSERT_EQ(a.value(), b.value());
  });
}

}  // namespace
}  // namespace weir
