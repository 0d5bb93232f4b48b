// Binder: from the tree of a query to its plan. Names become columns, expressions get types, and
// each clause becomes the operator that Flink would run for it: GROUP BY a window's columns a
// window aggregate, ROW_NUMBER() with a bound a Top-N, a join on time bounds an interval join.
//
// The first fault is kept (as in the parser) and the rest is bound to harmless things.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/plan/catalog.h"
#include "core/sql/plan/match_plan.h"
#include "core/sql/plan/plan.h"
#include "core/sql/plan/scope.h"

namespace weir::sql {

// What an expression may mean where it stands.
struct Env {
  const Scope* scope = nullptr;
  // Expressions that are columns of the input by now: grouping keys, aggregates, OVER results.
  struct Known {
    std::string fingerprint;
    size_t column = 0;
    Type type;
  };
  std::vector<Known> known;
  bool grouped = false;          // Plain columns are gone.
  std::string_view clause = "";  // "WHERE", for messages.
};

// A table in FROM while it is bound.
struct BoundTable {
  PlanPtr node;
  Scope scope;
};

// inner = outer: how a query names a column of the query around it.
struct EqualPair {
  ExprPtr inner;
  ExprPtr outer;
};

// ORDER BY what is not in the select list: columns behind those of the result.
struct HiddenOrder {
  size_t width = 0;  // Of the result.
  std::vector<std::pair<const Expr*, size_t>> columns;
};

// IN (SELECT ...), EXISTS (SELECT ...) or (SELECT ...) somewhere in it.
bool HasSubquery(const Expr& expr);

class Binder {
 public:
  Binder(const Catalog& catalog, std::string_view text) : catalog_(catalog), text_(text) {}

  // The plan, whose open ends are tied: no ROW_NUMBER() without a bound is left.
  Result<PlanPtr> Bind(const Query& query);
  // An expression over the columns of a scope.
  Result<Scalar> BindScalar(const ExprPtr& expr, const Scope& scope);
  Result<Type> BindType(const TypeName& name);

 private:
  // --- Faults.
  void Fail(Span span, std::string_view problem);
  bool failed() const { return error_.has_value(); }

  // --- Expressions (bind_expression.cc, bind_literal.cc).
  Scalar Expression(const ExprPtr& expr, const Env& env);
  Scalar Condition(const ExprPtr& expr, const Env& env);
  Scalar NameOf(const Expr& expr, const Env& env);
  Scalar NotFound(const Expr& expr, const Env& env);
  Scalar FieldsOf(Scalar value, const std::vector<Name>& names, size_t from, Span span);
  Scalar Literal(const Expr& expr, bool negative = false);
  Scalar Number(const Expr& expr, bool negative);
  Scalar IntervalLiteral(const Expr& expr);
  Scalar CallOf(const Expr& expr, const Env& env);
  void AddOptions(const Expr& expr, std::vector<Scalar>& args);
  Scalar BetweenOf(const Expr& expr, const Env& env);
  Scalar CaseOf(const Expr& expr, const Env& env);
  Scalar CastOf(const Expr& expr, const Env& env);
  Scalar Apply(std::string_view function, std::vector<Scalar> args, Span span);
  Scalar CastTo(Scalar value, const Type& to, Span span, bool lenient = false);
  Scalar Fold(Scalar scalar);
  Type TypeOf(const TypeName& name);
  std::optional<int64_t> ConstantInterval(const ExprPtr& expr, std::string_view what);
  std::optional<int64_t> ConstantWhole(const ExprPtr& expr, std::string_view what);

  // --- Queries (bind_query.cc, bind_select.cc).
  PlanPtr QueryOf(const Query& query);
  PlanPtr BodyOf(const Query& query);
  PlanPtr SelectOf(const Select& select, const Query* outer);
  PlanPtr ValuesOf(const Query& query);
  PlanPtr SetOperationOf(const Query& query);
  PlanPtr UnionNode(PlanPtr node, PlanPtr left, PlanPtr right, SetOperation operation);
  PlanPtr SetNode(PlanPtr node, PlanPtr left, PlanPtr right, SetOperation operation);
  PlanPtr DistinctOf(PlanPtr input);
  PlanPtr OrderAndLimit(PlanPtr node, const Query& query, const HiddenOrder& hidden = {});
  std::optional<SortKey> OrderKey(const OrderItem& item, const PlanNode& node, const Scope& scope,
                                  const HiddenOrder& hidden);
  PlanPtr ProjectItems(const Select& select, PlanPtr node, const Env& env, const Query* outer,
                       HiddenOrder& hidden);
  void AddRowtime(const Select& select, const PlanNode& node, const Env& env,
                  std::vector<Scalar>& outputs, Schema& schema);
  void AddItem(const SelectItem& item, const Env& env, std::vector<Scalar>& outputs,
               Schema& schema);
  void AddStar(const Expr& star, const Env& env, std::vector<Scalar>& outputs, Schema& schema);
  PlanPtr Filter(PlanPtr node, std::vector<Scalar> conditions);
  PlanPtr Project(PlanPtr node, std::vector<Scalar> outputs, std::vector<std::string> names);

  // --- Tables (bind_table.cc).
  BoundTable FromOf(const TableRef& table, std::vector<ExprPtr>& where);
  BoundTable TableOf(const TableRef& table);
  BoundTable NamedOf(const TableRef& table);
  PlanPtr SourceOf(const Table& table);
  PlanPtr ViewOf(const View& view, const std::string& name, Span span);
  BoundTable WindowOf(const TableRef& table);
  std::optional<WindowShape> ShapeOf(const std::string& name, const std::vector<ExprPtr>& sizes,
                                     Span span, bool legacy);
  PlanPtr WindowNode(PlanPtr input, const WindowShape& shape, size_t time_column,
                     std::vector<size_t> partition, Span span);
  BoundTable MatchOf(const TableRef& table);
  void MatchOrder(const MatchRecognize& match, const Scope& scope, const Schema& schema,
                  MatchSpec& spec);
  void CollectMatched(const ExprPtr& expr, const Scope& scope,
                      const std::vector<std::string>& variables, MatchExpression& result, Env& env);
  MatchExpression MatchedOf(const ExprPtr& expr, const Scope& scope,
                            const std::vector<std::string>& variables, bool condition);
  void Rename(BoundTable& table, const TableRef& ref);
  static bool IsUnnest(const TableRef& table);
  BoundTable TumblingItems(const TableRef& table);
  BoundTable UnnestOf(const TableRef& table, PlanPtr left, const Scope& scope, bool outer);

  // --- Grouping (bind_group.cc).
  struct Grouping;
  void CollectAggregates(const ExprPtr& expr, const Scope& scope, std::vector<ExprPtr>& calls);
  bool HasAggregate(const ExprPtr& expr);
  PlanPtr GroupOf(const Select& select, PlanPtr node, const Scope& scope, Env& env);
  bool CollectKeys(const Select& select, const Scope& scope, Grouping& grouping);
  PlanPtr LegacyWindow(PlanPtr node, const Scope& scope, Grouping& grouping);
  PlanPtr StaggerWindow(PlanPtr node, const Select& select, const Scope& scope, Grouping& grouping);
  std::optional<WindowShape> RowtimeShape(const Expr& call);
  bool IsGroupWindow(const Expr& expr, const Scope& scope) const;
  PlanPtr ExpandSets(PlanPtr node, Grouping& grouping);
  PlanPtr AggregateNode(PlanPtr node, const Scope& scope, Grouping& grouping, Env& env);
  AggregateCall AggregateOf(const Expr& call, const Env& env);

  // --- OVER and Top-N (bind_over.cc).
  void CollectOver(const ExprPtr& expr, const Scope& scope, std::vector<ExprPtr>& calls);
  PlanPtr OverOf(const Select& select, PlanPtr node, Env& env);
  WindowSpec ResolveWindow(const Select& select, const WindowSpec& spec, int depth = 0);
  PlanPtr OverNode(PlanPtr node, const WindowSpec& window, const std::vector<ExprPtr>& calls,
                   Env& env);
  bool TimeOrder(const PlanNode& node, const WindowSpec& window, const std::vector<SortKey>& order);
  PlanPtr RankNode(PlanPtr node, const WindowSpec& window, const Expr& call, Env& env);
  OverCall OverCallOf(const Expr& call, const Env& env, size_t width, std::vector<Scalar>& appended,
                      bool bounded);
  std::vector<SortKey> OrderOf(const WindowSpec& window, const Env& env, size_t width,
                               std::vector<Scalar>& appended);
  void FrameOf(const WindowSpec& window, OverSpec& over);
  bool BoundRank(const PlanPtr& node, const Scalar& condition);
  void CloseRank(const PlanPtr& node);
  void Finish(const PlanPtr& node);
  void FinishRank(const PlanPtr& node);
  int64_t AllowedLateness() const;
  size_t ColumnFor(const Scalar& value, size_t width, std::vector<Scalar>& appended);
  PlanPtr AppendColumns(PlanPtr node, std::vector<Scalar> appended);

  // --- Joins and subqueries (bind_join.cc, bind_join_kind.cc, bind_subquery.cc,
  // bind_value_query.cc).
  struct JoinPart;
  BoundTable JoinOf(const TableRef& table, std::vector<ExprPtr>& where);
  void Flatten(const TableRef& table, std::vector<JoinPart>& parts);
  BoundTable InnerJoins(std::vector<JoinPart>& parts, std::vector<ExprPtr>& where);
  BoundTable OuterJoin(const TableRef& table);
  BoundTable OuterUnnest(const TableRef& table, BoundTable left);
  PlanPtr JoinNode(PlanPtr left, PlanPtr right, JoinType type, std::vector<Scalar> conditions,
                   const ExprPtr& as_of, Span span);
  void TakeKeys(PlanPtr& left, PlanPtr& right, std::vector<Scalar>& conditions, JoinSpec& spec);
  void ChooseKind(PlanNode& join, std::vector<Scalar> conditions, const ExprPtr& as_of, Span span);
  bool AsWindowJoin(PlanNode& join);
  bool AsIntervalJoin(PlanNode& join, std::vector<Scalar>& conditions);
  void AsTemporalJoin(PlanNode& join, const ExprPtr& as_of, Span span);
  std::shared_ptr<Select> Decorrelate(const QueryPtr& query, const Scope& outer,
                                      std::vector<EqualPair>& keys);
  PlanPtr JoinSelect(PlanPtr node, const std::shared_ptr<Select>& select,
                     const std::vector<EqualPair>& keys, const Env& env, Span span);
  PlanPtr JoinValue(PlanPtr node, const Expr& expr, Env& env);
  PlanPtr JoinMark(PlanPtr node, const Expr& expr, Env& env);
  PlanPtr JoinQueries(const std::vector<ExprPtr>& exprs, PlanPtr node, Env& env);
  PlanPtr SemiJoin(PlanPtr node, const Scope& scope, const Expr& condition, bool negated);
  BoundTable SubqueryOf(const Query& query, const Scope& scope, std::vector<ExprPtr>& correlated,
                        std::vector<size_t>& values, bool wants_values);

  const Catalog& catalog_;
  std::string_view text_;
  std::optional<Error> error_;
  std::vector<std::pair<std::string, CommonTable>> with_;
  int view_depth_ = 0;
  // Queries that were bound, in views too: one that is named twice in another is bound twice.
  std::shared_ptr<int64_t> queries_ = std::make_shared<int64_t>(0);
  std::optional<size_t> match_time_;  // The time column of the MATCH_RECOGNIZE that is bound.
};

// AND of all; none: nullopt.
std::optional<Scalar> AllOf(std::vector<Scalar> conditions);

}  // namespace weir::sql
