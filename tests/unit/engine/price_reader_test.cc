// A price table of one's own, and what is said when it is not what it should be.
#include "core/engine/price_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace weir {
namespace {

std::string With(std::string_view what, std::string_view instead) {
  std::string text(BundledPricesText());
  const size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), instead);
}

std::string ErrorOf(const std::string& json) {
  const Result<PriceTable> table = ParsePrices(json);
  if (table.ok()) return "";
  EXPECT_EQ(table.error().code, ErrorCode::kInput);
  return table.error().message;
}

TEST(PriceReaderTest, TheBundledTableHasEveryPriceOfTheService) {
  const PriceTable table = BundledPrices();
  EXPECT_EQ(table.region, "us-east-1");
  EXPECT_EQ(table.currency, "USD");
  EXPECT_EQ(table.row(PriceItem::kShardHours).nanos, 15'000'000);
  EXPECT_EQ(table.row(PriceItem::kPayloadUnits).nanos, 14'000'000);
  EXPECT_EQ(table.row(PriceItem::kAdvantageDataIn).nanos, 32'000'000);
  EXPECT_EQ(table.row(PriceItem::kAdvantageStreamHours).nanos, 0);
  EXPECT_EQ(table.row(PriceItem::kChannelBytes).nanos, 14'000'000);
  for (const PriceItemInfo& info : PriceItemTable()) {
    EXPECT_FALSE(table.row(info.item).source.empty()) << info.key;
  }
  EXPECT_FALSE(table.row(PriceItem::kFanOutData).confirmed);
}

TEST(PriceReaderTest, APriceCanBeChanged) {
  const Result<PriceTable> table = ParsePrices(With(R"("0.015")", R"("12.123456789")"));
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table.value().row(PriceItem::kShardHours).nanos, 12'123'456'789);
}

TEST(PriceReaderTest, APriceThatIsNoPriceIsRefused) {
  for (const std::string_view price : {R"("-0.015")", R"("")", R"("0,015")", R"("1e3")", R"(".5")",
                                       R"("5.")", R"("1000001")", R"("0.0000000001")"}) {
    EXPECT_TRUE(ErrorOf(With(R"("0.015")", price))
                    .starts_with("provisioned.shard_hours.price: expected a number in quotes"))
        << price;
  }
  EXPECT_EQ(ErrorOf(With(R"("0.015")", "0.015")),
            "provisioned.shard_hours.price: expected a text, found 0.015");
}

TEST(PriceReaderTest, ATypingErrorIsNamedWithWhatWasMeant) {
  EXPECT_EQ(ErrorOf(With("shard_hours", "shard_hour")),
            R"(provisioned.shard_hour: unknown member; did you mean "shard_hours"?)");
  EXPECT_EQ(ErrorOf(With("\"advantage\"", "\"advantages\"")),
            R"(advantages: unknown member; did you mean "advantage"?)");
  EXPECT_EQ(ErrorOf(With(R"("unit": "shard-hour")", R"("unit": "shard-day")")),
            R"(provisioned.shard_hours.unit: expected "shard-hour", found "shard-day")");
}

TEST(PriceReaderTest, EveryPriceMustBeThere) {
  EXPECT_TRUE(ErrorOf(R"({"weir_prices": 1, "region": "x", "date": "x", "currency": "x",
      "month_hours": 730, "commitment_mib_per_second": 25})")
                  .starts_with("provisioned: is missing; expected "));
  EXPECT_TRUE(ErrorOf("{").starts_with("line 1, column "));
  EXPECT_TRUE(ErrorOf("[]").starts_with("the document: expected an object"));
}

}  // namespace
}  // namespace weir
