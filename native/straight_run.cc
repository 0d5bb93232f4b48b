#include "native/straight_run.h"

namespace weir {

Engine RunStraight(const Session& session, Instant until) {
  Engine engine(session.scenario);
  for (const TimedCommand& command : session.commands) {
    if (session.scenario->start + command.at > until) break;
    engine.AdvanceTo(session.scenario->start + command.at);
    static_cast<void>(engine.Apply(command.command));  // A refusal is in the trace.
  }
  engine.AdvanceTo(until);
  return engine;
}

}  // namespace weir
