// The codec of aggregates as a filter, for tests that are not written in C++.
//
//   kpl_codec decode   a line of hexadecimal digits each  ->  its user records, then "."
//   kpl_codec encode   user records, then "."             ->  a line of hexadecimal digits
//
// A user record is a line: partition key and data in hexadecimal digits ("-" when empty), explicit
// hash key in decimal or "-". What is no aggregate is answered with "ordinary".
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include "core/producer/kpl_aggregate.h"

namespace weir {
namespace {

std::string ToHex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex += kDigits[static_cast<uint8_t>(c) >> 4];
    hex += kDigits[static_cast<uint8_t>(c) & 15];
  }
  return hex.empty() ? "-" : hex;
}

std::string FromHex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; hex != "-" && i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

void Decode() {
  for (std::string line; std::getline(std::cin, line);) {
    const std::string data = FromHex(line);
    const auto users = DecodeKplAggregate(data);
    if (!users) {
      std::cout << "ordinary\n.\n";
      continue;
    }
    for (const KplUserRecord& user : *users) {
      std::cout << ToHex(user.partition_key) << ' ' << ToHex(user.data) << ' '
                << user.explicit_hash_key.value_or("-") << '\n';
    }
    std::cout << ".\n";
  }
}

void Encode() {
  KplAggregate aggregate;
  for (std::string line; std::getline(std::cin, line);) {
    if (line == ".") {
      std::cout << ToHex(aggregate.Encode()) << '\n';
      aggregate.Clear();
      continue;
    }
    std::istringstream words(line);
    std::string key;
    std::string data;
    std::string hash_key;
    words >> key >> data >> hash_key;
    const std::string key_bytes = FromHex(key);
    const std::string data_bytes = FromHex(data);
    KplUserRecord user{key_bytes, std::nullopt, data_bytes};
    if (hash_key != "-") user.explicit_hash_key = hash_key;
    aggregate.Add(user);
  }
}

}  // namespace
}  // namespace weir

int main(int argc, char** argv) {
  const std::string_view how = argc > 1 ? argv[1] : "";
  if (how == "decode") {
    weir::Decode();
  } else if (how == "encode") {
    weir::Encode();
  } else {
    return 2;
  }
  return 0;
}
