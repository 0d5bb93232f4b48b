// Binding: which row of the function table fits the arguments, and what they are coerced to.
#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "core/base/text.h"
#include "core/sql/functions/function_def.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

constexpr int kNoFit = 1'000;

// What a parameter word makes of an argument: its type, and how far it was stretched for it (0: not
// at all; the overload that is stretched least is taken).
struct Fit {
  int cost = kNoFit;
  Type type;
};

Fit As(int cost, const Type& type, const Type& from) {
  return {cost, type.Nullable(from.nullable)};
}

Fit FitNumber(std::string_view word, const Type& type) {
  const bool null = type.kind == TypeKind::kNull;
  if (word == "int") {
    if (type.IsInteger()) return {0, type};
    if (null) return As(1, Type::Integer(), type);
    if (type.IsNumeric()) return As(3, Type::BigInt(), type);
    if (type.IsCharacter()) return As(5, Type::BigInt(), type);
    return {};
  }
  if (word == "double") {
    if (type.kind == TypeKind::kDouble) return {0, type};
    if (type.IsNumeric() || null) return As(1, Type::Double(), type);
    if (type.IsCharacter()) return As(5, Type::Double(), type);
    return {};
  }
  if (word == "exact") {
    if (type.IsExact()) return {0, type};
    if (null) return As(1, Type::Integer(), type);
    return {};
  }
  if (type.IsNumeric()) return {0, type};
  if (null) return As(1, Type::Double(), type);
  if (type.IsCharacter()) return As(5, Type::Double(), type);
  return {};
}

Fit FitText(std::string_view word, const Type& type) {
  const bool null = type.kind == TypeKind::kNull;
  if (word == "bytes") {
    if (type.IsBinary()) return {0, type};
    if (type.IsCharacter() || null) return As(2, Type::Bytes(), type);
    return {};
  }
  if (type.IsCharacter()) return {0, type};
  if (null) return As(1, Type::String(), type);
  if (type.IsNested() || type.kind == TypeKind::kSymbol) return {};
  return As(6, Type::String(), type);
}

Fit FitTime(std::string_view word, const Type& type) {
  const bool text = type.IsCharacter();
  const bool null = type.kind == TypeKind::kNull;
  if (word == "date") {
    if (type.kind == TypeKind::kDate) return {0, type};
    if (null || type.IsTimestamp() || text) return As(3, Type::Date(), type);
    return {};
  }
  if (word == "time") {
    if (type.kind == TypeKind::kTime) return {0, type};
    if (null || text) return As(3, Type::Time(), type);
    return {};
  }
  if (word == "timestamp") {
    if (type.kind == TypeKind::kTimestamp) return {0, type};
    if (type.kind == TypeKind::kTimestampLtz) return As(1, Type::Timestamp(type.precision), type);
    if (type.kind == TypeKind::kDate) return As(2, Type::Timestamp(0), type);
    if (text || null) return As(4, Type::Timestamp(3), type);
    return {};
  }
  if (word == "ltz") {
    if (type.kind == TypeKind::kTimestampLtz) return {0, type};
    if (null) return As(3, Type::TimestampLtz(3), type);
    return {};
  }
  if (type.IsDateTime()) return {0, type};  // "datetime"
  if (null || text) return As(4, Type::Timestamp(3), type);
  return {};
}

Fit FitOne(std::string_view word, const Type& type) {
  const bool null = type.kind == TypeKind::kNull;
  if (word == "any") return type.kind == TypeKind::kSymbol ? Fit{} : Fit{0, type};
  if (word == "open") return {0, type};  // Symbols too.
  if (word == "text" || word == "bytes") return FitText(word, type);
  if (word == "int" || word == "double" || word == "exact" || word == "number") {
    return FitNumber(word, type);
  }
  if (word == "bool") {
    if (type.kind == TypeKind::kBoolean) return {0, type};
    return null ? As(1, Type::Boolean(), type) : Fit{};
  }
  if (word == "symbol") return type.kind == TypeKind::kSymbol ? Fit{0, type} : Fit{};
  if (word == "interval") {
    if (type.IsInterval()) return {0, type};
    return null ? As(2, Type::IntervalDayTime(), type) : Fit{};
  }
  if (word == "array") return type.kind == TypeKind::kArray ? Fit{0, type} : Fit{};
  if (word == "map") return type.kind == TypeKind::kMap ? Fit{0, type} : Fit{};
  if (word == "row") return type.kind == TypeKind::kRow ? Fit{0, type} : Fit{};
  return FitTime(word, type);
}

struct Parameter {
  std::string_view word;
  bool optional = false;
  bool repeated = false;  // None or more.
};

std::vector<Parameter> ReadParameters(std::string_view text) {
  std::vector<Parameter> parameters;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    Parameter parameter{text.substr(0, comma)};
    text.remove_prefix(std::min(comma + 2, text.size()));
    if (parameter.word.ends_with('?')) parameter.optional = true;
    if (parameter.word.ends_with('*')) parameter.repeated = true;
    if (parameter.optional || parameter.repeated) parameter.word.remove_suffix(1);
    parameters.push_back(parameter);
  }
  return parameters;
}

// The total stretch, with the coerced types; kNoFit when the number or a type is wrong.
int FitAll(const FunctionDef& def, std::span<const Argument> args, std::vector<Type>& types) {
  const std::vector<Parameter> parameters = ReadParameters(def.parameters);
  types.clear();
  int cost = 0;
  size_t at = 0;
  for (const Argument& arg : args) {
    if (at == parameters.size()) return kNoFit;
    const Parameter& parameter = parameters[at];
    Fit fit = FitOne(parameter.word, arg.type);
    if (fit.cost >= kNoFit) return kNoFit;
    fit.type.attribute = TimeAttribute::kNone;
    cost += fit.cost;
    types.push_back(std::move(fit.type));
    if (!parameter.repeated) ++at;
  }
  for (; at < parameters.size(); ++at) {
    if (!parameters[at].optional && !parameters[at].repeated) return kNoFit;
  }
  return cost;
}

Type ResultType(std::string_view word, const std::vector<Type>& arguments) {
  if (word.starts_with('$')) return arguments[static_cast<size_t>(word[1] - '0')];
  if (word == "bool") return Type::Boolean();
  if (word == "int") return Type::Integer();
  if (word == "bigint") return Type::BigInt();
  if (word == "double") return Type::Double();
  if (word == "text") return Type::String();
  if (word == "bytes") return Type::Bytes();
  if (word == "date") return Type::Date();
  if (word == "time") return Type::Time();
  if (word == "timestamp") return Type::Timestamp(3);
  if (word == "ltz") return Type::TimestampLtz(3);
  if (word == "common") {
    std::optional<Type> common = arguments.empty() ? Type::Null() : arguments[0];
    for (size_t i = 1; i < arguments.size() && common.has_value(); ++i) {
      common = CommonType(*common, arguments[i]);
    }
    return common.value_or(Type::Null());
  }
  return Type::Null();
}

bool InDialect(const FunctionDef& def, Dialect dialect) {
  return (def.dialects & (dialect == Dialect::kFlink ? kFlinkOnly : kKinesisOnly)) != 0;
}

// The row of the table, applied. False: its rule does not take these types.
bool Apply(const FunctionDef& def, std::span<const Argument> args, std::vector<Type> types,
           Dialect dialect, BoundFunction& out) {
  out = {};
  out.def = &def;
  out.arguments = std::move(types);
  out.kernel = def.kernel;
  out.row = def.row;
  out.nulls = def.nulls;
  out.deterministic = def.deterministic;
  out.result = ResultType(def.result, out.arguments);
  if (def.result == "common") {
    if (out.result.kind == TypeKind::kNull && !args.empty()) {
      const bool all_null = std::ranges::all_of(
          args, [](const Argument& arg) { return arg.type.kind == TypeKind::kNull; });
      if (!all_null) return false;
    }
    for (size_t i = 0; i < out.arguments.size(); ++i) {
      out.arguments[i] = out.result.Nullable(out.arguments[i].nullable);
    }
  }
  Binding binding{.args = args, .dialect = dialect, .out = out};
  if (def.rule != nullptr && !def.rule(binding)) return false;
  out.result.nullable = def.nulls == NullRule::kCalled || def.may_be_null;
  if (def.nulls == NullRule::kStrict) {
    for (const Type& type : out.arguments) out.result.nullable |= type.nullable;
  }
  return true;
}

// A cast where a type is not what comes, and the literals as the kernel will see them.
Result<void> PrepareArguments(std::span<const Argument> args, Dialect dialect, BoundFunction& out) {
  out.casts.resize(args.size());
  out.literals.resize(args.size());
  for (size_t i = 0; i < args.size(); ++i) {
    if (args[i].literal != nullptr) out.literals[i] = *args[i].literal;
    if (SameType(args[i].type, out.arguments[i])) continue;
    // CHAR as VARCHAR, INT as BIGINT: the same cells.
    const Type& from = args[i].type;
    const Type& to = out.arguments[i];
    if (from.IsCharacter() && to.kind == TypeKind::kVarChar && to.precision >= from.precision)
      continue;
    if (from.IsInteger() && to.IsInteger() && to.kind >= from.kind) continue;
    Result<BoundFunction> cast = BindCast(from, to, false, dialect);
    if (!cast.ok()) return cast.error();
    out.casts[i] = std::move(cast).value();
    if (args[i].literal != nullptr && out.casts[i].deterministic) {
      EvalContext context;
      Result<Value> value =
          EvaluateOnce(out.casts[i], std::span(args[i].literal, 1), std::span(&from, 1), context);
      if (!value.ok()) return value.error();
      out.literals[i] = std::move(value).value();
    }
  }
  return {};
}

Error NoSuchFunction(std::string_view name, Dialect dialect) {
  std::string message = StrCat({"no function is called ", name});
  const std::string_view near = NearestFunction(name, dialect);
  if (!near.empty()) message += StrCat({"; is ", near, " meant?"});
  return Error{ErrorCode::kValidation, std::move(message)};
}

bool TakesCount(const FunctionDef& def, size_t count) {
  const std::vector<Parameter> parameters = ReadParameters(def.parameters);
  const auto needed = std::ranges::count_if(
      parameters, [](const Parameter& p) { return !p.optional && !p.repeated; });
  const bool open = !parameters.empty() && parameters.back().repeated;
  return count >= static_cast<size_t>(needed) && (open || count <= parameters.size());
}

Error WrongArguments(std::vector<const FunctionDef*> overloads, std::span<const Argument> args) {
  // Those that take as many arguments are nearer to what was meant, if there are any.
  std::vector<const FunctionDef*> near;
  std::ranges::copy_if(overloads, std::back_inserter(near),
                       [&](const FunctionDef* def) { return TakesCount(*def, args.size()); });
  if (!near.empty()) overloads = std::move(near);
  std::string message = StrCat({overloads[0]->name, " does not take ("});
  for (size_t i = 0; i < args.size(); ++i) {
    if (i > 0) message += ", ";
    message += ToText(args[i].type);
  }
  message += "); it is ";
  for (size_t i = 0; i < overloads.size(); ++i) {
    if (i > 0) message += " or ";
    message += overloads[i]->usage.empty() ? overloads[i]->name : overloads[i]->usage;
  }
  return Error{ErrorCode::kValidation, std::move(message)};
}

}  // namespace

Result<BoundFunction> Bind(std::string_view name, std::span<const Argument> args, Dialect dialect) {
  std::vector<const FunctionDef*> overloads;
  for (const FunctionDef* def : FunctionTable()) {
    if (InDialect(*def, dialect) && EqualsIgnoreCase(def->name, name)) overloads.push_back(def);
  }
  if (overloads.empty()) return NoSuchFunction(name, dialect);
  int best_cost = kNoFit;
  BoundFunction best;
  std::vector<Type> types;
  for (const FunctionDef* def : overloads) {
    const int cost = FitAll(*def, args, types);
    BoundFunction bound;
    if (cost < best_cost && Apply(*def, args, types, dialect, bound)) {
      best_cost = cost;
      best = std::move(bound);
    }
  }
  if (best_cost >= kNoFit) return WrongArguments(overloads, args);
  const Result<void> prepared = PrepareArguments(args, dialect, best);
  if (!prepared.ok()) return prepared.error();
  return best;
}

bool IsFunction(std::string_view name, Dialect dialect) {
  return std::ranges::any_of(FunctionTable(), [&](const FunctionDef* def) {
    return InDialect(*def, dialect) && EqualsIgnoreCase(def->name, name);
  });
}

std::string_view NearestFunction(std::string_view name, Dialect dialect) {
  const std::string upper = UpperAscii(name);
  std::vector<std::string_view> names;
  for (const FunctionDef* def : FunctionTable()) {
    if (InDialect(*def, dialect)) names.push_back(def->name);
  }
  return NearestOf(upper, names);
}

}  // namespace weir::sql
