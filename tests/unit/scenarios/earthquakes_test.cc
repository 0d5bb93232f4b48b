// The real data set that comes with Weir is whole: the numbers are those of the USGS feed itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/producer/dataset_reader.h"
#include "core/scenarios/embedded.h"

namespace weir {
namespace {

std::string_view Earthquakes() {
  for (const EmbeddedFile& file : EmbeddedData()) {
    if (file.name == "earthquakes.csv") return file.bytes;
  }
  return {};
}

TEST(EarthquakesTest, AllEventsOfTheFeedAreThereInTheOrderTheyWereUpdated) {
  DatasetOptions options;
  options.key = "net";
  options.time = "updated";
  options.event_time = "time";
  const Result<Dataset> read = ReadDataset(Earthquakes(), options);
  ASSERT_TRUE(read.ok()) << read.error().message;
  const Dataset& dataset = read.value();
  EXPECT_EQ(dataset.rows.size(), 1'707);
  EXPECT_EQ(dataset.keys.size(), 12);
  EXPECT_EQ(FormatTimestamp(dataset.rows.front().time), "2018-01-31T02:23:11.235000Z");
  EXPECT_EQ(FormatTimestamp(dataset.rows.back().time), "2018-02-07T01:45:04.877000Z");

  const auto ci = std::ranges::find(dataset.keys, "ci") - dataset.keys.begin();
  const auto of_ci = [&](const DatasetRow& row) { return row.key == static_cast<uint32_t>(ci); };
  EXPECT_EQ(std::ranges::count_if(dataset.rows, of_ci), 386);

  // Late are those that happened before one that was known earlier.
  int late = 0;
  Instant latest{0};
  for (const DatasetRow& row : dataset.rows) {
    EXPECT_LT(row.event_time, row.time);
    late += row.event_time < latest ? 1 : 0;
    latest = std::max(latest, row.event_time);
  }
  EXPECT_EQ(late, 1'295);
}

// Sorted already: in the order of the file no row has to wait for its predecessor.
TEST(EarthquakesTest, TheFileIsSorted) {
  DatasetOptions options;
  options.key = "net";
  options.time = "updated";
  const Result<Dataset> by_time = ReadDataset(Earthquakes(), options);
  options.order = DatasetOrder::kAsInFile;
  const Result<Dataset> as_in_file = ReadDataset(Earthquakes(), options);
  ASSERT_TRUE(by_time.ok() && as_in_file.ok());
  EXPECT_EQ(by_time.value().payload, as_in_file.value().payload);
  for (size_t i = 0; i < by_time.value().rows.size(); ++i) {
    ASSERT_EQ(by_time.value().rows[i].offset, as_in_file.value().rows[i].offset);
  }
}

}  // namespace
}  // namespace weir
