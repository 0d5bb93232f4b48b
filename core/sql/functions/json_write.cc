#include "core/sql/functions/json_write.h"

#include "core/sql/types/format.h"
#include "core/sql/types/json_text.h"

namespace weir::sql {

std::string JsonOf(const Type& type, const Value& value, const TimeZone& zone) {
  if (value.IsNull()) return "null";
  if (type.kind == TypeKind::kBoolean) return value.Bool() ? "true" : "false";
  if (type.IsNumeric()) return FormatValue(type, value, zone);
  if (!type.IsNested()) {
    std::string text = FormatValue(type, value, zone);
    if (type.IsTimestamp()) text[text.find(' ')] = 'T';
    if (type.kind == TypeKind::kTimestampLtz) text += 'Z';
    return QuoteJson(text, false);
  }
  const bool array = type.kind == TypeKind::kArray;
  const bool row = type.kind == TypeKind::kRow;
  const std::vector<Value>& items = value.Items();
  std::string out = array ? "[" : "{";
  for (size_t i = 0; i < items.size(); i += array || row ? 1 : 2) {
    if (i > 0) out += ',';
    if (row) out += QuoteJson(type.nest->names[i], false) + ":";
    if (!row && !array) {
      out += QuoteJson(FormatValue(type.Element(0), items[i], zone), false) + ":";
      const bool map = type.kind == TypeKind::kMap;
      out += JsonOf(map ? type.Element(1) : Type::BigInt(), items[i + 1], zone);
    } else {
      out += JsonOf(type.Element(row ? i : 0), items[i], zone);
    }
  }
  return out + (array ? "]" : "}");
}

}  // namespace weir::sql
