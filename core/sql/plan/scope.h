// Scope: which columns a name can mean, and a text for each expression that is equal for two that
// say the same: how "GROUP BY UPPER(x)" is found again in the select list.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/sql/plan/plan.h"
#include "core/sql/syntax/ast.h"

namespace weir::sql {

struct ScopeColumn {
  std::string table;  // Alias; empty: none.
  std::string name;
  Type type;
  bool outer = false;   // Of the query around this one.
  bool hidden = false;  // Not part of *: the second column of USING.
  bool pseudo = false;  // Not part of *, but may be named: ROWTIME of Kinesis Analytics.
};

// Column i of the scope is column i of the input.
struct Scope {
  std::vector<ScopeColumn> columns;

  static Scope Of(const Schema& schema, const std::string& table);
  void Append(const Scope& other, bool outer = false);
};

struct Resolved {
  std::optional<size_t> column;
  size_t matches = 0;  // How many columns of the innermost query with a match.
};

// a, t.a. Columns of the query itself hide those of the one around it.
Resolved Resolve(const Scope& scope, const std::vector<Name>& names);

std::string Fingerprint(const Expr& expr, const Scope& scope);

// As the query writes it, for EXPLAIN and the names of columns.
std::string TextOf(const Expr& expr);

// The AND-ed parts of a condition.
void SplitConjuncts(const ExprPtr& condition, std::vector<ExprPtr>& parts);

}  // namespace weir::sql
