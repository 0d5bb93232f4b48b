// Compresses the bytes of an object, the same bytes in both twins.
//
//   GZIP           RFC 1952, one member
//   ZIP            one deflated entry
//   Snappy         snappy-java's stream: 0x82 "SNAPPY" 0, version 1, lowest reader 1, then blocks
//   of
//                  32 KiB, each the length of its compressed bytes and those (big endian)
//   HADOOP_SNAPPY  the same blocks, each behind its own length as well, without the header
//
// This and zip_writer.cc are all that needs zlib, minizip and snappy: a program that calls neither
// (the page) does not carry them.
#pragma once

#include <string>
#include <string_view>

#include "core/base/time.h"
#include "core/firehose/compression.h"

namespace weir {

// What a ZIP file says of its entry.
struct ZipEntry {
  std::string name;
  Instant modified;  // To two seconds, UTC, from 1980 on.
};

// `level` is zlib's, 1 to 9; the service's is not published, 6 is what its own libraries begin
// with.
inline constexpr int kDeflateLevel = 6;

// `entry` is read for kZip only.
std::string Encode(Compression compression, std::string_view bytes, const ZipEntry& entry);

// RFC 1952, for request bodies too.
std::string Gzip(std::string_view bytes, int level = kDeflateLevel);

}  // namespace weir
