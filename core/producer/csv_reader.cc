#include "core/producer/csv_reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/base/text.h"
#include "core/producer/csv_json.h"
#include "core/producer/dataset_builder.h"
#include "core/producer/dataset_text.h"

namespace weir {
namespace {

std::string_view DelimiterName(char delimiter) {
  switch (delimiter) {
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    default:
      return "comma";
  }
}

// The delimiter that is most frequent in the first line, outside quotes; a comma if there is none.
char DetectDelimiter(std::string_view text) {
  constexpr std::array<char, 3> kDelimiters = {',', ';', '\t'};
  std::array<size_t, 3> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '\n' && !quoted) break;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    for (size_t i = 0; i < kDelimiters.size(); ++i) counts[i] += c == kDelimiters[i] ? 1 : 0;
  }
  const auto most = std::ranges::max_element(counts);  // The first of equals.
  return kDelimiters[static_cast<size_t>(most - counts.begin())];
}

// `a, b, c`: the columns there are, for the message that one is not.
std::string ColumnList(const std::vector<CsvField>& header) {
  constexpr size_t kNamesMax = 40;
  std::string list;
  std::string scratch;
  for (size_t i = 0; i < header.size(); ++i) {
    if (i > 0) list += ", ";
    if (i == kNamesMax) return list + "...";
    list += Quoted(header[i].Value(scratch));
  }
  return list;
}

// Which column is `field`. The header is the splitter's current record.
Result<size_t> FindColumn(std::string_view text, const CsvSplitter& header,
                          const DatasetBuilder& builder, DatasetField field) {
  const std::string_view name = builder.NameOf(field);
  const std::vector<CsvField>& columns = header.fields();
  std::string scratch;
  const auto is_it = [&](const CsvField& column) { return column.Value(scratch) == name; };
  const auto count = std::ranges::count_if(columns, is_it);
  if (count == 1) {
    return static_cast<size_t>(std::ranges::find_if(columns, is_it) - columns.begin());
  }
  const std::string_view role = field == kKeyField ? "key" : "time";
  std::string fault = count > 1 ? StrCat({"column ", Quoted(name), " occurs twice"})
                                : StrCat({"no column ", Quoted(name)});
  if (name.empty()) fault = StrCat({"no column was named as the ", role});
  return ErrorAtLine(text, header.begin(),
                     StrCat({fault, "; expected one of ", ColumnList(columns)}));
}

Error RaggedRow(std::string_view text, const CsvSplitter& row, size_t columns, char delimiter) {
  const size_t fields = row.fields().size();
  return ErrorAtLine(text, row.begin(),
                     StrCat({std::to_string(fields), fields == 1 ? " field" : " fields",
                             "; expected ", std::to_string(columns), " as in the header (the ",
                             "delimiter is a ", DelimiterName(delimiter), ")"}));
}

}  // namespace

std::string_view CsvField::Value(std::string& scratch) const {
  if (!doubled_quotes) return text;
  scratch.clear();
  for (size_t i = 0; i < text.size(); ++i) {
    scratch += text[i];
    if (text[i] == '"') ++i;  // The second one of a pair.
  }
  return scratch;
}

bool CsvSplitter::AtEndOfLine() const {
  return position_ == text_.size() || text_[position_] == '\n' ||
         text_.substr(position_, 2) == "\r\n" || text_.substr(position_) == "\r";
}

void CsvSplitter::SkipEndOfLine() {
  if (position_ < text_.size() && text_[position_] == '\r') ++position_;
  if (position_ < text_.size()) ++position_;
}

Result<bool> CsvSplitter::Next() {
  while (position_ < text_.size() && AtEndOfLine()) SkipEndOfLine();
  if (position_ == text_.size()) return false;
  begin_ = position_;
  fields_.clear();
  for (;;) {
    const Result<void> field = ReadField();
    if (!field.ok()) return field.error();
    if (position_ < text_.size() && text_[position_] == delimiter_) {
      ++position_;
      continue;
    }
    end_ = position_;
    SkipEndOfLine();
    return true;
  }
}

Result<void> CsvSplitter::ReadField() {
  if (position_ < text_.size() && text_[position_] == '"') return ReadQuotedField();
  const size_t begin = position_;
  while (position_ < text_.size() && text_[position_] != delimiter_ && text_[position_] != '\n') {
    ++position_;
  }
  const bool line_ends = position_ == text_.size() || text_[position_] == '\n';
  if (line_ends && position_ > begin && text_[position_ - 1] == '\r') --position_;
  fields_.push_back({text_.substr(begin, position_ - begin), false});
  return {};
}

Result<void> CsvSplitter::ReadQuotedField() {
  const size_t opened = position_;
  bool doubled = false;
  size_t quote = text_.find('"', opened + 1);
  while (quote != std::string_view::npos && text_.substr(quote + 1, 1) == "\"") {
    doubled = true;
    quote = text_.find('"', quote + 2);
  }
  if (quote == std::string_view::npos) {
    return ErrorAtColumn(text_, opened, "this quote is never closed; expected another one");
  }
  position_ = quote + 1;
  if (!AtEndOfLine() && text_[position_] != delimiter_) {
    return ErrorAtColumn(
        text_, position_,
        StrCat({"text after a closing quote; expected a ", DelimiterName(delimiter_),
                " or the end of the line (a quote ", "within quotes is written twice)"}));
  }
  fields_.push_back({text_.substr(opened + 1, quote - opened - 1), doubled});
  return {};
}

Result<Dataset> ReadCsv(std::string_view text, const DatasetOptions& options) {
  const size_t begin = ByteOrderMarkSize(text);
  const char delimiter =
      options.delimiter != '\0' ? options.delimiter : DetectDelimiter(text.substr(begin));
  CsvSplitter splitter(text, begin, delimiter);
  DatasetBuilder builder(text, options, "column");

  Result<bool> more = splitter.Next();
  if (!more.ok()) return more.error();
  if (!more.value()) return ErrorAtLine(text, 0, "no header; expected the names of the columns");
  const size_t columns = splitter.fields().size();
  CsvJson json(splitter.fields());
  size_t column_of[kDatasetFields] = {};
  for (const DatasetField field : {kKeyField, kTimeField, kEventTimeField}) {
    if (field == kEventTimeField && !builder.Wants(field)) continue;
    const Result<size_t> column = FindColumn(text, splitter, builder, field);
    if (!column.ok()) return column.error();
    column_of[field] = column.value();
  }

  std::string scratch[kDatasetFields];
  for (more = splitter.Next(); more.ok() && more.value(); more = splitter.Next()) {
    if (splitter.fields().size() != columns) return RaggedRow(text, splitter, columns, delimiter);
    std::string_view values[kDatasetFields];
    for (size_t i = 0; i < kDatasetFields; ++i) {
      values[i] = splitter.fields()[column_of[i]].Value(scratch[i]);
    }
    const std::string_view payload =
        options.as_json ? json.Row(splitter.fields()) : splitter.record();
    const Result<void> added = builder.AddRow(splitter.begin(), values, payload);
    if (!added.ok()) return added.error();
  }
  if (!more.ok()) return more.error();
  return std::move(builder).Finish();
}

}  // namespace weir
