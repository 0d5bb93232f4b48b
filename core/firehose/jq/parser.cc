#include "core/firehose/jq/parser.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/firehose/jq/builtins.h"
#include "core/firehose/jq/json.h"
#include "core/firehose/jq/lexer.h"
#include "core/firehose/jq/number.h"

namespace weir {
namespace {

constexpr std::string_view kKeywords[] = {"def",     "if",     "then",  "elif",    "else",   "end",
                                          "as",      "reduce", "try",   "catch",   "and",    "or",
                                          "foreach", "import", "label", "include", "__loc__"};
constexpr std::string_view kOutside[] = {"def", "import", "include", "label", "break"};

template <size_t N>
bool IsOneOf(std::string_view word, const std::string_view (&words)[N]) {
  return std::ranges::find(words, word) != std::end(words);
}

// How strongly an operator binds; 0: it is none.
struct Binding {
  std::string_view sign;
  int strength;
  bool chains;  // May stand beside one of its own strength, to be read from the left.
};
constexpr int kWeakest = 1;
constexpr Binding kBindings[] = {
    {"|", 1, true},    {",", 2, true},   {"//", 3, true},  {"=", 4, false},  {"|=", 4, false},
    {"+=", 4, false},  {"-=", 4, false}, {"*=", 4, false}, {"/=", 4, false}, {"%=", 4, false},
    {"//=", 4, false}, {"or", 5, true},  {"and", 6, true}, {"==", 7, false}, {"!=", 7, false},
    {"<", 7, false},   {"<=", 7, false}, {">", 7, false},  {">=", 7, false}, {"+", 8, true},
    {"-", 8, true},    {"*", 9, true},   {"/", 9, true},   {"%", 9, true}};
constexpr int kAlternative = 3;
constexpr int kSum = 8;

class Parser {
 public:
  Parser(std::vector<JqToken> tokens, JqSyntax& syntax, std::vector<std::string_view> variables,
         int depth)
      : tokens_(std::move(tokens)),
        syntax_(syntax),
        variables_(std::move(variables)),
        depth_(depth) {}

  // All tokens as one expression; kJqNoNode after an error.
  JqNodeId Whole() {
    const JqNodeId node = Expression(kWeakest);
    if (node != kJqNoNode && Token().kind != JqTokenKind::kEnd) return Unexpected("$end");
    return node;
  }
  Error TakeError() { return std::move(error_); }

 private:
  const JqToken& Token() const { return tokens_[next_]; }
  bool IsSign(std::string_view sign) const {
    return Token().kind == JqTokenKind::kSign && Token().text == sign;
  }
  bool IsWord(std::string_view word) const {
    return Token().kind == JqTokenKind::kName && Token().text == word;
  }
  bool TakeSign(std::string_view sign) {
    if (!IsSign(sign)) return false;
    ++next_;
    return true;
  }
  bool TakeWord(std::string_view word) {
    if (!IsWord(word)) return false;
    ++next_;
    return true;
  }
  JqNodeId Unexpected(std::string_view expected) {
    const bool end = Token().kind == JqTokenKind::kEnd;
    return Fail(
        JqSyntaxError(end ? "$end" : StrCat({"'", Token().text, "'"}), Token().at, expected));
  }
  JqNodeId Fail(Error error) {
    if (error_.message.empty()) error_ = std::move(error);
    return kJqNoNode;
  }
  JqNodeId Fail(std::string_view message) {
    return Fail(Error{ErrorCode::kInvalidArgument, StrCat({"jq: ", message})});
  }
  JqNodeId Make(JqOp op, std::vector<JqNodeId> children, std::string_view text = {}) {
    JqNode node;
    node.op = op;
    node.text = text;
    node.children = std::move(children);
    syntax_.nodes.push_back(std::move(node));
    return static_cast<JqNodeId>(syntax_.nodes.size() - 1);
  }
  JqNodeId MakeLiteral(JqValue value) {
    const JqNodeId node = Make(JqOp::kLiteral, {});
    syntax_.nodes[node].value = std::move(value);
    return node;
  }

  JqNodeId VariableNode(std::string_view name) {
    if (std::ranges::find(variables_, name) == variables_.end()) {
      return Fail(StrCat({name, " is not defined"}));
    }
    return Make(JqOp::kVariable, {}, name);
  }

  Binding NextBinding() const {
    if (Token().kind == JqTokenKind::kSign || IsWord("and") || IsWord("or")) {
      for (const Binding& binding : kBindings) {
        if (Token().text == binding.sign) return binding;
      }
    }
    return {"", 0, false};
  }

  JqNodeId Combine(const Binding& binding, JqNodeId left, JqNodeId right) {
    if (binding.sign == "|") return Make(JqOp::kPipe, {left, right});
    if (binding.sign == ",") return Make(JqOp::kComma, {left, right});
    if (binding.sign == "//") return Make(JqOp::kElse, {left, right});
    if (binding.sign == "and") return Make(JqOp::kAnd, {left, right});
    if (binding.sign == "or") return Make(JqOp::kOr, {left, right});
    if (binding.strength == 4) return Make(JqOp::kAssign, {left, right}, binding.sign);
    return Make(JqOp::kBinary, {left, right}, binding.sign);
  }

  // Everything whose operators bind at least so strongly.
  JqNodeId Expression(int strength_min) {
    if (++depth_ > kJqSyntaxDepthMax) return Fail("the expression is nested too deeply");
    JqNodeId left = Unary(strength_min);
    bool compared = false;  // An operator that does not chain has been read at this strength.
    int compared_strength = 0;
    for (;;) {
      if (left == kJqNoNode) return left;
      const Binding binding = NextBinding();
      if (binding.strength < strength_min || binding.strength == 0) break;
      if (compared && binding.strength == compared_strength) return Unexpected("");
      ++next_;
      const bool from_right = binding.sign == "|" || binding.strength == kAlternative;
      const JqNodeId right = Expression(from_right ? binding.strength : binding.strength + 1);
      if (right == kJqNoNode) return right;
      left = Combine(binding, left, right);
      compared = !binding.chains;
      compared_strength = binding.strength;
    }
    --depth_;
    return left;
  }

  JqNodeId Unary(int strength_min) {
    if (TakeSign("-")) {
      const JqNodeId operand = Expression(std::max(strength_min, kSum + 1));
      return operand == kJqNoNode ? operand : Make(JqOp::kNegate, {operand});
    }
    const JqNodeId term = PostTerm();
    if (term == kJqNoNode || !TakeWord("as")) return term;
    const std::string_view name = Token().text;
    if (Token().kind != JqTokenKind::kVariable)
      return Fail("destructuring patterns are not supported");
    ++next_;
    if (!TakeSign("|")) return Unexpected("'|'");
    variables_.push_back(name);
    const JqNodeId body = Expression(kWeakest);
    variables_.pop_back();
    return body == kJqNoNode ? body : Make(JqOp::kAs, {term, body}, name);
  }

  // A term with what may follow it: .foo ."foo" [...] ?
  JqNodeId PostTerm() {
    JqNodeId term = Term();
    while (term != kJqNoNode) {
      if (Token().kind == JqTokenKind::kField) {
        term = Make(JqOp::kIndex, {term, Field()});
      } else if (IsSign(".") && tokens_[next_ + 1].kind == JqTokenKind::kString) {
        ++next_;
        term = IndexedBy(term, StringNode({}));
      } else if (TakeSign("[")) {
        term = Bracket(term);
      } else if (TakeSign("?")) {
        term = Optional(term);
      } else {
        break;
      }
    }
    return term;
  }

  // The "?" behind an index belongs to it alone, any other to all in front of it.
  JqNodeId Optional(JqNodeId term) {
    JqNode& node = syntax_.nodes[term];
    const bool finds =
        node.op == JqOp::kIndex || node.op == JqOp::kSlice || node.op == JqOp::kIterate;
    if (!finds || !node.text.empty() || tokens_[next_ - 2].text == ")") {
      return Make(JqOp::kTry, {term, kJqNoNode});
    }
    node.text = kJqOptional;
    return term;
  }

  JqNodeId IndexedBy(JqNodeId term, JqNodeId index) {
    return index == kJqNoNode ? index : Make(JqOp::kIndex, {term, index});
  }
  JqNodeId Field() {
    return MakeLiteral(JqValue::String(std::string(tokens_[next_++].text.substr(1))));
  }

  // Behind "[": ], index], from:], :to], from:to].
  JqNodeId Bracket(JqNodeId term) {
    if (TakeSign("]")) return Make(JqOp::kIterate, {term});
    JqNodeId from = kJqNoNode;
    if (!IsSign(":")) {
      from = Expression(kWeakest);
      if (from == kJqNoNode) return from;
      if (TakeSign("]")) return Make(JqOp::kIndex, {term, from});
    }
    if (!TakeSign(":")) return Unexpected("']'");
    JqNodeId to = kJqNoNode;
    if (!IsSign("]")) {
      to = Expression(kWeakest);
      if (to == kJqNoNode) return to;
    } else if (from == kJqNoNode) {
      return Unexpected("");
    }
    if (!TakeSign("]")) return Unexpected("']'");
    return Make(JqOp::kSlice, {term, from, to});
  }

  JqNodeId Term() {
    switch (Token().kind) {
      case JqTokenKind::kEnd:
        return Unexpected("");
      case JqTokenKind::kNumber: {
        const auto number = ParseJqNumber(Token().text);
        ++next_;
        return MakeLiteral(JqValue::Number(number.value_or(0)));
      }
      case JqTokenKind::kString:
        return StringNode({});
      case JqTokenKind::kFormat: {
        const std::string_view format = tokens_[next_++].text;
        if (!IsJqFormat(format)) return Fail(StrCat({format.substr(1), " is not a valid format"}));
        if (Token().kind == JqTokenKind::kString) return StringNode(format);
        return Make(JqOp::kFormat, {}, format);
      }
      case JqTokenKind::kField:
        return Make(JqOp::kIndex, {Make(JqOp::kIdentity, {}), Field()});
      case JqTokenKind::kVariable:
        if (Token().text == "$ENV" || Token().text == "$__loc__") {
          return Fail(StrCat({Token().text, " is not supported"}));
        }
        return VariableNode(tokens_[next_++].text);
      case JqTokenKind::kName:
        return Word();
      case JqTokenKind::kSign:
        return SignTerm();
    }
    return kJqNoNode;
  }

  JqNodeId SignTerm() {
    if (TakeSign("..")) return Make(JqOp::kRecurse, {});
    if (TakeSign(".")) {
      const JqNodeId here = Make(JqOp::kIdentity, {});
      if (Token().kind == JqTokenKind::kString) return IndexedBy(here, StringNode({}));
      return here;
    }
    if (TakeSign("(")) {
      const JqNodeId inside = Expression(kWeakest);
      if (inside != kJqNoNode && !TakeSign(")")) return Unexpected("')'");
      return inside;
    }
    if (TakeSign("[")) {
      if (TakeSign("]")) return MakeLiteral(JqValue::Array({}));
      const JqNodeId inside = Expression(kWeakest);
      if (inside == kJqNoNode) return inside;
      if (!TakeSign("]")) return Unexpected("']'");
      return Make(JqOp::kArray, {inside});
    }
    if (TakeSign("{")) return Object();
    return Unexpected("");
  }

  JqNodeId Word() {
    const std::string_view word = Token().text;
    if (IsOneOf(word, kOutside)) return Fail(StrCat({word, " is not supported"}));
    if (word == "if") return If();
    if (word == "reduce" || word == "foreach") return Loop();
    if (TakeWord("try")) {
      const JqNodeId body = PostTerm();
      if (body == kJqNoNode) return body;
      JqNodeId handler = kJqNoNode;
      if (TakeWord("catch") && (handler = PostTerm()) == kJqNoNode) return handler;
      return Make(JqOp::kTry, {body, handler});
    }
    if (IsOneOf(word, kKeywords)) return Unexpected("");
    ++next_;
    return Call(word);
  }

  JqNodeId Call(std::string_view name) {
    std::vector<JqNodeId> arguments;
    if (TakeSign("(")) {
      do {
        arguments.push_back(Expression(kWeakest));
        if (arguments.back() == kJqNoNode) return kJqNoNode;
      } while (TakeSign(";"));
      if (!TakeSign(")")) return Unexpected("')'");
    }
    if (arguments.empty() && (name == "true" || name == "false")) {
      return MakeLiteral(JqValue::Bool(name == "true"));
    }
    if (arguments.empty() && name == "null") return MakeLiteral(JqValue());
    if (!IsJqFunction(name, arguments.size())) {
      const std::string signature = StrCat({name, "/", std::to_string(arguments.size())});
      if (IsJqFunctionOutside(name)) return Fail(StrCat({signature, " is not supported"}));
      return Fail(StrCat({signature, " is not defined"}));
    }
    return Make(JqOp::kCall, std::move(arguments), name);
  }

  // Behind the token "if" or "elif".
  JqNodeId If() {
    ++next_;
    const JqNodeId condition = Expression(kWeakest);
    if (condition == kJqNoNode) return condition;
    if (!TakeWord("then")) return Unexpected("then");
    const JqNodeId then = Expression(kWeakest);
    if (then == kJqNoNode) return then;
    JqNodeId otherwise = kJqNoNode;
    if (IsWord("elif")) {
      otherwise = If();  // Takes the "end" too.
      if (otherwise == kJqNoNode) return otherwise;
      return Make(JqOp::kIf, {condition, then, otherwise});
    }
    if (!TakeWord("else")) return Unexpected("else");
    otherwise = Expression(kWeakest);
    if (otherwise == kJqNoNode) return otherwise;
    if (!TakeWord("end")) return Unexpected("end");
    return Make(JqOp::kIf, {condition, then, otherwise});
  }

  JqNodeId Loop() {
    const bool reduces = tokens_[next_++].text == "reduce";
    const JqNodeId source = PostTerm();
    if (source == kJqNoNode) return source;
    if (!TakeWord("as")) return Unexpected("as");
    const std::string_view name = Token().text;
    if (Token().kind != JqTokenKind::kVariable)
      return Fail("destructuring patterns are not supported");
    ++next_;
    if (!TakeSign("(")) return Unexpected("'('");
    std::vector<JqNodeId> children = {source};
    do {
      // The start does not see the variable.
      if (children.size() == 2) variables_.push_back(name);
      children.push_back(Expression(kWeakest));
      if (children.back() == kJqNoNode) return kJqNoNode;
    } while (TakeSign(";"));
    if (children.size() > 2) variables_.pop_back();
    if (!TakeSign(")")) return Unexpected("')'");
    const bool fits = reduces ? children.size() == 3 : children.size() == 3 || children.size() == 4;
    if (!fits)
      return Fail(reduces ? "reduce takes (start; update)"
                          : "foreach takes (start; update) or (start; update; extract)");
    if (!reduces && children.size() == 3) children.push_back(kJqNoNode);
    return Make(reduces ? JqOp::kReduce : JqOp::kForeach, std::move(children), name);
  }

  // Behind "{".
  JqNodeId Object() {
    std::vector<JqNodeId> members;
    if (TakeSign("}")) return MakeLiteral(JqValue::Object({}));
    do {
      if (!Member(members)) return kJqNoNode;
    } while (TakeSign(","));
    if (!TakeSign("}")) return Unexpected("'}'");
    return Make(JqOp::kObject, std::move(members));
  }

  bool Member(std::vector<JqNodeId>& members) {
    const JqToken first = Token();
    JqNodeId key = kJqNoNode;
    JqNodeId value = kJqNoNode;
    if (first.kind == JqTokenKind::kVariable) {
      ++next_;
      key = MakeLiteral(JqValue::String(std::string(first.text.substr(1))));
      value = VariableNode(first.text);
    } else if (first.kind == JqTokenKind::kName) {
      ++next_;
      key = MakeLiteral(JqValue::String(std::string(first.text)));
    } else if (first.kind == JqTokenKind::kString || first.kind == JqTokenKind::kFormat) {
      if (first.kind == JqTokenKind::kFormat) ++next_;
      if (Token().kind != JqTokenKind::kString) return Unexpected("a string") != kJqNoNode;
      key = StringNode(first.kind == JqTokenKind::kFormat ? first.text : std::string_view());
    } else if (TakeSign("(")) {
      key = Expression(kWeakest);
      if (key != kJqNoNode && !TakeSign(")")) key = Unexpected("')'");
      if (key != kJqNoNode && !IsSign(":")) key = Unexpected("':'");
    } else {
      key = Unexpected("a key");
    }
    if (key == kJqNoNode) return false;
    if (value == kJqNoNode) {
      value = TakeSign(":") ? MemberValue() : IndexedBy(Make(JqOp::kIdentity, {}), key);
      if (value == kJqNoNode) return false;
    }
    members.push_back(key);
    members.push_back(value);
    return true;
  }

  // Terms with pipes between them, each with a minus or without: jq 1.6 takes no other operator
  // here.
  JqNodeId MemberValue() {
    if (++depth_ > kJqSyntaxDepthMax) return Fail("the expression is nested too deeply");
    const bool negative = TakeSign("-");
    const bool word = Token().kind == JqTokenKind::kName;
    if (word && (Token().text == "if" || Token().text == "try" || Token().text == "reduce" ||
                 Token().text == "foreach")) {
      return Unexpected("");
    }
    JqNodeId value = PostTerm();
    if (value != kJqNoNode && negative) value = Make(JqOp::kNegate, {value});
    if (value == kJqNoNode || !TakeSign("|")) return --depth_, value;
    const JqNodeId right = MemberValue();
    return --depth_, right == kJqNoNode ? right : Make(JqOp::kPipe, {value, right});
  }

  // The string token that is next, with its interpolations.
  JqNodeId StringNode(std::string_view format) {
    const JqToken token = tokens_[next_++];
    std::vector<JqNodeId> pieces;
    std::string_view rest = token.text;
    while (!rest.empty()) {
      const size_t open = FindJqInterpolation(rest);
      if (open > 0) {
        const Result<JqValue> literal = ParseJqJson(StrCat({"\"", rest.substr(0, open), "\""}));
        if (!literal.ok())
          return Fail(StrCat({"invalid string literal: ", literal.error().message}));
        pieces.push_back(MakeLiteral(literal.value()));
        syntax_.nodes[pieces.back()].text = kJqTextPiece;
        rest.remove_prefix(open);
        continue;
      }
      const size_t close = ClosingJqParenthesis(rest);
      if (close == rest.size()) return Fail("an interpolation is not closed");
      pieces.push_back(Interpolated(rest.substr(2, close - 2)));
      if (pieces.back() == kJqNoNode) return kJqNoNode;
      rest.remove_prefix(close + 1);
    }
    if (pieces.size() == 1 && FindJqInterpolation(token.text) == token.text.size()) {
      syntax_.nodes[pieces[0]].text.clear();
      return pieces[0];
    }
    if (pieces.empty()) return MakeLiteral(JqValue::String({}));
    return Make(JqOp::kString, std::move(pieces), format);
  }

  JqNodeId Interpolated(std::string_view text) {
    Result<std::vector<JqToken>> tokens = LexJq(text);
    if (!tokens.ok()) return Fail(tokens.error());
    if (depth_ >= kJqSyntaxDepthMax) return Fail("the expression is nested too deeply");
    Parser inner(std::move(tokens).value(), syntax_, variables_, depth_ + 1);
    const JqNodeId node = inner.Whole();
    return node == kJqNoNode ? Fail(inner.TakeError()) : node;
  }

  std::vector<JqToken> tokens_;
  size_t next_ = 0;
  JqSyntax& syntax_;
  std::vector<std::string_view> variables_;  // In scope here.
  int depth_;
  Error error_;
};

}  // namespace

Result<JqSyntax> ParseJq(std::string_view text) {
  if (text.size() > kJqTextMax) {
    return Error{ErrorCode::kInvalidArgument, StrCat({"jq: the expression has more than ",
                                                      std::to_string(kJqTextMax), " bytes"})};
  }
  Result<std::vector<JqToken>> tokens = LexJq(text);
  if (!tokens.ok()) return tokens.error();
  JqSyntax syntax;
  Parser parser(std::move(tokens).value(), syntax, {}, 0);
  const bool empty = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (empty) {
    syntax.nodes.emplace_back();  // Nothing is the identity.
    return syntax;
  }
  syntax.root = parser.Whole();
  if (syntax.root == kJqNoNode) return parser.TakeError();
  return syntax;
}

}  // namespace weir
