// What generated records look like: a tree of constants and of values that are drawn for each.
//
//   {"id": <counter>, "where": {"lat": <decimal>, "lon": <decimal>}, "state": <choice>}
//
// A record's text is made from the seed, the producer, its number and its key alone. So it is made
// when someone looks at it, and made the same every time; when the record is created only its
// length is wanted.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/prng.h"
#include "core/base/time.h"

namespace weir {

enum class TemplateKind : uint8_t {
  kConstant,  // `text` as it is, JSON.
  kObject,    // `names` (JSON, with quotes) and as many `children`.
  kList,      // All of `children`.
  kArray,     // children[0], `min` to `max` times.
  kChoice,    // One of `children`, by `weights`.
  kKey,       // The name of the record's key.
  kCounter,   // `min` + `max` * number of the record.
  kInt,       // Uniform from `min` to `max`.
  kDecimal,   // The same in units of the last of `decimals` places.
  kNormal,  // Near `mean`, with the standard deviation `deviation`, not below `min` or above `max`.
  kBool,    // True in `max` of a hundred.
  kTime,    // When the record was created, or up to `max` microseconds before.
  kUuid,    // Version 4.
  kText,    // `min` to `max` small letters.
  kName,    // A person's; `part`: 0 both, 1 the first, 2 the last.
  kCity,    // `part`: 0 an object, 1 its name, 2 its country.
};

enum class TimeText : uint8_t { kIso, kSeconds, kMillis, kMicros };

struct TemplateNode {
  TemplateKind kind = TemplateKind::kConstant;
  std::string text;
  std::vector<std::string> names;
  std::vector<TemplateNode> children;
  std::vector<uint64_t> weights;  // Added up, from the first to each.
  int64_t min = 0;
  int64_t max = 0;
  int64_t mean = 0;
  int64_t deviation = 0;
  uint32_t decimals = 0;
  uint32_t part = 0;
  TimeText time = TimeText::kIso;
  // Drawn once for every key instead of for every record: the truck's home, the player's name.
  bool per_key = false;
  uint32_t place = 0;  // Of the node in the tree: two of a key are drawn apart.
};

// What a record is made from.
struct TemplateRecord {
  uint64_t seed = 0;  // Of the producer.
  uint32_t key = 0;
  uint32_t number = 0;
  const std::string& key_name;
  Instant created_at;  // Asked for only where UsesTime.
};

class RecordTemplate {
 public:
  RecordTemplate() = default;
  explicit RecordTemplate(TemplateNode root);

  void Render(const TemplateRecord& record, std::string& out) const;
  bool uses_time() const { return uses_time_; }
  // Of any record whose key name has at most `key_bytes`.
  int64_t BytesMax(int64_t key_bytes) const;

 private:
  TemplateNode root_;
  bool uses_time_ = false;
};

// `text` as a JSON string. What is no UTF-8 goes through as it is.
void AppendJsonString(std::string& out, std::string_view text);
// "-12.050" for (-12050, 3).
void AppendDecimal(std::string& out, int64_t scaled, uint32_t decimals);

}  // namespace weir
