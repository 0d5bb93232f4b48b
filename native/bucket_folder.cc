#include "native/bucket_folder.h"

#include <cerrno>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "native/files.h"

namespace weir {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr size_t kNameMax = 255;  // Bytes of a name in a folder.

Error Input(std::string text) { return Error{ErrorCode::kInput, std::move(text)}; }

Error FailureOf(const fs::path& path, const std::error_code& failed) {
  errno = failed.value();
  return WriteError(path.string());
}

// Below objects/, whatever the key: it may hold what somebody sent.
Result<fs::path> PlaceOf(const fs::path& folder, std::string_view key) {
  fs::path place = folder;
  for (size_t at = 0; at <= key.size();) {
    const size_t end = std::min(key.find('/', at), key.size());
    const std::string_view part = key.substr(at, end - at);
    const bool last = end == key.size();
    // S3 knows no folders: "a//b" is a key like any other, and here the same as "a/b".
    if (part == "." || part == ".." || part.size() > kNameMax || (last && part.empty()) ||
        part.find('\0') != std::string_view::npos) {
      return Input(StrCat({"the key \"", key, "\" cannot be a file's: \"", part.substr(0, 40),
                           "\" cannot be a name"}));
    }
    if (!part.empty()) place /= fs::path(part);
    at = end + 1;
  }
  return place;
}

Result<void> WriteWhole(const fs::path& path, std::string_view bytes) {
  Result<OutputStream> file = OutputStream::Open(path.string());
  if (!file.ok()) return file.error();
  if (Result<void> written = file.value().Write(bytes); !written.ok()) return written;
  return file.value().Close();
}

}  // namespace

Result<BucketFolder> BucketFolder::Open(const std::string& path, bool force) {
  std::error_code failed;
  if (fs::exists(path, failed) && !fs::is_directory(path, failed)) {
    return Input(StrCat({path, ": is a file; expected a directory for the objects"}));
  }
  if (!force && fs::exists(path, failed) && !fs::is_empty(path, failed)) {
    return Input(StrCat({path, ": is not empty; --force puts the objects beside what is there"}));
  }
  fs::create_directories(fs::path(path) / "objects", failed);
  if (failed) return FailureOf(path, failed);
  BucketFolder folder;
  folder.path_ = path;
  Result<OutputStream> list = OutputStream::Open((fs::path(path) / "objects.jsonl").string());
  if (!list.ok()) return list.error();
  folder.list_ = std::move(list).value();
  return folder;
}

Result<void> BucketFolder::Put(std::string_view key, std::string_view bytes,
                               const ObjectMetadata& metadata) {
  const Result<fs::path> place = PlaceOf(fs::path(path_) / "objects", key);
  if (!place.ok()) return place.error();
  const fs::path folder = place.value().parent_path();
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return FailureOf(folder, failed);
  const fs::path partial = fs::path(path_) / ".partial";
  if (Result<void> written = WriteWhole(partial, bytes); !written.ok()) {
    fs::remove(partial, failed);
    return written;
  }
  fs::rename(partial, place.value(), failed);
  if (failed) return FailureOf(place.value(), failed);
  Json line{{"key", key},
            {"size", bytes.size()},
            {"content_type", "application/octet-stream"},
            {"records", metadata.records},
            {"bytes_before_compression", metadata.bytes},
            {"oldest_arrival", FormatTimestamp(metadata.oldest_arrival)},
            {"delivered_at", FormatTimestamp(metadata.delivered_at)},
            {"errors", metadata.errors}};
  if (!metadata.content_encoding.empty()) line["content_encoding"] = metadata.content_encoding;
  return list_.Write(line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace weir
