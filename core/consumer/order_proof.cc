#include "core/consumer/order_proof.h"

namespace weir {

OrderVerdict OrderProof::NoteBreak(Instant now, const ProofRecord& record, uint32_t before) {
  if (record.number == before) {
    ++duplicates_;
    return OrderVerdict::kDuplicate;
  }
  ++violations_;
  if (!first_) first_ = OrderViolation{record, before, std::nullopt, now};
  return OrderVerdict::kViolation;
}

void OrderProof::AddTo(Digest& digest) const {
  digest.Add(violations_);
  digest.Add(duplicates_);
  for (const CowArray<uint32_t>& last : last_) {
    // The sum stands for the map: each number only grows, so two different maps of the same run
    // cannot agree on it, and a digest must not cost a pass with a multiplication a key.
    uint64_t sum = 0;
    for (size_t i = 0; i < last.size(); ++i) sum += last[i];
    digest.Add(sum);
  }
}

}  // namespace weir
