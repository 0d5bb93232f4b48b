// + - * / % and comparisons of any two values.
#include <cmath>
#include <cstdint>

#include "core/base/text.h"
#include "core/firehose/jq/builtins.h"
#include "core/firehose/jq/program.h"

namespace weir {
namespace {

bool Cannot(const JqValue& left, const JqValue& right, std::string_view what, JqOutcome& outcome) {
  return outcome.Fail(StrCat({JqShown(left), " and ", JqShown(right), " cannot be ", what}));
}

bool Add(const JqValue& left, const JqValue& right, JqOutcome& outcome) {
  if (left.is(JqKind::kNull)) return outcome.Give(right);
  if (right.is(JqKind::kNull)) return outcome.Give(left);
  if (left.kind() != right.kind()) return Cannot(left, right, "added", outcome);
  switch (left.kind()) {
    case JqKind::kNumber:
      return outcome.Give(JqValue::Number(left.number() + right.number()));
    case JqKind::kString:
      return outcome.Give(JqValue::String(left.string() + right.string()));
    case JqKind::kArray: {
      JqArray both = left.array();
      both.insert(both.end(), right.array().begin(), right.array().end());
      return outcome.Give(JqValue::Array(std::move(both)));
    }
    case JqKind::kObject: {
      JqObject both = left.object();
      for (const auto& [key, value] : right.object().members) both.Set(key, value);
      return outcome.Give(JqValue::Object(std::move(both)));
    }
    default:
      return Cannot(left, right, "added", outcome);
  }
}

bool Subtract(const JqValue& left, const JqValue& right, JqOutcome& outcome) {
  if (left.is(JqKind::kNumber) && right.is(JqKind::kNumber)) {
    return outcome.Give(JqValue::Number(left.number() - right.number()));
  }
  if (!left.is(JqKind::kArray) || !right.is(JqKind::kArray)) {
    return Cannot(left, right, "subtracted", outcome);
  }
  JqArray rest;
  for (const JqValue& item : left.array()) {
    bool gone = false;
    for (const JqValue& taken : right.array()) gone = gone || JqCompare(item, taken) == 0;
    if (!gone) rest.push_back(item);
  }
  return outcome.Give(JqValue::Array(std::move(rest)));
}

// Objects within objects are merged too.
JqValue Merged(const JqObject& left, const JqObject& right) {
  JqObject both = left;
  for (const auto& [key, value] : right.members) {
    const JqValue* found = both.Find(key);
    const bool deep = found != nullptr && found->is(JqKind::kObject) && value.is(JqKind::kObject);
    both.Set(key, deep ? Merged(found->object(), value.object()) : value);
  }
  return JqValue::Object(std::move(both));
}

bool Repeat(const std::string& text, double count, JqOutcome& outcome) {
  if (!(count > 0)) return outcome.Give(JqValue());
  const double size = static_cast<double>(text.size()) * count;
  if (size > static_cast<double>(kJqStringMax)) {
    return outcome.Fail("the expression makes a value that is too large");
  }
  std::string repeated = text;
  for (double i = 2; i <= count; i += 1) repeated += text;
  return outcome.Give(JqValue::String(std::move(repeated)));
}

bool Multiply(const JqValue& left, const JqValue& right, JqOutcome& outcome) {
  if (left.is(JqKind::kNumber) && right.is(JqKind::kNumber)) {
    return outcome.Give(JqValue::Number(left.number() * right.number()));
  }
  if (left.is(JqKind::kString) && right.is(JqKind::kNumber)) {
    return Repeat(left.string(), right.number(), outcome);
  }
  if (left.is(JqKind::kNumber) && right.is(JqKind::kString)) {
    return Repeat(right.string(), left.number(), outcome);
  }
  if (left.is(JqKind::kObject) && right.is(JqKind::kObject)) {
    return outcome.Give(Merged(left.object(), right.object()));
  }
  return Cannot(left, right, "multiplied", outcome);
}

bool Divide(const JqValue& left, const JqValue& right, JqOutcome& outcome) {
  if (left.is(JqKind::kNumber) && right.is(JqKind::kNumber)) {
    if (right.number() == 0) {
      return Cannot(left, right, "divided because the divisor is zero", outcome);
    }
    return outcome.Give(JqValue::Number(left.number() / right.number()));
  }
  if (left.is(JqKind::kString) && right.is(JqKind::kString)) {
    return JqSplit(left.string(), right.string(), outcome);
  }
  return Cannot(left, right, "divided", outcome);
}

// Of whole parts, with the sign of the left one.
bool Remainder(const JqValue& left, const JqValue& right, JqOutcome& outcome) {
  if (!left.is(JqKind::kNumber) || !right.is(JqKind::kNumber)) {
    return Cannot(left, right, "divided (remainder)", outcome);
  }
  const auto whole = [](double value) {
    if (value != value) return INT64_MIN;
    if (value >= 9.2e18) return INT64_MAX;
    return value <= -9.2e18 ? INT64_MIN : static_cast<int64_t>(value);
  };
  const int64_t dividend = whole(left.number());
  int64_t divisor = whole(right.number());
  if (divisor == 0) {
    return Cannot(left, right, "divided (remainder) because the divisor is zero", outcome);
  }
  if (divisor == INT64_MIN) divisor = INT64_MAX;
  if (divisor < 0) divisor = -divisor;
  return outcome.Give(JqValue::Number(static_cast<double>(dividend % divisor)));
}

}  // namespace

bool JqOperate(std::string_view sign, const JqValue& left, const JqValue& right,
               JqOutcome& outcome) {
  if (sign == "+") return Add(left, right, outcome);
  if (sign == "-") return Subtract(left, right, outcome);
  if (sign == "*") return Multiply(left, right, outcome);
  if (sign == "/") return Divide(left, right, outcome);
  if (sign == "%") return Remainder(left, right, outcome);
  const int order = JqCompare(left, right);
  const bool holds = sign == "=="   ? order == 0
                     : sign == "!=" ? order != 0
                     : sign == "<"  ? order < 0
                     : sign == "<=" ? order <= 0
                     : sign == ">"  ? order > 0
                                    : order >= 0;
  return outcome.Give(JqValue::Bool(holds));
}

}  // namespace weir
