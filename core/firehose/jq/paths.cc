// Paths: where values stand, and values with something else there. Assignments are made of these.
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/firehose/jq/control.h"
#include "core/firehose/jq/json.h"

namespace weir {
namespace {

using Call = JqEvaluator::Call;

constexpr double kIndexMax = 536'870'911;  // jq's arrays end there ("Array index too large").

const JqPath* Made(const Call& call) { return call.path == nullptr ? nullptr : NoJqPath(); }

bool IsSliceStep(const JqValue& step) { return step.is(JqKind::kObject); }

bool SetInArray(const JqValue& value, const JqArray& steps, size_t at, const JqValue& put,
                JqOutcome& outcome) {
  JqArray array = value.is(JqKind::kNull) ? JqArray() : value.array();
  double index = std::floor(steps[at].number());
  if (index < 0) index += static_cast<double>(array.size());
  if (index < 0) return outcome.Fail("Out of bounds negative array index");
  if (index > kIndexMax || index > static_cast<double>(array.size()) + 1e6) {
    return outcome.Fail("Array index too large");
  }
  const size_t place = static_cast<size_t>(index);
  if (place >= array.size()) array.resize(place + 1);
  if (!JqSetPath(array[place], steps, at + 1, put, outcome)) return false;
  array[place] = outcome.value;
  return outcome.Give(JqValue::Array(std::move(array)));
}

bool SetSlice(const JqValue& value, const JqArray& steps, size_t at, const JqValue& put,
              JqOutcome& outcome) {
  const JqObject& step = steps[at].object();
  const JqValue* from = step.Find("start");
  const JqValue* to = step.Find("end");
  if (from == nullptr || to == nullptr || (!value.is(JqKind::kArray) && !value.is(JqKind::kNull))) {
    return outcome.Fail("Cannot update field at object index of array");
  }
  const JqArray array = value.is(JqKind::kNull) ? JqArray() : value.array();
  JqOutcome before;
  JqOutcome inside;
  if (!JqSlice(JqValue::Array(array), JqValue(), *from, before) ||
      !JqSlice(JqValue::Array(array), *from, *to, inside)) {
    return outcome.Fail(before.error + inside.error);
  }
  if (!JqSetPath(inside.value, steps, at + 1, put, outcome)) return false;
  if (!outcome.value.is(JqKind::kArray)) {
    return outcome.Fail("A slice of an array can only be assigned another array");
  }
  JqArray made = before.value.is(JqKind::kArray) ? before.value.array() : JqArray();
  const size_t skipped = made.size() + inside.value.array().size();
  made.insert(made.end(), outcome.value.array().begin(), outcome.value.array().end());
  made.insert(made.end(), array.begin() + static_cast<std::ptrdiff_t>(skipped), array.end());
  return outcome.Give(JqValue::Array(std::move(made)));
}

// `value` without the elements or members that `steps` name.
bool Without(const JqValue& value, const JqArray& steps, JqOutcome& outcome) {
  if (value.is(JqKind::kNull)) return outcome.Give(value);
  if (value.is(JqKind::kObject)) {
    JqObject object = value.object();
    for (const JqValue& step : steps) {
      if (!step.is(JqKind::kString)) {
        return outcome.Fail(StrCat({"Cannot delete field at object index of ", step.KindName()}));
      }
      object.Erase(step.string());
    }
    return outcome.Give(JqValue::Object(std::move(object)));
  }
  if (!value.is(JqKind::kArray)) {
    return outcome.Fail(
        StrCat({"Cannot delete field at ", steps[0].is(JqKind::kString) ? "object" : "array",
                " index of ", value.KindName()}));
  }
  const JqArray& array = value.array();
  std::vector<bool> gone(array.size(), false);
  for (const JqValue& step : steps) {
    if (step.is(JqKind::kNumber)) {
      double index = std::floor(step.number());
      if (index < 0) index += static_cast<double>(array.size());
      if (index >= 0 && index < static_cast<double>(array.size()))
        gone[static_cast<size_t>(index)] = true;
    } else if (IsSliceStep(step)) {
      // What the slice holds begins where what is in front of it ends.
      const JqValue* from = step.object().Find("start");
      const JqValue* to = step.object().Find("end");
      JqOutcome before;
      JqOutcome inside;
      if (from == nullptr || to == nullptr || !JqSlice(value, JqValue(), *from, before) ||
          !JqSlice(value, *from, *to, inside)) {
        return outcome.Fail("Start and end indices of an array slice must be numbers");
      }
      const size_t first = from->is(JqKind::kNull) ? 0 : before.value.array().size();
      for (size_t i = 0; i < inside.value.array().size(); ++i) gone[first + i] = true;
    } else {
      return outcome.Fail("Cannot delete field at object index of array");
    }
  }
  JqArray made;
  for (size_t i = 0; i < array.size(); ++i) {
    if (!gone[i]) made.push_back(array[i]);
  }
  return outcome.Give(JqValue::Array(std::move(made)));
}

// All paths of argument `index` on `input`, as arrays.
bool PathsOf(JqEvaluator& evaluator, const Call& call, size_t index, const JqValue& input,
             JqArray& paths) {
  const JqPath root;
  auto each = [&](const JqValue& value, const JqPath* path) {
    if (path == NoJqPath()) {
      return evaluator.Raise(StrCat({"Invalid path expression with result ", JqJsonText(value)}));
    }
    paths.push_back(JqPathValue(path));
    return true;
  };
  return evaluator.Eval(call.node.children[index], call.scope, input, &root, each);
}

bool Path(JqEvaluator& evaluator, const Call& call) {
  const JqPath root;
  auto each = [&](const JqValue& value, const JqPath* path) {
    if (path == NoJqPath()) {
      return evaluator.Raise(StrCat({"Invalid path expression with result ", JqJsonText(value)}));
    }
    return evaluator.Emit(call.sink, JqPathValue(path), Made(call));
  };
  return evaluator.Eval(call.node.children[0], call.scope, call.input, &root, each);
}

bool Delete(JqEvaluator& evaluator, const Call& call) {
  JqArray paths;
  if (!PathsOf(evaluator, call, 0, call.input, paths)) return false;
  JqOutcome outcome;
  if (!JqDeletePaths(call.input, std::move(paths), outcome)) return evaluator.Raise(outcome.error);
  return evaluator.Emit(call.sink, outcome.value, Made(call));
}

// Every path below `value` for which argument 0, if there is one, holds.
bool Below(JqEvaluator& evaluator, const Call& call, const JqValue& value, JqArray& steps) {
  const auto visit = [&](JqValue step, const JqValue& inner) {
    steps.push_back(std::move(step));
    bool wanted = call.node.children.empty();
    auto decide = [&](const JqValue& answer, const JqPath*) {
      wanted = answer.truthy();
      return !wanted;
    };
    if (!call.node.children.empty() &&
        !evaluator.Eval(call.node.children[0], call.scope, inner, nullptr, decide) &&
        evaluator.failed()) {
      return false;
    }
    if (wanted && !evaluator.Emit(call.sink, JqValue::Array(steps), Made(call))) return false;
    if (!Below(evaluator, call, inner, steps)) return false;
    steps.pop_back();
    return true;
  };
  if (value.is(JqKind::kArray)) {
    for (size_t i = 0; i < value.array().size(); ++i) {
      if (!visit(JqValue::Number(static_cast<double>(i)), value.array()[i])) return false;
    }
  }
  if (value.is(JqKind::kObject)) {
    for (const auto& [key, inner] : value.object().members) {
      if (!visit(JqValue::String(key), inner)) return false;
    }
  }
  return true;
}
bool Paths(JqEvaluator& evaluator, const Call& call) {
  JqArray steps;
  return Below(evaluator, call, call.input, steps);
}

// `value` with each path of argument 0's replaced by the first output of `update` on what is there;
// where there is none, it is taken away.
template <typename Update>
bool Modified(JqEvaluator& evaluator, const Call& call, const Update& update, JqValue& value) {
  JqArray paths;
  if (!PathsOf(evaluator, call, 0, value, paths)) return false;
  for (const JqValue& path : paths) {
    JqOutcome outcome;
    if (!JqGetPath(value, path.array(), outcome)) return evaluator.Raise(outcome.error);
    JqValue updated;
    bool found = false;
    if (!update(outcome.value, updated, found)) return false;
    const bool done = found ? JqSetPath(value, path.array(), 0, updated, outcome)
                            : JqDeletePaths(value, {path}, outcome);
    if (!done) return evaluator.Raise(outcome.error);
    value = outcome.value;
  }
  return true;
}

bool UpdateBy(JqEvaluator& evaluator, const Call& call, JqNodeId node, const JqValue& now,
              JqValue& updated, bool& found) {
  auto keep = [&](const JqValue& value, const JqPath*) {
    updated = value;
    found = true;
    return false;
  };
  return evaluator.Eval(node, call.scope, now, nullptr, keep) || !evaluator.failed();
}

bool MapValues(JqEvaluator& evaluator, const Call& call) {
  const JqNodeId by = call.node.children[0];
  JqValue value = call.input;
  JqOutcome outcome;
  JqArray steps;
  if (value.is(JqKind::kArray)) {
    for (size_t i = 0; i < value.array().size(); ++i) {
      steps.push_back(JqValue::Number(static_cast<double>(i)));
    }
  } else if (value.is(JqKind::kObject)) {
    for (const auto& member : value.object().members)
      steps.push_back(JqValue::String(member.first));
  } else {
    return evaluator.Raise(StrCat({"Cannot iterate over ", JqShown(value)}));
  }
  for (const JqValue& step : steps) {
    JqValue updated;
    bool found = false;
    if (!JqGet(value, step, outcome)) return evaluator.Raise(outcome.error);
    if (!UpdateBy(evaluator, call, by, outcome.value, updated, found)) return false;
    const bool done =
        found ? JqSetPath(value, {step}, 0, updated, outcome) : Without(value, {step}, outcome);
    if (!done) return evaluator.Raise(outcome.error);
    value = outcome.value;
  }
  return evaluator.Emit(call.sink, value, Made(call));
}

bool GetPath(JqEvaluator& evaluator, const Call& call) {
  auto each = [&](const JqValue& path, const JqPath*) {
    if (!path.is(JqKind::kArray)) return evaluator.Raise("Path must be specified as an array");
    JqOutcome outcome;
    if (!JqGetPath(call.input, path.array(), outcome)) return evaluator.Raise(outcome.error);
    if (call.path == nullptr) return evaluator.Emit(call.sink, outcome.value, nullptr);
    std::vector<JqPath> steps(path.array().size());
    const JqPath* at = call.path;
    for (size_t i = 0; i < steps.size(); ++i) {
      steps[i] = JqPath{at, path.array()[i]};
      at = &steps[i];
    }
    return evaluator.Emit(call.sink, outcome.value, at);
  };
  return evaluator.Eval(call.node.children[0], call.scope, call.input, nullptr, each);
}

bool AtIndex(JqEvaluator& evaluator, const Call& call, const JqValue& index) {
  if (call.path == NoJqPath()) {
    return evaluator.Raise(
        StrCat({"Invalid path expression with result ", JqJsonText(call.input)}));
  }
  JqOutcome outcome;
  if (!JqGet(call.input, index, outcome)) return evaluator.Raise(outcome.error);
  const JqPath step{call.path, index};
  return evaluator.Emit(call.sink, outcome.value, call.path == nullptr ? nullptr : &step);
}
template <int kIndex>
bool At(JqEvaluator& evaluator, const Call& call) {
  return AtIndex(evaluator, call, JqValue::Number(kIndex));
}
bool Nth(JqEvaluator& evaluator, const Call& call) {
  auto each = [&](const JqValue& index, const JqPath*) { return AtIndex(evaluator, call, index); };
  return evaluator.Eval(call.node.children[0], call.scope, call.input, nullptr, each);
}

constexpr JqControlRow kRows[] = {
    {"first", 0, At<0>}, {"last", 0, At<-1>},     {"nth", 1, Nth},
    {"path", 1, Path},   {"del", 1, Delete},      {"paths", 0, Paths},
    {"paths", 1, Paths}, {"getpath", 1, GetPath}, {"map_values", 1, MapValues}};

}  // namespace

std::span<const JqControlRow> JqPathFunctions() { return kRows; }

const JqPath* NoJqPath() {
  static const JqPath none;
  return &none;
}

JqValue JqPathValue(const JqPath* path) {
  JqArray steps;
  for (; path != nullptr && path->up != nullptr; path = path->up) steps.push_back(path->step);
  std::ranges::reverse(steps);
  return JqValue::Array(std::move(steps));
}

bool JqGetPath(const JqValue& value, const JqArray& steps, JqOutcome& outcome) {
  JqValue at = value;
  for (const JqValue& step : steps) {
    if (at.is(JqKind::kNull)) break;
    const bool slice = IsSliceStep(step) && step.object().Find("start") != nullptr &&
                       step.object().Find("end") != nullptr;
    const bool found =
        slice ? JqSlice(at, *step.object().Find("start"), *step.object().Find("end"), outcome)
              : JqGet(at, step, outcome);
    if (!found) return false;
    at = outcome.value;
  }
  return outcome.Give(std::move(at));
}

bool JqSetPath(const JqValue& value, const JqArray& steps, size_t at, const JqValue& put,
               JqOutcome& outcome) {
  if (at == steps.size()) return outcome.Give(put);
  const JqValue& step = steps[at];
  const bool is_null = value.is(JqKind::kNull);
  if (step.is(JqKind::kString) && (is_null || value.is(JqKind::kObject))) {
    JqObject object = is_null ? JqObject() : value.object();
    const JqValue* found = object.Find(step.string());
    if (!JqSetPath(found == nullptr ? JqValue() : *found, steps, at + 1, put, outcome))
      return false;
    object.Set(step.string(), outcome.value);
    return outcome.Give(JqValue::Object(std::move(object)));
  }
  if (step.is(JqKind::kNumber) && (is_null || value.is(JqKind::kArray))) {
    return SetInArray(value, steps, at, put, outcome);
  }
  if (IsSliceStep(step)) return SetSlice(value, steps, at, put, outcome);
  return outcome.Fail(StrCat({"Cannot index ", value.KindName(), " with ",
                              step.is(JqKind::kString) ? StrCat({"\"", step.string(), "\""})
                                                       : std::string(step.KindName())}));
}

// From the last path to the first, so that what is taken away moves nothing that is still named.
bool JqDeletePaths(const JqValue& value, JqArray paths, JqOutcome& outcome) {
  std::ranges::stable_sort(paths,
                           [](const JqValue& a, const JqValue& b) { return JqCompare(a, b) > 0; });
  JqValue left = value;
  for (size_t i = 0; i < paths.size();) {
    const JqArray& path = paths[i].array();
    if (path.empty()) return outcome.Give(JqValue());
    const JqArray parent(path.begin(), path.end() - 1);
    // What stands beside each other goes together.
    JqArray last;
    for (; i < paths.size() && !paths[i].array().empty() &&
           JqCompare(JqValue::Array(JqArray(paths[i].array().begin(), paths[i].array().end() - 1)),
                     JqValue::Array(parent)) == 0;
         ++i) {
      last.push_back(paths[i].array().back());
    }
    if (!JqGetPath(left, parent, outcome)) return false;
    if (outcome.value.is(JqKind::kNull)) continue;
    const JqValue inner = outcome.value;
    if (!Without(inner, last, outcome)) return false;
    const JqValue without = outcome.value;
    if (!JqSetPath(left, parent, 0, without, outcome)) return false;
    left = outcome.value;
  }
  return outcome.Give(std::move(left));
}

bool JqEvaluator::Assign(const Call& call) {
  const std::string_view sign = call.node.text;
  const JqNodeId right = call.node.children[1];
  if (sign == "|=") {
    JqValue value = call.input;
    const auto update = [&](const JqValue& now, JqValue& updated, bool& found) {
      return UpdateBy(*this, call, right, now, updated, found);
    };
    return Modified(*this, call, update, value) && Emit(call.sink, value, Made(call));
  }
  auto each = [&](const JqValue& operand, const JqPath*) {
    JqValue value = call.input;
    const auto update = [&](const JqValue& now, JqValue& updated, bool& found) {
      found = true;
      updated = operand;
      if (sign == "=") return true;
      if (sign == "//=") {
        if (now.truthy()) updated = now;
        return true;
      }
      JqOutcome outcome;
      if (!JqOperate(sign.substr(0, 1), now, operand, outcome)) return Raise(outcome.error);
      updated = outcome.value;
      return true;
    };
    return Modified(*this, call, update, value) && Emit(call.sink, value, Made(call));
  };
  return Eval(right, call.scope, call.input, nullptr, each);
}

}  // namespace weir
