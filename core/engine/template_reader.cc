#include "core/engine/template_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/text.h"
#include "core/engine/json_reader.h"
#include "core/model/limits.h"

namespace weir {
namespace {

constexpr int64_t kSafeInteger = int64_t{1} << 53;  // What every reader of JSON holds exactly.
constexpr int64_t kDecimalsMax = 9;
constexpr int64_t kWholePartMax = 1'000'000'000;
constexpr int64_t kTextMax = int64_t{1} << 20;
constexpr int64_t kArrayMax = 10'000;
constexpr size_t kChoicesMax = 1'000;

// The kinds of `"$"`, by TemplateKind from kArray on.
constexpr std::array<std::string_view, 13> kKindWords = {
    "array", "choice", "key",  "counter", "int",  "decimal", "normal",
    "bool",  "time",   "uuid", "text",    "name", "city"};

// "-12.05" as -12050 thousandths. The number itself, not a binary fraction near it.
bool ParseDecimal(std::string_view text, uint32_t decimals, int64_t& scaled) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point < text.size() ? text.substr(point + 1) : std::string_view();
  if (whole.empty() || whole.size() > 10 || rest.size() > decimals) return false;
  if (point < text.size() && rest.empty()) return false;
  scaled = 0;
  for (const std::string_view digits : {whole, rest}) {
    for (const char c : digits) {
      if (c < '0' || c > '9') return false;
      scaled = scaled * 10 + (c - '0');
    }
  }
  for (size_t i = rest.size(); i < decimals; ++i) scaled *= 10;
  if (negative) scaled = -scaled;
  return true;
}

TemplateNode NodeOf(TemplateKind kind, std::string text = {}) {
  TemplateNode node;
  node.kind = kind;
  node.text = std::move(text);
  return node;
}

class TemplateReader {
 public:
  TemplateNode Read(const Json& json, const std::string& path) {
    if (json.is_object())
      return json.contains("$") ? ReadDrawn(json, path) : ReadObject(json, path);
    if (!json.is_array()) return NodeOf(TemplateKind::kConstant, json.dump());
    TemplateNode node = NodeOf(TemplateKind::kList);
    for (size_t i = 0; i < json.size(); ++i) {
      node.children.push_back(Read(json[i], StrCat({path, "[", std::to_string(i), "]"})));
    }
    return node;
  }

  std::optional<Error> error;

 private:
  TemplateNode ReadObject(const Json& json, const std::string& path) {
    TemplateNode node = NodeOf(TemplateKind::kObject);
    for (const auto& [name, value] : json.items()) {
      node.names.push_back(Json(name).dump());
      node.children.push_back(Read(value, StrCat({path, ".", name})));
    }
    return node;
  }

  TemplateNode ReadDrawn(const Json& json, const std::string& path) {
    JsonReader in(json, path);
    const Json& word = *in.Raw("$");
    const auto kind = word.is_string() ? std::find(kKindWords.begin(), kKindWords.end(),
                                                   word.get_ref<const std::string&>())
                                       : kKindWords.end();
    TemplateNode node;
    if (kind == kKindWords.end()) {
      std::string words;
      for (const std::string_view known : kKindWords)
        words += StrCat({words.empty() ? "" : ", ", known});
      in.Fail("$", StrCat({"expected one of ", words, ", found ", word.dump()}));
    } else {
      node.kind = static_cast<TemplateKind>(kind - kKindWords.begin() +
                                            static_cast<int>(TemplateKind::kArray));
      node.per_key = in.OneOf("per", {"record", "key"}, 0) == 1;
      ReadMembers(in, node);
    }
    if (const Result<void> read = in.Finish(); !read.ok() && !error) error = read.error();
    return node;
  }

  void ReadMembers(JsonReader& in, TemplateNode& node) {
    switch (node.kind) {
      case TemplateKind::kArray:
        ReadCount(in, "min", "max", kArrayMax, node);
        in.Require("of", "what the array holds");
        if (const Json* of = in.Raw("of")) node.children.push_back(Read(*of, in.PathOf("of")));
        break;
      case TemplateKind::kChoice:
        ReadChoice(in, node);
        break;
      case TemplateKind::kCounter:
        node.min = in.Int("start", -kSafeInteger / 2, kSafeInteger / 2, 0);
        node.max = in.Int("step", -1'000'000, 1'000'000, 1);
        break;
      case TemplateKind::kInt:
        node.min = in.Int("min", -kSafeInteger, kSafeInteger);
        node.max = in.Int("max", -kSafeInteger, kSafeInteger);
        CheckOrder(in, node);
        break;
      case TemplateKind::kDecimal:
        node.decimals = static_cast<uint32_t>(in.Int("decimals", 0, kDecimalsMax, 2));
        node.min = ReadDecimal(in, "min", node.decimals);
        node.max = ReadDecimal(in, "max", node.decimals);
        CheckOrder(in, node);
        break;
      case TemplateKind::kNormal:
        ReadNormal(in, node);
        break;
      case TemplateKind::kBool:
        node.max = in.Int("percent", 0, 100, 50);
        break;
      case TemplateKind::kTime:
        node.time = static_cast<TimeText>(in.OneOf("as", {"iso", "s", "ms", "us"}, 0));
        node.max = in.Span("late", Seconds(0), Hours(24 * 366), Seconds(0)).micros;
        break;
      case TemplateKind::kText:
        ReadCount(in, "min", "max", kTextMax, node);
        break;
      case TemplateKind::kName:
        node.part = static_cast<uint32_t>(in.OneOf("part", {"both", "first", "last"}, 0));
        break;
      case TemplateKind::kCity:
        node.part = static_cast<uint32_t>(in.OneOf("part", {"all", "name", "country"}, 0));
        break;
      default:
        break;  // Nothing to be said of a key or a uuid; constants are not drawn.
    }
  }

  static void CheckOrder(JsonReader& in, const TemplateNode& node) {
    if (node.max < node.min) in.Fail("max", "is less than min");
  }

  static void ReadCount(JsonReader& in, std::string_view min, std::string_view max, int64_t most,
                        TemplateNode& node) {
    node.min = in.Int(min, 0, most);
    node.max = in.Int(max, 0, most, node.min);
    CheckOrder(in, node);
  }

  static int64_t ReadDecimal(JsonReader& in, std::string_view name, uint32_t decimals) {
    in.Require(name, "a number");
    const Json* found = in.Raw(name);
    if (found == nullptr) return 0;
    int64_t scaled = 0;
    const bool number = found->is_number();
    const bool read = number && ParseDecimal(found->dump(), decimals, scaled);
    int64_t most = kWholePartMax;
    for (uint32_t i = 0; i < decimals; ++i) most *= 10;
    if (read && scaled >= -most && scaled <= most) return scaled;
    in.Fail(name, StrCat({"expected a number from -", std::to_string(kWholePartMax), " to ",
                          std::to_string(kWholePartMax), " with at most ", std::to_string(decimals),
                          " decimals, found ", found->dump()}));
    return 0;
  }

  static void ReadNormal(JsonReader& in, TemplateNode& node) {
    node.decimals = static_cast<uint32_t>(in.Int("decimals", 0, kDecimalsMax, 2));
    node.mean = ReadDecimal(in, "mean", node.decimals);
    node.deviation = ReadDecimal(in, "deviation", node.decimals);
    if (node.deviation < 0) in.Fail("deviation", "is less than 0");
    // Six deviations is as far as it ever goes.
    node.min = in.Has("min") ? ReadDecimal(in, "min", node.decimals) : INT64_MIN;
    node.max = in.Has("max") ? ReadDecimal(in, "max", node.decimals) : INT64_MAX;
    in.Raw("min");
    in.Raw("max");
    CheckOrder(in, node);
  }

  void ReadChoice(JsonReader& in, TemplateNode& node) {
    in.Require("of", "a list of values");
    const Json* of = in.Raw("of");
    const Json* weights = in.Raw("weights");
    if (of == nullptr) return;
    if (!of->is_array() || of->empty() || of->size() > kChoicesMax) {
      in.Fail("of", "expected a list of 1 to 1000 values");
      return;
    }
    if (weights != nullptr && (!weights->is_array() || weights->size() != of->size())) {
      in.Fail("weights", StrCat({"expected a list of ", std::to_string(of->size()),
                                 " whole numbers, one for each of \"of\""}));
      return;
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < of->size(); ++i) {
      node.children.push_back(
          Read((*of)[i], StrCat({in.PathOf("of"), "[", std::to_string(i), "]"})));
      uint64_t weight = 1;
      if (weights != nullptr) {
        const Json& value = (*weights)[i];
        weight = value.is_number_unsigned() ? value.get<uint64_t>() : UINT64_MAX;
        if (weight > 1'000'000) {
          in.Fail("weights", "expected whole numbers from 0 to 1000000");
          return;
        }
      }
      sum += weight;
      node.weights.push_back(sum);
    }
    if (sum == 0) in.Fail("weights", "are all 0");
  }
};

}  // namespace

Result<RecordTemplate> ReadTemplate(const Json& json, const std::string& path, int64_t key_bytes) {
  if (!json.is_object() || json.contains("$")) {
    return Error{ErrorCode::kScenario,
                 StrCat({path, ": expected an object that is like the records"})};
  }
  TemplateReader reader;
  RecordTemplate read(reader.Read(json, path));
  if (reader.error) return *reader.error;
  const int64_t most = kMaxRecordSizeKibMax * 1'024;
  if (read.BytesMax(key_bytes) > most) {
    return Error{ErrorCode::kScenario,
                 StrCat({path, ": a record could have more than ", std::to_string(most),
                         " bytes, the most that any stream takes"})};
  }
  return read;
}

}  // namespace weir
