#include "core/sql/plan/scope.h"

#include "core/base/text.h"

namespace weir::sql {

Scope Scope::Of(const Schema& schema, const std::string& table) {
  Scope scope;
  scope.columns.reserve(schema.size());
  for (const Field& field : schema) scope.columns.push_back({table, field.name, field.type});
  return scope;
}

void Scope::Append(const Scope& other, bool outer) {
  for (const ScopeColumn& column : other.columns) {
    columns.push_back(column);
    columns.back().outer = columns.back().outer || outer;
  }
}

Resolved Resolve(const Scope& scope, const std::vector<Name>& names) {
  for (const bool outer : {false, true}) {
    Resolved resolved;
    for (size_t i = 0; i < scope.columns.size(); ++i) {
      const ScopeColumn& column = scope.columns[i];
      if (column.outer != outer || column.name != names.back().text) continue;
      if (names.size() > 1 && column.table != names[names.size() - 2].text) continue;
      if (names.size() == 1 && column.hidden) continue;
      if (!resolved.column.has_value()) resolved.column = i;
      ++resolved.matches;
    }
    if (resolved.matches > 0) return resolved;
  }
  return {};
}

namespace {

class Printer {
 public:
  explicit Printer(const Scope* scope) : scope_(scope) {}

  std::string Print(const Expr& expr) {
    Add(expr);
    return std::move(out_);
  }

 private:
  void AddAll(const std::vector<ExprPtr>& exprs, size_t from = 0) {
    for (size_t i = from; i < exprs.size(); ++i) {
      if (i > from) out_ += ", ";
      Add(*exprs[i]);
    }
  }

  void AddName(const Expr& expr) {
    if (scope_ != nullptr) {
      if (const Resolved found = Resolve(*scope_, expr.names); found.column.has_value()) {
        out_ += StrCat({"#", std::to_string(*found.column)});
        return;
      }
    }
    for (size_t i = 0; i < expr.names.size(); ++i) {
      if (i > 0) out_ += '.';
      out_ += expr.names[i].text;
    }
  }

  void AddWindow(const WindowSpec& window) {
    out_ += StrCat({" OVER (", window.base});
    if (!window.partition_by.empty()) {
      out_ += " PARTITION BY ";
      AddAll(window.partition_by);
    }
    AddOrder(window.order_by);
    if (window.has_frame) {
      out_ += window.rows ? " ROWS BETWEEN " : " RANGE BETWEEN ";
      AddBound(window.begin);
      out_ += " AND ";
      AddBound(window.end);
    }
    out_ += ")";
  }

  void AddBound(const FrameBound& bound) {
    constexpr const char* kTexts[] = {"UNBOUNDED PRECEDING", " PRECEDING", "CURRENT ROW",
                                      " FOLLOWING", "UNBOUNDED FOLLOWING"};
    if (bound.offset != nullptr) Add(*bound.offset);
    out_ += kTexts[static_cast<int>(bound.kind)];
  }

  void AddOrder(const std::vector<OrderItem>& order) {
    for (size_t i = 0; i < order.size(); ++i) {
      out_ += i == 0 ? " ORDER BY " : ", ";
      Add(*order[i].expr);
      if (order[i].descending) out_ += " DESC";
      if (order[i].nulls_first.has_value())
        out_ += *order[i].nulls_first ? " NULLS FIRST" : " NULLS LAST";
    }
  }

  void AddCall(const Expr& expr) {
    if (expr.infix && expr.args.size() == 2) {
      out_ += "(";
      Add(*expr.args[0]);
      out_ += StrCat({" ", expr.text, " "});
      Add(*expr.args[1]);
      out_ += ")";
      return;
    }
    if (expr.infix && expr.text.rfind("IS ", 0) == 0) {
      Add(*expr.args[0]);
      out_ += StrCat({" ", expr.text});
      return;
    }
    out_ += StrCat({expr.text, "(", expr.distinct ? "DISTINCT " : ""});
    AddAll(expr.args);
    for (const std::string& option : expr.options) out_ += StrCat({" ", option});
    out_ += ")";
    if (expr.type != nullptr) out_ += StrCat({" RETURNING ", expr.type->name});
    AddOrder(expr.within_group);
    if (expr.filter != nullptr) {
      out_ += " FILTER (WHERE ";
      Add(*expr.filter);
      out_ += ")";
    }
    if (expr.over != nullptr) AddWindow(*expr.over);
  }

  void AddQuery(const Expr& expr) {
    AddAll(expr.args);
    out_ += StrCat({expr.negated ? " NOT" : "", expr.kind == ExprKind::kExists ? " EXISTS" : " IN",
                    " (query at ", std::to_string(expr.span.begin), ")"});
  }

  void AddNested(const Expr& expr, std::string_view open, std::string_view close) {
    out_ += open;
    AddAll(expr.args);
    out_ += close;
  }

  void AddType(const TypeName& type) {
    out_ += type.name;
    for (size_t i = 0; i < type.parameters.size(); ++i) {
      out_ += StrCat({i == 0 ? "(" : ", ", std::to_string(type.parameters[i])});
    }
    if (!type.parameters.empty()) out_ += ")";
    for (const TypeName& argument : type.arguments) {
      out_ += "<";
      AddType(argument);
      out_ += ">";
    }
  }

  void Add(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kNull:
        out_ += "NULL";
        break;
      case ExprKind::kBoolean:
      case ExprKind::kNumber:
      case ExprKind::kSymbol:
        out_ += expr.text;
        break;
      case ExprKind::kString:
        out_ += StrCat({"'", expr.text, "'"});
        break;
      case ExprKind::kBinary:
        out_ += StrCat({"x'", expr.text, "'"});
        break;
      case ExprKind::kDate:
        out_ += StrCat({"DATE '", expr.text, "'"});
        break;
      case ExprKind::kTime:
        out_ += StrCat({"TIME '", expr.text, "'"});
        break;
      case ExprKind::kTimestamp:
        out_ += StrCat({"TIMESTAMP '", expr.text, "'"});
        break;
      case ExprKind::kInterval:
        out_ += StrCat({"INTERVAL ", expr.negated ? "-" : "", "'", expr.text, "' ", expr.unit,
                        expr.to_unit.empty() ? "" : " TO ", expr.to_unit});
        break;
      case ExprKind::kName:
        AddName(expr);
        break;
      case ExprKind::kStar:
        for (const Name& name : expr.names) out_ += name.text + ".";
        out_ += "*";
        break;
      case ExprKind::kCall:
        AddCall(expr);
        break;
      default:
        AddRare(expr);
    }
  }

  void AddRare(const Expr& expr) {
    switch (expr.kind) {
      case ExprKind::kCast:
        out_ += expr.flag ? "TRY_CAST(" : "CAST(";
        Add(*expr.args[0]);
        out_ += " AS ";
        AddType(*expr.type);
        out_ += ")";
        break;
      case ExprKind::kCase:
        AddNested(expr, "CASE(", expr.flag ? " else)" : ")");
        break;
      case ExprKind::kIn:
        Add(*expr.args[0]);
        out_ += expr.negated ? " NOT IN (" : " IN (";
        AddAll(expr.args, 1);
        out_ += ")";
        break;
      case ExprKind::kBetween:
        Add(*expr.args[0]);
        out_ += StrCat({expr.negated ? " NOT" : "", " BETWEEN ", expr.flag ? "SYMMETRIC " : ""});
        Add(*expr.args[1]);
        out_ += " AND ";
        Add(*expr.args[2]);
        break;
      case ExprKind::kRow:
        AddNested(expr, "ROW(", ")");
        break;
      case ExprKind::kArray:
        AddNested(expr, "ARRAY[", "]");
        break;
      case ExprKind::kMap:
        AddNested(expr, "MAP[", "]");
        break;
      case ExprKind::kIndex:
        AddNested(expr, "ITEM(", ")");
        break;
      case ExprKind::kField:
        Add(*expr.args[0]);
        out_ += StrCat({".", expr.text});
        break;
      default:
        AddQuery(expr);
    }
  }

  const Scope* scope_;
  std::string out_;
};

}  // namespace

std::string Fingerprint(const Expr& expr, const Scope& scope) {
  return Printer(&scope).Print(expr);
}

std::string TextOf(const Expr& expr) { return Printer(nullptr).Print(expr); }

void SplitConjuncts(const ExprPtr& condition, std::vector<ExprPtr>& parts) {
  if (condition->kind == ExprKind::kCall && condition->infix && condition->text == "AND") {
    for (const ExprPtr& arg : condition->args) SplitConjuncts(arg, parts);
    return;
  }
  // NOT (a OR b) and the like stay whole.
  parts.push_back(condition);
}

}  // namespace weir::sql
