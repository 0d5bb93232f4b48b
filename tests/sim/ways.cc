// However the end of a run is reached, its digests are the same.
#include <algorithm>
#include <utility>

#include "core/engine/command_json.h"
#include "core/engine/journal.h"
#include "core/engine/timeline.h"
#include "tests/sim/generator.h"
#include "tests/sim/swarm.h"

namespace weir::swarm {
namespace {

class Ways {
 public:
  Ways(std::shared_ptr<const Scenario> scenario, const Digests& straight)
      : scenario_(std::move(scenario)), straight_(straight), draw_(scenario_->seed) {}

  std::optional<Violation> Compare() {
    ByRandomSteps();
    FromACopy();
    BySeeking();
    ByJournal();
    return first_;
  }

 private:
  void Expect(const Digests& digests, const Digests& expected, const char* way) {
    if (digests == expected || first_) return;
    std::string which;
    if (digests.state != expected.state) which += " state";
    if (digests.trace != expected.trace) which += " trace";
    if (digests.unseed != expected.unseed) which += " unseed";
    first_ = Violation{"digests", scenario_->end(), StrCat({way, ": differ in", which})};
  }

  Instant Moment() { return scenario_->start + draw_.Span(Seconds(0), scenario_->duration); }
  std::vector<Instant> Moments(int64_t count) {
    std::vector<Instant> moments;
    for (int64_t i = 0; i < count; ++i) moments.push_back(Moment());
    std::sort(moments.begin(), moments.end());
    return moments;
  }

  void ByRandomSteps() {
    Engine engine(scenario_);
    for (const Instant moment : Moments(draw_.Between(1, 40))) engine.AdvanceTo(moment);
    engine.AdvanceTo(scenario_->end());
    Expect(engine.digests(), straight_, "by random steps");
  }

  void FromACopy() {
    Engine engine(scenario_);
    engine.AdvanceTo(Moment());
    Engine copy = engine;
    // By turns, so that both append to the segments they share.
    while (engine.NextEventAt() <= scenario_->end() && engine.events() < copy.events() + 50) {
      engine.Step();
    }
    copy.AdvanceTo(scenario_->end());
    engine.AdvanceTo(scenario_->end());
    Expect(copy.digests(), straight_, "from a copy made on the way");
    Expect(engine.digests(), straight_, "after a copy was made");
  }

  void BySeeking() {
    Timeline timeline(scenario_);
    for (int64_t i = draw_.Between(1, 6); i > 0; --i) timeline.SeekTo(Moment());
    timeline.SeekTo(scenario_->end());
    Expect(timeline.engine().digests(), straight_, "by seeking");
  }

  // A person who gives commands, changes the past, and saves the session.
  void ByJournal() {
    Plan plan;
    plan.duration = scenario_->duration;
    plan.records = 200;
    for (const StreamSettings& stream : scenario_->streams) {
      plan.streams.push_back(stream.name);
      plan.shards.push_back(stream.shard_count);
    }
    for (const ProducerSpec& spec : scenario_->producers) plan.producers.push_back(spec.name);
    for (const ConsumerSpec& spec : scenario_->consumers) {
      plan.consumers.push_back(spec.name);
      if (spec.kind == ConsumerKind::kKcl) plan.kcl.push_back(spec.name);
    }
    Timeline session(scenario_);
    for (int64_t i = draw_.Between(1, 5); i > 0; --i) {
      session.SeekTo(Moment());
      Json json = RandomEvent(draw_, plan);
      json.erase("at");
      const Result<Command> command = ParseCommand(json.dump());
      if (!command.ok()) {
        first_ = Violation{"scenario", session.now(), command.error().message};
        return;
      }
      static_cast<void>(session.Apply(command.value()));  // May well be refused.
    }
    session.SeekTo(scenario_->end());
    const std::string text = JournalToText({"swarm", scenario_->seed, session.commands()});
    const Result<Journal> journal = ParseJournal(text);
    if (!journal.ok()) {
      first_ = Violation{"journal", session.now(), journal.error().message};
      return;
    }
    Timeline replay(scenario_, journal.value().commands);
    replay.SeekTo(Moment());
    replay.SeekTo(scenario_->end());
    Expect(replay.engine().digests(), session.engine().digests(), "by journal");
  }

  std::shared_ptr<const Scenario> scenario_;
  Digests straight_;
  Draw draw_;
  std::optional<Violation> first_;
};

}  // namespace

std::optional<Violation> CompareWays(std::shared_ptr<const Scenario> scenario,
                                     const Digests& straight) {
  return Ways(std::move(scenario), straight).Compare();
}

}  // namespace weir::swarm
