// Makes a failing scenario small: whatever may be left away while the same rule is violated goes.
#include <array>
#include <utility>

#include "tests/sim/swarm.h"

namespace weir::swarm {
namespace {

bool StillFails(const Json& scenario, const std::string& rule, bool ways) {
  Tally ignored;
  const std::optional<Violation> violation = RunText(scenario.dump(), ways, ignored);
  return violation && violation->rule == rule;
}

// Elements of a list, from the last to the first; then members of what is left.
bool DropElements(Json& scenario, const char* list, const std::string& rule, bool ways) {
  if (!scenario.contains(list)) return false;
  bool dropped = false;
  for (size_t i = scenario[list].size(); i-- > 0;) {
    Json smaller = scenario;
    smaller[list].erase(i);
    if (smaller[list].empty()) smaller.erase(list);
    if (!StillFails(smaller, rule, ways)) continue;
    scenario = std::move(smaller);
    dropped = true;
    if (!scenario.contains(list)) break;
  }
  return dropped;
}

bool DropMembers(Json& scenario, const char* list, const std::string& rule, bool ways) {
  bool dropped = false;
  for (size_t i = 0; scenario.contains(list) && i < scenario[list].size(); ++i) {
    std::vector<std::string> members;
    for (const auto& [member, value] : scenario[list][i].items()) members.push_back(member);
    for (const std::string& member : members) {
      Json smaller = scenario;
      smaller[list][i].erase(member);
      if (!StillFails(smaller, rule, ways)) continue;
      scenario = std::move(smaller);
      dropped = true;
    }
  }
  return dropped;
}

}  // namespace

Json Shrink(Json scenario, const std::string& rule, bool ways) {
  constexpr std::array<const char*, 5> kLists{"events", "consumers", "producers",
                                              "delivery_streams", "streams"};
  for (bool smaller = true; smaller;) {
    smaller = false;
    for (const char* list : kLists) smaller |= DropElements(scenario, list, rule, ways);
  }
  for (const char* list : kLists) DropMembers(scenario, list, rule, ways);
  return scenario;
}

}  // namespace weir::swarm
