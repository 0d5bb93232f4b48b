// Comma-separated values as of RFC 4180, with CRLF or LF, semicolons or tabs where asked for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/dataset.h"
#include "core/producer/dataset_reader.h"

namespace weir {

// One field of a record, as it stands in the text but for the quotes around it.
struct CsvField {
  std::string_view text;
  bool doubled_quotes = false;  // `text` has "" where the value has ".

  // The value; `scratch` holds it if it is not a part of the text.
  std::string_view Value(std::string& scratch) const;
};

// Splits text into records. Nothing is copied; the fields are valid while the text is.
class CsvSplitter {
 public:
  CsvSplitter(std::string_view text, size_t begin, char delimiter)
      : text_(text), position_(begin), delimiter_(delimiter) {}

  // Goes to the next record that is not an empty line. False at the end of the text.
  // Errors: a quote that is never closed, text after a closing quote.
  Result<bool> Next();

  const std::vector<CsvField>& fields() const { return fields_; }
  size_t begin() const { return begin_; }  // Of the current record, in bytes of the text.
  // The current record without the end of its last line.
  std::string_view record() const { return text_.substr(begin_, end_ - begin_); }

 private:
  Result<void> ReadField();
  Result<void> ReadQuotedField();
  bool AtEndOfLine() const;
  void SkipEndOfLine();

  std::string_view text_;
  size_t position_;
  char delimiter_;
  size_t begin_ = 0;
  size_t end_ = 0;
  std::vector<CsvField> fields_;
};

// ReadDataset for CSV. `text` was checked by CheckText.
Result<Dataset> ReadCsv(std::string_view text, const DatasetOptions& options);

}  // namespace weir
