// What embedding promises: every byte of every file, whatever it holds, sorted by name.
#include "core/base/embedded_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <span>
#include <string>

#include "core/scenarios/embedded.h"
#include "tests/support/source_dir.h"
#include "tests/unit/base/embedded_samples.h"

namespace weir {
namespace {

std::string OnDisk(const std::string& path) {
  std::ifstream stream(test::SourcePath(path), std::ios::binary);
  EXPECT_TRUE(stream) << path;
  return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(EmbeddedFileTest, AnyByteAndNoByteAtAllSurvive) {
  const auto files = test::EmbeddedSamples();
  ASSERT_EQ(files.size(), 3);
  EXPECT_EQ(files[0].name, "bytes.bin");
  EXPECT_EQ(files[1].name, "empty.txt");
  EXPECT_EQ(files[2].name, "text.txt");
  for (const EmbeddedFile& file : files) {
    EXPECT_EQ(file.bytes, OnDisk("tests/unit/base/embedded/" + std::string(file.name)));
  }
  EXPECT_EQ(files[0].bytes.size(), 259);
  EXPECT_TRUE(files[1].bytes.empty());
}

void ExpectCommitted(std::span<const EmbeddedFile> files, const std::string& folder) {
  EXPECT_FALSE(files.empty());
  EXPECT_TRUE(std::ranges::is_sorted(files, {}, &EmbeddedFile::name));
  for (const EmbeddedFile& file : files) {
    EXPECT_EQ(file.bytes, OnDisk(folder + std::string(file.name))) << file.name;
  }
}

TEST(EmbeddedFileTest, ScenariosAndDataAreTheCommittedFilesSortedByName) {
  ExpectCommitted(EmbeddedScenarios(), "core/scenarios/");
  ExpectCommitted(EmbeddedData(), "core/scenarios/data/");
}

}  // namespace
}  // namespace weir
