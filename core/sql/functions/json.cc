// JSON_VALUE, JSON_QUERY, JSON_EXISTS, IS JSON and what writes JSON.
//
// Behind the path come pairs that the parser made of the words of the standard: the symbol
// RETURNING and a NULL of the type; ON EMPTY or ON ERROR and a symbol (NULL, ERROR, EMPTY ARRAY,
// ...) or the value of DEFAULT; a wrapper is a symbol alone.
#include <array>

#include "core/base/text.h"
#include "core/sql/functions/function_def.h"
#include "core/sql/functions/json_write.h"
#include "core/sql/types/json_text.h"

namespace weir::sql {
namespace {

using std::string_view;
using Kind = JsonNode::Kind;

struct Options {
  size_t on_empty = 0;  // Number of the argument; 0: NULL.
  size_t on_error = 0;
  enum class Wrapper : uint8_t { kNone, kConditional, kAlways } wrapper = Wrapper::kNone;
  std::optional<Type> returning;
};

// Of arguments 2 and up; the words are constants.
template <typename TypeAt, typename WordAt>
bool ReadOptions(size_t size, TypeAt&& type_at, WordAt&& word_at, Options& options) {
  for (size_t i = 2; i < size; ++i) {
    if (type_at(i).kind != TypeKind::kSymbol) return false;
    const string_view word = word_at(i);
    if (word == "WITH WRAPPER") {
      options.wrapper = Options::Wrapper::kAlways;
    } else if (word == "WITH CONDITIONAL WRAPPER") {
      options.wrapper = Options::Wrapper::kConditional;
    } else if (word != "WITHOUT WRAPPER") {
      if (++i >= size) return false;
      if (word == "RETURNING") options.returning = type_at(i);
      if (word == "ON EMPTY") options.on_empty = i;
      if (word == "ON ERROR") options.on_error = i;
    }
  }
  return true;
}

struct JsonPrepared : Prepared {
  Options options;
  std::optional<JsonPath> path;
};

// JSON text, path, options...: the path is made ready when it is constant.
bool BindJson(Binding& b) {
  if (b.size() < 2 || b.type(0).IsNested() || b.type(0).kind == TypeKind::kSymbol) return false;
  for (size_t i = 0; i < 2; ++i) {
    if (!b.type(i).IsCharacter()) b.Coerce(i, Type::String());
  }
  auto prepared = std::make_shared<JsonPrepared>();
  const auto word_at = [&](size_t i) {
    return b.literal(i) == nullptr ? string_view() : string_view(b.literal(i)->Text());
  };
  if (!ReadOptions(
          b.size(), [&](size_t i) -> const Type& { return b.args[i].type; }, word_at,
          prepared->options)) {
    return false;
  }
  if (b.literal(1) != nullptr && !b.literal(1)->IsNull() && b.type(1).IsCharacter()) {
    Result<JsonPath> path = JsonPath::Compile(b.literal(1)->Text());
    if (path.ok()) prepared->path = std::move(path).value();
  }
  b.out.prepared = std::move(prepared);
  return true;
}

bool BindJsonValue(Binding& b) {
  if (!BindJson(b)) return false;
  const Options& options = static_cast<const JsonPrepared*>(b.out.prepared.get())->options;
  b.out.result = options.returning.value_or(Type::String());
  for (const size_t value : {options.on_empty, options.on_error}) {
    if (value != 0 && b.args[value].type.kind != TypeKind::kSymbol) b.Coerce(value, b.out.result);
  }
  return true;
}

bool BindJsonQuery(Binding& b) {
  if (!BindJson(b)) return false;
  const Options& options = static_cast<const JsonPrepared*>(b.out.prepared.get())->options;
  b.out.result = options.returning.value_or(Type::String());
  return b.out.result.IsCharacter() || b.out.result.kind == TypeKind::kArray;
}

// What a document and a path give: the nodes, or what went wrong.
struct Found {
  std::optional<JsonNode> root;
  std::vector<const JsonNode*> nodes;
  std::string error;
};

void Look(const RowCall& call, Found& found) {
  const auto* ready = call.prepared<JsonPrepared>();
  std::optional<JsonPath> path = ready->path;
  if (!path.has_value()) {
    Result<JsonPath> compiled = JsonPath::Compile(call.Text(1));
    if (!compiled.ok()) {
      found.error = compiled.error().message;
      return;
    }
    path = std::move(compiled).value();
  }
  found.root = ParseJson(call.Text(0));
  if (!found.root.has_value()) {
    found.error = "the text is no JSON";
    return;
  }
  std::optional<std::vector<const JsonNode*>> nodes = path->Find(*found.root);
  if (!nodes.has_value()) {
    found.error = "the strict path leads nowhere";
    return;
  }
  found.nodes = std::move(*nodes);
}

// What ON EMPTY or ON ERROR says.
void Otherwise(RowCall& call, size_t argument, const std::string& error) {
  if (argument == 0) return call.Null();
  if (call.type(argument).kind != TypeKind::kSymbol) {
    return call.out.AppendFrom(*call.call.args[argument], call.row);
  }
  const string_view word = call.Text(argument);
  if (word == "ERROR") return call.Fail(error);
  const bool text = call.out.physical() == Physical::kText;
  if (word == "EMPTY ARRAY" && text) return call.out.AppendText("[]");
  if (word == "EMPTY ARRAY") return call.out.AppendNested(Value(std::vector<Value>{}));
  if (word == "EMPTY OBJECT" && text) return call.out.AppendText("{}");
  call.Null();
}

// A scalar as the type that RETURNING names; false: it has no such value.
bool PutScalar(RowCall& call, const JsonNode& node) {
  const Type& to = call.result();
  if (to.kind == TypeKind::kBoolean && node.kind != Kind::kBoolean && node.kind != Kind::kString)
    return false;
  if (to.IsNumeric() && node.kind == Kind::kBoolean) return false;
  const Result<BoundFunction> cast =
      BindCast(Type::String().NotNull(), to, false, call.call.context.dialect);
  if (!cast.ok()) return false;
  EvalContext context;
  context.zone = call.zone();
  const Value text(ScalarText(node));
  const Type type = Type::String().NotNull();
  const Result<Value> value =
      EvaluateOnce(cast.value(), std::span(&text, 1), std::span(&type, 1), context);
  if (!value.ok()) return false;
  call.out.Append(value.value());
  return true;
}

void JsonValue(RowCall& call) {
  if (call.IsNull(0) || call.IsNull(1)) return call.Null();
  const Options& options = call.prepared<JsonPrepared>()->options;
  Found found;
  Look(call, found);
  if (!found.error.empty()) return Otherwise(call, options.on_error, found.error);
  if (found.nodes.empty() || (found.nodes.size() == 1 && found.nodes[0]->kind == Kind::kNull)) {
    return Otherwise(call, options.on_empty, "the path leads nowhere");
  }
  if (found.nodes.size() > 1 || !found.nodes[0]->IsScalar()) {
    return Otherwise(call, options.on_error, "the path does not lead to a single value");
  }
  if (!PutScalar(call, *found.nodes[0])) {
    Otherwise(call, options.on_error,
              StrCat({"'", ScalarText(*found.nodes[0]), "' is no ", ToText(call.result())}));
  }
}

void PutJson(RowCall& call, const JsonNode& node, const Options& options) {
  if (call.result().kind != TypeKind::kArray) return call.out.AppendText(WriteJson(node));
  if (node.kind != Kind::kArray) return Otherwise(call, options.on_error, "the value is no array");
  std::vector<Value> items;
  for (const JsonNode& item : node.items) {
    items.push_back(item.kind == Kind::kNull
                        ? Value()
                        : Value(item.IsScalar() ? ScalarText(item) : WriteJson(item)));
  }
  call.out.AppendNested(Value(std::move(items)));
}

void JsonQuery(RowCall& call) {
  if (call.IsNull(0) || call.IsNull(1)) return call.Null();
  const Options& options = call.prepared<JsonPrepared>()->options;
  Found found;
  Look(call, found);
  if (!found.error.empty()) return Otherwise(call, options.on_error, found.error);
  if (found.nodes.empty()) return Otherwise(call, options.on_empty, "the path leads nowhere");
  const bool one = found.nodes.size() == 1;
  const bool wrap =
      options.wrapper == Options::Wrapper::kAlways ||
      (options.wrapper == Options::Wrapper::kConditional && (!one || found.nodes[0]->IsScalar()));
  if (wrap) {
    JsonNode array;
    array.kind = Kind::kArray;
    for (const JsonNode* node : found.nodes) array.items.push_back(*node);
    return PutJson(call, array, options);
  }
  if (one && found.nodes[0]->kind == Kind::kNull) {
    return Otherwise(call, options.on_empty, "the path leads to null");
  }
  if (!one || found.nodes[0]->IsScalar()) {
    return Otherwise(call, options.on_error, "the path does not lead to an object or array");
  }
  PutJson(call, *found.nodes[0], options);
}

void JsonExists(RowCall& call) {
  if (call.IsNull(0) || call.IsNull(1)) return call.Null();
  const Options& options = call.prepared<JsonPrepared>()->options;
  Found found;
  Look(call, found);
  if (found.error.empty()) return call.out.AppendBool(!found.nodes.empty());
  const string_view word = options.on_error == 0 ? "FALSE" : call.Text(options.on_error);
  if (word == "ERROR") return call.Fail(found.error);
  if (word == "UNKNOWN") return call.Null();
  call.out.AppendBool(word == "TRUE");
}

// text, [VALUE | SCALAR | ARRAY | OBJECT]
void IsJson(RowCall& call) {
  if (call.IsNull(0)) return call.out.AppendBool(false);
  const std::optional<JsonNode> node = ParseJson(call.Text(0));
  const string_view wanted = call.size() > 1 ? call.Text(1) : "VALUE";
  bool is = node.has_value();
  if (is && wanted == "SCALAR") is = node->IsScalar();
  if (is && wanted == "ARRAY") is = node->kind == Kind::kArray;
  if (is && wanted == "OBJECT") is = node->kind == Kind::kObject;
  call.out.AppendBool(is);
}

void JsonQuote(RowCall& call) { call.out.AppendText(QuoteJson(call.Text(0), true)); }

void JsonUnquote(RowCall& call) {
  const string_view text = call.Text(0);
  const bool quoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
  if (quoted && ParseJson(text).has_value()) {
    const std::optional<std::string> inside = UnescapeJson(text.substr(1, text.size() - 2));
    if (inside.has_value()) return call.out.AppendText(*inside);
  }
  call.out.AppendText(text);
}

void JsonString(RowCall& call) {
  const TimeZone utc;
  call.out.AppendText(JsonOf(call.type(0), call.ValueAt(0), utc));
}

// The arguments of JSON_ARRAY and JSON_OBJECT: values, and words among them. RAW: the next value is
// JSON already; ON NULL, and then NULL or ABSENT.
class Members {
 public:
  Members(const RowCall& call, bool absent) : call_(call), absent_(absent) {
    for (size_t i = 0; i + 1 < call.size(); ++i) {
      if (IsWord(i, "ON NULL")) absent_ = call.Text(i + 1) == "ABSENT";
    }
  }
  // Goes on to the next value.
  bool Next() {
    raw_ = false;
    while (++at_ < call_.size() && call_.type(at_).kind == TypeKind::kSymbol) {
      if (IsWord(at_, "ON NULL")) return false;
      raw_ = true;
    }
    return at_ < call_.size();
  }
  size_t at() const { return at_; }
  bool Skipped() const { return absent_ && call_.IsNull(at_); }
  std::string Text() const {
    const TimeZone utc;
    if (raw_ && !call_.IsNull(at_)) return std::string(call_.Text(at_));
    return JsonOf(call_.type(at_), call_.ValueAt(at_), utc);
  }

 private:
  bool IsWord(size_t i, string_view word) const {
    return call_.type(i).kind == TypeKind::kSymbol && call_.Text(i) == word;
  }
  const RowCall& call_;
  bool absent_;
  bool raw_ = false;
  size_t at_ = SIZE_MAX;
};

void JsonArray(RowCall& call) {
  Members members(call, true);
  std::string out = "[";
  while (members.Next()) {
    if (members.Skipped()) continue;
    if (out.size() > 1) out += ',';
    out += members.Text();
  }
  call.out.AppendText(out + "]");
}

// name, value, name, value...
void JsonObject(RowCall& call) {
  const TimeZone utc;
  Members members(call, false);
  std::string out = "{";
  while (members.Next()) {
    const size_t name = members.at();
    if (call.IsNull(name)) return call.Fail("a name in JSON_OBJECT is NULL");
    if (!members.Next()) break;
    if (members.Skipped()) continue;
    if (out.size() > 1) out += ',';
    out += QuoteJson(FormatValue(call.type(name), call.ValueAt(name), utc), false) + ":";
    out += members.Text();
  }
  call.out.AppendText(out + "}");
}

bool Pairs(Binding& b) {
  size_t values = 0;
  for (size_t i = 0; i < b.size(); ++i) {
    const Value* word = b.type(i).kind == TypeKind::kSymbol ? b.literal(i) : nullptr;
    if (word != nullptr && word->Text() == "ON NULL") break;
    if (word == nullptr) ++values;
  }
  return values % 2 == 0;
}

constexpr FunctionDef Json(string_view name, string_view parameters, string_view result,
                           NullRule nulls, RowKernel row, BindRule rule, string_view usage,
                           string_view doc) {
  return {.name = name,
          .parameters = parameters,
          .result = result,
          .category = Category::kJson,
          .nulls = nulls,
          .row = row,
          .rule = rule,
          .usage = usage,
          .doc = doc};
}

constexpr auto kTable = std::to_array<FunctionDef>({
    Json("JSON_VALUE", "any, any, open*", "", NullRule::kCalled, JsonValue, BindJsonValue,
         "JSON_VALUE(json, path [RETURNING type] [{NULL | ERROR | DEFAULT x} ON {EMPTY | "
         "ERROR}]...)",
         "The single value at a path; text unless another type is named."),
    Json("JSON_QUERY", "any, any, open*", "", NullRule::kCalled, JsonQuery, BindJsonQuery,
         "JSON_QUERY(json, path [RETURNING type] [{WITH | WITHOUT} WRAPPER] [... ON {EMPTY | "
         "ERROR}]...)",
         "The object or array at a path, as JSON."),
    Json("JSON_EXISTS", "any, any, open*", "bool", NullRule::kCalled, JsonExists, BindJson,
         "JSON_EXISTS(json, path [{TRUE | FALSE | UNKNOWN | ERROR} ON ERROR])",
         "Whether the path leads to something."),
    Json("IS JSON", "text, symbol?", "bool", NullRule::kNever, IsJson, nullptr,
         "s IS [NOT] JSON [VALUE | SCALAR | ARRAY | OBJECT]", "Whether the text is such JSON."),
    Json("JSON_QUOTE", "text", "text", NullRule::kStrict, JsonQuote, nullptr, "JSON_QUOTE(s)",
         "The text as a JSON string."),
    Json("JSON_UNQUOTE", "text", "text", NullRule::kStrict, JsonUnquote, nullptr, "JSON_UNQUOTE(s)",
         "The text that a JSON string means; anything else as it is."),
    Json("JSON_STRING", "any", "text", NullRule::kStrict, JsonString, nullptr, "JSON_STRING(x)",
         "Any value as JSON."),
    Json("JSON_ARRAY", "open*", "text", NullRule::kNever, JsonArray, nullptr,
         "JSON_ARRAY(a, b, ... [{NULL | ABSENT} ON NULL])",
         "The values as a JSON array, without NULL unless NULL ON NULL."),
    Json("JSON_OBJECT", "open*", "text", NullRule::kNever, JsonObject, Pairs,
         "JSON_OBJECT([KEY] name VALUE value, ... [{NULL | ABSENT} ON NULL])",
         "The values as a JSON object; JSON_OBJECT and JSON_ARRAY inside stay JSON."),
});

}  // namespace

std::span<const FunctionDef> JsonFunctions() { return kTable; }

}  // namespace weir::sql
