#include "core/engine/check.h"

#include <algorithm>
#include <charconv>

#include "core/base/text.h"

namespace weir {
namespace {

constexpr int64_t kConstantMax = 1'000'000'000'000'000;
constexpr int64_t kPercentMax = 10'000;
constexpr size_t kTermsMax = 16;

Error Bad(std::initializer_list<std::string_view> problem) {
  return {ErrorCode::kScenario, StrCat(problem)};
}

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

bool StartsWithDigit(std::string_view text) {
  return !text.empty() && text[0] >= '0' && text[0] <= '9';
}

// "6000" or "5m".
Result<MeasureValue> ParseConstant(std::string_view text) {
  int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, number);
  if (failed == std::errc() && stop == end && number <= kConstantMax) {
    return MeasureValue{MeasureUnit::kCount, number, {}};
  }
  const Result<Duration> duration = ParseDuration(text);
  if (duration.ok()) {
    return MeasureValue{MeasureUnit::kDuration, duration.value().micros, {}};
  }
  return Bad({"\"", text, "\" is neither a whole number up to ", std::to_string(kConstantMax),
              " nor a duration such as \"5m\""});
}

Result<CheckTerm> ParseTerm(std::string_view text, const MeasureNames& names) {
  CheckTerm term;
  constexpr std::string_view kPartOf = "% of ";
  const size_t part = text.find(kPartOf);
  if (part != std::string_view::npos && StartsWithDigit(text)) {
    const auto [stop, failed] = std::from_chars(text.data(), text.data() + part, term.percent);
    if (failed != std::errc() || stop != text.data() + part || term.percent > kPercentMax) {
      return Bad({"\"", text.substr(0, part), "%\": expected a whole number of percent up to ",
                  std::to_string(kPercentMax)});
    }
    text = Trimmed(text.substr(part + kPartOf.size()));
  }
  if (text.empty()) return Bad({"expected a measure, a number, a duration or a 'text'"});
  if (text[0] == '\'') {
    if (text.size() < 2 || text.back() != '\'') return Bad({text, ": the text has no end quote"});
    term.constant = {MeasureUnit::kText, 0, std::string(text.substr(1, text.size() - 2))};
    return term;
  }
  if (StartsWithDigit(text)) {
    Result<MeasureValue> constant = ParseConstant(text);
    if (!constant.ok()) return constant.error();
    term.constant = std::move(constant).value();
    return term;
  }
  Result<WatchedMeasure> measured = WatchedMeasure::Parse(text, names);
  if (!measured.ok()) return measured.error();
  term.measured = std::move(measured).value();
  return term;
}

// Numbers are compared with numbers, whatever they count.
enum class Kind : uint8_t { kNumber, kDuration, kText };

Kind KindOf(MeasureUnit unit) {
  if (unit == MeasureUnit::kDuration) return Kind::kDuration;
  return unit == MeasureUnit::kText ? Kind::kText : Kind::kNumber;
}

const char* KindName(MeasureUnit unit) {
  switch (KindOf(unit)) {
    case Kind::kNumber:
      return "a number";
    case Kind::kDuration:
      return "a duration such as \"5m\"";
    case Kind::kText:
      return "a text such as 'kept'";
  }
  return "?";
}

Result<void> AddTerm(CheckTerm term, CheckSum& sum) {
  const MeasureUnit unit = term.measured ? term.measured->unit() : term.constant.unit;
  if (sum.terms.empty()) {
    sum.unit = unit;
  } else if (KindOf(unit) != KindOf(sum.unit) || KindOf(unit) == Kind::kText) {
    return Bad({"adds ", KindName(unit), " to ", KindName(sum.unit)});
  } else if (sum.unit == MeasureUnit::kCount) {
    sum.unit = unit;  // A constant takes the unit of what it is added to.
  }
  if (KindOf(unit) == Kind::kText && term.percent != 100) return Bad({"a text has no parts"});
  if (sum.terms.size() == kTermsMax)
    return Bad({"has more than ", std::to_string(kTermsMax), " summands"});
  sum.terms.push_back(std::move(term));
  return {};
}

struct Operator {
  std::string_view sign;
  CheckOperator comparison;
};

// The longer ones first.
constexpr Operator kOperators[] = {
    {"!=", CheckOperator::kUnequal}, {"<=", CheckOperator::kAtMost},
    {">=", CheckOperator::kAtLeast}, {"=", CheckOperator::kEqual},
    {"<", CheckOperator::kLess},     {">", CheckOperator::kGreater},
};

}  // namespace

std::string ShownWhen(const Check& check) {
  if (check.when == CheckWhen::kEnd) return "at the end";
  if (check.when == CheckWhen::kMoment) return StrCat({"at ", FormatDuration(check.at)});
  std::string text = check.when == CheckWhen::kAlways ? "always" : "ever";
  if (check.from.micros > 0) text += StrCat({" from ", FormatDuration(check.from)});
  if (check.until < kDurationMax) text += StrCat({" until ", FormatDuration(check.until)});
  return text;
}

Result<CheckSum> ParseCheckSum(std::string_view text, const MeasureNames& names) {
  CheckSum sum;
  int64_t sign = 1;
  text = Trimmed(text);
  for (;;) {
    const bool quoted = text.starts_with('\'');
    const size_t plus = quoted ? text.npos : text.find(" + ");
    const size_t minus = quoted ? text.npos : text.find(" - ");
    const size_t end = std::min({plus, minus, text.size()});
    Result<CheckTerm> term = ParseTerm(Trimmed(text.substr(0, end)), names);
    if (!term.ok()) return term.error();
    term.value().percent *= sign;
    if (Result<void> added = AddTerm(std::move(term).value(), sum); !added.ok()) {
      return added.error();
    }
    if (end == text.size()) return sum;
    sign = plus < minus ? 1 : -1;
    text.remove_prefix(end + 3);
  }
}

Result<void> ParseComparison(std::string_view text, const MeasureNames& names, Check& check) {
  text = Trimmed(text);
  const auto op = std::ranges::find_if(
      kOperators, [&](const Operator& each) { return text.starts_with(each.sign); });
  if (op == std::end(kOperators)) {
    return Bad(
        {"expected one of =, !=, <, <=, >, >= and what to compare with, such as \"= 0\", "
         "found \"",
         text, "\""});
  }
  check.comparison = op->comparison;
  Result<CheckSum> right = ParseCheckSum(text.substr(op->sign.size()), names);
  if (!right.ok()) return right.error();
  check.right = std::move(right).value();
  if (KindOf(check.left.unit) != KindOf(check.right.unit)) {
    return Bad({"\"that\" is ", UnitName(check.left.unit), ": expected ", KindName(check.left.unit),
                " to compare it with"});
  }
  const bool equality =
      check.comparison == CheckOperator::kEqual || check.comparison == CheckOperator::kUnequal;
  if (KindOf(check.left.unit) == Kind::kText && !equality) {
    return Bad({"a text is compared with = or != only"});
  }
  return {};
}

}  // namespace weir
