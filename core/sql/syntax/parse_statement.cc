// Statements: CREATE, INSERT, SET, EXPLAIN, DROP, and types.
#include "core/base/text.h"
#include "core/sql/syntax/parser_impl.h"

namespace weir::sql {

Statement Parser::OneStatement() {
  const Span begin = Peek().span;
  Statement statement;
  if (IsWord("CREATE")) {
    statement = Create();
  } else if (IsWord("INSERT")) {
    statement = Insert();
  } else if (IsWord("SET")) {
    statement = Set();
  } else if (IsWord("DROP")) {
    statement = Drop();
  } else if (AcceptWord("EXPLAIN")) {
    AcceptWords({"PLAN", "FOR"});
    statement.kind = Statement::Kind::kExplain;
    statement.query = OneQuery();
  } else if (IsWord("SELECT") || IsWord("VALUES") || IsWord("WITH") || IsSymbol("(")) {
    statement.kind = Statement::Kind::kQuery;
    statement.query = OneQuery();
  } else {
    for (const std::string_view word : {"ALTER", "UPDATE", "DELETE", "USE", "SHOW", "DESCRIBE",
                                        "BEGIN", "ANALYZE", "LOAD", "CALL", "MERGE", "TRUNCATE"}) {
      if (IsWord(word)) Fail(Peek().span, StrCat({word, " is SQL, but Weir does not run it"}));
    }
    FailHere("a statement: SELECT, CREATE TABLE, CREATE VIEW, INSERT INTO, EXPLAIN or SET");
  }
  statement.span = Since(begin);
  return statement;
}

Statement Parser::Create() {
  Statement statement;
  ExpectWord("CREATE");
  AcceptWords({"OR", "REPLACE"});
  AcceptWord("TEMPORARY");
  if (AcceptWord("TABLE")) {
    statement.kind = Statement::Kind::kCreateTable;
    AcceptWords({"IF", "NOT", "EXISTS"});
    statement.name = Identifier("a table's name");
    while (AcceptSymbol(".")) statement.name = Identifier("a table's name");
    CreateTableBody(statement);
  } else if (AcceptWord("VIEW")) {
    statement.kind = Statement::Kind::kCreateView;
    AcceptWords({"IF", "NOT", "EXISTS"});
    statement.name = Identifier("a view's name");
    while (AcceptSymbol(".")) statement.name = Identifier("a view's name");
    if (IsSymbol("(")) statement.columns = IdentifierList();
    ExpectWord("AS");
    statement.query = OneQuery();
  } else if (AcceptWord("STREAM")) {
    statement.kind = Statement::Kind::kCreateStream;
    statement.name = Identifier("a stream's name");
    CreateTableBody(statement);
  } else if (AcceptWord("PUMP")) {
    CreatePumpBody(statement);
  } else {
    for (const std::string_view word :
         {"FUNCTION", "CATALOG", "DATABASE", "MODEL", "MATERIALIZED"}) {
      if (IsWord(word))
        Fail(Peek().span, StrCat({"CREATE ", word, " is SQL, but Weir does not run it"}));
    }
    FailHere(dialect_ == Dialect::kFlink ? "TABLE or VIEW" : "STREAM or PUMP");
  }
  return statement;
}

void Parser::CreatePumpBody(Statement& statement) {
  statement.kind = Statement::Kind::kCreatePump;
  statement.name = Identifier("a pump's name");
  AcceptWord("STOPPED");
  AcceptWord("STARTED");
  ExpectWord("AS");
  ExpectWord("INSERT");
  ExpectWord("INTO");
  statement.target = Identifier("a stream's name");
  if (IsSymbol("(")) statement.columns = IdentifierList();
  statement.query = OneQuery();
}

void Parser::CreateTableBody(Statement& statement) {
  auto table = std::make_shared<CreateTable>();
  table->name = statement.name;
  ExpectSymbol("(");
  do {
    TableElement(*table);
  } while (AcceptSymbol(","));
  ExpectSymbol(")");
  if (AcceptWord("COMMENT")) StringLiteral("a comment in quotes");
  if (AcceptWords({"PARTITIONED", "BY"})) IdentifierList();
  if (AcceptWord("WITH")) table->options = Options();
  statement.table = std::move(table);
}

void Parser::TableElement(CreateTable& table) {
  const Span begin = Peek().span;
  if (IsWord("WATERMARK") && IsWord("FOR", 1)) {
    Take();
    Take();
    if (table.watermark != nullptr) Fail(begin, "a table has one watermark: this is the second");
    table.watermark_column = Identifier("the time column's name");
    ExpectWord("AS");
    table.watermark = Expression();
    return;
  }
  if (AcceptWord("CONSTRAINT")) Identifier("a constraint's name");
  if (IsWord("PRIMARY") && IsWord("KEY", 1)) {
    Take();
    Take();
    table.primary_key = IdentifierList();
    if (AcceptWord("NOT")) ExpectWord("ENFORCED");
    return;
  }
  ColumnDefinition column;
  column.name = Identifier("a column's name");
  ColumnRest(table, std::move(column));
}

void Parser::ColumnRest(CreateTable& table, ColumnDefinition column) {
  if (AcceptWord("AS")) {
    column.computed = Expression();
  } else {
    column.type = std::make_shared<TypeName>(Type());
    if (AcceptWord("METADATA")) {
      column.metadata = true;
      if (AcceptWord("FROM")) column.metadata_key = StringLiteral("a metadata key in quotes");
      AcceptWord("VIRTUAL");
    }
    if (AcceptWords({"PRIMARY", "KEY"})) {
      if (AcceptWord("NOT")) ExpectWord("ENFORCED");
      table.primary_key = {column.name};
    }
  }
  if (AcceptWord("COMMENT")) StringLiteral("a comment in quotes");
  table.columns.push_back(std::move(column));
}

std::vector<std::pair<std::string, std::string>> Parser::Options() {
  std::vector<std::pair<std::string, std::string>> options;
  ExpectSymbol("(");
  do {
    if (IsSymbol(")")) break;
    std::string key = StringLiteral("an option's name in quotes");
    ExpectSymbol("=");
    options.emplace_back(std::move(key), StringLiteral("an option's value in quotes"));
  } while (AcceptSymbol(","));
  ExpectSymbol(")");
  return options;
}

Statement Parser::Insert() {
  Statement statement;
  statement.kind = Statement::Kind::kInsert;
  ExpectWord("INSERT");
  if (IsWord("OVERWRITE"))
    Fail(Peek().span, "INSERT OVERWRITE is for batch jobs; a stream only grows");
  ExpectWord("INTO");
  statement.target = Identifier("a table's name");
  while (AcceptSymbol(".")) statement.target = Identifier("a table's name");
  if (IsSymbol("(") && !IsWord("SELECT", 1) && !IsWord("WITH", 1))
    statement.columns = IdentifierList();
  statement.query = OneQuery();
  return statement;
}

Statement Parser::Set() {
  Statement statement;
  statement.kind = Statement::Kind::kSet;
  ExpectWord("SET");
  statement.key = StringLiteral("a setting's name in quotes");
  ExpectSymbol("=");
  statement.value = StringLiteral("a value in quotes");
  return statement;
}

Statement Parser::Drop() {
  Statement statement;
  statement.kind = Statement::Kind::kDrop;
  ExpectWord("DROP");
  AcceptWord("TEMPORARY");
  if (!AcceptWord("TABLE") && !AcceptWord("VIEW") && !AcceptWord("STREAM") && !AcceptWord("PUMP")) {
    FailHere("TABLE, VIEW, STREAM or PUMP");
  }
  AcceptWords({"IF", "EXISTS"});
  statement.name = Identifier("a name");
  return statement;
}

TypeName Parser::Type() {
  TypeName type;
  const Span begin = Peek().span;
  if (Peek().kind != TokenKind::kWord) {
    FailHere("a type, such as INT, STRING or TIMESTAMP(3)");
    return type;
  }
  type.name = Take().upper;
  if (type.name == "DOUBLE") AcceptWord("PRECISION");
  if (type.name == "CHAR" || type.name == "CHARACTER") {
    if (AcceptWord("VARYING")) type.name = "VARCHAR";
  }
  if (type.name == "BINARY" && AcceptWord("VARYING")) type.name = "VARBINARY";
  TypeParameters(type);
  if (type.name == "TIMESTAMP" || type.name == "TIME") {
    if (AcceptWords({"WITH", "LOCAL", "TIME", "ZONE"})) {
      type.name += "_LTZ";
    } else if (AcceptWords({"WITH", "TIME", "ZONE"})) {
      type.name += "_TZ";
    } else {
      AcceptWords({"WITHOUT", "TIME", "ZONE"});
    }
  }
  if (type.name == "INTERVAL") {
    type.name = StrCat({"INTERVAL ", Peek().upper});
    Take();
    TypeParameters(type);
    if (AcceptWord("TO")) {
      Take();
      TypeParameters(type);
    }
  }
  if (AcceptWords({"NOT", "NULL"})) type.not_null = true;
  AcceptWord("NULL");
  while (AcceptWord("ARRAY")) type = TypeName{"ARRAY", {}, {type}, false, {}, {}};
  type.span = Since(begin);
  return type;
}

// ROW<a INT, b STRING>, or with parentheses.
void Parser::RowFields(TypeName& type) {
  const std::string_view close = IsSymbol("<") ? ">" : ")";
  Take();
  if (AcceptSymbol(close)) return;
  do {
    type.fields.push_back(Identifier("a field's name").text);
    type.arguments.push_back(Type());
    if (Peek().kind == TokenKind::kString) Take();  // A comment.
  } while (!failed() && AcceptSymbol(","));
  ExpectSymbol(close);
}

void Parser::TypeParameters(TypeName& type) {
  if (++nesting_ > 50) Fail(Peek().span, "types nest too deeply");
  if (type.name == "ROW" && (IsSymbol("(") || IsSymbol("<"))) {
    RowFields(type);
  } else if (AcceptSymbol("(")) {
    do {
      const Span at = Peek().span;
      const int64_t number = WholeNumber("a whole number");
      if (number > INT32_MAX) Fail(at, "this is too large for a type");
      type.parameters.push_back(static_cast<int>(number));
    } while (AcceptSymbol(","));
    ExpectSymbol(")");
  } else if (AcceptSymbol("<")) {
    do {
      type.arguments.push_back(Type());
    } while (AcceptSymbol(","));
    ExpectSymbol(">");
  }
  --nesting_;
}

}  // namespace weir::sql
