#include "native/help_layout.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/base/text.h"
#include "native/help_text.h"
#include "native/table.h"

namespace weir {
namespace {

std::string TwoColumns(std::string_view left, std::string_view right, size_t at) {
  std::string line = StrCat({"  ", left});
  const size_t width = TextWidth(line);
  // A long left side has its text on the next line.
  line += width + 2 > at ? "\n" + std::string(at, ' ') : std::string(at - width, ' ');
  return line + Wrapped(right, 80 - at, at) + "\n";
}

std::string OptionsText(const CLI::App& app) {
  std::string text;
  for (const std::string& group : app.get_groups()) {
    if (group.empty()) continue;
    std::string lines;
    for (const CLI::Option* option : app.get_options()) {
      if (option->get_group() != group || !option->nonpositional()) continue;
      std::string left = CLI::detail::find_and_replace(option->get_name(false, true), ",", ", ");
      if (option->get_type_size() != 0) left += " " + option->get_type_name();
      lines += TwoColumns(left, option->get_description(), 24);
    }
    if (!lines.empty()) text += StrCat({"\n", group, "\n", lines});
  }
  return text;
}

}  // namespace

std::string HelpOf(const CLI::App& app) {
  const bool of_program = app.get_parent() == nullptr;
  std::string text;
  for (const HelpText& help : HelpTexts()) {
    if (help.command != (of_program ? std::string() : app.get_name())) continue;
    text = of_program ? StrCat({"weir ", WEIR_VERSION, ": ", help.summary, "\n"})
                      : StrCat({"weir ", help.command, ": ", help.summary, "\n"});
    text += StrCat({"\n", help.usage, "\n\nExamples\n", help.examples});
    if (of_program) {
      text += "\nCommands\n";
      for (const HelpText& other : HelpTexts()) {
        if (!other.command.empty()) text += TwoColumns(other.command, other.summary, 16);
      }
    }
    text += OptionsText(app);
    if (!help.more.empty()) text += StrCat({"\n", help.more});
  }
  return text;
}

}  // namespace weir
