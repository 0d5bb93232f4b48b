// Queries: SELECT, set operations, VALUES, WITH, and their clauses.
#include "core/base/text.h"
#include "core/sql/syntax/parser_impl.h"

namespace weir::sql {
namespace {

constexpr int kQueryNestingMax = 60;

}  // namespace

QueryPtr Parser::OneQuery() {
  const Span begin = Peek().span;
  if (++nesting_ > kQueryNestingMax) Fail(begin, "queries nest too deeply");
  std::vector<CommonTable> with;
  if (AcceptWord("WITH")) {
    if (IsWord("RECURSIVE"))
      Fail(Peek().span, "WITH RECURSIVE is SQL, but has no meaning on a stream");
    do {
      CommonTable common;
      common.name = Identifier("a name");
      if (IsSymbol("(")) common.columns = IdentifierList();
      ExpectWord("AS");
      ExpectSymbol("(");
      common.query = OneQuery();
      ExpectSymbol(")");
      with.push_back(std::move(common));
    } while (AcceptSymbol(","));
  }
  QueryPtr body = QueryTerm();
  while (!failed() && (IsWord("UNION") || IsWord("EXCEPT") || IsWord("MINUS"))) {
    auto both = std::make_shared<Query>();
    both->kind = Query::Kind::kSetOperation;
    const bool is_union = IsWord("UNION");
    Take();
    const bool all = AcceptWord("ALL");
    if (!all) AcceptWord("DISTINCT");
    if (is_union) {
      both->operation = all ? SetOperation::kUnionAll : SetOperation::kUnion;
    } else {
      both->operation = all ? SetOperation::kExceptAll : SetOperation::kExcept;
    }
    both->left = body;
    both->right = QueryTerm();
    both->span = Since(begin);
    body = std::move(both);
  }
  --nesting_;
  if (failed()) return std::make_shared<Query>();
  auto query = std::make_shared<Query>(*body);
  query->with.insert(query->with.begin(), with.begin(), with.end());
  if (AcceptWords({"ORDER", "BY"})) query->order_by = OrderBy();
  if (AcceptWord("LIMIT") && !AcceptWord("ALL")) query->limit = Expression();
  if (AcceptWord("OFFSET")) {
    query->offset = Expression();
    if (!AcceptWord("ROWS")) AcceptWord("ROW");
  }
  if (AcceptWord("FETCH")) {
    if (!AcceptWord("FIRST")) ExpectWord("NEXT");
    query->limit = Expression();
    if (!AcceptWord("ROWS")) ExpectWord("ROW");
    ExpectWord("ONLY");
  }
  query->span = Since(begin);
  return query;
}

QueryPtr Parser::QueryTerm() {
  const Span begin = Peek().span;
  QueryPtr left = QueryPrimary();
  while (AcceptWord("INTERSECT")) {
    auto both = std::make_shared<Query>();
    both->kind = Query::Kind::kSetOperation;
    const bool all = AcceptWord("ALL");
    if (!all) AcceptWord("DISTINCT");
    both->operation = all ? SetOperation::kIntersectAll : SetOperation::kIntersect;
    both->left = left;
    both->right = QueryPrimary();
    both->span = Since(begin);
    left = std::move(both);
  }
  return left;
}

QueryPtr Parser::QueryPrimary() {
  if (AcceptSymbol("(")) {
    QueryPtr query = OneQuery();
    ExpectSymbol(")");
    return query;
  }
  if (IsWord("VALUES")) return ValuesQuery();
  if (IsWord("SELECT")) return SelectQuery();
  FailHere("SELECT");
  return std::make_shared<Query>();
}

QueryPtr Parser::ValuesQuery() {
  const Span begin = Peek().span;
  ExpectWord("VALUES");
  auto query = std::make_shared<Query>();
  query->kind = Query::Kind::kValues;
  do {
    if (AcceptWord("ROW")) {
      query->rows.push_back(ExpressionList());
    } else if (AcceptSymbol("(")) {
      query->rows.push_back(ExpressionsUntil(")"));
    } else {
      query->rows.push_back({Expression()});
    }
  } while (AcceptSymbol(","));
  query->span = Since(begin);
  return query;
}

QueryPtr Parser::SelectQuery() {
  const Span begin = Peek().span;
  auto select = std::make_shared<Select>();
  ExpectWord("SELECT");
  if (dialect_ == Dialect::kKinesisAnalytics && AcceptWord("STREAM")) select->stream = true;
  select->distinct = AcceptWord("DISTINCT");
  if (!select->distinct) AcceptWord("ALL");
  select->items = SelectList();
  if (AcceptWord("FROM")) select->from = From();
  if (AcceptWord("WHERE")) select->where = Expression();
  if (IsWord("GROUP") && IsWord("BY", 1)) {
    Take();
    Take();
    select->grouped = true;
    select->group_by = GroupBy();
  } else if (IsWord("WINDOWED") && IsWord("BY", 1)) {
    select->stagger = Stagger();
  }
  if (AcceptWord("HAVING")) select->having = Expression();
  if (AcceptWord("WINDOW")) {
    do {
      Name name = Identifier("a window's name");
      ExpectWord("AS");
      select->windows.emplace_back(std::move(name), Window());
    } while (AcceptSymbol(","));
  }
  select->span = Since(begin);
  auto query = std::make_shared<Query>();
  query->span = select->span;
  query->select = std::move(select);
  return query;
}

std::vector<SelectItem> Parser::SelectList() {
  std::vector<SelectItem> items;
  do {
    if (IsWord("FROM")) {
      Fail(Peek().span, "expected a column before FROM");
      break;
    }
    items.push_back(OneSelectItem());
  } while (AcceptSymbol(","));
  return items;
}

SelectItem Parser::OneSelectItem() {
  SelectItem item;
  const Span begin = Peek().span;
  size_t ahead = 0;
  while (IsIdentifier(ahead) && IsSymbol(".", ahead + 1)) ahead += 2;
  if (IsSymbol("*", ahead)) {
    auto star = std::make_shared<Expr>();
    star->kind = ExprKind::kStar;
    while (IsIdentifier()) {
      star->names.push_back(Identifier("a table's name"));
      ExpectSymbol(".");
    }
    ExpectSymbol("*");
    item.expr = Finish(std::move(star), begin);
  } else {
    item.expr = Expression();
    item.alias = OptionalAlias();
  }
  item.span = Since(begin);
  return item;
}

std::vector<GroupItem> Parser::GroupBy() {
  std::vector<GroupItem> items;
  do {
    items.push_back(OneGroupItem());
  } while (AcceptSymbol(","));
  return items;
}

GroupItem Parser::OneGroupItem() {
  GroupItem item;
  const Span begin = Peek().span;
  if (AcceptWords({"GROUPING", "SETS"})) {
    item.kind = GroupItem::Kind::kGroupingSets;
    item.sets = GroupElements();
  } else if (IsWord("ROLLUP") && IsSymbol("(", 1)) {
    Take();
    item.kind = GroupItem::Kind::kRollup;
    item.sets = GroupElements();
  } else if (IsWord("CUBE") && IsSymbol("(", 1)) {
    Take();
    item.kind = GroupItem::Kind::kCube;
    item.sets = GroupElements();
  } else if (IsSymbol("(") && IsSymbol(")", 1)) {
    Take();
    Take();
    item.kind = GroupItem::Kind::kGroupingSets;
    item.sets = {{}};
  } else {
    item.expr = Expression();
  }
  item.span = Since(begin);
  return item;
}

std::vector<std::vector<ExprPtr>> Parser::GroupElements() {
  std::vector<std::vector<ExprPtr>> sets;
  ExpectSymbol("(");
  do {
    if (AcceptSymbol("(")) {
      sets.push_back(IsSymbol(")") ? std::vector<ExprPtr>{} : ExpressionsUntil(")"));
      if (sets.back().empty()) ExpectSymbol(")");
    } else {
      sets.push_back({Expression()});
    }
  } while (AcceptSymbol(","));
  ExpectSymbol(")");
  return sets;
}

std::shared_ptr<const StaggerClause> Parser::Stagger() {
  const Span begin = Peek().span;
  auto stagger = std::make_shared<StaggerClause>();
  ExpectWord("WINDOWED");
  ExpectWord("BY");
  ExpectWord("STAGGER");
  ExpectSymbol("(");
  if (AcceptWords({"PARTITION", "BY"})) {
    do {
      stagger->partition_by.push_back(Expression());
    } while (AcceptSymbol(","));
  }
  ExpectWord("RANGE");
  stagger->length = Operators(kBindAdd);
  ExpectSymbol(")");
  stagger->span = Since(begin);
  return stagger;
}

std::vector<OrderItem> Parser::OrderBy() {
  std::vector<OrderItem> items;
  do {
    OrderItem item;
    item.expr = Expression();
    item.descending = AcceptWord("DESC");
    if (!item.descending) AcceptWord("ASC");
    if (AcceptWord("NULLS")) {
      item.nulls_first = AcceptWord("FIRST");
      if (!*item.nulls_first) ExpectWord("LAST");
    }
    items.push_back(std::move(item));
  } while (AcceptSymbol(","));
  return items;
}

std::shared_ptr<const WindowSpec> Parser::OverClause() {
  if (IsSymbol("(")) return Window();
  auto spec = std::make_shared<WindowSpec>();
  const Name name = Identifier("a window: OVER (...) or OVER name");
  spec->base = name.text;
  spec->span = name.span;
  return spec;
}

std::shared_ptr<const WindowSpec> Parser::Window() {
  const Span begin = Peek().span;
  auto spec = std::make_shared<WindowSpec>();
  ExpectSymbol("(");
  if (IsIdentifier() && !IsWord("PARTITION") && !IsWord("ROWS") && !IsWord("RANGE")) {
    spec->base = Identifier("a window's name").text;
  }
  if (AcceptWords({"PARTITION", "BY"})) {
    do {
      spec->partition_by.push_back(Expression());
    } while (AcceptSymbol(","));
  }
  if (AcceptWords({"ORDER", "BY"})) spec->order_by = OrderBy();
  if (IsWord("ROWS") || IsWord("RANGE")) Frame(*spec);
  ExpectSymbol(")");
  spec->span = Since(begin);
  return spec;
}

void Parser::Frame(WindowSpec& spec) {
  spec.has_frame = true;
  spec.rows = IsWord("ROWS");
  Take();
  if (AcceptWord("BETWEEN")) {
    spec.begin = Bound();
    ExpectWord("AND");
    spec.end = Bound();
  } else {
    spec.begin = Bound();
  }
}

FrameBound Parser::Bound() {
  FrameBound bound;
  const Span begin = Peek().span;
  if (AcceptWords({"CURRENT", "ROW"})) {
    bound.kind = FrameBound::Kind::kCurrentRow;
  } else if (AcceptWord("UNBOUNDED")) {
    const bool preceding = AcceptWord("PRECEDING");
    if (!preceding) ExpectWord("FOLLOWING");
    bound.kind =
        preceding ? FrameBound::Kind::kUnboundedPreceding : FrameBound::Kind::kUnboundedFollowing;
  } else {
    bound.offset = Operators(kBindAdd);
    const bool preceding = AcceptWord("PRECEDING");
    if (!preceding) ExpectWord("FOLLOWING");
    bound.kind = preceding ? FrameBound::Kind::kPreceding : FrameBound::Kind::kFollowing;
  }
  bound.span = Since(begin);
  return bound;
}

}  // namespace weir::sql
