#include "core/producer/workload.h"

#include <algorithm>

#include "core/base/text.h"

namespace weir {
namespace {

KeyChooser ChooserFor(const WorkloadSpec& spec, uint64_t seed, std::string_view name) {
  if (spec.replay.dataset != nullptr) {
    return KeyChooser(std::make_shared<const KeyTable>(KeyTable::Of(spec.replay.dataset->keys)));
  }
  return KeyChooser(spec.keys, Prng::ForComponent(seed, StrCat({name, "/keys"})));
}

}  // namespace

Workload::Workload(const WorkloadSpec& spec, Instant start, Instant stop, uint64_t seed,
                   std::string_view name)
    : spec_(spec),
      start_(start),
      stop_(stop),
      arrivals_(spec.arrivals, start, Prng::ForComponent(seed, StrCat({name, "/arrivals"}))),
      choosers_{{0, ChooserFor(spec, seed, name)}},
      sizes_(Prng::ForComponent(seed, StrCat({name, "/sizes"}))),
      template_seed_(Prng::ForComponent(seed, StrCat({name, "/template"})).Next()) {
  FindNext();
}

Instant Workload::RowTime(size_t row) const {
  const Dataset& data = *spec_.replay.dataset;
  return start_ + (data.rows[row].time - data.rows[0].time) / spec_.replay.speed;
}

// The two steps of every record are inline: a day of a full shard is 86 million of them.
inline void Workload::FindNext() {
  next_at_ = kNever;
  if (number_ >= spec_.limit) return;
  if (replays()) {
    if (number_ < spec_.replay.dataset->rows.size()) next_at_ = RowTime(number_);
  } else {
    next_at_ = arrivals_.next_at();
  }
  if (next_at_ >= stop_) next_at_ = kNever;
}

inline SyntheticRecord Workload::Generate() {
  KeyChooser& chooser = choosers_.back().chooser;
  const uint32_t key = chooser.Choose();
  const SizeSpec& size = spec_.size;
  int64_t data_bytes = size.min_bytes;
  if (spec_.record_template != nullptr || size.min_bytes != size.max_bytes) {
    data_bytes = DrawDataBytes(key);
  }
  arrivals_.Advance();
  return {chooser.HashOf(key, number_), key, number_,
          static_cast<uint32_t>(data_bytes) + chooser.PartitionKeyBytes(key, number_)};
}

// Of the record that is next.
int64_t Workload::DrawDataBytes(uint32_t key) {
  if (spec_.record_template == nullptr) {
    return sizes_.Between(spec_.size.min_bytes, spec_.size.max_bytes);
  }
  if (spec_.record_template->uses_time()) created_.Note(number_, arrivals_);
  std::string text;
  Render(key, number_, next_at_, text);
  return static_cast<int64_t>(text.size());
}

void Workload::Render(uint32_t key, uint32_t number, Instant created_at, std::string& out) const {
  const std::string name = ChooserOf(number).table().Name(key);
  spec_.record_template->Render({template_seed_, key, number, name, created_at}, out);
}

void Workload::TakeUntil(Instant until, size_t max, PendingRecords& out) {
  for (size_t i = 0; i < max && next_at_ <= until && next_at_ != kNever; ++i) {
    out.PushBack(next_at_, replays() ? ReadRow() : Generate());
    ++number_;
    FindNext();
  }
}

void Workload::Return(uint32_t count) {
  number_ -= count;
  // Numbers that are given again belong to the keys of now.
  for (Era& era : choosers_) era.first_number = std::min(era.first_number, number_);
  FindNext();
}

SyntheticRecord Workload::ReadRow() const {
  const DatasetRow& row = spec_.replay.dataset->rows[number_];
  const KeyChooser& chooser = choosers_.back().chooser;
  return {chooser.HashOf(row.key, number_), row.key, number_,
          row.size + chooser.PartitionKeyBytes(row.key, number_)};
}

const KeyChooser& Workload::ChooserOf(uint32_t number) const {
  size_t era = choosers_.size() - 1;
  while (choosers_[era].first_number > number) --era;
  return choosers_[era].chooser;
}

void Workload::SetRate(Instant now, Rate rate) {
  if (replays()) return;  // A data set has its own pace.
  arrivals_.SetRate(now, rate);
  created_.Forget(number_);
  FindNext();
}

void Workload::SetKeys(const KeySpec& keys, uint64_t seed) {
  if (replays()) return;
  // The names stay: a record in the log must be spelled as it was when it was put.
  const KeySpec old = spec_.keys;
  spec_.keys = keys;
  spec_.keys.prefix = old.prefix;
  spec_.keys.digits =
      old.digits > 0 ? old.digits : static_cast<int64_t>(std::to_string(old.count).size());
  choosers_.push_back({number_, KeyChooser(spec_.keys, Prng(seed))});
}

int64_t Workload::keys_made() const {
  int64_t keys = 0;
  for (const Era& era : choosers_) keys += static_cast<int64_t>(era.chooser.table().size());
  return keys;
}

std::string Workload::Data(uint32_t key, uint32_t number, uint32_t billed_bytes) const {
  if (replays()) {
    const Dataset& data = *spec_.replay.dataset;
    return std::string(data.PayloadOf(data.rows[number]));
  }
  if (spec_.record_template != nullptr) {
    std::string text;
    const bool timed = spec_.record_template->uses_time();
    Render(key, number, timed ? created_.Of(number) : Instant{}, text);
    return text;
  }
  const KeyChooser& chooser = ChooserOf(number);
  const size_t size = billed_bytes - chooser.PartitionKeyBytes(key, number);
  std::string text = StrCat({"{\"key\":\"", chooser.table().Name(key),
                             "\",\"number\":", std::to_string(number), ",\"note\":\""});
  if (text.size() + 2 > size) {  // Too short for JSON: the number alone, cut or filled.
    text = std::to_string(number);
    text.resize(size, '.');
    return text;
  }
  text.resize(size - 2, '.');
  return text + "\"}";
}

void Workload::AddTo(Digest& digest) const {
  arrivals_.AddTo(digest);
  choosers_.back().chooser.AddTo(digest);
  sizes_.AddTo(digest);
  digest.Add(static_cast<uint64_t>(number_));
  digest.Add(next_at_.micros);
}

}  // namespace weir
