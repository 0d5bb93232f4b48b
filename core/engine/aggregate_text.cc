#include "core/engine/aggregate_text.h"

#include <optional>
#include <vector>

#include "core/producer/kpl_aggregate.h"
#include "core/producer/kpl_record.h"

namespace weir {
namespace {

std::vector<UserRecord> UsersOf(const AggregateTable& table, ProducerId producer,
                                uint32_t aggregate) {
  std::vector<UserRecord> users;
  table.ForEach(producer, aggregate, [&](const UserRecord& user) { users.push_back(user); });
  return users;
}

}  // namespace

std::string AggregateKey(const AggregateTable& table, ProducerId producer, uint32_t aggregate,
                         const Workload& workload) {
  const std::vector<UserRecord> users = UsersOf(table, producer, aggregate);
  return users.size() == 1 ? workload.PartitionKey(users[0].key, users[0].number, users[0].bytes)
                           : kKplAggregateKey;
}

std::string AggregateData(const AggregateTable& table, ProducerId producer, uint32_t aggregate,
                          const Workload& workload) {
  const std::vector<UserRecord> users = UsersOf(table, producer, aggregate);
  if (users.size() == 1) return workload.Data(users[0].key, users[0].number, users[0].bytes);
  KplAggregate out;
  for (const UserRecord& user : users) {
    out.Add({workload.PartitionKey(user.key, user.number, user.bytes), std::nullopt,
             workload.Data(user.key, user.number, user.bytes)});
  }
  return out.Encode();
}

uint32_t AggregatePlace(const AggregateTable& table, ProducerId producer, uint32_t aggregate) {
  const std::vector<UserRecord> users = UsersOf(table, producer, aggregate);
  return users.empty() ? 0 : users.front().hash_place;
}

}  // namespace weir
