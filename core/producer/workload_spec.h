// What a producer means to send: when, under which keys, how much. As a scenario says it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/time.h"
#include "core/model/dataset.h"
#include "core/producer/record_template.h"

namespace weir {

// An exact rate: `count` records in every `per`. count 0 is silence.
struct Rate {
  int64_t count = 0;
  Duration per = Seconds(1);
};

enum class ArrivalShape : uint8_t { kConstant, kBurst, kDiurnal, kSpike };
enum class ArrivalSpacing : uint8_t { kEven, kPoisson };

//   constant  ________      burst  _|~|__|~|__     diurnal  ~\_/~\_/     spike  ____|~|_____
struct ArrivalSpec {
  ArrivalShape shape = ArrivalShape::kConstant;
  ArrivalSpacing spacing = ArrivalSpacing::kEven;
  Rate rate{100, Seconds(1)};   // The constant rate, and the low one of the other shapes.
  Rate peak{100, Seconds(1)};   // The high one.
  Duration period = Hours(24);  // Burst: from one to the next. Diurnal: a day.
  Duration lasts = Seconds(1);  // Burst and spike: how long the peak holds.
  Duration at = Seconds(0);     // Spike: when it begins, from the start of the producer.
};

enum class KeyShape : uint8_t { kUniform, kZipf, kHot, kFleet };

// Which partition key a record is put under. The order that matters is the order of the key (the
// truck, the player); a partition key that is not the key spreads load and gives that order up.
enum class PartitionBy : uint8_t {
  kKey,     // The key itself.
  kSalted,  // "truck-07#3": one of `salts` suffixes, chosen anew for every record.
  kRandom,  // Sixteen random hexadecimal digits.
};

// `count` keys "prefix1" .. "prefixN". Fleet: each in turn, as vehicles that report at one pace.
struct KeySpec {
  KeyShape shape = KeyShape::kUniform;
  int64_t count = 100;
  std::string prefix = "key-";
  int64_t digits = 0;             // At least so many in every name; 0: as many as `count` has.
  int64_t zipf_hundredths = 100;  // Zipf: the exponent times 100, from 1 to 300.
  int64_t hot_percent = 50;       // Hot: the share of key 1, from 1 to 100; the rest is uniform.
  PartitionBy partition_by = PartitionBy::kKey;
  int64_t salts = 4;  // From 2 to 1 000.
};

// Bytes of data, uniform in [min, max]. The partition key is counted on top.
struct SizeSpec {
  int64_t min_bytes = 100;
  int64_t max_bytes = 100;
};

// Rows of a data set, in their order of time, instead of generated records.
struct ReplaySpec {
  std::shared_ptr<const Dataset> dataset;  // None: the workload is generated.
  std::string name;                        // As the scenario calls the file.
  int64_t speed = 1;                       // Times the data's own pace.
};

// Records that are lines of a log file end in a newline, and the agent that reads them knows no
// key: it puts them under a random number, or under the MD5 of the line.
enum class LineKey : uint8_t { kNoLine, kRandom, kDeterministic };

struct WorkloadSpec {
  ArrivalSpec arrivals;
  KeySpec keys;
  SizeSpec size;
  std::shared_ptr<const RecordTemplate> record_template;  // None: as many bytes as `size` says.
  ReplaySpec replay;
  LineKey line_key = LineKey::kNoLine;
  int64_t limit = UINT32_MAX;  // Records after which the producer is done. Numbers have 32 bits.
};

}  // namespace weir
