// In the swarm a failed check is a violated rule like any other: it is reported with its seed, and
// the scenario can be made small. What the engine leaves behind on the way is lost; the run is
// over.
#include "core/base/check.h"
#include "core/base/text.h"
#include "tests/sim/swarm.h"

namespace weir {

void HostCheckFailed(const char* condition, const char* file, int line) {
  throw swarm::CheckFailed(StrCat({file, ":", std::to_string(line), ": ", condition}));
}

}  // namespace weir
