// Text of values, as CAST to STRING gives it in Flink. Numbers as Java writes them.
#pragma once

#include <cstdint>
#include <string>

#include "core/sql/types/column.h"
#include "core/sql/types/time_zone.h"
#include "core/sql/types/type.h"
#include "core/sql/types/value.h"

namespace weir::sql {

// "1.5", "100.0", "1.0E10", "Infinity", "NaN": the shortest digits that read back as the same
// number; plain between 0.001 and 10 000 000.
void AppendDouble(double value, std::string& out);
void AppendFloat(double value, std::string& out);
void AppendDate(int64_t days, std::string& out);                   // "2026-11-21"
void AppendTime(int64_t millis, int precision, std::string& out);  // "18:30:00.125"
// "2026-11-21 18:30:00.125"; precision: digits of the fraction, 0 to 9.
void AppendTimestamp(TimestampValue wall_clock, int precision, std::string& out);
void AppendYearMonth(int64_t months, std::string& out);  // "+2-10"
void AppendDayTime(int64_t millis, std::string& out);    // "+10 00:00:00.004"

// The value, which is not NULL; a timestamp with local time zone in `zone`. "(1, a)" for a row,
// "[1, 2]" for an array, "{k=v}" for a map; NULL inside them is "NULL".
void AppendValue(const Type& type, const Value& value, const TimeZone& zone, std::string& out);

// As above, NULL is "NULL".
std::string FormatValue(const Type& type, const Value& value, const TimeZone& zone);

// The cell in that form; false, and nothing appended, when it is NULL.
bool FormatCell(const Column& column, size_t row, const TimeZone& zone, std::string& out);

}  // namespace weir::sql
