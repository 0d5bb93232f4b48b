// What Firehose asks of the producers: the bytes of simulated records, made again.
#pragma once

#include <string>
#include <vector>

#include "core/firehose/firehose_record.h"
#include "core/producer/producer.h"

namespace weir {

class EngineRecords final : public RecordSource {
 public:
  explicit EngineRecords(const std::vector<Producer>& producers) : producers_(producers) {}

  std::string Data(const FirehoseRecord& record) const override {
    return WorkloadOf(record.producer).Data(record.key, record.number, record.billed_bytes);
  }
  uint32_t DataBytes(ProducerId producer, uint32_t key, uint32_t number,
                     uint32_t billed_bytes) const override {
    return billed_bytes - WorkloadOf(producer).PartitionKeyBytes(key, number);
  }
  std::string KeyName(const FirehoseRecord& record) const override {
    return record.producer.value == UINT32_MAX
               ? std::string()
               : WorkloadOf(record.producer).keys().Name(record.key);
  }

 private:
  const Workload& WorkloadOf(ProducerId producer) const {
    return producers_[producer.index()].workload();
  }

  const std::vector<Producer>& producers_;
};

}  // namespace weir
