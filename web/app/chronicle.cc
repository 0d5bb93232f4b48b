#include "web/app/chronicle.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace weir::app {
namespace {

void HalveOlderHalf(std::vector<ThrottleMark>& marks) {
  const size_t older = marks.size() / 2;
  std::vector<ThrottleMark> kept;
  for (size_t i = 0; i + 1 < older; i += 2) {
    kept.push_back({marks[i].at, marks[i].records + marks[i + 1].records});
  }
  kept.insert(kept.end(), marks.begin() + static_cast<std::ptrdiff_t>(older / 2 * 2), marks.end());
  marks = std::move(kept);
}

}  // namespace

void Chronicle::OnEvent(const TraceEvent& event) {
  switch (event.kind) {
    case TraceKind::kThrottled:
      OnThrottled(event);
      return;
    case TraceKind::kShardOpened:
    case TraceKind::kShardClosed:
      OnShardChange(event);
      return;
    case TraceKind::kFellOffHorizon:
    case TraceKind::kOrderViolated: {
      Notice notice;
      notice.kind =
          event.kind == TraceKind::kOrderViolated ? NoticeKind::kViolation : NoticeKind::kHorizon;
      notice.at = event.at;
      notice.consumer = ConsumerId{event.subject};
      notice.shard = ShardIndex{event.object};
      notice.records = event.x;
      Tell(std::move(notice));
      return;
    }
    default:
      return;
  }
}

void Chronicle::OnThrottled(const TraceEvent& event) {
  const StreamId stream{event.subject};
  const ShardIndex shard{event.object};
  ShardMarks& of_shard = At(stream, shard);
  std::vector<ThrottleMark>& marks = of_shard.marks;
  if (!marks.empty() && event.at - marks.back().at < kResolution) {
    marks.back().records += event.x;
  } else {
    if (marks.size() >= kMarksPerShardMax) HalveOlderHalf(marks);
    marks.push_back({event.at, event.x});
  }
  ++marks_version_;

  const bool fresh =
      of_shard.last_refusal < Instant{0} || event.at - of_shard.last_refusal > kStretchPause;
  of_shard.last_refusal = event.at;
  if (!fresh) return;
  Notice notice;
  notice.kind = NoticeKind::kThrottle;
  notice.at = event.at;
  notice.stream = stream;
  notice.shard = shard;
  notice.records = event.x;
  Tell(std::move(notice));
}

void Chronicle::OnShardChange(const TraceEvent& event) {
  const StreamId stream{event.subject};
  const ShardIndex shard{event.object};
  Notice* notice = Waiting(NoticeKind::kReshard, stream, event.at);
  if (notice == nullptr) {
    Notice fresh;
    fresh.kind = NoticeKind::kReshard;
    fresh.at = event.at;
    fresh.stream = stream;
    Tell(std::move(fresh));
    notice = Waiting(NoticeKind::kReshard, stream, event.at);
    if (notice == nullptr) return;
  }
  (event.kind == TraceKind::kShardOpened ? notice->opened : notice->closed).push_back(shard);
}

Notice* Chronicle::Waiting(NoticeKind kind, StreamId stream, Instant at) {
  if (notices_.empty()) return nullptr;
  Notice& last = notices_.back();
  return last.kind == kind && last.stream == stream && last.at == at ? &last : nullptr;
}

void Chronicle::Tell(Notice notice) {
  if (!telling_) return;
  if (notices_.size() >= kNoticesMax) {
    ++missed_;
    return;
  }
  notices_.push_back(std::move(notice));
}

std::vector<Notice> Chronicle::TakeNotices(int64_t& missed) {
  missed = std::exchange(missed_, 0);
  return std::exchange(notices_, {});
}

void Chronicle::Clear() {
  streams_.clear();
  notices_.clear();
  missed_ = 0;
  ++marks_version_;
}

void Chronicle::ForgetAfter(Instant now) {
  for (std::vector<ShardMarks>& shards : streams_) {
    for (ShardMarks& shard : shards) {
      std::erase_if(shard.marks, [now](const ThrottleMark& mark) { return mark.at > now; });
      shard.last_refusal = shard.marks.empty() ? Instant{-1} : shard.marks.back().at;
    }
  }
  ++marks_version_;
}

std::span<const ThrottleMark> Chronicle::MarksOf(StreamId stream, ShardIndex shard) const {
  if (stream.index() >= streams_.size()) return {};
  const std::vector<ShardMarks>& shards = streams_[stream.index()];
  if (shard.index() >= shards.size()) return {};
  return shards[shard.index()].marks;
}

Chronicle::ShardMarks& Chronicle::At(StreamId stream, ShardIndex shard) {
  if (stream.index() >= streams_.size()) streams_.resize(stream.index() + 1);
  std::vector<ShardMarks>& shards = streams_[stream.index()];
  if (shard.index() >= shards.size()) shards.resize(shard.index() + 1);
  return shards[shard.index()];
}

}  // namespace weir::app
