// A line of JSON, written member by member in the order they are added: where a test of the service
// captured an order, ours is the same.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir {

class JsonLine {
 public:
  void Open(char bracket);   // '{' or '['
  void Close(char bracket);  // '}' or ']'
  void Name(std::string_view name);
  void Value(std::string_view text);
  void Value(int64_t number);

  void Add(std::string_view name, std::string_view text) {
    Name(name);
    Value(text);
  }
  void Add(std::string_view name, int64_t number) {
    Name(name);
    Value(number);
  }
  std::string Take() { return std::move(text_); }

 private:
  void Separate();

  std::string text_;
  bool needs_comma_ = false;
};

}  // namespace weir
