// A scenario around a file of the user's: one stream, one producer that replays it, one consumer.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/engine/engine.h"
#include "native/options.h"
#include "native/session.h"

namespace weir {

// Errors kInput: the file (its path, line and column), or an option that is missing. The
// scenario lasts until every record that can be read has been read or has expired.
Result<Session> LoadDataset(const DatasetChoice& choice, std::optional<uint64_t> seed);

// The scenario as a file that has the same run again: its data set by an absolute path, its end
// where the run has ended.
std::string DatasetScenarioText(const DatasetChoice& choice, const Engine& engine);

}  // namespace weir
