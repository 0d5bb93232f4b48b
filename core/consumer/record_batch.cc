#include "core/consumer/record_batch.h"

#include "core/base/check.h"

namespace weir {

RecordBatch::RecordBatch(LogRead read, ShardIndex shard, RecordPlace from)
    : read_(std::move(read)), shard_(shard) {
  if (read_.slices.empty()) return;
  const LogSlice& first = read_.slices.front();
  const LogSlice& last = read_.slices.back();
  first_ordinal_ = first.first_ordinal;
  end_ordinal_ = last.first_ordinal + (last.end - last.begin);
  row_ = first.begin;
  if (from.ordinal == first_ordinal_) sub_ = from.sub;
}

RecordPlace RecordBatch::next() const {
  WEIR_CHECK(!empty());
  const LogSlice& slice = read_.slices[slice_];
  return {slice.first_ordinal + (row_ - slice.begin), sub_};
}

void RecordBatch::AddTo(Digest& digest) const {
  digest.Add(first_ordinal_);
  digest.Add(end_ordinal_);
  if (empty()) return;
  digest.Add(next().ordinal);
  digest.Add(static_cast<uint64_t>(sub_));
}

}  // namespace weir
