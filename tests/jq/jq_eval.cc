// Our jq as a filter, for tests that compare it with another.
//
//   in    an expression as a JSON string, and on the next line an input
//   out   each output as a line of JSON; "! message" after an error; "? message" for an expression
//         that is refused; then "."
#include <iostream>
#include <string>

#include "core/firehose/jq/json.h"
#include "core/firehose/jq/program.h"

namespace weir {
namespace {

void Answer(const std::string& expression_line, const std::string& input_line) {
  const Result<JqValue> expression = ParseJqJson(expression_line);
  const Result<JqValue> input = ParseJqJson(input_line);
  WEIR_CHECK(expression.ok() && input.ok());
  const Result<JqProgram> program = JqProgram::Parse(expression.value().string());
  if (!program.ok()) {
    std::cout << "? " << program.error().message << "\n.\n";
    return;
  }
  std::vector<JqValue> outputs;
  const Result<void> done = program.value().RunInto(input.value(), outputs);
  for (const JqValue& output : outputs) std::cout << JqJsonText(output) << '\n';
  if (!done.ok()) std::cout << "! " << done.error().message << '\n';
  std::cout << ".\n";
}

}  // namespace
}  // namespace weir

int main() {
  for (std::string expression, input; std::getline(std::cin, expression);) {
    std::getline(std::cin, input);
    weir::Answer(expression, input);
  }
  return 0;
}
