#include "core/producer/record_template.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/producer/template_words.h"

namespace weir {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

void AppendNumber(std::string& out, int64_t value) {
  std::array<char, 20> digits;
  out.append(digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr);
}

int64_t PowerOfTen(uint32_t exponent) {
  int64_t power = 1;
  for (uint32_t i = 0; i < exponent; ++i) power *= 10;
  return power;
}

void AppendUuid(std::string& out, Prng& prng) {
  const std::string digits = StrCat({ToHex16(prng.Next()), ToHex16(prng.Next())});
  const char variant = kHexDigits[8 + static_cast<size_t>(prng.Below(4))];
  out += '"';
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) out += '-';
    out += i == 12 ? '4' : i == 16 ? variant : digits[i];
  }
  out += '"';
}

// The sum of twelve draws is nearly normal, with a variance of one draw's range squared. Draws of
// 16 bits: 65 536 is one standard deviation.
int64_t DrawNormal(const TemplateNode& node, Prng& prng) {
  int64_t sum = -6 * 65'535;
  for (int i = 0; i < 12; ++i) sum += static_cast<int64_t>(prng.Below(65'536));
  // In two steps, so that nothing overflows: |sum| < 2^19.
  const int64_t whole = node.deviation / 65'536 * sum;
  const int64_t rest = node.deviation % 65'536 * sum / 65'536;
  return std::clamp(node.mean + whole + rest, node.min, node.max);
}

void AppendTime(std::string& out, Instant at, TimeText as) {
  switch (as) {
    case TimeText::kIso: {
      const std::string text = FormatTimestamp(at);  // With microseconds; three digits are usual.
      out += '"';
      out.append(text, 0, text.size() - 4);
      out += "Z\"";
      return;
    }
    case TimeText::kSeconds:
      return AppendNumber(out, UnixSeconds(at));
    case TimeText::kMillis:
      return AppendNumber(out, at.micros / 1'000);
    case TimeText::kMicros:
      return AppendNumber(out, at.micros);
  }
}

void AppendName(std::string& out, uint32_t part, Prng& prng) {
  const std::string_view first = kFirstNames[static_cast<size_t>(prng.Below(kFirstNames.size()))];
  const std::string_view last = kLastNames[static_cast<size_t>(prng.Below(kLastNames.size()))];
  if (part == 1) return AppendJsonString(out, first);
  if (part == 2) return AppendJsonString(out, last);
  AppendJsonString(out, StrCat({first, " ", last}));
}

void AppendCity(std::string& out, uint32_t part, Prng& prng) {
  const City& city = kCities[static_cast<size_t>(prng.Below(kCities.size()))];
  if (part == 1) return AppendJsonString(out, city.name);
  if (part == 2) return AppendJsonString(out, city.country);
  out += "{\"name\":";
  AppendJsonString(out, city.name);
  out += ",\"country\":";
  AppendJsonString(out, city.country);
  out += ",\"lat\":";
  AppendDecimal(out, city.latitude, 4);
  out += ",\"lon\":";
  AppendDecimal(out, city.longitude, 4);
  out += '}';
}

class Renderer {
 public:
  Renderer(const TemplateRecord& record, std::string& out)
      : record_(record), out_(out), draws_(Prng(record.seed + record.number).Next()) {}

  void Append(const TemplateNode& node) {
    if (!node.per_key) return AppendDrawn(node, draws_);
    // Two steps, so that neighbouring keys and places share nothing.
    Prng of_key(Prng(record_.seed ^ (uint64_t{node.place} + 1) << 40).Next() + record_.key);
    Prng draws(of_key.Next());
    AppendDrawn(node, draws);
  }

 private:
  // Children draw from what their parent does: of one that is per key, all are.
  void AppendDrawn(const TemplateNode& node, Prng& draws) {
    switch (node.kind) {
      case TemplateKind::kConstant:
        out_ += node.text;
        break;
      case TemplateKind::kObject:
        AppendObject(node, draws);
        break;
      case TemplateKind::kList:
        AppendList(node, draws);
        break;
      case TemplateKind::kArray:
        AppendArray(node, draws);
        break;
      case TemplateKind::kChoice:
        AppendChild(node.children[Choose(node, draws)], draws);
        break;
      case TemplateKind::kKey:
        AppendJsonString(out_, record_.key_name);
        break;
      case TemplateKind::kCounter:
        AppendNumber(out_, node.min + node.max * static_cast<int64_t>(record_.number));
        break;
      case TemplateKind::kInt:
        AppendNumber(out_, draws.Between(node.min, node.max));
        break;
      case TemplateKind::kDecimal:
        AppendDecimal(out_, draws.Between(node.min, node.max), node.decimals);
        break;
      case TemplateKind::kNormal:
        AppendDecimal(out_, DrawNormal(node, draws), node.decimals);
        break;
      case TemplateKind::kBool:
        out_ += draws.Below(100) < static_cast<uint64_t>(node.max) ? "true" : "false";
        break;
      case TemplateKind::kTime:
        AppendTime(out_, record_.created_at - Micros(draws.Between(0, node.max)), node.time);
        break;
      case TemplateKind::kUuid:
        AppendUuid(out_, draws);
        break;
      case TemplateKind::kText:
        AppendLetters(draws.Between(node.min, node.max), draws);
        break;
      case TemplateKind::kName:
        AppendName(out_, node.part, draws);
        break;
      case TemplateKind::kCity:
        AppendCity(out_, node.part, draws);
        break;
    }
  }

  void AppendChild(const TemplateNode& child, Prng& draws) {
    if (child.per_key) {
      Append(child);
    } else {
      AppendDrawn(child, draws);
    }
  }

  void AppendObject(const TemplateNode& node, Prng& draws) {
    out_ += '{';
    for (size_t i = 0; i < node.children.size(); ++i) {
      if (i > 0) out_ += ',';
      out_ += node.names[i];
      out_ += ':';
      AppendChild(node.children[i], draws);
    }
    out_ += '}';
  }

  void AppendList(const TemplateNode& node, Prng& draws) {
    out_ += '[';
    for (size_t i = 0; i < node.children.size(); ++i) {
      if (i > 0) out_ += ',';
      AppendChild(node.children[i], draws);
    }
    out_ += ']';
  }

  void AppendArray(const TemplateNode& node, Prng& draws) {
    const int64_t count = draws.Between(node.min, node.max);
    out_ += '[';
    for (int64_t i = 0; i < count; ++i) {
      if (i > 0) out_ += ',';
      AppendChild(node.children[0], draws);
    }
    out_ += ']';
  }

  void AppendLetters(int64_t count, Prng& draws) {
    out_ += '"';
    for (int64_t i = 0; i < count; ++i) out_ += static_cast<char>('a' + draws.Below(26));
    out_ += '"';
  }

  static size_t Choose(const TemplateNode& node, Prng& draws) {
    const uint64_t draw = draws.Below(node.weights.back());
    return static_cast<size_t>(std::upper_bound(node.weights.begin(), node.weights.end(), draw) -
                               node.weights.begin());
  }

  const TemplateRecord& record_;
  std::string& out_;
  Prng draws_;
};

bool UsesTime(const TemplateNode& node) {
  return node.kind == TemplateKind::kTime ||
         std::any_of(node.children.begin(), node.children.end(), UsesTime);
}

void Number(TemplateNode& node, uint32_t& next) {
  node.place = next++;
  for (TemplateNode& child : node.children) Number(child, next);
}

// No more than this is ever asked for; sums stay far from the end of int64.
constexpr int64_t kBytesCounted = int64_t{1} << 40;

int64_t BytesMaxOf(const TemplateNode& node, int64_t key_bytes) {
  constexpr int64_t kLongest = 128;  // Of any number, time, uuid, name or city.
  int64_t children = 0;
  int64_t longest = 0;
  for (size_t i = 0; i < node.children.size(); ++i) {
    const int64_t child = BytesMaxOf(node.children[i], key_bytes);
    const size_t name = i < node.names.size() ? node.names[i].size() : 0;
    children += child + static_cast<int64_t>(name) + 2;
    longest = std::max(longest, child);
  }
  switch (node.kind) {
    case TemplateKind::kConstant:
      return static_cast<int64_t>(node.text.size());
    case TemplateKind::kObject:
    case TemplateKind::kList:
      return std::min(children + 2, kBytesCounted);
    case TemplateKind::kArray:
      return std::min((longest + 1) * std::max<int64_t>(node.max, 1) + 2, kBytesCounted);
    case TemplateKind::kChoice:
      return longest;
    case TemplateKind::kKey:
      return 6 * key_bytes + 2;
    case TemplateKind::kText:
      return node.max + 2;
    default:
      return kLongest;
  }
}

}  // namespace

RecordTemplate::RecordTemplate(TemplateNode root) : root_(std::move(root)) {
  uint32_t places = 0;
  Number(root_, places);
  uses_time_ = UsesTime(root_);
}

void RecordTemplate::Render(const TemplateRecord& record, std::string& out) const {
  Renderer(record, out).Append(root_);
}

int64_t RecordTemplate::BytesMax(int64_t key_bytes) const { return BytesMaxOf(root_, key_bytes); }

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const uint8_t byte = static_cast<uint8_t>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHexDigits[byte >> 4];
      out += kHexDigits[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void AppendDecimal(std::string& out, int64_t scaled, uint32_t decimals) {
  if (decimals == 0) return AppendNumber(out, scaled);
  const int64_t unit = PowerOfTen(decimals);
  if (scaled < 0) out += '-';
  AppendNumber(out, scaled < 0 ? -(scaled / unit) : scaled / unit);
  const int64_t rest = scaled < 0 ? -(scaled % unit) : scaled % unit;
  const std::string digits = std::to_string(rest);
  out += '.';
  out.append(decimals - digits.size(), '0');
  out += digits;
}

}  // namespace weir
