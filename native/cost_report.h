// What the traffic of a run costs under every plan, with all that was assumed on the way.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/cost/comparison.h"
#include "core/engine/engine.h"
#include "native/terminal.h"

namespace weir {

struct CostReport {
  const Engine& engine;
  const PriceTable& prices;
  std::string per;  // "month"
  std::vector<StreamTraffic> streams;
  std::vector<Bill> run;       // Of each stream as it was, for the run as long as it was.
  std::vector<Bill> delivery;  // Of each delivery stream, for the run.
  std::vector<std::string> delivery_names;
  Comparison comparison;
  std::vector<std::string> notes;  // What is assumed, sentence by sentence.
};

CostReport MakeCostReport(const Engine& engine, const PriceTable& prices, const std::string& per,
                          int64_t period_seconds);

std::string CostText(const CostReport& report, const Terminal& terminal);
std::string CostJson(const CostReport& report);

// Billionths of the currency as a decimal number without trailing zeros, but with at least `least`
// decimals: "0.015", "4,301.20".
std::string MoneyText(int64_t nanos, size_t least, bool thousands);
// "1,234.5" of thousandths.
std::string ThousandthsText(int64_t thousandths, bool thousands);
// Rounded half up to cents; to six decimals below a cent.
std::string AmountText(int64_t nanos);

// "on-demand standard is cheaper than provisioned below 89.18 records/s, ..."
std::string CrossingText(const Crossing& crossing, const Comparison& comparison);

}  // namespace weir
