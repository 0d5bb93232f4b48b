// P1: PutRecords of 500 records into 16 shards against the same by hand, and MD5 in lanes against
// OpenSSL.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/digest.h"
#include "core/base/md5.h"
#include "core/base/prng.h"
#include "core/stream/stream.h"
#include "tests/bench/benches.h"
#include "tests/bench/hand_ingest.h"
#include "tests/bench/machine.h"
#include "tests/bench/md5_openssl.h"

namespace weir::bench {
namespace {

constexpr size_t kBatch = 500;
constexpr size_t kPool = 64;  // Batches; a client does not send the same one again and again.

// Requests of 500 records with 16-byte keys, `data_bytes` of data each.
class RequestPool {
 public:
  explicit RequestPool(size_t data_bytes) {
    Prng prng(20'260'101);
    keys_.reserve(kPool * kBatch);
    for (size_t i = 0; i < kPool * kBatch; ++i) keys_.push_back(Key(prng.Next()));
    data_.resize(kPool * kBatch * data_bytes);
    for (char& c : data_) c = static_cast<char>('a' + prng.Below(26));
    for (size_t i = 0; i < keys_.size(); ++i) {
      entries_.push_back(
          {keys_[i], std::string_view(data_).substr(i * data_bytes, data_bytes), {}});
    }
  }
  std::span<const PutRecordsEntry> request(size_t i) const {
    return std::span(entries_).subspan(i % kPool * kBatch, kBatch);
  }
  const std::vector<std::string>& keys() const { return keys_; }

 private:
  static std::string Key(uint64_t draw) {
    std::string key = "0123456789abcdef";
    for (char& c : key) {
      c = "0123456789abcdef"[draw & 15];
      draw >>= 4;
    }
    return key;
  }
  std::vector<std::string> keys_;
  std::string data_;
  std::vector<PutRecordsEntry> entries_;
};

struct IngestSize {
  size_t data_bytes;
  size_t segments;  // Of 4 MiB, a shard: what both sides keep.
  size_t requests;  // Timed, each round.
};

// The last answers, the place and hash key of each record: equal only if every record before went
// the same way.
template <typename HashKeyOfRecord>
uint64_t ChecksumOf(std::span<const PutRecordsResultEntry> results, HashKeyOfRecord hash_key_of) {
  Digest digest;
  for (const PutRecordsResultEntry& result : results) {
    digest.Add(static_cast<uint64_t>(result.outcome));
    digest.Add(static_cast<uint64_t>(result.shard.value));
    digest.Add(result.sequence_number.ordinal);
    digest.Add(hash_key_of(result).lo);
  }
  return digest.value();
}

class CoreSide {
 public:
  CoreSide(const IngestSize& size, const RequestPool& pool)
      : pool_(pool), stream_(Instant{0}, {"bench", 16, Hours(24), 1'024}) {
    // A retention of a day, compressed: as many requests to a day as fill what the ring holds.
    const size_t record_bytes = 32 + size.data_bytes;
    const size_t kept = size.segments * (4U << 20) * 16 / record_bytes / kBatch;
    step_ = Hours(24) / static_cast<int64_t>(kept);
    now_ = now_ + Hours(1);
    stream_.AdvanceStatus(now_);
  }
  // Never throttled: at the pace of step_ each shard takes a few records a second.
  void Put(size_t requests) {
    for (size_t i = 0; i < requests; ++i) {
      now_ = now_ + step_;
      WEIR_CHECK(stream_.PutRecords(now_, pool_.request(next_++), results_).ok());
      if (next_ % 64 == 0) stream_.Trim(now_);
    }
  }
  uint64_t Checksum() const {
    return ChecksumOf(results_, [&](const PutRecordsResultEntry& result) {
      const LogSlice slice =
          stream_.shard(result.shard).log().SliceAt(result.sequence_number.ordinal);
      return slice.segment->hash_key(slice.begin);
    });
  }

 private:
  const RequestPool& pool_;
  Stream stream_;
  Instant now_;
  Duration step_;
  size_t next_ = 0;
  std::array<PutRecordsResultEntry, kBatch> results_;
};

class HandSide {
 public:
  HandSide(const IngestSize& size, const RequestPool& pool) : pool_(pool), log_(size.segments) {}
  void Put(size_t requests) {
    for (size_t i = 0; i < requests; ++i) {
      log_.Put(static_cast<int64_t>(next_), pool_.request(next_), results_);
      ++next_;
    }
  }
  uint64_t Checksum() const {
    return ChecksumOf(results_, [&](const PutRecordsResultEntry& result) {
      return log_.hash_key(result.shard.index(), result.sequence_number.ordinal);
    });
  }

 private:
  const RequestPool& pool_;
  HandIngest log_;
  size_t next_ = 0;
  std::array<PutRecordsResultEntry, kBatch> results_;
};

template <typename SideType>
Side Timed(std::string name, const std::shared_ptr<SideType>& side, size_t requests) {
  return {std::move(name), [side, requests] {
            const Stopwatch watch;
            side->Put(requests);
            return Sample{watch.Elapsed(), side->Checksum()};
          }};
}

void IngestOf(const IngestSize& size, const Options& options, Report& report) {
  const RequestPool pool(size.data_bytes);
  const double records = static_cast<double>(size.requests * kBatch);
  const bool small = size.data_bytes < 1'000;
  const std::string what = small ? "100 B" : "1 KiB";
  const auto core = std::make_shared<CoreSide>(size, pool);
  const auto hand = std::make_shared<HandSide>(size, pool);
  // Until both have gone twice round what they keep: fresh pages cost more than used ones.
  const size_t round = size.segments * (4U << 20) * 16 / (32 + size.data_bytes) / kBatch;
  core->Put(2 * round);
  hand->Put(2 * round);
  // Every round goes on where the last one ended, so its checksum is its own.
  std::vector<Outcome> outcomes =
      Compete({Timed("P1 hand-written loop, " + what, hand, size.requests),
               Timed("P1 Stream::PutRecords, " + what, core, size.requests)},
              options.rounds, Agreement::kBetweenSides);
  report.AddCost(outcomes[0], records, "record");
  Row& row = report.AddCost(outcomes[1], records, "record");
  const double core_s = outcomes[1].median.cpu_s;
  row.ratio = outcomes[0].median.cpu_s / core_s;
  row.against = "of the hand loop's speed";
  row.goal_is_for_ratio = true;
  row.goal = small ? AtLeast(0.4, 0.6) : AtLeast(0.7, 0.7);
  if (small) {
    Row again = row;
    again.ratio.reset();
    again.what = "P1 the same as a figure";
    again.goal_is_for_ratio = false;
    again.goal = AtMost(100, 100);
    report.Add(again);
    return;
  }
  const MemcpySpeed copy = MeasureMemcpy(options.rounds, options.quick ? 16 : 256);
  const double gb_per_s =
      records * static_cast<double>(size.data_bytes + HandIngest::kKeyBytes) / core_s / 1e9;
  report.Add({.what = "P1 bytes of records of 1 KiB",
              .value = gb_per_s,
              .unit = "GB/s",
              .ratio = gb_per_s / copy.gb_per_s,
              .against = "of memcpy's",
              .goal = AtLeast(0.35, 0.35),
              .goal_is_for_ratio = true});
}

void HashKeys(const Options& options, Report& report) {
  const RequestPool pool(16);
  const std::vector<std::string_view> keys(pool.keys().begin(), pool.keys().end());
  const int passes = options.quick ? 1 : 20;
  std::vector<Md5Digest> digests(keys.size());
  const auto side = [&](std::string name, auto hash) {
    return Side{std::move(name), [&keys, &digests, passes, hash] {
                  const Stopwatch watch;
                  for (int i = 0; i < passes; ++i) hash(std::span(keys), std::span(digests));
                  const Took took = watch.Elapsed();
                  Digest sum;
                  for (const Md5Digest& digest : digests) sum.Add(digest.lo());
                  return Sample{took, sum.value()};
                }};
  };
  std::vector<Side> sides;
  if (HasOpenSsl()) sides.push_back(side("P1 MD5 of a 16-byte key, OpenSSL EVP", Md5ByOpenSsl));
  for (const Md5Kernel& kernel : Md5Kernels()) {
    sides.push_back(side("P1 MD5 of a 16-byte key, " + std::string(kernel.name), kernel.hash));
  }
  const std::vector<Outcome> outcomes = Compete(sides, options.rounds);
  const double hashed = static_cast<double>(keys.size()) * passes;
  for (const Outcome& outcome : outcomes) {
    Row& row = report.AddCost(outcome, hashed, "key");
    if (!HasOpenSsl() || &outcome == &outcomes.front()) continue;
    row.ratio = outcomes.front().median.cpu_s / outcome.median.cpu_s;
    row.against = "x EVP with a reused context";
    if (&outcome == &outcomes.back()) {
      row.goal = AtLeast(3, 3);
      row.goal_is_for_ratio = true;
    }
  }
  if (!HasOpenSsl()) report.Note("OpenSSL is not in this program: no EVP to compare with");
}

}  // namespace

void BenchIngest(const Options& options, Report& report) {
  if (!CanHandIngest()) {
    report.Note("no AVX2 on this processor: the hand-written loop cannot run");
    return;
  }
  const bool quick = options.quick;
  IngestOf({100, quick ? 1U : 16U, quick ? 20U : 4'000U}, options, report);
  IngestOf({1'024, quick ? 1U : 16U, quick ? 20U : 1'000U}, options, report);
  HashKeys(options, report);
#if defined(__wasm__)
  for (Row& row : report.rows()) row.goal.reset();  // P1 is about native speed; P3 compares twins.
#endif
}

}  // namespace weir::bench
