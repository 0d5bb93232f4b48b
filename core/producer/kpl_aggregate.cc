#include "core/producer/kpl_aggregate.h"

#include <algorithm>

#include "core/base/md5.h"

namespace weir {
namespace {

constexpr std::string_view kMagic("\xf3\x89\x9a\xc2", 4);
constexpr size_t kDigestBytes = 16;

// Protobuf wire types.
constexpr uint64_t kVarint = 0;
constexpr uint64_t kFixed64 = 1;
constexpr uint64_t kBytes = 2;
constexpr uint64_t kFixed32 = 5;

size_t VarintSize(uint64_t value) {
  size_t size = 1;
  while (value >= 128) {
    value >>= 7;
    ++size;
  }
  return size;
}

void AppendVarint(std::string& out, uint64_t value) {
  for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
  out += static_cast<char>(value);
}

void AppendBytes(std::string& out, uint64_t field, std::string_view bytes) {
  AppendVarint(out, field << 3 | kBytes);
  AppendVarint(out, bytes.size());
  out.append(bytes);
}

size_t BytesFieldSize(size_t bytes) { return 1 + VarintSize(bytes) + bytes; }

size_t Place(const std::vector<std::string>& table, std::string_view entry) {
  return static_cast<size_t>(std::find(table.begin(), table.end(), entry) - table.begin());
}

size_t RecordSize(size_t key, std::optional<size_t> hash_key, size_t data_bytes) {
  const size_t hash_bytes = hash_key ? 1 + VarintSize(*hash_key) : 0;
  return 1 + VarintSize(key) + hash_bytes + BytesFieldSize(data_bytes);
}

// Reads the fields of one message; anything malformed makes it fail for good.
class FieldReader {
 public:
  explicit FieldReader(std::string_view message) : rest_(message) {}

  // The next field; false at the end or at a fault. `bytes` or `number` holds its value.
  bool Next() {
    if (rest_.empty()) return false;
    const uint64_t tag = Varint();
    field = tag >> 3;
    type = tag & 7;
    switch (type) {
      case kVarint:
        number = Varint();
        break;
      case kFixed64:
        Take(8);
        break;
      case kFixed32:
        Take(4);
        break;
      case kBytes:
        bytes = Take(Varint());
        break;
      default:
        ok = false;
    }
    return ok;
  }

  uint64_t field = 0;
  uint64_t type = 0;
  uint64_t number = 0;
  std::string_view bytes;
  bool ok = true;

 private:
  uint64_t Varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const uint8_t byte = static_cast<uint8_t>(rest_[0]);
      rest_.remove_prefix(1);
      value |= static_cast<uint64_t>(byte & 127) << shift;
      if (byte < 128) return value;
    }
    ok = false;
    return 0;
  }
  std::string_view Take(uint64_t size) {
    if (size > rest_.size()) {
      ok = false;
      return {};
    }
    const std::string_view taken = rest_.substr(0, static_cast<size_t>(size));
    rest_.remove_prefix(static_cast<size_t>(size));
    return taken;
  }

  std::string_view rest_;
};

struct WireRecord {
  std::optional<uint64_t> key;
  std::optional<uint64_t> hash_key;
  std::optional<std::string_view> data;
};

bool ReadRecord(std::string_view bytes, WireRecord& record) {
  FieldReader in(bytes);
  while (in.Next()) {
    if (in.field == 1 && in.type == kVarint) record.key = in.number;
    if (in.field == 2 && in.type == kVarint) record.hash_key = in.number;
    if (in.field == 3 && in.type == kBytes) record.data = in.bytes;
  }
  return in.ok && record.key && record.data;
}

}  // namespace

size_t KplTableEntrySize(size_t text_bytes) { return BytesFieldSize(text_bytes); }

size_t KplRecordEntrySize(size_t key, size_t data_bytes) {
  return BytesFieldSize(RecordSize(key, std::nullopt, data_bytes));
}

size_t KplAggregate::SizeWith(const KplUserRecord& record) const {
  size_t added = 0;
  const size_t key = Place(partition_keys_, record.partition_key);
  if (key == partition_keys_.size()) added += BytesFieldSize(record.partition_key.size());
  std::optional<size_t> hash_key;
  if (record.explicit_hash_key) {
    hash_key = Place(explicit_hash_keys_, *record.explicit_hash_key);
    if (*hash_key == explicit_hash_keys_.size()) {
      added += BytesFieldSize(record.explicit_hash_key->size());
    }
  }
  added += BytesFieldSize(RecordSize(key, hash_key, record.data.size()));
  return kKplFrameBytes + tables_.size() + records_.size() + added;
}

void KplAggregate::Add(const KplUserRecord& record) {
  const size_t key = Place(partition_keys_, record.partition_key);
  if (key == partition_keys_.size()) {
    partition_keys_.emplace_back(record.partition_key);
    AppendBytes(tables_, 1, record.partition_key);
  }
  std::string message;
  AppendVarint(message, 1 << 3 | kVarint);
  AppendVarint(message, key);
  if (record.explicit_hash_key) {
    const size_t hash_key = Place(explicit_hash_keys_, *record.explicit_hash_key);
    if (hash_key == explicit_hash_keys_.size()) {
      explicit_hash_keys_.emplace_back(*record.explicit_hash_key);
      AppendBytes(tables_, 2, *record.explicit_hash_key);
    }
    AppendVarint(message, 2 << 3 | kVarint);
    AppendVarint(message, hash_key);
  }
  AppendBytes(message, 3, record.data);
  AppendBytes(records_, 3, message);
  ++count_;
}

std::string KplAggregate::Encode() const {
  std::string out(kMagic);
  out += tables_;
  out += records_;
  const Md5Digest digest = Md5(std::string_view(out).substr(kMagic.size()));
  out.append(reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size());
  return out;
}

void KplAggregate::Clear() { *this = {}; }

std::optional<std::vector<KplUserRecord>> DecodeKplAggregate(std::string_view data) {
  if (!data.starts_with(kMagic) || data.size() < kMagic.size() + kDigestBytes) return std::nullopt;
  const std::string_view message =
      data.substr(kMagic.size(), data.size() - kMagic.size() - kDigestBytes);
  const Md5Digest digest = Md5(message);
  const std::string_view expected(reinterpret_cast<const char*>(digest.bytes.data()), kDigestBytes);
  if (data.substr(data.size() - kDigestBytes) != expected) return std::nullopt;

  std::vector<std::string_view> keys;
  std::vector<std::string_view> hash_keys;
  std::vector<WireRecord> records;
  FieldReader in(message);
  while (in.Next()) {
    if (in.type != kBytes) continue;
    if (in.field == 1) keys.push_back(in.bytes);
    if (in.field == 2) hash_keys.push_back(in.bytes);
    if (in.field == 3 && !ReadRecord(in.bytes, records.emplace_back())) return std::nullopt;
  }
  if (!in.ok) return std::nullopt;
  std::vector<KplUserRecord> users;
  for (const WireRecord& record : records) {
    const bool has_hash = record.hash_key.has_value();
    if (*record.key >= keys.size() || (has_hash && *record.hash_key >= hash_keys.size())) {
      return std::nullopt;
    }
    KplUserRecord user;
    user.partition_key = keys[static_cast<size_t>(*record.key)];
    if (has_hash) user.explicit_hash_key = hash_keys[static_cast<size_t>(*record.hash_key)];
    user.data = *record.data;
    users.push_back(user);
  }
  return users;
}

}  // namespace weir
