// What stands behind FROM: tables, joins, window functions.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/syntax/parser_impl.h"

namespace weir::sql {

// a, b is a CROSS JOIN b; its condition stands in WHERE.
TableRefPtr Parser::From() {
  const Span begin = Peek().span;
  TableRefPtr left = JoinTree();
  while (AcceptSymbol(",")) {
    auto join = std::make_shared<TableRef>();
    join->kind = TableRef::Kind::kJoin;
    join->join = JoinKind::kCross;
    join->left = left;
    join->right = JoinTree();
    join->span = Since(begin);
    left = std::move(join);
  }
  return left;
}

TableRefPtr Parser::JoinTree() {
  const Span begin = Peek().span;
  TableRefPtr left = TablePrimary();
  while (!failed()) {
    const std::optional<JoinKind> kind = AcceptJoin();
    if (!kind.has_value()) break;
    left = JoinWith(std::move(left), *kind, begin);
  }
  return left;
}

std::optional<JoinKind> Parser::AcceptJoin() {
  if (IsWord("NATURAL"))
    Fail(Peek().span, "NATURAL JOIN is SQL, but Weir does not run it: name the columns");
  if (AcceptWord("JOIN") || AcceptWords({"INNER", "JOIN"})) return JoinKind::kInner;
  if (AcceptWords({"CROSS", "JOIN"})) return JoinKind::kCross;
  const std::pair<std::string_view, JoinKind> outer[] = {
      {"LEFT", JoinKind::kLeft}, {"RIGHT", JoinKind::kRight}, {"FULL", JoinKind::kFull}};
  for (const auto& [word, kind] : outer) {
    if (!AcceptWord(word)) continue;
    AcceptWord("OUTER");
    ExpectWord("JOIN");
    return kind;
  }
  return std::nullopt;
}

TableRefPtr Parser::JoinWith(TableRefPtr left, JoinKind kind, Span begin) {
  auto join = std::make_shared<TableRef>();
  join->kind = TableRef::Kind::kJoin;
  join->join = kind;
  join->left = std::move(left);
  join->right = TablePrimary();
  if (kind != JoinKind::kCross) {
    if (AcceptWord("ON")) {
      join->on = Expression();
    } else if (AcceptWord("USING")) {
      join->using_columns = IdentifierList();
    } else {
      FailHere("ON and the join's condition");
    }
  }
  join->span = Since(begin);
  return join;
}

// A table with what may follow it: its time, MATCH_RECOGNIZE, its alias.
TableRefPtr Parser::TablePrimary() {
  const Span begin = Peek().span;
  if (++nesting_ > 60) Fail(begin, "tables nest too deeply");
  auto table = std::make_shared<TableRef>(*TableFactor());
  if (AcceptWords({"FOR", "SYSTEM_TIME"})) {
    ExpectWord("AS");
    ExpectWord("OF");
    table->system_time = Expression();
  }
  const auto alias = [this](TableRef& to) {
    const std::string name = OptionalAlias();
    if (name.empty()) return;
    to.alias = name;
    if (IsSymbol("(")) to.column_aliases = IdentifierList();
  };
  alias(*table);
  if (IsWord("MATCH_RECOGNIZE")) {
    table->span = Since(begin);
    table = std::make_shared<TableRef>(*Match(table));
    alias(*table);
  }
  table->span = Since(begin);
  --nesting_;
  return table;
}

TableRefPtr Parser::TableFactor() {
  const Span begin = Peek().span;
  if (IsSymbol("(")) {
    size_t ahead = 0;
    while (IsSymbol("(", ahead)) ++ahead;
    Take();
    auto table = std::make_shared<TableRef>();
    if (IsWord("SELECT", ahead - 1) || IsWord("VALUES", ahead - 1) || IsWord("WITH", ahead - 1)) {
      table->kind = TableRef::Kind::kQuery;
      table->query = OneQuery();
    } else {
      table = std::make_shared<TableRef>(*From());
    }
    ExpectSymbol(")");
    table->span = Since(begin);
    return table;
  }
  if (AcceptWord("LATERAL") && !IsWord("UNNEST")) {
    if (IsSymbol("("))
      Fail(Peek().span, "LATERAL (SELECT ...) is SQL, but Weir does not run it: join the query");
    ExpectWord("TABLE");
    return TableFunction();
  }
  if (IsWord("TABLE") && IsSymbol("(", 1)) {
    Take();
    return TableFunction();
  }
  if (IsWindowFunction()) return WindowFunction();  // Without TABLE( ) around it.
  AcceptWord("TABLE");
  if (IsWord("UNNEST") && IsSymbol("(", 1)) {
    auto table = std::make_shared<TableRef>();
    table->kind = TableRef::Kind::kFunction;
    table->function = NameOrCall();
    table->ordinality = AcceptWords({"WITH", "ORDINALITY"});
    table->span = Since(begin);
    return table;
  }
  return NamedTable();
}

TableRefPtr Parser::NamedTable() {
  const Span begin = Peek().span;
  auto table = std::make_shared<TableRef>();
  table->names.push_back(Identifier("a table"));
  while (AcceptSymbol(".")) table->names.push_back(Identifier("a table's name"));
  table->span = Since(begin);
  return table;
}

bool Parser::IsWindowFunction() const {
  return (IsWord("TUMBLE") || IsWord("HOP") || IsWord("CUMULATE") || IsWord("SESSION")) &&
         IsSymbol("(", 1);
}

// Behind TABLE: ( TUMBLE(...) ), or another function.
TableRefPtr Parser::TableFunction() {
  const Span begin = Peek().span;
  ExpectSymbol("(");
  TableRefPtr table;
  if (IsWindowFunction()) {
    table = WindowFunction();
  } else {
    auto function = std::make_shared<TableRef>();
    function->kind = TableRef::Kind::kFunction;
    function->function = NameOrCall();
    function->span = Since(begin);
    table = std::move(function);
  }
  ExpectSymbol(")");
  return table;
}

TableRefPtr Parser::WindowFunction() {
  const Span begin = Peek().span;
  auto call = std::make_shared<WindowFunctionCall>();
  call->name = Take().upper;
  ExpectSymbol("(");
  std::vector<std::pair<Name, ExprPtr>> named;
  do {
    WindowArgument(*call, named);
  } while (AcceptSymbol(","));
  ExpectSymbol(")");
  call->span = Since(begin);
  PutSizesInOrder(*call, named);
  if (!failed() && call->input == nullptr)
    Fail(call->span, StrCat({call->name, " wants a table: TABLE name"}));
  if (!failed() && call->time_column == nullptr) {
    Fail(call->span, StrCat({call->name, " wants the time column: DESCRIPTOR(column)"}));
  }
  auto table = std::make_shared<TableRef>();
  table->kind = TableRef::Kind::kWindow;
  table->span = call->span;
  table->window = std::move(call);
  return table;
}

void Parser::WindowArgument(WindowFunctionCall& call,
                            std::vector<std::pair<Name, ExprPtr>>& named) {
  Name name;
  if (IsIdentifier() && IsSymbol("=>", 1)) {
    name = Identifier("an argument's name");
    Take();
  }
  if (IsWord("TABLE") || (IsSymbol("(") && IsWord("SELECT", 1))) {
    if (call.input != nullptr) Fail(Peek().span, "a window function has one table");
    call.input = WindowFunctionInput(call);
  } else if (IsWord("DESCRIPTOR")) {
    call.time_column = Descriptor();
  } else if (!name.text.empty()) {
    named.emplace_back(std::move(name), Expression());
  } else {
    call.sizes.push_back(Expression());
  }
}

TableRefPtr Parser::WindowFunctionInput(WindowFunctionCall& call) {
  TableRefPtr input;
  if (AcceptWord("TABLE")) {
    input = IsSymbol("(") ? TableFactor() : NamedTable();
  } else {
    input = TableFactor();
  }
  if (AcceptWords({"PARTITION", "BY"})) {
    const bool parens = AcceptSymbol("(");
    do {
      call.partition_by.push_back(Expression());
      // PARTITION BY a, b, DESCRIPTOR(ts): the comma before DESCRIPTOR or a name => is the call's.
    } while (IsSymbol(",") && !IsWord("DESCRIPTOR", 1) && !IsSymbol("=>", 2) && AcceptSymbol(","));
    if (parens) ExpectSymbol(")");
  }
  return input;
}

ExprPtr Parser::Descriptor() {
  ExpectWord("DESCRIPTOR");
  ExpectSymbol("(");
  const Span begin = Peek().span;
  auto column = std::make_shared<Expr>();
  column->kind = ExprKind::kName;
  column->names.push_back(Identifier("the time column's name"));
  ExprPtr done = Finish(std::move(column), begin);
  ExpectSymbol(")");
  return done;
}

// Named arguments come in any order; the rest of the engine knows the positional form.
void Parser::PutSizesInOrder(WindowFunctionCall& call,
                             const std::vector<std::pair<Name, ExprPtr>>& named) {
  if (named.empty()) return;
  std::vector<std::string_view> order;
  if (call.name == "TUMBLE") order = {"SIZE", "OFFSET"};
  if (call.name == "HOP") order = {"SLIDE", "SIZE", "OFFSET"};
  if (call.name == "CUMULATE") order = {"STEP", "SIZE", "OFFSET"};
  if (call.name == "SESSION") order = {"GAP"};
  std::vector<ExprPtr> sizes(order.size());
  for (const auto& [name, value] : named) {
    std::string upper = name.text;
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    const auto found = std::find(order.begin(), order.end(), upper);
    if (found == order.end()) {
      std::string list = "DATA, TIMECOL";
      for (const std::string_view one : order) list += StrCat({", ", one});
      Fail(name.span, StrCat({call.name, " has no argument ", upper, ": it has ", list}));
      return;
    }
    sizes[static_cast<size_t>(found - order.begin())] = value;
  }
  while (!sizes.empty() && sizes.back() == nullptr) sizes.pop_back();
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (sizes[i] == nullptr)
      Fail(call.span, StrCat({call.name, " wants ", order[i], " => INTERVAL ..."}));
  }
  call.sizes = std::move(sizes);
}

}  // namespace weir::sql
