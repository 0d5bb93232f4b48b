// What holds for data sets of every format: rows, keys, order, limits, and errors that say where.
#include "core/producer/dataset_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/model/limits.h"

namespace weir {
namespace {

DatasetOptions NetAndTime() {
  DatasetOptions options;
  options.key = "net";
  options.time = "time";
  return options;
}

std::string ErrorOf(std::string_view text, const DatasetOptions& options) {
  const Result<Dataset> dataset = ReadDataset(text, options);
  if (dataset.ok()) return "no error";
  EXPECT_EQ(dataset.error().code, ErrorCode::kInput);
  return dataset.error().message;
}

std::string ErrorOf(std::string_view text) { return ErrorOf(text, NetAndTime()); }

Dataset Read(std::string_view text, const DatasetOptions& options) {
  Result<Dataset> dataset = ReadDataset(text, options);
  EXPECT_TRUE(dataset.ok()) << dataset.error().message;
  return dataset.ok() ? std::move(dataset).value() : Dataset{};
}

std::vector<std::string> Payloads(const Dataset& dataset) {
  std::vector<std::string> payloads;
  for (const DatasetRow& row : dataset.rows) payloads.emplace_back(dataset.PayloadOf(row));
  return payloads;
}

TEST(DatasetReaderTest, TheSameRowsComeFromEveryFormat) {
  const std::string csv = "time,net\n2018-02-01T00:00:01Z,ci\n2018-02-01T00:00:02Z,nc\n";
  const std::string ndjson =
      "{\"time\":\"2018-02-01T00:00:01Z\",\"net\":\"ci\"}\n"
      "{\"time\":\"2018-02-01T00:00:02Z\",\"net\":\"nc\"}\n";
  const std::string array =
      "[{\"time\":\"2018-02-01T00:00:01Z\",\"net\":\"ci\"},\n"
      " {\"time\":\"2018-02-01T00:00:02Z\",\"net\":\"nc\"}]\n";
  const std::string geojson = "{\"type\":\"FeatureCollection\",\"features\":" + array + "}";
  for (const std::string& text : {csv, ndjson, array, geojson}) {
    SCOPED_TRACE(text);
    const Dataset dataset = Read(text, NetAndTime());
    ASSERT_EQ(dataset.rows.size(), 2);
    EXPECT_EQ(dataset.rows.at(0).time, Instant{1'517'443'201'000'000});
    EXPECT_EQ(dataset.rows.at(1).time, Instant{1'517'443'202'000'000});
    EXPECT_EQ(dataset.rows.at(1).event_time, dataset.rows.at(1).time);
    EXPECT_EQ(dataset.keys, (std::vector<std::string>{"ci", "nc"}));
    EXPECT_EQ(dataset.rows.at(1).key, 1);
  }
}

TEST(DatasetReaderTest, AFormatThatWasNamedIsNotGuessed) {
  DatasetOptions options = NetAndTime();
  options.format = DatasetFormat::kCsv;
  EXPECT_EQ(ErrorOf("[1, 2]\n", options),
            "line 1: no column \"net\"; expected one of \"[1\", \" 2]\"");
  options.format = DatasetFormat::kJson;
  EXPECT_EQ(ErrorOf("net,time\n", options),
            "line 1, column 1: unexpected \"n\"; expected an array of objects");
}

TEST(DatasetReaderTest, ManyKeysKeepTheirNumbers) {
  std::string csv = "net,time\n";
  for (int row = 0; row < 3'000; ++row) {
    csv += "key-" + std::to_string(row % 1'000) + "," + std::to_string(row) + "\n";
  }
  const Dataset dataset = Read(csv, NetAndTime());
  ASSERT_EQ(dataset.keys.size(), 1'000);
  for (size_t row = 0; row < dataset.rows.size(); ++row) {
    ASSERT_EQ(dataset.keys[dataset.rows[row].key], "key-" + std::to_string(row % 1'000));
  }
}

TEST(DatasetReaderTest, RowsComeInTheOrderOfTheirTimesAndThoseOfOneTimeAsInTheFile) {
  const Dataset dataset = Read("net,time\na,30\nb,10\nc,30\nd,10\n", NetAndTime());
  EXPECT_EQ(Payloads(dataset), (std::vector<std::string>{"b,10", "d,10", "a,30", "c,30"}));
}

TEST(DatasetReaderTest, InFileOrderALateRowIsEmittedWithItsPredecessor) {
  DatasetOptions options = NetAndTime();
  options.order = DatasetOrder::kAsInFile;
  const Dataset dataset = Read("net,time\na,30\nb,10\nc,40\n", options);
  EXPECT_EQ(Payloads(dataset), (std::vector<std::string>{"a,30", "b,10", "c,40"}));
  EXPECT_EQ(dataset.rows.at(1).time, Instant{30'000'000});
  EXPECT_EQ(dataset.rows.at(1).event_time, Instant{10'000'000});
  EXPECT_EQ(dataset.rows.at(2).time, Instant{40'000'000});
}

TEST(DatasetReaderTest, TheEventTimeIsAFieldOfItsOwnWithAUnitOfItsOwn) {
  DatasetOptions options = NetAndTime();
  options.event_time = "happened";
  const Dataset dataset = Read("net,time,happened\na,2018-02-01,1517443200123\n", options);
  EXPECT_EQ(dataset.rows.at(0).time, Instant{1'517'443'200'000'000});
  EXPECT_EQ(dataset.rows.at(0).event_time, Instant{1'517'443'200'123'000});
  EXPECT_TRUE(ErrorOf("net,time,happened\na,1,soon\n", options)
                  .starts_with("line 2, column \"happened\": \"soon\" is not a time"));
}

TEST(DatasetReaderTest, TheUnitOfTimesCanBeNamed) {
  DatasetOptions options = NetAndTime();
  options.time_unit = TimeUnit::kMillis;
  EXPECT_EQ(Read("net,time\na,1500\n", options).rows.at(0).time, Instant{1'500'000});
}

TEST(DatasetReaderTest, AnEmptyFileIsRefused) {
  EXPECT_EQ(ErrorOf(""), "the file is empty; expected CSV, NDJSON, JSON or GeoJSON as UTF-8 text");
  EXPECT_EQ(ErrorOf("\n\r\n"), "line 1: no header; expected the names of the columns");
}

TEST(DatasetReaderTest, AFileWithoutARecordIsRefused) {
  EXPECT_EQ(ErrorOf("net,time\n"),
            "the file holds no record; expected at least one line after the header");
  EXPECT_EQ(ErrorOf("[]"), "the file holds no record; expected at least one JSON object");
  EXPECT_EQ(ErrorOf("{\"features\":[]}"),
            "the file holds no record; expected at least one JSON object");
}

TEST(DatasetReaderTest, ABinaryFileIsRefusedWithThePlaceOfTheFault) {
  using std::string_literals::operator""s;
  EXPECT_EQ(ErrorOf("net,time\na,\0"s),
            "line 2, column 3: a NUL byte: the file is binary; expected CSV, NDJSON, JSON or "
            "GeoJSON as UTF-8 text");
  // Anywhere among the eight bytes that are looked at together.
  for (size_t before = 0; before < 16; ++before) {
    const std::string text =
        "net,time\n" + std::string(before, 'a') + "\0,1\nbbbbbbbbbbbbbbbb,2\n"s;
    EXPECT_NE(ErrorOf(text).find("a NUL byte"), std::string::npos) << before;
  }
  EXPECT_TRUE(
      ErrorOf("\x89PNG\r\n\x1a\n").starts_with("line 1, column 1: bytes that are not UTF-8;"));
  EXPECT_TRUE(ErrorOf("\xFF\xFEn\0e\0"s).starts_with("line 1: the file is UTF-16; "));
}

TEST(DatasetReaderTest, EveryFormOfBadUtf8IsRefusedAndEveryCharacterIsAccepted) {
  for (const std::string bad :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x80\x80", "\xE2\x82", "\xED\xA0\x80",
        "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x28\xA1"}) {
    EXPECT_NE(ErrorOf("net,time\n1234567890" + bad + ",1\n").find("not UTF-8"), std::string::npos);
  }
  for (const std::string good :
       {"\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
        "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(Read("net,time\n" + good + ",1\n", NetAndTime()).keys.at(0), good);
  }
}

TEST(DatasetReaderTest, AByteOrderMarkIsNoPartOfTheText) {
  const std::string mark = "\xEF\xBB\xBF";
  EXPECT_EQ(Read(mark + "net,time\na,1\n", NetAndTime()).rows.size(), 1);
  EXPECT_EQ(Read(mark + "{\"net\":1,\"time\":1}", NetAndTime()).rows.size(), 1);
  EXPECT_EQ(Read(mark + "[{\"net\":1,\"time\":1}]", NetAndTime()).rows.size(), 1);
}

TEST(DatasetReaderTest, AnEmptyKeyIsRefused) {
  EXPECT_EQ(ErrorOf("net,time\na,1\n,2\n"),
            "line 3, column \"net\": the key is empty; expected 1 to 256 characters");
  EXPECT_EQ(ErrorOf("{\"net\":\"\",\"time\":1}"),
            "line 1, member \"net\": the key is empty; expected 1 to 256 characters");
}

TEST(DatasetReaderTest, AKeyMayHave256CharactersOfAnyLength) {
  const auto csv = [](size_t characters) {
    std::string key;
    for (size_t i = 0; i < characters; ++i) key += "\xC3\xA9";
    return "net,time\n" + key + ",1\n";
  };
  EXPECT_EQ(Read(csv(256), NetAndTime()).keys.at(0).size(), 512);
  const std::string error = ErrorOf(csv(257));
  EXPECT_TRUE(error.starts_with("line 2, column \"net\": the key \"")) << error;
  EXPECT_TRUE(error.ends_with(" has 257 characters; expected 1 to 256")) << error;
}

TEST(DatasetReaderTest, ARecordMayHaveTenMebibytes) {
  const size_t limit = static_cast<size_t>(kMaxRecordSizeKibMax) * 1024;
  const auto csv = [](size_t bytes) {
    const std::string start = "a,1,";
    return "net,time,blob\n" + start + std::string(bytes - start.size(), 'x') + "\n";
  };
  EXPECT_EQ(Read(csv(limit), NetAndTime()).rows.at(0).size, limit);
  EXPECT_EQ(ErrorOf(csv(limit + 1)),
            "line 2: a record of 10485761 bytes; expected at most 10485760 (10 MiB)");
}

TEST(DatasetReaderTest, AMissingOrUnreadableTimeIsToldWithItsPlace) {
  EXPECT_TRUE(
      ErrorOf("net,time\na,1\nb,\n").starts_with("line 3, column \"time\": the time is missing"));
  EXPECT_TRUE(ErrorOf("net,time\na,yesterday\n")
                  .starts_with("line 2, column \"time\": \"yesterday\" is not a time;"));
  EXPECT_EQ(ErrorOf("net,time\na,2018-02-01 10:00 Mars/Olympus\n"),
            "line 2, column \"time\": unknown time zone \"Mars/Olympus\" in "
            "\"2018-02-01 10:00 Mars/Olympus\"; expected Z, UTC, GMT, an offset such as +02:00, "
            "or nothing for UTC");
}

TEST(DatasetReaderTest, AMessageStaysOnOneLineWhateverTheFileHolds) {
  const std::string error = ErrorOf("net,time\na,\"x\ny\t" + std::string(100, 'z') + "\"\n");
  EXPECT_EQ(error.find('\n'), std::string::npos);
  EXPECT_TRUE(error.starts_with("line 2, column \"time\": \"x\\x0ay\\x09zzz")) << error;
  EXPECT_NE(error.find("zzz...\" is not a time"), std::string::npos) << error;
}

}  // namespace
}  // namespace weir
