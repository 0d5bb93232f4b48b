// Catalog: the tables and views that a query may name, and the settings that it runs with.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/sql/plan/plan.h"
#include "core/sql/syntax/ast.h"
#include "core/sql/types/time_zone.h"

namespace weir::sql {

struct Table {
  std::string name;
  Schema schema;  // Physical columns first, then computed ones.
  SourceSpec source;
  std::vector<std::string> metadata_keys;  // Of each physical column; empty: none.
  std::vector<size_t> primary_key;
  bool changelog = false;  // Its rows may be -U, +U and -D.
  std::map<std::string, std::string> options;
};

struct View {
  QueryPtr query;
  std::vector<std::string> columns;         // Empty: the query's own names.
  std::shared_ptr<const std::string> text;  // That the query's spans are in.
};

struct Settings {
  TimeZone zone;
  std::map<std::string, std::string> values;
};

struct Catalog {
  Dialect dialect = Dialect::kFlink;
  Settings settings;
  std::map<std::string, Table> tables;
  std::map<std::string, View> views;

  // As in Flink names are kept as written; the nearest one is for "did you mean".
  std::string NearestTable(std::string_view name) const;
};

// CREATE TABLE to a table. `text` is what the spans are in.
Result<Table> MakeTable(const CreateTable& create, std::string_view text, const Catalog& catalog);

// A stream that an application's input makes, not SQL: its columns, and ROWTIME behind them.
Table MakeSourceStream(const std::string& name, const Schema& fields);

// "10 ms", "5 min", "1 h", "30s": a duration as Flink's settings write it. nullopt: none.
std::optional<int64_t> MillisOfSetting(std::string_view text);

// SET 'key' = 'value', as in a case's configuration. Error: a value that the key cannot have.
Result<void> ApplySetting(Settings& settings, const std::string& key, const std::string& value);

}  // namespace weir::sql
