// Hashes, base 64, hexadecimals, character sets and the parts of addresses.
#include <array>

#include "core/base/base64.h"
#include "core/base/md5.h"
#include "core/base/text.h"
#include "core/sql/functions/function_def.h"
#include "core/sql/types/sha.h"
#include "core/sql/types/utf8.h"
#include "core/sql/types/words.h"

namespace weir::sql {
namespace {

using std::string_view;

void Md5Hex(RowCall& call) {
  const Md5Digest digest = Md5(call.Text(0));
  std::string bytes;
  for (const uint8_t byte : digest.bytes) bytes += static_cast<char>(byte);
  call.out.AppendText(ToHex(bytes));
}
void Sha1Hex(RowCall& call) { call.out.AppendText(Sha1(call.Text(0))); }
template <Sha2Bits bits>
void ShaHex(RowCall& call) {
  call.out.AppendText(Sha2(call.Text(0), bits));
}
void Sha2Hex(RowCall& call) {
  const int64_t bits = call.Int(1);
  if (bits != 224 && bits != 256 && bits != 384 && bits != 512) {
    return call.Fail("SHA2 has 224, 256, 384 or 512 bits");
  }
  call.out.AppendText(Sha2(call.Text(0), static_cast<Sha2Bits>(bits)));
}

// Java's hashCode: over the bytes of UTF-16 units.
void HashCode(RowCall& call) {
  uint32_t hash = 0;
  const string_view text = call.Text(0);
  for (size_t at = 0; at < text.size(); at += Utf8Step(text, at)) {
    const uint32_t code = Utf8Decode(text, at);
    if (code < 0x10000) {
      hash = hash * 31 + code;
    } else {
      hash = hash * 31 + (0xD800 + ((code - 0x10000) >> 10));
      hash = hash * 31 + (0xDC00 + ((code - 0x10000) & 0x3FF));
    }
  }
  call.out.AppendInt(static_cast<int32_t>(hash));
}

void ToBase64Text(RowCall& call) { call.out.AppendText(ToBase64(call.Text(0))); }

void FromBase64(RowCall& call) {
  std::string out;
  uint32_t bits = 0;
  int filled = 0;
  for (const char c : call.Text(0)) {
    if (c == '=' || c == '\n' || c == '\r') continue;
    const int digit = Base64Value(c);
    if (digit < 0) return call.Null();
    bits = bits << 6 | static_cast<uint32_t>(digit);
    filled += 6;
    if (filled >= 8) {
      filled -= 8;
      out += static_cast<char>(bits >> filled & 0xFF);
    }
  }
  call.out.AppendText(out);
}

std::string Upper(std::string text) { return UpperAscii(text); }

void HexOfNumber(RowCall& call) {
  auto value = static_cast<uint64_t>(call.Int(0));
  std::string digits;
  do {
    digits.insert(digits.begin(), "0123456789ABCDEF"[value & 15]);
    value >>= 4;
  } while (value != 0);
  call.out.AppendText(digits);
}
void HexOfText(RowCall& call) { call.out.AppendText(Upper(ToHex(call.Text(0)))); }

void Unhex(RowCall& call) {
  const string_view text = call.Text(0);
  std::string padded = text.size() % 2 == 1 ? "0" + std::string(text) : std::string(text);
  std::string out;
  for (size_t at = 0; at < padded.size(); at += 2) {
    uint32_t byte = 0;
    for (const char c : {padded[at], padded[at + 1]}) {
      const size_t digit = string_view("0123456789ABCDEF").find(UpperAscii(c));
      if (digit == string_view::npos) return call.Null();
      byte = byte * 16 + static_cast<uint32_t>(digit);
    }
    out += static_cast<char>(byte);
  }
  call.out.AppendText(out);
}

void Binary(RowCall& call) {
  auto value = static_cast<uint64_t>(call.Int(0));
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + (value & 1)));
    value >>= 1;
  } while (value != 0);
  call.out.AppendText(digits);
}

enum class Charset : uint8_t { kUtf8, kAscii, kLatin1, kUtf16, kUtf16Big, kUtf16Little };

std::optional<Charset> CharsetOf(string_view name) {
  const std::string upper = UpperAscii(name);
  if (upper == "UTF-8" || upper == "UTF8") return Charset::kUtf8;
  if (upper == "US-ASCII") return Charset::kAscii;
  if (upper == "ISO-8859-1") return Charset::kLatin1;
  if (upper == "UTF-16") return Charset::kUtf16;
  if (upper == "UTF-16BE") return Charset::kUtf16Big;
  if (upper == "UTF-16LE") return Charset::kUtf16Little;
  return std::nullopt;
}

void AppendUnit(uint32_t unit, bool little, std::string& out) {
  const char high = static_cast<char>(unit >> 8);
  const char low = static_cast<char>(unit & 0xFF);
  out += little ? low : high;
  out += little ? high : low;
}

void Encode(RowCall& call) {
  const std::optional<Charset> charset = CharsetOf(call.Text(1));
  if (!charset.has_value()) return call.Fail("no character set is called so");
  const string_view text = call.Text(0);
  if (*charset == Charset::kUtf8) return call.out.AppendText(text);
  std::string out = *charset == Charset::kUtf16 ? "\xFE\xFF" : "";
  const bool little = *charset == Charset::kUtf16Little;
  for (size_t at = 0; at < text.size(); at += Utf8Step(text, at)) {
    const uint32_t code = Utf8Decode(text, at);
    if (*charset == Charset::kAscii || *charset == Charset::kLatin1) {
      out += code < (*charset == Charset::kAscii ? 0x80U : 0x100U) ? static_cast<char>(code) : '?';
    } else if (code < 0x10000) {
      AppendUnit(code, little, out);
    } else {
      AppendUnit(0xD800 + ((code - 0x10000) >> 10), little, out);
      AppendUnit(0xDC00 + ((code - 0x10000) & 0x3FF), little, out);
    }
  }
  call.out.AppendText(out);
}

uint32_t UnitAt(string_view bytes, size_t at, bool little) {
  const auto first = static_cast<uint8_t>(bytes[at]);
  const auto second = static_cast<uint8_t>(bytes[at + 1]);
  return little ? static_cast<uint32_t>(second << 8 | first)
                : static_cast<uint32_t>(first << 8 | second);
}

std::string Utf16ToText(string_view bytes, bool little) {
  std::string out;
  for (size_t at = 0; at + 1 < bytes.size(); at += 2) {
    uint32_t code = UnitAt(bytes, at, little);
    if (code >= 0xD800 && code < 0xDC00 && at + 3 < bytes.size()) {
      const uint32_t low = UnitAt(bytes, at + 2, little);
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        at += 2;
      }
    }
    AppendUtf8(code >= 0xD800 && code < 0xE000 ? 0xFFFD : code, out);
  }
  return out;
}

void Decode(RowCall& call) {
  const std::optional<Charset> charset = CharsetOf(call.Text(1));
  if (!charset.has_value()) return call.Fail("no character set is called so");
  string_view bytes = call.Text(0);
  switch (*charset) {
    case Charset::kUtf8:
      return call.out.AppendText(bytes);
    case Charset::kUtf16: {
      const bool little = bytes.starts_with("\xFF\xFE");
      if (little || bytes.starts_with("\xFE\xFF")) bytes.remove_prefix(2);
      return call.out.AppendText(Utf16ToText(bytes, little));
    }
    case Charset::kUtf16Big:
      return call.out.AppendText(Utf16ToText(bytes, false));
    case Charset::kUtf16Little:
      return call.out.AppendText(Utf16ToText(bytes, true));
    case Charset::kAscii:
    case Charset::kLatin1:
      break;
  }
  std::string out;
  for (const char c : bytes) AppendUtf8(static_cast<uint8_t>(c), out);
  call.out.AppendText(out);
}

void UrlEncode(RowCall& call) {
  std::string out;
  for (const char c : call.Text(0)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '-' || c == '*' || c == '_';
    if (plain) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += '%' + Upper(ToHex(string_view(&c, 1)));
    }
  }
  call.out.AppendText(out);
}

void UrlDecode(RowCall& call) {
  const string_view text = call.Text(0);
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out += text[at] == '+' ? ' ' : text[at];
      continue;
    }
    if (at + 2 >= text.size()) return call.Null();
    uint32_t byte = 0;
    for (size_t i = 1; i <= 2; ++i) {
      const size_t digit = string_view("0123456789ABCDEF").find(UpperAscii(text[at + i]));
      if (digit == string_view::npos) return call.Null();
      byte = byte * 16 + static_cast<uint32_t>(digit);
    }
    out += static_cast<char>(byte);
    at += 2;
  }
  call.out.AppendText(out);
}

// scheme://user@host:port/path?query#ref
struct Address {
  string_view scheme, authority, user, host, path, query, ref;
  bool has_query = false;
  bool has_ref = false;
};

bool Split(string_view text, Address& address) {
  const size_t colon = text.find("://");
  if (colon == string_view::npos || colon == 0) return false;
  address.scheme = text.substr(0, colon);
  text.remove_prefix(colon + 3);
  if (const size_t hash = text.find('#'); hash != string_view::npos) {
    address.ref = text.substr(hash + 1);
    address.has_ref = true;
    text = text.substr(0, hash);
  }
  if (const size_t mark = text.find('?'); mark != string_view::npos) {
    address.query = text.substr(mark + 1);
    address.has_query = true;
    text = text.substr(0, mark);
  }
  const size_t slash = std::min(text.find('/'), text.size());
  address.authority = text.substr(0, slash);
  address.path = text.substr(slash);
  address.host = address.authority;
  if (const size_t at = address.host.rfind('@'); at != string_view::npos) {
    address.user = address.host.substr(0, at);
    address.host.remove_prefix(at + 1);
  }
  address.host = address.host.substr(0, address.host.find(':'));
  return true;
}

void ParseUrl(RowCall& call) {
  Address address;
  if (!Split(call.Text(0), address)) return call.Null();
  const string_view part = call.Text(1);
  const auto put = [&](bool there, string_view text) {
    there ? call.out.AppendText(text) : call.Null();
  };
  if (call.size() > 2) {
    if (part != "QUERY" || !address.has_query) return call.Null();
    for (string_view rest = address.query; !rest.empty();) {
      const size_t end = std::min(rest.find('&'), rest.size());
      const string_view pair = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const size_t equals = pair.find('=');
      if (equals != string_view::npos && pair.substr(0, equals) == call.Text(2)) {
        return call.out.AppendText(pair.substr(equals + 1));
      }
    }
    return call.Null();
  }
  if (part == "HOST") return put(true, address.host);
  if (part == "PATH") return put(true, address.path);
  if (part == "QUERY") return put(address.has_query, address.query);
  if (part == "REF") return put(address.has_ref, address.ref);
  if (part == "PROTOCOL") return put(true, address.scheme);
  if (part == "AUTHORITY") return put(true, address.authority);
  if (part == "USERINFO") return put(!address.user.empty(), address.user);
  if (part != "FILE") return call.Null();
  std::string file(address.path);
  if (address.has_query) file += "?" + std::string(address.query);
  call.out.AppendText(file);
}

constexpr FunctionDef Code(string_view name, string_view parameters, string_view result,
                           RowKernel row, string_view usage, string_view doc,
                           bool may_be_null = false) {
  return {.name = name,
          .parameters = parameters,
          .result = result,
          .category = Category::kHash,
          .row = row,
          .usage = usage,
          .doc = doc,
          .may_be_null = may_be_null};
}

constexpr auto kTable = std::to_array<FunctionDef>({
    Code("MD5", "bytes", "text", Md5Hex, "MD5(s)", "In hexadecimal, small letters, as all hashes."),
    Code("SHA1", "bytes", "text", Sha1Hex, "SHA1(s)", "160 bits."),
    Code("SHA224", "bytes", "text", ShaHex<Sha2Bits::k224>, "SHA224(s)", "224 bits."),
    Code("SHA256", "bytes", "text", ShaHex<Sha2Bits::k256>, "SHA256(s)", "256 bits."),
    Code("SHA384", "bytes", "text", ShaHex<Sha2Bits::k384>, "SHA384(s)", "384 bits."),
    Code("SHA512", "bytes", "text", ShaHex<Sha2Bits::k512>, "SHA512(s)", "512 bits."),
    Code("SHA2", "bytes, int", "text", Sha2Hex, "SHA2(s, bits)", "224, 256, 384 or 512 bits."),
    Code("HASH_CODE", "text", "int", HashCode, "HASH_CODE(s)", "Java's hash of the text."),
    Code("TO_BASE64", "bytes", "text", ToBase64Text, "TO_BASE64(s)", "RFC 4648."),
    Code("FROM_BASE64", "bytes", "text", FromBase64, "FROM_BASE64(s)",
         "The text of base 64; NULL where it is none.", true),
    Code("HEX", "int", "text", HexOfNumber, "HEX(n)", "In hexadecimal, capitals."),
    Code("HEX", "text", "text", HexOfText, "HEX(s)", "The bytes in hexadecimal, capitals."),
    Code("UNHEX", "text", "bytes", Unhex, "UNHEX(s)", "The bytes of hexadecimals.", true),
    Code("BIN", "int", "text", Binary, "BIN(n)", "In binary."),
    Code("ENCODE", "text, text", "bytes", Encode, "ENCODE(s, charset)",
         "UTF-8, UTF-16, UTF-16BE, UTF-16LE, US-ASCII or ISO-8859-1."),
    Code("DECODE", "bytes, text", "text", Decode, "DECODE(b, charset)", "The text of such bytes."),
    Code("URL_ENCODE", "text", "text", UrlEncode, "URL_ENCODE(s)", "As of an HTML form."),
    Code("URL_DECODE", "text", "text", UrlDecode, "URL_DECODE(s)", "NULL where it is wrong.", true),
    Code("PARSE_URL", "text, text, text?", "text", ParseUrl, "PARSE_URL(url, part [, key])",
         "HOST, PATH, QUERY, REF, PROTOCOL, AUTHORITY, FILE or USERINFO.", true),
});

}  // namespace

std::span<const FunctionDef> EncodingFunctions() { return kTable; }

}  // namespace weir::sql
