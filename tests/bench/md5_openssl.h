// OpenSSL's MD5 as a peer of ours, where the program was built with OpenSSL.
#pragma once

#include <span>
#include <string_view>

#include "core/base/md5.h"

namespace weir::bench {

bool HasOpenSsl();
// EVP with one context and a fetched algorithm for the whole batch: the fast way to call it.
void Md5ByOpenSsl(std::span<const std::string_view> messages, std::span<Md5Digest> digests);

}  // namespace weir::bench
