#include "core/firehose/partition_name.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

TEST(PartitionNameTest, TheOnlyKeyIsTheName) {
  const std::vector<std::string> names{"net"};
  const PartitionKeys keys{{"net", "a,b=%", false}};
  EXPECT_EQ(PartitionNameOf(names, keys), "a,b=%");
  EXPECT_EQ(PartitionKeysOf(names, "a,b=%"), keys);
}

TEST(PartitionNameTest, SeveralKeysAreTold) {
  const std::vector<std::string> names{"net", "type", "x"};
  const PartitionKeys keys{{"net", "us", false}, {"type", "a=1,b", false}, {"x", "50%2c", false}};
  const std::string name = PartitionNameOf(names, keys);
  EXPECT_EQ(name, "net=us,type=a=1%2cb,x=50%252c");
  EXPECT_EQ(PartitionKeysOf(names, name), keys);
}

TEST(PartitionNameTest, TheOrderOfTheExpressionDecidesNotThatOfTheRecord) {
  const std::vector<std::string> names{"a", "b"};
  EXPECT_EQ(PartitionNameOf(names, {{"b", "2", false}, {"a", "1", false}}), "a=1,b=2");
}

}  // namespace
}  // namespace weir
