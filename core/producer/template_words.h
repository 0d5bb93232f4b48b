// The words that templates draw from.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace weir {

inline constexpr std::array<std::string_view, 24> kFirstNames = {
    "Ada",   "Alan",  "Amina", "Barbara", "Chen",  "Dennis",    "Edsger", "Emre",
    "Fatou", "Grace", "Hedy",  "Ines",    "Jin",   "Katherine", "Leslie", "Mateo",
    "Nia",   "Olga",  "Priya", "Radia",   "Sofia", "Tomas",     "Yuki",   "Zara"};

inline constexpr std::array<std::string_view, 24> kLastNames = {
    "Abebe",  "Andersen", "Brown",  "Costa", "Diaz",     "Eriksen", "Fischer", "Garcia",
    "Haddad", "Ivanova",  "Jansen", "Khan",  "Kowalska", "Lee",     "Moreau",  "Nguyen",
    "Okafor", "Patel",    "Rossi",  "Sato",  "Silva",    "Smith",   "Wang",    "Yilmaz"};

struct City {
  std::string_view name;
  std::string_view country;  // ISO 3166.
  int64_t latitude;          // In ten thousandths of a degree.
  int64_t longitude;
};

inline constexpr std::array<City, 24> kCities = {{
    {"Amsterdam", "NL", 523676, 49041},       {"Bangkok", "TH", 137563, 1005018},
    {"Berlin", "DE", 525200, 134050},         {"Bogota", "CO", 47110, -740721},
    {"Buenos Aires", "AR", -346037, -583816}, {"Cairo", "EG", 300444, 312357},
    {"Chicago", "US", 418781, -876298},       {"Delhi", "IN", 286139, 772090},
    {"Istanbul", "TR", 410082, 289784},       {"Jakarta", "ID", -62088, 1068456},
    {"Johannesburg", "ZA", -262041, 280473},  {"Lagos", "NG", 65244, 33792},
    {"London", "GB", 515074, -1278},          {"Los Angeles", "US", 340522, -1182437},
    {"Madrid", "ES", 404168, -37038},         {"Mexico City", "MX", 194326, -991332},
    {"Nairobi", "KE", -12921, 368219},        {"New York", "US", 407128, -740060},
    {"Paris", "FR", 488566, 23522},           {"Sao Paulo", "BR", -235505, -466333},
    {"Seoul", "KR", 375665, 1269780},         {"Sydney", "AU", -338688, 1512093},
    {"Tokyo", "JP", 356762, 1396503},         {"Warsaw", "PL", 522297, 210122},
}};

}  // namespace weir
