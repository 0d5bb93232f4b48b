// The table of measures: what each is called, its unit, its meaning, and where it stands in a view.
// Adding one is adding a row here; site/docs/checks.md must then have it too (a test compares).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/engine/measures.h"

namespace weir {

// What a getter may look at. Of a lease: its consumer too; of a shard: its stream.
struct MeasureSubject {
  const EngineView* view = nullptr;
  const StreamView* stream = nullptr;
  const ShardView* shard = nullptr;
  const ProducerView* producer = nullptr;
  const ConsumerView* consumer = nullptr;
  const LeaseView* lease = nullptr;
  const DeliveryStreamView* delivery = nullptr;
};

struct MeasureGetter {
  MeasureRow row;
  // Exactly one of the two, by the unit.
  std::optional<int64_t> (*number)(const MeasureSubject&) = nullptr;
  std::optional<std::string> (*text)(const MeasureSubject&) = nullptr;
};

std::span<const MeasureGetter> GettersOf(MeasureScope scope);
std::span<const MeasureGetter> DeliveryGetters();  // Those of kDelivery.

}  // namespace weir
