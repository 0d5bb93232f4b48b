// Writes compact JSON straight into a string: answers of the bridge are made ten times a second.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace weir::app {

// Calls have to nest as the JSON does; the writer puts the commas.
class JsonWriter {
 public:
  // Objects and arrays; `name` where they are members of an object.
  void BeginObject(std::string_view name = {}) { Open(name, '{'); }
  void EndObject() { Close('}'); }
  void BeginArray(std::string_view name = {}) { Open(name, '['); }
  void EndArray() { Close(']'); }

  // Members of an object.
  void Member(std::string_view name, std::string_view value);
  void Member(std::string_view name, const char* value) { Member(name, std::string_view(value)); }
  void Member(std::string_view name, bool value);
  void Member(std::string_view name, double value);
  template <std::integral T>
  void Member(std::string_view name, T value) {
    Name(name);
    text_ += std::to_string(value);
  }
  void Null(std::string_view name);

  // Elements of an array.
  void Element(std::string_view value);
  void Element(uint32_t value);

  std::string Take() { return std::move(text_); }

 private:
  void Open(std::string_view name, char bracket);
  void Close(char bracket);
  void Comma();
  void Name(std::string_view name);
  void Quote(std::string_view value);

  std::string text_;
};

}  // namespace weir::app
