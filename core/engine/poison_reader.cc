#include "core/engine/poison_reader.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/model/limits.h"

namespace weir {
namespace {

constexpr int64_t kNumbersMax = 10'000;

// The place of the key called `name` among those of a workload: numbered ones are spelled as
// KeyTable spells them.
std::optional<uint32_t> FindKey(const WorkloadSpec& workload, std::string_view name) {
  if (workload.replay.dataset != nullptr) {
    const std::vector<std::string>& keys = workload.replay.dataset->keys;
    const auto found = std::ranges::find(keys, name);
    if (found == keys.end()) return std::nullopt;
    return static_cast<uint32_t>(found - keys.begin());
  }
  const KeySpec& keys = workload.keys;
  if (!name.starts_with(keys.prefix)) return std::nullopt;
  const std::string_view digits = name.substr(keys.prefix.size());
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  int64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  const size_t all = std::to_string(keys.count).size();
  const size_t least = keys.digits > 0 ? static_cast<size_t>(keys.digits) : all;
  if (digits.size() != std::max(least, std::to_string(number).size())) return std::nullopt;
  if (number < 1 || number > keys.count) return std::nullopt;
  return static_cast<uint32_t>(number - 1);
}

// What a key may be called, for an error: "truck-001 to truck-100 of fleet".
std::string KeysThere(const ProducerSpec& producer) {
  if (producer.workload.replay.dataset != nullptr) {
    return StrCat({"a key of ", producer.workload.replay.name});
  }
  const KeySpec& keys = producer.workload.keys;
  const std::string last = std::to_string(keys.count);
  const size_t digits = keys.digits > 0 ? static_cast<size_t>(keys.digits) : last.size();
  const auto padded = [&](const std::string& number) {
    return StrCat(
        {keys.prefix, std::string(digits - std::min(digits, number.size()), '0'), number});
  };
  return StrCat({padded("1"), " to ", padded(last), " of ", producer.name});
}

class PoisonReader {
 public:
  PoisonReader(JsonReader& in, const Scenario& scenario, StreamId stream)
      : in_(in), scenario_(scenario), stream_(stream) {}

  PoisonSpec Read() {
    ReadProducer();
    ReadKey();
    spec_.every = in_.Int("every", 1, UINT32_MAX, 0);
    ReadNumbers();
    if (!spec_.any() && in_.Finish().ok()) {  // A misspelt member is named as such.
      in_.Fail("", "expected at least one of producer, key, every and numbers");
    }
    return spec_;
  }

 private:
  bool Writes(const ProducerSpec& producer) const { return producer.stream == stream_; }

  void ReadProducer() {
    if (!in_.Has("producer")) {
      in_.Raw("producer");  // Known, so that it is among the members that an error names.
      return;
    }
    const std::string name = in_.String("producer");
    std::string there;
    for (uint32_t i = 0; i < scenario_.producers.size(); ++i) {
      if (!Writes(scenario_.producers[i])) continue;
      if (scenario_.producers[i].name == name) spec_.producer = ProducerId{i};
      there += (there.empty() ? "" : ", ") + scenario_.producers[i].name;
    }
    if (spec_.producer || in_.failed()) return;
    in_.Fail("producer", StrCat({"there is no producer \"", name, "\" of this stream; there is ",
                                 there.empty() ? std::string("none") : there}));
  }

  void ReadKey() {
    if (!in_.Has("key")) {
      in_.Raw("key");
      return;
    }
    const std::string name = in_.String("key");
    std::string there;
    for (uint32_t i = 0; i < scenario_.producers.size(); ++i) {
      const ProducerSpec& producer = scenario_.producers[i];
      if (!Writes(producer) || (spec_.producer && *spec_.producer != ProducerId{i})) continue;
      // Two producers may call different places by one name: the first that has it is meant.
      if (!spec_.key) {
        spec_.key = FindKey(producer.workload, name);
        if (spec_.key) spec_.producer = ProducerId{i};
      }
      there += (there.empty() ? "" : ", ") + KeysThere(producer);
    }
    if (spec_.key || in_.failed()) return;
    in_.Fail("key", StrCat({"there is no key \"", name, "\"; expected one of ",
                            there.empty() ? std::string("none") : there}));
  }

  void ReadNumbers() {
    const Json* numbers = in_.Raw("numbers");
    if (numbers == nullptr) return;
    const std::string expected = StrCat({"expected a list of 1 to ", std::to_string(kNumbersMax),
                                         " whole numbers from 0 to 4294967294"});
    const bool fits = numbers->is_array() && !numbers->empty() && numbers->size() <= kNumbersMax;
    if (!fits) {
      in_.Fail("numbers", expected);
      return;
    }
    if (in_.Has("every")) in_.Fail("numbers", "does not go with \"every\"");
    for (const Json& number : *numbers) {
      if (!number.is_number_integer() || number < 0 || number > int64_t{UINT32_MAX - 1}) {
        in_.Fail("numbers", expected);
        return;
      }
      spec_.numbers.push_back(number.get<uint32_t>());
    }
    std::ranges::sort(spec_.numbers);
  }

  JsonReader& in_;
  const Scenario& scenario_;
  StreamId stream_;
  PoisonSpec spec_;
};

}  // namespace

PoisonSpec ReadPoison(JsonReader& in, const Scenario& scenario, StreamId stream) {
  PoisonSpec poison;
  in.Object("poison",
            [&](JsonReader& member) { poison = PoisonReader(member, scenario, stream).Read(); });
  return poison;
}

}  // namespace weir
