#include "core/base/text.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/poster.h"
#include "native/poster_samples.h"
#include "native/session.h"

namespace weir {

Result<void> CommandPoster(const PosterOptions& options) {
  const Result<Session> session = LoadScenario(options.scenario);
  if (!session.ok()) return session.error();
  PosterLook look{options.width, options.height, PosterTheme::kAuto};
  if (options.theme == "light") look.theme = PosterTheme::kLight;
  if (options.theme == "dark") look.theme = PosterTheme::kDark;
  return Print(DrawPoster(*session.value().scenario, SampleRun(session.value().scenario), look));
}

}  // namespace weir
