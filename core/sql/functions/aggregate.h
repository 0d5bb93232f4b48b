// Aggregates: COUNT, SUM, AVG, MIN, MAX and their kin, with retraction and merging.
//
//   BoundAggregate sum = BindAggregate("SUM", args, /*distinct=*/false, dialect).value();
//   Accumulator state;                       // one for each group, or each slice of a window
//   sum.Update(state, columns, row, +1);     // -1 takes a row back that was put in before
//   sum.Merge(state, other);                 // as if the rows of `other` had come after its own
//   Value total = sum.Result(state);
//
// An Accumulator is a value: a copy is a checkpoint. What fits three words lies in it; the counted
// maps of COUNT(DISTINCT) and of MIN and MAX that must retract, and the lists of LISTAGG, lie
// behind a pointer that copies what it points to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/sql/dialect.h"
#include "core/sql/functions/function.h"

namespace weir::sql {

enum class AggregateKind : uint8_t {
  kCount,
  kCountStar,
  kSum,
  kSum0,
  kAvg,
  kMin,
  kMax,
  kFirst,
  kLast,
  kList,
  kCollect,
  kArray,
  kVarPop,
  kVarSamp,
  kStdPop,
  kStdSamp,
  kSingle,
  kJsonObject,
  kJsonArray,
};

// What only some aggregates need.
struct AggregateExtra {
  // How often each value is in: the key of the row (AppendKey) -> the count and the values.
  struct Counted {
    int64_t count = 0;
    std::vector<Value> values;
  };
  std::map<std::string, Counted> counted;
  // Of LISTAGG, COLLECT, FIRST_VALUE and LAST_VALUE that retract: in order of arrival.
  std::vector<std::vector<Value>> rows;
  Value value;           // The best so far of MIN and MAX over text, and of FIRST and LAST.
  bool spoiled = false;  // A sum that no DECIMAL holds: NULL.
};

// A pointer that copies what it points to.
class ExtraPointer {
 public:
  ExtraPointer() = default;
  ExtraPointer(const ExtraPointer& other) : extra_(Copy(other)) {}
  ExtraPointer(ExtraPointer&&) noexcept = default;
  ExtraPointer& operator=(const ExtraPointer& other) {
    if (this != &other) extra_ = Copy(other);
    return *this;
  }
  ExtraPointer& operator=(ExtraPointer&&) noexcept = default;
  ~ExtraPointer() = default;

  const AggregateExtra* get() const { return extra_.get(); }
  AggregateExtra& Get() {
    if (extra_ == nullptr) extra_ = std::make_unique<AggregateExtra>();
    return *extra_;
  }

 private:
  static std::unique_ptr<AggregateExtra> Copy(const ExtraPointer& other) {
    return other.extra_ == nullptr ? nullptr : std::make_unique<AggregateExtra>(*other.extra_);
  }
  std::unique_ptr<AggregateExtra> extra_;
};

// The part of a state that is kept in doubles.
struct RealState {
  double sum;      // Also MIN and MAX of DOUBLE, and the mean of the variances.
  double squares;  // Of the variances: the sum of squared distances from the mean.
};

struct Accumulator {
  int64_t count = 0;  // Rows that are in and not NULL.
  union {
    Int128 integer = 0;  // Sums of integers and decimals; MIN and MAX of what is kept as an int64.
    RealState real;
  };
  ExtraPointer extra;
};

struct BoundAggregate {
  AggregateKind kind = AggregateKind::kCount;
  bool distinct = false;
  bool retracts = false;  // Set by the caller before the first row: rows may be taken back.
  bool ignore_nulls = true;
  std::vector<Type> arguments;
  std::vector<BoundFunction> casts;  // To `arguments`; empty() where none is needed.
  Type result;
  std::string_view name;
  std::string separator = ",";  // Of LISTAGG.

  // Columns of the types `arguments` (Coerce makes them). `row` counts as `weight`, +1 or -1.
  void Update(Accumulator& state, std::span<const Column* const> args, size_t row,
              int weight = 1) const;
  // Rows rows[i] into *states[i], in order: the loop that windows run. No retraction.
  void UpdateBatch(std::span<Accumulator* const> states, std::span<const Column* const> args,
                   std::span<const uint32_t> rows) const;
  void Merge(Accumulator& state, const Accumulator& other) const;
  // SINGLE_VALUE of more than one row is NULL here: the caller checks state.count and says so.
  Value Result(const Accumulator& state) const;
  void AddTo(Digest& digest, const Accumulator& state) const;
  // Bytes that the state takes beyond the Accumulator: for the bound on state.
  static size_t ExtraBytes(const Accumulator& state);

 private:
  void Add(Accumulator& state, std::span<const Column* const> args, size_t row, int weight) const;
  void AddValues(Accumulator& state, std::span<const Value> values, int weight) const;
  Value VarianceOf(const Accumulator& state) const;
};

// COUNT with no argument is COUNT(*). Error kValidation as of Bind.
Result<BoundAggregate> BindAggregate(std::string_view name, std::span<const Argument> args,
                                     bool distinct, Dialect dialect);
bool IsAggregate(std::string_view name, Dialect dialect);

// A row of the table of aggregates.
struct AggregateDef {
  std::string_view name;
  AggregateKind kind = AggregateKind::kCount;
  std::string_view usage;
  std::string_view doc;
  uint8_t dialects = 3;
};
std::span<const AggregateDef> AggregateTable();

}  // namespace weir::sql
