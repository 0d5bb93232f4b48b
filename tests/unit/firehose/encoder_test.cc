// What objects are compressed with. The MD5s below were the same in both twins and hold for each of
// them; tests/clients reads the objects with programs that share no code with ours.
#include "core/firehose/encoder.h"

#include <gtest/gtest.h>
#include <snappy-c.h>

#include <string>
#include <vector>

#include "core/base/md5.h"
#include "core/base/prng.h"
#include "core/base/text.h"
#include "core/firehose/gunzip.h"

namespace weir {
namespace {

constexpr Compression kAll[] = {Compression::kUncompressed, Compression::kGzip, Compression::kZip,
                                Compression::kSnappy, Compression::kHadoopSnappy};
const ZipEntry kEntry{"0b6f2a4c-1d5e-4f7a-9c3b-8e2d1f0a6b5c", Instant{1'783'951'509'000'000}};

// Lines that look like records: text repeats, numbers do not.
std::string Lines(int64_t count) {
  Prng chance(3);
  std::string text;
  for (int64_t i = 0; i < count; ++i) {
    text += StrCat({"{\"id\":", std::to_string(i),
                    ",\"net\":\"nc\",\"mag\":", std::to_string(chance.Below(1'000)), "}\n"});
  }
  return text;
}

std::string Noise(size_t size) {
  Prng chance(5);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(chance.Below(256));
  return bytes;
}

std::string Hex(const Md5Digest& digest) { return ToHex16(digest.hi()) + ToHex16(digest.lo()); }

size_t BigEndian(std::string_view bytes, size_t at) {
  size_t value = 0;
  for (size_t i = at; i < at + 4; ++i) value = value << 8 | static_cast<uint8_t>(bytes[i]);
  return value;
}

// The blocks of either Snappy, unpacked.
std::string ReadBlocks(std::string_view object, size_t at, bool with_length) {
  std::string bytes;
  while (at < object.size()) {
    size_t expected = 0;
    if (with_length) {
      expected = BigEndian(object, at);
      at += 4;
    }
    const size_t packed = BigEndian(object, at);
    at += 4;
    size_t size = 0;
    EXPECT_EQ(snappy_uncompressed_length(object.data() + at, packed, &size), SNAPPY_OK);
    if (with_length) {
      EXPECT_EQ(size, expected);
    }
    EXPECT_LE(size, 32'768U);
    std::string block(size, '\0');
    EXPECT_EQ(snappy_uncompress(object.data() + at, packed, block.data(), &size), SNAPPY_OK);
    bytes += block;
    at += packed;
  }
  return bytes;
}

TEST(EncoderTest, GzipIsUnpackedToTheSameBytes) {
  for (const std::string& bytes :
       {std::string(), std::string("abc"), Lines(20'000), Noise(70'000)}) {
    const std::string object = Encode(Compression::kGzip, bytes, kEntry);
    EXPECT_EQ(object.substr(0, 4), std::string("\x1f\x8b\x08\0", 4));
    const Result<std::string> back = Gunzip(object, 1 << 24);
    ASSERT_TRUE(back.ok()) << back.error().message;
    EXPECT_TRUE(back.value() == bytes);
    // Members one after the other are one file.
    const Result<std::string> twice = Gunzip(object + object, 1 << 24);
    ASSERT_TRUE(twice.ok()) << twice.error().message;
    EXPECT_TRUE(twice.value() == bytes + bytes);
  }
}

TEST(EncoderTest, WhatIsNoGzipIsSaidToBeNone) {
  const std::string object = Gzip(Lines(1'000));
  EXPECT_FALSE(Gunzip("", 100).ok());
  EXPECT_FALSE(Gunzip("plain text", 100).ok());
  EXPECT_FALSE(Gunzip(object.substr(0, object.size() - 1), 1 << 24).ok());
  EXPECT_FALSE(Gunzip(object.substr(0, 5), 1 << 24).ok());
  std::string damaged = object;
  damaged[object.size() / 2] = static_cast<char>(damaged[object.size() / 2] ^ 1);
  EXPECT_FALSE(Gunzip(damaged, 1 << 24).ok());
  EXPECT_FALSE(Gunzip(object + "x", 1 << 24).ok());
  EXPECT_FALSE(Gunzip(Gzip(std::string(1 << 20, 'a')), 1'000).ok());
}

TEST(EncoderTest, SnappyHasTheHeaderOfSnappyJavaAndBlocksOf32KiB) {
  for (const std::string& bytes :
       {std::string(), std::string("abc"), Lines(5'000), Noise(70'000)}) {
    const std::string object = Encode(Compression::kSnappy, bytes, kEntry);
    EXPECT_EQ(object.substr(0, 16), std::string("\x82SNAPPY\0\0\0\0\1\0\0\0\1", 16));
    EXPECT_TRUE(ReadBlocks(object, 16, false) == bytes);
  }
}

TEST(EncoderTest, HadoopSnappyHasEachBlocksLengthAndNoHeader) {
  for (const std::string& bytes :
       {std::string(), std::string("abc"), Lines(5'000), Noise(70'000)}) {
    const std::string object = Encode(Compression::kHadoopSnappy, bytes, kEntry);
    EXPECT_TRUE(ReadBlocks(object, 0, true) == bytes);
  }
}

TEST(EncoderTest, ZipHasOneDeflatedEntryOfTheNameAndTimeGiven) {
  const std::string object = Encode(Compression::kZip, Lines(1'000), kEntry);
  EXPECT_EQ(object.substr(0, 4), "PK\3\4");
  EXPECT_EQ(object[8], 8);  // Deflated.
  EXPECT_EQ(object.substr(30, kEntry.name.size()), kEntry.name);
  // 2026-07-13 14:05:09 in MS-DOS's form, little endian.
  EXPECT_EQ(static_cast<uint8_t>(object[10]) | static_cast<uint8_t>(object[11]) << 8,
            14 << 11 | 5 << 5 | 9 / 2);
  EXPECT_EQ(static_cast<uint8_t>(object[12]) | static_cast<uint8_t>(object[13]) << 8,
            (2026 - 1980) << 9 | 7 << 5 | 13);
}

TEST(EncoderTest, BothTwinsWriteTheSameBytes) {
  const std::string bytes = Lines(20'000) + Noise(50'000);
  std::vector<std::string> digests;
  for (const Compression compression : kAll) {
    digests.push_back(Hex(Md5(Encode(compression, bytes, kEntry))));
  }
  const std::vector<std::string> expected = {
      "057cbde057fd1379d2a0b2ad47fc0f37", "fa70e47a2011f0975e7fe58ecf2051ed",
      "fbffd9c0a8a45e0aae781d1e73f8f17e", "bb9c39022c59780a5853c6cb1b96a037",
      "d424cecd17711e9348189361edeb6fc6"};
  EXPECT_EQ(digests, expected);
}

TEST(EncoderTest, NamesAreTheApisAndAWrongOneIsAnsweredAsTheServiceDoes) {
  for (const Compression compression : kAll) {
    EXPECT_EQ(ParseCompression(CompressionName(compression), "x").value(), compression);
  }
  const Result<Compression> wrong =
      ParseCompression("gzip", "s3DestinationConfiguration.compressionFormat");
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code, ErrorCode::kValidation);
  EXPECT_EQ(wrong.error().message,
            "1 validation error detected: Value 'gzip' at "
            "'s3DestinationConfiguration.compressionFormat' failed to satisfy constraint: Member "
            "must satisfy enum value set: [ZIP, HADOOP_SNAPPY, Snappy, GZIP, UNCOMPRESSED]");
  EXPECT_EQ(ContentEncodingOf(Compression::kSnappy), "snappy-java");
  EXPECT_EQ(ContentEncodingOf(Compression::kHadoopSnappy), "hadoop-snappy");
  EXPECT_EQ(CompressionExtension(Compression::kHadoopSnappy), ".snappy");
}

}  // namespace
}  // namespace weir
