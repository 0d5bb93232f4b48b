// Outputs that are complete or not there.
//
// They are written beside their place under another name and renamed at the end. What is dropped
// without Commit (an error, Ctrl-C) leaves nothing behind.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace weir {

// A file being written; closed when dropped.
class OutputStream {
 public:
  OutputStream() = default;
  static Result<OutputStream> Open(const std::string& path);

  Result<void> Write(std::string_view text);
  Result<void> Close();  // An error that only shows now (a full disk) is an error too.

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::string path_;
  std::unique_ptr<std::FILE, Closer> file_;
};

// A single file. Replaces one that is there, as a shell's redirection does.
class OutputFile {
 public:
  OutputFile() = default;
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // Error kInput: nothing can be written there.
  Result<void> Begin(const std::string& path);
  bool begun() const { return !path_.empty(); }
  // All of it, once. What can still fail afterwards is the renaming.
  Result<void> Write(std::string_view text);
  Result<void> Commit();

 private:
  std::string path_;
  std::string partial_;  // Empty: written in place, because it is a device or a pipe.
  OutputStream stream_;
};

// A directory of files.
class OutputDirectory {
 public:
  // `files`: the names that may be written, and the only ones that `force` may replace.
  explicit OutputDirectory(std::vector<std::string> files) : files_(std::move(files)) {}
  ~OutputDirectory();
  OutputDirectory(const OutputDirectory&) = delete;
  OutputDirectory& operator=(const OutputDirectory&) = delete;

  // Error kInput: `path` is there and not empty (without `force`), holds something else, is a file,
  // or cannot be made.
  Result<void> Begin(const std::string& path, bool force);
  bool begun() const { return !path_.empty(); }
  Result<OutputStream> Open(const std::string& name) const;
  Result<void> Write(const std::string& name, std::string_view text) const;
  // A folder of that name, which is one of `files` too: its path, to write into.
  Result<std::string> Folder(const std::string& name) const;
  Result<void> Commit();

 private:
  Result<void> CheckPlace(bool force) const;

  std::vector<std::string> files_;
  std::string path_;
  std::string partial_;
};

}  // namespace weir
