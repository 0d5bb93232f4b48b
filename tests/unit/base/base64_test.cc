// Base64, with the vectors of RFC 4648.
#include "core/base/base64.h"

#include <gtest/gtest.h>

namespace weir {
namespace {

TEST(Base64Test, GivesTheVectorsOfTheRfc) {
  EXPECT_EQ(ToBase64(""), "");
  EXPECT_EQ(ToBase64("f"), "Zg==");
  EXPECT_EQ(ToBase64("fo"), "Zm8=");
  EXPECT_EQ(ToBase64("foo"), "Zm9v");
  EXPECT_EQ(ToBase64("foob"), "Zm9vYg==");
  EXPECT_EQ(ToBase64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(ToBase64("foobar"), "Zm9vYmFy");
}

TEST(Base64Test, TakesAnyBytes) {
  EXPECT_EQ(ToBase64(std::string_view("\0\xff\x10", 3)), "AP8Q");
  EXPECT_EQ(ToBase64("\xfb\xef\xbe"), "++++");
  EXPECT_EQ(ToBase64("\xff\xff\xff"), "////");
}

}  // namespace
}  // namespace weir
