#include "core/firehose/error_record.h"

#include "core/base/base64.h"
#include "core/firehose/json_line.h"

namespace weir {
namespace {

int64_t Millis(Instant instant) { return instant.micros / 1'000; }

std::string Line(JsonLine& line) {
  line.Close('}');
  return line.Take() + "\n";
}

void AddAttempts(JsonLine& line, const FailedRecord& record) {
  line.Add("attemptsMade", record.attempts_made);
  line.Add("arrivalTimestamp", Millis(record.arrived_at));
}

void BeginDeliveryError(JsonLine& line, const FailedRecord& record) {
  line.Open('{');
  AddAttempts(line, record);
  line.Add("errorCode", record.error_code);
  line.Add("errorMessage", record.error_message);
  line.Add("attemptEndingTimestamp", Millis(record.last_attempt_at));
  line.Add("rawData", ToBase64(record.data));
}

std::string DeliveryErrorLine(const FailedRecord& record, int64_t subsequence_number,
                              std::string_view id_name, std::string_view id) {
  JsonLine line;
  BeginDeliveryError(line, record);
  line.Add("subsequenceNumber", subsequence_number);
  line.Add(id_name, id);
  return Line(line);
}

}  // namespace

std::string ProcessingErrorLine(const FailedRecord& record, std::string_view lambda_arn) {
  JsonLine line;
  line.Open('{');
  line.Add("rawData", ToBase64(record.data));
  line.Add("errorCode", record.error_code);
  line.Add("errorMessage", record.error_message);
  AddAttempts(line, record);
  line.Add("attemptEndingTimestamp", Millis(record.last_attempt_at));
  if (!lambda_arn.empty()) line.Add("lambdaARN", lambda_arn);
  return Line(line);
}

std::string EndpointErrorLine(const FailedRecord& record, int64_t subsequence_number,
                              std::string_view id) {
  return DeliveryErrorLine(record, subsequence_number, "dataId", id);
}

std::string SplunkErrorLine(const FailedRecord& record, int64_t subsequence_number,
                            std::string_view id) {
  return DeliveryErrorLine(record, subsequence_number, "EventId", id);
}

std::string OpenSearchErrorLine(const FailedRecord& record, const OpenSearchDocument& document) {
  JsonLine line;
  BeginDeliveryError(line, record);
  line.Add("esDocumentId", document.id);
  line.Add("esIndexName", document.index);
  line.Add("esTypeName", document.type);
  return Line(line);
}

}  // namespace weir
