// Runs a jq expression. Every part of one hands each of its outputs to the part behind it as soon
// as it has it, so that first(...) and limit(...) stop what is in front of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/firehose/jq/builtins.h"
#include "core/firehose/jq/program.h"
#include "core/firehose/jq/syntax.h"
#include "core/firehose/jq/value.h"

namespace weir {

// Where a value was found: one step of a path, and the way to it. The first has no `up`.
struct JqPath {
  const JqPath* up = nullptr;
  JqValue step;
};

// Takes an output; its path is null unless paths are asked for. False: no more is wanted.
class JqSink {
 public:
  template <typename F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, JqSink>)
  JqSink(F& take)  // NOLINT: implicit, and it lives no longer than the call.
      : object_(&take), call_([](void* object, const JqValue& value, const JqPath* path) {
          return (*static_cast<F*>(object))(value, path);
        }) {}
  bool operator()(const JqValue& value, const JqPath* path) const {
    return call_(object_, value, path);
  }

 private:
  void* object_;
  bool (*call_)(void*, const JqValue&, const JqPath*);
};

// A variable and what it holds; `up` is what was bound before it.
struct JqScope {
  const JqScope* up = nullptr;
  std::string_view name;
  JqValue value;
};

class JqEvaluator {
 public:
  explicit JqEvaluator(const JqSyntax& syntax) : syntax_(syntax) {}

  // False: the sink wants no more, or an error was raised (then `failed`).
  bool Eval(JqNodeId node, const JqScope* scope, const JqValue& input, const JqPath* path,
            const JqSink& sink);

  bool failed() const { return failed_; }
  // "Cannot index ..." or whatever was given to error/1, as jq prints it.
  std::string ErrorText() const;

  // For functions that run their arguments themselves (control.cc, paths.cc).
  struct Call {
    const JqNode& node;
    const JqScope* scope;
    const JqValue& input;
    const JqPath* path;
    const JqSink& sink;
  };
  // All outputs of a node, without paths.
  bool Collect(JqNodeId node, const JqScope* scope, const JqValue& input, JqArray& values);
  bool Raise(std::string_view message);
  bool RaiseValue(JqValue value);
  bool Emit(const JqSink& sink, const JqValue& value, const JqPath* path);
  // The value and all that stands in it.
  bool EvalRecurse(const JqValue& value, const JqPath* path, const JqSink& sink) {
    return Recurse(value, path, sink);
  }

 private:
  bool EvalNode(const JqNode& node, const JqScope* scope, const JqValue& input, const JqPath* path,
                const JqSink& sink);
  bool Index(const JqNode& node, const JqScope* scope, const JqValue& input, const JqPath* path,
             const JqSink& sink);
  bool Slice(const JqNode& node, const JqScope* scope, const JqValue& input, const JqPath* path,
             const JqSink& sink);
  bool Iterate(const JqValue& value, const JqPath* path, const JqSink& sink);
  bool Recurse(const JqValue& value, const JqPath* path, const JqSink& sink);
  bool Try(const Call& call);
  bool Else(const Call& call);
  bool If(const Call& call);
  bool Logic(const Call& call);
  bool Binary(const Call& call);
  bool Reduce(const Call& call);
  bool Foreach(const Call& call);
  bool Bind(const Call& call);
  bool Variable(const Call& call);
  bool Object(const Call& call, size_t member, const JqObject& made);
  bool StringPieces(const Call& call, size_t count, const std::string& tail);
  bool Function(const Call& call);
  bool Plain(const Call& call, JqPlainFunction function, size_t argument,
             std::vector<JqValue>& values);
  bool Assign(const Call& call);

  const JqSyntax& syntax_;
  int64_t steps_left_ = kJqStepsMax;
  int depth_ = 0;
  bool failed_ = false;
  bool fatal_ = false;  // No `try` catches it: a limit of ours.
  JqValue error_;
};

}  // namespace weir
