// Notices with their names and sentences.
#include <string>
#include <vector>

#include "core/base/text.h"
#include "web/app/bridge_parts.h"
#include "web/ui/format.h"

namespace weir::app {
namespace {

std::string ShardName(ShardIndex shard) { return StrCat({"shard ", std::to_string(shard.value)}); }

std::string ShardNames(const std::vector<ShardIndex>& shards) {
  std::string names = shards.size() == 1 ? "shard " : "shards ";
  for (size_t i = 0; i < shards.size(); ++i) {
    if (i > 0) names += i + 1 == shards.size() ? " and " : ", ";
    names += std::to_string(shards[i].value);
  }
  return names;
}

void WriteShards(JsonWriter& answer, std::string_view name, const std::vector<ShardIndex>& shards) {
  answer.BeginArray(name);
  for (const ShardIndex shard : shards) answer.Element(shard.value);
  answer.EndArray();
}

class NoticeWriter {
 public:
  NoticeWriter(JsonWriter& answer, Session& session)
      : answer_(answer), engine_(session.engine()), view_(session.view()) {}

  void Write(const Notice& notice) {
    answer_.BeginObject();
    answer_.Member("t_us", (notice.at - engine_.scenario().start).micros);
    switch (notice.kind) {
      case NoticeKind::kEnd:
        Head("end", "The end of the scenario.");
        break;
      case NoticeKind::kThrottle:
        WriteThrottle(notice);
        break;
      case NoticeKind::kReshard:
        WriteReshard(notice);
        break;
      case NoticeKind::kViolation:
        WriteViolation(notice);
        break;
      case NoticeKind::kHorizon:
        WriteHorizon(notice);
        break;
      case NoticeKind::kSelect:
        WriteSelect(notice);
        break;
    }
    answer_.EndObject();
  }

 private:
  void Head(std::string_view type, std::string_view text) {
    answer_.Member("type", type);
    answer_.Member("text", text);
  }

  const std::string& StreamName(StreamId stream) const {
    return view_.streams[stream.index()].name;
  }
  const std::string& ConsumerName(ConsumerId id) const { return view_.consumers[id.index()].name; }

  void WriteThrottle(const Notice& notice) {
    Head("throttle", StrCat({"Throttled: ", ShardName(notice.shard), " of ",
                             StreamName(notice.stream), " refuses writes."}));
    answer_.Member("stream", StreamName(notice.stream));
    answer_.Member("shard", notice.shard.value);
    answer_.Member("records", notice.records);
  }

  void WriteReshard(const Notice& notice) {
    std::string text = StrCat({StreamName(notice.stream), ": ", ShardNames(notice.closed),
                               notice.closed.size() == 1 ? " closes" : " close"});
    if (!notice.opened.empty()) {
      text +=
          StrCat({", ", ShardNames(notice.opened), notice.opened.size() == 1 ? " opens" : " open"});
    }
    Head("reshard", text + ".");
    answer_.Member("stream", StreamName(notice.stream));
    WriteShards(answer_, "opened", notice.opened);
    WriteShards(answer_, "closed", notice.closed);
  }

  void WriteViolation(const Notice& notice) {
    const std::optional<ViolationView>& first = view_.first_violation;
    const std::string key = first ? first->key_name : std::string();
    Head("violation", StrCat({"Order broken: ", ConsumerName(notice.consumer),
                              " processed two records of one key the wrong way round."}));
    answer_.Member("consumer", ConsumerName(notice.consumer));
    answer_.Member("producer",
                   first ? view_.producers[first->producer.index()].name : std::string());
    answer_.Member("key", key);
    answer_.Member("rule", first ? OrderCauseSentence(first->cause) : "");
  }

  void WriteHorizon(const Notice& notice) {
    Head("horizon", StrCat({ConsumerName(notice.consumer), " fell off the trim horizon of ",
                            ShardName(notice.shard), ": ", ui::FormatRecords(notice.records),
                            " expired unread."}));
    answer_.Member("consumer", ConsumerName(notice.consumer));
    answer_.Member("shard", notice.shard.value);
    answer_.Member("records", notice.records);
  }

  void WriteSelect(const Notice& notice) {
    const RecordRef ref{notice.stream, notice.shard, notice.ordinal};
    const std::optional<RecordView> record =
        notice.selected ? FindRecord(engine_, ref) : std::nullopt;
    if (!record) {
      Head("select", "Nothing selected.");
      answer_.Null("record");
      return;
    }
    Head("select", StrCat({"Record of ", engine_.PartitionKeyOf(ref.stream, ref.shard, ref.ordinal),
                           " in ", ShardName(ref.shard), "."}));
    WriteRecord(answer_, "record", engine_, ref.stream, ref.shard, *record);
  }

  JsonWriter& answer_;
  const Engine& engine_;
  const EngineView& view_;
};

}  // namespace

Result<void> AnswerNotices(Exchange& exchange) {
  int64_t missed = 0;
  const std::vector<Notice> notices = exchange.session.chronicle().TakeNotices(missed);
  NoticeWriter writer(exchange.answer, exchange.session);
  exchange.answer.BeginArray("notices");
  for (const Notice& notice : notices) writer.Write(notice);
  exchange.answer.EndArray();
  exchange.answer.Member("missed", missed);
  return {};
}

}  // namespace weir::app
