// TOP_K_ITEMS_TUMBLING and COUNT_DISTINCT_ITEMS_TUMBLING of Kinesis Analytics: written out as the
// windows that they are. The service estimates; here the numbers are exact, which its documentation
// allows.
#include <algorithm>

#include "core/base/text.h"
#include "core/sql/plan/binder.h"
#include "core/sql/syntax/parser.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

constexpr int64_t kItemsMax = 100'000;  // Kinesis Analytics SQL reference, TOP_K_ITEMS_TUMBLING.
constexpr int64_t kSecondsMax = 3'600;  // There too.
constexpr const char* kCursor = "$CURSOR";

std::string TopItems(const std::string& column, int64_t items, const std::string& seconds) {
  return StrCat(
      {"SELECT ITEM, ITEM_COUNT FROM (SELECT \"window_start\", \"window_end\", ITEM, ITEM_COUNT, "
       "ROW_NUMBER() OVER (PARTITION BY \"window_start\", \"window_end\" ORDER BY "
       "ITEM_COUNT DESC) AS \"$N\" FROM (SELECT \"window_start\", \"window_end\", CAST(",
       column,
       " AS VARCHAR(1024)) AS ITEM, COUNT(*) AS ITEM_COUNT FROM "
       "TABLE(TUMBLE(TABLE \"",
       kCursor, "\", DESCRIPTOR(ROWTIME), INTERVAL '", seconds,
       "' SECOND(4))) GROUP BY \"window_start\", \"window_end\", ", column,
       ")) WHERE \"$N\" <= ", std::to_string(items)});
}

std::string DistinctItems(const std::string& column, const std::string& seconds) {
  return StrCat({"SELECT COUNT(DISTINCT ", column,
                 ") AS NUMBER_OF_DISTINCT_ITEMS FROM TABLE(TUMBLE(TABLE \"", kCursor,
                 "\", DESCRIPTOR(ROWTIME), INTERVAL '", seconds,
                 "' SECOND(4))) GROUP BY \"window_start\", \"window_end\""});
}

}  // namespace

BoundTable Binder::TumblingItems(const TableRef& table) {
  BoundTable bound;
  const Expr& call = *table.function;
  const bool top = call.text == "TOP_K_ITEMS_TUMBLING";
  if (call.args.size() != (top ? 4U : 3U) || call.args[0]->text != "CURSOR" ||
      call.args[0]->query == nullptr || call.args[1]->kind != ExprKind::kString) {
    Fail(call.span, StrCat({call.text, "(CURSOR(SELECT STREAM ...), 'column'", top ? ", items" : "",
                            ", seconds)"}));
    return bound;
  }
  const auto within = [&](size_t arg, int64_t most, std::string_view what) {
    const std::optional<int64_t> number = ConstantWhole(call.args[arg], what);
    if (!failed() && (number.value_or(0) < 1 || *number > most))
      Fail(call.args[arg]->span, StrCat({what, " is 1 to ", std::to_string(most)}));
    return number.value_or(1);
  };
  const int64_t items = top ? within(2, kItemsMax, "the number of items") : 1;
  const int64_t seconds = within(call.args.size() - 1, kSecondsMax, "the window in seconds");
  const PlanPtr probe = failed() ? nullptr : QueryOf(*call.args[0]->query);
  if (failed()) return bound;
  const auto field = std::find_if(
      probe->schema.begin(), probe->schema.end(),
      [&](const Field& one) { return EqualsIgnoreCase(one.name, call.args[1]->text); });
  if (field == probe->schema.end()) {
    Fail(call.args[1]->span, StrCat({"the cursor has no column \"", call.args[1]->text, "\""}));
    return bound;
  }
  const std::string column = StrCat({"\"", field->name, "\""});
  const std::string length = std::to_string(seconds);
  const std::string text = top ? TopItems(column, items, length) : DistinctItems(column, length);
  Result<std::vector<Statement>> parsed = ParseScript(text, catalog_.dialect);
  WEIR_CHECK(parsed.ok());
  Binder inner(catalog_, text);
  inner.view_depth_ = view_depth_;
  inner.queries_ = queries_;
  inner.with_ = with_;
  inner.with_.emplace_back(kCursor, CommonTable{{kCursor, call.span}, {}, call.args[0]->query});
  bound.node = inner.QueryOf(*parsed.value()[0].query);
  if (inner.failed()) {
    Fail(call.span, inner.error_->message);
    return bound;
  }
  bound.scope = Scope::Of(bound.node->schema, "");
  return bound;
}

}  // namespace weir::sql
