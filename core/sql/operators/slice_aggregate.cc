#include "core/sql/operators/slice_aggregate.h"

#include <algorithm>
#include <numeric>

#include "core/sql/types/calendar.h"

namespace weir::sql {
namespace {

constexpr size_t kRowsAtOnce = 8'192;  // Given out.
constexpr int64_t kSlicesMax = 8;      // For each window that a row is in: more would not pay.

bool Reads(const Scalar& scalar, size_t first) {
  bool reads = false;
  VisitColumns(scalar, [&](size_t column) { reads = reads || column >= first; });
  return reads;
}

// Where the columns of the window are in what a Calc gives out, if it passes them on and looks at
// them nowhere else. `columns`: start and end in its input; nullopt: not so.
std::optional<std::pair<size_t, size_t>> Through(const CalcSpec& calc, size_t first) {
  if (calc.condition.has_value() && Reads(*calc.condition, first)) return std::nullopt;
  std::optional<size_t> start;
  std::optional<size_t> end;
  for (size_t i = 0; i < calc.outputs.size(); ++i) {
    const Scalar& output = calc.outputs[i];
    if (output.IsColumn() && output.column == first) start = i;
    if (output.IsColumn() && output.column == first + 1) end = i;
    if (!output.IsColumn() && Reads(output, first)) return std::nullopt;
  }
  if (!start.has_value() || !end.has_value()) return std::nullopt;
  return std::pair(*start, *end);
}

bool LooksAt(const AggregateSpec& spec, const std::vector<bool>& hidden) {
  bool looks = false;
  const auto see = [&](const Scalar& scalar) {
    VisitColumns(scalar, [&](size_t column) { looks = looks || hidden[column]; });
  };
  for (const Scalar& key : spec.keys) see(key);
  for (const AggregateCall& call : spec.calls) {
    for (const Scalar& arg : call.args) see(arg);
    if (call.filter.has_value()) see(*call.filter);
  }
  return looks;
}

}  // namespace

int64_t SliceOf(const PlanNode& node, const TimeZone& zone) {
  const auto& spec = node.As<AggregateSpec>();
  const WindowShape& shape = spec.shape;
  if (shape.kind != WindowKind::kHop && shape.kind != WindowKind::kCumulate) return 0;
  if (shape.local && !zone.IsUtc()) return 0;  // An hour can come twice.
  const PlanNode* below = node.inputs[0].get();
  const PlanNode* calc = nullptr;
  if (below->kind == NodeKind::kCalc) {
    calc = below;
    below = below->inputs[0].get();
  }
  if (below->kind != NodeKind::kWindow || below->As<WindowSpecification>().shape != shape) return 0;
  const size_t first = below->schema.size() - 3;
  std::vector<bool> hidden(node.inputs[0]->schema.size(), false);
  std::pair<size_t, size_t> bounds{first, first + 1};
  if (calc != nullptr) {
    const auto passed = Through(calc->As<CalcSpec>(), first);
    if (!passed.has_value()) return 0;
    bounds = *passed;
    const auto& outputs = calc->As<CalcSpec>().outputs;
    for (size_t i = 0; i < outputs.size(); ++i) {
      hidden[i] = outputs[i].IsColumn() && outputs[i].column >= first;
    }
  } else {
    for (size_t i = first; i < first + 3; ++i) hidden[i] = true;
  }
  if (*spec.window_start != bounds.first || *spec.window_end != bounds.second) return 0;
  if (LooksAt(spec, hidden)) return 0;
  const int64_t slice =
      shape.kind == WindowKind::kHop ? std::gcd(shape.size, shape.slide) : shape.slide;
  const bool pays = shape.size / slice <= kSlicesMax * (shape.size / shape.slide + 1);
  return pays && shape.size > slice ? slice : 0;
}

bool SliceAggregateOperator::Suits(const PlanNode& node) {
  const auto& spec = node.As<AggregateSpec>();
  return spec.shape.kind < WindowKind::kSession && spec.allowed_lateness == 0 &&
         !node.inputs[0]->updating && FlatLayout::For(spec).has_value();
}

SliceAggregateOperator::SliceAggregateOperator(const PlanNode& node, const TimeZone& zone,
                                               int64_t slice_ms)
    : node_(&node),
      spec_(&node.As<AggregateSpec>()),
      zone_(zone),
      layout_(*FlatLayout::For(*spec_)),
      slice_ms_(slice_ms) {}

int64_t SliceAggregateOperator::LastEnd(const Bounds& slice) const {
  const WindowShape& shape = spec_->shape;
  if (slice_ms_ == 0) return slice.first;
  const int64_t grid = shape.kind == WindowKind::kHop ? shape.slide : shape.size;
  return slice.second - FloorMod(slice.second - shape.offset, grid) + shape.size;
}

int64_t SliceAggregateOperator::FirstEnd(const Bounds& slice) const {
  if (slice_ms_ == 0) return slice.first;
  const int64_t last = LastEnd(slice);
  return last - (last - slice.first) / spec_->shape.slide * spec_->shape.slide;
}

std::pair<int64_t, bool> SliceAggregateOperator::Fired(const Bounds& slice,
                                                       int64_t progress) const {
  if (slice_ms_ == 0) {
    const bool over = LastMoment(slice.first) <= progress;
    return {over ? 1 : 0, over};
  }
  // Borders of slices are those of UTC: the last moment of a window is its end but 1 ms.
  const int64_t step = spec_->shape.slide;
  const int64_t first = FirstEnd(slice);
  const int64_t all = (LastEnd(slice) - first) / step + 1;
  const int64_t fired =
      progress < first - 1 ? 0 : std::min(all, (progress - (first - 1)) / step + 1);
  return {fired, fired == all};
}

void SliceAggregateOperator::Take(const FlatBatch& rows, const Bounds& slice, size_t begin,
                                  size_t count, Context& context) {
  const int64_t progress = spec_->shape.proctime ? kNoWatermark : context.watermark;
  const auto [fired, all] = Fired(slice, progress);
  context.counters.late_rows += fired * static_cast<int64_t>(count);
  if (all) return;
  rows.Update(slices_[slice], begin, count, arrivals_);
}

void SliceAggregateOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  const FlatBatch rows(*spec_, layout_, batch, context.eval);
  if (!context.eval.errors.empty()) return;
  const Column& starts = batch.columns[*spec_->window_start];
  const Column& ends = batch.columns[*spec_->window_end];
  for (size_t begin = 0; begin < batch.rows;) {
    if (starts.IsNull(begin) || ends.IsNull(begin)) {  // The padded side of an outer join.
      ++begin;
      continue;
    }
    const Bounds slice{ends.Int(begin), starts.Int(begin)};
    size_t end = begin + 1;
    if (starts.constant() && ends.constant()) end = batch.rows;
    while (end < batch.rows && !starts.IsNull(end) && !ends.IsNull(end) &&
           ends.Int(end) == slice.first && starts.Int(end) == slice.second) {
      ++end;
    }
    Take(rows, slice, begin, end - begin, context);
    begin = end;
  }
  arrivals_ += static_cast<int64_t>(batch.rows);
}

// The earliest window that has not fired and holds a slice.
std::optional<SliceAggregateOperator::Bounds> SliceAggregateOperator::NextWindow() const {
  if (slices_.empty()) return std::nullopt;
  const Bounds& slice = slices_.begin()->first;
  if (slice_ms_ == 0) return slice;
  const WindowShape& shape = spec_->shape;
  int64_t end = FirstEnd(slice);
  if (end <= fired_) end += ((fired_ - end) / shape.slide + 1) * shape.slide;
  if (shape.kind == WindowKind::kHop) return Bounds{end, end - shape.size};
  return Bounds{end, LastEnd(slice) - shape.size};
}

void SliceAggregateOperator::Give(const Bounds& window, const FlatTable& table,
                                  Context& context) const {
  std::vector<uint32_t> groups(table.size());
  std::iota(groups.begin(), groups.end(), 0U);
  if (!table.in_order()) {
    std::sort(groups.begin(), groups.end(),
              [&](uint32_t a, uint32_t b) { return table.first(a) < table.first(b); });
  }
  const std::vector<Type> types = TypesOf(node_->schema);
  const size_t keys = spec_->keys.size();
  const size_t calls = spec_->calls.size();
  for (size_t begin = 0; begin < groups.size(); begin += kRowsAtOnce) {
    const std::span<const uint32_t> some =
        std::span(groups).subspan(begin, std::min(kRowsAtOnce, groups.size() - begin));
    Batch result = EmptyBatch(std::span(types).first(keys + calls));
    result.rows = some.size();
    table.AppendKeys(layout_, some, std::span(result.columns).first(keys));
    AppendFlatResults(*spec_, layout_, table, some, std::span(result.columns).subspan(keys));
    size_t at = keys + calls;
    for (const int64_t time : {window.second, window.first, LastMoment(window.first)}) {
      const Value value(TimestampValue{time, 0});
      result.columns.push_back(Column::Constant(types[at++], value, some.size()));
    }
    context.out.Emit(std::move(result));
  }
}

void SliceAggregateOperator::FireWindow(const Bounds& window, Context& context) {
  const auto first = slices_.lower_bound({window.second + 1, INT64_MIN});
  const auto last = slices_.upper_bound({window.first, INT64_MAX});
  if (first == last) return;
  if (std::next(first) == last) return Give(window, first->second, context);
  for (auto slice = first; slice != last; ++slice) spare_.Merge(layout_, slice->second);
  Give(window, spare_, context);
  spare_.Clear();
}

void SliceAggregateOperator::Fire(int64_t progress, Context& context) {
  for (std::optional<Bounds> window = NextWindow();
       window.has_value() && LastMoment(window->first) <= progress; window = NextWindow()) {
    if (slice_ms_ == 0) {
      Give(*window, slices_.begin()->second, context);
      slices_.erase(slices_.begin());
      continue;
    }
    FireWindow(*window, context);
    fired_ = window->first;
    while (!slices_.empty() && LastEnd(slices_.begin()->first) <= fired_) {
      slices_.erase(slices_.begin());
    }
  }
  // Also of windows that no row was in: a row that comes now is late for them.
  if (slice_ms_ > 0) fired_ = std::max(fired_, progress == kEndOfTime ? progress : progress + 1);
}

void SliceAggregateOperator::OnWatermark(Context& context) {
  if (!spec_->shape.proctime) Fire(context.watermark, context);
  context.out.EmitWatermark(context.watermark);
}

void SliceAggregateOperator::OnClock(Context& context) {
  if (spec_->shape.proctime) Fire(context.now_ms - 1, context);
}

std::optional<int64_t> SliceAggregateOperator::NextTimer() const {
  if (!spec_->shape.proctime) return std::nullopt;
  const std::optional<Bounds> window = NextWindow();
  return window.has_value() ? std::optional(LastMoment(window->first) + 1) : std::nullopt;
}

int64_t SliceAggregateOperator::StateSize() const {
  int64_t groups = 0;
  for (const auto& [slice, table] : slices_) groups += static_cast<int64_t>(table.size());
  return groups;
}

void SliceAggregateOperator::AddTo(Digest& digest) const {
  digest.Add(fired_);
  digest.Add(arrivals_);
  for (const auto& [slice, table] : slices_) {
    digest.Add(slice.first);
    digest.Add(slice.second);
    table.AddTo(layout_, digest);
  }
}

}  // namespace weir::sql
