// The data sets inside the program.
#include "core/base/text.h"
#include "core/engine/scenario_json.h"
#include "core/scenarios/embedded.h"

namespace weir {

Result<std::string> ReadBundledFile(std::string_view name) {
  for (const EmbeddedFile& file : EmbeddedData()) {
    if (file.name == name) return std::string(file.bytes);
  }
  return Error{ErrorCode::kInput, StrCat({"there is no data file \"", name, "\" in Weir itself"})};
}

}  // namespace weir
