// Expressions: names to columns, calls to functions.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

Scalar Nothing() { return Scalar::OfLiteral(Value(), Type::Null()); }

std::string Listed(const std::vector<Name>& names) {
  std::string text;
  for (const Name& name : names) text += (text.empty() ? "" : ".") + name.text;
  return text;
}

}  // namespace

void Binder::Fail(Span span, std::string_view problem) {
  if (!failed()) error_ = SqlError(text_, span, problem);
}

std::optional<Scalar> AllOf(std::vector<Scalar> conditions) {
  std::optional<Scalar> all;
  for (Scalar& condition : conditions) {
    if (!all.has_value()) {
      all = std::move(condition);
      continue;
    }
    const Argument arguments[] = {{all->type, nullptr}, {condition.type, nullptr}};
    Result<BoundFunction> both = weir::sql::Bind("AND", arguments, Dialect::kFlink);
    WEIR_CHECK(both.ok());
    Scalar joined;
    joined.kind = Scalar::Kind::kCall;
    joined.type = both.value().result;
    joined.function = std::move(both).value();
    joined.args.push_back(std::move(*all));
    joined.args.push_back(std::move(condition));
    all = std::move(joined);
  }
  return all;
}

Result<Scalar> Binder::BindScalar(const ExprPtr& expr, const Scope& scope) {
  Env env;
  env.scope = &scope;
  Scalar scalar = Expression(expr, env);
  if (failed()) return *error_;
  return scalar;
}

Scalar Binder::Condition(const ExprPtr& expr, const Env& env) {
  Scalar scalar = Expression(expr, env);
  if (failed() || scalar.type.kind == TypeKind::kBoolean) return scalar;
  if (scalar.type.kind == TypeKind::kNull)
    return CastTo(std::move(scalar), Type::Boolean(), expr->span);
  Fail(expr->span, StrCat({env.clause, " wants a condition, but this is ", ToText(scalar.type)}));
  return scalar;
}

Scalar Binder::Expression(const ExprPtr& expr, const Env& env) {
  if (failed()) return Nothing();
  if (!env.known.empty() && expr->kind != ExprKind::kNumber && expr->kind != ExprKind::kString) {
    const std::string fingerprint = Fingerprint(*expr, *env.scope);
    for (const Env::Known& known : env.known) {
      if (known.fingerprint == fingerprint) return Scalar::OfColumn(known.column, known.type);
    }
  }
  const auto all = [&](size_t from = 0) {
    std::vector<Scalar> args;
    for (size_t i = from; i < expr->args.size(); ++i)
      args.push_back(Expression(expr->args[i], env));
    return args;
  };
  switch (expr->kind) {
    case ExprKind::kName:
      return NameOf(*expr, env);
    case ExprKind::kCall:
      return CallOf(*expr, env);
    case ExprKind::kCast:
      return CastOf(*expr, env);
    case ExprKind::kCase:
      return CaseOf(*expr, env);
    case ExprKind::kBetween:
      return BetweenOf(*expr, env);
    case ExprKind::kIn: {
      Scalar in = Apply("IN", all(), expr->span);
      return expr->negated ? Apply("NOT", {std::move(in)}, expr->span) : in;
    }
    case ExprKind::kRow:
      return Apply("ROW", all(), expr->span);
    case ExprKind::kArray:
      return Apply("ARRAY", all(), expr->span);
    case ExprKind::kMap:
      return Apply("MAP", all(), expr->span);
    case ExprKind::kIndex:
      return Apply("[]", all(), expr->span);
    case ExprKind::kField:
      return FieldsOf(Expression(expr->args[0], env), {{expr->text, expr->span}}, 0, expr->span);
    case ExprKind::kStar:
      Fail(expr->span, "* stands in a select list or in COUNT(*)");
      return Nothing();
    case ExprKind::kInQuery:
    case ExprKind::kExists:
    case ExprKind::kSubquery:
      Fail(expr->span, StrCat({"a query inside an expression stands in SELECT, WHERE or HAVING, "
                               "not in ",
                               env.clause.empty() ? "this place" : env.clause}));
      return Nothing();
    default:
      return Literal(*expr);
  }
}

Scalar Binder::NameOf(const Expr& expr, const Env& env) {
  const Resolved found = Resolve(*env.scope, expr.names);
  if (found.matches > 1) {
    std::string tables;
    for (const ScopeColumn& column : env.scope->columns) {
      if (column.name != expr.names.back().text || column.table.empty()) continue;
      tables += StrCat({tables.empty() ? "" : " or ", column.table, ".", column.name});
    }
    Fail(expr.span,
         StrCat({"\"", Listed(expr.names), "\" is in more than one table: ", tables, "?"}));
    return Nothing();
  }
  if (!found.column.has_value()) return NotFound(expr, env);
  if (env.grouped) {
    Fail(expr.span, StrCat({"\"", Listed(expr.names),
                            "\" is neither in GROUP BY nor inside an aggregate such as MAX(",
                            expr.names.back().text, ")"}));
    return Nothing();
  }
  return Scalar::OfColumn(*found.column, env.scope->columns[*found.column].type);
}

// Perhaps a field of a row; else there is no such name.
Scalar Binder::NotFound(const Expr& expr, const Env& env) {
  for (size_t length = expr.names.size() - 1; length > 0; --length) {
    const std::vector<Name> prefix(expr.names.begin(),
                                   expr.names.begin() + static_cast<std::ptrdiff_t>(length));
    const Resolved found = Resolve(*env.scope, prefix);
    if (!found.column.has_value() || env.scope->columns[*found.column].type.kind != TypeKind::kRow)
      continue;
    return FieldsOf(Scalar::OfColumn(*found.column, env.scope->columns[*found.column].type),
                    expr.names, length, expr.span);
  }
  std::vector<std::string> names;
  for (const ScopeColumn& column : env.scope->columns) {
    if (!column.hidden) names.push_back(column.name);
  }
  std::string hint;
  const std::string& wanted = expr.names.back().text;
  for (const std::string& name : names) {
    if (UpperAscii(name) == UpperAscii(wanted))
      hint = StrCat({"; names are case-sensitive: it is ", name});
  }
  for (const std::string& name : names) {
    if (hint.empty() && !NearestWord(wanted, {name}).empty())
      hint = StrCat({"; did you mean ", name, "?"});
  }
  if (hint.empty() && expr.names.size() > 1) {
    const std::string& table = expr.names[expr.names.size() - 2].text;
    const bool known =
        std::any_of(env.scope->columns.begin(), env.scope->columns.end(),
                    [&](const ScopeColumn& column) { return column.table == table; });
    if (!known) hint = StrCat({"; there is no table or alias ", table, " here"});
  }
  if (hint.empty() && !names.empty()) {
    hint = "; there are ";
    for (size_t i = 0; i < std::min<size_t>(names.size(), 12); ++i)
      hint += (i > 0 ? ", " : "") + names[i];
    if (names.size() > 12) hint += ", ...";
  }
  Fail(expr.span, StrCat({"no column \"", Listed(expr.names), "\"", hint}));
  return Nothing();
}

Scalar Binder::FieldsOf(Scalar value, const std::vector<Name>& names, size_t from, Span span) {
  for (size_t i = from; i < names.size() && !failed(); ++i) {
    if (value.type.kind != TypeKind::kRow) {
      Fail(span, StrCat({ToText(value.type), " has no fields"}));
      return value;
    }
    value = Apply(
        "[]", {std::move(value), Scalar::OfLiteral(Value(names[i].text), Type::String().NotNull())},
        span);
  }
  return value;
}

Scalar Binder::CallOf(const Expr& expr, const Env& env) {
  if (expr.infix && expr.args.size() == 1 && expr.args[0]->kind == ExprKind::kNumber &&
      (expr.text == "-" || expr.text == "+")) {
    return Literal(*expr.args[0], expr.text == "-");
  }
  if (IsAggregate(expr.text, catalog_.dialect) && !IsFunction(expr.text, catalog_.dialect)) {
    Fail(expr.span, env.clause.empty()
                        ? StrCat({expr.text, " is an aggregate and cannot stand here"})
                        : StrCat({expr.text, " is an aggregate and cannot stand in ", env.clause,
                                  env.clause == "WHERE" ? ": use HAVING" : ""}));
    return Nothing();
  }
  if (expr.over != nullptr) {
    Fail(expr.span, StrCat({"OVER stands in a select list, not in ", env.clause}));
    return Nothing();
  }
  if (expr.filter != nullptr || expr.distinct) {
    Fail(expr.span, StrCat({expr.text, " is no aggregate: DISTINCT and FILTER do not go with it"}));
    return Nothing();
  }
  if (expr.args.size() == 1 && expr.args[0]->kind == ExprKind::kStar) {
    Fail(expr.span, StrCat({expr.text, "(*): only COUNT takes *"}));
    return Nothing();
  }
  std::vector<Scalar> args;
  for (const ExprPtr& arg : expr.args) args.push_back(Expression(arg, env));
  if (failed()) return Nothing();
  if (!expr.options.empty() || expr.type != nullptr) AddOptions(expr, args);
  Scalar result = Apply(expr.text, std::move(args), expr.span);
  if (expr.text == "PROCTIME") result.type.attribute = TimeAttribute::kProctime;
  return result;
}

// JSON_VALUE(x, path RETURNING INT DEFAULT 0 ON EMPTY): what stands behind the path, as pairs of a
// word and its value. The parser has put the values of DEFAULT at the end of the arguments.
void Binder::AddOptions(const Expr& expr, std::vector<Scalar>& args) {
  const auto symbol = [](std::string_view word) {
    return Scalar::OfLiteral(Value(word), Type::Symbol().NotNull());
  };
  const auto defaults = static_cast<size_t>(
      std::count_if(expr.options.begin(), expr.options.end(),
                    [](const std::string& option) { return option.rfind("DEFAULT", 0) == 0; }));
  std::vector<Scalar> values(args.end() - static_cast<std::ptrdiff_t>(defaults), args.end());
  args.resize(args.size() - defaults);
  size_t next = 0;
  if (expr.type != nullptr) {
    args.push_back(symbol("RETURNING"));
    args.push_back(Scalar::OfLiteral(Value(), TypeOf(*expr.type)));
  }
  for (const std::string& option : expr.options) {
    const size_t on = option.find(" ON ");
    if (on == std::string::npos) {
      args.push_back(symbol(option));
      continue;
    }
    args.push_back(symbol(std::string_view(option).substr(on + 1)));
    const std::string_view word = std::string_view(option).substr(0, on);
    args.push_back(word == "DEFAULT" ? std::move(values[next++]) : symbol(word));
  }
}

Scalar Binder::BetweenOf(const Expr& expr, const Env& env) {
  Scalar value = Expression(expr.args[0], env);
  Scalar low = Expression(expr.args[1], env);
  Scalar high = Expression(expr.args[2], env);
  const auto within = [&](const Scalar& from, const Scalar& to) {
    return Apply("AND",
                 {Apply(">=", {value, from}, expr.span), Apply("<=", {value, to}, expr.span)},
                 expr.span);
  };
  Scalar result = within(low, high);
  if (expr.flag) result = Apply("OR", {std::move(result), within(high, low)}, expr.span);
  return expr.negated ? Apply("NOT", {std::move(result)}, expr.span) : result;
}

Scalar Binder::CaseOf(const Expr& expr, const Env& env) {
  std::vector<Scalar> args;
  for (size_t i = 0; i < expr.args.size(); ++i) {
    const bool condition = i % 2 == 0 && i + 1 < expr.args.size();
    Env inner = env;
    inner.clause = "WHEN";
    args.push_back(condition ? Condition(expr.args[i], inner) : Expression(expr.args[i], env));
  }
  if (!expr.flag) args.push_back(Nothing());
  return Apply("CASE", std::move(args), expr.span);
}

Scalar Binder::CastOf(const Expr& expr, const Env& env) {
  Scalar value = Expression(expr.args[0], env);
  const Type to = TypeOf(*expr.type);
  if (failed()) return value;
  return CastTo(std::move(value), to, expr.span, expr.flag);
}

Scalar Binder::CastTo(Scalar value, const Type& to, Span span, bool lenient) {
  if (failed()) return value;
  Result<BoundFunction> cast = BindCast(value.type, to, lenient, catalog_.dialect);
  if (!cast.ok()) {
    Fail(span, cast.error().message);
    return value;
  }
  Scalar scalar;
  scalar.kind = Scalar::Kind::kCall;
  scalar.type = cast.value().result;
  scalar.function = std::move(cast).value();
  scalar.args.push_back(std::move(value));
  return Fold(std::move(scalar));
}

Scalar Binder::Apply(std::string_view function, std::vector<Scalar> args, Span span) {
  if (failed()) return Nothing();
  std::vector<Argument> arguments;
  arguments.reserve(args.size());
  for (const Scalar& arg : args) {
    arguments.push_back({arg.type, arg.IsLiteral() ? &arg.literal : nullptr});
  }
  Result<BoundFunction> bound = weir::sql::Bind(function, arguments, catalog_.dialect);
  if (!bound.ok()) {
    Fail(span, bound.error().message);
    return Nothing();
  }
  Scalar scalar;
  scalar.kind = Scalar::Kind::kCall;
  scalar.type = bound.value().result;
  scalar.function = std::move(bound).value();
  scalar.args = std::move(args);
  return Fold(std::move(scalar));
}

// What is constant is worked out now; what fails then fails again for each row, where it is told.
Scalar Binder::Fold(Scalar scalar) {
  if (!scalar.function.deterministic || scalar.args.empty()) return scalar;
  std::vector<Value> values;
  std::vector<Type> types;
  for (const Scalar& arg : scalar.args) {
    if (!arg.IsLiteral()) return scalar;
    values.push_back(arg.literal);
    types.push_back(arg.type);
  }
  EvalContext context;
  context.dialect = catalog_.dialect;
  context.zone = catalog_.settings.zone;
  Result<Value> value = EvaluateOnce(scalar.function, values, types, context);
  if (!value.ok()) return scalar;
  return Scalar::OfLiteral(std::move(value).value(), scalar.type);
}

}  // namespace weir::sql
