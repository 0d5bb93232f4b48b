// Costs for people: a table a plan, where they cross, what was assumed.
#include <algorithm>

#include "core/base/text.h"
#include "native/cost_report.h"
#include "native/table.h"
#include "native/units.h"

namespace weir {
namespace {

class CostWriter {
 public:
  CostWriter(const CostReport& report, const Terminal& terminal)
      : report_(report),
        of_(report.comparison),
        paint_(terminal.colour),
        columns_(static_cast<size_t>(std::clamp(terminal.columns, 60, 100))) {}

  std::string Write() {
    Title();
    for (const Bill& bill : of_.bills) PlanPart(bill);
    Crossings();
    Run();
    Delivery();
    text_ += "\n";
    for (const std::string& note : report_.notes) {
      text_ += StrCat({"- ", Wrapped(note, columns_ - 2, 2), "\n"});
    }
    return std::move(text_);
  }

 private:
  void Title() {
    const Scenario& scenario = report_.engine.scenario();
    text_ = StrCat(
        {paint_.Bold(scenario.title), "\n",
         paint_.Dim(StrCat({"a ", report_.per, " of ", scenario.name, ", seed ",
                            std::to_string(scenario.seed), ", in ", report_.prices.region, ": ",
                            report_.prices.currency, ", prices of ", report_.prices.date})),
         "\n\n"});
    const StreamUsage& usage = of_.usage;
    text_ += StrCat({"on average ", RateText(usage.records, Seconds(of_.run_seconds), " records"),
                     " of ", BytesText(of_.record_bytes), "; read by polling ",
                     BytesText(usage.read_bytes / of_.run_seconds), "/s, by enhanced fan-out ",
                     BytesText(usage.pushed_bytes / of_.run_seconds), "/s\n"});
  }

  void PlanPart(const Bill& bill) {
    std::string heading(NameOf(bill.plan));
    if (bill.plan == Plan::kProvisioned) {
      heading += StrCat({", ", WithThousands(of_.shards), of_.shards == 1 ? " shard" : " shards"});
    }
    const bool cheapest = bill.plan == of_.cheapest;
    text_ += StrCat({"\n", paint_.Bold(heading),
                     cheapest ? paint_.Good("  the cheapest of the three") : std::string(), "\n"});
    Lines(bill);
  }

  void Lines(const Bill& bill) {
    Table table({{"", Align::kLeft}, {"quantity"}, {"unit", Align::kLeft}, {"price"}, {"amount"}});
    for (const BillLine& line : bill.lines) {
      table.AddRow({std::string(line.name), ThousandthsText(line.quantity_thousandths, true),
                    std::string(line.unit),
                    MoneyText(line.price_nanos, 2, true) + (line.confirmed ? " " : "?"),
                    AmountText(line.amount_nanos)});
    }
    table.AddRow({"total", "", "", "", AmountText(bill.total_nanos)});
    text_ += table.Text(paint_);
  }

  void Crossings() {
    if (of_.crossings.empty()) return;
    text_ += StrCat({"\n", paint_.Bold("where they cross"), ", with records of ",
                     BytesText(of_.record_bytes), " and as much reading for each\n"});
    for (const Crossing& crossing : of_.crossings) {
      text_ += StrCat({"  ", Wrapped(CrossingText(crossing, of_), columns_ - 4, 4), "\n"});
    }
  }

  void Run() {
    int64_t total = 0;
    for (const Bill& bill : report_.run) total += bill.total_nanos;
    text_ += StrCat({"\nthe run itself, ", SpanText(Seconds(of_.run_seconds)),
                     " in the modes its streams had: ", AmountText(total), "\n"});
  }

  // What delivery streams cost for as long as they ran: the same by every plan.
  void Delivery() {
    for (size_t i = 0; i < report_.delivery.size(); ++i) {
      const Bill& bill = report_.delivery[i];
      text_ += StrCat({"\n", paint_.Bold(StrCat({"delivery stream ", report_.delivery_names[i]})),
                       ", the run itself\n"});
      Lines(bill);
    }
  }

  const CostReport& report_;
  const Comparison& of_;
  Paint paint_;
  size_t columns_;
  std::string text_;
};

}  // namespace

std::string CostText(const CostReport& report, const Terminal& terminal) {
  return CostWriter(report, terminal).Write();
}

}  // namespace weir
