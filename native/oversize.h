// Rows of a data set that the stream does not take, said so that a person knows what to do.
#pragma once

#include <string>
#include <vector>

#include "core/engine/scenario.h"

namespace weir {

// A sentence for each producer that replays a row larger than its stream admits: the first such
// row, its size, and the setting that would take the largest. Such a row is refused with the whole
// PutRecords call that it is in.
std::vector<std::string> OversizeNotes(const Scenario& scenario);

}  // namespace weir
