// From the text of a regular expression to its program.
#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>

#include "core/base/text.h"
#include "core/sql/types/regex.h"
#include "core/sql/types/utf8.h"

namespace weir::sql {
namespace {

constexpr size_t kStepsMax = 20'000;
constexpr int kDepthMax = 200;
constexpr uint32_t kCodeMax = 0x10FFFF;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

class RegexCompiler {
 public:
  explicit RegexCompiler(std::string_view pattern) : pattern_(pattern) {}

  Result<Regex> Compile() {
    Emit(Op::kSave, 0);
    Alternatives(0);
    if (error_.empty() && at_ < pattern_.size()) Fail("an unmatched )");
    Emit(Op::kSave, 1);
    Emit(Op::kMatch);
    if (!error_.empty()) {
      return Error{ErrorCode::kValidation,
                   StrCat({"the regular expression '", pattern_, "' has ", error_, " at character ",
                           std::to_string(Utf8Length(pattern_.substr(0, error_at_)) + 1)})};
    }
    return std::move(regex_);
  }

 private:
  using Op = Regex::Op;
  using Test = Regex::Test;
  using Range = Regex::Range;

  void Fail(std::string message) {
    if (!error_.empty()) return;
    error_ = std::move(message);
    error_at_ = std::min(at_, pattern_.size());
    at_ = pattern_.size();  // Everything that reads on stops.
  }
  bool AtEnd() const { return at_ >= pattern_.size(); }
  bool Peek(std::string_view text) const { return pattern_.substr(at_).starts_with(text); }
  bool Take(std::string_view text) {
    if (!Peek(text)) return false;
    at_ += text.size();
    return true;
  }
  uint32_t TakeCode() {
    const uint32_t code = Utf8Decode(pattern_, at_);
    at_ += Utf8Step(pattern_, at_);
    return code;
  }

  uint32_t Here() const { return static_cast<uint32_t>(regex_.steps_.size()); }
  void Emit(Op op, uint32_t x = 0, uint32_t y = 0) {
    if (regex_.steps_.size() >= kStepsMax) return Fail("too many repetitions");
    regex_.steps_.push_back({op, x, y});
  }
  void EmitSet(std::vector<Range> set, bool negated) {
    if (fold_) Fold(set);
    if (negated) set = Complement(std::move(set));
    const auto first = static_cast<uint32_t>(regex_.ranges_.size());
    regex_.ranges_.insert(regex_.ranges_.end(), set.begin(), set.end());
    Emit(Op::kSet, first, static_cast<uint32_t>(regex_.ranges_.size()));
  }

  // Both cases of the letters of ASCII.
  static void Fold(std::vector<Range>& set) {
    const size_t count = set.size();
    for (size_t i = 0; i < count; ++i) {
      const Range range = set[i];
      for (const auto& [low, high, move] : {std::tuple{'a', 'z', -32}, std::tuple{'A', 'Z', 32}}) {
        const uint32_t from = std::max(range.low, static_cast<uint32_t>(low));
        const uint32_t to = std::min(range.high, static_cast<uint32_t>(high));
        if (from <= to) {
          set.push_back({static_cast<uint32_t>(static_cast<int32_t>(from) + move),
                         static_cast<uint32_t>(static_cast<int32_t>(to) + move)});
        }
      }
    }
  }

  static std::vector<Range> Complement(std::vector<Range> set) {
    std::ranges::sort(set, {}, &Range::low);
    std::vector<Range> rest;
    uint32_t next = 0;
    for (const Range& range : set) {
      if (range.low > next) rest.push_back({next, range.low - 1});
      next = std::max(next, range.high + 1);
    }
    if (next <= kCodeMax) rest.push_back({next, kCodeMax});
    return rest;
  }

  // a|b|c: each but the last is tried before what follows it.
  void Alternatives(int depth) {
    if (depth > kDepthMax) return Fail("groups nested too deeply");
    const bool fold = fold_;
    std::vector<uint32_t> ends;
    for (;;) {
      const uint32_t split = Here();
      Sequence(depth);
      if (!Take("|")) break;
      Insert(split, {Op::kSplit, split + 1, 0});
      ends.push_back(Here());
      Emit(Op::kJump);
      if (!error_.empty()) return;
      regex_.steps_[split].y = Here();
    }
    for (const uint32_t end : ends) {
      if (end < Here()) regex_.steps_[end].x = Here();
    }
    fold_ = fold;
  }

  // Makes room for a step before `at`; what jumps behind it moves along.
  void Insert(uint32_t at, Regex::Step step) {
    for (uint32_t i = at; i < Here(); ++i) {
      Regex::Step& other = regex_.steps_[i];
      if (other.op != Op::kSplit && other.op != Op::kJump) continue;
      if (other.x >= at) ++other.x;
      if (other.op == Op::kSplit && other.y >= at) ++other.y;
    }
    regex_.steps_.insert(regex_.steps_.begin() + static_cast<std::ptrdiff_t>(at), step);
  }

  void Sequence(int depth) {
    while (!AtEnd() && !Peek("|") && !Peek(")")) {
      const uint32_t start = Here();
      if (Atom(depth)) Quantifiers(start);
    }
  }

  void Quantifiers(uint32_t start) {
    for (;;) {
      if (AtEnd()) return;
      int64_t low = 0;
      int64_t high = -1;  // No end.
      if (Take("*")) {
      } else if (Take("+")) {
        low = 1;
      } else if (Take("?")) {
        high = 1;
      } else if (Peek("{") && at_ + 1 < pattern_.size() && IsDigit(pattern_[at_ + 1])) {
        if (!TakeBounds(low, high)) return;
      } else {
        return;
      }
      const bool lazy = Take("?");
      if (!lazy && Peek("+")) return Fail("a possessive quantifier, which is not supported,");
      Repeat(start, low, high, lazy);
    }
  }

  bool TakeBounds(int64_t& low, int64_t& high) {
    ++at_;
    const auto number = [&](int64_t otherwise) {
      if (AtEnd() || !IsDigit(pattern_[at_])) return otherwise;
      int64_t value = 0;
      while (!AtEnd() && IsDigit(pattern_[at_])) {
        value = std::min<int64_t>(value * 10 + (pattern_[at_++] - '0'), 1'000'000);
      }
      return value;
    };
    low = number(0);
    high = Take(",") ? number(-1) : low;
    if (!Take("}")) return Fail("a quantifier without }"), false;
    if (high >= 0 && high < low) return Fail("a quantifier whose limits are exchanged"), false;
    return true;
  }

  void AppendCopy(const std::vector<Regex::Step>& atom, uint32_t from) {
    const uint32_t shift = Here() - from;
    for (Regex::Step step : atom) {
      if (step.op == Op::kSplit || step.op == Op::kJump) step.x += shift;
      if (step.op == Op::kSplit) step.y += shift;
      Emit(step.op, step.x, step.y);
    }
  }

  void SplitAt(uint32_t at, uint32_t first, uint32_t second, bool lazy) {
    regex_.steps_[at] =
        lazy ? Regex::Step{Op::kSplit, second, first} : Regex::Step{Op::kSplit, first, second};
  }

  // The atom stands in the program from `start` on.
  void Repeat(uint32_t start, int64_t low, int64_t high, bool lazy) {
    const std::vector<Regex::Step> atom(regex_.steps_.begin() + static_cast<std::ptrdiff_t>(start),
                                        regex_.steps_.end());
    regex_.steps_.resize(start);
    for (int64_t i = 0; i < low && error_.empty(); ++i) AppendCopy(atom, start);
    if (high < 0) {
      const uint32_t split = Here();
      Emit(Op::kSplit);
      AppendCopy(atom, start);
      Emit(Op::kJump, split);
      if (error_.empty()) SplitAt(split, split + 1, Here(), lazy);
      return;
    }
    std::vector<uint32_t> splits;
    for (int64_t i = low; i < high && error_.empty(); ++i) {
      splits.push_back(Here());
      Emit(Op::kSplit);
      AppendCopy(atom, start);
    }
    if (!error_.empty()) return;
    for (const uint32_t split : splits) SplitAt(split, split + 1, Here(), lazy);
  }

  // False: nothing that can be repeated.
  bool Atom(int depth) {
    if (Take("(")) return Group(depth);
    if (Take("[")) return EmitClass(), true;
    if (Take(".")) return EmitDot(), true;
    if (Take("^")) return Emit(Op::kAssert, static_cast<uint32_t>(Test::kBegin)), true;
    if (Take("$")) return Emit(Op::kAssert, static_cast<uint32_t>(Test::kLineEnd)), true;
    if (Take("\\")) return Escape();
    if (Peek("*") || Peek("+") || Peek("?"))
      return Fail("a quantifier with nothing before it"), false;
    const uint32_t code = TakeCode();
    EmitSet({{code, code}}, false);
    return true;
  }
  void EmitDot() {
    if (dot_all_) return EmitSet({{0, kCodeMax}}, false);
    EmitSet({{'\n', '\n'}, {'\r', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}}, true);
  }

  bool Group(int depth) {
    if (Take("?:")) {
    } else if (Peek("?=") || Peek("?!") || Peek("?<=") || Peek("?<!") || Peek("?>")) {
      Fail("a group that needs backtracking, which is not supported,");
      return false;
    } else if (Take("?<")) {
      const size_t end = pattern_.find('>', at_);
      if (end == std::string_view::npos) return Fail("a group name without >"), false;
      at_ = end + 1;
      return Capture(depth);
    } else if (Take("?")) {
      return Flags(depth);
    } else {
      return Capture(depth);
    }
    Alternatives(depth + 1);
    if (!Take(")")) Fail("a group without )");
    return true;
  }

  bool Capture(int depth) {
    const auto group = static_cast<uint32_t>(++regex_.groups_);
    Emit(Op::kSave, group * 2);
    Alternatives(depth + 1);
    if (!Take(")")) Fail("a group without )");
    Emit(Op::kSave, group * 2 + 1);
    return true;
  }

  // (?i) to the end of the group, (?i:...) for its own.
  bool Flags(int depth) {
    const bool fold = fold_;
    bool on = true;
    while (!AtEnd() && !Peek(")") && !Peek(":")) {
      const char flag = pattern_[at_++];
      if (flag == '-') {
        on = false;
      } else if (flag == 'i') {
        fold_ = on;
      } else if (flag == 's') {
        dot_all_ = on;
      } else if (flag != 'u') {
        return Fail("a flag that is not supported"), false;
      }
    }
    if (Take(")")) return false;
    if (!Take(":")) return Fail("a group without )"), false;
    Alternatives(depth + 1);
    fold_ = fold;
    if (!Take(")")) Fail("a group without )");
    return true;
  }

  // The sets of \d, \w, \s, \h and \p{...}; false: another letter.
  bool NamedSet(char letter, std::vector<Range>& set, bool& negated) {
    negated = letter >= 'A' && letter <= 'Z';
    switch (letter | 0x20) {
      case 'd':
        set = {{'0', '9'}};
        return true;
      case 'w':
        set = {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {'_', '_'}};
        return true;
      case 's':
        set = {{' ', ' '}, {'\t', '\r'}};
        return true;
      case 'h':
        set = {{' ', ' '}, {'\t', '\t'}, {0xA0, 0xA0}, {0x2000, 0x200A}};
        return true;
      case 'p':
        return Property(set);
      default:
        return false;
    }
  }

  bool Property(std::vector<Range>& set) {
    std::string_view name = pattern_.substr(at_, 1);
    if (Take("{")) {
      const size_t end = pattern_.find('}', at_);
      if (end == std::string_view::npos) return Fail("a property without }"), false;
      name = pattern_.substr(at_, end - at_);
      at_ = end + 1;
    } else if (!AtEnd()) {
      ++at_;
    }
    if (name == "Alpha") set = {{'a', 'z'}, {'A', 'Z'}};
    if (name == "Lower") set = {{'a', 'z'}};
    if (name == "Upper") set = {{'A', 'Z'}};
    if (name == "Digit" || name == "Nd" || name == "N") set = {{'0', '9'}};
    if (name == "Alnum") set = {{'a', 'z'}, {'A', 'Z'}, {'0', '9'}};
    if (name == "Punct") set = {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}};
    if (name == "Space") set = {{' ', ' '}, {'\t', '\r'}};
    if (name == "XDigit") set = {{'a', 'f'}, {'A', 'F'}, {'0', '9'}};
    if (name == "ASCII") set = {{0, 0x7F}};
    if (name == "L" || name == "IsAlphabetic") {
      set = {{'a', 'z'},   {'A', 'Z'},     {0xAA, 0xAA},     {0xB5, 0xB5},     {0xC0, 0xD6},
             {0xD8, 0xF6}, {0xF8, 0x1FFF}, {0x2C00, 0xD7FF}, {0xF900, 0xFDFF}, {0x20000, 0x3FFFF}};
    }
    if (set.empty()) Fail("a property that is not known");
    return !set.empty();
  }

  // The character that an escape stands for.
  uint32_t EscapedCode(char letter) {
    switch (letter) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'a':
        return 7;
      case 'e':
        return 27;
      case 'x':
        return Hex(2);
      case 'u':
        return Hex(4);
      default:
        break;
    }
    if ((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z') Fail("an escape that stands for nothing");
    return static_cast<uint8_t>(letter);
  }

  uint32_t Hex(size_t digits) {
    uint32_t code = 0;
    for (size_t i = 0; i < digits; ++i) {
      const char c = AtEnd() ? ' ' : pattern_[at_++];
      const char low = static_cast<char>(c | 0x20);
      if (IsDigit(c)) {
        code = code * 16 + static_cast<uint32_t>(c - '0');
      } else if (low >= 'a' && low <= 'f') {
        code = code * 16 + static_cast<uint32_t>(low - 'a' + 10);
      } else {
        Fail("an escape without its hexadecimal digits");
        return 0;
      }
    }
    return code;
  }

  bool Escape() {
    if (AtEnd()) return Fail("a \\ at its end"), false;
    if ((static_cast<uint8_t>(pattern_[at_]) & 0x80) != 0) {
      const uint32_t code = TakeCode();
      return EmitSet({{code, code}}, false), true;
    }
    const char letter = pattern_[at_++];
    std::vector<Range> set;
    bool negated = false;
    if (NamedSet(letter, set, negated)) return EmitSet(std::move(set), negated), true;
    const auto assertion = [&](Test test) { Emit(Op::kAssert, static_cast<uint32_t>(test)); };
    switch (letter) {
      case 'b':
        return assertion(Test::kBoundary), true;
      case 'B':
        return assertion(Test::kNoBoundary), true;
      case 'A':
        return assertion(Test::kBegin), true;
      case 'z':
        return assertion(Test::kEnd), true;
      case 'Z':
        return assertion(Test::kLineEnd), true;
      case 'Q':
        return Quoted();
      default:
        break;
    }
    if (letter >= '1' && letter <= '9')
      return Fail("a back reference, which is not supported,"), false;
    const uint32_t code = EscapedCode(letter);
    EmitSet({{code, code}}, false);
    return true;
  }

  // \Q...\E: as it is.
  bool Quoted() {
    while (!AtEnd() && !Take("\\E")) {
      const uint32_t code = TakeCode();
      EmitSet({{code, code}}, false);
    }
    return false;
  }

  void EmitClass() {
    const bool negated = Take("^");
    std::vector<Range> set;
    bool first = true;
    while (!AtEnd() && (first || !Peek("]"))) {
      first = false;
      ClassItem(set);
    }
    if (!Take("]")) return Fail("a [ without ]");
    EmitSet(std::move(set), negated);
  }

  void ClassItem(std::vector<Range>& set) {
    if (Peek("&&")) return Fail("an intersection of classes, which is not supported,");
    if (Take("[")) {  // A class inside of a class adds to it.
      if (++class_depth_ > kDepthMax) return Fail("classes nested too deeply");
      const bool negated = Take("^");
      std::vector<Range> inner;
      while (!AtEnd() && !Peek("]")) ClassItem(inner);
      if (!Take("]")) return Fail("a [ without ]");
      --class_depth_;
      if (negated) inner = Complement(std::move(inner));
      set.insert(set.end(), inner.begin(), inner.end());
      return;
    }
    bool one = true;
    const uint32_t low = ClassCode(set, one);
    if (!one) return;
    uint32_t high = low;
    const bool range = Peek("-") && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']';
    if (range) {
      ++at_;
      high = ClassCode(set, one);
      if (!one || high < low) return Fail("a range whose limits are exchanged");
    }
    set.push_back({low, high});
  }

  // A character of a class; `one` false: a set was added instead.
  uint32_t ClassCode(std::vector<Range>& set, bool& one) {
    if (!Take("\\")) return TakeCode();
    if (AtEnd()) return Fail("a \\ at its end"), 0;
    if ((static_cast<uint8_t>(pattern_[at_]) & 0x80) != 0) return TakeCode();
    const char letter = pattern_[at_++];
    std::vector<Range> named;
    bool negated = false;
    if (!NamedSet(letter, named, negated)) return EscapedCode(letter);
    if (negated) named = Complement(std::move(named));
    set.insert(set.end(), named.begin(), named.end());
    one = false;
    return 0;
  }

  std::string_view pattern_;
  size_t at_ = 0;
  int class_depth_ = 0;
  bool fold_ = false;     // (?i)
  bool dot_all_ = false;  // (?s)
  std::string error_;
  size_t error_at_ = 0;
  Regex regex_;
};

Result<Regex> Regex::Compile(std::string_view pattern) { return RegexCompiler(pattern).Compile(); }

}  // namespace weir::sql
