// Reads the members of one JSON object, strictly: what is wrong is said with its path.
//
//   JsonReader in(document, "producers[0]");
//   spec.name = in.String("name");            // must be there
//   spec.batch = in.Int("batch", 1, 500, 500);  // or this value
//   if (Result<void> read = in.Finish(); !read.ok()) return read.error();
//
// The first error is kept and everything read after it is a harmless default, so that a reader is a
// list of members and not a list of checks. Finish also finds members that nobody asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engine/json_document.h"

namespace weir {

class JsonReader {
 public:
  // `object` outlives the reader. An error if it is no object. `path` may be empty at the top.
  JsonReader(const Json& object, std::string path);

  bool Has(std::string_view name) const;
  // Notes an error where the member is not there. For those whose reader has a default.
  void Require(std::string_view name, std::string_view expected);

  std::string String(std::string_view name);
  std::string String(std::string_view name, std::string_view otherwise);
  // In [min, max].
  int64_t Int(std::string_view name, int64_t min, int64_t max);
  int64_t Int(std::string_view name, int64_t min, int64_t max, int64_t otherwise);
  bool Bool(std::string_view name, bool otherwise);
  // A text such as "250ms", in [min, max].
  Duration Span(std::string_view name, Duration min, Duration max, Duration otherwise);
  // One of `words`; returns its place.
  size_t OneOf(std::string_view name, std::initializer_list<std::string_view> words,
               size_t otherwise);
  // Calls `read` with a reader of the member, when it is there.
  void Object(std::string_view name, const std::function<void(JsonReader&)>& read);
  // Calls `read` with every element of an array of objects, when it is there. At most `max`.
  void Array(std::string_view name, int64_t max,
             const std::function<void(JsonReader&, size_t)>& read);
  // The member itself, for what has several types; null when it is not there.
  const Json* Raw(std::string_view name);

  // Notes an error at a member ("" for the object itself), unless there is one already.
  void Fail(std::string_view name, std::string_view problem);
  void Fail(const Error& error);  // As it is, without a path.
  bool failed() const { return error_.has_value(); }
  std::string PathOf(std::string_view name) const;

  // The first error, or an error for a member that was never asked for.
  Result<void> Finish();

 private:
  const Json* Find(std::string_view name);
  void FailType(std::string_view name, const Json& found, std::string_view expected);

  const Json& object_;
  std::string path_;
  std::vector<std::string> asked_;
  std::optional<Error> error_;
};

}  // namespace weir
