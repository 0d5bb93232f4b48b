#include "core/engine/json_reader.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"

namespace weir {
namespace {

std::string Shown(const Json& value) {
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() <= 60) return text;
  size_t end = 57;
  while ((static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // Whole characters only.
  return text.substr(0, end) + "...";
}

}  // namespace

JsonReader::JsonReader(const Json& object, std::string path)
    : object_(object), path_(std::move(path)) {
  if (!object.is_object()) FailType("", object, "an object { ... }");
}

std::string JsonReader::PathOf(std::string_view name) const {
  if (name.empty()) return path_.empty() ? "the document" : path_;
  return path_.empty() ? std::string(name) : StrCat({path_, ".", name});
}

void JsonReader::Fail(std::string_view name, std::string_view problem) {
  if (error_) return;
  error_ = Error{ErrorCode::kScenario, StrCat({PathOf(name), ": ", problem})};
}

void JsonReader::Fail(const Error& error) {
  if (!error_) error_ = error;
}

void JsonReader::FailType(std::string_view name, const Json& found, std::string_view expected) {
  Fail(name, StrCat({"expected ", expected, ", found ", Shown(found)}));
}

bool JsonReader::Has(std::string_view name) const {
  return object_.is_object() && object_.contains(name);
}

void JsonReader::Require(std::string_view name, std::string_view expected) {
  if (!Has(name)) Fail(name, StrCat({"is missing; expected ", expected}));
}

const Json* JsonReader::Find(std::string_view name) {
  asked_.emplace_back(name);
  if (!object_.is_object()) return nullptr;
  const auto found = object_.find(name);
  return found == object_.end() ? nullptr : &*found;
}

const Json* JsonReader::Raw(std::string_view name) { return Find(name); }

std::string JsonReader::String(std::string_view name) {
  Require(name, "a text");
  return String(name, "");
}

std::string JsonReader::String(std::string_view name, std::string_view otherwise) {
  const Json* found = Find(name);
  if (found == nullptr) return std::string(otherwise);
  if (found->is_string()) return found->get_ref<const std::string&>();
  FailType(name, *found, "a text");
  return std::string(otherwise);
}

int64_t JsonReader::Int(std::string_view name, int64_t min, int64_t max) {
  Require(name, "a whole number");
  return Int(name, min, max, min);
}

int64_t JsonReader::Int(std::string_view name, int64_t min, int64_t max, int64_t otherwise) {
  const Json* found = Find(name);
  if (found == nullptr) return otherwise;
  const std::string range =
      StrCat({"a whole number from ", std::to_string(min), " to ", std::to_string(max)});
  const bool too_large =
      found->is_number_unsigned() && found->get<uint64_t>() > static_cast<uint64_t>(INT64_MAX);
  if (!found->is_number_integer() || too_large) {
    FailType(name, *found, range);
    return otherwise;
  }
  const int64_t value = found->get<int64_t>();
  if (value >= min && value <= max) return value;
  FailType(name, *found, range);
  return otherwise;
}

bool JsonReader::Bool(std::string_view name, bool otherwise) {
  const Json* found = Find(name);
  if (found == nullptr) return otherwise;
  if (found->is_boolean()) return found->get<bool>();
  FailType(name, *found, "true or false");
  return otherwise;
}

Duration JsonReader::Span(std::string_view name, Duration min, Duration max, Duration otherwise) {
  const Json* found = Find(name);
  if (found == nullptr) return otherwise;
  const std::string expected =
      StrCat({"a duration from \"", FormatDuration(min), "\" to \"", FormatDuration(max), "\""});
  if (!found->is_string()) {
    FailType(name, *found, expected);
    return otherwise;
  }
  const Result<Duration> parsed = ParseDuration(found->get_ref<const std::string&>());
  if (!parsed.ok()) {
    Fail(name, parsed.error().message);
    return otherwise;
  }
  if (parsed.value() >= min && parsed.value() <= max) return parsed.value();
  FailType(name, *found, expected);
  return otherwise;
}

size_t JsonReader::OneOf(std::string_view name, std::initializer_list<std::string_view> words,
                         size_t otherwise) {
  const Json* found = Find(name);
  if (found == nullptr) return otherwise;
  if (found->is_string()) {
    const std::string& text = found->get_ref<const std::string&>();
    const auto word = std::find(words.begin(), words.end(), text);
    if (word != words.end()) return static_cast<size_t>(word - words.begin());
  }
  std::string expected = "one of ";
  for (const std::string_view word : words) {
    expected += StrCat({word == *words.begin() ? "" : ", ", "\"", word, "\""});
  }
  FailType(name, *found, expected);
  return otherwise;
}

void JsonReader::Object(std::string_view name, const std::function<void(JsonReader&)>& read) {
  const Json* found = Find(name);
  if (found == nullptr) return;
  JsonReader inner(*found, PathOf(name));
  if (!inner.failed()) read(inner);
  if (const Result<void> finished = inner.Finish(); !finished.ok()) Fail(finished.error());
}

void JsonReader::Array(std::string_view name, int64_t max,
                       const std::function<void(JsonReader&, size_t)>& read) {
  const Json* found = Find(name);
  if (found == nullptr) return;
  if (!found->is_array()) {
    FailType(name, *found, "a list [ ... ]");
    return;
  }
  if (static_cast<int64_t>(found->size()) > max) {
    Fail(name, StrCat({"has ", std::to_string(found->size()), " elements; at most ",
                       std::to_string(max), " are allowed"}));
    return;
  }
  for (size_t i = 0; i < found->size() && !failed(); ++i) {
    JsonReader inner((*found)[i], StrCat({PathOf(name), "[", std::to_string(i), "]"}));
    if (!inner.failed()) read(inner, i);
    if (const Result<void> finished = inner.Finish(); !finished.ok()) Fail(finished.error());
  }
}

Result<void> JsonReader::Finish() {
  if (error_) return *error_;
  for (const auto& [name, value] : object_.items()) {
    if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    std::string_view nearest;
    for (const std::string& asked : asked_) {
      if (nearest.empty()) nearest = NearestWord(name, {asked});
    }
    std::string members;
    for (const std::string& asked : asked_) members += (members.empty() ? "" : ", ") + asked;
    return Error{ErrorCode::kScenario,
                 StrCat({PathOf(name), ": unknown member; ",
                         nearest.empty() ? StrCat({"expected one of ", members})
                                         : StrCat({"did you mean \"", nearest, "\"?"})})};
  }
  return {};
}

}  // namespace weir
