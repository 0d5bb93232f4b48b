#include "native/sql_rows.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/text.h"
#include "native/files.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;
constexpr size_t kChunkBytes = size_t{1} << 18;
constexpr size_t kRecordBytesMax = size_t{1} << 26;
constexpr size_t kColumnsMax = 100'000;
constexpr const char* kWhat = "CSV or NDJSON file";

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// The end of a number that stands in JSON as Weir writes it: no exponent, no leading 0; `at` if it
// is another.
size_t EndOfNumber(std::string_view line, size_t at) {
  const auto digit = [&](size_t i) { return i < line.size() && line[i] >= '0' && line[i] <= '9'; };
  const size_t begin = at;
  size_t i = at;
  if (i < line.size() && line[i] == '-') ++i;
  if (!digit(i) || (line[i] == '0' && digit(i + 1))) return begin;
  if (line[i] == '0' && i > begin) return begin;  // "-0".
  while (digit(i)) ++i;
  if (i < line.size() && line[i] == '.') {
    if (!digit(i + 1)) return begin;
    ++i;
    while (digit(i)) ++i;
    if (line[i - 1] == '0') return begin;  // "1.50" is written 1.5.
  }
  const bool other = i < line.size() && (line[i] == 'e' || line[i] == 'E');
  return other || i - begin > 16 ? begin : i;
}

}  // namespace

Error SqlRows::Input(const std::string& problem) const {
  return Error{ErrorCode::kInput, StrCat({path_ == "-" ? "standard input" : path_, ": line ",
                                          std::to_string(last_line_), " ", problem})};
}

// More bytes behind those that have not been read yet.
Result<void> SqlRows::Fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  if (buffer_.size() > kRecordBytesMax) {
    last_line_ = line_;
    return Input("begins a record of more than 64 MiB; is a quote not closed?");
  }
  const size_t before = buffer_.size();
  buffer_.resize(before + kChunkBytes);
  const size_t read = std::fread(buffer_.data() + before, 1, kChunkBytes, file_.get());
  buffer_.resize(before + read);
  bytes_read_ += static_cast<int64_t>(read);
  ended_ = read == 0;
  if (read == 0 && std::ferror(file_.get()) != 0) return Input(std::strerror(errno));
  return {};
}

Result<SqlRows> SqlRows::Open(const std::string& path) {
  Result<std::FILE*> file = OpenToRead(path, kWhat);
  if (!file.ok()) return file.error();
  SqlRows rows;
  rows.file_.reset(file.value());
  rows.path_ = path;
  std::error_code unknown;
  const auto size = path == "-" ? 0 : std::filesystem::file_size(path, unknown);
  if (path != "-" && !unknown) rows.bytes_in_all_ = static_cast<int64_t>(size);
  if (Result<void> filled = rows.Fill(); !filled.ok()) return filled.error();
  if (rows.buffer_.empty()) {
    return Error{ErrorCode::kInput,
                 StrCat({path == "-" ? "standard input" : path, ": is empty; expected a ", kWhat})};
  }
  const size_t first = rows.buffer_.find_first_not_of(" \t\r\n");
  rows.json_ = first != std::string::npos && rows.buffer_[first] == '{';
  if (rows.json_) return rows;
  SqlCells header;
  Result<bool> read = rows.NextCsv(header);
  if (!read.ok()) return read.error();
  if (!read.value()) return Error{ErrorCode::kInput, StrCat({path, ": no header line"})};
  for (const auto& cell : header) rows.columns_.emplace_back(cell.value_or(""));
  return rows;
}

Result<bool> SqlRows::Next(SqlCells& cells) { return json_ ? NextJson(cells) : NextCsv(cells); }

bool SqlRows::ParseCsv(size_t& at, SqlCells& cells) {
  cells.clear();
  unquoted_used_ = 0;
  const std::string_view text = buffer_;
  const auto is_end = [&](size_t i) {
    return text[i] == ',' || text[i] == '\n' || text[i] == '\r';
  };
  for (;;) {
    std::string_view cell;
    if (at < text.size() && text[at] == '"') {
      if (unquoted_used_ == unquoted_.size()) unquoted_.emplace_back();
      std::string& own = unquoted_[unquoted_used_++];
      own.clear();
      for (++at; at < text.size(); ++at) {
        if (text[at] != '"') {
          own += text[at];
        } else if (at + 1 < text.size() && text[at + 1] == '"') {
          own += text[at++];
        } else {
          break;
        }
      }
      if (at + 1 >= text.size() && !ended_) return false;
      at = std::min(at + 1, text.size());
      while (at < text.size() && !is_end(at)) own += text[at++];
      cell = own;
    } else {
      const size_t begin = at;
      while (at < text.size() && !is_end(at)) ++at;
      cell = text.substr(begin, at - begin);
    }
    if (at >= text.size() && !ended_) return false;
    cells.push_back(cell.empty() || cell == "\\N" ? std::nullopt : std::optional(cell));
    if (at < text.size() && text[at] == ',') {
      ++at;
      continue;
    }
    return true;
  }
}

Result<bool> SqlRows::NextCsv(SqlCells& cells) {
  for (;;) {
    while (at_ < buffer_.size() && (buffer_[at_] == '\n' || buffer_[at_] == '\r')) {
      if (buffer_[at_++] == '\n') ++line_;
    }
    if (at_ < buffer_.size()) {
      size_t end = at_;
      if (ParseCsv(end, cells)) {
        last_line_ = line_;
        line_ += static_cast<size_t>(std::count(buffer_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                buffer_.begin() + static_cast<std::ptrdiff_t>(end),
                                                '\n'));
        at_ = end;
        break;
      }
    } else if (ended_) {
      return false;
    }
    if (Result<void> filled = Fill(); !filled.ok()) return filled.error();
  }
  if (!columns_.empty() && cells.size() != columns_.size()) {
    return Input(StrCat({"has ", std::to_string(cells.size()), " cells, the header ",
                         std::to_string(columns_.size())}));
  }
  return true;
}

void SqlRows::SetMember(std::string_view name, size_t expected,
                        std::optional<std::string_view> value, SqlCells& cells) {
  size_t at = expected;
  if (at >= columns_.size() || columns_[at] != name) {
    at = static_cast<size_t>(std::find(columns_.begin(), columns_.end(), name) - columns_.begin());
  }
  if (at == columns_.size()) {
    if (fixed_ || columns_.size() == kColumnsMax) return;
    columns_.emplace_back(name);
    cells.emplace_back();
  }
  cells[at] = value;
}

// An object of plain members, as nearly all are; false: something else is in it.
bool SqlRows::ScanJson(std::string_view line, SqlCells& cells) {
  size_t at = 0;
  const auto skip = [&] {
    while (at < line.size() && IsBlank(line[at])) ++at;
    return at < line.size() ? line[at] : '\0';
  };
  // The text up to the closing quote; no escapes, nothing that may be no UTF-8.
  const auto text = [&]() -> std::optional<std::string_view> {
    const size_t begin = ++at;
    while (at < line.size() && line[at] != '"') {
      const auto byte = static_cast<unsigned char>(line[at]);
      if (byte < 0x20 || byte >= 0x7f || byte == '\\') return std::nullopt;
      ++at;
    }
    if (at == line.size()) return std::nullopt;
    return line.substr(begin, at++ - begin);
  };
  const auto word = [&](std::string_view expected) {
    const bool is = line.substr(at, expected.size()) == expected;
    if (is) at += expected.size();
    return is;
  };
  if (skip() != '{') return false;
  ++at;
  for (size_t member = 0; skip() == '"'; ++member) {
    const std::optional<std::string_view> name = text();
    if (!name.has_value() || skip() != ':') return false;
    ++at;
    const char first = skip();
    const size_t begin = at;
    std::optional<std::string_view> value;
    if (first == '"') {
      value = text();
      if (!value.has_value()) return false;
    } else if (word("true") || word("false")) {
      value = line.substr(begin, at - begin);
    } else if (!word("null")) {
      at = EndOfNumber(line, at);
      if (at == begin) return false;
      value = line.substr(begin, at - begin);
    }
    SetMember(*name, member, value, cells);
    const char next = skip();
    if (next == '}') break;
    if (next != ',') return false;
    ++at;
    if (skip() != '"') return false;
  }
  if (skip() != '}') return false;
  ++at;
  return skip() == '\0' && at >= line.size();
}

Result<void> SqlRows::ParseJson(std::string_view line, SqlCells& cells) {
  const Json object = Json::parse(line, nullptr, false);
  if (!object.is_object()) {
    return Error{ErrorCode::kInput, StrCat({path_ == "-" ? "standard input" : path_, ": line ",
                                            std::to_string(last_line_), " is no JSON object"})};
  }
  if (unquoted_.size() < object.size()) unquoted_.resize(object.size());
  unquoted_used_ = 0;
  for (const auto& [key, value] : object.items()) {
    std::string& own = unquoted_[unquoted_used_];
    if (!value.is_null()) own = value.is_string() ? value.get<std::string>() : value.dump();
    SetMember(key, unquoted_used_++,
              value.is_null() ? std::nullopt : std::optional<std::string_view>(own), cells);
  }
  return {};
}

Result<bool> SqlRows::NextJson(SqlCells& cells) {
  for (;;) {
    size_t end = buffer_.find('\n', at_);
    while (end == std::string::npos && !ended_) {
      const size_t looked_at = buffer_.size() - at_;
      if (Result<void> filled = Fill(); !filled.ok()) return filled.error();
      end = buffer_.find('\n', looked_at);
    }
    if (end == std::string::npos) end = buffer_.size();
    if (at_ >= buffer_.size()) return false;
    const std::string_view line = std::string_view(buffer_).substr(at_, end - at_);
    at_ = std::min(end + 1, buffer_.size());
    last_line_ = line_++;
    if (std::all_of(line.begin(), line.end(), IsBlank)) continue;
    cells.assign(columns_.size(), std::nullopt);
    if (ScanJson(line, cells)) return true;
    cells.assign(columns_.size(), std::nullopt);
    if (Result<void> parsed = ParseJson(line, cells); !parsed.ok()) return parsed.error();
    return true;
  }
}

}  // namespace weir
