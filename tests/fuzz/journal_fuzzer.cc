// Feeds arbitrary text to the readers of journals and commands: what is accepted is written again
// and read back the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/engine/command_json.h"
#include "core/engine/journal.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto journal = weir::ParseJournal(text); journal.ok()) {
    const std::string written = weir::JournalToText(journal.value());
    const auto again = weir::ParseJournal(written);
    WEIR_CHECK(again.ok());
    WEIR_CHECK(weir::JournalToText(again.value()) == written);
  }
  if (const auto command = weir::ParseCommand(text); command.ok()) {
    const std::string written = weir::CommandToJson(command.value());
    const auto again = weir::ParseCommand(written);
    WEIR_CHECK(again.ok());
    WEIR_CHECK(weir::CommandToJson(again.value()) == written);
  }
  return 0;
}
