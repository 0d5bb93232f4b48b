#include "core/producer/workload.h"

#include <algorithm>

#include "core/base/md5.h"
#include "core/base/text.h"
#include "core/model/limits.h"

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
      template_seed_(Prng::ForComponent(seed, StrCat({name, "/template"})).Next()),
      line_seed_(Prng::ForComponent(seed, StrCat({name, "/lines"})).Next()) {
  FindNext();
}

Instant Workload::RowTime(size_t row) const {
  const Dataset& data = *spec_.replay.dataset;
  return start_ + (data.rows[row].time - data.rows[0].time) / spec_.replay.speed;
}

// The two steps of every record are inline: a day of a full shard is 86 million of them.
inline Instant Workload::TimeOf(uint32_t number, const Arrivals& arrivals) const {
  if (number >= spec_.limit) return kNever;
  Instant at = kNever;
  if (!replays()) {
    at = arrivals.next_at();
  } else if (number < spec_.replay.dataset->rows.size()) {
    at = RowTime(number);
  }
  return at < stop_ ? at : kNever;
}

inline void Workload::FindNext() { next_at_ = TimeOf(number_, arrivals_); }

inline SyntheticRecord Workload::Generate() {
  KeyChooser& chooser = choosers_.back().chooser;
  const uint32_t key = chooser.Choose();
  const SizeSpec& size = spec_.size;
  int64_t data_bytes = size.min_bytes;
  if (spec_.record_template != nullptr || size.min_bytes != size.max_bytes) {
    data_bytes = DrawDataBytes(key);
  }
  arrivals_.Advance();
  if (spec_.line_key != LineKey::kNoLine) return LineOf(key, data_bytes);
  return {chooser.HashOf(key, number_), key, number_,
          static_cast<uint32_t>(data_bytes) + chooser.PartitionKeyBytes(key, number_)};
}

// The next record as a line of so many bytes, and its newline; cut to what the agent sends at most.
SyntheticRecord Workload::LineOf(uint32_t key, int64_t data_bytes) const {
  const int64_t bytes = std::min(data_bytes + 1 + LineKeyBytes(number_), kAgentRecordBytesMax);
  const uint32_t billed = static_cast<uint32_t>(bytes);
  return {HashOf(key, number_, billed), key, number_, billed};
}

uint32_t Workload::LineKeyBytes(uint32_t number) const {
  return spec_.line_key == LineKey::kDeterministic
             ? 32
             : static_cast<uint32_t>(LineKeyOf(0, number, 0).size());
}

std::string Workload::LineKeyOf(uint32_t key, uint32_t number, uint32_t billed_bytes) const {
  if (spec_.line_key == LineKey::kDeterministic) {
    const Md5Digest digest = Md5(Data(key, number, billed_bytes));
    return StrCat({ToHex16(digest.hi()), ToHex16(digest.lo())});
  }
  // The agent's own are random numbers below a million, with as many decimals as a double has.
  const uint64_t draw = Prng(line_seed_ + number).Next();
  std::string text = std::to_string((draw >> 32) % 1'000'000);
  text += '.';
  text += std::to_string((draw & UINT32_MAX) + 1'000'000'000);
  return text;
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

uint32_t Workload::CreatedBy(Instant until) const {
  uint32_t number = number_;
  if (next_at_ > until) return number;
  Arrivals arrivals = arrivals_;
  for (Instant next = next_at_; next <= until && next != kNever;) {
    if (!replays()) arrivals.Advance();
    next = TimeOf(++number, arrivals);
  }
  return number;
}

void Workload::Return(uint32_t count) {
  number_ -= count;
  // Numbers that are given again belong to the keys of now.
  for (Era& era : choosers_) era.first_number = std::min(era.first_number, number_);
  FindNext();
}

SyntheticRecord Workload::ReadRow() const {
  const DatasetRow& row = spec_.replay.dataset->rows[number_];
  if (spec_.line_key != LineKey::kNoLine) return LineOf(row.key, row.size);
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
  const size_t bytes = billed_bytes - PartitionKeyBytes(key, number);
  if (spec_.line_key == LineKey::kNoLine) return Text(key, number, bytes);
  std::string line = Text(key, number, bytes - 1);
  line.resize(bytes - 1);  // A longer one was cut.
  return line + '\n';
}

std::string Workload::Text(uint32_t key, uint32_t number, size_t bytes) const {
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
  std::string text = StrCat({"{\"key\":\"", ChooserOf(number).table().Name(key),
                             "\",\"number\":", std::to_string(number), ",\"note\":\""});
  if (text.size() + 2 > bytes) {  // Too short for JSON: the number alone, cut or filled.
    text = std::to_string(number);
    text.resize(bytes, '.');
    return text;
  }
  text.resize(bytes - 2, '.');
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
