// Traces of the bundled scenarios, as text: one event a line, the first ones and those that matter.
//
// WEIR_GOLDEN_UPDATE=1 writes the files anew; the difference is then read like any other change.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "core/engine/engine.h"
#include "core/engine/scenario_json.h"
#include "core/engine/timeline.h"
#include "core/engine/trace_text.h"
#include "tests/support/scenarios.h"
#include "tests/support/source_dir.h"

namespace weir {
namespace {

// Keeps the first lines of a run, then only events that change something for good.
class Chronicle final : public TraceSink {
 public:
  explicit Chronicle(const Engine& engine) : engine_(engine) {}

  void OnEvent(const TraceEvent& event) override {
    ++events_;
    if (events_ > kFirst && !Matters(event.kind)) return;
    if (++lines_ <= kLinesMax) text_ += TraceLine(event, engine_) + "\n";
  }
  const std::string& text() const { return text_; }

 private:
  static constexpr int kFirst = 60;
  static constexpr int kLinesMax = 160;

  static bool Matters(TraceKind kind) {
    switch (kind) {
      case TraceKind::kCommandApplied:
      case TraceKind::kCommandRefused:
      case TraceKind::kStreamStatus:
      case TraceKind::kShardOpened:
      case TraceKind::kShardClosed:
      case TraceKind::kProducerDone:
      case TraceKind::kFellOffHorizon:
      case TraceKind::kShardEnd:
      case TraceKind::kLeaseStarted:
      case TraceKind::kSubscribed:
      case TraceKind::kOrderViolated:
      case TraceKind::kLeaseTaken:
      case TraceKind::kLeaseStolen:
      case TraceKind::kLeaseLost:
      case TraceKind::kLeaseDeleted:
      case TraceKind::kCheckpointRefused:
      case TraceKind::kProcessedAgain:
      case TraceKind::kRecordFailed:
      case TraceKind::kWorkerStarted:
      case TraceKind::kWorkerStopped:
      case TraceKind::kWorkerPaused:
      case TraceKind::kDeliveryStreamStatus:
      case TraceKind::kQuotaRaised:
      case TraceKind::kBufferFlushed:
      case TraceKind::kBufferGrown:
      case TraceKind::kDelivered:
      case TraceKind::kDeliveryFailed:
      case TraceKind::kDeliveredTwice:
      case TraceKind::kDeliveryGaveUp:
      case TraceKind::kDeliveryExpired:
      case TraceKind::kTransformed:
      case TraceKind::kTransformFailed:
      case TraceKind::kDestinationState:
      case TraceKind::kDestinationUpdated:
      case TraceKind::kDiscarded:
        return true;
      default:
        return false;
    }
  }

  const Engine& engine_;
  int events_ = 0;
  int lines_ = 0;
  std::string text_;
};

std::string TraceOf(const std::string& name) {
  const auto scenario = LoadBundledScenario(name);
  EXPECT_TRUE(scenario.ok()) << scenario.error().message;
  Engine engine(scenario.value());
  Chronicle chronicle(engine);
  engine.AdvanceTo(scenario.value()->end(), &chronicle);
  return chronicle.text();
}

class TraceGoldenTest : public testing::TestWithParam<std::string> {};

TEST_P(TraceGoldenTest, IsAsItWas) {
  const std::string path = test::SourcePath("tests/golden/" + GetParam() + ".trace");
  const std::string trace = TraceOf(GetParam());
  if (std::getenv("WEIR_GOLDEN_UPDATE") != nullptr) {
    std::ofstream(path) << trace;
    return;
  }
  std::stringstream golden;
  golden << std::ifstream(path).rdbuf();
  EXPECT_EQ(trace, golden.str()) << "WEIR_GOLDEN_UPDATE=1 writes " << path << " anew";
}

INSTANTIATE_TEST_SUITE_P(Scenarios, TraceGoldenTest, testing::ValuesIn(test::ScenarioNames()),
                         test::ScenarioTestName);

}  // namespace
}  // namespace weir
