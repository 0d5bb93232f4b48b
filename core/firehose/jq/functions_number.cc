// jq's functions of numbers, and of any value at all.
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/firehose/jq/builtins.h"
#include "core/firehose/jq/json.h"

namespace weir {
namespace {

using Values = std::span<const JqValue>;

bool NotANumber(const JqValue& value, JqOutcome& outcome) {
  return outcome.Fail(StrCat({JqShown(value), " number required"}));
}

template <double (*kFunction)(double)>
bool Of(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kNumber)) return NotANumber(values[0], outcome);
  return outcome.Give(JqValue::Number(kFunction(values[0].number())));
}

double Floor(double value) { return std::floor(value); }
double Root(double value) { return std::sqrt(value); }
double Absolute(double value) { return std::fabs(value); }

bool Nan(Values, JqOutcome& outcome) {
  return outcome.Give(JqValue::Number(std::numeric_limits<double>::quiet_NaN()));
}
bool Infinite(Values, JqOutcome& outcome) {
  return outcome.Give(JqValue::Number(std::numeric_limits<double>::infinity()));
}

bool IsNan(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kNumber)) return NotANumber(values[0], outcome);
  return outcome.Give(JqValue::Bool(values[0].number() != values[0].number()));
}
bool IsInfinite(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kNumber)) return NotANumber(values[0], outcome);
  return outcome.Give(
      JqValue::Bool(Absolute(values[0].number()) > std::numeric_limits<double>::max()));
}
bool IsNormal(Values values, JqOutcome& outcome) {
  if (!values[0].is(JqKind::kNumber)) return NotANumber(values[0], outcome);
  const double size = Absolute(values[0].number());
  return outcome.Give(JqValue::Bool(size >= std::numeric_limits<double>::min() &&
                                    size <= std::numeric_limits<double>::max()));
}

bool Type(Values values, JqOutcome& outcome) {
  return outcome.Give(JqValue::String(std::string(values[0].KindName())));
}
bool Not(Values values, JqOutcome& outcome) {
  return outcome.Give(JqValue::Bool(!values[0].truthy()));
}

bool Length(Values values, JqOutcome& outcome) {
  const JqValue& value = values[0];
  switch (value.kind()) {
    case JqKind::kNull:
      return outcome.Give(JqValue::Number(0));
    case JqKind::kNumber:
      return outcome.Give(JqValue::Number(Absolute(value.number())));
    case JqKind::kString:
      return outcome.Give(JqValue::Number(static_cast<double>(JqLength(value.string()))));
    case JqKind::kArray:
      return outcome.Give(JqValue::Number(static_cast<double>(value.array().size())));
    case JqKind::kObject:
      return outcome.Give(JqValue::Number(static_cast<double>(value.object().members.size())));
    default:
      return outcome.Fail(StrCat({JqShown(value), " has no length"}));
  }
}

constexpr JqPlainRow kRows[] = {{"floor", 0, Of<Floor>},
                                {"sqrt", 0, Of<Root>},
                                {"fabs", 0, Of<Absolute>},
                                {"nan", 0, Nan},
                                {"infinite", 0, Infinite},
                                {"isnan", 0, IsNan},
                                {"isinfinite", 0, IsInfinite},
                                {"isnormal", 0, IsNormal},
                                {"type", 0, Type},
                                {"not", 0, Not},
                                {"length", 0, Length}};

}  // namespace

std::span<const JqPlainRow> JqNumberFunctions() { return kRows; }

}  // namespace weir
