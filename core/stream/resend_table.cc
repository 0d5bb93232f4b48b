#include "core/stream/resend_table.h"

namespace weir {
namespace {

constexpr uint32_t kRecordsPerWord = 32;

constexpr uint32_t ShiftOf(uint32_t number) { return number % kRecordsPerWord * 2; }

}  // namespace

ResendTable::PerProducer& ResendTable::Of(ProducerId producer) {
  if (producer.index() >= producers_.size()) producers_.resize(producer.index() + 1);
  return producers_[producer.index()];
}

void ResendTable::Note(ProducerId producer, uint32_t number, uint64_t note) {
  PerProducer& of = Of(producer);
  const size_t word = number / kRecordsPerWord;
  of.notes.Grow(word + 1);
  of.notes.Mutable(word) |= note << ShiftOf(number);
  of.noted.Add(uint64_t{number} << 2 | note);
}

uint64_t ResendTable::NotesOf(ProducerId producer, uint32_t number) const {
  if (producer.index() >= producers_.size()) return 0;
  const CowArray<uint64_t, 512>& notes = producers_[producer.index()].notes;
  const size_t word = number / kRecordsPerWord;
  return word < notes.size() ? notes[word] >> ShiftOf(number) & 3 : 0;
}

void ResendTable::AddTo(Digest& digest) const {
  for (const PerProducer& of : producers_) {
    digest.Add(static_cast<uint64_t>(of.may_put_twice));
    digest.Add(of.noted.value());
  }
}

}  // namespace weir
