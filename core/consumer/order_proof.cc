#include "core/consumer/order_proof.h"

#include "core/base/check.h"

namespace weir {
namespace {

constexpr uint32_t kBits = 64;

bool Overlap(const HashKeyRange& a, const HashKeyRange& b) {
  return a.starting <= b.ending && b.starting <= a.ending;
}

}  // namespace

void OrderProof::Meet(ProducerId producer, const OrderFacts& facts) {
  producers_.resize(producer.index() + 1);
  for (uint32_t i = 0; i < producers_.size(); ++i) {
    PerProducer& of = producers_[i];
    of.keeps_copies = facts.resends.MayPutTwice({i});
    of.keeps_more = of.keeps_copies || order_ == ShardOrder::kMixed;
  }
}

OrderVerdict OrderProof::Observe(Instant now, const ProofRecord& record, const OrderFacts& facts) {
  PerProducer& of = Of(record.producer, facts);
  if (record.key >= of.greatest.size()) of.greatest.Grow(size_t{record.key} + 1);
  const uint64_t seen = Pack(record.number, record.shard);
  uint64_t& greatest = of.greatest.Mutable(record.key);
  if (NumberOf(seen) <= NumberOf(greatest)) return NoteBreak(now, record, greatest, facts);
  greatest = seen;
  if (of.keeps_more) NoteMore(of, record);
  return OrderVerdict::kInOrder;
}

void OrderProof::NoteMore(PerProducer& of, const ProofRecord& record) {
  if (order_ == ShardOrder::kMixed) {
    of.ordinals.Grow(size_t{record.key} + 1);
    of.ordinals.Mutable(record.key) = record.sequence_number.ordinal;
  }
  if (of.keeps_copies) {
    of.processed.Grow(record.number / kBits + 1);
    of.processed.Mutable(record.number / kBits) |= uint64_t{1} << record.number % kBits;
  }
}

void OrderProof::OnceMore(OrderCause why, int64_t records) {
  WEIR_CHECK(IsDuplicate(why));
  duplicates_ += records;
  causes_[static_cast<size_t>(why)] += records;
}

OrderVerdict OrderProof::NoteBreak(Instant now, const ProofRecord& record, uint64_t greatest,
                                   const OrderFacts& facts) {
  PerProducer& of = producers_[record.producer.index()];
  const size_t word = record.number / kBits;
  const uint64_t bit = uint64_t{1} << record.number % kBits;
  const bool copy = word < of.processed.size() && (of.processed[word] & bit) != 0;
  if (copy || NumberOf(greatest) == uint64_t{record.number} + 1) {
    OnceMore(facts.resends.WhyTwice(record.producer));
    return OrderVerdict::kDuplicate;
  }
  if (of.keeps_copies) {
    of.processed.Grow(word + 1);
    of.processed.Mutable(word) |= bit;
  }
  const OrderCause cause = CauseOf(record, greatest, facts);
  ++violations_;
  ++causes_[static_cast<size_t>(cause)];
  if (!first_) {
    first_ = OrderViolation{record,
                            static_cast<uint32_t>(NumberOf(greatest) - 1),
                            ShardIndex{static_cast<uint32_t>(greatest)},
                            std::nullopt,
                            cause,
                            now};
  }
  return OrderVerdict::kViolation;
}

OrderCause OrderProof::CauseOf(const ProofRecord& late, uint64_t greatest,
                               const OrderFacts& facts) const {
  const ShardIndex other{static_cast<uint32_t>(greatest)};
  if (other != late.shard) {
    // Two shards that have a hash key in common were never open at once: the later one has the key
    // from the earlier one, by splits and merges.
    const HashKeyRange& range = facts.stream.shard(late.shard).range();
    if (!Overlap(range, facts.stream.shard(other).range())) return OrderCause::kSplitKey;
    if (late.shard.value < other.value) return OrderCause::kChildBeforeParent;
  } else if (order_ == ShardOrder::kMixed) {
    const uint64_t at = producers_[late.producer.index()].ordinals[late.key];
    if (late.sequence_number.ordinal < at) return OrderCause::kParallelBatches;
  }
  if (facts.resends.WasRefused(late.producer, late.number)) return OrderCause::kRetryOvertaken;
  return facts.resends.WasSentAgain(late.producer, late.number) ? OrderCause::kResendOvertaken
                                                                : OrderCause::kCallsInFlight;
}

void OrderProof::AddTo(Digest& digest) const {
  digest.Add(violations_);
  digest.Add(duplicates_);
  for (const PerProducer& of : producers_) {
    // The sum stands for the map: each number only grows, so two different maps of the same run
    // cannot agree on it, and a digest must not cost a pass with a multiplication a key.
    uint64_t sum = 0;
    for (size_t i = 0; i < of.greatest.size(); ++i) sum += NumberOf(of.greatest[i]);
    digest.Add(sum);
  }
  for (size_t i = 0; i < kOrderCauses; ++i) {
    if (causes_[i] > 0)
      digest.Add(static_cast<uint64_t>(i) << 56 ^ static_cast<uint64_t>(causes_[i]));
  }
}

}  // namespace weir
