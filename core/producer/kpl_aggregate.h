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
struct UserRecord {
  std::string_view partition_key;
  std::optional<std::string_view> explicit_hash_key;  // Decimal, as in the API.
  std::string_view data;
  friend bool operator==(const UserRecord&, const UserRecord&) = default;
};

// Gathers user records into one aggregate. Keys that were seen before are written once.
class KplAggregate {
 public:
  void Add(const UserRecord& record);

  size_t count() const { return count_; }
  // Bytes that Encode would give, and would give with one more record.
  size_t size() const { return count_ == 0 ? 0 : kFrameBytes + tables_.size() + records_.size(); }
  size_t SizeWith(const UserRecord& record) const;

  std::string Encode() const;
  void Clear();

 private:
  static constexpr size_t kFrameBytes = 4 + 16;  // The magic number and the digest.

  std::vector<std::string> partition_keys_;
  std::vector<std::string> explicit_hash_keys_;
  std::string tables_;   // Fields 1 and 2 in the order in which their entries came.
  std::string records_;  // Field 3.
  size_t count_ = 0;
};

// The user records of an aggregate. None when `data` is an ordinary record: no magic number, a
// digest that does not match, or a message that is not the one above. A consumer then takes it as
// it is.
std::optional<std::vector<UserRecord>> DecodeKplAggregate(std::string_view data);

}  // namespace weir
