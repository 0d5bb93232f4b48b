#include "core/engine/measure_watch.h"

#include <algorithm>

#include "core/base/text.h"

namespace weir {
namespace {

constexpr int64_t kLooksMax = 1'000'000;

struct Suffix {
  MeasureOver over;
  OverRow row;
};

constexpr Suffix kSuffixes[] = {
    {MeasureOver::kPerSecond, {"per_second", "growth over the last full second"}},
    {MeasureOver::kPeak, {"peak", "the greatest growth over a full second so far"}},
    {MeasureOver::kMax, {"max", "the greatest value at a full second so far"}},
    {MeasureOver::kMin, {"min", "the least value at a full second so far"}},
    {MeasureOver::kSince, {"since", "the first full second at which it was not 0"}},
};

bool Grows(MeasureUnit unit) {
  return unit != MeasureUnit::kDuration && unit != MeasureUnit::kPercent;
}

}  // namespace

std::vector<OverRow> OverRows() {
  std::vector<OverRow> rows;
  for (const Suffix& suffix : kSuffixes) rows.push_back(suffix.row);
  return rows;
}

Result<WatchedMeasure> WatchedMeasure::Parse(std::string_view path, const MeasureNames& names) {
  MeasureOver over = MeasureOver::kNow;
  std::string_view plain = path;
  const size_t dot = path.rfind('.');
  if (dot != std::string_view::npos) {
    const auto suffix = std::ranges::find(kSuffixes, path.substr(dot + 1),
                                          [](const Suffix& each) { return each.row.suffix; });
    if (suffix != std::end(kSuffixes)) {
      over = suffix->over;
      plain = path.substr(0, dot);
    }
  }
  Result<Measure> measure = Measure::Parse(plain, names);
  if (!measure.ok()) return measure.error();
  const MeasureUnit unit = measure.value().unit();
  const bool growth = over == MeasureOver::kPerSecond || over == MeasureOver::kPeak;
  if (over != MeasureOver::kNow && (unit == MeasureUnit::kText || (growth && !Grows(unit)))) {
    return Error{ErrorCode::kScenario,
                 StrCat({"\"", path, "\": a ", UnitName(unit), " has no ", path.substr(dot + 1)})};
  }
  return WatchedMeasure{std::move(measure).value(), over};
}

MeasureUnit WatchedMeasure::unit() const {
  return over == MeasureOver::kSince ? MeasureUnit::kDuration : measure.unit();
}

std::string WatchedMeasure::path() const {
  std::string path = measure.path();
  for (const Suffix& suffix : kSuffixes) {
    if (suffix.over == over) path += StrCat({".", suffix.row.suffix});
  }
  return path;
}

void MeasureTrack::Sample(const EngineView& view, Duration stretch) {
  const std::optional<MeasureValue> value = watched_.measure.At(view);
  if (!value) return;
  const int64_t now = value->number;
  max_ = seen_ ? std::max(max_, now) : now;
  min_ = seen_ ? std::min(min_, now) : now;
  // What is new has grown from nothing; at the start nothing has grown yet.
  if (stretch.micros > 0) per_second_ = (now - last_) * 1'000'000 / stretch.micros;
  peak_ = std::max(peak_, per_second_);
  if (!since_ && now != 0) since_ = view.now - view.start;
  last_ = now;
  seen_ = true;
}

std::optional<MeasureValue> MeasureTrack::At(const EngineView& view) const {
  if (watched_.over == MeasureOver::kNow) return watched_.measure.At(view);
  if (!seen_) return std::nullopt;
  const MeasureUnit unit = watched_.unit();
  switch (watched_.over) {
    case MeasureOver::kPerSecond:
      return MeasureValue{unit, per_second_, {}};
    case MeasureOver::kPeak:
      return MeasureValue{unit, peak_, {}};
    case MeasureOver::kMax:
      return MeasureValue{unit, max_, {}};
    case MeasureOver::kMin:
      return MeasureValue{unit, min_, {}};
    default:
      break;
  }
  if (!since_) return std::nullopt;
  return MeasureValue{unit, since_->micros, {}};
}

Duration WatchStretch(Duration run) { return Seconds(run.micros / 1'000'000 / kLooksMax + 1); }

}  // namespace weir
