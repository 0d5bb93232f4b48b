// The objects of delivery streams, as files: OUT/objects/STREAM/KEY, byte for byte what a bucket
// would hold.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "native/output_directory.h"
#include "native/runner.h"

namespace weir {

class ObjectFiles : public RunListener {
 public:
  static constexpr const char* kFolder = "objects";

  // `folder`: an empty directory that is there.
  void Begin(std::string folder) { folder_ = std::move(folder); }
  Result<void> OnStep(const Engine& engine) override;
  int64_t written() const { return written_; }

 private:
  Result<void> Write(const Engine& engine, uint32_t stream, int64_t number);

  std::string folder_;
  std::vector<int64_t> next_;  // By delivery stream.
  int64_t written_ = 0;
};

}  // namespace weir
