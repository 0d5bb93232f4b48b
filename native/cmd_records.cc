#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/engine/engine.h"
#include "core/producer/kpl_aggregate.h"
#include "native/commands.h"
#include "native/files.h"
#include "native/session.h"
#include "native/table.h"

namespace weir {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kDataShown = 400;  // Bytes of a record for people.

Error Input(std::string text) { return Error{ErrorCode::kInput, std::move(text)}; }

// The stream that was asked for, or the only one.
Result<StreamId> ChooseStream(const Engine& engine, const std::string& name) {
  const std::vector<Stream>& streams = engine.streams().streams();
  if (name.empty() && streams.size() == 1) return StreamId{0};
  if (const auto found = engine.streams().FindStream(name)) return *found;
  std::vector<std::string> names;
  for (const Stream& stream : streams) names.push_back(stream.settings().name);
  std::string list;
  for (const std::string& one : names) list += (list.empty() ? "" : ", ") + one;
  if (name.empty()) return Input(StrCat({"which stream? --stream is one of ", list}));
  return Input(StrCat({"--stream: there is no stream \"", name, "\"",
                       DidYouMean(name, names, StrCat({"there are ", list}))}));
}

// One record of a shard, in the three forms it is printed in.
class RecordPrinter {
 public:
  RecordPrinter(const Engine& engine, StreamId stream, ShardIndex shard)
      : engine_(engine), stream_(stream), shard_(shard) {}

  std::string Raw(const RecordView& record) const {
    return engine_.DataOf(stream_, shard_, record.ordinal);
  }

  std::string AsJson(const RecordView& record) const {
    Json json{{"shard", shard_.value},
              {"sequence_number", engine_.SequenceNumberOf(stream_, shard_, record.ordinal)},
              {"arrived_us", (record.arrived_at - engine_.scenario().start).micros},
              {"partition_key", engine_.PartitionKeyOf(stream_, shard_, record.ordinal)},
              {"data_base64", ToBase64(Raw(record))}};
    if (Aggregates(record)) json["user_records"] = UsersAsJson(record);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

  std::string Text(const RecordView& record) const {
    const std::string data = Raw(record);
    std::string text =
        StrCat({FormatElapsed(record.arrived_at - engine_.scenario().start), "  ",
                Printable(engine_.PartitionKeyOf(stream_, shard_, record.ordinal), 64), "  ",
                engine_.SequenceNumberOf(stream_, shard_, record.ordinal), "\n"});
    const uint32_t users = Aggregates(record) ? engine_.streams().aggregates().UserRecordsOf(
                                                    record.producer, record.number)
                                              : 1;
    if (users == 1) return text + StrCat({"  ", Printable(data, kDataShown), "\n"});
    text += StrCat({"  ", WithThousands(users), " user records in ",
                    WithThousands(static_cast<int64_t>(data.size())), " bytes:"});
    uint32_t shown = 0;
    ForEachUser(record, [&](const UserRecord& user) {
      if (shown++ >= kUsersShown) return;
      text += StrCat({" ", Printable(engine_.KeyOf(record.producer, user.key), 32), " #",
                      std::to_string(user.number), ","});
    });
    text.pop_back();
    return text + (users > kUsersShown ? ", ...\n" : "\n");
  }

 private:
  static constexpr uint32_t kUsersShown = 3;

  // With the keys as they are spelled inside.
  Json UsersAsJson(const RecordView& record) const {
    const std::string data = Raw(record);
    const auto inside = DecodeKplAggregate(data);
    Json users = Json::array();
    ForEachUser(record, [&](const UserRecord& user) {
      const std::string key = inside ? std::string((*inside)[users.size()].partition_key)
                                     : engine_.PartitionKeyOf(stream_, shard_, record.ordinal);
      users.push_back(Json{{"partition_key", key}, {"number", user.number}, {"bytes", user.bytes}});
    });
    return users;
  }

  bool Aggregates(const RecordView& record) const {
    return engine_.streams().aggregates().Aggregates(record.producer);
  }
  template <typename Visit>
  void ForEachUser(const RecordView& record, Visit visit) const {
    engine_.streams().aggregates().ForEach(record.producer, record.number, visit);
  }

  const Engine& engine_;
  StreamId stream_;
  ShardIndex shard_;
};

Result<void> PrintShard(const Engine& engine, StreamId stream, ShardIndex shard,
                        const RecordsOptions& options, int64_t& left) {
  const ShardLog& log = engine.streams().stream(stream).shard(shard).log();
  // The oldest first, or the newest ones, still in their order.
  uint64_t from = log.trim_horizon();
  const uint64_t wanted = static_cast<uint64_t>(left);
  if (options.newest && log.end() - from > wanted) from = log.end() - wanted;
  std::vector<RecordView> records;
  engine.CopyRecords(stream, shard, from, static_cast<size_t>(left), records);
  left -= static_cast<int64_t>(records.size());
  const RecordPrinter printer(engine, stream, shard);
  std::string text;
  for (const RecordView& record : records) {
    text += options.raw    ? printer.Raw(record)
            : options.json ? printer.AsJson(record)
                           : printer.Text(record);
  }
  return text.empty() ? Result<void>() : Print(text);
}

}  // namespace

Result<void> CommandRecords(const RecordsOptions& options) {
  if (options.raw && options.json) return Input("either --raw or --json, not both");
  Result<Session> session = LoadScenario(options.scenario);
  if (!session.ok()) return session.error();
  const Scenario& scenario = *session.value().scenario;
  Engine engine(session.value().scenario);
  engine.AdvanceTo(scenario.start + options.until.value_or(scenario.duration));
  const Result<StreamId> stream = ChooseStream(engine, options.stream);
  if (!stream.ok()) return stream.error();
  const uint32_t shards =
      static_cast<uint32_t>(engine.streams().stream(stream.value()).shards().size());
  if (options.shard && *options.shard >= shards) {
    return Input(
        StrCat({"--shard: stream ", engine.streams().stream(stream.value()).settings().name,
                " has shards 0 to ", std::to_string(shards - 1)}));
  }
  int64_t left = options.limit;
  for (uint32_t shard = 0; shard < shards && left > 0; ++shard) {
    if (options.shard && shard != *options.shard) continue;
    if (Result<void> printed = PrintShard(engine, stream.value(), {shard}, options, left);
        !printed.ok()) {
      return printed;
    }
  }
  return {};
}

}  // namespace weir
