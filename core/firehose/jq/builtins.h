// The functions of jq that are known here. Plain ones compute a value from their input and the
// values of their arguments; the others (control.cc, paths.cc) run their arguments themselves.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/firehose/jq/value.h"

namespace weir {

// values[0] is the input, then the arguments. False after setting `error`.
struct JqOutcome {
  JqValue value;
  std::string error;
  bool Fail(std::string text) {
    error = std::move(text);
    return false;
  }
  bool Give(JqValue made) {
    value = std::move(made);
    return true;
  }
};
using JqPlainFunction = bool (*)(std::span<const JqValue> values, JqOutcome& outcome);

struct JqPlainRow {
  std::string_view name;
  size_t arguments;
  JqPlainFunction function;
};

// The tables, one a file.
std::span<const JqPlainRow> JqTextFunctions();
std::span<const JqPlainRow> JqCollectionFunctions();
std::span<const JqPlainRow> JqNumberFunctions();
std::span<const JqPlainRow> JqTimeFunctions();

JqPlainFunction FindJqPlain(std::string_view name, size_t arguments);
bool IsJqFunction(std::string_view name, size_t arguments);
// One that jq 1.6 has and this does not.
bool IsJqFunctionOutside(std::string_view name);

// left OPERATOR right, for + - * / % == != < <= > >=.
bool JqOperate(std::string_view sign, const JqValue& left, const JqValue& right,
               JqOutcome& outcome);

// "@base64" and the like.
bool IsJqFormat(std::string_view name);
bool JqFormat(std::string_view name, const JqValue& value, JqOutcome& outcome);

// "string (\"abc\")": a value as jq's errors show it, cut after eleven bytes.
std::string JqShown(const JqValue& value);

// value[index] and value[from:to] as jq has them: null where there is nothing.
bool JqGet(const JqValue& value, const JqValue& index, JqOutcome& outcome);
bool JqSlice(const JqValue& value, const JqValue& from, const JqValue& to, JqOutcome& outcome);

// The parts of `text` between separators.
bool JqSplit(const std::string& text, const std::string& separator, JqOutcome& outcome);

// Where `part` begins in a string, or stands in an array (as an array, a run of elements): [0, 2].
bool JqIndices(const JqValue& value, const JqValue& part, JqOutcome& outcome);

// The elements sorted by `keys`, which stand beside them.
std::vector<size_t> JqOrder(const JqArray& keys);

}  // namespace weir
