// Every MD5 kernel gives RFC 1321's digests, and all of them agree on messages of any length.
#include "core/base/md5.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/prng.h"

namespace weir {
namespace {

std::string Hex(const Md5Digest& digest) {
  std::string hex;
  for (const uint8_t byte : digest.bytes) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

// RFC 1321, appendix A.5.
const std::vector<std::pair<std::string, std::string>>& Rfc1321Suite() {
  static const std::vector<std::pair<std::string, std::string>> kSuite = {
      {"", "d41d8cd98f00b204e9800998ecf8427e"},
      {"a", "0cc175b9c0f1b6a831c399e269772661"},
      {"abc", "900150983cd24fb0d6963f7d28e17f72"},
      {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
      {"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
      {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
       "d174ab98d277d9f5a5611c2c9f419d9f"},
      {"1234567890123456789012345678901234567890"
       "1234567890123456789012345678901234567890",
       "57edf4a22be3c955ac49da2e2107b67a"}};
  return kSuite;
}

std::string RandomMessage(Prng& prng, uint64_t size) {
  std::string message;
  for (uint64_t i = 0; i < size; ++i) message += static_cast<char>(prng.Below(256));
  return message;
}

// Each message in memory of its exact size, so that a sanitizer sees a read beyond its end.
class Batch {
 public:
  explicit Batch(std::vector<std::string> messages) {
    for (const std::string& message : messages) {
      storage_.emplace_back(message.begin(), message.end());
    }
    for (const std::vector<char>& bytes : storage_) views_.emplace_back(bytes.data(), bytes.size());
  }

  std::vector<Md5Digest> HashBy(const Md5Kernel& kernel) const {
    std::vector<Md5Digest> digests(views_.size());
    kernel.hash(views_, digests);
    return digests;
  }
  const std::vector<std::string_view>& views() const { return views_; }

 private:
  std::vector<std::vector<char>> storage_;
  std::vector<std::string_view> views_;
};

TEST(Md5Test, OneMessageGivesTheDigestsOfRfc1321) {
  for (const auto& [message, hex] : Rfc1321Suite()) EXPECT_EQ(Hex(Md5(message)), hex) << message;
}

// As md5sum of GNU coreutils gives them: around the lengths at which padding takes a block more.
TEST(Md5Test, PaddingTakesAnotherBlockExactlyWhenTheLengthHasNoRoom) {
  const std::vector<std::pair<size_t, std::string>> expected = {
      {55, "04364420e25c512fd958a70738aa8f72"},  {56, "668a72d5ba17f08e62dabcafad6db14b"},
      {57, "693037871c4a9d3d8685018905cb530a"},  {63, "7dc2ca208106a2f703567bdff99d8981"},
      {64, "c1bb4f81d892b2d57947682aeb252456"},  {65, "1bc932052302d074bdec39795fe00cf6"},
      {119, "ab347a5f68c8a443cfcddc633f12c24f"}, {120, "fb98667f98096de92620b64f46e1c5b5"},
      {128, "d69cb61a6ee87200676eb0d4b90edbcb"}};
  for (const auto& [size, hex] : expected) EXPECT_EQ(Hex(Md5(std::string(size, 'x'))), hex) << size;
}

TEST(Md5Test, EveryKernelGivesTheDigestsOfRfc1321InEveryLane) {
  for (const Md5Kernel& kernel : Md5Kernels()) {
    for (const auto& [message, hex] : Rfc1321Suite()) {
      const Batch batch(std::vector<std::string>(40, message));
      for (const Md5Digest& digest : batch.HashBy(kernel)) {
        EXPECT_EQ(Hex(digest), hex) << kernel.name << ": " << message;
      }
    }
  }
}

TEST(Md5Test, EveryKernelAgreesWithOneByOneAtEveryLengthFrom0To200) {
  Prng prng(7);
  std::vector<std::string> messages;
  for (uint64_t size = 0; size <= 200; ++size) messages.push_back(RandomMessage(prng, size));
  const Batch batch(messages);
  for (const Md5Kernel& kernel : Md5Kernels()) {
    const std::vector<Md5Digest> digests = batch.HashBy(kernel);
    for (size_t i = 0; i < messages.size(); ++i) {
      EXPECT_EQ(Hex(digests[i]), Hex(Md5(messages[i]))) << kernel.name << ", length " << i;
    }
  }
}

// The number of messages decides how many lanes stay empty and which groups run; lengths around
// 55 and 56 decide which message shares lanes at all.
TEST(Md5Test, EveryKernelAgreesOnBatchesOfEverySizeFrom0To70) {
  for (uint64_t count = 0; count <= 70; ++count) {
    SCOPED_TRACE(count);
    Prng prng(count);
    std::vector<std::string> messages;
    for (uint64_t i = 0; i < count; ++i) {
      const bool near_limit = prng.Below(4) == 0;
      const uint64_t size = near_limit ? 50 + prng.Below(20) : prng.Below(56);
      messages.push_back(RandomMessage(prng, size));
    }
    const Batch batch(messages);
    for (const Md5Kernel& kernel : Md5Kernels()) {
      const std::vector<Md5Digest> digests = batch.HashBy(kernel);
      for (size_t i = 0; i < messages.size(); ++i) {
        ASSERT_EQ(digests[i], Md5(messages[i])) << kernel.name << ", message " << i;
      }
    }
  }
}

// A short message after a long one in the same slot: nothing of the long one may be left behind.
TEST(Md5Test, ASlotIsCleanWhenItIsUsedAgain) {
  std::vector<std::string> messages(16, std::string(55, '\xff'));
  messages.insert(messages.end(), 16, "k");
  const Batch batch(messages);
  for (const Md5Kernel& kernel : Md5Kernels()) {
    EXPECT_EQ(Hex(batch.HashBy(kernel)[20]), "8ce4b16b22b58894aa86c421e8759df3") << kernel.name;
  }
}

TEST(Md5Test, TheBatchEntryUsesTheFastestKernelOfTheProcessor) {
  const Batch batch({"a", "abc", ""});
  std::vector<Md5Digest> digests(3);
  Md5Batch(batch.views(), digests);
  EXPECT_EQ(digests, batch.HashBy(Md5Kernels().back()));
  EXPECT_EQ(Md5Kernels().front().name, "scalar");
}

TEST(Md5Test, HalvesAreTheDigestAsABigEndianNumber) {
  const Md5Digest digest = Md5("a");
  EXPECT_EQ(digest.hi(), 0x0cc175b9c0f1b6a8ULL);
  EXPECT_EQ(digest.lo(), 0x31c399e269772661ULL);
}

TEST(Md5DeathTest, SpansOfDifferentSizesAreAProgrammersError) {
  const std::vector<std::string_view> messages(3, "a");
  std::vector<Md5Digest> digests(2);
  for (const Md5Kernel& kernel : Md5Kernels()) {
    EXPECT_DEATH(kernel.hash(messages, digests), "check failed") << kernel.name;
  }
}

}  // namespace
}  // namespace weir
