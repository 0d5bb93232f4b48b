#include "core/engine/lambda_reader.h"

#include <string_view>

#include "core/model/limits.h"

namespace weir {
namespace {

// The service takes these times in seconds.
Duration ReadSeconds(JsonReader& in, std::string_view name, Duration min, Duration max,
                     Duration otherwise) {
  const Duration span = in.Span(name, min, max, otherwise);
  if (span.micros % 1'000'000 != 0) in.Fail(name, "must be whole seconds");
  return span;
}

void ReadFunction(JsonReader& in, LambdaSpec& spec) {
  spec.duration = in.Span("duration", Millis(1), kLambdaTimeoutMax, spec.duration);
  spec.duration_per_record =
      in.Span("duration_per_record", Seconds(0), kLambdaTimeoutMax, spec.duration_per_record);
  spec.timeout = ReadSeconds(in, "timeout", Seconds(1), kLambdaTimeoutMax, spec.timeout);
  spec.errors = in.Int("errors", 0, 1'000, spec.errors);
  spec.reserved_concurrency =
      in.Int("reserved_concurrency", 0, kLambdaConcurrencyMax, spec.reserved_concurrency);
  spec.state_bytes_per_record =
      in.Int("state_bytes_per_record", 0, kLambdaStateBytesMax, spec.state_bytes_per_record);
}

}  // namespace

LambdaSpec ReadLambda(JsonReader& in) {
  LambdaSpec spec;
  spec.batch_size = in.Int("batch_size", 1, kLambdaBatchSizeMax, spec.batch_size);
  spec.batching_window = ReadSeconds(in, "maximum_batching_window", Seconds(0),
                                     kLambdaBatchingWindowMax, spec.batching_window);
  spec.parallelization_factor =
      in.Int("parallelization_factor", 1, kLambdaParallelizationMax, spec.parallelization_factor);
  spec.bisect_batch_on_error =
      in.Bool("bisect_batch_on_function_error", spec.bisect_batch_on_error);
  spec.report_batch_item_failures =
      in.Bool("report_batch_item_failures", spec.report_batch_item_failures);
  spec.retry_attempts =
      in.Int("maximum_retry_attempts", -1, kLambdaRetryAttemptsMax, spec.retry_attempts);
  if (in.Has("maximum_record_age")) {
    spec.record_age = ReadSeconds(in, "maximum_record_age", kLambdaRecordAgeMin,
                                  kLambdaRecordAgeMax, kLambdaRecordAgeMax);
  } else {
    in.Raw("maximum_record_age");  // Known, so that it is among the members that an error names.
  }
  spec.on_failure = in.String("on_failure", "");
  spec.tumbling_window = ReadSeconds(in, "tumbling_window", Seconds(0), kLambdaTumblingWindowMax,
                                     spec.tumbling_window);
  in.Object("function", [&](JsonReader& function) { ReadFunction(function, spec); });
  return spec;
}

}  // namespace weir
