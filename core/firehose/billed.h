// What Firehose bills for a record: its bytes, rounded up to 5 KB, each record by itself.
#pragma once

#include <cstdint>

#include "core/model/limits_firehose.h"

namespace weir {

constexpr int64_t BilledKib(int64_t bytes) {
  return (bytes + kFirehoseBilledBytes - 1) / kFirehoseBilledBytes * (kFirehoseBilledBytes / 1'024);
}

}  // namespace weir
