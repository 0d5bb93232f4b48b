// A run second by second, as CSV: three files, every column of a number ending in its unit.
//
//   streams.csv     one row a step and stream
//   shards.csv      one row a step and shard that is not expired
//   consumers.csv   one row a step, consumer and shard that it reads
#pragma once

#include "native/output_directory.h"
#include "native/runner.h"

namespace weir {

class MetricsCsv : public RunListener {
 public:
  static constexpr const char* kStreams = "streams.csv";
  static constexpr const char* kShards = "shards.csv";
  static constexpr const char* kConsumers = "consumers.csv";

  // Writes the header lines.
  Result<void> Begin(const OutputDirectory& directory);
  Result<void> OnStep(const Engine& engine) override;
  Result<void> Close();

 private:
  // What ShardView counts since the start, for the differences from step to step.
  struct Totals {
    int64_t records_in = 0;
    int64_t bytes_in = 0;
    int64_t throttled_records = 0;
    int64_t throttled_bytes = 0;
    int64_t records_out = 0;
    int64_t bytes_out = 0;
    int64_t reads_throttled = 0;
    int64_t records_expired = 0;
  };
  static Totals TotalsOf(const ShardView& shard);
  static Totals Minus(const Totals& a, const Totals& b);
  static void AddTo(Totals& sum, const Totals& part);
  static std::string Cells(const Totals& totals);

  Result<void> WriteStream(const std::string& moment, const StreamView& stream);
  Result<void> WriteConsumer(const std::string& moment, const EngineView& view, size_t consumer);

  OutputStream streams_;
  OutputStream shards_;
  OutputStream consumers_;
  std::vector<std::vector<Totals>> before_;             // By stream and shard.
  std::vector<std::vector<int64_t>> processed_before_;  // By consumer and lease.
};

}  // namespace weir
