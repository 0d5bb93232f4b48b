#include "core/firehose/jq/evaluator.h"

#include <utility>

#include "core/base/text.h"
#include "core/firehose/jq/control.h"
#include "core/firehose/jq/json.h"
#include "core/firehose/jq/parser.h"

namespace weir {

bool JqEvaluator::Raise(std::string_view message) {
  return RaiseValue(JqValue::String(std::string(message)));
}

bool JqEvaluator::RaiseValue(JqValue value) {
  failed_ = true;
  error_ = std::move(value);
  return false;
}

std::string JqEvaluator::ErrorText() const {
  if (error_.is(JqKind::kString)) return error_.string();
  return StrCat({"(not a string): ", JqJsonText(error_)});
}

bool JqEvaluator::Emit(const JqSink& sink, const JqValue& value, const JqPath* path) {
  if (--steps_left_ < 0) {
    fatal_ = true;
    return Raise("the expression makes too many values");
  }
  if (value.depth() > kJqValueDepthMax ||
      (value.is(JqKind::kString) && value.string().size() > kJqStringMax)) {
    fatal_ = true;
    return Raise("the expression makes a value that is too large");
  }
  return sink(value, path);
}

bool JqEvaluator::Collect(JqNodeId node, const JqScope* scope, const JqValue& input,
                          JqArray& values) {
  auto take = [&](const JqValue& value, const JqPath*) {
    values.push_back(value);
    return true;
  };
  return Eval(node, scope, input, nullptr, take);
}

bool JqEvaluator::Eval(JqNodeId node, const JqScope* scope, const JqValue& input,
                       const JqPath* path, const JqSink& sink) {
  if (++depth_ > kJqCallDepthMax || --steps_left_ < 0) {
    fatal_ = true;
    --depth_;
    return Raise("the expression goes too deep or takes too many steps");
  }
  const bool more = EvalNode(syntax_.nodes[node], scope, input, path, sink);
  --depth_;
  return more;
}

bool JqEvaluator::EvalNode(const JqNode& node, const JqScope* scope, const JqValue& input,
                           const JqPath* path, const JqSink& sink) {
  const Call call{node, scope, input, path, sink};
  switch (node.op) {
    case JqOp::kIdentity:
      return Emit(sink, input, path);
    case JqOp::kRecurse:
      return Recurse(input, path, sink);
    case JqOp::kLiteral:
      // jq lets `null` and the like stand in a path until something is looked up in it.
      return Emit(sink, node.value, path == nullptr ? nullptr : NoJqPath());
    case JqOp::kString:
      return StringPieces(call, node.children.size(), {});
    case JqOp::kFormat: {
      JqOutcome outcome;
      if (!JqFormat(node.text, input, outcome)) return Raise(outcome.error);
      return Emit(sink, outcome.value, path == nullptr ? nullptr : NoJqPath());
    }
    case JqOp::kIndex:
      return Index(node, scope, input, path, sink);
    case JqOp::kSlice:
      return Slice(node, scope, input, path, sink);
    case JqOp::kIterate: {
      const bool optional = node.text == kJqOptional;
      auto each = [&](const JqValue& value, const JqPath* at) {
        const bool holds = value.is(JqKind::kArray) || value.is(JqKind::kObject);
        return (optional && !holds) || Iterate(value, at, sink);
      };
      return Eval(node.children[0], scope, input, path, each);
    }
    case JqOp::kTry:
      return Try(call);
    case JqOp::kPipe: {
      auto then = [&](const JqValue& value, const JqPath* at) {
        return Eval(node.children[1], scope, value, at, sink);
      };
      return Eval(node.children[0], scope, input, path, then);
    }
    case JqOp::kComma:
      return Eval(node.children[0], scope, input, path, sink) &&
             Eval(node.children[1], scope, input, path, sink);
    case JqOp::kNegate: {
      auto negate = [&](const JqValue& value, const JqPath* at) {
        if (value.is(JqKind::kNumber)) {
          return Emit(sink, JqValue::Number(-value.number()), at == nullptr ? nullptr : NoJqPath());
        }
        return Raise(StrCat({JqShown(value), " cannot be negated"}));
      };
      return Eval(node.children[0], scope, input, path, negate);
    }
    case JqOp::kBinary:
      return Binary(call);
    case JqOp::kAnd:
    case JqOp::kOr:
      return Logic(call);
    case JqOp::kElse:
      return Else(call);
    case JqOp::kAssign:
      return Assign(call);
    case JqOp::kIf:
      return If(call);
    case JqOp::kReduce:
      return Reduce(call);
    case JqOp::kForeach:
      return Foreach(call);
    case JqOp::kAs:
      return Bind(call);
    case JqOp::kVariable:
      return Variable(call);
    case JqOp::kCall:
      return Function(call);
    case JqOp::kArray: {
      JqArray values;
      if (!Collect(node.children[0], scope, input, values)) return false;
      return Emit(sink, JqValue::Array(std::move(values)), path == nullptr ? nullptr : NoJqPath());
    }
    case JqOp::kObject:
      return Object(call, 0, {});
  }
  return true;
}

bool JqEvaluator::Index(const JqNode& node, const JqScope* scope, const JqValue& input,
                        const JqPath* path, const JqSink& sink) {
  const bool optional = node.text == kJqOptional;
  auto each_term = [&](const JqValue& term, const JqPath* at) {
    auto each_index = [&](const JqValue& index, const JqPath*) {
      if (at == NoJqPath()) {
        return Raise(StrCat({"Invalid path expression with result ", JqJsonText(term)}));
      }
      JqOutcome outcome;
      if (!JqGet(term, index, outcome)) return optional || Raise(outcome.error);
      const JqPath step{at, index};
      return Emit(sink, outcome.value, at == nullptr ? nullptr : &step);
    };
    return Eval(node.children[1], scope, input, nullptr, each_index);
  };
  return Eval(node.children[0], scope, input, path, each_term);
}

bool JqEvaluator::Slice(const JqNode& node, const JqScope* scope, const JqValue& input,
                        const JqPath* path, const JqSink& sink) {
  const bool optional = node.text == kJqOptional;
  JqArray ends[2] = {{JqValue()}, {JqValue()}};
  for (const size_t end : {size_t{0}, size_t{1}}) {
    if (node.children[end + 1] == kJqNoNode) continue;
    ends[end].clear();
    if (!Collect(node.children[end + 1], scope, input, ends[end])) return false;
  }
  auto each_term = [&](const JqValue& term, const JqPath* at) {
    if (at == NoJqPath()) {
      return Raise(StrCat({"Invalid path expression with result ", JqJsonText(term)}));
    }
    for (const JqValue& to : ends[1]) {
      for (const JqValue& from : ends[0]) {
        JqOutcome outcome;
        if (!JqSlice(term, from, to, outcome)) {
          if (optional) continue;
          return Raise(outcome.error);
        }
        JqObject step;
        step.Set("start", from);
        step.Set("end", to);
        const JqPath place{at, JqValue::Object(std::move(step))};
        if (!Emit(sink, outcome.value, at == nullptr ? nullptr : &place)) return false;
      }
    }
    return true;
  };
  return Eval(node.children[0], scope, input, path, each_term);
}

bool JqEvaluator::Iterate(const JqValue& value, const JqPath* path, const JqSink& sink) {
  if (path == NoJqPath()) {
    return Raise(StrCat({"Invalid path expression with result ", JqJsonText(value)}));
  }
  if (value.is(JqKind::kArray)) {
    const JqArray& array = value.array();
    for (size_t i = 0; i < array.size(); ++i) {
      const JqPath step{path, JqValue::Number(static_cast<double>(i))};
      if (!Emit(sink, array[i], path == nullptr ? nullptr : &step)) return false;
    }
    return true;
  }
  if (value.is(JqKind::kObject)) {
    for (const auto& [key, member] : value.object().members) {
      const JqPath step{path, path == nullptr ? JqValue() : JqValue::String(key)};
      if (!Emit(sink, member, path == nullptr ? nullptr : &step)) return false;
    }
    return true;
  }
  return Raise(
      StrCat({"Cannot iterate over ", value.is(JqKind::kNull) ? "null (null)" : JqShown(value)}));
}

bool JqEvaluator::Recurse(const JqValue& value, const JqPath* path, const JqSink& sink) {
  if (!Emit(sink, value, path)) return false;
  if (!value.is(JqKind::kArray) && !value.is(JqKind::kObject)) return true;
  auto each = [&](const JqValue& inner, const JqPath* at) { return Recurse(inner, at, sink); };
  return Iterate(value, path, each);
}

// As in jq 1.6, a `try` also catches what goes wrong behind it, for as long as it has outputs.
bool JqEvaluator::Try(const Call& call) {
  if (Eval(call.node.children[0], call.scope, call.input, call.path, call.sink)) return true;
  if (!failed_ || fatal_) return false;
  const JqValue error = error_;
  failed_ = false;
  error_ = JqValue();
  if (call.node.children[1] == kJqNoNode) return true;
  return Eval(call.node.children[1], call.scope, error, call.path == nullptr ? nullptr : NoJqPath(),
              call.sink);
}

bool JqEvaluator::Else(const Call& call) {
  bool found = false;
  auto left = [&](const JqValue& value, const JqPath* at) {
    if (!value.truthy()) return true;
    found = true;
    return Emit(call.sink, value, at);
  };
  if (!Eval(call.node.children[0], call.scope, call.input, call.path, left)) return false;
  if (found) return true;
  return Eval(call.node.children[1], call.scope, call.input, call.path, call.sink);
}

bool JqEvaluator::If(const Call& call) {
  auto branch = [&](const JqValue& value, const JqPath*) {
    return Eval(call.node.children[value.truthy() ? 1 : 2], call.scope, call.input, call.path,
                call.sink);
  };
  return Eval(call.node.children[0], call.scope, call.input, nullptr, branch);
}

bool JqEvaluator::Logic(const Call& call) {
  const bool is_or = call.node.op == JqOp::kOr;
  const JqPath* path = call.path == nullptr ? nullptr : NoJqPath();
  auto left = [&](const JqValue& value, const JqPath*) {
    if (value.truthy() == is_or) return Emit(call.sink, JqValue::Bool(is_or), path);
    auto right = [&](const JqValue& second, const JqPath*) {
      return Emit(call.sink, JqValue::Bool(second.truthy()), path);
    };
    return Eval(call.node.children[1], call.scope, call.input, nullptr, right);
  };
  return Eval(call.node.children[0], call.scope, call.input, nullptr, left);
}

// The right side is the outer loop.
bool JqEvaluator::Binary(const Call& call) {
  const JqPath* path = call.path == nullptr ? nullptr : NoJqPath();
  auto right = [&](const JqValue& second, const JqPath*) {
    auto left = [&](const JqValue& first, const JqPath*) {
      JqOutcome outcome;
      if (!JqOperate(call.node.text, first, second, outcome)) return Raise(outcome.error);
      return Emit(call.sink, outcome.value, path);
    };
    return Eval(call.node.children[0], call.scope, call.input, nullptr, left);
  };
  return Eval(call.node.children[1], call.scope, call.input, nullptr, right);
}

bool JqEvaluator::Reduce(const Call& call) {
  auto start = [&](const JqValue& first, const JqPath*) {
    JqValue state = first;
    auto each = [&](const JqValue& value, const JqPath*) {
      const JqScope scope{call.scope, call.node.text,
                          value};  // null when the update gives nothing, or fails where a `?` of
                                   // the source catches it.
      JqValue last;
      const JqValue before = std::exchange(state, JqValue());
      auto keep = [&](const JqValue& updated, const JqPath*) {
        last = updated;
        return true;
      };
      if (!Eval(call.node.children[2], &scope, before, nullptr, keep)) return false;
      state = last;
      return true;
    };
    if (!Eval(call.node.children[0], call.scope, call.input, nullptr, each)) return false;
    return Emit(call.sink, state, call.path == nullptr ? nullptr : NoJqPath());
  };
  return Eval(call.node.children[1], call.scope, call.input, nullptr, start);
}

bool JqEvaluator::Foreach(const Call& call) {
  auto start = [&](const JqValue& first, const JqPath*) {
    JqValue state = first;
    auto each = [&](const JqValue& value, const JqPath*) {
      const JqScope scope{call.scope, call.node.text, value};
      auto update = [&](const JqValue& updated, const JqPath*) {
        state = updated;
        if (call.node.children[3] == kJqNoNode) return Emit(call.sink, updated, nullptr);
        return Eval(call.node.children[3], &scope, updated, nullptr, call.sink);
      };
      const JqValue before = std::exchange(state, JqValue());
      return Eval(call.node.children[2], &scope, before, nullptr, update);
    };
    return Eval(call.node.children[0], call.scope, call.input, nullptr, each);
  };
  return Eval(call.node.children[1], call.scope, call.input, nullptr, start);
}

bool JqEvaluator::Bind(const Call& call) {
  auto each = [&](const JqValue& value, const JqPath*) {
    const JqScope scope{call.scope, call.node.text, value};
    return Eval(call.node.children[1], &scope, call.input, call.path, call.sink);
  };
  return Eval(call.node.children[0], call.scope, call.input, nullptr, each);
}

bool JqEvaluator::Variable(const Call& call) {
  for (const JqScope* scope = call.scope; scope != nullptr; scope = scope->up) {
    if (scope->name == call.node.text) {
      return Emit(call.sink, scope->value, call.path == nullptr ? nullptr : NoJqPath());
    }
  }
  return Raise(StrCat({call.node.text, " is not defined"}));
}

// The first member is the outer loop.
bool JqEvaluator::Object(const Call& call, size_t member, const JqObject& made) {
  const std::vector<JqNodeId>& children = call.node.children;
  if (member == children.size()) {
    return Emit(call.sink, JqValue::Object(made), call.path == nullptr ? nullptr : NoJqPath());
  }
  auto each_key = [&](const JqValue& key, const JqPath*) {
    if (!key.is(JqKind::kString)) {
      return Raise(StrCat({"Cannot use ", JqShown(key), " as object key"}));
    }
    auto each_value = [&](const JqValue& value, const JqPath*) {
      JqObject next = made;
      next.Set(key.string(), value);
      return Object(call, member + 2, next);
    };
    return Eval(children[member + 1], call.scope, call.input, nullptr, each_value);
  };
  return Eval(children[member], call.scope, call.input, nullptr, each_key);
}

// The last interpolation is the outer loop: pieces [0, count) stand in front of `tail`.
bool JqEvaluator::StringPieces(const Call& call, size_t count, const std::string& tail) {
  if (count == 0) {
    return Emit(call.sink, JqValue::String(tail), call.path == nullptr ? nullptr : NoJqPath());
  }
  const JqNodeId piece = call.node.children[count - 1];
  // A literal within \(...) is no interpolation's result: only text that stood there is one.
  const bool is_text =
      syntax_.nodes[piece].op == JqOp::kLiteral && syntax_.nodes[piece].text == kJqTextPiece;
  auto each = [&](const JqValue& value, const JqPath*) {
    JqOutcome outcome;
    const std::string_view format =
        call.node.text.empty() ? "@text" : std::string_view(call.node.text);
    if (is_text) {
      outcome.value = value;
    } else if (!JqFormat(format, value, outcome)) {
      return Raise(outcome.error);
    }
    return StringPieces(call, count - 1, outcome.value.string() + tail);
  };
  return Eval(piece, call.scope, call.input, nullptr, each);
}

bool JqEvaluator::Function(const Call& call) {
  const size_t arguments = call.node.children.size();
  if (const JqPlainFunction plain = FindJqPlain(call.node.text, arguments)) {
    std::vector<JqValue> values(arguments + 1);
    values[0] = call.input;
    return Plain(call, plain, 0, values);
  }
  if (const JqControlFunction control = FindJqControl(call.node.text, arguments)) {
    return control(*this, call);
  }
  return Raise(StrCat({call.node.text, "/", std::to_string(arguments), " is not defined"}));
}

// The first argument is the outer loop.
bool JqEvaluator::Plain(const Call& call, JqPlainFunction function, size_t argument,
                        std::vector<JqValue>& values) {
  if (argument == call.node.children.size()) {
    JqOutcome outcome;
    if (!function(values, outcome)) return Raise(outcome.error);
    return Emit(call.sink, outcome.value, call.path == nullptr ? nullptr : NoJqPath());
  }
  auto each = [&](const JqValue& value, const JqPath*) {
    values[argument + 1] = value;
    return Plain(call, function, argument + 1, values);
  };
  return Eval(call.node.children[argument], call.scope, call.input, nullptr, each);
}

Result<JqProgram> JqProgram::Parse(std::string_view text) {
  Result<JqSyntax> syntax = ParseJq(text);
  if (!syntax.ok()) return syntax.error();
  JqProgram program;
  program.text_ = text;
  program.syntax_ = std::make_shared<const JqSyntax>(std::move(syntax).value());
  return program;
}

Result<void> JqProgram::RunInto(const JqValue& input, std::vector<JqValue>& outputs) const {
  JqEvaluator evaluator(*syntax_);
  if (evaluator.Collect(syntax_->root, nullptr, input, outputs)) return {};
  return Error{ErrorCode::kInput, evaluator.ErrorText()};
}

Result<std::vector<JqValue>> JqProgram::Run(const JqValue& input) const {
  std::vector<JqValue> outputs;
  if (Result<void> done = RunInto(input, outputs); !done.ok()) return done.error();
  return outputs;
}

}  // namespace weir
