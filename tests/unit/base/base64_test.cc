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

TEST(Base64Test, ReadsBackWhatItWrote) {
  for (const std::string_view bytes : {"", "f", "fo", "foo", "foobar", "\xff\xfe"}) {
    EXPECT_EQ(FromBase64(ToBase64(bytes)), bytes);
  }
  for (const char* wrong : {"Zg", "Zg=", "Z===", "Zg==Zg==", "Z-8=", "Zm9v\n"}) {
    EXPECT_FALSE(FromBase64(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace weir
