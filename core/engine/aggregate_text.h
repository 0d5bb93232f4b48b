// What a record of the log that holds an aggregate is to the API: its key, its place, its bytes.
//
// An aggregate of one user record is that record. Another one is made again from what it holds, by
// the codec of the real format: byte for byte what the library would have put.
#pragma once

#include <cstdint>
#include <string>

#include "core/model/ids.h"
#include "core/producer/workload.h"
#include "core/stream/aggregate_table.h"

namespace weir {

std::string AggregateKey(const AggregateTable& table, ProducerId producer, uint32_t aggregate,
                         const Workload& workload);
std::string AggregateData(const AggregateTable& table, ProducerId producer, uint32_t aggregate,
                          const Workload& workload);
// In 2^-32ths of the hash space: that of its first user record.
uint32_t AggregatePlace(const AggregateTable& table, ProducerId producer, uint32_t aggregate);

}  // namespace weir
