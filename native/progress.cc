#include "native/progress.h"

#include <algorithm>
#include <cstdio>

#include "core/base/text.h"
#include "native/table.h"
#include "native/units.h"

namespace weir {
namespace {

constexpr std::chrono::milliseconds kBetweenDrawings{100};

int64_t RecordsIn(const Engine& engine) {
  int64_t records = 0;
  for (const Stream& stream : engine.streams().streams()) {
    for (const Shard& shard : stream.shards()) records += shard.counters().records_in;
  }
  return records;
}

// Records that nothing more will happen to: processed, or lost on the way.
int64_t Settled(const Engine& engine) {
  const EngineView view = engine.View();
  int64_t records = 0;
  for (const ProducerView& producer : view.producers) {
    records += producer.given_up + producer.refused;
  }
  for (const ConsumerView& consumer : view.consumers) {
    records += consumer.processed + consumer.lost_to_retention;
  }
  return records;
}

void Say(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

// Without the milliseconds: "00:02:36".
std::string Clockface(Duration elapsed) {
  const std::string text = FormatElapsed(elapsed);
  return text.substr(0, text.rfind('.'));
}

}  // namespace

Progress::Progress(const Terminal& terminal, bool wanted, const RunPlan& plan, int64_t rows)
    : terminal_(terminal),
      shown_(wanted && terminal.progress_is_terminal),
      plan_(plan),
      rows_(rows) {}

Progress::~Progress() {
  if (drawn_) Say("\r\x1b[K");
}

Result<void> Progress::OnStep(const Engine& engine) {
  if (!shown_) return {};
  const Clock::time_point now = Clock::now();
  if (now - drawn_at_ >= kBetweenDrawings) Draw(engine, now);
  return {};
}

double Progress::PartDone(const Engine& engine) const {
  if (rows_ > 0) {
    return std::min(1.0, static_cast<double>(Settled(engine)) / static_cast<double>(rows_));
  }
  const Instant start = plan_.session.scenario->start;
  return static_cast<double>((engine.now() - start).micros) /
         static_cast<double>((plan_.until - start).micros);
}

void Progress::Draw(const Engine& engine, Clock::time_point now) {
  const Duration wall{std::chrono::duration_cast<std::chrono::microseconds>(now - began_).count()};
  const double part = PartDone(engine);
  const Instant start = plan_.session.scenario->start;
  const std::string& name = plan_.session.scenario->name;
  std::string tail = StrCat({"  ", std::to_string(static_cast<int>(part * 100)), " %  ",
                             Clockface(engine.now() - start), "  ",
                             RateText(RecordsIn(engine), wall, " records")});
  if (part > 0.01) {
    const auto left = static_cast<int64_t>(static_cast<double>(wall.micros) * (1 - part) / part);
    tail += StrCat({"  ", SpanText(Seconds(left / 1'000'000 + 1)), " left"});
  }
  const auto columns = static_cast<size_t>(terminal_.columns) - 1;  // The last one would wrap.
  std::string line = StrCat({name.substr(0, 16), "  "});
  // The bar has what a long tail leaves over, so that it does not change its length on the way.
  constexpr size_t kTail = 58;
  const size_t cells = std::min<size_t>(30, columns - std::min(columns, line.size() + kTail));
  const auto full = static_cast<size_t>(part * static_cast<double>(cells));
  for (size_t i = 0; i < cells; ++i) {
    if (terminal_.unicode) line += i < full ? "\u2588" : "\u2591";
    if (!terminal_.unicode) line += i < full ? "#" : "-";
  }
  line += tail;
  // Without a bar it is ASCII, and may be cut anywhere.
  if (TextWidth(line) > columns && cells == 0) line.resize(columns);
  Say(StrCat({"\r", line, "\x1b[K"}));
  drawn_ = true;
  drawn_at_ = now;
}

}  // namespace weir
