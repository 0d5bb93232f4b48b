// What the binder collects about one GROUP BY; bind_group.cc and bind_group_window.cc share it.
#pragma once

#include <string>
#include <vector>

#include "core/sql/plan/binder.h"

namespace weir::sql {

// Everything that is collected about one GROUP BY.
struct Binder::Grouping {
  struct Key {
    ExprPtr expr;
    std::string fingerprint;
    Scalar value;
    bool in_all = true;
  };
  std::vector<Key> keys;
  std::vector<std::vector<size_t>> sets;  // Keys of each set. One set: no GROUPING SETS.
  std::vector<ExprPtr> calls;             // Aggregates.
  std::vector<ExprPtr> grouping_calls;    // GROUPING(), GROUPING_ID().
  std::vector<size_t> grouping_columns;   // Of the expanded input, one for each of them.
  const Expr* legacy = nullptr;           // TUMBLE(ts, ...) in GROUP BY.
  bool sets_given = false;
  bool stagger = false;  // The input has the columns of a stagger window.
};

}  // namespace weir::sql
