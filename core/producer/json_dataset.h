// Data sets in JSON: one object per line (NDJSON), an array of objects, or GeoJSON features.
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/model/dataset.h"
#include "core/producer/dataset_reader.h"

namespace weir {

// Which of the three a text is that begins with "{" or "[".
DatasetFormat DetectJsonFormat(std::string_view text);

// ReadDataset for them. `text` was checked by CheckText.
Result<Dataset> ReadNdjson(std::string_view text, const DatasetOptions& options);
Result<Dataset> ReadJsonArray(std::string_view text, const DatasetOptions& options);
Result<Dataset> ReadGeojson(std::string_view text, const DatasetOptions& options);

}  // namespace weir
