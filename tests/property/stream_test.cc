// A stream against a naive one: every record is kept for ever, ranges are searched one by one.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/resharding.h"
#include "tests/support/seeds.h"
#include "tests/support/streams.h"

namespace weir {
namespace {

using test::kStart;

size_t Place(uint64_t ordinal) { return static_cast<size_t>(ordinal); }

struct NaiveRecord {
  std::string key;
  std::string data;
  Instant at;
};
struct NaiveShard {
  std::vector<NaiveRecord> records;  // All there ever were.
  std::vector<uint32_t> parents;
};

class StreamModel {
 public:
  explicit StreamModel(Prng& prng) : prng_(prng) {
    const int64_t shards = prng.Between(1, 6);
    WEIR_CHECK(service_.CreateStream(kStart - kCreateStreamDelay, {"s", shards}).ok());
    stream().AdvanceStatus(kStart);
    Follow();
  }

  void Step() {
    now_ = now_ + Micros(prng_.Between(0, prng_.Below(30) == 0 ? 9'000'000'000 : 2'000'000));
    while (stream().next_status_at() <= now_) {
      stream().AdvanceStatus(stream().next_status_at());
      Follow();
      ASSERT_TRUE(test::CoversOnce(test::OpenRangesOf(stream())));
    }
    const uint64_t action = prng_.Below(100);
    if (action < 55) {
      Put();
    } else if (action < 80) {
      Read();
    } else if (action < 88) {
      Reshard();
    } else if (action < 96) {
      Trim();
    } else {
      SetRetention();
    }
  }

 private:
  Stream& stream() { return service_.stream({0}); }

  void Follow() {
    for (size_t i = shards_.size(); i < stream().shards().size(); ++i) {
      NaiveShard shard;
      const ShardLineage& lineage = stream().shards()[i].lineage();
      if (lineage.parent) shard.parents.push_back(lineage.parent->value);
      if (lineage.adjacent_parent) shard.parents.push_back(lineage.adjacent_parent->value);
      shards_.push_back(shard);
    }
  }

  // The open shard that holds `key`, looked for one by one.
  uint32_t ShardOf(HashKey key) {
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < stream().shards().size(); ++i) {
      const Shard& shard = stream().shards()[i];
      if (shard.state() != ShardState::kOpen || !shard.range().Contains(key)) continue;
      EXPECT_EQ(found, UINT32_MAX) << "two open shards hold one key";
      found = i;
    }
    return found;
  }

  void Put() {
    const size_t count = 1 + test::Index(prng_, 20);
    std::vector<std::string> keys(count);
    std::vector<std::string> data(count);
    std::vector<PutRecordsEntry> entries;
    for (size_t i = 0; i < count; ++i) {
      keys[i] = "key-" + std::to_string(prng_.Below(50));
      data[i] = std::string(test::Index(prng_, 2'000), 'x');
      entries.push_back({keys[i], data[i], {}});
      if (prng_.Below(5) == 0) entries.back().explicit_hash_key = HashKey{prng_.Next(), 0};
    }
    std::vector<PutRecordsResultEntry> results(count);
    ASSERT_TRUE(stream().PutRecords(now_, entries, results).ok());
    for (size_t i = 0; i < count; ++i) {
      const HashKey hash = entries[i].explicit_hash_key.value_or(HashKeyOf(keys[i]));
      ASSERT_EQ(results[i].shard.value, ShardOf(hash));
      if (results[i].outcome != PutOutcome::kAccepted) continue;
      NaiveShard& shard = shards_[results[i].shard.index()];
      ASSERT_EQ(results[i].sequence_number.ordinal, shard.records.size());
      shard.records.push_back({keys[i], data[i], now_});
    }
  }

  void Read() {
    const ShardIndex shard{static_cast<uint32_t>(prng_.Below(shards_.size()))};
    const NaiveShard& naive = shards_[shard.index()];
    const Shard& real = stream().shard(shard);
    const uint64_t from = prng_.Below(naive.records.size() + 1);
    const ShardIterator iterator{{0}, shard, {from}, now_};
    const int64_t limit = prng_.Between(1, 100);
    const Result<GetRecordsOutput> output = service_.GetRecords(now_, iterator, limit);
    if (!output.ok()) {
      ASSERT_EQ(output.error().code, ErrorCode::kProvisionedThroughputExceeded);
      return;
    }
    uint64_t at = std::max(from, real.log().trim_horizon());
    for (const LogSlice& slice : output.value().read.slices) {
      for (uint32_t row = slice.begin; row < slice.end; ++row, ++at) {
        const NaiveRecord& record = naive.records.at(Place(at));
        ASSERT_EQ(slice.segment->partition_key(row), record.key);
        ASSERT_EQ(slice.segment->data(row), record.data);
        ASSERT_EQ(slice.segment->ArrivedAt(row), record.at);
      }
    }
    const bool tip = at == naive.records.size();
    ASSERT_EQ(output.value().behind_latest,
              tip ? Micros(0) : now_ - naive.records.at(Place(at)).at);
    ASSERT_EQ(output.value().next.has_value(), !tip || real.state() == ShardState::kOpen);
    ASSERT_TRUE(!output.value().next || output.value().next->next.ordinal == at);
    ExpectChildren(shard, output.value());
  }

  void ExpectChildren(ShardIndex parent, const GetRecordsOutput& output) {
    std::vector<ShardIndex> children;
    for (uint32_t i = 0; i < shards_.size() && !output.next; ++i) {
      const std::vector<uint32_t>& parents = shards_[i].parents;
      if (std::find(parents.begin(), parents.end(), parent.value) != parents.end()) {
        children.push_back({i});
      }
    }
    ASSERT_EQ(output.child_shards, children);
  }

  void Reshard() {
    const std::vector<OpenRange> open = stream().router().open();
    const size_t i = test::Index(prng_, open.size());
    switch (prng_.Below(3)) {
      case 0:
        static_cast<void>(stream().SplitShard(now_, open[i].shard, {prng_.Next(), prng_.Next()}));
        break;
      case 1:
        static_cast<void>(
            stream().MergeShards(now_, open[i].shard, open[(i + 1) % open.size()].shard));
        break;
      default:
        static_cast<void>(stream().UpdateShardCount(now_, prng_.Between(1, 12)));
    }
  }

  void Trim() {
    int64_t expected = 0;
    for (size_t i = 0; i < shards_.size(); ++i) {
      const ShardLog& log = stream().shards()[i].log();
      uint64_t horizon = log.trim_horizon();
      const std::vector<NaiveRecord>& records = shards_[i].records;
      while (horizon < records.size() && records[Place(horizon)].at < now_ - stream().retention()) {
        ++horizon;
        ++expected;
      }
    }
    ASSERT_EQ(stream().Trim(now_), expected);
    ExpectRetained();
  }

  void SetRetention() {
    const Duration old = stream().retention();
    const Duration next = Hours(prng_.Between(24, 60));
    const bool changed = stream().SetRetention(now_, next).ok();
    // Nothing older than either period is left.
    const Instant horizon = now_ - std::min(old, next);
    for (const Shard& shard : stream().shards()) {
      if (!changed || shard.log().empty()) continue;
      ASSERT_GE(shard.log().Row(shard.log().trim_horizon()).arrived_at, horizon);
    }
  }

  // Accepted is retained and expired, in every shard; closed shards stay until their time.
  void ExpectRetained() {
    for (size_t i = 0; i < shards_.size(); ++i) {
      const Shard& shard = stream().shards()[i];
      ASSERT_EQ(shard.log().end(), shards_[i].records.size());
      ASSERT_EQ(shard.counters().records_expired, static_cast<int64_t>(shard.log().trim_horizon()));
      const bool over = shard.log().empty() && shard.state() != ShardState::kOpen &&
                        shard.closed_at() < now_ - stream().retention();
      ASSERT_TRUE(!over || shard.state() == ShardState::kExpired);
    }
  }

  Prng& prng_;
  StreamService service_;
  std::vector<NaiveShard> shards_;
  Instant now_ = kStart;
};

TEST(StreamProperty, AgreesWithANaiveStreamThroughReshardingAndRetention) {
  test::ForSeeds(80, [](Prng& prng, uint64_t) {
    StreamModel model(prng);
    for (int step = 0; step < 500 && !testing::Test::HasFatalFailure(); ++step) model.Step();
  });
}

TEST(ReshardProperty, RandomSplitsAndMergesThenAnyTargetCoverTheSpace) {
  test::ForSeeds(200, [](Prng& prng, uint64_t) {
    test::OpenShards shards(prng.Between(1, 40));
    for (int change = 0; change < 6; ++change) {
      const int64_t target = prng.Between(1, 60);
      for (int rounds = 0;; ++rounds) {
        ASSERT_LT(rounds, 64);
        const ReshardRound round = NextRound(shards.open, target);
        if (round.empty()) break;
        shards.Apply(round);
        ASSERT_TRUE(test::CoversOnce(shards.Ranges()));
        if (prng.Below(4) == 0) break;  // Another target is set before this one is reached.
      }
    }
  });
}

}  // namespace
}  // namespace weir
