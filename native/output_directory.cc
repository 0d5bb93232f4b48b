#include "native/output_directory.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/base/check.h"
#include "core/base/text.h"
#include "native/files.h"

namespace weir {
namespace {

namespace fs = std::filesystem;

Error Refusal(const std::string& path, std::string_view problem) {
  return Error{ErrorCode::kInput, StrCat({path, ": ", problem})};
}

// "result/" is the directory "result".
std::string WithoutTrailingSlash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

// A sibling, so that renaming stays within one file system. One process, one name.
std::string PartialName(const std::string& path) {
  const fs::path whole(path);
  const std::string name =
      StrCat({".", whole.filename().string(), ".partial-", std::to_string(getpid())});
  return (whole.parent_path() / name).string();
}

std::string ParentOf(const std::string& path) {
  const std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

}  // namespace

Result<OutputStream> OutputStream::Open(const std::string& path) {
  OutputStream stream;
  stream.path_ = path;
  stream.file_.reset(std::fopen(path.c_str(), "wb"));
  if (stream.file_ == nullptr) {
    return Refusal(path, StrCat({"cannot be written: ", std::strerror(errno)}));
  }
  return stream;
}

Result<void> OutputStream::Write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) {
    return WriteError(path_);
  }
  return {};
}

Result<void> OutputStream::Close() {
  if (std::fclose(file_.release()) != 0) return WriteError(path_);
  return {};
}

OutputFile::~OutputFile() {
  std::error_code ignored;
  if (!partial_.empty()) fs::remove(partial_, ignored);
}

Result<void> OutputFile::Begin(const std::string& path) {
  if (IsDirectory(path)) return Refusal(path, "is a directory; expected the name of a file");
  if (!IsDirectory(ParentOf(path))) {
    return Refusal(path, StrCat({"there is no directory ", ParentOf(path)}));
  }
  std::error_code failed;
  const bool in_place = fs::exists(path, failed) && !fs::is_regular_file(path, failed);
  const std::string target = in_place ? path : PartialName(path);
  Result<OutputStream> stream = OutputStream::Open(target);
  if (!stream.ok()) {
    return Refusal(path, StrCat({"cannot be written: ", std::strerror(errno)}));
  }
  stream_ = std::move(stream).value();
  path_ = path;
  if (!in_place) partial_ = target;
  return {};
}

Result<void> OutputFile::Write(std::string_view text) {
  if (Result<void> written = stream_.Write(text); !written.ok()) return written;
  return stream_.Close();
}

Result<void> OutputFile::Commit() {
  if (partial_.empty()) return {};
  std::error_code failed;
  fs::rename(partial_, path_, failed);
  if (failed) {
    return Error{ErrorCode::kInternalFailure,
                 StrCat({path_, ": cannot be written: ", failed.message()})};
  }
  partial_.clear();
  return {};
}

OutputDirectory::~OutputDirectory() {
  std::error_code ignored;
  if (!partial_.empty()) fs::remove_all(partial_, ignored);
}

Result<void> OutputDirectory::CheckPlace(bool force) const {
  std::error_code failed;
  if (IsFile(path_)) return Refusal(path_, "is a file; expected the name of a new directory");
  if (!IsDirectory(ParentOf(path_))) {
    return Refusal(path_, StrCat({"there is no directory ", ParentOf(path_)}));
  }
  if (!IsDirectory(path_)) return {};
  for (fs::directory_iterator it(path_, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (!force) {
      return Refusal(path_, "is there and not empty; --force replaces what weir wrote there");
    }
    // A slip of the finger must not cost anyone a directory of theirs.
    if (std::ranges::find(files_, name) == files_.end()) {
      return Refusal(path_, StrCat({"holds ", name,
                                    ", which weir did not write: --force does not replace it"}));
    }
  }
  if (failed) return Refusal(path_, failed.message());
  return {};
}

Result<void> OutputDirectory::Begin(const std::string& path, bool force) {
  path_ = WithoutTrailingSlash(path);
  if (Result<void> checked = CheckPlace(force); !checked.ok()) return checked;
  const std::string partial = PartialName(path_);
  std::error_code failed;
  fs::remove_all(partial, failed);  // Left by a killed process that had our number.
  if (!fs::create_directory(partial, failed)) {
    return Refusal(path_, StrCat({"cannot be written: ", failed.message()}));
  }
  partial_ = partial;
  return {};
}

Result<OutputStream> OutputDirectory::Open(const std::string& name) const {
  WEIR_CHECK(std::ranges::find(files_, name) != files_.end());
  return OutputStream::Open(StrCat({partial_, "/", name}));
}

Result<std::string> OutputDirectory::Folder(const std::string& name) const {
  WEIR_CHECK(std::ranges::find(files_, name) != files_.end());
  std::string path = StrCat({partial_, "/", name});
  std::error_code failed;
  if (!fs::create_directory(path, failed)) {
    return Refusal(path_, StrCat({"cannot be written: ", failed.message()}));
  }
  return path;
}

Result<void> OutputDirectory::Write(const std::string& name, std::string_view text) const {
  Result<OutputStream> stream = Open(name);
  if (!stream.ok()) return stream.error();
  if (Result<void> written = stream.value().Write(text); !written.ok()) return written;
  return stream.value().Close();
}

Result<void> OutputDirectory::Commit() {
  std::error_code failed;
  // Only names of ours are in there: Begin has looked.
  if (IsDirectory(path_)) {
    for (const std::string& name : files_) fs::remove_all(fs::path(path_) / name, failed);
  }
  fs::rename(partial_, path_, failed);  // An empty directory gives way.
  if (failed) {
    return Error{ErrorCode::kInternalFailure,
                 StrCat({path_, ": cannot be written: ", failed.message()})};
  }
  partial_.clear();
  return {};
}

}  // namespace weir
