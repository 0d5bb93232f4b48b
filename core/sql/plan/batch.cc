#include "core/sql/plan/batch.h"

namespace weir::sql {

Row Batch::RowAt(size_t row) const {
  Row values;
  values.reserve(columns.size());
  for (const Column& column : columns) values.push_back(column.ValueAt(row));
  return values;
}

Batch Batch::Select(std::span<const uint32_t> chosen) const {
  Batch result;
  result.rows = chosen.size();
  result.columns.reserve(columns.size());
  for (const Column& column : columns) result.columns.push_back(column.Select(chosen));
  if (!kinds.empty()) {
    for (const uint32_t row : chosen) result.kinds.push_back(kinds[row]);
  }
  return result;
}

void Batch::Append(const Row& row, RowKind kind) {
  for (size_t i = 0; i < columns.size(); ++i) columns[i].Append(row[i]);
  if (kind != RowKind::kInsert && kinds.empty()) kinds.assign(rows, RowKind::kInsert);
  ++rows;
  if (!kinds.empty() || kind != RowKind::kInsert) kinds.push_back(kind);
}

void Batch::AppendFrom(const Batch& other, size_t row, RowKind kind) {
  for (size_t i = 0; i < columns.size(); ++i) columns[i].AppendFrom(other.columns[i], row);
  if (kind != RowKind::kInsert && kinds.empty()) kinds.assign(rows, RowKind::kInsert);
  ++rows;
  if (!kinds.empty() || kind != RowKind::kInsert) kinds.push_back(kind);
}

Batch EmptyBatch(std::span<const Type> types) {
  Batch batch;
  batch.columns.reserve(types.size());
  for (const Type& type : types) batch.columns.emplace_back(type);
  return batch;
}

std::string KeyOf(const Batch& batch, std::span<const size_t> columns, size_t row) {
  std::string key;
  for (const size_t column : columns) AppendKey(batch.columns[column], row, key);
  return key;
}

}  // namespace weir::sql
