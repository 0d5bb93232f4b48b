// A row of CSV as a JSON object of its columns: {"mag":2.3,"net":"ak"}. What is written as JSON has
// its numbers is a number, as it is written; everything else is text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/producer/csv_reader.h"

namespace weir {

class CsvJson {
 public:
  explicit CsvJson(const std::vector<CsvField>& header);

  // Valid until the next call. Fields beyond the header are left out.
  std::string_view Row(const std::vector<CsvField>& fields);

 private:
  std::vector<std::string> names_;  // In quotes, with a colon.
  std::string text_;
  std::string scratch_;
};

}  // namespace weir
