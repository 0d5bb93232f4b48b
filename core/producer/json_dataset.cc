#include "core/producer/json_dataset.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "core/base/text.h"
#include "core/producer/dataset_builder.h"
#include "core/producer/dataset_text.h"
#include "core/producer/json_scanner.h"

namespace weir {
namespace {

constexpr std::string_view kFeatures = "features";

// Takes the wanted members of one object after another.
class ObjectReader {
 public:
  enum class Payload : uint8_t { kAsWritten, kCompact };

  ObjectReader(std::string_view text, const DatasetOptions& options, Payload payload)
      : text_(text), builder_(text, options, "member"), payload_(payload) {
    selection_.paths = {builder_.NameOf(kKeyField), builder_.NameOf(kTimeField),
                        builder_.NameOf(kEventTimeField)};
  }

  // The next value of `scanner`, which must be an object, as a row.
  Result<void> Read(JsonScanner& scanner) {
    if (scanner.Peek() != '{') return scanner.Unexpected("an object");
    const size_t offset = scanner.position();
    const Result<JsonValue> object = scanner.ScanValue(&selection_);
    if (!object.ok()) return object.error();

    std::string_view fields[kDatasetFields];
    for (const DatasetField field : {kKeyField, kTimeField, kEventTimeField}) {
      if (field == kEventTimeField && !builder_.Wants(field)) continue;
      const JsonValue& value = selection_.found[field];
      if (value.kind == JsonKind::kNone) return NoMember(offset, field, object.value().raw);
      const bool scalar = value.kind == JsonKind::kString || value.kind == JsonKind::kNumber ||
                          value.kind == JsonKind::kBool;
      if (!scalar) {
        return builder_.ErrorAt(
            offset, field, StrCat({JsonKindName(value.kind), "; expected a string or a number"}));
      }
      fields[field] = value.Text(scratch_[field]);
    }
    if (payload_ == Payload::kAsWritten) return builder_.AddRow(offset, fields, object.value().raw);
    compact_.clear();
    AppendCompact(object.value().raw, compact_);
    return builder_.AddRow(offset, fields, compact_);
  }

  // The elements of the array that is next.
  Result<void> ReadArray(JsonScanner& scanner, std::string_view expected) {
    if (!scanner.Consume('[')) return scanner.Unexpected(expected);
    if (scanner.Consume(']')) return {};
    do {
      Result<void> read = Read(scanner);
      if (!read.ok()) return read;
    } while (scanner.Consume(','));
    if (!scanner.Consume(']')) return scanner.Unexpected("\",\" or \"]\"");
    return {};
  }

  Result<Dataset> Finish() { return std::move(builder_).Finish(); }

 private:
  Error NoMember(size_t offset, DatasetField field, std::string_view object) const {
    constexpr size_t kPathsMax = 40;
    std::string list;
    const std::vector<std::string> paths = MemberPaths(object);
    for (size_t i = 0; i < std::min(paths.size(), kPathsMax); ++i) {
      list += StrCat({i == 0 ? "" : ", ", Quoted(paths[i])});
    }
    if (paths.size() > kPathsMax) list += ", ...";
    if (paths.empty()) list = "a member, of which this object has none";
    if (!builder_.Wants(field)) {
      return ErrorAtLine(text_, offset,
                         StrCat({"no member was named as the ", field == kKeyField ? "key" : "time",
                                 "; expected one of ", list}));
    }
    return builder_.ErrorAt(offset, field, StrCat({"missing; expected one of ", list}));
  }

  std::string_view text_;
  DatasetBuilder builder_;
  Payload payload_;
  JsonSelection selection_;
  std::string scratch_[kDatasetFields];
  std::string compact_;
};

JsonScanner ScannerOf(std::string_view text) {
  return JsonScanner(text, ByteOrderMarkSize(text), text.size(), "file");
}

}  // namespace

DatasetFormat DetectJsonFormat(std::string_view text) {
  JsonScanner scanner = ScannerOf(text);
  if (scanner.Peek() == '[') return DatasetFormat::kJson;
  scanner.Consume('{');
  std::string scratch;
  // Only the first object is looked at: all of a GeoJSON text, one line of NDJSON.
  while (scanner.Peek() == '"') {
    const Result<JsonValue> name = scanner.ScanName();
    if (!name.ok()) break;
    const bool features = name.value().Text(scratch) == kFeatures;
    if (features && scanner.Peek() == '[') return DatasetFormat::kGeojson;
    if (!scanner.ScanValue().ok() || !scanner.Consume(',')) break;
  }
  return DatasetFormat::kNdjson;
}

Result<Dataset> ReadNdjson(std::string_view text, const DatasetOptions& options) {
  ObjectReader reader(text, options, ObjectReader::Payload::kAsWritten);
  size_t begin = ByteOrderMarkSize(text);
  while (begin < text.size()) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    JsonScanner scanner(text, begin, end, "line");
    if (scanner.Peek() != '\0') {  // An empty line is no record.
      const Result<void> read = reader.Read(scanner);
      if (!read.ok()) return read.error();
      const Result<void> ended = scanner.ExpectEnd();
      if (!ended.ok()) return ended.error();
    }
    begin = end + 1;
  }
  return reader.Finish();
}

Result<Dataset> ReadJsonArray(std::string_view text, const DatasetOptions& options) {
  ObjectReader reader(text, options, ObjectReader::Payload::kCompact);
  JsonScanner scanner = ScannerOf(text);
  const Result<void> read = reader.ReadArray(scanner, "an array of objects");
  if (!read.ok()) return read.error();
  const Result<void> ended = scanner.ExpectEnd();
  if (!ended.ok()) return ended.error();
  return reader.Finish();
}

Result<Dataset> ReadGeojson(std::string_view text, const DatasetOptions& options) {
  ObjectReader reader(text, options, ObjectReader::Payload::kCompact);
  JsonScanner scanner = ScannerOf(text);
  if (!scanner.Consume('{')) return scanner.Unexpected("a GeoJSON object");
  bool found = false;
  std::string scratch;
  if (scanner.Peek() != '}') {
    do {
      const Result<JsonValue> name = scanner.ScanName();
      if (!name.ok()) return name.error();
      if (name.value().Text(scratch) == kFeatures) {
        const Result<void> read = reader.ReadArray(scanner, "an array of features");
        if (!read.ok()) return read.error();
        found = true;
      } else {
        const Result<JsonValue> other = scanner.ScanValue();
        if (!other.ok()) return other.error();
      }
    } while (scanner.Consume(','));
  }
  if (!scanner.Consume('}')) return scanner.Unexpected("\",\" or \"}\"");
  const Result<void> ended = scanner.ExpectEnd();
  if (!ended.ok()) return ended.error();
  if (!found) {
    return ErrorAtLine(text, 0, "no member \"features\"; expected a GeoJSON FeatureCollection");
  }
  return reader.Finish();
}

}  // namespace weir
