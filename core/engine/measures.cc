#include "core/engine/measures.h"

#include <algorithm>
#include <charconv>
#include <variant>

#include "core/base/text.h"
#include "core/engine/measure_rows.h"
#include "core/engine/scenario.h"

namespace weir {
namespace {

constexpr MeasureScope kScopes[] = {
    MeasureScope::kRun,      MeasureScope::kStream, MeasureScope::kShard,   MeasureScope::kProducer,
    MeasureScope::kConsumer, MeasureScope::kLease,  MeasureScope::kDelivery};

Error BadPath(std::string_view path, std::initializer_list<std::string_view> problem) {
  return {ErrorCode::kScenario, StrCat({"\"", path, "\": ", StrCat(problem)})};
}

std::string ListOf(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list.empty() ? "none" : list;
}

// "; did you mean "x"?", or the list where nothing is near.
std::string Hint(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string_view nearest = NearestOf(word, candidates);
  if (nearest.empty()) return StrCat({"; expected one of ", ListOf(candidates)});
  return StrCat({"; did you mean \"", nearest, "\"?"});
}

// The longest of `names` that `rest` begins with, up to a dot: names may hold dots themselves.
const std::string* NameAtHead(std::string_view rest, const std::vector<std::string>& names) {
  const std::string* found = nullptr;
  for (const std::string& name : names) {
    const bool fits =
        rest.starts_with(name) && rest.size() > name.size() && rest[name.size()] == '.';
    if (fits && (found == nullptr || name.size() > found->size())) found = &name;
  }
  return found;
}

std::vector<std::string> RowNames(MeasureScope scope) {
  std::vector<std::string> names;
  for (const MeasureGetter& getter : GettersOf(scope)) names.emplace_back(getter.row.name);
  return names;
}

template <typename Parts>
auto* FindByName(const Parts& parts, std::string_view name) {
  const auto found = std::ranges::find(parts, name, [](const auto& part) { return part.name; });
  return found == parts.end() ? nullptr : &*found;
}

}  // namespace

std::string ShownMeasure(const MeasureValue& value) {
  if (value.unit == MeasureUnit::kText) return StrCat({"'", value.text, "'"});
  if (value.unit != MeasureUnit::kDuration) return WithThousands(value.number);
  if (value.number < 0) return StrCat({"-", FormatDuration(Micros(-value.number))});
  return FormatDuration(Micros(value.number));
}

std::string_view ScopePrefix(MeasureScope scope) {
  switch (scope) {
    case MeasureScope::kRun:
      return "run.";
    case MeasureScope::kStream:
      return "streams.NAME.";
    case MeasureScope::kShard:
      return "streams.NAME.shards.N.";
    case MeasureScope::kProducer:
      return "producers.NAME.";
    case MeasureScope::kConsumer:
      return "consumers.NAME.";
    case MeasureScope::kLease:
      return "consumers.NAME.shards.N.";
    case MeasureScope::kDelivery:
      return "delivery_streams.NAME.";
  }
  return "";
}

std::vector<MeasureRow> MeasureRows() {
  std::vector<MeasureRow> rows;
  for (const MeasureScope scope : kScopes) {
    for (const MeasureGetter& getter : GettersOf(scope)) rows.push_back(getter.row);
  }
  return rows;
}

MeasureNames NamesOf(const Scenario& scenario) {
  MeasureNames names;
  for (const auto& stream : scenario.streams) names.streams.push_back(stream.name);
  for (const TimedCommand& event : scenario.events) {
    const auto* create = std::get_if<CreateStreamCommand>(&event.command);
    if (create != nullptr) names.streams.push_back(create->settings.name);
  }
  for (const auto& producer : scenario.producers) names.producers.push_back(producer.name);
  for (const auto& consumer : scenario.consumers) names.consumers.push_back(consumer.name);
  for (const auto& each : scenario.delivery_streams) names.delivery_streams.push_back(each.name);
  return names;
}

Result<Measure> Measure::Parse(std::string_view path, const MeasureNames& names) {
  const size_t dot = std::min(path.find('.'), path.size());
  const std::string_view group = path.substr(0, dot);
  std::string_view rest = path.substr(std::min(dot + 1, path.size()));
  Measure measure;
  const std::vector<std::string> groups{"run", "streams", "producers", "consumers",
                                        "delivery_streams"};
  const auto at = std::ranges::find(groups, group);
  if (at == groups.end()) {
    return BadPath(path, {"there are no measures of \"", group, "\"", Hint(group, groups)});
  }
  if (group != "run") {
    const std::vector<std::string>& parts = group == "streams"     ? names.streams
                                            : group == "producers" ? names.producers
                                            : group == "consumers" ? names.consumers
                                                                   : names.delivery_streams;
    const std::string* part = NameAtHead(rest, parts);
    const std::string_view kind =
        group == "delivery_streams" ? "delivery stream" : group.substr(0, group.size() - 1);
    if (part == nullptr) {
      const std::string_view word = rest.substr(0, rest.find('.'));
      if (std::ranges::find(parts, word) != parts.end()) {
        return BadPath(path, {"names a ", kind, " and no measure of it"});
      }
      return BadPath(path, {"there is no ", kind, " \"", word, "\"", Hint(word, parts)});
    }
    measure.part_ = *part;
    rest.remove_prefix(part->size() + 1);
  }
  measure.scope_ = group == "run"         ? MeasureScope::kRun
                   : group == "streams"   ? MeasureScope::kStream
                   : group == "producers" ? MeasureScope::kProducer
                   : group == "consumers" ? MeasureScope::kConsumer
                                          : MeasureScope::kDelivery;
  constexpr std::string_view kShards = "shards.";
  const bool may_have_shards = group == "streams" || group == "consumers";
  if (may_have_shards && rest.starts_with(kShards)) {
    rest.remove_prefix(kShards.size());
    const auto [stop, failed] =
        std::from_chars(rest.data(), rest.data() + rest.size(), measure.shard_);
    if (failed != std::errc() || stop == rest.data() + rest.size() || *stop != '.') {
      return BadPath(path,
                     {"expected the number of a shard and a measure of it after \"shards.\""});
    }
    rest.remove_prefix(static_cast<size_t>(stop - rest.data()) + 1);
    measure.scope_ = group == "streams" ? MeasureScope::kShard : MeasureScope::kLease;
  }
  const std::vector<std::string> rows = RowNames(measure.scope_);
  const auto row = std::ranges::find(rows, rest);
  if (row == rows.end()) {
    return BadPath(path,
                   {"there is no measure ", ScopePrefix(measure.scope_), rest, Hint(rest, rows)});
  }
  measure.row_ = static_cast<uint32_t>(row - rows.begin());
  return measure;
}

MeasureUnit Measure::unit() const { return GettersOf(scope_)[row_].row.unit; }

std::string Measure::path() const {
  const std::string_view name = GettersOf(scope_)[row_].row.name;
  switch (scope_) {
    case MeasureScope::kRun:
      return StrCat({"run.", name});
    case MeasureScope::kStream:
      return StrCat({"streams.", part_, ".", name});
    case MeasureScope::kShard:
      return StrCat({"streams.", part_, ".shards.", std::to_string(shard_), ".", name});
    case MeasureScope::kProducer:
      return StrCat({"producers.", part_, ".", name});
    case MeasureScope::kConsumer:
      return StrCat({"consumers.", part_, ".", name});
    case MeasureScope::kLease:
      return StrCat({"consumers.", part_, ".shards.", std::to_string(shard_), ".", name});
    case MeasureScope::kDelivery:
      return StrCat({"delivery_streams.", part_, ".", name});
  }
  return {};
}

std::optional<MeasureValue> Measure::At(const EngineView& view) const {
  MeasureSubject subject;
  subject.view = &view;
  if (scope_ == MeasureScope::kStream || scope_ == MeasureScope::kShard) {
    subject.stream = FindByName(view.streams, part_);
    if (subject.stream == nullptr) return std::nullopt;
    if (scope_ == MeasureScope::kShard) {
      if (shard_ >= subject.stream->shards.size()) return std::nullopt;
      subject.shard = &subject.stream->shards[shard_];
    }
  } else if (scope_ == MeasureScope::kProducer) {
    subject.producer = FindByName(view.producers, part_);
    if (subject.producer == nullptr) return std::nullopt;
  } else if (scope_ == MeasureScope::kDelivery) {
    subject.delivery = FindByName(view.delivery_streams, part_);
    if (subject.delivery == nullptr) return std::nullopt;
  } else if (scope_ != MeasureScope::kRun) {
    subject.consumer = FindByName(view.consumers, part_);
    if (subject.consumer == nullptr) return std::nullopt;
    if (scope_ == MeasureScope::kLease) {
      const auto lease = std::ranges::find(subject.consumer->leases, ShardIndex{shard_},
                                           [](const LeaseView& each) { return each.shard; });
      if (lease == subject.consumer->leases.end()) return std::nullopt;
      subject.lease = &*lease;
    }
  }
  const MeasureGetter& getter = GettersOf(scope_)[row_];
  if (getter.number != nullptr) {
    const std::optional<int64_t> number = getter.number(subject);
    if (!number) return std::nullopt;
    return MeasureValue{getter.row.unit, *number, {}};
  }
  std::optional<std::string> text = getter.text(subject);
  if (!text) return std::nullopt;
  return MeasureValue{getter.row.unit, 0, *std::move(text)};
}

std::vector<std::string> MeasurePaths(const EngineView& view, bool each_shard) {
  std::vector<std::string> paths;
  const auto add = [&](std::string_view prefix, MeasureScope scope) {
    for (const MeasureGetter& getter : GettersOf(scope)) {
      paths.push_back(StrCat({prefix, getter.row.name}));
    }
  };
  add("run.", MeasureScope::kRun);
  for (const StreamView& stream : view.streams) {
    const std::string prefix = StrCat({"streams.", stream.name, "."});
    add(prefix, MeasureScope::kStream);
    for (size_t i = 0; each_shard && i < stream.shards.size(); ++i) {
      add(StrCat({prefix, "shards.", std::to_string(i), "."}), MeasureScope::kShard);
    }
  }
  for (const ProducerView& producer : view.producers) {
    add(StrCat({"producers.", producer.name, "."}), MeasureScope::kProducer);
  }
  for (const ConsumerView& consumer : view.consumers) {
    const std::string prefix = StrCat({"consumers.", consumer.name, "."});
    add(prefix, MeasureScope::kConsumer);
    for (const LeaseView& lease : consumer.leases) {
      if (!each_shard) break;
      add(StrCat({prefix, "shards.", std::to_string(lease.shard.value), "."}),
          MeasureScope::kLease);
    }
  }
  for (const DeliveryStreamView& each : view.delivery_streams) {
    add(StrCat({"delivery_streams.", each.name, "."}), MeasureScope::kDelivery);
  }
  return paths;
}

std::string_view NearestOf(std::string_view word, const std::vector<std::string>& candidates) {
  std::string_view best;
  for (const std::string& candidate : candidates) {
    const std::string_view nearer = NearestWord(word, {best, candidate});
    if (!nearer.empty()) best = nearer;
  }
  return best;
}

}  // namespace weir
