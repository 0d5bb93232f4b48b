// Files of the machine, read as a whole and with every failure said in one line.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace weir {

// `path` may be "-" for standard input. `what` says what was expected ("scenario"). Errors
// kInput, starting with the path: missing (with the name that may have been meant), a directory,
// not readable, empty, larger than `bytes_max`.
Result<std::string> ReadWholeFile(const std::string& path, std::string_view what,
                                  int64_t bytes_max);

// The file opened for reading, or standard input for "-". Errors as above but for its size.
Result<std::FILE*> OpenToRead(const std::string& path, std::string_view what);

bool IsFile(const std::string& path);
bool IsDirectory(const std::string& path);

// To standard output. Error kInternalFailure: it cannot take any more (a full disk; without a
// message, a closed pipe).
Result<void> Print(std::string_view text);

// "weir: message" on standard error; what cannot be said there is lost.
void Complain(std::string_view message);

// The error that an output could not be written, from errno.
Error WriteError(const std::string& path);

// "; did you mean \"trucks\"? OTHERWISE", or only "; OTHERWISE" when no candidate is near.
std::string DidYouMean(std::string_view word, const std::vector<std::string>& candidates,
                       std::string_view otherwise = {});

}  // namespace weir
