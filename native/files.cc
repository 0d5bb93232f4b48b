#include "native/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "core/base/text.h"

namespace weir {
namespace {

namespace fs = std::filesystem;

Error InputError(const std::string& path, std::string_view problem) {
  return Error{ErrorCode::kInput, StrCat({path == "-" ? "standard input" : path, ": ", problem})};
}

// The files beside the one that is missing: one of them may have been meant.
std::vector<std::string> Neighbours(const fs::path& path) {
  std::vector<std::string> names;
  std::error_code failed;
  const fs::path folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    names.push_back(it->path().filename().string());
    if (names.size() >= 10'000) break;  // A guess is not worth walking through a mail store.
  }
  return names;
}

Result<std::string> ReadAll(std::FILE* file, const std::string& path, int64_t bytes_max) {
  std::string bytes;
  constexpr size_t kChunk = size_t{1} << 16;
  while (true) {
    const size_t before = bytes.size();
    bytes.resize(before + kChunk);
    const size_t read = std::fread(bytes.data() + before, 1, kChunk, file);
    bytes.resize(before + read);
    if (static_cast<int64_t>(bytes.size()) > bytes_max) {
      return InputError(path, StrCat({"larger than ", WithThousands(bytes_max >> 20), " MiB"}));
    }
    if (read < kChunk) break;
  }
  if (std::ferror(file) != 0) return InputError(path, std::strerror(errno));
  return bytes;
}

}  // namespace

bool IsFile(const std::string& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  return fs::exists(status) && !fs::is_directory(status);
}

bool IsDirectory(const std::string& path) {
  std::error_code failed;
  return fs::is_directory(path, failed);
}

Result<std::FILE*> OpenToRead(const std::string& path, std::string_view what) {
  if (path == "-") return stdin;
  if (IsDirectory(path)) return InputError(path, StrCat({"is a directory; expected a ", what}));
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file != nullptr) return file;
  if (errno != ENOENT) return InputError(path, std::strerror(errno));
  const std::string name = fs::path(path).filename().string();
  return InputError(path, StrCat({"no such file", DidYouMean(name, Neighbours(path))}));
}

Result<std::string> ReadWholeFile(const std::string& path, std::string_view what,
                                  int64_t bytes_max) {
  Result<std::FILE*> file = OpenToRead(path, what);
  if (!file.ok()) return file.error();
  Result<std::string> bytes = ReadAll(file.value(), path, bytes_max);
  if (file.value() != stdin) std::fclose(file.value());
  if (bytes.ok() && bytes.value().empty()) {
    return InputError(path, StrCat({"is empty; expected a ", what}));
  }
  return bytes;
}

Result<void> Print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    // Who reads has gone, as `| head` does: no news to anyone. (A native program does not even get
    // here: SIGPIPE ends it.)
    if (errno == EPIPE) return Error{ErrorCode::kInternalFailure, ""};
    return WriteError("standard output");
  }
  return {};
}

void Complain(std::string_view message) {
  const std::string line = StrCat({"weir: ", message, "\n"});
  std::fwrite(line.data(), 1, line.size(), stderr);
}

Error WriteError(const std::string& path) {
  return Error{ErrorCode::kInternalFailure,
               StrCat({path, ": cannot be written: ", std::strerror(errno)})};
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& candidates,
                       std::string_view otherwise) {
  std::string_view best;
  for (const std::string& candidate : candidates) {
    // Letters in another order ("rnu") are a likelier slip than their edit distance says.
    const bool turned =
        candidate.size() == word.size() && std::ranges::is_permutation(candidate, word);
    const std::string_view nearer = turned ? candidate : NearestWord(word, {best, candidate});
    if (!nearer.empty()) best = nearer;
    if (turned) break;
  }
  if (best.empty()) return otherwise.empty() ? std::string() : StrCat({"; ", otherwise});
  std::string sentence(otherwise);
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z') {
    sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');  // After the question mark.
  }
  return StrCat({"; did you mean \"", best, "\"?", sentence.empty() ? "" : " ", sentence});
}

}  // namespace weir
