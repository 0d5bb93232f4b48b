#include "core/engine/check_watch.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"

namespace weir {
namespace {

bool Holds(CheckOperator comparison, int order) {
  switch (comparison) {
    case CheckOperator::kEqual:
      return order == 0;
    case CheckOperator::kUnequal:
      return order != 0;
    case CheckOperator::kLess:
      return order < 0;
    case CheckOperator::kAtMost:
      return order <= 0;
    case CheckOperator::kGreater:
      return order > 0;
    case CheckOperator::kAtLeast:
      return order >= 0;
  }
  return false;
}

bool BySeconds(CheckWhen when) { return when == CheckWhen::kAlways || when == CheckWhen::kEver; }

}  // namespace

const char* VerdictWord(CheckVerdict verdict) {
  switch (verdict) {
    case CheckVerdict::kOpen:
      return "open";
    case CheckVerdict::kPassed:
      return "ok";
    case CheckVerdict::kFailed:
      return "FAILED";
  }
  return "?";
}

WatchedSum::WatchedSum(const CheckSum& sum) : unit_(sum.unit) {
  for (const CheckTerm& term : sum.terms) {
    Term watched{term.percent, std::nullopt, term.constant};
    if (term.measured) watched.track.emplace(*term.measured);
    terms_.push_back(std::move(watched));
  }
}

bool WatchedSum::needs_seconds() const {
  return std::ranges::any_of(
      terms_, [](const Term& term) { return term.track && term.track->needs_seconds(); });
}

void WatchedSum::Sample(const EngineView& view, Duration stretch) {
  for (Term& term : terms_) {
    if (term.track && term.track->needs_seconds()) term.track->Sample(view, stretch);
  }
}

bool WatchedSum::Take(const EngineView& view) {
  Hundredths sum = 0;
  std::string text;
  for (const Term& term : terms_) {
    std::optional<MeasureValue> value = term.track ? term.track->At(view) : term.constant;
    if (!value) return false;
    sum += static_cast<Hundredths>(value->number) * term.percent;
    text = std::move(value->text);  // Of a text, the only summand.
  }
  hundredths_ = sum;
  text_ = std::move(text);
  return true;
}

MeasureValue WatchedSum::value() const {
  const Hundredths whole = hundredths_ / 100;
  const int64_t number = whole > INT64_MAX   ? INT64_MAX
                         : whole < INT64_MIN ? INT64_MIN
                                             : static_cast<int64_t>(whole);
  return {unit_, number, text_};
}

int Compare(const WatchedSum& a, const WatchedSum& b) {
  if (a.unit_ == MeasureUnit::kText) return a.text_.compare(b.text_);
  if (a.hundredths_ == b.hundredths_) return 0;
  return a.hundredths_ < b.hundredths_ ? -1 : 1;
}

CheckWatch::CheckWatch(std::shared_ptr<const Scenario> scenario)
    : scenario_(std::move(scenario)),
      stretch_(WatchStretch(scenario_->duration)),
      next_(kNever),
      second_(scenario_->start),
      outcomes_(scenario_->checks.size()) {
  for (const Check& check : scenario_->checks) {
    sides_.push_back({WatchedSum(check.left), WatchedSum(check.right)});
    by_seconds_ |= BySeconds(check.when) || sides_.back().left.needs_seconds() ||
                   sides_.back().right.needs_seconds();
  }
  if (sides_.empty()) return;
  next_ = by_seconds_ ? second_ : scenario_->end();
  for (const Check& check : scenario_->checks) {
    if (check.when == CheckWhen::kMoment) next_ = std::min(next_, scenario_->start + check.at);
  }
}

void CheckWatch::Observe(const EngineView& view) {
  WEIR_CHECK(view.now == next_);
  const bool second = by_seconds_ && view.now == second_;
  if (second) {
    const Duration since = view.now == view.start ? Seconds(0) : stretch_;
    for (Sides& sides : sides_) {
      sides.left.Sample(view, since);
      sides.right.Sample(view, since);
    }
    second_ = second_ + stretch_;
  }
  const bool end = view.now == scenario_->end();
  for (size_t i = 0; i < sides_.size(); ++i) {
    const Check& check = scenario_->checks[i];
    const Duration at = view.now - view.start;
    const bool looks = check.when == CheckWhen::kEnd ? end
                       : check.when == CheckWhen::kMoment
                           ? at == check.at
                           : (second || end) && at >= check.from && at <= check.until;
    if (looks && outcomes_[i].verdict == CheckVerdict::kOpen) Judge(view, i);
    if (end) Close(i);
  }
  next_ = kNever;
  if (end) return;
  next_ = by_seconds_ ? std::min(second_, scenario_->end()) : scenario_->end();
  for (const Check& check : scenario_->checks) {
    const Instant at = scenario_->start + check.at;
    if (check.when == CheckWhen::kMoment && at > view.now) next_ = std::min(next_, at);
  }
}

void CheckWatch::Judge(const EngineView& view, size_t number) {
  const Check& check = scenario_->checks[number];
  CheckOutcome& outcome = outcomes_[number];
  Sides& sides = sides_[number];
  const bool left = sides.left.Take(view);
  const bool right = sides.right.Take(view);
  // Of all times together, those count at which there is something to look at.
  if (BySeconds(check.when) && !(left && right)) return;
  outcome.at = view.now;
  outcome.found = left ? std::optional(sides.left.value()) : std::nullopt;
  outcome.expected = right ? std::optional(sides.right.value()) : std::nullopt;
  const bool holds = left && right && Holds(check.comparison, Compare(sides.left, sides.right));
  const CheckVerdict decided = holds ? CheckVerdict::kPassed : CheckVerdict::kFailed;
  const bool open = check.when == CheckWhen::kAlways ? holds : !holds;
  outcome.verdict = BySeconds(check.when) && open ? CheckVerdict::kOpen : decided;
}

void CheckWatch::Close(size_t number) {
  CheckOutcome& outcome = outcomes_[number];
  if (outcome.verdict != CheckVerdict::kOpen) return;
  const bool seen = outcome.found.has_value();
  const bool always = scenario_->checks[number].when == CheckWhen::kAlways;
  if (!seen) outcome.at = scenario_->end();
  outcome.verdict = seen && always ? CheckVerdict::kPassed : CheckVerdict::kFailed;
}

bool CheckWatch::passed() const {
  return std::ranges::none_of(outcomes_, [](const CheckOutcome& outcome) {
    return outcome.verdict == CheckVerdict::kFailed;
  });
}

}  // namespace weir
