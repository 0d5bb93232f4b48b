// Functions of text: cutting, padding, joining, searching. Positions are characters, from 1.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/sql/functions/function_def.h"
#include "core/sql/functions/text_limits.h"
#include "core/sql/types/letters.h"
#include "core/sql/types/utf8.h"

namespace weir::sql {
namespace {

using std::string_view;

void Concat(RowCall& call) {
  std::string text;
  for (size_t i = 0; i < call.size(); ++i) text += call.Text(i);
  call.out.AppendText(text);
}

// NULL texts are left out; a NULL separator gives NULL.
void ConcatWith(RowCall& call) {
  if (call.IsNull(0)) return call.Null();
  std::string text;
  bool first = true;
  for (size_t i = 1; i < call.size(); ++i) {
    if (call.IsNull(i)) continue;
    if (!first) text += call.Text(0);
    text += call.Text(i);
    first = false;
  }
  call.out.AppendText(text);
}

void Upper(RowCall& call) { call.out.AppendText(ToUpper(call.Text(0))); }
void Lower(RowCall& call) { call.out.AppendText(ToLower(call.Text(0))); }
void Length(RowCall& call) { call.out.AppendInt(static_cast<int64_t>(Utf8Length(call.Text(0)))); }
void ByteLength(RowCall& call) { call.out.AppendInt(static_cast<int64_t>(call.Text(0).size())); }

bool Holds(string_view set, string_view character) {
  for (size_t at = 0; at < set.size(); at += Utf8Step(set, at)) {
    if (set.substr(at, Utf8Step(set, at)) == character) return true;
  }
  return false;
}

string_view TrimLeft(string_view text, string_view set) {
  while (!text.empty()) {
    const size_t step = Utf8Step(text, 0);
    if (!Holds(set, text.substr(0, step))) break;
    text.remove_prefix(step);
  }
  return text;
}

string_view TrimRight(string_view text, string_view set) {
  while (!text.empty()) {
    const size_t last = Utf8Floor(text, text.size() - 1);
    if (!Holds(set, text.substr(last))) break;
    text.remove_suffix(text.size() - last);
  }
  return text;
}

// BOTH | LEADING | TRAILING, characters, text.
void Trim(RowCall& call) {
  string_view text = call.Text(2);
  const string_view set = call.Text(1);
  if (call.Text(0) != "TRAILING") text = TrimLeft(text, set);
  if (call.Text(0) != "LEADING") text = TrimRight(text, set);
  call.out.AppendText(text);
}

template <bool left, bool right>
void TrimSides(RowCall& call) {
  string_view text = call.Text(0);
  const string_view set = call.size() > 1 ? call.Text(1) : " ";
  if (left) text = TrimLeft(text, set);
  if (right) text = TrimRight(text, set);
  call.out.AppendText(text);
}

// Characters from `start` (1 is the first, 0 counts as it, -1 is the last), at most `length`.
string_view Part(string_view text, int64_t start, int64_t length) {
  if (length <= 0) return {};
  const auto count = static_cast<int64_t>(Utf8Length(text));
  start = std::clamp<int64_t>(start, -kTextLengthMax, kTextLengthMax);
  int64_t first = start > 0 ? start - 1 : (start < 0 ? count + start : 0);
  if (first < 0) {
    if (length < -first) return {};
    length += first;
    first = 0;
  }
  if (first >= count) return {};
  const size_t from = Utf8Offset(text, static_cast<size_t>(first));
  const string_view rest = text.substr(from);
  return rest.substr(0, Utf8Offset(rest, static_cast<size_t>(std::min(length, count))));
}

void Substring(RowCall& call) {
  const int64_t length = call.size() > 2 ? call.Int(2) : INT64_MAX / 2;
  call.out.AppendText(Part(call.Text(0), call.Int(1), length));
}

void Left(RowCall& call) { call.out.AppendText(Part(call.Text(0), 1, call.Int(1))); }
void Right(RowCall& call) {
  const int64_t length = call.Int(1);
  const auto count = static_cast<int64_t>(Utf8Length(call.Text(0)));
  if (length >= count) return call.out.AppendText(call.Text(0));
  call.out.AppendText(length <= 0 ? string_view() : Part(call.Text(0), -length, length));
}

// The character where `needle` stands in `text` for the `nth` time from character `from` on, 1 the
// first; 0: nowhere. A negative `from` searches from the end backwards.
int64_t Find(string_view text, string_view needle, int64_t from, int64_t nth) {
  if (from == 0 || nth <= 0) return 0;
  const auto count = static_cast<int64_t>(Utf8Length(text));
  if (from > count + 1 || from < -count) return 0;
  const int64_t first = from > 0 ? from - 1 : count + from;
  size_t at = Utf8Offset(text, static_cast<size_t>(first));
  for (;; --nth) {
    at = from > 0 ? text.find(needle, at) : text.rfind(needle, at);
    if (at == string_view::npos) return 0;
    if (nth == 1) return static_cast<int64_t>(Utf8Length(text.substr(0, at))) + 1;
    if (from > 0 ? at >= text.size() : at == 0) return 0;
    at = from > 0 ? at + Utf8Step(text, at) : Utf8Floor(text, at - 1);
  }
}

// needle, haystack [, from]
void Locate(RowCall& call) {
  const int64_t from = call.size() > 2 ? call.Int(2) : 1;
  call.out.AppendInt(from > 0 ? Find(call.Text(1), call.Text(0), from, 1) : 0);
}
// haystack, needle [, from [, nth]]
void Instr(RowCall& call) {
  const int64_t from = call.size() > 2 ? call.Int(2) : 1;
  call.out.AppendInt(Find(call.Text(0), call.Text(1), from, call.size() > 3 ? call.Int(3) : 1));
}

void Replace(RowCall& call) {
  const string_view text = call.Text(0);
  const string_view from = call.Text(1);
  if (from.empty()) return call.out.AppendText(text);
  std::string out;
  size_t at = 0;
  for (size_t found = 0; (found = text.find(from, at)) != string_view::npos;) {
    out += text.substr(at, found - at);
    out += call.Text(2);
    at = found + from.size();
  }
  out += text.substr(at);
  call.out.AppendText(out);
}

void Overlay(RowCall& call) {
  const string_view text = call.Text(0);
  const string_view put = call.Text(1);
  const int64_t start = call.Int(2);
  const auto count = static_cast<int64_t>(Utf8Length(text));
  const int64_t length =
      call.size() > 3 ? std::min(call.Int(3), count) : static_cast<int64_t>(Utf8Length(put));
  if (start <= 0 || start > count) return call.out.AppendText(text);
  std::string out(text.substr(0, Utf8Offset(text, static_cast<size_t>(start - 1))));
  out += put;
  // A negative length reaches to the end, as it does in Flink.
  if (length >= 0 && start - 1 + length < count) {
    out += text.substr(Utf8Offset(text, static_cast<size_t>(start - 1 + length)));
  }
  call.out.AppendText(out);
}

// text, length, fill; `left`: on the left side.
template <bool left>
void Pad(RowCall& call) {
  const string_view text = call.Text(0);
  const int64_t length = call.Int(1);
  const string_view fill = call.size() > 2 ? call.Text(2) : " ";
  if (length < 0) return call.Null();
  const auto have = static_cast<int64_t>(Utf8Length(text));
  if (length <= have) {
    return call.out.AppendText(text.substr(0, Utf8Offset(text, static_cast<size_t>(length))));
  }
  if (fill.empty()) return call.Null();
  if (length > kTextLengthMax) return call.Fail("the text would be too long");
  std::string padding;
  auto missing = static_cast<size_t>(length - have);
  const size_t fill_length = Utf8Length(fill);
  for (; missing >= fill_length; missing -= fill_length) padding += fill;
  padding += fill.substr(0, Utf8Offset(fill, missing));
  call.out.AppendText(left ? padding + std::string(text) : std::string(text) + padding);
}

void Repeat(RowCall& call) {
  const string_view text = call.Text(0);
  const int64_t times = call.Int(1);
  if (times <= 0 || text.empty()) return call.out.AppendText({});
  if (times > kTextLengthMax / static_cast<int64_t>(text.size())) {
    return call.Fail("the text would be too long");
  }
  std::string out;
  out.reserve(text.size() * static_cast<size_t>(times));
  for (int64_t i = 0; i < times; ++i) out += text;
  call.out.AppendText(out);
}

void Reverse(RowCall& call) {
  const string_view text = call.Text(0);
  std::string out;
  for (size_t end = text.size(); end > 0;) {
    const size_t begin = Utf8Floor(text, end - 1);
    out += text.substr(begin, end - begin);
    end = begin;
  }
  call.out.AppendText(out);
}

void InitCap(RowCall& call) {
  const string_view text = call.Text(0);
  std::string out;
  bool inside = false;  // Of a word: what is no ASCII letter or digit ends it.
  for (size_t at = 0; at < text.size();) {
    const size_t step = Utf8Step(text, at);
    const uint32_t code = Utf8Decode(text, at);
    const uint32_t upper = UpperOf(code);
    const bool letter = upper != LowerOf(code) || (code >= '0' && code <= '9') || code >= 0x250;
    AppendUtf8(inside ? LowerOf(code) : upper, out);
    inside = letter;
    at += step;
  }
  call.out.AppendText(out);
}

// text, separator, index from 0.
void SplitIndex(RowCall& call) {
  const int64_t index = call.Int(2);
  const string_view separator = call.Text(1);
  string_view rest = call.Text(0);
  if (index < 0 || separator.empty()) return call.Null();
  for (int64_t i = 0;; ++i) {
    const size_t end = rest.find(separator);
    if (i == index) return call.out.AppendText(rest.substr(0, end));
    if (end == string_view::npos) return call.Null();
    rest.remove_prefix(end + separator.size());
  }
}

// The separator may be given by its code.
void SplitIndexByCode(RowCall& call) {
  const int64_t code = call.Int(1);
  if (code <= 0 || code > 0x10FFFF || call.Int(2) < 0) return call.Null();
  std::string separator;
  AppendUtf8(static_cast<uint32_t>(code), separator);
  string_view rest = call.Text(0);
  for (int64_t i = 0;; ++i) {
    const size_t end = rest.find(separator);
    if (i == call.Int(2)) return call.out.AppendText(rest.substr(0, end));
    if (end == string_view::npos) return call.Null();
    rest.remove_prefix(end + separator.size());
  }
}

void Ascii(RowCall& call) {
  const string_view text = call.Text(0);
  call.out.AppendInt(text.empty() ? 0 : static_cast<uint8_t>(text[0]));
}

// The character of the code modulo 256; nothing below 0.
void Chr(RowCall& call) {
  std::string out;
  if (call.Int(0) >= 0) AppendUtf8(static_cast<uint32_t>(call.Int(0) % 256), out);
  call.out.AppendText(out);
}

void StartsWith(RowCall& call) { call.out.AppendBool(call.Text(0).starts_with(call.Text(1))); }
void EndsWith(RowCall& call) { call.out.AppendBool(call.Text(0).ends_with(call.Text(1))); }

// text, from, to: the n-th character of `from` becomes the n-th of `to`, or is dropped.
void Translate(RowCall& call) {
  if (call.IsNull(0)) return call.Null();
  const string_view text = call.Text(0);
  if (call.IsNull(1) || call.Text(1).empty()) return call.out.AppendText(text);
  const string_view from = call.Text(1);
  const string_view to = call.IsNull(2) ? "" : call.Text(2);
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t step = Utf8Step(text, at);
    const string_view character = text.substr(at, step);
    at += step;
    size_t index = 0;
    size_t place = 0;
    while (place < from.size() && from.substr(place, Utf8Step(from, place)) != character) {
      place += Utf8Step(from, place);
      ++index;
    }
    if (place >= from.size()) {
      out += character;
    } else if (const size_t other = Utf8Offset(to, index); other < to.size()) {
      out += to.substr(other, Utf8Step(to, other));
    }
  }
  call.out.AppendText(out);
}

// index from 1, texts...
void Elt(RowCall& call) {
  const int64_t index = call.IsNull(0) ? 0 : call.Int(0);
  const auto at = static_cast<size_t>(index);
  if (index < 1 || at >= call.size() || call.IsNull(at)) return call.Null();
  call.out.AppendText(call.Text(at));
}

constexpr FunctionDef String(string_view name, string_view parameters, string_view result,
                             RowKernel row, string_view usage, string_view doc,
                             NullRule nulls = NullRule::kStrict, bool may_be_null = false) {
  return {.name = name,
          .parameters = parameters,
          .result = result,
          .category = Category::kString,
          .nulls = nulls,
          .row = row,
          .usage = usage,
          .doc = doc,
          .may_be_null = may_be_null};
}

constexpr auto kTable = std::to_array<FunctionDef>({
    String("||", "text, text", "text", Concat, "a || b", "The texts one after the other."),
    String("||", "bytes, bytes", "bytes", Concat, "a || b", "The bytes one after the other."),
    String("CONCAT", "text, text*", "text", Concat, "CONCAT(a, b, ...)", "NULL if one is."),
    String("CONCAT_WS", "text, text*", "text", ConcatWith, "CONCAT_WS(separator, a, b, ...)",
           "Joined by a separator; NULL texts are left out.", NullRule::kCalled),
    String("UPPER", "text", "text", Upper, "UPPER(s)", "In capitals."),
    String("UCASE", "text", "text", Upper, "UCASE(s)", "The same as UPPER."),
    String("LOWER", "text", "text", Lower, "LOWER(s)", "In small letters."),
    String("LCASE", "text", "text", Lower, "LCASE(s)", "The same as LOWER."),
    String("INITCAP", "text", "text", InitCap, "INITCAP(s)", "Each word with a capital."),
    String("CHAR_LENGTH", "text", "int", Length, "CHAR_LENGTH(s)", "How many characters."),
    String("CHARACTER_LENGTH", "text", "int", Length, "CHARACTER_LENGTH(s)",
           "The same as CHAR_LENGTH."),
    String("OCTET_LENGTH", "bytes", "int", ByteLength, "OCTET_LENGTH(b)", "How many bytes."),
    String("TRIM", "symbol, text, text", "text", Trim,
           "TRIM([BOTH | LEADING | TRAILING] [characters] FROM s)",
           "Without the given characters (blanks) at its ends."),
    String("LTRIM", "text, text?", "text", TrimSides<true, false>, "LTRIM(s [, characters])",
           "Without the characters at its beginning."),
    String("RTRIM", "text, text?", "text", TrimSides<false, true>, "RTRIM(s [, characters])",
           "Without the characters at its end."),
    String("BTRIM", "text, text?", "text", TrimSides<true, true>, "BTRIM(s [, characters])",
           "Without the characters at both ends."),
    String("SUBSTRING", "text, int, int?", "text", Substring,
           "SUBSTRING(s, start [, length]) or SUBSTRING(s FROM start [FOR length])",
           "A part; a negative start counts from the end."),
    String("SUBSTR", "text, int, int?", "text", Substring, "SUBSTR(s, start [, length])",
           "The same as SUBSTRING."),
    String("LEFT", "text, int", "text", Left, "LEFT(s, n)", "The first n characters."),
    String("RIGHT", "text, int", "text", Right, "RIGHT(s, n)", "The last n characters."),
    String("POSITION", "text, text", "int", Locate, "POSITION(needle IN s)",
           "Where it stands first; 0 if nowhere."),
    String("LOCATE", "text, text, int?", "int", Locate, "LOCATE(needle, s [, from])",
           "Where it stands from a position on; 0 if nowhere."),
    String("INSTR", "text, text, int?, int?", "int", Instr, "INSTR(s, needle [, from [, nth]])",
           "Where it stands for the nth time; a negative from searches backwards."),
    String("REPLACE", "text, text, text", "text", Replace, "REPLACE(s, from, to)",
           "Every occurrence replaced."),
    String("OVERLAY", "text, text, int, int?", "text", Overlay,
           "OVERLAY(s PLACING new FROM start [FOR length])", "A part replaced."),
    String("LPAD", "text, int, text?", "text", Pad<true>, "LPAD(s, length [, fill])",
           "Filled on the left, or cut, to a length; NULL of a negative one.", NullRule::kStrict,
           true),
    String("RPAD", "text, int, text?", "text", Pad<false>, "RPAD(s, length [, fill])",
           "Filled on the right, or cut, to a length; NULL of a negative one.", NullRule::kStrict,
           true),
    String("REPEAT", "text, int", "text", Repeat, "REPEAT(s, n)", "n times the text."),
    String("REVERSE", "text", "text", Reverse, "REVERSE(s)", "Backwards."),
    String("SPLIT_INDEX", "text, text, int", "text", SplitIndex, "SPLIT_INDEX(s, separator, index)",
           "A part between separators, the first is 0.", NullRule::kStrict, true),
    String("SPLIT_INDEX", "text, int, int", "text", SplitIndexByCode,
           "SPLIT_INDEX(s, separator_code, index)", "The separator by its code.", NullRule::kStrict,
           true),
    String("ASCII", "text", "int", Ascii, "ASCII(s)", "The code of the first byte; 0 of ''."),
    String("CHR", "int", "text", Chr, "CHR(n)", "The character of the code n modulo 256."),
    String("STARTSWITH", "text, text", "bool", StartsWith, "STARTSWITH(s, start)",
           "Whether s begins with it."),
    String("STARTSWITH", "bytes, bytes", "bool", StartsWith, "STARTSWITH(b, start)",
           "Whether b begins with it."),
    String("ENDSWITH", "text, text", "bool", EndsWith, "ENDSWITH(s, end)",
           "Whether s ends with it."),
    String("ENDSWITH", "bytes, bytes", "bool", EndsWith, "ENDSWITH(b, end)",
           "Whether b ends with it."),
    String("TRANSLATE", "text, text, text", "text", Translate, "TRANSLATE(s, from, to)",
           "Characters exchanged one by one, or dropped where `to` is shorter.", NullRule::kCalled),
    String("ELT", "int, text, text*", "text", Elt, "ELT(n, a, b, ...)", "The nth of the texts.",
           NullRule::kCalled),
});

}  // namespace

std::span<const FunctionDef> StringFunctions() { return kTable; }

}  // namespace weir::sql
