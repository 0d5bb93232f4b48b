// P13: a file's records through processors, buffers and GZIP into objects, against a plain loop
// that copies them one behind the other and deflates what it has; and what that holds in memory.
#include <zlib.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.h"
#include "core/base/digest.h"
#include "core/base/prng.h"
#include "native/firehose_run.h"
#include "tests/bench/benches.h"
#include "tests/bench/memory.h"

namespace weir::bench {
namespace {

constexpr size_t kBufferBytes = size_t{5} << 20;
constexpr size_t kRecords = 4'096;  // Different ones; they come again and again.

// Lines of JSON of some 200 bytes, of words and numbers as a log has them.
std::vector<std::string> MakeRecords() {
  Prng prng(20'261'121);
  std::vector<std::string> records;
  for (size_t i = 0; i < kRecords; ++i) {
    std::string text =
        "{\"sensor\":\"sensor-" + std::to_string(prng.Below(5'000)) + "\",\"net\":\"n";
    text += std::to_string(prng.Below(12)) + "\",\"values\":[";
    for (int value = 0; value < 12; ++value) {
      if (value > 0) text += ',';
      text += std::to_string(prng.Below(1'000'000));
    }
    records.push_back(text + "],\"note\":\"" +
                      std::string(static_cast<size_t>(40 + prng.Below(40)), '.') + "\"}\n");
  }
  return records;
}

struct Written {
  Digest digest;
  int64_t objects = 0;
  void Add(std::string_view bytes, size_t before) {
    ++objects;
    digest.Add(static_cast<uint64_t>(before));
    digest.Add(static_cast<uint64_t>(bytes.size()));
    digest.Add(static_cast<uint64_t>(
        crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()))));
  }
};

// What zlib alone can do: one stream for all objects, one output that is used again.
Sample PlainLoop(const std::vector<std::string>& records, size_t bytes) {
  const Stopwatch watch;
  Written written;
  std::string buffer;
  std::string out;
  z_stream stream{};
  WEIR_CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8,
                          Z_DEFAULT_STRATEGY) == Z_OK);
  const auto flush = [&] {
    out.resize(deflateBound(&stream, static_cast<uLong>(buffer.size())));
    gz_header header{};
    header.os = 255;
    WEIR_CHECK(deflateReset(&stream) == Z_OK && deflateSetHeader(&stream, &header) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_in = static_cast<uInt>(buffer.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    WEIR_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    written.Add(std::string_view(out).substr(0, out.size() - stream.avail_out), buffer.size());
    buffer.clear();
  };
  size_t taken = 0;
  for (size_t i = 0; taken < bytes; ++i) {
    const std::string& record = records[i % kRecords];
    buffer += record;
    taken += record.size();
    if (buffer.size() >= kBufferBytes) flush();
  }
  if (!buffer.empty()) flush();
  deflateEnd(&stream);
  return {watch.Elapsed(), written.digest.value()};
}

FirehoseOptions StreamOptions() {
  FirehoseOptions options;
  options.name = "bench";
  options.compression = "GZIP";
  options.buffer_bytes = static_cast<int64_t>(kBufferBytes);
  options.buffer_interval = Seconds(900);
  return options;
}

// `most`: the greatest number of bytes in use while an object is written.
Sample DeliveryStreamOf(const std::vector<std::string>& records, size_t bytes, double& most) {
  const Stopwatch watch;
  Written written;
  Result<FirehoseRun> made =
      FirehoseRun::Create(StreamOptions(), [&](const DeliveredObject& object) -> Result<void> {
        written.Add(object.bytes, static_cast<size_t>(object.bytes_before));
        if (KnowsBytesInUse()) most = std::max(most, BytesInUse());
        return {};
      });
  WEIR_CHECK(made.ok());
  FirehoseRun& run = made.value();
  size_t taken = 0;
  const Instant now{1'767'225'600'000'000};
  for (size_t i = 0; taken < bytes; ++i) {
    const std::string& record = records[i % kRecords];
    WEIR_CHECK(run.Arrive(now, record).ok());
    taken += record.size();
  }
  WEIR_CHECK(run.End().ok());
  return {watch.Elapsed(), written.digest.value()};
}

}  // namespace

void BenchFirehose(const Options& options, Report& report) {
  const std::vector<std::string> records = MakeRecords();
  const size_t bytes = options.quick ? size_t{8} << 20 : size_t{128} << 20;
  const double before = KnowsBytesInUse() ? BytesInUse() : 0;
  double most = 0;
  const std::vector<Outcome> outcomes =
      Compete({{"P13 plain zlib loop, GZIP", [&] { return PlainLoop(records, bytes); }},
               {"P13 weir firehose, GZIP", [&] { return DeliveryStreamOf(records, bytes, most); }}},
              options.rounds);
  for (const Outcome& outcome : outcomes) {
    Row& row = report.Add({.what = outcome.name,
                           .value = static_cast<double>(bytes) / outcome.median.cpu_s / 1e6,
                           .unit = "MB/s",
                           .wall = static_cast<double>(bytes) / outcome.median.wall_s / 1e6,
                           .spread = outcome.spread});
    if (&outcome == &outcomes.front()) continue;
    row.ratio = outcomes.front().median.cpu_s / outcome.median.cpu_s;
    row.against = "of the zlib loop's speed";
    row.goal_is_for_ratio = true;
    row.goal = AtLeast(0.8, 0.8);
  }
  if (!KnowsBytesInUse()) return;
  report.Add({.what = "P13 held beside the records, at most",
              .value = (most - before) / 1e6,
              .unit = "MB",
              .ratio = (most - before) / static_cast<double>(kBufferBytes),
              .against = "of one buffer",
              .goal = AtMost(3, 3),
              .goal_is_for_ratio = true});
}

}  // namespace weir::bench
