// A run of one delivery stream, for tests that say what it was given and look at what came of it.
#pragma once

#include <string>
#include <string_view>

#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/firehose/delivery_stream.h"
#include "tests/support/builders.h"

namespace weir::test {

struct FirehoseRun {
  Engine engine;
  Recorder heard;

  const DeliveryStream& stream() const { return engine.delivery_streams()[0]; }
  DeliveryStreamView view() const { return engine.View().delivery_streams[0]; }
  void To(Duration at) { engine.AdvanceTo(engine.scenario().start + at, &heard); }
  // The moments of trace events of a kind, since the start.
  std::vector<Duration> TimesOf(TraceKind kind) const {
    std::vector<Duration> times;
    for (const TraceEvent& event : heard.events) {
      if (event.kind == kind) times.push_back(event.at - engine.scenario().start);
    }
    return times;
  }
};

// Of a source whose records all have their bytes.
struct NoRecords final : RecordSource {
  std::string Data(const FirehoseRecord&) const override { return {}; }
  uint32_t DataBytes(ProducerId, uint32_t, uint32_t, uint32_t) const override { return 0; }
  std::string KeyName(const FirehoseRecord&) const override { return {}; }
};

// Everything that came in is in exactly one place.
inline bool AddsUp(const DeliveryStreamView& view) {
  return view.records_in + view.records_split ==
         view.delivered + view.failed + view.dropped + view.expired + view.discarded + view.waiting;
}

// Delivery stream "d" with the given members besides its name, and more members of the scenario.
inline FirehoseRun FirehoseOf(std::string_view members, std::string_view more, Duration until) {
  const std::string json =
      StrCat({R"({"weir": 1, "name": "test", "duration": "48h", "delivery_streams": [{"name": "d")",
              members.empty() ? "" : ", ", members, "}]", more.empty() ? "" : ", ", more, "}"});
  FirehoseRun run{Engine(ScenarioOf(json)), {}};
  run.To(until);
  return run;
}

// Producer "p" that puts to "d": `rate` records of `bytes` a second, `count` of them, one a call.
inline std::string Puts(int64_t rate, int64_t bytes, int64_t count) {
  return StrCat({R"("producers": [{"name": "p", "delivery_stream": "d", "batch": 1, "linger": "0s",
                  "latency": {"min": "2us", "max": "2us"}, "retry": {"attempts": 0},
                  "arrivals": {"rate": )",
                 std::to_string(rate), R"(}, "size": )", std::to_string(bytes), R"(, "limit": )",
                 std::to_string(count), "}]"});
}

}  // namespace weir::test
