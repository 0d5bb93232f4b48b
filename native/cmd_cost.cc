#include "core/base/text.h"
#include "core/engine/price_reader.h"
#include "native/commands.h"
#include "native/cost_report.h"
#include "native/files.h"
#include "native/session.h"
#include "native/straight_run.h"

namespace weir {
namespace {

Result<PriceTable> LoadPrices(const std::string& path) {
  if (path.empty()) return BundledPrices();
  const Result<std::string> text = ReadWholeFile(path, "price table (JSON)", kPricesBytesMax);
  if (!text.ok()) return text.error();
  const std::string where = path == "-" ? "standard input" : path;
  Result<PriceTable> prices = ParsePrices(text.value());
  if (prices.ok()) return prices;
  return Error{ErrorCode::kInput, StrCat({where, ": ", prices.error().message})};
}

int64_t SecondsOf(const std::string& per, const PriceTable& prices) {
  if (per == "hour") return 3'600;
  if (per == "day") return 24 * 3'600;
  return prices.month_hours * 3'600;
}

}  // namespace

Result<void> CommandCost(const CostOptions& options, const Terminal& terminal) {
  if (options.print_prices) return Print(BundledPricesText());
  Result<PriceTable> prices = LoadPrices(options.prices);
  if (!prices.ok()) return prices.error();
  const Result<Session> session =
      LoadScenarioOrJournal(options.scenario.name, options.scenario.seed);
  if (!session.ok()) return session.error();
  const Scenario& scenario = *session.value().scenario;
  const Duration until = options.until.value_or(scenario.duration);
  if (until < Seconds(1)) {
    return Error{ErrorCode::kInput, StrCat({"a run of ", FormatDuration(until),
                                            " is too short to be priced: a second at least"})};
  }
  const Engine engine = RunStraight(session.value(), scenario.start + until);
  const CostReport report =
      MakeCostReport(engine, prices.value(), options.per, SecondsOf(options.per, prices.value()));
  return Print(options.json ? CostJson(report) : CostText(report, terminal));
}

}  // namespace weir
