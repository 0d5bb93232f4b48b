// Wrong variants: a scenario with a few members changed, so that a check fails as it should.
//
//   "wrong": [{"name": "random-key", "about": "Each position under a key of its own.",
//              "patch": {"/producers/fleet/keys/partition_by": "random"},
//              "fails": ["order-kept"]}]
//
// A patch is an object of places and new values. A place is a JSON Pointer (RFC 6901); an element
// of a list is named by its number, by its "name" or "id", or "-" for one more at the end. null
// takes a member or element away. Members on the way that are missing are made.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace weir {

struct Variant {
  std::string name;
  std::string about;
  // Place and new value (JSON), in the order of the file.
  std::vector<std::pair<std::string, std::string>> patch;
  std::vector<std::string> fails;  // Ids of the checks that it must fail; all others pass.
};

// The text of `scenario` (JSON) with `patch` applied, and without its own variants. Error
// kScenario: "PLACE: ...".
Result<std::string> PatchedScenario(std::string_view scenario,
                                    const std::vector<std::pair<std::string, std::string>>& patch);

// As PatchedScenario; the title says which variant it is, and `about` is the variant's.
Result<std::string> VariantScenario(std::string_view scenario, const Variant& variant);

}  // namespace weir
