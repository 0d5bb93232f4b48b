// Function calls, with the ones whose arguments the standard writes with words in between.
#include "core/base/text.h"
#include "core/sql/syntax/parser_impl.h"

namespace weir::sql {

ExprPtr Parser::Symbol(Name word) {
  auto symbol = std::make_shared<Expr>();
  symbol->kind = ExprKind::kSymbol;
  symbol->text = word.text;
  for (char& c : symbol->text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  symbol->span = word.span;
  return symbol;
}

// The name has been read; ( comes next.
ExprPtr Parser::Call(std::string function, Span begin) {
  auto call = std::make_shared<Expr>();
  call->kind = ExprKind::kCall;
  call->text = std::move(function);
  ExpectSymbol("(");
  if (!SpecialArguments(*call)) {
    if (AcceptSymbol("*")) {
      auto star = std::make_shared<Expr>();
      star->kind = ExprKind::kStar;
      star->span = Since(begin);
      call->args.push_back(std::move(star));
      ExpectSymbol(")");
    } else if (!AcceptSymbol(")")) {
      call->distinct = AcceptWord("DISTINCT");
      if (!call->distinct) AcceptWord("ALL");
      do {
        call->args.push_back(Expression());
      } while (AcceptSymbol(","));
      while (JsonOption(*call)) {
      }
      ExpectSymbol(")");
    }
  }
  CallTail(*call);
  return Finish(std::move(call), begin);
}

void Parser::CallTail(Expr& call) {
  if (AcceptWord("WITHIN")) {
    ExpectWord("GROUP");
    ExpectSymbol("(");
    ExpectWord("ORDER");
    ExpectWord("BY");
    call.within_group = OrderBy();
    ExpectSymbol(")");
  }
  if (IsWord("FILTER") && IsSymbol("(", 1)) {
    Take();
    Take();
    ExpectWord("WHERE");
    call.filter = Expression();
    ExpectSymbol(")");
  }
  if (AcceptWord("IGNORE")) {
    ExpectWord("NULLS");
    call.options.push_back("IGNORE NULLS");
  } else if (AcceptWords({"RESPECT", "NULLS"})) {
    call.options.push_back("RESPECT NULLS");
  }
  if (AcceptWord("OVER")) call.over = OverClause();
}

// True: the call is one of those below, and read up to its closing parenthesis.
bool Parser::SpecialArguments(Expr& call) {
  const std::string& name = call.text;
  if (name == "EXTRACT") {
    ExtractArguments(call);
  } else if (name == "TRIM") {
    TrimArguments(call);
  } else if (name == "SUBSTRING") {
    SubstringArguments(call);
  } else if (name == "OVERLAY") {
    OverlayArguments(call);
  } else if (name == "POSITION") {
    PositionArguments(call);
  } else if (name == "FLOOR" || name == "CEIL" || name == "CEILING" || name == "STEP") {
    RoundingArguments(call);
  } else if (name == "TIMESTAMPADD" || name == "TIMESTAMPDIFF" || name == "TSDIFF") {
    TimestampAddArguments(call);
  } else if (name == "CURSOR" && dialect_ == Dialect::kKinesisAnalytics) {
    call.query = OneQuery();
  } else if (name == "JSON_OBJECT" || name == "JSON_OBJECTAGG" || name == "JSON_ARRAY") {
    JsonMembers(call);
  } else {
    return false;
  }
  ExpectSymbol(")");
  return true;
}

void Parser::ExtractArguments(Expr& call) {
  call.args.push_back(Symbol(Identifier("a unit: YEAR, MONTH, DAY, HOUR, MINUTE, SECOND")));
  ExpectWord("FROM");
  call.args.push_back(Expression());
}

// TRIM(x), TRIM(BOTH FROM x), TRIM(LEADING 'a' FROM x), TRIM('a' FROM x)
void Parser::TrimArguments(Expr& call) {
  const Span begin = Peek().span;
  Name side{"BOTH", begin};
  for (const std::string_view word : {"BOTH", "LEADING", "TRAILING"}) {
    if (AcceptWord(word)) side.text = word;
  }
  auto blank = std::make_shared<Expr>();
  blank->kind = ExprKind::kString;
  blank->text = " ";
  blank->span = begin;
  ExprPtr characters = blank;
  if (!AcceptWord("FROM")) {
    ExprPtr first = Expression();
    if (!AcceptWord("FROM")) {  // It was the text itself.
      call.args = {Symbol(side), characters, std::move(first)};
      return;
    }
    characters = std::move(first);
  }
  call.args = {Symbol(side), characters, Expression()};
}

void Parser::SubstringArguments(Expr& call) {
  call.args.push_back(Expression());
  const bool words = AcceptWord("FROM");
  if (!words) ExpectSymbol(",");
  call.args.push_back(Expression());
  if (words ? AcceptWord("FOR") : AcceptSymbol(",")) call.args.push_back(Expression());
}

void Parser::OverlayArguments(Expr& call) {
  call.args.push_back(Expression());
  if (AcceptSymbol(",")) {
    do {
      call.args.push_back(Expression());
    } while (AcceptSymbol(","));
    return;
  }
  ExpectWord("PLACING");
  call.args.push_back(Expression());
  ExpectWord("FROM");
  call.args.push_back(Expression());
  if (AcceptWord("FOR")) call.args.push_back(Expression());
}

void Parser::PositionArguments(Expr& call) {
  call.args.push_back(Operators(kBindRange + 1));
  if (!AcceptSymbol(",")) ExpectWord("IN");
  call.args.push_back(Expression());
  if (AcceptWord("FROM")) call.args.push_back(Expression());
}

// FLOOR(x), FLOOR(t TO HOUR), STEP(t BY INTERVAL '10' SECOND)
void Parser::RoundingArguments(Expr& call) {
  call.args.push_back(Expression());
  if (call.text == "STEP") {
    if (!AcceptSymbol(",")) ExpectWord("BY");
    call.args.push_back(Expression());
    return;
  }
  if (AcceptWord("TO"))
    call.args.push_back(Symbol(Identifier("a unit: YEAR, MONTH, DAY, HOUR, ...")));
}

void Parser::TimestampAddArguments(Expr& call) {
  if (call.text == "TSDIFF") {
    call.args = ExpressionsUntil(")");
    --at_;  // The caller takes the parenthesis.
    return;
  }
  call.args.push_back(Symbol(Identifier("a unit: YEAR, MONTH, DAY, HOUR, MINUTE, SECOND")));
  for (int i = 0; i < 2; ++i) {
    ExpectSymbol(",");
    call.args.push_back(Expression());
  }
}

// JSON_OBJECT(KEY 'a' VALUE 1, 'b' VALUE 2 ABSENT ON NULL), JSON_ARRAY(1, 2 NULL ON NULL)
void Parser::JsonMembers(Expr& call) {
  const bool object = call.text != "JSON_ARRAY";
  if (IsSymbol(")")) return;
  do {
    if (IsWord("NULL") && IsWord("ON", 1)) break;
    if (object) {
      if (IsWord("KEY") && !IsWord("VALUE", 1) && !IsSymbol(",", 1)) Take();
      call.args.push_back(Expression());
      if (!AcceptWord("VALUE")) ExpectSymbol(",");
    }
    ExprPtr value = Expression();
    const bool json = value->kind == ExprKind::kCall &&
                      (value->text == "JSON_OBJECT" || value->text == "JSON_ARRAY");
    if (json && call.text != "JSON_OBJECTAGG") call.args.push_back(Symbol({"RAW", value->span}));
    call.args.push_back(std::move(value));
  } while (!failed() && AcceptSymbol(","));
  while (JsonOption(call)) {
  }
}

// Of JSON_VALUE, JSON_QUERY, JSON_EXISTS and LISTAGG: RETURNING INT, NULL ON EMPTY, WITH WRAPPER.
// In the options as words; DEFAULT keeps its expression as one more argument.
bool Parser::JsonOption(Expr& call) {
  if (failed() || call.text.rfind("JSON_", 0) != 0) return false;
  const auto behaviour = [&](std::string word) {
    ExpectWord("ON");
    for (const std::string_view when : {"EMPTY", "NULL", "ERROR"}) {
      if (!AcceptWord(when)) continue;
      call.options.push_back(StrCat({word, " ON ", when}));
      return;
    }
    FailHere("EMPTY, NULL or ERROR");
  };
  if (AcceptWord("RETURNING")) {
    call.type = std::make_shared<TypeName>(Type());
    return true;
  }
  if (AcceptWord("WITHOUT")) {
    AcceptWord("ARRAY");
    ExpectWord("WRAPPER");
    call.options.push_back("WITHOUT WRAPPER");
    return true;
  }
  if (AcceptWord("WITH")) {
    const bool conditional = AcceptWord("CONDITIONAL");
    if (!conditional) AcceptWord("UNCONDITIONAL");
    AcceptWord("ARRAY");
    ExpectWord("WRAPPER");
    call.options.push_back(conditional ? "WITH CONDITIONAL WRAPPER" : "WITH WRAPPER");
    return true;
  }
  if (AcceptWord("EMPTY")) {
    const bool array = AcceptWord("ARRAY");
    if (!array) ExpectWord("OBJECT");
    behaviour(array ? "EMPTY ARRAY" : "EMPTY OBJECT");
    return true;
  }
  if (AcceptWord("DEFAULT")) {
    call.args.push_back(Operators(kBindAdd));
    behaviour("DEFAULT");
    return true;
  }
  for (const std::string_view word : {"NULL", "ERROR", "TRUE", "FALSE", "UNKNOWN", "ABSENT"}) {
    if (!AcceptWord(word)) continue;
    behaviour(std::string(word));
    return true;
  }
  return false;
}

}  // namespace weir::sql
