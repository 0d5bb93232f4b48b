// What the files of the bridge share: the request being answered, and its handlers by topic.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/engine/json_document.h"
#include "core/engine/scenario_json.h"
#include "web/app/json_writer.h"
#include "web/app/session.h"
#include "web/app/ui_state.h"

namespace weir::app {

struct Exchange {
  Session& session;
  UiState& ui;
  const ReadFile& read_data;
  const Json& request;  // An object.
  JsonWriter& answer;   // Members are appended; also to a refusal.

  // Members of the request; nothing where absent or of another type.
  const Json* Find(const char* name) const;
  std::optional<std::string> Text(const char* name) const;
  std::optional<double> Number(const char* name) const;
  std::optional<int64_t> Integer(const char* name) const;
  bool Flag(const char* name) const;  // False where absent.
};

Error BadRequest(std::string message);

// bridge_load.cc
Result<void> AnswerList(Exchange& exchange);
Result<void> AnswerLoad(Exchange& exchange);
Result<void> AnswerImport(Exchange& exchange);
Result<void> AnswerJournal(Exchange& exchange);
// bridge_state.cc
Result<void> AnswerState(Exchange& exchange);
Result<void> AnswerDigests(Exchange& exchange);
void WriteScenario(JsonWriter& answer, const Scenario& scenario);
// bridge_deliveries.cc
void WriteDeliveryStreams(JsonWriter& answer, const EngineView& view);
// bridge_records.cc
Result<void> AnswerRecords(Exchange& exchange);
Result<void> AnswerSelect(Exchange& exchange);
// The record as an element of an array, or the member `name`.
void WriteRecord(JsonWriter& answer, std::string_view name, const Engine& engine, StreamId stream,
                 ShardIndex shard, const RecordView& record);
// The record of a reference; nothing when it has expired or never was.
std::optional<RecordView> FindRecord(const Engine& engine, const RecordRef& ref);
// bridge_notices.cc
Result<void> AnswerNotices(Exchange& exchange);
// bridge_input.cc
Result<void> AnswerTheme(Exchange& exchange);
Result<void> AnswerResize(Exchange& exchange);
Result<void> AnswerPointer(Exchange& exchange);
Result<void> AnswerWheel(Exchange& exchange);
Result<void> AnswerKey(Exchange& exchange);
Result<void> AnswerPicture(Exchange& exchange);

}  // namespace weir::app
