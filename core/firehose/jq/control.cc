#include "core/firehose/jq/control.h"

#include "core/base/text.h"
#include "core/firehose/jq/json.h"

namespace weir {
namespace {

using Call = JqEvaluator::Call;

const JqPath* Made(const Call& call) { return call.path == nullptr ? nullptr : NoJqPath(); }

bool Argument(JqEvaluator& evaluator, const Call& call, size_t index, const JqValue& input,
              const JqPath* path, const JqSink& sink) {
  return evaluator.Eval(call.node.children[index], call.scope, input, path, sink);
}

bool Empty(JqEvaluator&, const Call&) { return true; }

// An error of null is none: as in jq 1.6 it is the same as empty.
bool RaiseIt(JqEvaluator& evaluator, const JqValue& value) {
  return value.is(JqKind::kNull) || evaluator.RaiseValue(value);
}
bool ErrorOfInput(JqEvaluator& evaluator, const Call& call) {
  return RaiseIt(evaluator, call.input);
}
bool ErrorOfArgument(JqEvaluator& evaluator, const Call& call) {
  auto each = [&](const JqValue& value, const JqPath*) { return RaiseIt(evaluator, value); };
  return Argument(evaluator, call, 0, call.input, nullptr, each);
}

bool Select(JqEvaluator& evaluator, const Call& call) {
  auto each = [&](const JqValue& value, const JqPath*) {
    return !value.truthy() || evaluator.Emit(call.sink, call.input, call.path);
  };
  return Argument(evaluator, call, 0, call.input, nullptr, each);
}

// numbers, strings, ...: the input, if it is one.
template <JqKind... kKinds>
bool OfKind(JqEvaluator& evaluator, const Call& call) {
  const bool fits = (call.input.is(kKinds) || ...);
  return !fits || evaluator.Emit(call.sink, call.input, call.path);
}

bool ForEachElement(JqEvaluator& evaluator, const JqValue& value, const JqSink& sink) {
  const auto raise = [&] {
    return evaluator.Raise(StrCat({"Cannot iterate over ", JqShown(value)}));
  };
  if (value.is(JqKind::kArray)) {
    for (const JqValue& item : value.array()) {
      if (!sink(item, nullptr)) return false;
    }
  } else if (value.is(JqKind::kObject)) {
    for (const auto& member : value.object().members) {
      if (!sink(member.second, nullptr)) return false;
    }
  } else {
    return raise();
  }
  return true;
}

bool Map(JqEvaluator& evaluator, const Call& call) {
  JqArray made;
  auto keep = [&](const JqValue& value, const JqPath*) {
    made.push_back(value);
    return true;
  };
  auto each = [&](const JqValue& item, const JqPath*) {
    return Argument(evaluator, call, 0, item, nullptr, keep);
  };
  return ForEachElement(evaluator, call.input, each) &&
         evaluator.Emit(call.sink, JqValue::Array(std::move(made)), Made(call));
}

bool RecurseBy(JqEvaluator& evaluator, const Call& call, const JqValue& value, const JqPath* path) {
  if (!evaluator.Emit(call.sink, value, path)) return false;
  auto each = [&](const JqValue& inner, const JqPath* at) {
    if (call.node.children.size() == 1) return RecurseBy(evaluator, call, inner, at);
    bool goes_on = true;
    auto decide = [&](const JqValue& wanted, const JqPath*) {
      goes_on = !wanted.truthy() || RecurseBy(evaluator, call, inner, at);
      return goes_on;
    };
    return Argument(evaluator, call, 1, inner, nullptr, decide);
  };
  return Argument(evaluator, call, 0, value, path, each);
}
bool Recurse(JqEvaluator& evaluator, const Call& call) {
  return RecurseBy(evaluator, call, call.input, call.path);
}

// Passes on at most `count` outputs of argument `index`.
bool Limited(JqEvaluator& evaluator, const Call& call, size_t index, double count) {
  // As jq 1.6 has it: a negative number is no limit, and 0 is noticed after the first.
  const bool unlimited = count < 0;
  bool wanted = true;  // By the sink behind.
  bool enough = false;
  auto each = [&](const JqValue& value, const JqPath* path) {
    wanted = evaluator.Emit(call.sink, value, path);
    count -= 1;
    enough = !unlimited && count <= 0;
    return wanted && !enough;
  };
  const bool more = Argument(evaluator, call, index, call.input, call.path, each);
  return more || (enough && wanted && !evaluator.failed());
}
bool First(JqEvaluator& evaluator, const Call& call) { return Limited(evaluator, call, 0, 1); }
bool Limit(JqEvaluator& evaluator, const Call& call) {
  auto each = [&](const JqValue& count, const JqPath*) {
    if (!count.is(JqKind::kNumber)) return evaluator.Raise("limit needs a number");
    return Limited(evaluator, call, 1, count.number());
  };
  return Argument(evaluator, call, 0, call.input, nullptr, each);
}
bool Last(JqEvaluator& evaluator, const Call& call) {
  JqArray all;
  if (!evaluator.Collect(call.node.children[0], call.scope, call.input, all)) return false;
  // jq 1.6: reduce f as $x (null; $x).
  return evaluator.Emit(call.sink, all.empty() ? JqValue() : all.back(), Made(call));
}
bool Nth(JqEvaluator& evaluator, const Call& call) {
  auto each = [&](const JqValue& count, const JqPath*) {
    if (!count.is(JqKind::kNumber)) return evaluator.Raise("nth needs a number");
    if (count.number() < 0) return evaluator.Raise("Out of bounds negative array index");
    JqValue last;
    double left = count.number() + 1;
    auto keep = [&](const JqValue& value, const JqPath*) {
      last = value;
      left -= 1;
      return left > 0;
    };
    if (!Argument(evaluator, call, 1, call.input, nullptr, keep) && evaluator.failed())
      return false;
    return evaluator.Emit(call.sink, last, Made(call));
  };
  return Argument(evaluator, call, 0, call.input, nullptr, each);
}

bool UntilFrom(JqEvaluator& evaluator, const Call& call, const JqValue& value) {
  auto decide = [&](const JqValue& done, const JqPath*) {
    if (done.truthy()) return evaluator.Emit(call.sink, value, Made(call));
    auto next = [&](const JqValue& updated, const JqPath*) {
      return UntilFrom(evaluator, call, updated);
    };
    return Argument(evaluator, call, 1, value, nullptr, next);
  };
  return Argument(evaluator, call, 0, value, nullptr, decide);
}
bool Until(JqEvaluator& evaluator, const Call& call) {
  return UntilFrom(evaluator, call, call.input);
}

bool WhileFrom(JqEvaluator& evaluator, const Call& call, const JqValue& value) {
  auto decide = [&](const JqValue& goes_on, const JqPath*) {
    if (!goes_on.truthy()) return true;
    if (!evaluator.Emit(call.sink, value, Made(call))) return false;
    auto next = [&](const JqValue& updated, const JqPath*) {
      return WhileFrom(evaluator, call, updated);
    };
    return Argument(evaluator, call, 1, value, nullptr, next);
  };
  return Argument(evaluator, call, 0, value, nullptr, decide);
}
bool While(JqEvaluator& evaluator, const Call& call) {
  return WhileFrom(evaluator, call, call.input);
}

bool Count(JqEvaluator& evaluator, const Call& call, const JqValue& from, const JqValue& to,
           const JqValue& by) {
  if (!from.is(JqKind::kNumber) || !to.is(JqKind::kNumber) || !by.is(JqKind::kNumber)) {
    return evaluator.Raise("Range bounds must be numeric");
  }
  const double step = by.number();
  for (double at = from.number(); step > 0 ? at < to.number() : step < 0 && at > to.number();
       at += step) {
    if (!evaluator.Emit(call.sink, JqValue::Number(at), Made(call))) return false;
  }
  return true;
}
bool Range1(JqEvaluator& evaluator, const Call& call) {
  auto each = [&](const JqValue& to, const JqPath*) {
    return Count(evaluator, call, JqValue::Number(0), to, JqValue::Number(1));
  };
  return Argument(evaluator, call, 0, call.input, nullptr, each);
}
bool Range2(JqEvaluator& evaluator, const Call& call) {
  auto each_from = [&](const JqValue& from, const JqPath*) {
    auto each_to = [&](const JqValue& to, const JqPath*) {
      return Count(evaluator, call, from, to, JqValue::Number(1));
    };
    return Argument(evaluator, call, 1, call.input, nullptr, each_to);
  };
  return Argument(evaluator, call, 0, call.input, nullptr, each_from);
}
bool Range3(JqEvaluator& evaluator, const Call& call) {
  auto each_from = [&](const JqValue& from, const JqPath*) {
    auto each_to = [&](const JqValue& to, const JqPath*) {
      auto each_by = [&](const JqValue& by, const JqPath*) {
        return Count(evaluator, call, from, to, by);
      };
      return Argument(evaluator, call, 2, call.input, nullptr, each_by);
    };
    return Argument(evaluator, call, 1, call.input, nullptr, each_to);
  };
  return Argument(evaluator, call, 0, call.input, nullptr, each_from);
}

// any and all, of no, one or two arguments: the last is the condition, the first the source.
template <bool kAny>
bool Quantified(JqEvaluator& evaluator, const Call& call) {
  const size_t arguments = call.node.children.size();
  bool decided = false;
  auto each = [&](const JqValue& item, const JqPath*) {
    auto decide = [&](const JqValue& value, const JqPath*) {
      decided = decided || value.truthy() == kAny;
      return !decided;
    };
    if (arguments == 0) return decide(item, nullptr);
    return Argument(evaluator, call, arguments - 1, item, nullptr, decide);
  };
  const bool more = arguments == 2 ? Argument(evaluator, call, 0, call.input, nullptr, each)
                                   : ForEachElement(evaluator, call.input, each);
  if (!more && evaluator.failed()) return false;
  return evaluator.Emit(call.sink, JqValue::Bool(decided == kAny), Made(call));
}

// The elements of the input with what argument 0 makes of each, as arrays.
bool KeysOf(JqEvaluator& evaluator, const Call& call, JqArray& keys) {
  if (!call.input.is(JqKind::kArray)) {
    return evaluator.Raise(
        StrCat({JqShown(call.input), " cannot be sorted, as it is not an array"}));
  }
  for (const JqValue& item : call.input.array()) {
    JqArray key;
    if (!evaluator.Collect(call.node.children[0], call.scope, item, key)) return false;
    keys.push_back(JqValue::Array(std::move(key)));
  }
  return true;
}
bool SortBy(JqEvaluator& evaluator, const Call& call) {
  JqArray keys;
  if (!KeysOf(evaluator, call, keys)) return false;
  JqArray sorted;
  for (const size_t place : JqOrder(keys)) sorted.push_back(call.input.array()[place]);
  return evaluator.Emit(call.sink, JqValue::Array(std::move(sorted)), Made(call));
}
template <bool kWhole>  // Each group whole, or its first element.
bool GroupBy(JqEvaluator& evaluator, const Call& call) {
  JqArray keys;
  if (!KeysOf(evaluator, call, keys)) return false;
  std::vector<JqArray> groups;
  const JqValue* last = nullptr;
  for (const size_t place : JqOrder(keys)) {
    if (last == nullptr || JqCompare(*last, keys[place]) != 0) groups.emplace_back();
    last = &keys[place];
    groups.back().push_back(call.input.array()[place]);
  }
  JqArray made;
  for (JqArray& group : groups) {
    made.push_back(kWhole ? JqValue::Array(std::move(group)) : group.front());
  }
  return evaluator.Emit(call.sink, JqValue::Array(std::move(made)), Made(call));
}
template <bool kLeast>  // Of equal ones min takes the first and max the last.
bool ExtremeBy(JqEvaluator& evaluator, const Call& call) {
  JqArray keys;
  if (!KeysOf(evaluator, call, keys)) return false;
  JqValue best;
  const JqValue* best_key = nullptr;
  for (size_t i = 0; i < keys.size(); ++i) {
    const int order = best_key == nullptr ? -1 : JqCompare(keys[i], *best_key);
    if (best_key != nullptr && (kLeast ? order >= 0 : order < 0)) continue;
    best = call.input.array()[i];
    best_key = &keys[i];
  }
  return evaluator.Emit(call.sink, best, Made(call));
}

// to_entries | map(f) | from_entries
bool WithEntries(JqEvaluator& evaluator, const Call& call) {
  JqOutcome outcome;
  if (!FindJqPlain("to_entries", 0)(std::span(&call.input, 1), outcome)) {
    return evaluator.Raise(outcome.error);
  }
  JqArray entries;
  for (const JqValue& entry : outcome.value.array()) {
    if (!evaluator.Collect(call.node.children[0], call.scope, entry, entries)) return false;
  }
  const JqValue made = JqValue::Array(std::move(entries));
  if (!FindJqPlain("from_entries", 0)(std::span(&made, 1), outcome)) {
    return evaluator.Raise(outcome.error);
  }
  return evaluator.Emit(call.sink, outcome.value, Made(call));
}

// recurse without arguments is `..`.
bool RecurseAll(JqEvaluator& evaluator, const Call& call) {
  return evaluator.EvalRecurse(call.input, call.path, call.sink);
}

bool IsEmpty(JqEvaluator& evaluator, const Call& call) {
  bool any = false;
  auto each = [&](const JqValue&, const JqPath*) {
    any = true;
    return false;
  };
  if (!Argument(evaluator, call, 0, call.input, nullptr, each) && evaluator.failed()) return false;
  return evaluator.Emit(call.sink, JqValue::Bool(!any), Made(call));
}

constexpr JqControlRow kRows[] = {
    {"empty", 0, Empty},
    {"error", 0, ErrorOfInput},
    {"error", 1, ErrorOfArgument},
    {"select", 1, Select},
    {"nulls", 0, OfKind<JqKind::kNull>},
    {"booleans", 0, OfKind<JqKind::kFalse, JqKind::kTrue>},
    {"numbers", 0, OfKind<JqKind::kNumber>},
    {"strings", 0, OfKind<JqKind::kString>},
    {"arrays", 0, OfKind<JqKind::kArray>},
    {"objects", 0, OfKind<JqKind::kObject>},
    {"iterables", 0, OfKind<JqKind::kArray, JqKind::kObject>},
    {"scalars", 0,
     OfKind<JqKind::kNull, JqKind::kFalse, JqKind::kTrue, JqKind::kNumber, JqKind::kString>},
    {"values", 0,
     OfKind<JqKind::kFalse, JqKind::kTrue, JqKind::kNumber, JqKind::kString, JqKind::kArray,
            JqKind::kObject>},
    {"map", 1, Map},
    {"recurse", 0, RecurseAll},
    {"recurse", 1, Recurse},
    {"recurse", 2, Recurse},
    {"first", 1, First},
    {"limit", 2, Limit},
    {"last", 1, Last},
    {"nth", 2, Nth},
    {"until", 2, Until},
    {"while", 2, While},
    {"range", 1, Range1},
    {"range", 2, Range2},
    {"range", 3, Range3},
    {"any", 0, Quantified<true>},
    {"any", 1, Quantified<true>},
    {"any", 2, Quantified<true>},
    {"all", 0, Quantified<false>},
    {"all", 1, Quantified<false>},
    {"all", 2, Quantified<false>},
    {"isempty", 1, IsEmpty},
    {"with_entries", 1, WithEntries},
    {"sort_by", 1, SortBy},
    {"group_by", 1, GroupBy<true>},
    {"unique_by", 1, GroupBy<false>},
    {"min_by", 1, ExtremeBy<true>},
    {"max_by", 1, ExtremeBy<false>}};

}  // namespace

std::span<const JqControlRow> JqControlFunctions() { return kRows; }

JqControlFunction FindJqControl(std::string_view name, size_t arguments) {
  for (const auto& table : {JqControlFunctions(), JqPathFunctions()}) {
    for (const JqControlRow& row : table) {
      if (row.name == name && row.arguments == arguments) return row.function;
    }
  }
  return nullptr;
}

}  // namespace weir
