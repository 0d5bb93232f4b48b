#include "web/ui/delivery_text.h"

namespace weir::ui {

const char* FlushText(FlushCause cause) {
  switch (cause) {
    case FlushCause::kSize:
      return "by size";
    case FlushCause::kInterval:
      return "by time";
    case FlushCause::kZeroBuffering:
      return "at once";
  }
  return "";
}

const char* OutputText(OutputType type) {
  switch (type) {
    case OutputType::kData:
      return "data";
    case OutputType::kSourceBackup:
      return "backup of source records";
    case OutputType::kProcessingFailed:
      return "processing failed";
    case OutputType::kDeliveryFailed:
      return "delivery failed";
  }
  return "";
}

const char* DestinationText(DestinationKind kind) {
  switch (kind) {
    case DestinationKind::kS3:
      return "S3";
    case DestinationKind::kRedshift:
      return "Redshift";
    case DestinationKind::kOpenSearch:
      return "OpenSearch";
    case DestinationKind::kOpenSearchServerless:
      return "OpenSearch Serverless";
    case DestinationKind::kSplunk:
      return "Splunk";
    case DestinationKind::kHttpEndpoint:
      return "an HTTP endpoint";
    case DestinationKind::kSnowflake:
      return "Snowflake";
    case DestinationKind::kIceberg:
      return "Iceberg";
  }
  return "";
}

}  // namespace weir::ui
