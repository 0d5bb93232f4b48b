// MATCH_RECOGNIZE ( ... ) and its pattern.
#include "core/base/text.h"
#include "core/sql/syntax/parser_impl.h"

namespace weir::sql {
namespace {

constexpr int64_t kRepetitionMax = 10'000;  // Of one pattern variable. Modelled.

}  // namespace

TableRefPtr Parser::Match(TableRefPtr input) {
  const Span begin = Peek().span;
  auto match = std::make_shared<MatchRecognize>();
  ExpectWord("MATCH_RECOGNIZE");
  ExpectSymbol("(");
  if (AcceptWords({"PARTITION", "BY"})) {
    do {
      match->partition_by.push_back(Expression());
    } while (AcceptSymbol(","));
  }
  if (AcceptWords({"ORDER", "BY"})) match->order_by = OrderBy();
  if (AcceptWord("MEASURES")) {
    do {
      SelectItem item;
      const Span at = Peek().span;
      if (!AcceptWord("FINAL")) AcceptWord("RUNNING");
      item.expr = Expression();
      ExpectWord("AS");
      item.alias = Identifier("the measure's name").text;
      item.span = Since(at);
      match->measures.push_back(std::move(item));
    } while (AcceptSymbol(","));
  }
  if (AcceptWords({"ALL", "ROWS", "PER", "MATCH"})) {
    match->all_rows = true;
    Fail(Since(begin), "ALL ROWS PER MATCH is SQL, but neither Flink nor Weir runs it");
  } else {
    AcceptWords({"ONE", "ROW", "PER", "MATCH"});
  }
  MatchSkip(*match);
  ExpectWord("PATTERN");
  ExpectSymbol("(");
  match->pattern = PatternAlternation();
  ExpectSymbol(")");
  if (AcceptWord("WITHIN")) match->within = Operators(kBindAdd);
  ExpectWord("DEFINE");
  do {
    SelectItem item;
    const Span at = Peek().span;
    item.alias = Identifier("a pattern variable").text;
    ExpectWord("AS");
    item.expr = Expression();
    item.span = Since(at);
    match->define.push_back(std::move(item));
  } while (AcceptSymbol(","));
  ExpectSymbol(")");
  match->span = Since(begin);
  auto table = std::make_shared<TableRef>();
  table->kind = TableRef::Kind::kMatch;
  table->left = std::move(input);
  table->match = std::move(match);
  return table;
}

void Parser::MatchSkip(MatchRecognize& match) {
  if (!AcceptWords({"AFTER", "MATCH"})) return;
  ExpectWord("SKIP");
  if (AcceptWords({"PAST", "LAST", "ROW"})) return;
  ExpectWord("TO");
  if (AcceptWords({"NEXT", "ROW"})) {
    match.skip = MatchRecognize::Skip::kToNextRow;
    return;
  }
  const bool first = AcceptWord("FIRST");
  if (!first) AcceptWord("LAST");
  match.skip = first ? MatchRecognize::Skip::kToFirst : MatchRecognize::Skip::kToLast;
  match.skip_variable = Identifier("a pattern variable").text;
}

Pattern Parser::PatternAlternation() {
  const Span begin = Peek().span;
  if (++nesting_ > 50) Fail(begin, "patterns nest too deeply");
  Pattern pattern = PatternSequence();
  if (IsSymbol("|")) {
    Pattern choice;
    choice.kind = Pattern::Kind::kAlternation;
    choice.parts.push_back(std::move(pattern));
    while (AcceptSymbol("|")) choice.parts.push_back(PatternSequence());
    choice.span = Since(begin);
    pattern = std::move(choice);
  }
  --nesting_;
  return pattern;
}

Pattern Parser::PatternSequence() {
  Pattern sequence;
  sequence.kind = Pattern::Kind::kSequence;
  const Span begin = Peek().span;
  while (!failed() && (IsIdentifier() || IsSymbol("("))) sequence.parts.push_back(PatternFactor());
  if (sequence.parts.empty()) FailHere("a pattern variable");
  sequence.span = Since(begin);
  return sequence;
}

Pattern Parser::PatternFactor() {
  const Span begin = Peek().span;
  Pattern pattern;
  if (AcceptSymbol("(")) {
    pattern = PatternAlternation();
    ExpectSymbol(")");
  } else {
    pattern.kind = Pattern::Kind::kVariable;
    pattern.variable = Identifier("a pattern variable").text;
  }
  pattern.span = Since(begin);
  PatternQuantifier(pattern);
  return pattern;
}

void Parser::PatternQuantifier(Pattern& pattern) {
  int64_t least = 0;
  int64_t most = -1;
  const Span begin = Peek().span;
  if (AcceptSymbol("*")) {
  } else if (AcceptSymbol("+")) {
    least = 1;
  } else if (AcceptSymbol("?")) {
    most = 1;
  } else if (AcceptSymbol("{")) {
    if (!IsSymbol(",")) least = most = WholeNumber("how often");
    if (AcceptSymbol(",")) most = IsSymbol("}") ? -1 : WholeNumber("how often at most");
    ExpectSymbol("}");
    if (least > kRepetitionMax || most > kRepetitionMax)
      Fail(Since(begin), "at most 10,000 repetitions");
    if (most >= 0 && most < least) Fail(Since(begin), "the most is less than the least");
  } else {
    return;
  }
  Pattern repeat;
  repeat.kind = Pattern::Kind::kRepeat;
  repeat.least = least;
  repeat.most = most;
  repeat.reluctant = AcceptSymbol("?");
  repeat.span = Since(pattern.span);
  repeat.parts.push_back(std::move(pattern));
  pattern = std::move(repeat);
}

}  // namespace weir::sql
