#include "core/sql/operators/window_assign.h"

#include <algorithm>

#include "core/sql/types/calendar.h"

namespace weir::sql {
namespace {

// The time of a row as the windows' borders count it.
int64_t TimeOf(const WindowSpecification& spec, const TimeZone& zone, const Batch& batch,
               size_t row, const Context& context) {
  const int64_t time =
      spec.shape.proctime ? context.now_ms : batch.columns[spec.time_column].Int(row);
  return spec.shape.local ? zone.ToLocal(time) : time;
}

}  // namespace

void WindowsOf(const WindowShape& shape, int64_t time, std::vector<WindowBounds>& windows) {
  windows.clear();
  switch (shape.kind) {
    case WindowKind::kCumulate: {
      const int64_t start = time - FloorMod(time - shape.offset, shape.size);
      const int64_t step = start + ((time - start) / shape.slide + 1) * shape.slide;
      for (int64_t end = step; end <= start + shape.size; end += shape.slide)
        windows.push_back({start, end});
      return;
    }
    case WindowKind::kHop: {
      const int64_t last = time - FloorMod(time - shape.offset, shape.slide);
      for (int64_t start = last; start > time - shape.size; start -= shape.slide) {
        windows.push_back({start, start + shape.size});
      }
      std::reverse(windows.begin(), windows.end());
      return;
    }
    default: {
      const int64_t start = time - FloorMod(time - shape.offset, shape.size);
      windows.push_back({start, start + shape.size});
    }
  }
}

namespace {

void AppendWindow(Batch& batch, size_t width, const WindowBounds& window,
                  const WindowSpecification& spec, const TimeZone& zone) {
  batch.columns[width].AppendInt(window.start);
  batch.columns[width + 1].AppendInt(window.end);
  batch.columns[width + 2].AppendInt(spec.shape.local ? zone.ToUtc(window.end) - 1
                                                      : window.end - 1);
}

}  // namespace

WindowAssignOperator::WindowAssignOperator(const PlanNode& node, const TimeZone& zone,
                                           int64_t slice_ms)
    : node_(&node), spec_(&node.As<WindowSpecification>()), zone_(zone) {
  if (slice_ms > 0) {
    width_ = slice_ms;
  } else if (spec_->shape.kind == WindowKind::kTumble) {
    width_ = spec_->shape.size;
  }
}

bool WindowAssignOperator::HasTimes(const Batch& batch, Context& context) const {
  if (spec_->shape.proctime || !batch.columns[spec_->time_column].has_nulls()) return true;
  for (size_t row = 0; row < batch.rows; ++row) {
    if (!batch.columns[spec_->time_column].IsNull(row)) continue;
    context.Fail("the time attribute of a row is NULL: it belongs to no window");
    return false;
  }
  return true;
}

void WindowAssignOperator::AppendSame(Batch& batch, int64_t start) const {
  const WindowBounds window{start, start + width_};
  const int64_t last = (spec_->shape.local ? zone_.ToUtc(window.end) : window.end) - 1;
  const size_t at = batch.columns.size();
  size_t i = 0;
  for (const int64_t time : {window.start, window.end, last}) {
    batch.columns.push_back(
        Column::Constant(node_->schema[at + i].type, Value(TimestampValue{time, 0}), batch.rows));
    ++i;
  }
}

// To each row the window it is in. Mostly all rows of a batch are in the same.
void WindowAssignOperator::AppendOne(Batch& batch, const Context& context) const {
  const WindowShape& shape = spec_->shape;
  const auto start_of = [&](int64_t time) { return time - FloorMod(time - shape.offset, width_); };
  const auto time_of = [&](size_t row) { return TimeOf(*spec_, zone_, batch, row, context); };
  int64_t start = start_of(time_of(0));
  size_t same = 1;
  while (same < batch.rows) {
    const int64_t time = time_of(same);
    if (time < start || time >= start + width_) break;
    ++same;
  }
  if (same == batch.rows) return AppendSame(batch, start);
  std::vector<int64_t> starts(same, start);
  starts.reserve(batch.rows);
  for (size_t row = same; row < batch.rows; ++row) {
    const int64_t time = time_of(row);
    if (time < start || time >= start + width_) start = start_of(time);
    starts.push_back(start);
  }
  const size_t at = batch.columns.size();
  for (size_t i = 0; i < 3; ++i) {
    Column& column = batch.columns.emplace_back(node_->schema[at + i].type);
    column.Reserve(batch.rows);
    for (const int64_t one : starts) {
      const int64_t end = one + width_;
      column.AppendInt(i == 0 ? one : (i == 1 ? end : (shape.local ? zone_.ToUtc(end) : end) - 1));
    }
  }
}

void WindowAssignOperator::OnOwnBatch(size_t input, Batch batch, Context& context) {
  if (width_ == 0 || batch.rows == 0) return OnBatch(input, batch, context);
  if (!HasTimes(batch, context)) return;
  AppendOne(batch, context);
  context.out.Emit(std::move(batch));
}

void WindowAssignOperator::OnBatch(size_t input, const Batch& batch, Context& context) {
  if (width_ > 0 && batch.rows > 0) return OnOwnBatch(input, Batch(batch), context);
  if (!HasTimes(batch, context)) return;
  std::vector<uint32_t> rows;
  std::vector<WindowBounds> all;
  std::vector<WindowBounds> windows;
  for (size_t row = 0; row < batch.rows; ++row) {
    WindowsOf(spec_->shape, TimeOf(*spec_, zone_, batch, row, context), windows);
    for (const WindowBounds& window : windows) {
      rows.push_back(static_cast<uint32_t>(row));
      all.push_back(window);
    }
  }
  Batch result = batch.Select(rows);
  const size_t width = result.columns.size();
  for (size_t i = 0; i < 3; ++i) result.columns.emplace_back(node_->schema[width + i].type);
  for (const WindowBounds& window : all) AppendWindow(result, width, window, *spec_, zone_);
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void SessionAssignOperator::Add(std::vector<Session>& sessions, int64_t time, Row row, RowKind kind,
                                int64_t progress, Context& context) {
  if (spec_->shape.kind == WindowKind::kStagger) {
    // The first row opens it, and no other moves its end.
    if (sessions.empty() || sessions.back().end <= time) {
      sessions.push_back({time, time + spec_->shape.size, arrivals_, {}});
    }
    sessions.back().rows.emplace_back(kind, std::move(row));
    ++arrivals_;
    return;
  }
  Session merged{time, time + spec_->shape.size, arrivals_, {}};
  // Sessions are apart from each other and in order; those that touch the new one join it.
  const auto touches = [&](const Session& session) {
    return session.start <= merged.end && merged.start <= session.end;
  };
  const bool joins = std::any_of(sessions.begin(), sessions.end(), touches);
  if (!joins && LastMomentOf(merged.end, spec_->shape, zone_) <= progress &&
      !spec_->shape.proctime) {
    ++context.counters.late_rows;
    return;
  }
  std::vector<Session> kept;
  for (Session& session : sessions) {
    if (!touches(session)) {
      kept.push_back(std::move(session));
      continue;
    }
    merged.start = std::min(merged.start, session.start);
    merged.end = std::max(merged.end, session.end);
    merged.first = std::min(merged.first, session.first);
    for (auto& old : session.rows) merged.rows.push_back(std::move(old));
  }
  merged.rows.emplace_back(kind, std::move(row));
  const auto place = std::find_if(kept.begin(), kept.end(), [&](const Session& session) {
    return session.start > merged.start;
  });
  kept.insert(place, std::move(merged));
  sessions = std::move(kept);
  ++arrivals_;
}

void SessionAssignOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  const int64_t progress = spec_->shape.proctime ? context.now_ms : context.watermark;
  for (size_t row = 0; row < batch.rows; ++row) {
    if (!spec_->shape.proctime && batch.columns[spec_->time_column].IsNull(row)) {
      context.Fail("the time attribute of a row is NULL: it belongs to no session");
      return;
    }
    const std::string key = KeyOf(batch, spec_->partition, row);
    Add(sessions_.Get(key), TimeOf(*spec_, zone_, batch, row, context), batch.RowAt(row),
        batch.KindAt(row), progress, context);
  }
}

void SessionAssignOperator::Fire(int64_t progress, Context& context) {
  std::vector<Session> fired;
  std::vector<std::string> empty;
  sessions_.ForEach([&](const std::string& key, std::vector<Session>& sessions) {
    std::vector<Session> kept;
    for (Session& session : sessions) {
      const bool over = LastMomentOf(session.end, spec_->shape, zone_) <= progress;
      (over ? fired : kept).push_back(std::move(session));
    }
    sessions = std::move(kept);
    if (sessions.empty()) empty.push_back(key);
  });
  for (const std::string& key : empty) sessions_.Erase(key);
  std::sort(fired.begin(), fired.end(), [](const Session& a, const Session& b) {
    return a.end != b.end ? a.end < b.end : a.first < b.first;
  });
  Batch result = EmptyBatch(TypesOf(node_->schema));
  for (Session& session : fired) {
    const int64_t time = LastMomentOf(session.end, spec_->shape, zone_);
    for (auto& [kind, row] : session.rows) {
      row.emplace_back(TimestampValue{session.start, 0});
      row.emplace_back(TimestampValue{session.end, 0});
      row.emplace_back(TimestampValue{time, 0});
      result.Append(row, kind);
    }
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

void SessionAssignOperator::OnWatermark(Context& context) {
  if (!spec_->shape.proctime) Fire(context.watermark, context);
  context.out.EmitWatermark(context.watermark);
}

void SessionAssignOperator::OnClock(Context& context) {
  if (spec_->shape.proctime) Fire(context.now_ms - 1, context);
}

std::optional<int64_t> SessionAssignOperator::NextTimer() const {
  if (!spec_->shape.proctime) return std::nullopt;
  std::optional<int64_t> next;
  sessions_.ForEach([&](const std::string& /*key*/, const std::vector<Session>& sessions) {
    for (const Session& session : sessions) {
      const int64_t time = LastMomentOf(session.end, spec_->shape, zone_) + 1;
      if (!next.has_value() || time < *next) next = time;
    }
  });
  return next;
}

int64_t SessionAssignOperator::StateSize() const {
  int64_t rows = 0;
  sessions_.ForEach([&](const std::string& /*key*/, const std::vector<Session>& sessions) {
    for (const Session& session : sessions) rows += static_cast<int64_t>(session.rows.size());
  });
  return rows;
}

void SessionAssignOperator::AddTo(Digest& digest) const {
  sessions_.ForEach([&](const std::string& key, const std::vector<Session>& sessions) {
    digest.Add(std::string_view(key));
    for (const Session& session : sessions) {
      digest.Add(session.start);
      digest.Add(session.end);
      digest.Add(static_cast<uint64_t>(session.rows.size()));
    }
  });
}

}  // namespace weir::sql
