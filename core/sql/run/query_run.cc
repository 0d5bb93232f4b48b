#include "core/sql/run/query_run.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/sql/operators/calc.h"
#include "core/sql/operators/slice_aggregate.h"
#include "core/sql/operators/source.h"
#include "core/sql/operators/window_assign.h"

namespace weir::sql {

namespace {

bool LooksAtWatermark(const Scalar& scalar) {
  if (scalar.kind == Scalar::Kind::kCall && FunctionName(scalar.function) == "CURRENT_WATERMARK")
    return true;
  return std::any_of(scalar.args.begin(), scalar.args.end(),
                     [](const Scalar& arg) { return LooksAtWatermark(arg); });
}

bool LooksAtWatermark(const CalcSpec& calc) {
  const auto looks = [](const Scalar& scalar) { return LooksAtWatermark(scalar); };
  return (calc.condition.has_value() && looks(*calc.condition)) ||
         std::any_of(calc.outputs.begin(), calc.outputs.end(), looks);
}

}  // namespace

// What an operator gives out goes to the node above, or to the result.
class QueryRun::SlotOutput : public Output {
 public:
  SlotOutput(QueryRun& run, size_t slot) : run_(run), slot_(slot) {}

  void Emit(Batch batch) override {
    Slot& slot = run_.slots_[slot_];
    slot.counters.rows_out += static_cast<int64_t>(batch.rows);
    if (batch.rows == 0) return;
    if (slot.parent == SIZE_MAX) {
      run_.results_.push_back(std::move(batch));
    } else {
      run_.DeliverOwn(slot.parent, slot.parent_input, std::move(batch));
    }
  }

  void Forward(const Batch& batch) override {
    Slot& slot = run_.slots_[slot_];
    if (slot.parent == SIZE_MAX) return Emit(batch);
    slot.counters.rows_out += static_cast<int64_t>(batch.rows);
    if (batch.rows > 0) run_.Deliver(slot.parent, slot.parent_input, batch);
  }

  void EmitWatermark(int64_t watermark) override {
    const Slot& slot = run_.slots_[slot_];
    if (slot.parent != SIZE_MAX) run_.DeliverWatermark(slot.parent, slot.parent_input, watermark);
  }

 private:
  QueryRun& run_;
  size_t slot_;
};

QueryRun::QueryRun(PlanPtr plan, const Catalog& catalog)
    : plan_(std::move(plan)), dialect_(catalog.dialect), zone_(catalog.settings.zone) {
  Add(*plan_, SIZE_MAX, 0, 0);
}

QueryRun::QueryRun(const QueryRun& other)
    : plan_(other.plan_),
      dialect_(other.dialect_),
      zone_(other.zone_),
      results_(other.results_),
      faults_(other.faults_),
      clock_(other.clock_),
      started_(other.started_),
      error_(other.error_) {
  for (const Slot& slot : other.slots_) {
    slots_.push_back({slot.node, slot.op->Clone(), slot.parent, slot.parent_input, slot.depth,
                      slot.slice_ms, slot.watermarks, slot.watermark, slot.counters});
  }
}

QueryRun& QueryRun::operator=(const QueryRun& other) {
  if (this != &other) *this = QueryRun(other);
  return *this;
}

// Whether all on the way to the result does the same if a watermark comes at the end of a batch
// whose rows are all in time: each window fires with the same rows, in the same order. A row at the
// very end of a session would still join it, so there it must be later by 1 ms more.
std::optional<int64_t> QueryRun::Coalesces(size_t parent) const {
  int64_t margin = 0;
  for (size_t at = parent; at != SIZE_MAX; at = slots_[at].parent) {
    const PlanNode& node = *slots_[at].node;
    switch (node.kind) {
      case NodeKind::kCalc:
        if (LooksAtWatermark(node.As<CalcSpec>())) return std::nullopt;
        break;
      case NodeKind::kWindow:
        if (node.As<WindowSpecification>().shape.kind >= WindowKind::kSession) margin = 1;
        break;
      case NodeKind::kWindowAggregate:
        if (node.As<AggregateSpec>().allowed_lateness > 0) return std::nullopt;
        break;
      default:
        return std::nullopt;
    }
  }
  return margin;
}

std::unique_ptr<Operator> QueryRun::OperatorOf(const PlanNode& node, size_t parent) const {
  if (node.kind == NodeKind::kSource) {
    return std::make_unique<SourceOperator>(node, Coalesces(parent));
  }
  if (node.kind == NodeKind::kWindowAggregate && SliceAggregateOperator::Suits(node)) {
    return std::make_unique<SliceAggregateOperator>(node, zone_, SliceOf(node, zone_));
  }
  if (node.kind == NodeKind::kWindow && parent != SIZE_MAX && slots_[parent].slice_ms > 0) {
    return std::make_unique<WindowAssignOperator>(node, zone_, slots_[parent].slice_ms);
  }
  return MakeOperator(node, zone_);
}

size_t QueryRun::Add(const PlanNode& node, size_t parent, size_t parent_input, size_t depth) {
  const size_t slot = slots_.size();
  slots_.push_back({&node,
                    OperatorOf(node, parent),
                    parent,
                    parent_input,
                    depth,
                    0,
                    std::vector<int64_t>(std::max<size_t>(node.inputs.size(), 1), kNoWatermark),
                    kNoWatermark,
                    {}});
  if (slots_.back().op == nullptr) {
    error_ = Error{ErrorCode::kInput, StrCat({ToText(node.kind), " is not supported yet"})};
    slots_.back().op = std::make_unique<UnionOperator>(node);
  }
  if (node.kind == NodeKind::kWindowAggregate && SliceAggregateOperator::Suits(node)) {
    slots_.back().slice_ms = SliceOf(node, zone_);
  } else if (node.kind == NodeKind::kCalc && parent != SIZE_MAX) {
    slots_.back().slice_ms = slots_[parent].slice_ms;
  }
  for (size_t i = 0; i < node.inputs.size(); ++i) Add(*node.inputs[i], slot, i, depth + 1);
  return slot;
}

bool QueryRun::Reads(std::string_view table) const {
  return std::any_of(slots_.begin(), slots_.end(), [&](const Slot& slot) {
    return slot.node->kind == NodeKind::kSource && slot.node->As<SourceSpec>().table == table;
  });
}

template <typename Work>
void QueryRun::Call(size_t index, Work&& work) {
  if (error_.has_value()) return;
  SlotOutput out(*this, index);
  EvalContext eval;
  eval.dialect = dialect_;
  eval.now = Instant{clock_ * 1'000};
  eval.zone = zone_;
  Slot& slot = slots_[index];
  if (slot.watermark != kNoWatermark) eval.watermark_ms = slot.watermark;
  Context context{out, eval, slot.counters, slot.watermark, clock_};
  work(*slot.op, context);
  if (dialect_ == Dialect::kKinesisAnalytics) {
    for (RowError& error : eval.errors) faults_.push_back({clock_, std::move(error.message)});
  } else if (!eval.errors.empty() && !error_.has_value()) {
    error_ = Error{ErrorCode::kInput, eval.errors[0].message};
  }
}

void QueryRun::Deliver(size_t index, size_t input, const Batch& batch) {
  // One by one, so that a row that fails takes no other with it.
  if (dialect_ == Dialect::kKinesisAnalytics && batch.rows > 1) {
    for (uint32_t row = 0; row < batch.rows; ++row) {
      const uint32_t chosen[] = {row};
      Deliver(index, input, batch.Select(chosen));
    }
    return;
  }
  slots_[index].counters.rows_in += static_cast<int64_t>(batch.rows);
  Call(index, [&](Operator& op, Context& context) { op.OnBatch(input, batch, context); });
}

void QueryRun::DeliverOwn(size_t index, size_t input, Batch batch) {
  if (dialect_ == Dialect::kKinesisAnalytics) return Deliver(index, input, batch);
  slots_[index].counters.rows_in += static_cast<int64_t>(batch.rows);
  Call(index,
       [&](Operator& op, Context& context) { op.OnOwnBatch(input, std::move(batch), context); });
}

void QueryRun::DeliverWatermark(size_t index, size_t input, int64_t watermark) {
  Slot& slot = slots_[index];
  if (watermark <= slot.watermarks[input]) return;
  slot.watermarks[input] = watermark;
  const int64_t least = *std::min_element(slot.watermarks.begin(), slot.watermarks.end());
  if (least <= slot.watermark) return;
  slot.watermark = least;
  Call(index, [&](Operator& op, Context& context) { op.OnWatermark(context); });
}

void QueryRun::Start() {
  if (started_) return;
  started_ = true;
  for (size_t i = slots_.size(); i > 0; --i) {
    Call(i - 1, [](Operator& op, Context& context) { op.OnStart(context); });
  }
}

Result<void> QueryRun::Outcome() const {
  if (error_.has_value()) return *error_;
  return {};
}

Result<void> QueryRun::Push(std::string_view table, const Batch& batch) {
  Start();
  for (size_t i = 0; i < slots_.size(); ++i) {
    const PlanNode& node = *slots_[i].node;
    if (node.kind == NodeKind::kSource && node.As<SourceSpec>().table == table)
      Deliver(i, 0, batch);
  }
  return Outcome();
}

Result<void> QueryRun::Watermark(std::string_view table, int64_t millis) {
  Start();
  for (size_t i = 0; i < slots_.size(); ++i) {
    const PlanNode& node = *slots_[i].node;
    if (node.kind == NodeKind::kSource && node.As<SourceSpec>().table == table)
      DeliverWatermark(i, 0, millis);
  }
  return Outcome();
}

// From timer to timer, so that each fires at its own time.
Result<void> QueryRun::Clock(int64_t millis) {
  Start();
  while (!error_.has_value()) {
    std::optional<int64_t> next;
    for (const Slot& slot : slots_) {
      const std::optional<int64_t> timer = slot.op->NextTimer();
      if (timer.has_value() && (!next.has_value() || *timer < *next)) next = timer;
    }
    if (!next.has_value() || *next > millis) break;
    clock_ = std::max(clock_, *next);
    for (size_t i = slots_.size(); i > 0; --i) {
      const std::optional<int64_t> timer = slots_[i - 1].op->NextTimer();
      if (!timer.has_value() || *timer > clock_) continue;
      Call(i - 1, [](Operator& op, Context& context) { op.OnClock(context); });
    }
  }
  clock_ = std::max(clock_, millis);
  return Outcome();
}

Result<void> QueryRun::Finish() {
  Start();
  for (size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].node->kind == NodeKind::kSource) DeliverWatermark(i, 0, kEndOfTime);
  }
  return Outcome();
}

std::vector<Batch> QueryRun::Take() {
  std::vector<Batch> taken = std::move(results_);
  results_.clear();
  return taken;
}

std::vector<QueryRun::RowFault> QueryRun::TakeFaults() {
  std::vector<RowFault> taken = std::move(faults_);
  faults_.clear();
  return taken;
}

std::vector<QueryRun::NodeState> QueryRun::States() const {
  std::vector<NodeState> states;
  for (const Slot& slot : slots_) {
    states.push_back({slot.node, slot.depth, slot.watermark, slot.counters, slot.op->StateSize()});
  }
  return states;
}

int64_t QueryRun::late_rows() const {
  int64_t rows = 0;
  for (const Slot& slot : slots_) rows += slot.counters.late_rows;
  return rows;
}

void QueryRun::AddTo(Digest& digest) const {
  digest.Add(clock_);
  for (const Slot& slot : slots_) {
    digest.Add(slot.watermark);
    slot.op->AddTo(digest);
  }
}

}  // namespace weir::sql
