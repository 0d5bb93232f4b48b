// The page's stand-in for processors, linked there before the library: jq, JSON and inflate are a
// tenth of what a visitor may download. A scenario that has some is refused when it is loaded.
#include <string>
#include <string_view>
#include <vector>

#include "core/firehose/processors.h"

namespace weir {

Result<Processors> Processors::Create(const ProcessorsSpec&, const Prefix&) {
  return Error{ErrorCode::kInvalidArgument,
               "the playground runs no processors; the command line does: weir run"};
}

// None was created.
std::vector<ProcessedRecord> Processors::Apply(std::string_view) const { return {}; }

}  // namespace weir
