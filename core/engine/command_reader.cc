#include "core/engine/command_reader.h"

#include <array>
#include <optional>

#include "core/base/text.h"
#include "core/model/limits.h"

namespace weir {
namespace {

struct RateUnit {
  std::string_view name;
  Duration per;
};
constexpr std::array<RateUnit, 4> kRateUnits{
    {{"s", Seconds(1)}, {"m", Minutes(1)}, {"h", Hours(1)}, {"d", Hours(24)}}};

constexpr std::array<std::string_view, 2> kStreamModes{"provisioned", "on_demand"};
constexpr std::array<std::string_view, 4> kKeyShapes{"uniform", "zipf", "hot", "fleet"};
constexpr std::array<std::string_view, 3> kPartitionBys{"key", "salted", "random"};

std::optional<Rate> ParseRate(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == 0 || slash > 8 || slash == std::string_view::npos) return std::nullopt;
  int64_t count = 0;
  for (const char c : text.substr(0, slash)) {
    if (c < '0' || c > '9') return std::nullopt;
    count = count * 10 + (c - '0');
  }
  for (const RateUnit& unit : kRateUnits) {
    if (text.substr(slash + 1) == unit.name) return Rate{count, unit.per};
  }
  return std::nullopt;
}

}  // namespace

StreamMode ReadStreamMode(JsonReader& in) {
  return static_cast<StreamMode>(in.OneOf("mode", {kStreamModes[0], kStreamModes[1]}, 0));
}

std::string_view StreamModeText(StreamMode mode) { return kStreamModes[static_cast<size_t>(mode)]; }

StreamSettings ReadStreamSettings(JsonReader& in, std::string_view name) {
  StreamSettings settings;
  settings.name = in.String(name);
  settings.mode = ReadStreamMode(in);
  const bool on_demand = settings.mode == StreamMode::kOnDemand;
  settings.shard_count = in.Int("shards", 1, on_demand ? kOnDemandShardsMax : kShardsPerStreamMax,
                                on_demand ? kOnDemandShardsMin : 1);
  settings.retention = in.Span("retention", kRetentionMin, kRetentionMax, kRetentionMin);
  settings.max_record_size_kib = in.Int("max_record_size_kib", kMaxRecordSizeKibMin,
                                        kMaxRecordSizeKibMax, kMaxRecordSizeKibDefault);
  if (in.failed()) return settings;
  if (const Result<void> valid = ValidateSettings(settings); !valid.ok()) {
    in.Fail("", valid.error().message);
  }
  return settings;
}

Rate ReadRate(JsonReader& in, std::string_view name, Rate otherwise) {
  const Json* found = in.Raw(name);
  if (found == nullptr) return otherwise;
  if (found->is_number()) return {in.Int(name, 0, kRatePerSecondMax), Seconds(1)};
  const std::optional<Rate> rate =
      found->is_string() ? ParseRate(found->get_ref<const std::string&>()) : std::nullopt;
  if (rate && rate->count <= kRatePerSecondMax) return *rate;
  in.Fail(name,
          "expected records per second as a whole number, or a text such as \"30/m\", "
          "\"12/h\" or \"5/d\"");
  return otherwise;
}

std::string RateText(Rate rate) {
  for (const RateUnit& unit : kRateUnits) {
    if (unit.per == rate.per) return StrCat({std::to_string(rate.count), "/", unit.name});
  }
  return StrCat({std::to_string(rate.count), "/s"});
}

KeySpec ReadKeys(JsonReader& in) {
  KeySpec keys;
  keys.shape = static_cast<KeyShape>(in.OneOf("shape", {"uniform", "zipf", "hot", "fleet"}, 0));
  keys.count = in.Int("count", 1, kKeysMax, keys.count);
  keys.prefix = in.String("prefix", keys.prefix);
  if (keys.prefix.size() > 200) in.Fail("prefix", "is longer than 200 bytes");
  if (keys.shape == KeyShape::kZipf) {
    keys.zipf_hundredths = in.Int("skew_hundredths", 1, 300, keys.zipf_hundredths);
  }
  if (keys.shape == KeyShape::kHot) {
    keys.hot_percent = in.Int("hot_percent", 1, 100, keys.hot_percent);
  }
  keys.partition_by =
      static_cast<PartitionBy>(in.OneOf("partition_by", {"key", "salted", "random"}, 0));
  if (keys.partition_by == PartitionBy::kSalted) keys.salts = in.Int("salts", 2, 1'000, keys.salts);
  return keys;
}

Json KeysToJson(const KeySpec& keys) {
  Json out = Json::object();
  out["shape"] = kKeyShapes[static_cast<size_t>(keys.shape)];
  out["count"] = keys.count;
  out["prefix"] = keys.prefix;
  if (keys.shape == KeyShape::kZipf) out["skew_hundredths"] = keys.zipf_hundredths;
  if (keys.shape == KeyShape::kHot) out["hot_percent"] = keys.hot_percent;
  out["partition_by"] = kPartitionBys[static_cast<size_t>(keys.partition_by)];
  if (keys.partition_by == PartitionBy::kSalted) out["salts"] = keys.salts;
  return out;
}

}  // namespace weir
