#include "core/producer/key_chooser.h"

#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/base/fixed.h"
#include "core/base/text.h"

namespace weir {
namespace {

std::shared_ptr<const AliasTable> ZipfTable(int64_t count, int64_t exponent_hundredths) {
  std::vector<uint64_t> weights;
  weights.reserve(static_cast<size_t>(count));
  for (int64_t rank = 1; rank <= count; ++rank) {
    weights.push_back(
        ZipfWeight(static_cast<uint64_t>(rank), static_cast<int32_t>(exponent_hundredths)));
  }
  Result<AliasTable> table = AliasTable::Make(weights);
  WEIR_CHECK(table.ok());  // kKeysMax keys fit, and the first weight is never 0.
  return std::make_shared<const AliasTable>(std::move(table).value());
}

}  // namespace

KeyChooser::KeyChooser(KeySpec spec, Prng prng)
    : spec_(std::move(spec)),
      prng_(prng),
      table_(std::make_shared<const KeyTable>(
          KeyTable::Numbered(spec_.prefix, spec_.count, spec_.digits))) {
  salt_seed_ = prng_.Next();
  if (spec_.shape == KeyShape::kZipf) weights_ = ZipfTable(spec_.count, spec_.zipf_hundredths);
}

KeyChooser::KeyChooser(std::shared_ptr<const KeyTable> table)
    : prng_(0), table_(std::move(table)) {}

uint32_t KeyChooser::ChooseUnevenly() {
  const uint64_t count = table_->size();
  switch (spec_.shape) {
    case KeyShape::kUniform:
      break;
    case KeyShape::kZipf:
      return weights_->Choose(prng_.Next());
    case KeyShape::kHot: {
      const bool hot = prng_.Below(100) < static_cast<uint64_t>(spec_.hot_percent);
      if (hot || count == 1) return 0;
      return static_cast<uint32_t>(1 + prng_.Below(count - 1));
    }
    case KeyShape::kFleet: {
      const uint32_t key = turn_;
      turn_ = turn_ + 1 == count ? 0 : turn_ + 1;
      return key;
    }
  }
  return 0;
}

uint64_t KeyChooser::SaltOf(uint32_t number) const { return Prng(salt_seed_ + number).Next(); }

std::string KeyChooser::PartitionKey(uint32_t key, uint32_t number) const {
  switch (spec_.partition_by) {
    case PartitionBy::kKey:
      return table_->Name(key);
    case PartitionBy::kRandom:
      return ToHex16(SaltOf(number));
    case PartitionBy::kSalted:
      break;
  }
  const uint64_t salt = SaltOf(number) % static_cast<uint64_t>(spec_.salts);
  return StrCat({table_->Name(key), "#", std::to_string(salt)});
}

}  // namespace weir
