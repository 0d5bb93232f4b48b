// Result<T>: the value of an operation that can fail in a way its caller must handle.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/base/check.h"

namespace weir {

// Named after the exceptions of the Kinesis API, so that a trace reads like the service's own log.
// kScenario and kInput are ours: a file that Weir was given is not what it should be.
enum class ErrorCode : uint8_t {
  kInvalidArgument,
  kValidation,
  kResourceNotFound,
  kResourceInUse,
  kLimitExceeded,
  kProvisionedThroughputExceeded,
  kExpiredIterator,
  kInternalFailure,
  kScenario,
  kInput,
  // Of Firehose.
  kServiceUnavailable,
  kConcurrentModification,
  kInvalidSource,
};

// The service's own name of the error ("ResourceNotFoundException"), or "scenario" and "input".
constexpr const char* ErrorName(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "InvalidArgumentException";
    case ErrorCode::kValidation:
      return "ValidationException";
    case ErrorCode::kResourceNotFound:
      return "ResourceNotFoundException";
    case ErrorCode::kResourceInUse:
      return "ResourceInUseException";
    case ErrorCode::kLimitExceeded:
      return "LimitExceededException";
    case ErrorCode::kProvisionedThroughputExceeded:
      return "ProvisionedThroughputExceededException";
    case ErrorCode::kExpiredIterator:
      return "ExpiredIteratorException";
    case ErrorCode::kInternalFailure:
      return "InternalFailureException";
    case ErrorCode::kScenario:
      return "scenario";
    case ErrorCode::kInput:
      return "input";
    case ErrorCode::kServiceUnavailable:
      return "ServiceUnavailableException";
    case ErrorCode::kConcurrentModification:
      return "ConcurrentModificationException";
    case ErrorCode::kInvalidSource:
      return "InvalidSourceException";
  }
  return "unknown";
}

struct Error {
  ErrorCode code = ErrorCode::kInvalidArgument;
  std::string message;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit.
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit.

  bool ok() const { return state_.index() == 0; }

  const T& value() const& {
    WEIR_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  T& value() & {
    WEIR_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    WEIR_CHECK(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  const Error& error() const {
    WEIR_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT: implicit, as in Result<T>.

  bool ok() const { return !error_.has_value(); }
  const Error& error() const {
    WEIR_CHECK(!ok());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace weir
