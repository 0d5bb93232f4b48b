// A folder in a bucket's place: each object a file under its key, and a line for each in
// objects.jsonl beside them.
//
//   DIR/objects/2026/07/13/14/quakes-1-...gz      the bytes as S3 would hold them
//   DIR/objects.jsonl                             {"key": ..., "records": ..., "bytes": ...}
//
// An object is written beside its place and renamed, so a program that is killed leaves whole
// objects only; the list is written after the object it tells of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"
#include "native/output_directory.h"

namespace weir {

// What the store keeps beside an object's bytes.
struct ObjectMetadata {
  std::string_view content_encoding;  // Empty: none.
  int64_t records = 0;
  int64_t bytes = 0;  // Before compression.
  Instant oldest_arrival;
  Instant delivered_at;
  bool errors = false;  // Under the error prefix.
};

class BucketFolder {
 public:
  // Error kInput: `path` is there and not empty (without `force`), is a file, or cannot be made.
  static Result<BucketFolder> Open(const std::string& path, bool force);

  // Errors: kInternalFailure, the disk is full or read-only; kInput, a key that is no path of a
  // file (a part of it is "..", or too long).
  Result<void> Put(std::string_view key, std::string_view bytes, const ObjectMetadata& metadata);
  Result<void> Close() { return list_.Close(); }

 private:
  std::string path_;
  OutputStream list_;
};

}  // namespace weir
