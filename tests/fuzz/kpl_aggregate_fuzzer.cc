// Feeds arbitrary bytes to the decoder of aggregates: as they are, and as the message of an
// aggregate whose digest is right. What is read is written again and read back the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/base/md5.h"
#include "core/producer/kpl_aggregate.h"

namespace {

void ReadAndWrite(std::string_view data) {
  const auto users = weir::DecodeKplAggregate(data);
  if (!users || users->empty()) return;
  // Small inputs can name one long key many times over.
  if (users->size() > 2'000) return;
  weir::KplAggregate again;
  for (const weir::KplUserRecord& user : *users) {
    const size_t expected = again.SizeWith(user);
    again.Add(user);
    WEIR_CHECK(again.size() == expected);
  }
  const std::string encoded = again.Encode();
  WEIR_CHECK(encoded.size() == again.size());
  WEIR_CHECK(weir::DecodeKplAggregate(encoded) == users);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ReadAndWrite(text);
  const weir::Md5Digest digest = weir::Md5(text);
  std::string framed("\xf3\x89\x9a\xc2", 4);
  framed.append(text);
  framed.append(reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size());
  ReadAndWrite(framed);
  return 0;
}
