// An array whose copies share what neither has changed: chunks are copied on the first write.
//
// The engine is a value and a checkpoint is a copy of it. What grows with keys or seconds lives in
// a CowArray, so that a checkpoint costs a pointer a chunk instead of the contents.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/check.h"

namespace weir {

template <typename T, size_t kChunkSize = 1024>
class CowArray {
 public:
  // Elements whose places divided by it are equal lie side by side.
  static constexpr size_t kChunk = kChunkSize;

  size_t size() const { return size_; }

  const T& operator[](size_t i) const {
    WEIR_CHECK(i < size_ && i >= released());
    return (*chunks_[i / kChunkSize])[i % kChunkSize];
  }

  // Single-threaded by design: use_count() is exact.
  T& Mutable(size_t i) {
    WEIR_CHECK(i < size_ && i >= released());
    std::shared_ptr<Chunk>& chunk = chunks_[i / kChunkSize];
    if (chunk.use_count() > 1) [[unlikely]]
      Unshare(chunk);
    return (*chunk)[i % kChunkSize];
  }

  void PushBack(const T& value) {
    Grow(size_ + 1);
    Mutable(size_ - 1) = value;
  }

  // Adds value-initialised elements up to `size`; never shrinks. All fresh chunks share one.
  void Grow(size_t size) {
    if (size <= size_) return;
    if (size > chunks_.size() * kChunkSize) AddChunks(size);
    size_ = size;
  }

  // Frees what lies before element `i`, in whole chunks: what is not freed can still be read, and
  // places stay as they are.
  void ReleaseBefore(size_t i) {
    WEIR_CHECK(i <= size_);
    while (released_chunks_ < i / kChunkSize) chunks_[released_chunks_++].reset();
  }
  size_t released() const { return released_chunks_ * kChunkSize; }

  void Clear() {
    chunks_.clear();
    size_ = 0;
    released_chunks_ = 0;
  }

 private:
  using Chunk = std::array<T, kChunkSize>;

  // Once a chunk, so kept out of what runs once an element.
  [[gnu::noinline]] static void Unshare(std::shared_ptr<Chunk>& chunk) {
    chunk = std::make_shared<Chunk>(*chunk);
  }
  [[gnu::noinline]] void AddChunks(size_t size) {
    chunks_.resize((size + kChunkSize - 1) / kChunkSize, std::make_shared<Chunk>());
  }

  std::vector<std::shared_ptr<Chunk>> chunks_;
  size_t size_ = 0;
  size_t released_chunks_ = 0;
};

}  // namespace weir
