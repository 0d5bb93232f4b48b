// A column of text from top to bottom: headings, rows of a label and a value, paragraphs.
#pragma once

#include <cstdint>
#include <string_view>

#include "web/ui/panel.h"

namespace weir::ui {

// Stops drawing where its room ends.
class Sheet {
 public:
  Sheet(Panel& panel, const Box& room) : panel_(panel), room_(room) {}

  void Heading(std::string_view text);
  void Caption(std::string_view text);  // Small capitals' part: what follows is about this.
  void Row(std::string_view label, std::string_view value) { Row(label, value, panel_.theme.text); }
  void Row(std::string_view label, std::string_view value, Color color);
  // A name over its numbers.
  void Item(std::string_view name, std::string_view value, Color color);
  void Paragraph(std::string_view text);
  // Numbers or data in the fixed-width face, wrapped, at most `lines`.
  void Code(std::string_view text, int lines);
  void Bar(double from, double to, Color color);  // A part of a whole line, 0 to 1.
  void Rings(int64_t count, Color color);         // One for each, as far as a line has room.
  void Gap(float height);
  void Rule();

  bool full() const { return room_.h < 14; }
  Box room() const { return room_; }

 private:
  Box Take(float height);

  Panel& panel_;
  Box room_;
};

}  // namespace weir::ui
