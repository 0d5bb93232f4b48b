#include "core/engine/part_reader.h"

#include "core/producer/timestamp.h"

namespace weir {

Instant ReadTimestamp(JsonReader& in, std::string_view name, Instant otherwise) {
  if (in.Raw(name) == nullptr) return otherwise;
  TimestampParser parser(TimeUnit::kAuto);
  const Result<Instant> parsed = parser.Parse(in.String(name));
  // Sequence numbers hold Unix seconds: nothing before 1970, nothing beyond the year 2200.
  constexpr Instant kLast{7'258'118'400'000'000};
  if (parsed.ok() && parsed.value() >= Instant{} && parsed.value() <= kLast) {
    return parsed.value();
  }
  in.Fail(name, "expected a time from 1970 to 2200, such as \"2026-01-01T00:00:00Z\"");
  return otherwise;
}

void ReadLatency(JsonReader& in, Duration& min, Duration& max) {
  in.Object("latency", [&](JsonReader& latency) {
    min = latency.Span("min", Micros(2), Minutes(1), min);
    max = latency.Span("max", Micros(2), Minutes(1), std::max(min, max));
    if (max < min) latency.Fail("max", "is shorter than min");
  });
}

StreamId ReadStreamName(JsonReader& in, const std::vector<StreamSettings>& streams) {
  const std::string name = in.String("stream");
  std::string there;
  for (uint32_t i = 0; i < streams.size(); ++i) {
    if (streams[i].name == name) return {i};
    there += (there.empty() ? "" : ", ") + streams[i].name;
  }
  if (!in.failed()) {
    in.Fail("stream", StrCat({"there is no stream \"", name, "\"; expected one of ", there}));
  }
  return {};
}

}  // namespace weir
