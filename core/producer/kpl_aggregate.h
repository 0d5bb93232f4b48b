// The aggregated record of the Kinesis Producer Library: many user records in one stream record.
//
//   F3 89 9A C2 | AggregatedRecord as protobuf | MD5 of the protobuf bytes
//
//   AggregatedRecord { repeated string partition_key_table = 1;
//                      repeated string explicit_hash_key_table = 2; repeated Record records = 3; }
//   Record { required uint64 partition_key_index = 1; optional uint64 explicit_hash_key_index = 2;
//            required bytes data = 3; repeated Tag tags = 4; }   // Tags are read over.
//
// Source: aggregation-format.md of the awslabs/amazon-kinesis-producer repository.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

// Views: a decoded one lives as long as the data it was decoded from. A stranger's aggregate may
// name one long key a million times, so nothing is copied.
struct KplUserRecord {
  std::string_view partition_key;
  std::optional<std::string_view> explicit_hash_key;  // Decimal, as in the API.
  std::string_view data;
  friend bool operator==(const KplUserRecord&, const KplUserRecord&) = default;
};

// The sizes of the format, for who counts without writing: the frame, an entry of one of the two
// tables, and a record that names entry `key` of the first one.
inline constexpr size_t kKplFrameBytes = 4 + 16;  // The magic number and the digest.
size_t KplTableEntrySize(size_t text_bytes);
size_t KplRecordEntrySize(size_t key, size_t data_bytes);

// Gathers user records into one aggregate. Keys that were seen before are written once.
class KplAggregate {
 public:
  void Add(const KplUserRecord& record);

  size_t count() const { return count_; }
  // Bytes that Encode would give, and would give with one more record.
  size_t size() const {
    return count_ == 0 ? 0 : kKplFrameBytes + tables_.size() + records_.size();
  }
  size_t SizeWith(const KplUserRecord& record) const;

  std::string Encode() const;
  void Clear();

 private:
  std::vector<std::string> partition_keys_;
  std::vector<std::string> explicit_hash_keys_;
  std::string tables_;   // Fields 1 and 2 in the order in which their entries came.
  std::string records_;  // Field 3.
  size_t count_ = 0;
};

// The user records of an aggregate. None when `data` is an ordinary record: no magic number, a
// digest that does not match, or a message that is not the one above. A consumer then takes it as
// it is.
std::optional<std::vector<KplUserRecord>> DecodeKplAggregate(std::string_view data);

}  // namespace weir
