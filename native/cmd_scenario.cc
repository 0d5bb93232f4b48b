#include "native/commands.h"
#include "native/files.h"
#include "native/session.h"

namespace weir {

Result<void> CommandScenario(const std::string& name) {
  const Result<std::string> text = BundledScenarioText(name);
  if (!text.ok()) return text.error();
  return Print(text.value());
}

}  // namespace weir
