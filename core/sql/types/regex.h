// Regular expressions in the syntax of Java, matched without backtracking.
//
// The pattern becomes a program of a few instructions that runs over the text once, all
// alternatives side by side in order of preference (Pike's machine), so that time is text times
// pattern for every pattern. What only backtracking can do says so: back references, looking ahead
// or behind, atomic and possessive groups.
//
//   . [a-z] [^...] \d \w \s \D \W \S \p{Alpha} ^ $ \b \B \A \z  ( ) (?: ) (?<name> ) (?i) |  * + ?
//   {n,m} and each quantifier with ? for the shortest.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace weir::sql {

class Regex {
 public:
  // Error kValidation: what is wrong, and where.
  static Result<Regex> Compile(std::string_view pattern);

  // Where a group matched: bytes [first, second); first npos if it took no part.
  using Span = std::pair<size_t, size_t>;
  // The first match at or after byte `from`: group 0, 1, ...; empty when there is none.
  std::vector<Span> Search(std::string_view text, size_t from = 0) const;
  // Whether all of the text matches.
  bool Matches(std::string_view text) const;

  size_t group_count() const { return groups_; }

 private:
  friend class RegexCompiler;
  enum class Op : uint8_t {
    kSet,     // One character of ranges_[x, y).
    kSplit,   // To x, and to y if that fails.
    kJump,    // To x.
    kSave,    // The position in slot x.
    kAssert,  // Test of kind x.
    kMatch,
  };
  enum class Test : uint8_t { kBegin, kEnd, kLineEnd, kBoundary, kNoBoundary };
  struct Step {
    Op op = Op::kMatch;
    uint32_t x = 0;
    uint32_t y = 0;
  };
  struct Range {
    uint32_t low = 0;
    uint32_t high = 0;
  };
  struct Threads;

  bool Holds(Test test, std::string_view text, size_t at) const;
  void Follow(Threads& threads, uint32_t step, std::vector<size_t> slots, std::string_view text,
              size_t at) const;
  std::optional<std::vector<size_t>> Run(std::string_view text, size_t from, bool whole) const;
  bool InSet(const Step& step, uint32_t code) const;

  std::vector<Step> steps_;
  std::vector<Range> ranges_;
  size_t groups_ = 0;
};

}  // namespace weir::sql
