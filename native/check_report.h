// What checks came to: as text for a person, as JSON for a program.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "native/checked_run.h"
#include "native/terminal.h"

namespace weir {

std::string CheckText(const CheckedScenario& checked, const Terminal& terminal);
// site/docs/cli.md lists the members.
nlohmann::ordered_json CheckJson(const CheckedScenario& checked);

// A value as people read it: "1,234", "3.5 s", "violated".
std::string MeasureText(const MeasureValue& value);
// A value as programs read it: a number (of a duration, microseconds), a text, or null.
nlohmann::ordered_json MeasureJson(const std::optional<MeasureValue>& value);

// The table of measures, and of what they can be asked over time.
std::string MeasureListText(const Terminal& terminal);
std::string MeasureListJson();

}  // namespace weir
