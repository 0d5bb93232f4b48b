#include "core/sql/plan/catalog.h"

#include <algorithm>
#include <charconv>

#include "core/base/text.h"
#include "core/sql/functions/function.h"
#include "core/sql/plan/binder.h"
#include "core/sql/types/words.h"

namespace weir::sql {

std::string Catalog::NearestTable(std::string_view name) const {
  const auto near = [&](const std::string& candidate) {
    return EqualsIgnoreCase(candidate, name) || !NearestWord(name, {candidate}).empty();
  };
  for (const auto& [candidate, table] : tables) {
    if (near(candidate)) return candidate;
  }
  for (const auto& [candidate, view] : views) {
    if (near(candidate)) return candidate;
  }
  return {};
}

namespace {

bool IsCall(const ExprPtr& expr, std::string_view name) {
  return expr->kind == ExprKind::kCall && expr->text == name && expr->args.empty();
}

class TableMaker {
 public:
  TableMaker(const CreateTable& create, std::string_view text, const Catalog& catalog)
      : create_(create), text_(text), catalog_(catalog) {}

  Result<Table> Make() {
    table_.name = create_.name.text;
    for (const auto& [key, value] : create_.options) table_.options[key] = value;
    for (const ColumnDefinition& column : create_.columns) {
      if (column.type == nullptr) continue;
      if (Result<void> done = AddPhysical(column); !done.ok()) return done.error();
    }
    table_.source.table = table_.name;
    table_.source.physical = table_.schema.size();
    for (const ColumnDefinition& column : create_.columns) {
      if (column.type != nullptr) continue;
      if (Result<void> done = AddComputed(column); !done.ok()) return done.error();
    }
    if (Result<void> done = AddWatermark(); !done.ok()) return done.error();
    for (const Name& key : create_.primary_key) {
      const std::optional<size_t> column = Find(key.text);
      if (!column.has_value()) return NoColumn(key);
      table_.primary_key.push_back(*column);
    }
    return InWrittenOrder();
  }

 private:
  std::optional<size_t> Find(std::string_view name) const {
    for (size_t i = 0; i < table_.schema.size(); ++i) {
      if (table_.schema[i].name == name) return i;
    }
    return std::nullopt;
  }

  Error NoColumn(const Name& name) const {
    return SqlError(text_, name.span,
                    StrCat({"the table ", table_.name, " has no column \"", name.text, "\""}));
  }

  Result<void> Unique(const Name& name) const {
    if (!Find(name.text).has_value()) return {};
    return SqlError(text_, name.span, StrCat({"the column \"", name.text, "\" is there twice"}));
  }

  Result<void> AddPhysical(const ColumnDefinition& column) {
    if (Result<void> unique = Unique(column.name); !unique.ok()) return unique;
    Result<Type> type = Binder(catalog_, text_).BindType(*column.type);
    if (!type.ok()) return type.error();
    table_.schema.push_back({column.name.text, std::move(type).value()});
    table_.metadata_keys.push_back(!column.metadata              ? std::string()
                                   : column.metadata_key.empty() ? column.name.text
                                                                 : column.metadata_key);
    return {};
  }

  Result<void> AddComputed(const ColumnDefinition& column) {
    if (Result<void> unique = Unique(column.name); !unique.ok()) return unique;
    Schema known = table_.schema;
    known.resize(table_.source.physical);
    const Scope scope = Scope::Of(known, table_.name);
    Result<Scalar> value = Binder(catalog_, text_).BindScalar(column.computed, scope);
    if (!value.ok()) return value.error();
    Scalar computed = std::move(value).value();
    if (IsCall(column.computed, "PROCTIME")) computed.type.attribute = TimeAttribute::kProctime;
    table_.schema.push_back({column.name.text, computed.type});
    table_.source.computed.push_back(std::move(computed));
    return {};
  }

  Result<void> AddWatermark() {
    if (create_.watermark == nullptr) return {};
    const Name& name = *create_.watermark_column;
    const std::optional<size_t> column = Find(name.text);
    if (!column.has_value()) return NoColumn(name);
    Type& type = table_.schema[*column].type;
    if (!type.IsTimestamp() || type.precision > 3) {
      return SqlError(text_, name.span,
                      StrCat({"a watermark is for a TIMESTAMP(3) or TIMESTAMP_LTZ(3), but \"",
                              name.text, "\" is ", ToText(type)}));
    }
    if (IsCall(create_.watermark, "SOURCE_WATERMARK")) {
      table_.source.explicit_watermark = true;
    } else {
      const Scope scope = Scope::Of(table_.schema, table_.name);
      Result<Scalar> value = Binder(catalog_, text_).BindScalar(create_.watermark, scope);
      if (!value.ok()) return value.error();
      if (!value.value().type.IsTimestamp()) {
        return SqlError(
            text_, create_.watermark->span,
            StrCat({"a watermark is a timestamp such as ", name.text,
                    " - INTERVAL '5' SECOND, but this is ", ToText(value.value().type)}));
      }
      table_.source.watermark = std::move(value).value();
    }
    table_.source.rowtime = *column;
    type.attribute = TimeAttribute::kRowtime;
    return {};
  }

  // Computed columns were put last to be worked out; the table shows the order that was written.
  Result<Table> InWrittenOrder() {
    table_.source.order.clear();
    Schema schema;
    for (const ColumnDefinition& column : create_.columns) {
      const std::optional<size_t> at = Find(column.name.text);
      table_.source.order.push_back(*at);
      schema.push_back(table_.schema[*at]);
    }
    const auto place = [&](size_t from) {
      const auto found = std::find(table_.source.order.begin(), table_.source.order.end(), from);
      return static_cast<size_t>(found - table_.source.order.begin());
    };
    for (size_t& key : table_.primary_key) key = place(key);
    table_.source.physical_fields.assign(
        table_.schema.begin(),
        table_.schema.begin() + static_cast<std::ptrdiff_t>(table_.source.physical));
    table_.schema = std::move(schema);
    return std::move(table_);
  }

  const CreateTable& create_;
  std::string_view text_;
  const Catalog& catalog_;
  Table table_;
};

}  // namespace

Result<Table> MakeTable(const CreateTable& create, std::string_view text, const Catalog& catalog) {
  return TableMaker(create, text, catalog).Make();
}

Table MakeSourceStream(const std::string& name, const Schema& fields) {
  Table table;
  table.name = name;
  table.schema = fields;
  table.source.table = name;
  table.source.physical = fields.size();
  table.source.physical_fields = fields;
  Result<BoundFunction> now = Bind("PROCTIME", {}, Dialect::kFlink);
  WEIR_CHECK(now.ok());
  Scalar rowtime;
  rowtime.kind = Scalar::Kind::kCall;
  rowtime.function = std::move(now).value();
  rowtime.type = rowtime.function.result;
  rowtime.type.attribute = TimeAttribute::kProctime;
  table.schema.push_back({"ROWTIME", rowtime.type});
  table.source.computed.push_back(std::move(rowtime));
  for (size_t i = 0; i <= fields.size(); ++i) table.source.order.push_back(i);
  return table;
}

std::optional<int64_t> MillisOfSetting(std::string_view text) {
  int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  std::string_view unit(stop, static_cast<size_t>(text.data() + text.size() - stop));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  constexpr std::pair<std::string_view, int64_t> kUnits[] = {
      {"ms", 1},     {"", 1},          {"s", 1'000},        {"sec", 1'000},    {"min", 60'000},
      {"m", 60'000}, {"h", 3'600'000}, {"hour", 3'600'000}, {"d", 86'400'000}, {"day", 86'400'000}};
  for (const auto& [name, millis] : kUnits) {
    if (unit == name && number <= INT64_MAX / millis) return number * millis;
  }
  return std::nullopt;
}

Result<void> ApplySetting(Settings& settings, const std::string& key, const std::string& value) {
  if (key == "table.local-time-zone") {
    Result<TimeZone> zone = TimeZone::Find(value);
    if (!zone.ok()) return zone.error();
    settings.zone = zone.value();
  }
  settings.values[key] = value;
  return {};
}

}  // namespace weir::sql
