#include "core/sql/types/regex.h"

#include <algorithm>

#include "core/sql/types/utf8.h"

namespace weir::sql {
namespace {

bool IsWord(std::string_view text, size_t at) {
  if (at >= text.size()) return false;
  const char c = text[at];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

// The alternatives that are alive at one position, best first.
struct Regex::Threads {
  struct Thread {
    uint32_t step = 0;
    std::vector<size_t> slots;
  };
  std::vector<Thread> list;
  std::vector<size_t> seen;  // Per step: position + 1 where it was last put on the list.
};

bool Regex::InSet(const Step& step, uint32_t code) const {
  for (uint32_t i = step.x; i < step.y; ++i) {
    if (code >= ranges_[i].low && code <= ranges_[i].high) return true;
  }
  return false;
}

bool Regex::Holds(Test test, std::string_view text, size_t at) const {
  switch (test) {
    case Test::kBegin:
      return at == 0;
    case Test::kEnd:
      return at == text.size();
    case Test::kLineEnd:
      return at == text.size() || (at + 1 == text.size() && text[at] == '\n');
    case Test::kBoundary:
    case Test::kNoBoundary:
      break;
  }
  const bool boundary = (at > 0 && IsWord(text, at - 1)) != IsWord(text, at);
  return boundary == (test == Test::kBoundary);
}

// Puts the step on the list, or what it leads to without reading a character.
void Regex::Follow(Threads& threads, uint32_t step, std::vector<size_t> slots,
                   std::string_view text, size_t at) const {
  // An own stack: a pattern may nest deeper than the machine's.
  std::vector<Threads::Thread> stack;
  stack.push_back({step, std::move(slots)});
  while (!stack.empty()) {
    Threads::Thread thread = std::move(stack.back());
    stack.pop_back();
    if (threads.seen[thread.step] == at + 1) continue;
    threads.seen[thread.step] = at + 1;
    const Step& next = steps_[thread.step];
    switch (next.op) {
      case Op::kJump:
        stack.push_back({next.x, std::move(thread.slots)});
        break;
      case Op::kSplit:
        stack.push_back({next.y, thread.slots});
        stack.push_back({next.x, std::move(thread.slots)});
        break;
      case Op::kSave:
        thread.slots[next.x] = at;
        stack.push_back({thread.step + 1, std::move(thread.slots)});
        break;
      case Op::kAssert:
        if (Holds(static_cast<Test>(next.x), text, at)) {
          stack.push_back({thread.step + 1, std::move(thread.slots)});
        }
        break;
      case Op::kSet:
      case Op::kMatch:
        threads.list.push_back(std::move(thread));
        break;
    }
  }
}

std::optional<std::vector<size_t>> Regex::Run(std::string_view text, size_t from,
                                              bool whole) const {
  Threads now;
  Threads then;
  now.seen.resize(steps_.size());
  then.seen.resize(steps_.size());
  std::optional<std::vector<size_t>> best;
  const std::vector<size_t> none((groups_ + 1) * 2, std::string_view::npos);
  for (size_t at = from;;) {
    // A match may begin here, unless an earlier one is under way: leftmost wins.
    if (!best.has_value() && (!whole || at == from)) Follow(now, 0, none, text, at);
    if (now.list.empty() && (best.has_value() || whole)) break;
    const bool end = at >= text.size();
    const size_t step = end ? 1 : Utf8Step(text, at);
    const uint32_t code = end ? 0 : Utf8Decode(text, at);
    for (Threads::Thread& thread : now.list) {
      const Step& next = steps_[thread.step];
      if (next.op == Op::kMatch) {
        if (whole && !end) continue;
        best = std::move(thread.slots);
        break;  // Those behind it are less preferred.
      }
      if (!end && InSet(next, code)) {
        Follow(then, thread.step + 1, std::move(thread.slots), text, at + step);
      }
    }
    if (end) break;
    now.list.clear();
    std::swap(now, then);
    at += step;
  }
  return best;
}

std::vector<Regex::Span> Regex::Search(std::string_view text, size_t from) const {
  const std::optional<std::vector<size_t>> slots = Run(text, from, false);
  std::vector<Span> spans;
  if (!slots.has_value()) return spans;
  for (size_t i = 0; i < slots->size(); i += 2) spans.emplace_back((*slots)[i], (*slots)[i + 1]);
  return spans;
}

bool Regex::Matches(std::string_view text) const { return Run(text, 0, true).has_value(); }

}  // namespace weir::sql
