#include "core/sql/operators/unnest.h"

namespace weir::sql {

void UnnestOperator::AppendItem(const Row& row, const Type& type, const Value& item, int64_t number,
                                RowKind kind, Batch& result) const {
  Row out = row;
  if (type.kind != TypeKind::kRow) {
    out.push_back(item);
  } else if (item.IsNull()) {
    out.resize(out.size() + type.ElementCount());
  } else {
    out.insert(out.end(), item.Items().begin(), item.Items().end());
  }
  if (spec_->ordinality) out.emplace_back(number);
  result.Append(out, kind);
}

// How many there are.
int64_t UnnestOperator::AppendItems(const Row& row, const Value& collection, RowKind kind,
                                    Batch& result) const {
  const Type& type = spec_->collection.type;
  const std::vector<Value>& items = collection.Items();
  int64_t number = 0;
  if (type.kind == TypeKind::kArray) {
    for (const Value& item : items) AppendItem(row, type.Element(), item, ++number, kind, result);
    return number;
  }
  for (size_t i = 0; i + 1 < items.size(); i += 2) {
    if (type.kind == TypeKind::kMultiset) {
      for (int64_t left = items[i + 1].Int(); left > 0; --left)
        AppendItem(row, type.Element(), items[i], ++number, kind, result);
      continue;
    }
    Row entry = row;
    entry.push_back(items[i]);
    AppendItem(entry, Type::Null(), items[i + 1], ++number, kind, result);
  }
  return number;
}

void UnnestOperator::OnBatch(size_t /*input*/, const Batch& batch, Context& context) {
  const Column collections = Evaluate(spec_->collection, batch, context.eval);
  if (!context.eval.errors.empty()) return;
  Batch result = EmptyBatch(TypesOf(node_->schema));
  for (size_t at = 0; at < batch.rows; ++at) {
    const Row row = batch.RowAt(at);
    const RowKind kind = batch.KindAt(at);
    const int64_t items =
        collections.IsNull(at) ? 0 : AppendItems(row, collections.Nested(at), kind, result);
    if (items > 0 || !spec_->outer) continue;
    Row padded = row;
    padded.resize(node_->schema.size());
    result.Append(padded, kind);
  }
  if (result.rows > 0) context.out.Emit(std::move(result));
}

}  // namespace weir::sql
