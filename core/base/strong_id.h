// Distinct types for distinct numbers: a StreamId does not convert to a ConsumerId or back.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace weir {

template <typename Tag>
struct StrongId {
  uint32_t value = 0;

  // The place in the vector that owns the thing named.
  constexpr size_t index() const { return static_cast<size_t>(value); }
  friend constexpr auto operator<=>(const StrongId&, const StrongId&) = default;
};

}  // namespace weir
