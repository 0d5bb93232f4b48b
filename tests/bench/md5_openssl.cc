#include "tests/bench/md5_openssl.h"

#if defined(WEIR_BENCH_OPENSSL)

#include <openssl/evp.h>

namespace weir::bench {

bool HasOpenSsl() { return true; }

void Md5ByOpenSsl(std::span<const std::string_view> messages, std::span<Md5Digest> digests) {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "MD5", nullptr);
  static EVP_MD_CTX* const context = EVP_MD_CTX_new();
  for (size_t i = 0; i < messages.size(); ++i) {
    unsigned int size = 0;
    EVP_DigestInit_ex2(context, algorithm, nullptr);
    EVP_DigestUpdate(context, messages[i].data(), messages[i].size());
    EVP_DigestFinal_ex(context, digests[i].bytes.data(), &size);
  }
}

}  // namespace weir::bench

#else

namespace weir::bench {

bool HasOpenSsl() { return false; }
void Md5ByOpenSsl(std::span<const std::string_view>, std::span<Md5Digest>) {}

}  // namespace weir::bench

#endif
