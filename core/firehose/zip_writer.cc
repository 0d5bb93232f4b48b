#include "core/firehose/zip_writer.h"

#include <minizip/zip.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/base/civil_time.h"

namespace weir {
namespace {

// The file that minizip believes to write.
struct Memory {
  std::string bytes;
  size_t position = 0;
};

Memory& MemoryOf(void* stream) { return *static_cast<Memory*>(stream); }

void* Open(void* opaque, const void*, int) { return opaque; }

uLong Read(void*, void* stream, void* to, uLong size) {
  Memory& memory = MemoryOf(stream);
  const size_t count = std::min<size_t>(size, memory.bytes.size() - memory.position);
  std::memcpy(to, memory.bytes.data() + memory.position, count);
  memory.position += count;
  return static_cast<uLong>(count);
}

uLong Write(void*, void* stream, const void* from, uLong size) {
  Memory& memory = MemoryOf(stream);
  const size_t end = memory.position + size;
  if (end > memory.bytes.size()) memory.bytes.resize(end);
  std::memcpy(memory.bytes.data() + memory.position, from, size);
  memory.position = end;
  return size;
}

ZPOS64_T Tell(void*, void* stream) { return MemoryOf(stream).position; }

// minizip's own type, which differs between the twins as it should.
// tidy-allow(long): the type of a callback of minizip's
long Seek(void*, void* stream, ZPOS64_T offset, int origin) {
  Memory& memory = MemoryOf(stream);
  size_t base = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) base = memory.position;
  if (origin == ZLIB_FILEFUNC_SEEK_END) base = memory.bytes.size();
  memory.position = base + static_cast<size_t>(offset);
  return memory.position <= memory.bytes.size() ? 0 : -1;
}

int Close(void*, void*) { return 0; }
int NoError(void*, void*) { return 0; }

tm_zip TimeOf(Instant instant) {
  const CivilTime civil = ToCivil(std::max(instant, Instant{Seconds(315'532'800).micros}));
  tm_zip time{};
  time.tm_sec = static_cast<decltype(time.tm_sec)>(civil.second);
  time.tm_min = static_cast<decltype(time.tm_min)>(civil.minute);
  time.tm_hour = static_cast<decltype(time.tm_hour)>(civil.hour);
  time.tm_mday = static_cast<decltype(time.tm_mday)>(civil.day);
  time.tm_mon = static_cast<decltype(time.tm_mon)>(civil.month - 1);
  time.tm_year = static_cast<decltype(time.tm_year)>(std::min<int64_t>(civil.year, 2'107));
  return time;
}

}  // namespace

std::string Zip(std::string_view bytes, const ZipEntry& entry) {
  Memory memory;
  zlib_filefunc64_def files{};
  files.zopen64_file = Open;
  files.zread_file = Read;
  files.zwrite_file = Write;
  files.ztell64_file = Tell;
  files.zseek64_file = Seek;
  files.zclose_file = Close;
  files.zerror_file = NoError;
  files.opaque = &memory;
  const zipFile zip = zipOpen2_64("", APPEND_STATUS_CREATE, nullptr, &files);
  WEIR_CHECK(zip != nullptr);
  zip_fileinfo info{};
  info.tmz_date = TimeOf(entry.modified);
  WEIR_CHECK(zipOpenNewFileInZip(zip, entry.name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr,
                                 Z_DEFLATED, kDeflateLevel) == ZIP_OK);
  WEIR_CHECK(zipWriteInFileInZip(zip, bytes.data(), static_cast<unsigned>(bytes.size())) == ZIP_OK);
  WEIR_CHECK(zipCloseFileInZip(zip) == ZIP_OK);
  WEIR_CHECK(zipClose(zip, nullptr) == ZIP_OK);
  return std::move(memory.bytes);
}

}  // namespace weir
