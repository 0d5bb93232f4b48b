// The table of aggregates, and how a call is bound to one.
#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/sql/functions/aggregate.h"
#include "core/sql/functions/aggregate_state.h"
#include "core/sql/functions/decimal_types.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

constexpr auto kTable = std::to_array<AggregateDef>({
    {"COUNT", AggregateKind::kCount, "COUNT(*) or COUNT([DISTINCT] x, ...)",
     "How many rows; with arguments, those where none of them is NULL."},
    {"SUM", AggregateKind::kSum, "SUM([DISTINCT] x)",
     "The sum, in the type of x (a DECIMAL has 38 digits); NULL of no rows."},
    {"SUM0", AggregateKind::kSum0, "SUM0(x)", "The sum; 0 of no rows."},
    {"AVG", AggregateKind::kAvg, "AVG([DISTINCT] x)",
     "The mean. Of integers an integer, cut towards zero; of DECIMAL with at least 6 digits."},
    {"MIN", AggregateKind::kMin, "MIN(x)", "The least."},
    {"MAX", AggregateKind::kMax, "MAX(x)", "The greatest."},
    {"FIRST_VALUE", AggregateKind::kFirst, "FIRST_VALUE(x)", "The first that is not NULL."},
    {"LAST_VALUE", AggregateKind::kLast, "LAST_VALUE(x)", "The last that is not NULL."},
    {"LISTAGG", AggregateKind::kList, "LISTAGG([DISTINCT] text [, separator])",
     "The texts, joined by a comma or the separator, in the order of arrival."},
    {"COLLECT", AggregateKind::kCollect, "COLLECT(x)", "All values as a MULTISET.", 1},
    {"ARRAY_AGG", AggregateKind::kArray, "ARRAY_AGG(x)",
     "All values, NULL among them, as an ARRAY in the order of arrival.", 1},
    {"JSON_OBJECTAGG", AggregateKind::kJsonObject,
     "JSON_OBJECTAGG([KEY] k VALUE v [{NULL | ABSENT} ON NULL])",
     "An object of names and values, by name; NULL stays unless ABSENT ON NULL.", 1},
    {"JSON_ARRAYAGG", AggregateKind::kJsonArray, "JSON_ARRAYAGG(x [{NULL | ABSENT} ON NULL])",
     "An array of the values in the order of arrival; NULL goes unless NULL ON NULL.", 1},
    {"VAR_POP", AggregateKind::kVarPop, "VAR_POP(x)", "Variance of the population."},
    {"VAR_SAMP", AggregateKind::kVarSamp, "VAR_SAMP(x)", "Variance of a sample; NULL of one row."},
    {"VARIANCE", AggregateKind::kVarSamp, "VARIANCE(x)", "The same as VAR_SAMP."},
    {"STDDEV_POP", AggregateKind::kStdPop, "STDDEV_POP(x)", "Deviation of the population."},
    {"STDDEV_SAMP", AggregateKind::kStdSamp, "STDDEV_SAMP(x)",
     "Deviation of a sample; NULL of one row."},
    {"STDDEV", AggregateKind::kStdSamp, "STDDEV(x)", "The same as STDDEV_SAMP."},
    {"SINGLE_VALUE", AggregateKind::kSingle, "SINGLE_VALUE(x)",
     "The value of the only row; what a subquery as a value has."},
    {"APPROX_COUNT_DISTINCT", AggregateKind::kCount, "APPROX_COUNT_DISTINCT(x)",
     "How many different values; counted exactly here."},
});

const AggregateDef* FindAggregate(std::string_view name, Dialect dialect) {
  const uint8_t bit = dialect == Dialect::kFlink ? 1 : 2;
  for (const AggregateDef& def : kTable) {
    if (EqualsIgnoreCase(def.name, name) && (def.dialects & bit) != 0) return &def;
  }
  return nullptr;
}

Error Wrong(const AggregateDef& def, std::span<const Argument> args) {
  std::string message = StrCat({def.name, " does not take ("});
  for (size_t i = 0; i < args.size(); ++i) {
    if (i > 0) message += ", ";
    message += ToText(args[i].type);
  }
  return Error{ErrorCode::kValidation, message + "); it is " + std::string(def.usage)};
}

// What the argument is read as; nullopt: not by this aggregate.
std::optional<Type> ArgumentType(AggregateKind kind, const Type& type) {
  const bool null = type.kind == TypeKind::kNull;
  if (type.kind == TypeKind::kSymbol) return std::nullopt;
  if (IsSum(kind) || IsVariance(kind)) {
    if (null) return Type::BigInt();
    if (type.IsCharacter()) return Type::Double();
    return type.IsNumeric() || (type.IsInterval() && IsSum(kind)) ? std::optional(type)
                                                                  : std::nullopt;
  }
  if (kind == AggregateKind::kList) {
    return type.IsCharacter() ? type : Type::String();
  }
  if (IsExtreme(kind) && type.IsNested()) return std::nullopt;
  return null ? Type::String() : type;
}

Type ResultOf(const BoundAggregate& bound) {
  const AggregateKind kind = bound.kind;
  if (kind == AggregateKind::kCount || kind == AggregateKind::kCountStar) {
    return Type::BigInt().NotNull();
  }
  const Type& type = bound.arguments[0];
  const bool decimal = type.kind == TypeKind::kDecimal;
  if (kind == AggregateKind::kSum || kind == AggregateKind::kSum0) {
    const Type sum = decimal ? Type::Decimal(kDecimalDigitsMax, type.scale) : type;
    return kind == AggregateKind::kSum0 ? sum.NotNull() : sum.Nullable();
  }
  if (kind == AggregateKind::kAvg || IsVariance(kind)) {
    return decimal ? Type::Decimal(kDecimalDigitsMax, std::max(6, type.scale)) : type.Nullable();
  }
  if (kind == AggregateKind::kList) return Type::String();
  if (kind == AggregateKind::kJsonObject || kind == AggregateKind::kJsonArray) {
    return Type::String().NotNull();
  }
  if (kind == AggregateKind::kCollect) return Type::Multiset(type).NotNull();
  if (kind == AggregateKind::kArray) return Type::Array(type);
  Type result = type.Nullable();
  result.attribute = TimeAttribute::kNone;
  return result;
}

}  // namespace

Result<BoundAggregate> BindAggregate(std::string_view name, std::span<const Argument> args,
                                     bool distinct, Dialect dialect) {
  const AggregateDef* def = FindAggregate(name, dialect);
  if (def == nullptr) {
    std::vector<std::string_view> names;
    for (const AggregateDef& row : kTable) names.push_back(row.name);
    const std::string_view near = NearestOf(UpperAscii(name), names);
    std::string message = StrCat({"no aggregate is called ", name});
    if (!near.empty()) message += StrCat({"; is ", near, " meant?"});
    return Error{ErrorCode::kValidation, std::move(message)};
  }
  BoundAggregate bound;
  bound.kind = def->kind;
  bound.name = def->name;
  bound.distinct = distinct || def->name == "APPROX_COUNT_DISTINCT";
  bound.ignore_nulls = def->kind != AggregateKind::kArray && def->kind != AggregateKind::kSingle &&
                       def->kind != AggregateKind::kJsonObject;
  if (args.empty() && def->kind == AggregateKind::kCount) bound.kind = AggregateKind::kCountStar;
  const bool object = def->kind == AggregateKind::kJsonObject;
  const size_t most = def->kind == AggregateKind::kCount            ? args.size()
                      : def->kind == AggregateKind::kList || object ? 2
                                                                    : 1;
  if (object && args.size() != 2) return Wrong(*def, args);
  if ((args.empty() && bound.kind != AggregateKind::kCountStar) || args.size() > most) {
    return Wrong(*def, args);
  }
  if (IsExtreme(bound.kind)) bound.distinct = false;  // It changes nothing.
  for (const Argument& arg : args) {
    const std::optional<Type> type = ArgumentType(bound.kind, arg.type);
    if (!type.has_value()) return Wrong(*def, args);
    bound.arguments.push_back(type->Nullable(arg.type.nullable));
    bound.casts.emplace_back();
    if (SameType(*type, arg.type)) continue;
    Result<BoundFunction> cast = BindCast(arg.type, *type, false, dialect);
    if (!cast.ok()) return Wrong(*def, args);
    bound.casts.back() = std::move(cast).value();
  }
  bound.result = ResultOf(bound);
  return bound;
}

bool IsAggregate(std::string_view name, Dialect dialect) {
  return FindAggregate(name, dialect) != nullptr;
}

std::span<const AggregateDef> AggregateTable() { return kTable; }

}  // namespace weir::sql
