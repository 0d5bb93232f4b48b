#include "core/consumer/lambda_lane.h"

#include <algorithm>

#include "core/base/check.h"

namespace weir {

int64_t WindowOf(Instant arrived_at, Duration window) {
  // Floor, not truncation: a scenario may begin before 1970.
  const int64_t at = arrived_at.micros;
  return at / window.micros - (at % window.micros < 0 ? 1 : 0);
}

Duration LambdaBackoff(uint32_t attempts) {
  Duration wait = kLambdaRetryWaitMin;
  for (uint32_t i = 1; i < attempts && wait < kLambdaRetryWaitMax; ++i) wait = wait * 2;
  return std::min(wait, kLambdaRetryWaitMax);
}

void LambdaLane::Add(const LambdaRecord& record, Instant now) {
  if (waiting() == 0) gathering_since_ = now;
  queue_.push_back(record);
}

// How many of the first records make a batch: never none, so that a record that is too large for a
// payload does not stop the lane (what becomes of it is the mapping's business).
size_t LambdaLane::FittingBatch(const LambdaSpec& spec) const {
  const std::span<const LambdaRecord> waiting = queue();
  const size_t most = std::min(waiting.size(), static_cast<size_t>(spec.batch_size));
  int64_t bytes = kLambdaEventBytes;
  for (size_t i = 0; i < most; ++i) {
    bytes += waiting[i].payload_bytes;
    if (i > 0 && bytes > kLambdaPayloadBytesMax) return i;
    if (spec.tumbling_window > Duration{} && i > 0 &&
        WindowOf(waiting[i].arrived_at, spec.tumbling_window) !=
            WindowOf(waiting[0].arrived_at, spec.tumbling_window)) {
      return i;
    }
  }
  return most;
}

Instant LambdaLane::FormsAt(Instant now, const LambdaSpec& spec, bool closing) const {
  if (waiting() == 0 || HasPiece()) return kNever;
  const size_t fitting = FittingBatch(spec);
  const bool full = fitting == static_cast<size_t>(spec.batch_size) || fitting < waiting();
  return full || closing ? now : std::max(now, gathering_since_ + spec.batching_window);
}

void LambdaLane::Form(Instant now, const LambdaSpec& spec) {
  WEIR_CHECK(!HasPiece() && waiting() > 0);
  const size_t count = FittingBatch(spec);
  const auto first = queue_.begin() + static_cast<std::ptrdiff_t>(head_);
  batch_.assign(first, first + static_cast<std::ptrdiff_t>(count));
  head_ += count;
  if (head_ * 2 > queue_.size()) {  // Each record is moved once at the most for each that leaves.
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
  gathering_since_ = now;
  pieces_ = {{0, static_cast<uint32_t>(count), 0, 0, 0}};
}

std::span<const LambdaRecord> LambdaLane::records() const {
  const LambdaPiece& top = piece();
  return std::span(batch_).subspan(top.begin, top.size());
}

void LambdaLane::Succeed() { DropFirst(piece().size()); }

void LambdaLane::DropFirst(uint32_t count) {
  LambdaPiece& top = pieces_.back();
  WEIR_CHECK(count <= top.size());
  top.begin += count;
  top.processed -= std::min(top.processed, count);
  if (top.size() == 0) pieces_.pop_back();
  if (pieces_.empty()) batch_.clear();
}

LambdaLane::Failure LambdaLane::Fail(uint32_t processed, bool reported, const LambdaSpec& spec) {
  {
    LambdaPiece& top = pieces_.back();
    WEIR_CHECK(processed <= top.size());
    top.processed = std::max(top.processed, processed);
    ++top.attempts;
  }
  const bool went_on = reported && processed > 0;
  if (went_on) DropFirst(processed);  // The checkpoint goes to the lowest number that failed.
  WEIR_CHECK(HasPiece());             // A function that reports has something to report.
  LambdaPiece& top = pieces_.back();
  if (spec.bisect_batch_on_error && !went_on && top.size() > 1) {
    --top.attempts;  // A split does not count.
    const uint32_t half = top.size() / 2;
    LambdaPiece first = top;
    first.end = top.begin + half;
    first.processed = std::min(top.processed, half);
    top.begin += half;
    top.processed -= first.processed;
    pieces_.push_back(first);
    return Failure::kSplit;
  }
  const bool exhausted = spec.retry_attempts >= 0 && int64_t{top.attempts} > spec.retry_attempts;
  return exhausted ? Failure::kDiscard : Failure::kRetry;
}

size_t LambdaLane::unfinished() const {
  size_t count = 0;
  for (const LambdaPiece& piece : pieces_) count += piece.size();
  return count;
}

uint64_t LambdaLane::oldest() const {
  if (HasPiece()) return records().front().ordinal;
  return waiting() > 0 ? queue().front().ordinal : UINT64_MAX;
}

uint32_t LambdaLane::DropWaitingBefore(uint64_t horizon) {
  uint32_t count = 0;
  while (waiting() > 0 && queue().front().ordinal < horizon) {
    ++head_;
    ++count;
  }
  return count;
}

void LambdaLane::AddTo(Digest& digest) const {
  digest.Add(static_cast<uint64_t>(waiting()));
  if (waiting() > 0) {
    digest.Add(queue().front().ordinal);
    digest.Add(queue().back().ordinal);
    digest.Add(gathering_since_.micros);
  }
  for (const LambdaPiece& piece : pieces_) {
    digest.Add(batch_[piece.begin].ordinal);
    digest.Add(static_cast<uint64_t>(piece.size()) << 32 | piece.processed);
    digest.Add(static_cast<uint64_t>(piece.attempts) << 32 | piece.invocations);
  }
}

}  // namespace weir
