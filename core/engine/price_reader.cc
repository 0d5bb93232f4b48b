#include "core/engine/price_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/cost/embedded_prices.h"
#include "core/engine/json_document.h"
#include "core/engine/json_reader.h"

namespace weir {
namespace {

constexpr int64_t kDecimals = 9;
constexpr int64_t kWholeMax = 1'000'000;

// "0.015" in billionths; nothing where it is no such number.
std::optional<int64_t> Nanos(std::string_view text) {
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == text.size() ? "0" : text.substr(point + 1);
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  if (!digits(whole) || !digits(fraction) || whole.size() > 7 || fraction.size() > kDecimals) {
    return std::nullopt;
  }
  int64_t value = 0;
  for (const char c : whole) value = value * 10 + (c - '0');
  if (value > kWholeMax) return std::nullopt;
  for (size_t i = 0; i < kDecimals; ++i) {
    value = value * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  }
  return value;
}

PriceRow ReadRow(const PriceItemInfo& info, JsonReader& in) {
  PriceRow row;
  const std::string price = in.String("price");
  if (const std::optional<int64_t> nanos = Nanos(price)) {
    row.nanos = *nanos;
  } else {
    in.Fail("price", StrCat({"expected a number in quotes from \"0\" to \"1000000\" with at most ",
                             "nine decimals, found \"", price, "\""}));
  }
  // The unit decides what is multiplied: another one would be another price.
  if (const std::string unit = in.String("unit"); unit != info.unit) {
    in.Fail("unit", StrCat({"expected \"", info.unit, "\", found \"", unit, "\""}));
  }
  in.Require("confirmed", "true or false");
  row.confirmed = in.Bool("confirmed", false);
  row.source = in.String("source");
  return row;
}

// A member that nobody knows is most likely the one that is missing, misspelt: it is said first.
void RequireAll(const std::vector<std::string_view>& names, std::string_view what, JsonReader& in) {
  if (const Result<void> known = in.Finish(); !known.ok()) return in.Fail(known.error());
  for (const std::string_view name : names) in.Require(name, what);
}

void ReadGroup(std::string_view group, JsonReader& in, PriceTable& table) {
  std::vector<std::string_view> keys;
  for (const PriceItemInfo& info : PriceItemTable()) {
    if (info.group != group) continue;
    keys.push_back(info.key);
    in.Object(info.key, [&](JsonReader& row) {
      table.rows[static_cast<size_t>(info.item)] = ReadRow(info, row);
    });
  }
  RequireAll(keys, "a price { ... }", in);
}

}  // namespace

Result<PriceTable> ParsePrices(std::string_view json) {
  Result<Json> document = ParseJson(json);
  if (!document.ok()) return Error{ErrorCode::kInput, document.error().message};
  JsonReader in(document.value(), "");
  PriceTable table;
  in.Int("weir_prices", 1, 1);
  table.region = in.String("region");
  table.date = in.String("date");
  table.currency = in.String("currency");
  table.month_hours = in.Int("month_hours", 1, 744);
  table.commitment_mib_per_second = in.Int("commitment_mib_per_second", 0, 1'000'000);
  std::vector<std::string_view> groups;
  for (const PriceItemInfo& info : PriceItemTable()) {
    if (!groups.empty() && groups.back() == info.group) continue;
    groups.push_back(info.group);
    in.Object(info.group, [&](JsonReader& rows) { ReadGroup(info.group, rows, table); });
  }
  RequireAll(groups, "the prices of that mode { ... }", in);
  if (const Result<void> read = in.Finish(); !read.ok()) {
    return Error{ErrorCode::kInput, read.error().message};
  }
  return table;
}

std::string_view BundledPricesText() {
  WEIR_CHECK(EmbeddedPrices().size() == 1);
  return EmbeddedPrices()[0].bytes;
}

PriceTable BundledPrices() {
  Result<PriceTable> table = ParsePrices(BundledPricesText());
  WEIR_CHECK(table.ok());  // A unit test reads it.
  return std::move(table).value();
}

}  // namespace weir
