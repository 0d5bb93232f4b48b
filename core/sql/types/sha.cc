#include "core/sql/types/sha.h"

#include <array>
#include <bit>
#include <span>
#include <vector>

namespace weir::sql {
namespace {

// The first 64 bits of the fractions of the cube roots of the first 80 primes; SHA-256 takes the
// upper halves of the first 64.
constexpr std::array<uint64_t, 80> kRounds = {
    0x428a2f98d728ae22ULL, 0x7137449123ef65cdULL, 0xb5c0fbcfec4d3b2fULL, 0xe9b5dba58189dbbcULL,
    0x3956c25bf348b538ULL, 0x59f111f1b605d019ULL, 0x923f82a4af194f9bULL, 0xab1c5ed5da6d8118ULL,
    0xd807aa98a3030242ULL, 0x12835b0145706fbeULL, 0x243185be4ee4b28cULL, 0x550c7dc3d5ffb4e2ULL,
    0x72be5d74f27b896fULL, 0x80deb1fe3b1696b1ULL, 0x9bdc06a725c71235ULL, 0xc19bf174cf692694ULL,
    0xe49b69c19ef14ad2ULL, 0xefbe4786384f25e3ULL, 0x0fc19dc68b8cd5b5ULL, 0x240ca1cc77ac9c65ULL,
    0x2de92c6f592b0275ULL, 0x4a7484aa6ea6e483ULL, 0x5cb0a9dcbd41fbd4ULL, 0x76f988da831153b5ULL,
    0x983e5152ee66dfabULL, 0xa831c66d2db43210ULL, 0xb00327c898fb213fULL, 0xbf597fc7beef0ee4ULL,
    0xc6e00bf33da88fc2ULL, 0xd5a79147930aa725ULL, 0x06ca6351e003826fULL, 0x142929670a0e6e70ULL,
    0x27b70a8546d22ffcULL, 0x2e1b21385c26c926ULL, 0x4d2c6dfc5ac42aedULL, 0x53380d139d95b3dfULL,
    0x650a73548baf63deULL, 0x766a0abb3c77b2a8ULL, 0x81c2c92e47edaee6ULL, 0x92722c851482353bULL,
    0xa2bfe8a14cf10364ULL, 0xa81a664bbc423001ULL, 0xc24b8b70d0f89791ULL, 0xc76c51a30654be30ULL,
    0xd192e819d6ef5218ULL, 0xd69906245565a910ULL, 0xf40e35855771202aULL, 0x106aa07032bbd1b8ULL,
    0x19a4c116b8d2d0c8ULL, 0x1e376c085141ab53ULL, 0x2748774cdf8eeb99ULL, 0x34b0bcb5e19b48a8ULL,
    0x391c0cb3c5c95a63ULL, 0x4ed8aa4ae3418acbULL, 0x5b9cca4f7763e373ULL, 0x682e6ff3d6b2b8a3ULL,
    0x748f82ee5defb2fcULL, 0x78a5636f43172f60ULL, 0x84c87814a1f0ab72ULL, 0x8cc702081a6439ecULL,
    0x90befffa23631e28ULL, 0xa4506cebde82bde9ULL, 0xbef9a3f7b2c67915ULL, 0xc67178f2e372532bULL,
    0xca273eceea26619cULL, 0xd186b8c721c0c207ULL, 0xeada7dd6cde0eb1eULL, 0xf57d4f7fee6ed178ULL,
    0x06f067aa72176fbaULL, 0x0a637dc5a2c898a6ULL, 0x113f9804bef90daeULL, 0x1b710b35131c471bULL,
    0x28db77f523047d84ULL, 0x32caab7b40c72493ULL, 0x3c9ebe0a15c9bebcULL, 0x431d67c49c100d4cULL,
    0x4cc5d4becb3e42b6ULL, 0x597f299cfc657e2aULL, 0x5fcb6fab3ad6faecULL, 0x6c44198c4a475817ULL,
};

// Of the square roots of the first eight primes, and of the next eight.
constexpr std::array<uint64_t, 8> kRoots = {
    0x6a09e667f3bcc908ULL, 0xbb67ae8584caa73bULL, 0x3c6ef372fe94f82bULL, 0xa54ff53a5f1d36f1ULL,
    0x510e527fade682d1ULL, 0x9b05688c2b3e6c1fULL, 0x1f83d9abfb41bd6bULL, 0x5be0cd19137e2179ULL,
};
constexpr std::array<uint64_t, 8> kNextRoots = {
    0xcbbb9d5dc1059ed8ULL, 0x629a292a367cd507ULL, 0x9159015a3070dd17ULL, 0x152fecd8f70e5939ULL,
    0x67332667ffc00b31ULL, 0x8eb44a8768581511ULL, 0xdb0c2e0d64f98fa7ULL, 0x47b5481dbefa4fa4ULL,
};

// The message with a one bit, zeros and its length in bits at the end of the last block.
std::string Padded(std::string_view message, size_t block) {
  std::string padded(message);
  padded += '\x80';
  const size_t tail = block / 8;  // Of the length: 8 or 16 bytes.
  while (padded.size() % block != block - tail) padded += '\0';
  padded.append(tail - 8, '\0');
  const uint64_t bits = static_cast<uint64_t>(message.size()) * 8;
  for (int shift = 56; shift >= 0; shift -= 8) padded += static_cast<char>(bits >> shift);
  return padded;
}

template <typename Word>
Word Load(std::string_view bytes) {
  Word word = 0;
  for (size_t i = 0; i < sizeof(Word); ++i) {
    word = static_cast<Word>(word << 8 | static_cast<uint8_t>(bytes[i]));
  }
  return word;
}

template <typename Word>
std::string HexOf(std::span<const Word> words) {
  std::string bytes;
  for (const Word word : words) {
    for (int shift = static_cast<int>(sizeof(Word)) * 8 - 8; shift >= 0; shift -= 8) {
      bytes += static_cast<char>(word >> shift);
    }
  }
  return ToHex(bytes);
}

// How far the words are turned in each of the six functions, for the two widths.
struct Turns {
  std::array<int, 3> big_a, big_e, small_0, small_1;  // The last of the small ones is a shift.
};
constexpr Turns kTurns32 = {{2, 13, 22}, {6, 11, 25}, {7, 18, 3}, {17, 19, 10}};
constexpr Turns kTurns64 = {{28, 34, 39}, {14, 18, 41}, {1, 8, 7}, {19, 61, 6}};

template <typename Word>
Word Big(Word x, const std::array<int, 3>& t) {
  return static_cast<Word>(std::rotr(x, t[0]) ^ std::rotr(x, t[1]) ^ std::rotr(x, t[2]));
}
template <typename Word>
Word Small(Word x, const std::array<int, 3>& t) {
  return static_cast<Word>(std::rotr(x, t[0]) ^ std::rotr(x, t[1]) ^ (x >> t[2]));
}

template <typename Word>
void Sha2Block(std::string_view block, std::array<Word, 8>& state) {
  constexpr bool kWide = sizeof(Word) == 8;
  constexpr size_t kCount = kWide ? 80 : 64;
  constexpr Turns kTurns = kWide ? kTurns64 : kTurns32;
  std::array<Word, kCount> w{};
  for (size_t i = 0; i < 16; ++i) w[i] = Load<Word>(block.substr(i * sizeof(Word)));
  for (size_t i = 16; i < kCount; ++i) {
    w[i] = static_cast<Word>(Small(w[i - 2], kTurns.small_1) + w[i - 7] +
                             Small(w[i - 15], kTurns.small_0) + w[i - 16]);
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (size_t i = 0; i < kCount; ++i) {
    const auto k = static_cast<Word>(kWide ? kRounds[i] : kRounds[i] >> 32);
    const auto first =
        static_cast<Word>(h + Big(e, kTurns.big_e) + ((e & f) ^ (~e & g)) + k + w[i]);
    const auto second = static_cast<Word>(Big(a, kTurns.big_a) + ((a & b) ^ (a & c) ^ (b & c)));
    h = g, g = f, f = e, e = static_cast<Word>(d + first);
    d = c, c = b, b = a, a = static_cast<Word>(first + second);
  }
  const std::array<Word, 8> sum = {a, b, c, d, e, f, g, h};
  for (size_t i = 0; i < 8; ++i) state[i] = static_cast<Word>(state[i] + sum[i]);
}

template <typename Word>
std::string Sha2Of(std::string_view message, std::array<Word, 8> state, size_t bits) {
  constexpr size_t kBlock = sizeof(Word) * 16;
  const std::string padded = Padded(message, kBlock);
  for (size_t at = 0; at < padded.size(); at += kBlock) {
    Sha2Block(std::string_view(padded).substr(at, kBlock), state);
  }
  return HexOf(std::span<const Word>(state)).substr(0, bits / 4);
}

std::array<uint32_t, 8> Halves(const std::array<uint64_t, 8>& words, int shift) {
  std::array<uint32_t, 8> halves{};
  for (size_t i = 0; i < 8; ++i) halves[i] = static_cast<uint32_t>(words[i] >> shift);
  return halves;
}

}  // namespace

std::string ToHex(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) {
    hex += "0123456789abcdef"[static_cast<uint8_t>(c) >> 4];
    hex += "0123456789abcdef"[static_cast<uint8_t>(c) & 15];
  }
  return hex;
}

std::string Sha1(std::string_view message) {
  std::array<uint32_t, 5> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  const std::string padded = Padded(message, 64);
  for (size_t at = 0; at < padded.size(); at += 64) {
    std::array<uint32_t, 80> w{};
    for (size_t i = 0; i < 16; ++i)
      w[i] = Load<uint32_t>(std::string_view(padded).substr(at + i * 4));
    for (size_t i = 16; i < 80; ++i)
      w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    auto [a, b, c, d, e] = state;
    for (size_t i = 0; i < 80; ++i) {
      const uint32_t mixed = i < 20   ? ((b & c) | (~b & d)) + 0x5a827999
                             : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
                             : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
                                      : (b ^ c ^ d) + 0xca62c1d6;
      const uint32_t next = std::rotl(a, 5) + mixed + e + w[i];
      e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
    }
    const std::array<uint32_t, 5> sum = {a, b, c, d, e};
    for (size_t i = 0; i < 5; ++i) state[i] += sum[i];
  }
  return HexOf(std::span<const uint32_t>(state));
}

std::string Sha2(std::string_view message, Sha2Bits bits) {
  switch (bits) {
    case Sha2Bits::k224:
      return Sha2Of(message, Halves(kNextRoots, 0), 224);
    case Sha2Bits::k256:
      return Sha2Of(message, Halves(kRoots, 32), 256);
    case Sha2Bits::k384:
      return Sha2Of(message, kNextRoots, 384);
    case Sha2Bits::k512:
      return Sha2Of(message, kRoots, 512);
  }
  return {};
}

}  // namespace weir::sql
